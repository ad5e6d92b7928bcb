import { createECDH, ECDH, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForeignCurveName, readForeignKey } from './foreign-key.ts';

/** Names that OpenSSL knows the curves by. */
const CURVES: readonly (readonly [ForeignCurveName, string])[] = [
  ['P-256', 'prime256v1'],
  ['secp256k1', 'secp256k1'],
  ['P-192', 'prime192v1'],
  ['secp192k1', 'secp192k1'],
  ['P-384', 'secp384r1'],
  ['P-521', 'secp521r1'],
  ['brainpoolP256r1', 'brainpoolP256r1'],
  ['brainpoolP384r1', 'brainpoolP384r1'],
  ['brainpoolP512r1', 'brainpoolP512r1'],
];
const keyOf = (namedCurve: string) => {
  const spki = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' });
  const { length } = createECDH(namedCurve).generateKeys();
  return { spki, point: spki.subarray(-length), xy: Uint8Array.from(spki.subarray(1 - length)) };
};
const refused = (given: Uint8Array | string, curve?: ForeignCurveName) => {
  const result = readForeignKey(given, curve);
  return result.ok ? 'taken' : result.code;
};

describe.each(CURVES)('a key of %s', (curve, name) => {
  const { spki, point, xy } = keyOf(name);
  const compressed = Buffer.from(ECDH.convertKey(point, name, undefined, undefined, 'compressed') as Buffer);

  it.each<[string, Uint8Array | string]>([
    ['SubjectPublicKeyInfo', spki],
    ['the same in hex', spki.toString('hex')],
    [
      'the same in capitals, with spaces and line ends',
      ` ${spki
        .toString('hex')
        .toUpperCase()
        .replace(/(.{32})/g, '$1 \n')}`,
    ],
    ['the same in hex with colons', spki.toString('hex').replace(/(..)(?=.)/g, '$1:')],
    ['the same in base64', spki.toString('base64')],
    ['the same in PEM', `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END PUBLIC KEY-----\n`],
    ['a point', point],
    ['a point in hex behind 0x', `0x${point.toString('hex')}`],
    ['x and y', xy],
    ['x and y in hex', Buffer.from(xy).toString('hex')],
  ])('is read from %s', (_, given) => {
    expect(readForeignKey(given, curve)).toMatchObject({ ok: true, value: { curve, point: xy } });
  });

  it('is read from x alone where OpenSSL tells y', () => {
    const result = readForeignKey(compressed, curve);
    if (['P-256', 'secp256k1', 'P-384', 'P-521'].includes(curve)) expect(result).toMatchObject({ ok: true, value: { point: xy } });
    else expect(result).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
  });

  it('names its curve itself, whatever was thought', () => {
    expect(readForeignKey(spki, curve === 'P-256' ? 'secp256k1' : 'P-256')).toMatchObject({ ok: true, value: { curve } });
  });

  it('is refused where its point is none of the curve', () => {
    const moved = Uint8Array.from(xy);
    moved[3] = (moved[3] ?? 0) ^ 1;
    moved[xy.length - 1] = (moved[xy.length - 1] ?? 0) ^ 1;
    expect(refused(moved, curve)).toBe('KEY_INVALID');
    expect(refused(new Uint8Array(xy.length), curve)).toBe('KEY_INVALID');
  });
});

// The first byte of P-521's x holds one bit.
it.each(CURVES.filter(([curve]) => curve !== 'P-521'))(
  'a key of %s is read from an x that starts as a DER SEQUENCE does',
  (curve, name) => {
    const ecdh = createECDH(name);
    let own = Buffer.alloc(0);
    for (let secret = 1; own[0] !== 0x30; secret++) {
      const scalar = Buffer.alloc(8);
      scalar.writeUInt32BE(secret, 4);
      ecdh.setPrivateKey(scalar);
      own = ecdh.getPublicKey().subarray(1);
    }
    expect(readForeignKey(own, curve)).toMatchObject({ ok: true, value: { curve, point: Uint8Array.from(own) } });
  },
);

describe('no key', () => {
  const { spki, xy } = keyOf('prime256v1');
  it.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'KEY_INVALID'],
    ['no bytes', new Uint8Array(), 'KEY_INVALID'],
    ['words', 'see the sticker', 'KEY_INVALID'],
    ['63 bytes', xy.subarray(1), 'KEY_INVALID'],
    ['a point at infinity', Uint8Array.of(0), 'KEY_INVALID'],
    ['half of a SubjectPublicKeyInfo', spki.subarray(0, 50), 'KEY_INVALID'],
    [
      'a key of RSA',
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }),
      'FORMAT_UNSUPPORTED',
    ],
    ['a key of Ed25519', generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }), 'FORMAT_UNSUPPORTED'],
    ['a curve that no meter has', keyOf('secp224r1').spki, 'FORMAT_UNSUPPORTED'],
  ])('is %s', (_, given, code) => {
    expect(refused(given)).toBe(code);
  });

  it('is a throw, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 140 }), fc.string()),
        fc.constantFrom(...CURVES.map(([curve]) => curve)),
        (noise, curve) => {
          readForeignKey(noise, curve);
          const mixed = Uint8Array.from(spki);
          if (typeof noise !== 'string') mixed.set(noise.subarray(0, 20), 1);
          readForeignKey(mixed);
        },
      ),
    );
  });
});
