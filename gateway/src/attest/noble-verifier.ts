import { Point, recoverPublicKey } from '@noble/secp256k1';
import type { Verifier } from '../domain/index.ts';
import { splitSignature } from './signature.ts';

/** Verifier in plain JavaScript: slower, but it works wherever Node does. */
export function createNobleVerifier(): Verifier {
  return {
    name: 'noble',
    recover(digest, signature) {
      const split = splitSignature(signature);
      if (split === undefined || digest.length !== 32) return undefined;
      const recovered = new Uint8Array(65);
      recovered[0] = split.recovery;
      recovered.set(split.compact, 1);
      try {
        // noble hashes what it is given unless told not to.
        const key = recoverPublicKey(recovered, digest, { prehash: false });
        return Point.fromBytes(key).toBytes(false).slice(1);
      } catch {
        return undefined; // r or s out of range, no point at r, or the point at infinity
      }
    },
  };
}
