import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { getPublicKey, hashes, sign } from '@noble/secp256k1';
import { JoulegateError, type Signer } from '../domain/index.ts';
import { addressOfKey } from './public-key.ts';

// noble's synchronous signing takes its hashes from outside (RFC 6979 nonces).
hashes.sha256 = sha256;
hashes.hmacSha256 = (key: Uint8Array, message: Uint8Array) => hmac(sha256, key, message);

const V_BASE = 27;

/** Signs with a key held in memory; the closure keeps it from logs and from JSON. */
export function createSigner(secret: Uint8Array): Signer {
  let isClosed = false;
  const publicKey = getPublicKey(secret, false).slice(1);
  return {
    address: addressOfKey(publicKey),
    publicKey,
    async sign(digest) {
      if (digest.length !== 32) throw new JoulegateError('KEY_INVALID', `signature: a digest of 32 bytes expected, got ${digest.length}`);
      if (isClosed) throw new JoulegateError('KEY_INVALID', 'signature: an open key expected, it was closed');
      // noble 3 hashes what it is given unless told that it is a digest already.
      const recovered = sign(digest, secret, { prehash: false, lowS: true, format: 'recovered' });
      const signature = new Uint8Array(65);
      signature.set(recovered.subarray(1), 0);
      signature[64] = V_BASE + (recovered[0] ?? 0);
      return signature;
    },
    close() {
      isClosed = true;
      secret.fill(0);
    },
  };
}
