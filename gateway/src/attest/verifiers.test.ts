import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import * as secp from '@noble/secp256k1';
import { signRecoverable } from 'tiny-secp256k1';
import { describe, expect, it } from 'vitest';
import { addressOf } from './address-of.ts';
import { createNobleVerifier } from './noble-verifier.ts';
import { createWasmVerifier } from './wasm-verifier.ts';

secp.hashes.sha256 = sha256;
secp.hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);

const CAPTURES = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url));
const VERIFIERS = [createNobleVerifier(), createWasmVerifier()] as const;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const FIELD = 2n ** 256n - 2n ** 32n - 977n;
const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const withV = (compact: Uint8Array, v: number): Uint8Array => Uint8Array.from([...compact, v]);
const keyOf = (secretKey: Uint8Array): Uint8Array => secp.getPublicKey(secretKey, false).slice(1);

describe('an address of a public key', () => {
  it('is the low 20 bytes of its keccak: key 1 has the well-known address', () => {
    expect(addressOf(keyOf(fromHex('01'.padStart(64, '0'))))).toBe('0x7e5f4552091a69125d5dfcb7b8c2659029395bdf');
  });

  it('needs 64 bytes', () => {
    expect(() => addressOf(new Uint8Array(65))).toThrowError(expect.objectContaining({ code: 'KEY_INVALID' }));
  });
});

/**
 * Source: github.com/C2SP/wycheproof, commit dac1dd4, testvectors_v1/ecdsa_secp256k1_sha256_p1363_test.json (Apache-2.0).
 * Mapping: those verify (key, message, r | s); ours recovers from r | s | v with a low s only. So a vector of 64 bytes is
 * tried with v 27 and 28, and counts as accepted where either recovers the key. A valid vector with a high s must be
 * refused as it stands and accepted with s' = n - s. A vector of another length is refused by length. r >= n (x of R
 * beyond the order) needs v 29 or 30, which neither Ethereum nor we allow.
 */
interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly uncompressed: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
}
const wycheproofFile = `${CAPTURES}wycheproof/ecdsa_secp256k1_sha256_p1363_test.json`;

describe.skipIf(!existsSync(wycheproofFile)).each(VERIFIERS)('Wycheproof by $name (skipped where captures are absent)', (verifier) => {
  it('agrees on every vector', () => {
    const vectors = JSON.parse(readFileSync(wycheproofFile, 'utf8')) as Wycheproof;
    const seen = { valid: 0, high: 0, invalid: 0, beyondOrder: 0 };
    for (const group of vectors.testGroups) {
      const key = group.publicKey.uncompressed.slice(2);
      for (const test of group.tests) {
        const digest = createHash('sha256').update(fromHex(test.msg)).digest();
        const signature = fromHex(test.sig);
        const accepts = (compact: Uint8Array): boolean =>
          [27, 28].some((v) => {
            const recovered = verifier.recover(digest, withV(compact, v));
            return recovered !== undefined && toHex(recovered) === key;
          });
        const name = `${test.tcId} ${test.comment}`;
        if (test.result !== 'valid') {
          expect(accepts(signature), name).toBe(false);
          seen.invalid += 1;
          continue;
        }
        const s = BigInt(`0x${test.sig.slice(64)}`);
        const low = s > ORDER / 2n ? fromHex(test.sig.slice(0, 64) + (ORDER - s).toString(16).padStart(64, '0')) : signature;
        if (low !== signature) {
          expect(accepts(signature), `${name}, high s`).toBe(false);
          seen.high += 1;
        }
        if (accepts(low)) seen.valid += 1;
        else {
          // x of R was n or more, so r = x - n is below p - n: nobody's wallet makes these.
          expect(BigInt(`0x${test.sig.slice(0, 64)}`) < FIELD - ORDER, name).toBe(true);
          seen.beyondOrder += 1;
        }
      }
    }
    expect(seen).toMatchObject({ invalid: expect.any(Number) });
    expect(seen.valid).toBeGreaterThan(100);
    expect(seen.high).toBeGreaterThan(10);
    expect(seen.beyondOrder).toBeLessThanOrEqual(2);
  });
});

describe.skipIf(!existsSync(`${CAPTURES}rfc6979/rfc6979.json`)).each(VERIFIERS)(
  'RFC 6979 by $name (skipped where captures are absent)',
  (verifier) => {
    // Source: github.com/paulmillr/noble-secp256k1, commit f010557, test/vectors/rfc6979.json (MIT): message, key and nonce
    // k0. r is the x coordinate of k0 * G, so the published nonce fixes the signature that must recover the key.
    const vectors = JSON.parse(
      existsSync(`${CAPTURES}rfc6979/rfc6979.json`) ? readFileSync(`${CAPTURES}rfc6979/rfc6979.json`, 'utf8') : '[]',
    ) as { message: string; d: string; k0: string }[];

    it.each(vectors)('recovers the key of "$message"', ({ message, d, k0 }) => {
      const digest = createHash('sha256').update(message).digest();
      const signature = secp.sign(digest, fromHex(d), { prehash: false, format: 'recovered' });
      expect(toHex(signature.subarray(1, 33))).toBe(
        (secp.Point.BASE.multiply(BigInt(`0x${k0}`)).toAffine().x % ORDER).toString(16).padStart(64, '0'),
      );
      expect(verifier.recover(digest, withV(signature.subarray(1), 27 + (signature[0] ?? 0)))).toEqual(keyOf(fromHex(d)));
    });
  },
);

describe.skipIf(!existsSync(`${CAPTURES}es256k-didjwt/es256k.json`)).each(VERIFIERS)('an ES256K token by $name', (verifier) => {
  it('recovers the key that signed it', () => {
    // Source: github.com/decentralized-identity/did-jwt, commit cec1f70, src/__tests__/ES256KSigner.test.ts (Apache-2.0).
    const vector = JSON.parse(readFileSync(`${CAPTURES}es256k-didjwt/es256k.json`, 'utf8')) as Record<
      'plaintextUtf8' | 'signatureBase64url' | 'publicKeyUncompressedHex',
      string
    >;
    const digest = createHash('sha256').update(vector.plaintextUtf8).digest();
    const compact = new Uint8Array(Buffer.from(vector.signatureBase64url, 'base64url'));
    const keys = [27, 28].map((v) => verifier.recover(digest, withV(compact, v))).map((key) => (key ? toHex(key) : ''));
    expect(keys).toContain(vector.publicKeyUncompressedHex.slice(2));
  });
});

describe.each(VERIFIERS)('$name', (verifier) => {
  const digest = createHash('sha256').update('kilowatt-hour').digest();
  const secretKey = fromHex('02'.repeat(32));
  const { signature, recoveryId } = signRecoverable(digest, secretKey);
  const good = withV(signature, 27 + recoveryId);

  it('recovers what another back end signed', () => {
    expect(verifier.recover(digest, good)).toEqual(keyOf(secretKey));
  });

  it.each([
    ['a digest of 31 bytes', digest.subarray(1), good],
    ['a signature of 64 bytes', digest, good.subarray(0, 64)],
    ['a signature of 66 bytes', digest, Uint8Array.from([...good, 0])],
    ['v 29', digest, withV(signature, 29)],
    ['r = n', digest, Uint8Array.from([...fromHex(ORDER.toString(16)), ...good.subarray(32)])],
    ['nothing but ones', digest, new Uint8Array(65).fill(0xff)],
    ['nothing but zeros', digest, new Uint8Array(65)],
  ])('answers undefined for %s', (_, d, s) => {
    expect(verifier.recover(d, s)).toBeUndefined();
  });
});
