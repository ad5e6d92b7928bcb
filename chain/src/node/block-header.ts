/**
 * The RLP of a block header, rebuilt from JSON-RPC. Each fork appended fields, so those present are written in their
 * order: London's base fee, Shanghai's withdrawals root, Cancun's blob fields and beacon root, Prague's requests hash.
 * Authority chains (AuRa) write a step and a seal where others write mix hash and nonce. Pure.
 */
import { RLP } from '@ethereumjs/rlp';
import { keccak256 } from 'viem';
import { toBytes } from './bytes.ts';
import type { Hex } from './options.ts';

export type RpcHeader = Readonly<Record<string, unknown>> & { readonly hash: Hex; readonly receiptsRoot: Hex };

const START = ['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'];
const NUMBERS = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'];
const APPENDED: readonly (readonly [name: string, isNumber: boolean])[] = [
  ['baseFeePerGas', true],
  ['withdrawalsRoot', false],
  ['blobGasUsed', true],
  ['excessBlobGas', true],
  ['parentBeaconBlockRoot', false],
  ['requestsHash', false],
];

/** An RLP integer: big-endian, no leading zero, zero is empty. */
export function toInteger(value: string | number | bigint): Uint8Array {
  const hex = BigInt(value).toString(16);
  return hex === '0' ? new Uint8Array() : toBytes(`0x${hex.length % 2 ? '0' : ''}${hex}`);
}

/** @throws Error if what comes out does not hash to the block's hash: better no proof than a false one. */
export function encodeHeader(header: RpcHeader): Uint8Array {
  const text = (name: string): string => {
    const value = header[name];
    if (typeof value !== 'string') throw new Error(`block ${header.hash}: header field ${name} is missing`);
    return value;
  };
  const fields = [...START.map((name) => toBytes(text(name))), ...NUMBERS.map((name) => toInteger(text(name))), toBytes(text('extraData'))];
  if (header['mixHash'] === undefined && typeof header['signature'] === 'string') {
    fields.push(toInteger(header['step'] as string), toBytes(`0x${header['signature'].replace(/^0x/, '')}`));
  } else {
    fields.push(toBytes(text('mixHash')), toBytes(text('nonce')));
  }
  for (const [name, isNumber] of APPENDED) {
    const value = header[name];
    if (typeof value === 'string') fields.push(isNumber ? toInteger(value) : toBytes(value));
  }
  const rlp = RLP.encode(fields);
  const hash = keccak256(rlp);
  if (hash !== header.hash) throw new Error(`block ${header.hash}: its header fields hash to ${hash}`);
  return rlp;
}
