import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type BsmFault, type BsmImageOptions, createBsmImage } from './bsm.ts';
import { deriveSigningKey } from './signing-key.ts';

const KEY = deriveSigningKey('P-256', 'seed', 'bsm');
const SERIAL = '001JGS0000000001';
const UPDATE = Uint8Array.of(0, 2);
const u16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);

function meter(options: Partial<BsmImageOptions> = {}) {
  const values = { time: 1_800_000_000n, importWh: 1_234_567n, powerW: 2300, operatingSeconds: 60 };
  const faults: BsmFault[] = [];
  const image = createBsmImage({
    serial: SERIAL,
    key: KEY,
    othersKey: deriveSigningKey('P-256', 'seed', 'another'),
    readValues: () => ({ ...values }),
    nextFault: () => faults.shift(),
    ...options,
  });
  const read = (address: number, count: number): Buffer => {
    const bytes = image.read(3, address, count);
    if (typeof bytes === 'number') throw new Error(`exception ${bytes}`);
    return Buffer.from(bytes);
  };
  const [first = 0] = image.snapshots;
  const snapshot = (at = first): Buffer => {
    expect(image.write(at + 1, UPDATE)).toBeUndefined();
    for (let polls = 0; polls < 5 && read(at + 1, 1).readUInt16BE() === 2; polls += 1);
    return Buffer.concat([read(at, 125), read(at + 125, 125), read(at + 250, 2)]);
  };
  return { image, read, snapshot, first, values, faults };
}

/** By bsm-python's doc/modbus, of a snapshot with three empty texts. */
function signedData(image: Buffer): Buffer {
  const number = (offset: number, size: 2 | 4, scale: number, unit: number) => {
    const value = size === 4 ? image.readUInt32BE(2 * offset) : image.readInt16BE(2 * offset);
    const bytes = Buffer.alloc(6);
    bytes.writeInt32BE(value | 0);
    bytes.writeInt8(scale, 4);
    bytes.writeUInt8(unit, 5);
    return bytes;
  };
  const [wh, w] = [image.readInt16BE(12), image.readInt16BE(16)];
  return Buffer.concat([
    number(0, 2, 0, 255),
    number(2, 4, wh, 30),
    number(4, 4, wh, 30),
    number(7, 2, w, 27),
    Buffer.of(0, 0, 0, 16),
    image.subarray(18, 34),
    number(17, 4, 0, 255),
    number(19, 4, 0, 7),
    number(21, 4, 0, 7),
    number(23, 2, 0, 6),
    number(24, 4, 0, 255),
    number(26, 4, 0, 7),
    number(28, 2, 0, 255),
    number(29, 2, 0, 255),
    Buffer.alloc(12),
    number(200, 4, 0, 255),
  ]);
}
const signatureOf = (image: Buffer) => image.subarray(408, 408 + image.readUInt16BE(406));
const isSigned = (image: Buffer) =>
  verify('sha256', signedData(image), createPublicKey({ key: Buffer.from(KEY.spki), format: 'der', type: 'spki' }), signatureOf(image));

