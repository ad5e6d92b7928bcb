import { createHash } from 'node:crypto';
import { SIGNED_READING_FIELDS, STATUS_BIT } from '@joulegate/protos';
import { pointFromScalar, signRecoverable } from 'tiny-secp256k1';
import { describe, expect, it } from 'vitest';
import { decodeSignedReading } from '../decode/index.ts';
import type { MeterState, NativeReading } from '../domain/index.ts';
import { addressOf } from './address-of.ts';
import { type AttestReadingInput, attestReading } from './attest-reading.ts';
import { assembleSignedReading, encodeSignedPayload, type SignedPayloadFields } from './signed-payload.ts';
import { createWasmVerifier } from './wasm-verifier.ts';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const SECRET_KEY = new Uint8Array(32).fill(7);
const PUBLIC_KEY = publicKeyOf(SECRET_KEY);
const NOW = 1_800_000_000n;
const FIELDS: SignedPayloadFields = {
  domain: 0x1234_5678_9abc_def0n,
  counter: 10n,
  time: NOW,
  importWh: 5_000n,
  exportWh: 7_000n,
  powerW: -1200,
  voltageMv: 230_100,
  frequencyMhz: 49_990,
  status: 0,
};
const verifier = createWasmVerifier();

function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  return pointFromScalar(secretKey, false)?.slice(1) ?? new Uint8Array();
}

function signRaw(fields: SignedPayloadFields, secretKey = SECRET_KEY): Uint8Array {
  const payload = encodeSignedPayload(fields);
  const { signature, recoveryId } = signRecoverable(createHash('sha256').update(payload).digest(), secretKey);
  return assembleSignedReading(payload, Uint8Array.from([...signature, 27 + recoveryId]));
}

