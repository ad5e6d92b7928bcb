import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, JoulegateError } from '../domain/index.ts';
import { encodeWord } from './abi-word.ts';
import { checkLength } from './unsigned.ts';

/** Curve of a meter's key, as the registry keeps it. */
export type ForeignCurve = 'P-256' | 'secp256k1';

/** Orders of the groups: SEC 2 version 2, sections 2.4.1 and 2.4.2. */
const ORDERS: Readonly<Record<ForeignCurve, bigint>> = {
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
};

/** r and s, 32 bytes each, big-endian. */
export interface ForeignSignature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/**
 * The one of s and its negative that is in the lower half of the group's order: both verify, and one must stand in a leaf.
 * @param s 32 bytes, big-endian
 * @throws JoulegateError CONFIG_INVALID for other than 32 bytes.
 */
export function lowerS(s: Uint8Array, curve: ForeignCurve): Uint8Array {
  const value = BigInt(`0x${Buffer.from(checkLength(s, 32, 's')).toString('hex')}`);
  const order = ORDERS[curve];
  return value > order / 2n && value < order ? Buffer.from((order - value).toString(16).padStart(64, '0'), 'hex') : s;
}

/**
 * Leaf of a reading in a manufacturer's format: keccak256(keccak256(abi.encode(address meter, bytes32 sha256(what the meter
 * signed), bytes32 keccak256(r | s)))), s in the lower half. docs/decisions/0011-foreign-signed-readings.md.
 * @param messageDigest SHA-256 of what the meter signed, 32 bytes
 * @throws JoulegateError CONFIG_INVALID for parts of another length.
 */
export function foreignLeaf(
  meter: Address,
  messageDigest: Uint8Array,
  signature: ForeignSignature,
  curve: ForeignCurve = 'P-256',
): Uint8Array {
  const pair = Buffer.concat([checkLength(signature.r, 32, 'r'), lowerS(signature.s, curve)]);
  const words = [encodeWord('address', meter, 'meter'), checkLength(messageDigest, 32, 'messageDigest'), keccak_256(pair)];
  return keccak_256(keccak_256(Buffer.concat(words)));
}

/** The 64 bytes x | y that a closing begins with, of them or of SEC 1's uncompressed point. @throws JoulegateError CONFIG_INVALID */
export function closingKey(publicKey: Uint8Array): Uint8Array {
  const point = publicKey.length === 65 && publicKey[0] === 4 ? publicKey.subarray(1) : publicKey;
  if (point.length !== 64) {
    throw new JoulegateError(
      'CONFIG_INVALID',
      `publicKey: x | y of 64 bytes or an uncompressed point expected, got ${publicKey.length} bytes`,
    );
  }
  return point;
}
