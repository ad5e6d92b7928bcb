import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeOcmfPayload, type OcmfMeterReading, signOcmfRecord } from './ocmf.ts';
import { createSigningKey, deriveSigningKey } from './signing-key.ts';

const READING: OcmfMeterReading = {
  serial: '1JGS0000000001',
  pagination: 7n,
  timeMs: Date.parse('2026-06-21T12:00:00.250Z'),
  offsetMinutes: 120,
  importWh: 1_234_567n,
  exportWh: 5n,
  identification: '',
};
const rows = (payload: string) => (JSON.parse(payload) as { RD: object[] }).RD;

describe('an OCMF payload', () => {
  it('is JSON with both registers of one instant', () => {
    const payload = encodeOcmfPayload(READING);
    expect(JSON.parse(payload)).toMatchObject({ FV: '1.0', PG: 'T7', MS: '1JGS0000000001', IS: false, ID: '' });
    expect(rows(payload)).toEqual([
      { TM: '2026-06-21T14:00:00,250+0200 S', TX: 'C', RV: 1234.567, RI: '1-0:1.8.0', RU: 'kWh', RT: 'AC', EF: '', ST: 'G' },
      { TM: '2026-06-21T14:00:00,250+0200 S', TX: 'C', RV: 0.005, RI: '1-0:2.8.0', RU: 'kWh', RT: 'AC', EF: '', ST: 'G' },
    ]);
  });

  it.each([
    [0n, '0.000'],
    [10n, '0.010'],
    [1_000n, '1.000'],
    [9_007_199_254_740_993n, '9007199254740.993'],
  ])('shows %i Wh as %s kWh, whatever a double would make of it', (importWh, shown) => {
    expect(encodeOcmfPayload({ ...READING, importWh })).toContain(`"RV":${shown},"RI":"1-0:1.8.0"`);
  });

  it.each([
    [-150, '2026-06-21T09:30:00,250-0230 S'],
    [0, '2026-06-21T12:00:00,250+0000 S'],
    [345, '2026-06-21T17:45:00,250+0545 S'],
  ])('tells local time %i minutes from UTC', (offsetMinutes, TM) => {
    expect(rows(encodeOcmfPayload({ ...READING, offsetMinutes }))[0]).toMatchObject({ TM });
  });

  it('holds any text as ID', () => {
    const identification = 'a "b" \\ | {c} ä\n';
    expect(JSON.parse(encodeOcmfPayload({ ...READING, identification }))).toMatchObject({ ID: identification, IS: true });
  });
});

describe('an OCMF record', () => {
  it.each([
    ['P-256', 'hex', 'ECDSA-secp256r1-SHA256'],
    ['P-256', 'base64', 'ECDSA-secp256r1-SHA256'],
    ['secp256k1', 'hex', 'ECDSA-secp256k1-SHA256'],
  ] as const)('is signed with %s, in %s', (curve, encoding, SA) => {
    const key = deriveSigningKey(curve, 'seed', 'meter');
    const text = Buffer.from(signOcmfRecord({ ...READING, identification: 'pipe | in it' }, key, { encoding })).toString();
    const end = text.lastIndexOf('|');
    const section = JSON.parse(text.slice(end + 1)) as { SA: string; SE?: string; SD: string };
    expect(section).toMatchObject({ SA, ...(encoding === 'base64' && { SE: 'base64' }) });
    expect(text.startsWith('OCMF|{')).toBe(true);
    const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' });
    expect(verify('sha256', Buffer.from(text.slice(5, end)), publicKey, Buffer.from(section.SD, encoding))).toBe(true);
  });
});

describe('a signing key', () => {
  // Source: RFC 6979, A.2.5, key of P-256; SEC 2, 2.4.1, the generator, for the key 1.
  it.each([
    [
      'P-256',
      'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
      '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6',
    ],
    ['secp256k1', '01'.padStart(64, '0'), '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'],
  ] as const)('of %s is the one below its secret bytes', (curve, secret, x) => {
    // Secrets are moved into the range of keys: up by one, so one less is given here.
    const given = Buffer.from((BigInt(`0x${secret}`) - 1n).toString(16).padStart(64, '0'), 'hex');
    expect(Buffer.from(createSigningKey(curve, given).publicKey.subarray(0, 32)).toString('hex')).toBe(x);
  });

  it('is the same for the same seed and id, and another for others', () => {
    const keys = [
      deriveSigningKey('P-256', 'a', 'b'),
      deriveSigningKey('P-256', 'a', 'c'),
      deriveSigningKey('P-256', 'b', 'b'),
      deriveSigningKey('secp256k1', 'a', 'b'),
    ].map(({ publicKey }) => Buffer.from(publicKey).toString('hex'));
    expect(new Set(keys).size).toBe(4);
    expect(Buffer.from(deriveSigningKey('P-256', 'a', 'b').publicKey).toString('hex')).toBe(keys[0]);
  });

  it.each([0, 0xff])('is made of 32 bytes of %i too', (byte) => {
    for (const curve of ['P-256', 'secp256k1'] as const) expect(createSigningKey(curve, Buffer.alloc(32, byte)).publicKey).toHaveLength(64);
  });
});
