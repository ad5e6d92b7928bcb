import { decode } from '@ethereumjs/rlp';

export type RlpItem = Uint8Array | RlpItem[];

/** @returns the decoded item, or undefined where the bytes are no single RLP item (Ethereum yellow paper, appendix B). */
export function tryDecodeRlp(bytes: Uint8Array): RlpItem | undefined {
  try {
    return decode(bytes) as RlpItem;
  } catch {
    return undefined;
  }
}

/** @returns an RLP scalar: big-endian without leading zeros, at most 32 bytes; undefined for anything else. */
export function readScalar(item: RlpItem | undefined): bigint | undefined {
  if (!(item instanceof Uint8Array) || item.length > 32 || item[0] === 0) return undefined;
  return item.length === 0 ? 0n : BigInt(`0x${Buffer.from(item).toString('hex')}`);
}

export function isBytes(item: RlpItem | undefined, length?: number): item is Uint8Array {
  return item instanceof Uint8Array && (length === undefined || item.length === length);
}
