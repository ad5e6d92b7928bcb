import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEdl40Key, encodeEdl40Frame } from './edl40.ts';
import { encodeSmlFrame, type SmlReading } from './sml.ts';
import { encodeServerId, octets, smlCrc, wrapSmlMessages } from './sml-elements.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const READING: SmlReading = {
  serial: '1JGS0012345678',
  secondsIndex: 0x0102,
  time: undefined,
  importWh: 1_234_567n,
  exportWh: 890n,
  powerW: -200,
  voltageMv: 230_149,
};
const EDL40 = {
  serial: '1JGS0012345678',
  secondsIndex: 9,
  time: 1_700_000_000n,
  offsetMinutes: 60,
  seasonMinutes: 0,
  importWh: 1_234_567n,
  pagination: 3,
  logbookIndex: 7,
  contractId: Buffer.from('DE*JGS'),
  contractTime: 1_699_999_000n,
};

describe('the SML encoder', () => {
  it('computes X-25 and Kermit as their check values are published', () => {
    expect([smlCrc(Buffer.from('123456789'), 'x25'), smlCrc(Buffer.from('123456789'), 'kermit')]).toEqual([0x906e, 0x2189]);
  });

  it("computes the CRC that Holley's DTZ541 sent: github.com/spacemanspiff2007/SmlLib issue 22", () => {
    const message = '7604000001620062007265000001017601010700000a5758520b0a01484c5902000159bb0101';
    expect(smlCrc(Buffer.from(message, 'hex'), 'kermit')).toBe(0x547d);
  });

  it('writes the three messages of a meter, each element as the standard has it', () => {
    const frame = hex(encodeSmlFrame(READING));
    expect(
      frame.startsWith(
        '1b1b1b1b01010101' +
          '7605000003066200620072630101' +
          '76010105000001020b0a014a475300' +
          '00bc614e' +
          '7262016500000102' +
          '6201' +
          '63',
      ),
    ).toBe(true);
    expect(frame).toContain('7605000003076200620072630701' + '77010b0a014a47530000bc614e' + '070100620affff' + '7262016500000102' + '76');
    expect(frame).toContain('77' + '070100010800ff' + '65001c0104' + '01' + '621e' + '52ff' + '690000000000bc6146' + '01');
    expect(frame).toContain('77' + '070100020800ff' + '01' + '01' + '621e' + '52ff' + '6900000000000022c4' + '01');
    expect(frame).toContain('77' + '070100100700ff' + '01' + '01' + '621b' + '5200' + '55ffffff38' + '01');
    expect(frame).toContain('77' + '070100200700ff' + '01' + '01' + '6223' + '52ff' + '6308fd' + '01');
    expect(frame).toMatch(/7605000003086200620072630201710163....00(00)*1b1b1b1b1a0[0-3]....$/);
    expect(frame.length % 8).toBe(0);
  });

  it('leaves out what the meter does not have, and tells a clock where it has one', () => {
    const frame = hex(encodeSmlFrame({ ...READING, importWh: undefined, powerW: undefined, voltageMv: undefined, time: 1_700_000_000n }));
    for (const name of ['0100010800ff', '0100100700ff', '0100200700ff']) expect(frame).not.toContain(name);
    expect(frame).toContain('72620265' + '6553f100');
  });

  it('ends with X-25 low byte first, or with Kermit high byte first', () => {
    const [x25, kermit] = [encodeSmlFrame(READING), encodeSmlFrame(READING, { crc: 'kermit' })].map((frame) => Buffer.from(frame));
    expect(x25?.readUInt16LE(x25.length - 2)).toBe(smlCrc(x25?.subarray(0, -2) ?? new Uint8Array(), 'x25'));
    expect(kermit?.readUInt16BE(kermit.length - 2)).toBe(smlCrc(kermit?.subarray(0, -2) ?? new Uint8Array(), 'kermit'));
  });

  it.each([
    ['fills up to four bytes', '7602', '76020000', '02'],
    ['doubles four ESCAPEs', '761b1b1b1b020202', '761b1b1b1b1b1b1b1b020202', '00'],
    ['doubles the first four of five', '1b1b1b1b1b000000', '1b1b1b1b1b1b1b1b1b000000', '00'],
  ])('%s', (_, data, body, fill) => {
    expect(hex(wrapSmlMessages(Buffer.from(data, 'hex'), 'x25')).slice(0, -4)).toBe(`1b1b1b1b01010101${body}1b1b1b1b1a${fill}`);
  });

  it.each([
    [13, '0e'],
    [14, '0f'],
    [15, '8101'],
    [128, '8802'],
    [253, '8f0f'],
    [254, '818001'],
  ])('an octet string of %d bytes has a header of %s', (length, header) => {
    expect(hex(octets(Buffer.alloc(length, 0x61)))).toBe(header + '61'.repeat(length));
  });

  it.each([['house'], ['1JGS001234567'], ['1jgs0012345678'], ['']])('refuses "%s" as serial', (serial) => {
    expect(() => encodeServerId(serial)).toThrow(/DIN 43863-5/);
  });
});

describe('the EDL40 encoder', () => {
  const key = createEdl40Key(Buffer.alloc(24, 7));

  it('derives the same key from the same secret', () => {
    expect(hex(createEdl40Key(Buffer.alloc(24, 7)).publicKey)).toBe(hex(key.publicKey));
    expect(hex(createEdl40Key(Buffer.alloc(24, 8)).publicKey)).not.toBe(hex(key.publicKey));
    expect(key.publicKey).toHaveLength(48);
  });

  it('signs the 320 bytes that a verifier rebuilds from the list', () => {
    const frame = hex(encodeEdl40Frame(EDL40, key));
    const signature = /8304([0-9a-f]{96})000701/.exec(frame)?.[1] ?? '';
    const le = (value: number): string => Buffer.from(Uint32Array.of(value).buffer).toString('hex');
    const signed = [
      '0a014a47530000bc614e',
      le(1_700_003_600),
      '08',
      le(9),
      le(3),
      '0100011100ff',
      '1eff',
      '4661bc0000000000',
      '0007',
      Buffer.from('DE*JGS').toString('hex').padEnd(256, '0'),
      le(1_700_002_600),
    ];
    const data = Buffer.from(signed.join('').padEnd(640, '0'), 'hex');
    const publicKey = createPublicKey(key.privateKey);
    expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'hex'))).toBe(true);
    data.writeUInt8(data.readUInt8(31) ^ 1, 31);
    expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'hex'))).toBe(false);
  });

  it('names the entries as meters in charging stations do', () => {
    const frame = hex(encodeEdl40Frame(EDL40, key));
    for (const name of ['078182815401ff', '070100011100ff', '07810060080001', '078180817101ff']) expect(frame).toContain(name);
    expect(frame).toContain('7262037365' + '6553f100' + '53003c' + '530000');
  });
});
