import { recover } from 'tiny-secp256k1';
import type { Verifier } from '../domain/index.ts';
import { splitSignature } from './signature.ts';

/** Verifier in WebAssembly (libsecp256k1 by tiny-secp256k1): the fast one, without native code to compile. */
export function createWasmVerifier(): Verifier {
  return {
    name: 'wasm',
    recover(digest, signature) {
      const split = splitSignature(signature);
      if (split === undefined || digest.length !== 32) return undefined;
      try {
        return recover(digest, split.compact, split.recovery, false)?.slice(1);
      } catch {
        return undefined; // r or s out of range, or no point at r
      }
    },
  };
}
