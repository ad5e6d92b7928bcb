import { keccak_256 } from '@noble/hashes/sha3.js';
import { Point } from '@noble/secp256k1';
import { type Address, JoulegateError } from '../domain/index.ts';

/** Ethereum's address of an uncompressed key x | y: the low 20 bytes of its Keccak-256. */
export function addressOfKey(publicKey: Uint8Array): Address {
  if (publicKey.length !== 64) throw new JoulegateError('KEY_INVALID', `public key: 64 bytes x | y expected, got ${publicKey.length}`);
  return `0x${Buffer.from(keccak_256(publicKey).subarray(12)).toString('hex')}` as Address;
}

/**
 * @param compressed 33 bytes, first 2 or 3; 65 bytes with a leading 4 are taken too.
 * @returns 64 bytes x | y.
 * @throws JoulegateError KEY_INVALID where it is no point of the curve.
 */
export function decompressPublicKey(compressed: Uint8Array): Uint8Array {
  try {
    return Point.fromBytes(compressed).toBytes(false).slice(1);
  } catch (cause) {
    throw new JoulegateError(
      'KEY_INVALID',
      `public key: a point of secp256k1 expected, 33 bytes compressed; got ${compressed.length} bytes that are none`,
      { cause },
    );
  }
}

export function compressPublicKey(publicKey: Uint8Array): Uint8Array {
  return Point.fromBytes(Uint8Array.of(4, ...publicKey)).toBytes(true);
}
