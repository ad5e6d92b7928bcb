import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForeignKey, readForeignKey } from './foreign-key.ts';
import { readAlgorithm, verifyForeignSignature } from './foreign-signature.ts';

const CAPTURES = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url));
const MESSAGE = new TextEncoder().encode('{"PG":"T1"}');
const ORDERS = {
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
} as const;
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const wordOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

function readKey(spki: Uint8Array | string): ForeignKey {
  const key = readForeignKey(spki);
  if (!key.ok) throw new Error(key.message);
  return key.value;
}

/** X.690, 8.3. */
function integer(value: bigint, zerosBefore = 0): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const body = Buffer.concat([Buffer.alloc(zerosBefore + ((bytes[0] ?? 0) > 0x7f ? 1 : 0)), bytes]);
  return Buffer.concat([Buffer.of(2, body.length), body]);
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([body.length < 0x80 ? Buffer.of(0x30, body.length) : Buffer.of(0x30, 0x81, body.length), body]);
};

describe.each([
  ['ECDSA-secp192k1-SHA256', 'secp192k1'],
  ['ECDSA-secp256k1-SHA256', 'secp256k1'],
  ['ECDSA-secp192r1-SHA256', 'prime192v1'],
  ['ECDSA-secp256r1-SHA256', 'prime256v1'],
  ['ECDSA-brainpool256r1-SHA256', 'brainpoolP256r1'],
  ['ECDSA-brainpoolP256r1-SHA256', 'brainpoolP256r1'],
  ['ECDSA-secp384r1-SHA256', 'secp384r1'],
  ['ECDSA-brainpool384r1-SHA256', 'brainpoolP384r1'],
  ['ECDSA-secp384r1-SHA384', 'secp384r1'],
  ['ECDSA-secp521r1-SHA512', 'secp521r1'],
  ['ECDSA-brainpool512r1-SHA512', 'brainpoolP512r1'],
])('a signature by %s', (name, namedCurve) => {
  const algorithm = readAlgorithm(name);
  if (!algorithm.ok) throw new Error(algorithm.message);
  const { curve, hash } = algorithm.value;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const key = readKey(publicKey.export({ format: 'der', type: 'spki' }));
  const der = new Uint8Array(sign(hash, MESSAGE, privateKey));

  it('holds, with the digest that was signed', () => {
    expect(key.curve).toBe(curve);
    expect(verifyForeignSignature(MESSAGE, der, key, hash)).toMatchObject({
      ok: true,
      value: { messageDigest: new Uint8Array(createHash(hash).update(MESSAGE).digest()) },
    });
  });

  it('does not hold for another text, another key, or with a bit of it flipped', () => {
    const refused = { ok: false, code: 'SIGNATURE_INVALID' };
    expect(verifyForeignSignature(MESSAGE.subarray(1), der, key, hash)).toMatchObject(refused);
    const other = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' });
    expect(verifyForeignSignature(MESSAGE, der, readKey(other), hash)).toMatchObject(refused);
    for (let bit = 0; bit < der.length * 8; bit += 1) {
      const flipped = Uint8Array.from(der, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(verifyForeignSignature(MESSAGE, flipped, key, hash), `bit ${bit}`).toMatchObject(refused);
    }
  });
});

describe('an algorithm', () => {
  it.each(['RSA-2048-SHA256', 'ECDSA-secp256r1-SHA1', 'ECDSA-secp224r1-SHA256', 'ECDSA-toString-SHA256', 'ecdsa', ''])(
    'is not %j',
    (name) => {
      expect(readAlgorithm(name)).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
    },
  );
});

describe.each(['P-256', 'secp256k1'] as const)('both faces of a signature by %s', (namedCurve) => {
  const order = ORDERS[namedCurve];
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const key = readKey(publicKey.export({ format: 'der', type: 'spki' }));

  it('hold, and come out as the one with the low s', () => {
    const raw = sign('sha256', MESSAGE, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const [r, s] = [numberOf(raw.subarray(0, 32)), numberOf(raw.subarray(32))];
    const low = s > order / 2n ? order - s : s;
    const lowS = new Uint8Array(Buffer.concat([wordOf(r), wordOf(low)]));
    for (const [value, wasHighS] of [
      [low, false],
      [order - low, true],
    ] as const)
      expect(verifyForeignSignature(MESSAGE, sequence(integer(r), integer(value)), key)).toMatchObject({
        ok: true,
        value: { lowS, wasHighS },
      });
  });

  it('hold in one encoding only: DER, and that without a byte too many', () => {
    const raw = sign('sha256', MESSAGE, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const [r, s] = [numberOf(raw.subarray(0, 32)), numberOf(raw.subarray(32))];
    const good = sequence(integer(r), integer(s));
    expect(verifyForeignSignature(MESSAGE, good, key).ok).toBe(true);
    const bad = {
      'r and s alone': raw,
      'a zero before r': sequence(integer(r, 1), integer(s)),
      'a zero before s': sequence(integer(r), integer(s, 1)),
      'a byte behind it': Buffer.concat([good, Buffer.of(0)]),
      'a byte behind s within it': sequence(integer(r), integer(s), Buffer.of(5, 0)),
      'a length in two bytes': Buffer.concat([Buffer.of(0x30, 0x81, good.length - 2), good.subarray(2)]),
      'a length that does not end': Buffer.concat([Buffer.of(0x30, 0x80), good.subarray(2), Buffer.of(0, 0)]),
      'r beyond the order': sequence(integer(r + order), integer(s)),
      zeros: sequence(integer(0n), integer(0n)),
      nothing: Buffer.alloc(0),
    };
    for (const [what, der] of Object.entries(bad))
      expect(verifyForeignSignature(MESSAGE, der, key), what).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
  });

  it('are never a throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 160 }), (noise) => {
        expect(verifyForeignSignature(MESSAGE, noise, key).ok).toBe(false);
        expect(verifyForeignSignature(MESSAGE, sequence(Buffer.of(2), noise.subarray(0, 100)), key).ok).toBe(false);
      }),
    );
  });
});

