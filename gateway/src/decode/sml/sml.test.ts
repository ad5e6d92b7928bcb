import { STATUS_BIT } from '@joulegate/protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSml } from './sml.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const hexOf = (value: number, length = 2): string => value.toString(16).padStart(length, '0');

function crc16(hex: string, start: number): number {
  let crc = start;
  for (const byte of bytes(hex)) for (let bit = 0; bit < 8; bit += 1) crc = (crc ^ (byte >> bit)) & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  return crc;
}
/** As it stands on the wire, in hex. */
const CRC = {
  x25: (hex: string): string => hexOf(crc16(hex, 0xffff) ^ 0xffff, 4).replace(/(..)(..)/, '$2$1'),
  kermit: (hex: string): string => hexOf(crc16(hex, 0), 4),
};
type CrcName = keyof typeof CRC;

const SERVER_ID = '0a01454d480000bc614e';
const INDEX_TIME = '726201650000abcd';
const octets = (hex: string): string => hexOf(hex.length / 2 + 1) + hex;
const entry = (name: string, unit: string, scaler: string, value: string, time = '01'): string =>
  `77${octets(name)}01${time}${unit}${scaler}${value}01`;
const wh = (name: string, value: string, scaler = '52ff'): string => entry(name, '621e', scaler, value);
const watt = (name: string, value: string, scaler = '5200'): string => entry(name, '621b', scaler, value);
const message = (tag: string, body: string, crc: CrcName = 'x25'): string => {
  const checked = `7602016200620072${tag}${body}`;
  return `${checked}63${CRC[crc](checked)}00`;
};
const list = (entries: readonly string[], { time = INDEX_TIME, serverId = SERVER_ID } = {}): string =>
  `7701${octets(serverId)}01${time}7${entries.length.toString(16)}${entries.join('')}0101`;
function wrap(messages: string, crc: CrcName = 'x25'): Uint8Array {
  const fill = (4 - ((messages.length / 2) % 4)) % 4;
  const data = (messages + '00'.repeat(fill)).replace(/(?=(?:..)*$)1b1b1b1b/g, '1b1b1b1b1b1b1b1b');
  const checked = `1b1b1b1b01010101${data}1b1b1b1b1a${hexOf(fill)}`;
  return bytes(checked + CRC[crc](checked));
}
const frame = (entries: readonly string[], options: Parameters<typeof list>[1] = {}): Uint8Array =>
  wrap(message('630701', list(entries, options)));
const IMPORT = wh('0100010800ff', '6500bc614e');
const timestamp = (seconds: number): string => `72620265${hexOf(seconds, 8)}`;

