import { joulegate, SIGNED_READING_FIELDS } from '@joulegate/protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSignedReading } from './signed-reading.ts';

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const register = fc.bigInt({ min: 0n, max: 2n ** 56n - 1n });
const u32 = fc.integer({ min: 0, max: 0xffff_fffe });
const fields = fc.record({
  domain: u64,
  counter: u64,
  time: u64,
  importWh: register,
  exportWh: register,
  powerW: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
  voltageMv: u32,
  frequencyMhz: u32,
  status: u32,
});

/** protobufjs as an encoder of its own: that both agree is what "at once a protobuf frame and a constant layout" means. */
function encodeByProtobuf(values: Record<string, bigint | number>, signature: Uint8Array): Uint8Array {
  const type = joulegate.v1.SignedReading;
  return new Uint8Array(type.encode(type.fromObject({ ...values, signature })).finish());
}

const VALUES = { domain: 1n, counter: 2n, time: 3n, importWh: 4n, exportWh: 5n, powerW: -6, voltageMv: 7, frequencyMhz: 8, status: 9 };
const RAW = encodeByProtobuf(VALUES, new Uint8Array(65).fill(0xaa));

describe('a signed reading', () => {
  it('is read as protobuf wrote it, for any values', () => {
    fc.assert(
      fc.property(fields, fc.uint8Array({ minLength: 65, maxLength: 65 }), (values, signature) => {
        const raw = encodeByProtobuf(values, signature);
        expect(decodeSignedReading(raw)).toEqual({ ok: true, value: { ...values, raw } });
      }),
    );
  });

  it('keeps its own copy of the bytes', () => {
    const raw = Buffer.from(RAW);
    const decoded = decodeSignedReading(raw);
    raw.fill(0);
    expect(decoded).toEqual({ ok: true, value: { ...VALUES, raw: RAW } });
  });

  it.each([
    ...SIGNED_READING_FIELDS.map(({ name, offset }) => [`another tag before ${name}`, offset - 1] as const),
    ['another tag before the signature', 65],
    ['another length of the signature', 66],
  ] as const)('is refused for %s, naming the offset', (_, offset) => {
    const raw = Uint8Array.from(RAW, (byte, at) => (at === offset ? byte ^ 0x08 : byte));
    const result = decodeSignedReading(raw);
    expect(result).toMatchObject({ ok: false, code: 'PAYLOAD_LAYOUT', message: expect.stringContaining(`offset ${offset},`) });
  });

  it.each([0, 131, 133, 264])('is refused with %i bytes', (length) => {
    expect(decodeSignedReading(new Uint8Array(length))).toMatchObject({ ok: false, code: 'PAYLOAD_LAYOUT' });
  });

  it.each([
    ['importWh', 2n ** 64n - 1n],
    ['importWh', 2n ** 56n],
    ['exportWh', 2n ** 64n - 1n],
    ['voltageMv', 0xffff_ffff],
    ['frequencyMhz', 0xffff_ffff],
  ])('is refused for %s of %s', (name, sentinel) => {
    const raw = encodeByProtobuf({ ...VALUES, [name]: sentinel }, new Uint8Array(65));
    expect(decodeSignedReading(raw)).toMatchObject({ ok: false, code: 'VALUE_INVALID', message: expect.stringContaining(name) });
  });

  it('never throws on noise', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 140 }), (noise) => !decodeSignedReading(noise).ok));
  });
});