function decode(raw: Uint8Array): NativeReading {
  const result = decodeSignedReading(raw);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

function sign(changes: Partial<SignedPayloadFields> = {}, secretKey = SECRET_KEY): NativeReading {
  return decode(signRaw({ ...FIELDS, ...changes }, secretKey));
}

function withHighS(reading: NativeReading): NativeReading {
  const s = ORDER - BigInt(`0x${Buffer.from(reading.raw.subarray(99, 131)).toString('hex')}`);
  const raw = Uint8Array.from(reading.raw);
  raw.set(Buffer.from(s.toString(16).padStart(64, '0'), 'hex'), 99);
  raw[131] = (raw[131] ?? 0) ^ 7; // 27 <-> 28: the twin that a lax verifier accepts
  return decode(raw);
}

const METER = { address: addressOf(PUBLIC_KEY), publicKey: PUBLIC_KEY, domain: FIELDS.domain, maxPowerW: 10_000n };
const STATE: MeterState = { counter: 9n, time: NOW - 900n, importWh: 5_000n, exportWh: 6_700n, digest: 'ab' };
const INPUT: AttestReadingInput = {
  reading: sign(),
  meter: METER,
  state: STATE,
  nowSeconds: NOW,
  clockSynchronised: true,
  verifier,
  maxTimeSkewSeconds: 300n,
};
const digestOf = (reading: NativeReading): string => createHash('sha256').update(reading.raw.subarray(0, 65)).digest('hex');

const REFUSED: readonly (readonly [what: string, changes: Partial<AttestReadingInput>, code: string])[] = [
  ['another market’s domain, before all else', { reading: sign({ domain: 1n }, new Uint8Array(32).fill(8)) }, 'DOMAIN_MISMATCH'],
  ['another key’s signature', { reading: sign({}, new Uint8Array(32).fill(8)) }, 'SIGNATURE_INVALID'],
  ['the high-s twin of a good signature', { reading: withHighS(sign()) }, 'SIGNATURE_HIGH_S'],
  ['a lower counter', { reading: sign({ counter: 8n }) }, 'COUNTER_REPLAYED'],
  ['another payload under the last counter', { reading: sign({ counter: 9n }) }, 'EQUIVOCATION'],
  [
    'another payload under the last counter by another key, which proves nothing',
    { reading: sign({ counter: 9n }, new Uint8Array(32).fill(8)) },
    'SIGNATURE_INVALID',
  ],
  ['a lower import register', { reading: sign({ importWh: 4_999n }) }, 'REGISTER_DECREASED'],
  ['a lower export register', { reading: sign({ exportWh: 6_699n }) }, 'REGISTER_DECREASED'],
  ['a time before the last', { reading: sign({ time: NOW - 901n }) }, 'TIME_IMPLAUSIBLE'],
  ['a time beyond our clock and its skew', { reading: sign({ time: NOW + 301n }) }, 'TIME_IMPLAUSIBLE'],
  ['more export than the nameplate and 20 % and 10 Wh allow', { reading: sign({ exportWh: 6_700n + 3_011n }) }, 'RATE_IMPLAUSIBLE'],
  ['more import than the nameplate allows', { reading: sign({ importWh: 5_000n + 3_011n }) }, 'RATE_IMPLAUSIBLE'],
  ['more than 10 Wh within one second’s time stamp', { reading: sign({ time: NOW - 900n, exportWh: 6_711n }) }, 'RATE_IMPLAUSIBLE'],
];

const ACCEPTED: readonly (readonly [what: string, changes: Partial<AttestReadingInput>])[] = [
  ['the next reading', {}],
  ['the first reading of a meter', { state: undefined }],
  ['a gap in the counters', { reading: sign({ counter: 1_000n }) }],
  ['registers that stand still', { reading: sign({ importWh: 5_000n, exportWh: 6_700n }) }],
  ['a time that stands still', { reading: sign({ time: NOW - 900n, exportWh: 6_710n }) }],
  ['a time at our clock and its skew', { reading: sign({ time: NOW + 300n }) }],
  ['a time in the future while our own clock is not synchronised', { reading: sign({ time: NOW + 86_400n }), clockSynchronised: false }],
  ['a reading of last month', { reading: sign({ time: NOW - 2_592_000n }), state: undefined }],
  ['exactly the nameplate and 20 % and 10 Wh', { reading: sign({ exportWh: 6_700n + 3_010n }) }],
  ['any rate where no nameplate is known', { reading: sign({ exportWh: 10n ** 15n }), meter: { ...METER, maxPowerW: undefined } }],
];

describe('a signed reading', () => {
  it.each(REFUSED)('is refused for %s', (_, changes, code) => {
    const result = attestReading({ ...INPUT, ...changes });
    expect(result).toMatchObject({ ok: false, code });
    expect(result).not.toHaveProperty('repeated');
  });

  it.each(ACCEPTED)('is accepted: %s', (_, changes) => {
    const input = { ...INPUT, ...changes };
    const { counter, time, importWh, exportWh } = input.reading;
    expect(attestReading(input)).toEqual({ ok: true, value: { counter, time, importWh, exportWh, digest: digestOf(input.reading) } });
  });

  it('sent twice is refused as a repetition', () => {
    const first = attestReading(INPUT);
    if (!first.ok) throw new Error(first.message);
    expect(attestReading({ ...INPUT, state: first.value })).toMatchObject({ ok: false, code: 'COUNTER_REPLAYED', repeated: true });
  });

  it('with the meter’s own fault is kept and flagged', () => {
    expect(attestReading({ ...INPUT, reading: sign({ status: STATUS_BIT.meterFault }) })).toMatchObject({
      ok: true,
      flagged: 'METER_FAULT',
    });
    expect(attestReading({ ...INPUT, reading: sign({ status: STATUS_BIT.tamper }) })).not.toHaveProperty('flagged');
  });

  it('is refused for every one of its 1056 bits flipped', () => {
    const raw = signRaw(FIELDS);
    const codes = new Set<string>();
    for (let bit = 0; bit < raw.length * 8; bit += 1) {
      const flipped = Uint8Array.from(raw, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const decoded = decodeSignedReading(flipped);
      const result = decoded.ok ? attestReading({ ...INPUT, reading: decoded.value }) : decoded;
      expect(result.ok, `bit ${bit}`).toBe(false);
      if (!result.ok) codes.add(result.code);
    }
    expect([...codes].sort()).toEqual(['DOMAIN_MISMATCH', 'PAYLOAD_LAYOUT', 'SIGNATURE_HIGH_S', 'SIGNATURE_INVALID', 'VALUE_INVALID']);
  });
});

describe('the gateway’s signing module', () => {
  it('writes the layout of protos', () => {
    const payload = encodeSignedPayload(FIELDS);
    expect(SIGNED_READING_FIELDS.map(({ offset }) => payload[offset - 1])).toEqual(SIGNED_READING_FIELDS.map(({ tag }) => tag));
    expect(sign()).toMatchObject(FIELDS);
  });

  it.each([
    ['domain', -1n],
    ['counter', 2n ** 64n],
    ['powerW', 2 ** 31],
    ['powerW', 0.5],
    ['voltageMv', -1],
    ['frequencyMhz', 2 ** 32],
    ['status', Number.NaN],
  ])('refuses a %s of %s', (name, value) => {
    expect(() => encodeSignedPayload({ ...FIELDS, [name]: value })).toThrowError(
      expect.objectContaining({ code: 'VALUE_INVALID', message: expect.stringContaining(name) }),
    );
  });

  it('assembles 65 and 65 bytes only', () => {
    expect(() => assembleSignedReading(new Uint8Array(64), new Uint8Array(65))).toThrowError(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
    expect(() => assembleSignedReading(new Uint8Array(65), new Uint8Array(64))).toThrowError(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
  });
});