describe('an SML frame', () => {
  it.each([
    ['gives 1.8.0 in tenths of a Wh, floored', [IMPORT], { importWh: 1_234_567n }],
    ['gives both registers', [IMPORT, wh('0100020800ff', '6219')], { importWh: 1_234_567n, exportWh: 2n }],
    ['gives kWh as a meter without its PIN shows them', [wh('0100010800ff', '630914', '5203')], { importWh: 2_324_000n }],
    ['gives a register of eight bytes and four decimals', [wh('0100010800ff', '5900000006d95b952e', '52fc')], { importWh: 2_941_646n }],
    ['adds tariffs exactly before it floors', [wh('0100010801ff', '6219'), wh('0100010802ff', '6219')], { importWh: 5n }],
    ['adds tariffs of different scalers', [wh('0100010801ff', '6219'), wh('0100010802ff', '6202', '5203')], { importWh: 2_002n }],
    ['prefers the total to its tariffs', [wh('0100010801ff', '6219'), IMPORT], { importWh: 1_234_567n }],
    ['gives the signed register where there is no other', [wh('0100011100ff', '590000000000000b66')], { importWh: 291n }],
    ['gives zero as zero', [wh('0100010800ff', '6200')], { importWh: 0n }],
    ['ignores a register at the session begin', [IMPORT, wh('010001080080', '6219')], { importWh: 1_234_567n }],
    ['gives signed net power', [IMPORT, watt('0100100700ff', '53ff38')], { powerW: -200 }],
    ['rounds power to the nearest, half away from zero', [IMPORT, watt('0100100700ff', '53f9f1', '52ff')], { powerW: -155 }],
    ['gives 1.7.0 less 2.7.0', [IMPORT, watt('0100010700ff', '6264'), watt('0100020700ff', '6296')], { powerW: -50 }],
    ['gives 2.7.0 alone', [IMPORT, watt('0100020700ff', '6296')], { powerW: -150 }],
    ['adds the power of the phases', [IMPORT, watt('0100240700ff', '52ec'), watt('0100380700ff', '6264')], { powerW: 80 }],
    ['gives 15.7.0 as import where nothing is exported', [IMPORT, watt('01000f0700ff', '6264')], { powerW: 100 }],
    ['gives 15.7.0 as export where nothing is imported', [wh('0100020800ff', '6219'), watt('01000f0700ff', '6264')], { powerW: -100 }],
    [
      'gives the mean of the phases under voltage',
      [
        IMPORT,
        entry('0100200700ff', '6223', '52ff', '630913'),
        entry('0100340700ff', '6223', '52ff', '630916'),
        entry('0100480700ff', '6223', '52ff', '6200'),
      ],
      { voltageMv: 232_450 },
    ],
    ['gives frequency', [IMPORT, entry('01000e0700ff', '622c', '52ff', '6301f3')], { frequencyMhz: 49_900 }],
    ['leaves out a measurement that is a sentinel', [IMPORT, watt('0100100700ff', '5580000000')], { powerW: 0 }],
    [
      'passes over numbers of other units it does not need',
      [IMPORT, entry('0100510701ff', '6208', '5200', '6278')],
      { importWh: 1_234_567n },
    ],
  ])('%s', (_, entries, reading) => {
    expect(decodeSml(frame(entries))).toMatchObject({ ok: true, value: { reading } });
  });

  it.each([
    ['a generator has no import', [wh('0100020800ff', '6219')], { importIsPresent: false, exportIsPresent: true, powerIsPresent: false }],
    [
      '15.7.0 tells no direction where both are counted',
      [IMPORT, wh('0100020800ff', '6219'), watt('01000f0700ff', '6264')],
      { powerIsPresent: false },
    ],
    ['a register without value is none', [entry('0100010800ff', '621e', '52ff', '01')], { importIsPresent: false }],
    [
      'the server id stands in its own entry',
      [IMPORT, entry('0100600100ff', '01', '01', octets('0a01445a47000282c0b0'))],
      { meterSerial: '1DZG0042123440' },
    ],
    ['the server id stands in the list', [IMPORT], { meterSerial: '1EMH0012345678' }],
  ])('%s', (_, entries, value) => {
    expect(decodeSml(frame(entries))).toMatchObject({ ok: true, value });
  });

  it.each([
    ['a seconds index is no time', INDEX_TIME, undefined, 0],
    ["a seconds index without choice, as Holley's, is no time", '650000abcd', undefined, 0],
    ['a left out time is none', '01', undefined, 0],
    ['a timestamp is one', timestamp(1_700_000_000), 1_700_000_000n, 0],
    ['a timestamp of a clock never set is unset', timestamp(777), undefined, STATUS_BIT.clockUnset],
    ['a timestamp of all ones is unset', timestamp(0xffff_ffff), undefined, STATUS_BIT.clockUnset],
  ])('%s', (_, time, expected, status) => {
    expect(decodeSml(frame([IMPORT], { time }))).toMatchObject({ ok: true, value: { reading: { time: expected, status } } });
  });

  it('takes the UTC part of a local timestamp', () => {
    const time = `72620373${`65${hexOf(1_535_475_457, 8)}`}53003c53003c`;
    expect(decodeSml(frame([IMPORT], { time }))).toMatchObject({ ok: true, value: { reading: { time: 1_535_475_457n } } });
  });

  it('takes the time of a register where the list has none', () => {
    const register = entry('0100010800ff', '621e', '52ff', '6219', timestamp(1_700_000_000));
    expect(decodeSml(frame([register]))).toMatchObject({ ok: true, value: { reading: { time: 1_700_000_000n } } });
  });

  it.each([
    ['energy of another unit', [entry('0100010800ff', '621b', '52ff', '6219')], 'FORMAT_UNSUPPORTED'],
    ['energy without unit', [entry('0100010800ff', '01', '52ff', '6219')], 'FORMAT_UNSUPPORTED'],
    ['negative energy', [wh('0100010800ff', '52ff')], 'VALUE_INVALID'],
    ['energy of all ones in four bytes', [wh('0100010800ff', '65ffffffff')], 'VALUE_INVALID'],
    ['energy of all ones in eight bytes', [wh('0100010800ff', '69ffffffffffffffff')], 'VALUE_INVALID'],
    ['energy as text', [wh('0100010800ff', octets('3132'))], 'VALUE_INVALID'],
    ['a scaler beyond reason', [wh('0100010800ff', '6219', '527f')], 'VALUE_INVALID'],
    ['the same register with two values', [IMPORT, wh('0100010800ff', '6219')], 'VALUE_INVALID'],
    ['a tariff without the one before', [wh('0100010802ff', '6219')], 'VALUE_INVALID'],
    ['power beyond 32 bits', [IMPORT, watt('0100100700ff', '657fffffff', '5203')], 'VALUE_INVALID'],
    ['an entry of six items', [IMPORT.replace(/^77/, '76').replace(/01$/, '')], 'FRAME_MALFORMED'],
  ])('is refused for %s', (_, entries, code) => {
    expect(decodeSml(frame(entries))).toMatchObject({ ok: false, code });
  });

  it('reads several lists of one meter together, and passes over those of another', () => {
    const other = list([wh('0100020800ff', '6301f4')], { serverId: '0a01454d480000bc614f' });
    const messages = [list([IMPORT]), other, list([watt('0100100700ff', '6264')])].map((body) => message('630701', body));
    expect(decodeSml(wrap(messages.join('')))).toMatchObject({
      ok: true,
      value: { reading: { importWh: 1_234_567n, powerW: 100 }, exportIsPresent: false },
    });
  });

  it('without a list is refused', () => {
    expect(decodeSml(wrap(message('630201', '7101')))).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
  });

  it.each([
    ['X-25 in frame and message', 'x25', 'x25', true],
    ['Kermit in frame and message', 'kermit', 'kermit', true],
    ['Kermit in the message alone', 'x25', 'kermit', true],
  ] as const)('is read with %s', (_, ofFrame, ofMessage, ok) => {
    expect(decodeSml(wrap(message('630701', list([IMPORT]), ofMessage), ofFrame)).ok).toBe(ok);
  });

  it("is refused for a message's CRC though the frame's is good", () => {
    const damaged = message('630701', list([IMPORT]))
      .replace('bc614e62', 'bc614f62')
      .replace('00bc614e01', '00bc614f01');
    expect(decodeSml(wrap(damaged))).toMatchObject({ ok: false, code: 'CRC_MISMATCH', message: expect.stringContaining('message') });
  });

  it('reads what a DZG DVS74 sends for 447.98 W: github.com/spacemanspiff2007/SmlLib issue 3, first two messages', () => {
    const published = `76051b105102620062007263010176010102310b0a01445a47000282c0b0726201650548bbeb62026339c20076051c105102620062007263
      070177010b0a01445a47000282c0b0070100620affff726201650548bbeb7577070100603201010172620162006200520004445a4701
      77070100600100ff017262016200620052000b0a01445a47000282c0b00177070100010800ff641c01047262016200621e52ff650800a9e401
      77070100020800ff017262016200621e52ff62000177070100100700ff017262016200621b52fe53aefe010101638c6700`;
    expect(decodeSml(wrap(published.replace(/\s/g, '')))).toMatchObject({
      ok: true,
      value: { reading: { importWh: 13_426_122n, exportWh: 0n, powerW: 448 }, meterSerial: '1DZG0042123440' },
    });
  });

  it('throws at nothing', () => {
    const whole = frame([IMPORT, watt('0100100700ff', '6264')]);
    const isRefused = (noise: Uint8Array): boolean => !decodeSml(noise).ok;
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isRefused));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => isRefused(wrap(Buffer.from(noise).toString('hex')))));
    for (let length = 0; length < whole.length; length += 1) expect(decodeSml(whole.subarray(0, length)).ok).toBe(false);
  });
});
