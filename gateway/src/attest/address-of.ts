import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, address, JoulegateError } from '../domain/index.ts';

/**
 * Address of a public key, and so the id of a meter by its first key: the low 20 bytes of keccak256(x | y), for every
 * curve (docs/wire.md §1).
 * @param publicKey x | y, 64 bytes big-endian, without the 0x04 prefix
 * @throws JoulegateError KEY_INVALID for another length.
 */
export function addressOf(publicKey: Uint8Array): Address {
  if (publicKey.length !== 64) throw new JoulegateError('KEY_INVALID', `public key: 64 bytes x | y expected, got ${publicKey.length}`);
  return address(`0x${Buffer.from(keccak_256(publicKey).subarray(12)).toString('hex')}`);
}
