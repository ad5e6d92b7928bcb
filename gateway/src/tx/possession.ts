import { createHash } from 'node:crypto';
import { POSSESSION_PREFIX, SUCCESSION_PREFIX } from '@joulegate/protos';
import { checkLength } from './unsigned.ts';

/**
 * What a meter's key signs to prove that it is in the meter: SHA-256("joulegate possession v1" | digest).
 * @param digest EIP-712 digest of the Registration or Rotation, 32 bytes
 * @returns 32 bytes
 */
export function possessionMessageDigest(digest: Uint8Array): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(POSSESSION_PREFIX, 'ascii')
      .update(checkLength(digest, 32, 'digest'))
      .digest(),
  );
}

/**
 * What a meter's present key signs to name the one that comes after it: SHA-256("joulegate succession v1" | next key).
 * @param nextKey 33 bytes, compressed
 * @returns 32 bytes
 */
export function successionMessageDigest(nextKey: Uint8Array): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(SUCCESSION_PREFIX, 'ascii')
      .update(checkLength(nextKey, 33, 'next key'))
      .digest(),
  );
}