/**
 * Source: github.com/C2SP/wycheproof, commit dac1dd4, testvectors_v1 (Apache-2.0), kept outside the repository: ECDSA on
 * secp256k1 with SHA-256, in DER and as r | s. The third file, for Bitcoin, refuses what has a high s; ours says so.
 */
interface Wycheproof {
  readonly schema: string;
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly publicKeyDer: string;
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly flags: readonly string[];
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
}
const WYCHEPROOF = ['ecdsa_secp256k1_sha256_test', 'ecdsa_secp256k1_sha256_p1363_test', 'ecdsa_secp256k1_sha256_bitcoin_test']
  .map((name) => ({ name, path: `${CAPTURES}wycheproof/${name}.json` }))
  .filter(({ path }) => existsSync(path));

describe.skipIf(WYCHEPROOF.length === 0)('Wycheproof (skipped where captures are absent)', () => {
  it.each(WYCHEPROOF)('agrees on every vector of $name', ({ name, path }) => {
    const { testGroups, numberOfTests } = JSON.parse(readFileSync(path, 'utf8')) as Wycheproof;
    let seen = 0;
    for (const { publicKeyDer, tests } of testGroups) {
      const key = readKey(bytesOf(publicKeyDer));
      for (const { tcId, comment, msg, sig, result } of tests) {
        const raw = bytesOf(sig);
        // r | s of another length has no DER.
        const der =
          name.includes('p1363') && raw.length === 64
            ? sequence(integer(numberOf(raw.subarray(0, 32))), integer(numberOf(raw.subarray(32))))
            : raw;
        const verdict = verifyForeignSignature(bytesOf(msg), der, key);
        const accepted = verdict.ok && !(name.includes('bitcoin') && verdict.value.wasHighS);
        expect(accepted, `${tcId} ${comment}`).toBe(result === 'valid');
        seen += 1;
      }
    }
    expect(seen).toBe(numberOfTests);
  });
});

describe('published signatures', () => {
  const es256k = `${CAPTURES}es256k-didjwt/es256k.json`;
  // Source: github.com/decentralized-identity/did-jwt, commit cec1f70, src/__tests__/ES256KSigner.test.ts (Apache-2.0).
  it.skipIf(!existsSync(es256k))('of an ES256K token hold (skipped where captures are absent)', () => {
    const vector = JSON.parse(readFileSync(es256k, 'utf8')) as Record<
      'plaintextUtf8' | 'signatureBase64url' | 'publicKeyUncompressedHex',
      string
    >;
    const raw = Buffer.from(vector.signatureBase64url, 'base64url');
    const key = readForeignKey(vector.publicKeyUncompressedHex, 'secp256k1');
    if (!key.ok) throw new Error(key.message);
    const der = sequence(integer(numberOf(raw.subarray(0, 32))), integer(numberOf(raw.subarray(32))));
    expect(verifyForeignSignature(Buffer.from(vector.plaintextUtf8), der, key.value)).toMatchObject({ ok: true });
  });

  // Source: RFC 6979, A.2.5, ECDSA on P-256 with SHA-256: key, message "sample" and signature.
  it('of RFC 6979 hold', () => {
    const key = readForeignKey(
      '60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299',
    );
    if (!key.ok) throw new Error(key.message);
    const r = 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n;
    const s = 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n;
    expect(verifyForeignSignature(Buffer.from('sample'), sequence(integer(r), integer(s)), key.value)).toMatchObject({
      ok: true,
      value: { wasHighS: true, lowS: new Uint8Array(Buffer.concat([wordOf(r), wordOf(ORDERS['P-256'] - s)])) },
    });
  });
});
