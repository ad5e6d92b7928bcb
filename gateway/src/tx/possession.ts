import { createHash } from 'node:crypto';
import { POSSESSION_PREFIX } from '@joulegate/protos';
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
