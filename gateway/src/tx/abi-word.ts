import { JoulegateError } from '../domain/index.ts';

export type WordValue = bigint | number | string | Uint8Array;

/**
 * Encodes one value of a static type as an ABI word (Solidity ABI, "Formal Specification of the Encoding"): 32 bytes,
 * integers and addresses right-aligned big-endian.
 * @param type `address`, `bytes32` or `uint8` … `uint256`
 * @param value an Address string or 20 bytes; 32 bytes or 0x-hex; a bigint, or a safe integer
 * @throws JoulegateError CONFIG_INVALID naming the field where the value does not fit its type.
 */
export function encodeWord(type: string, value: WordValue, name: string): Uint8Array {
  if (type === 'address') return padLeft(toBytes(value, 20, name));
  if (type === 'bytes32') return new Uint8Array(toBytes(value, 32, name));
  const bits = /^uint(\d+)$/.exec(type)?.[1];
  if (bits === undefined) throw new JoulegateError('CONFIG_INVALID', `${name}: type address, bytes32 or uintN expected, got ${type}`);
  return encodeUint(value, Number(bits), name);
}

function encodeUint(value: WordValue, bits: number, name: string): Uint8Array {
  const number = typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof number !== 'bigint' || number < 0n || number >> BigInt(bits) !== 0n) {
    throw new JoulegateError('CONFIG_INVALID', `${name}: an unsigned integer of ${bits} bits expected, got ${String(value)}`);
  }
  return new Uint8Array(Buffer.from(number.toString(16).padStart(64, '0'), 'hex'));
}

function toBytes(value: WordValue, length: number, name: string): Uint8Array {
  const bytes =
    typeof value === 'string' && new RegExp(`^0x[0-9a-fA-F]{${2 * length}}$`).test(value) ? Buffer.from(value.slice(2), 'hex') : value;
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    const got = bytes instanceof Uint8Array ? `${bytes.length} bytes` : JSON.stringify(String(value));
    throw new JoulegateError('CONFIG_INVALID', `${name}: ${length} bytes expected, got ${got}`);
  }
  return bytes;
}

function padLeft(bytes: Uint8Array): Uint8Array {
  const word = new Uint8Array(32);
  word.set(bytes, 32 - bytes.length);
  return word;
}
