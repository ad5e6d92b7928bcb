/** Bytes and hex, as the chain's side writes them. Pure. */
import { bytesToHex, hexToBytes } from 'viem';
import type { Hex } from './options.ts';

export const toHex = (bytes: Uint8Array): Hex => bytesToHex(bytes);
export const toBytes = (hex: string): Uint8Array => hexToBytes(hex as Hex);
export const quantity = (value: number | bigint): Hex => `0x${value.toString(16)}`;
/** Compares addresses and hashes whatever their case. */
export const sameHex = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** JSON with bigint as decimal strings and bytes as hex, as announcements are written. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item instanceof Uint8Array ? toHex(item) : item));
}