describe('the registers of a BSM meter', () => {
  it('are SunSpec models 1, 64900 and three of 64901', () => {
    const { image, read } = meter();
    expect(read(40_000, 4).toString('latin1')).toMatch(/^SunS/);
    const ids: number[] = [];
    for (let at = 40_002; ; at += 2 + read(at + 1, 1).readUInt16BE()) {
      ids.push(read(at, 1).readUInt16BE());
      if (ids.at(-1) === 0xffff) break;
    }
    expect(ids).toEqual([1, 64_900, 64_901, 64_901, 64_901, 0xffff]);
    expect(read(40_004, 8).toString('latin1')).toBe('BAUER Electronic');
    expect(read(image.meter + 36, 8).toString('latin1')).toBe(SERIAL);
    expect(image.snapshots.map((at) => read(at, 2).toString('hex'))).toEqual(['00000001', '00010001', '00020001']);
  });

  it('hold the public key', () => {
    const { image, read } = meter();
    expect(read(image.meter + 250, 2).toString('hex')).toBe('0030005b');
    expect(
      read(image.meter + 252, 46)
        .subarray(0, 91)
        .equals(KEY.spki),
    ).toBe(true);
  });

  it('hold a signed snapshot a while after it was asked for', () => {
    const { image, read, first, snapshot } = meter();
    image.write(first + 1, UPDATE);
    expect([1, 2, 3].map(() => read(first + 1, 1).readUInt16BE())).toEqual([2, 2, 0]);
    const taken = snapshot();
    expect([taken.readUInt32BE(8), taken.readInt16BE(12), taken.readInt16BE(14), taken.readInt16BE(16)]).toEqual([123_456, 1, 2300, 0]);
    expect([taken.readUInt32BE(34), taken.readUInt32BE(42)]).toEqual([2, 1_800_000_000]);
    expect(isSigned(taken)).toBe(true);
    expect(image.counter).toBe(2);
  });

  it('count from the last turn-on what the snapshot of turn-off says', () => {
    const { image, snapshot, values } = meter({ scale: 0 });
    const [, on = 0, off = 0] = image.snapshots;
    expect(snapshot(on).readUInt32BE(4)).toBe(0);
    values.importWh += 150n;
    const taken = snapshot(off);
    expect([taken.readUInt16BE(0), taken.readUInt32BE(4), taken.readUInt32BE(8)]).toEqual([2, 150, 1_234_717]);
    expect(isSigned(taken)).toBe(true);
  });

  it('scale power that has no room', () => {
    const { snapshot, values } = meter();
    values.powerW = -327_680;
    expect([snapshot().readInt16BE(14), snapshot().readInt16BE(16)]).toEqual([-3277, 2]);
  });

  it('take texts, which are signed along', () => {
    const { image, read, snapshot } = meter();
    const text = Buffer.alloc(140);
    text.write('contract-id: x');
    expect(image.write(image.meter + 80, text)).toBeUndefined();
    expect(image.write(image.meter + 150, Buffer.alloc(200, 'b'))).toBeUndefined();
    expect(read(image.meter + 80, 70).equals(text)).toBe(true);
    const taken = snapshot();
    expect(taken.subarray(60, 200).equals(text)).toBe(true);
    expect(taken.subarray(200, 400).toString()).toBe('b'.repeat(200));
    expect(isSigned(taken)).toBe(false);
  });

  it('take the time, and count how often', () => {
    const { image, snapshot } = meter({ isClockSet: false });
    expect(snapshot().readUInt32BE(48)).toBe(0);
    expect(image.write(image.meter + 61, Uint8Array.of(0x65, 0, 0, 0, 0, 120))).toBeUndefined();
    const taken = snapshot();
    expect([taken.readUInt32BE(42), taken.readInt16BE(46), taken.readUInt32BE(48), taken.readUInt32BE(52)]).toEqual([
      0x6500_0000, 120, 1, 60,
    ]);
    expect(isSigned(taken)).toBe(true);
  });

  it('refuse what is not there and what can’t be written', () => {
    const { image, first } = meter();
    const end = first + 3 * 254 - 2 + 2;
    expect(image.read(3, end - 1, 1)).toBeInstanceOf(Uint8Array);
    expect(image.read(3, end - 1, 2)).toBe(2);
    expect(image.read(3, 39_999, 2)).toBe(2);
    expect(image.write(first + 1, u16(0))).toBe(3);
    expect(image.write(first + 4, UPDATE)).toBe(2);
    expect(image.write(image.meter + 249, Buffer.alloc(4))).toBe(2);
    expect(image.write(image.meter + 79, Buffer.alloc(4))).toBe(2);
    expect(image.write(40_000, u16(1))).toBe(2);
  });

  it.each<[BsmFault, (before: Buffer, taken: Buffer) => boolean]>([
    ['tampered-value', (before, taken) => !isSigned(taken) && taken.readUInt32BE(8) === before.readUInt32BE(8) + 1000 + 100],
    ['wrong-key', (before, taken) => !isSigned(taken) && taken.readUInt32BE(8) === before.readUInt32BE(8) + 100],
    ['replay', (before, taken) => taken.equals(before)],
    ['frozen', (before, taken) => isSigned(taken) && taken.readUInt32BE(8) === before.readUInt32BE(8) && taken.readUInt32BE(34) === 2],
    ['failed', (_, taken) => taken.readUInt16BE(2) === 3],
    ['endless', (_, taken) => taken.readUInt16BE(2) === 2],
  ])('show what %s is', (fault, isAsItShould) => {
    const { snapshot, values, faults } = meter();
    const before = snapshot();
    values.importWh += 1_000n;
    faults.push(fault);
    expect(isAsItShould(before, snapshot())).toBe(true);
    expect(isSigned(snapshot())).toBe(true);
  });
});
