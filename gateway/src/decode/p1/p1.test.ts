import { STATUS_BIT } from '@joulegate/protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeCrc16Arc } from './crc16-arc.ts';
import { decodeP1 } from './p1.ts';
import { parseP1Time } from './p1-time.ts';

/** A telegram of these object lines, with a CRC unless told otherwise. Synthetic: published ones are in p1-captures.test.ts. */
function telegram(lines: readonly string[], crc?: string): Uint8Array {
  const covered = `/JGT5\\TEST\r\n\r\n${lines.map((line) => `${line}\r\n`).join('')}!`;
  const digits = crc ?? computeCrc16Arc(Buffer.from(covered, 'latin1')).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`${covered}${digits}\r\n`, 'latin1');
}
const IMPORT = '1-0:1.8.0(000001.234*kWh)';

const READ = [
  ['the total register, where total and tariffs are given', [IMPORT, '1-0:1.8.1(000009.000*kWh)'], { importWh: 1234n }],
  [
    'the sum of four tariffs',
    ['1-0:1.8.1(1.001*kWh)', '1-0:1.8.2(2.002*kWh)', '1-0:1.8.3(3.003*kWh)', '1-0:1.8.4(4.004*kWh)'],
    { importWh: 10010n },
  ],
  ['a register in Wh', ['1-0:1.8.0(006545766*Wh)'], { importWh: 6545766n }],
  ['a register with a channel suffix', ['1-0:1.8.0*255(00052185.7825309*kWh)'], { importWh: 52185782n }],
  ['net power, import less export', [IMPORT, '1-0:1.7.0(00.170*kW)', '1-0:2.7.0(00.270*kW)'], { powerW: -100 }],
  ['signed net power of 16.7.0', [IMPORT, '1-0:16.7.0(-001.500*kW)'], { powerW: -1500 }],
  ['power in W, rounded to the nearest', [IMPORT, '1-0:1.7.0*255(002124.86*W)'], { powerW: 2125 }],
  [
    'the mean of three phases, rounded to the nearest mV',
    [IMPORT, '1-0:32.7.0(230.0*V)', '1-0:52.7.0(230.0*V)', '1-0:72.7.0(229.0*V)'],
    { voltageMv: 229667 },
  ],
  ['the mean of connected phases only', [IMPORT, '1-0:32.7.0(230.0*V)', '1-0:52.7.0(000.0*V)'], { voltageMv: 230000 }],
  ['the frequency', [IMPORT, '1-0:14.7.0(49.98*Hz)'], { frequencyMhz: 49980 }],
  ['the same line twice', [IMPORT, IMPORT], { importWh: 1234n }],
  ['an unset clock as status', [IMPORT, '0-0:1.0.0(000000000000W)'], { time: undefined, status: STATUS_BIT.clockUnset }],
  ['a clock without a season as unset', [IMPORT, '0-0:1.0.0(200512134558)'], { time: undefined, status: STATUS_BIT.clockUnset }],
  ['no clock as no status', [IMPORT], { time: undefined, status: 0 }],
] as const;

const REFUSED = [
  ['a second tariff without the first', ['1-0:1.8.2(000001.234*kWh)'], 'VALUE_INVALID'],
  ['stars instead of digits', ['1-0:1.8.0(******.***kWh)'], 'VALUE_INVALID'],
  ['a register without a unit', ['1-0:1.8.0(000001.234)'], 'VALUE_INVALID'],
  ['a register in kW', ['1-0:1.8.0(000001.234*kW)'], 'VALUE_INVALID'],
  ['a negative register', ['1-0:1.8.0(-00001.234*kWh)'], 'VALUE_INVALID'],
  ['a register without its end', ['1-0:1.8.0(000001.2'], 'VALUE_INVALID'],
  ['two different values of one register', [IMPORT, '1-0:1.8.0(000009.999*kWh)'], 'VALUE_INVALID'],
  ['a clock that is no timestamp', [IMPORT, '0-0:1.0.0(yesterday)'], 'VALUE_INVALID'],
  ['an unreadable export register', [IMPORT, '1-0:2.8.0(-)'], 'VALUE_INVALID'],
  ['power beyond 32 bits', [IMPORT, '1-0:1.7.0(999999999999*kW)'], 'VALUE_INVALID'],
] as const;

const BROKEN = [
  ['nothing', Buffer.alloc(0), 'FRAME_TRUNCATED'],
  ['a telegram without its end', telegram([IMPORT]).subarray(0, 30), 'FRAME_TRUNCATED'],
  ['a DSMR 5 telegram without its CRC', telegram(['1-3:0.2.8(50)', IMPORT], ''), 'FRAME_TRUNCATED'],
  ['a Fluvius telegram without its CRC', telegram(['0-0:96.1.4(50217)', IMPORT], ''), 'FRAME_TRUNCATED'],
  ['a wrong CRC', telegram([IMPORT], '0000'), 'CRC_MISMATCH'],
  ['a CRC that is no hex', telegram([IMPORT], 'XYZ1'), 'FRAME_MALFORMED'],
  ['another first byte', Buffer.from('1-0:1.8.0(1*kWh)'), 'FRAME_MALFORMED'],
  ['an encrypted telegram', Buffer.from([0xdb, 0x08, 0x53]), 'FRAME_MALFORMED'],
  ['an HDLC frame', Buffer.from([0x7e, 0xa0, 0x5a]), 'FRAME_MALFORMED'],
] as const;

describe('a P1 telegram', () => {
  it.each(READ)('is read with %s', (_, lines, expected) => {
    expect(decodeP1(telegram(lines))).toMatchObject({ ok: true, value: { reading: expected, integrity: 'crc' } });
  });

  it.each(REFUSED)('is refused for %s', (_, lines, code) => {
    expect(decodeP1(telegram(lines))).toMatchObject({ ok: false, code });
  });

  it.each(BROKEN)('is refused for %s', (_, bytes, code) => {
    expect(decodeP1(bytes)).toMatchObject({ ok: false, code });
  });

  it('of DSMR 2.2 or 3 needs no CRC, and says so', () => {
    expect(decodeP1(telegram([IMPORT], ''))).toMatchObject({ ok: true, value: { integrity: 'none' } });
  });

  it.each([
    ['a generator’s, without an import register', '1-0:2.8.0(000001.234*kWh)', { importIsPresent: false, exportIsPresent: true }],
    ['of gas alone', '0-1:24.2.1(200512134558S)(00112.384*m3)', { importIsPresent: false, exportIsPresent: false }],
  ])('%s says so', (_, line, expected) => {
    expect(decodeP1(telegram([line]))).toMatchObject({ ok: true, value: expected });
  });

  it('says what it does not measure', () => {
    expect(decodeP1(telegram([IMPORT]))).toMatchObject({
      ok: true,
      value: { reading: { exportWh: 0n, powerW: 0, voltageMv: 0 }, powerIsPresent: false, exportIsPresent: false, meterSerial: undefined },
    });
  });

  it('with CRC is refused for every flipped bit between / and !', () => {
    const good = telegram(['0-0:1.0.0(200512135409S)', IMPORT, '1-0:1.7.0(00.170*kW)']);
    const end = good.indexOf(0x21);
    for (let bit = 0; bit <= end * 8 + 7; bit += 1) {
      const flipped = Uint8Array.from(good, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(decodeP1(flipped).ok, `bit ${bit}`).toBe(false);
    }
  });

  it('never throws on noise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(IMPORT, '1-0:1.8.0(', '0-0:1.0.0(', '!', '/')), { maxLength: 12 }),
        (lines) => {
          const result = decodeP1(telegram(lines, ''));
          expect(typeof result.ok).toBe('boolean');
        },
      ),
    );
  });
});

describe('a P1 timestamp', () => {
  it.each([
    ['summer time is UTC+2 in Central Europe', '200512135409S', 3600, BigInt(Date.UTC(2020, 4, 12, 11, 54, 9) / 1000)],
    ['winter time is UTC+1 in Central Europe', '170102192002W', 3600, BigInt(Date.UTC(2017, 0, 2, 18, 20, 2) / 1000)],
    ['winter time is UTC in Ireland', '230202132747W', 0, BigInt(Date.UTC(2023, 1, 2, 13, 27, 47) / 1000)],
    ['the doubled hour is told apart by its flag: first', '231029023000S', 3600, BigInt(Date.UTC(2023, 9, 29, 0, 30) / 1000)],
    ['the doubled hour is told apart by its flag: second', '231029023000W', 3600, BigInt(Date.UTC(2023, 9, 29, 1, 30) / 1000)],
    ['31 February is no moment', '230231000000W', 3600, 'unset'],
    ['24:00:00 is no moment', '230201240000W', 3600, 'unset'],
    ['second 60 is no moment', '230201235960W', 3600, 'unset'],
    ['13 digits are no timestamp', '2302012359600W', 3600, undefined],
    ['another flag is no timestamp', '230201235959X', 3600, undefined],
  ] as const)('%s', (_, text, offset, expected) => {
    expect(parseP1Time(text, offset)).toBe(expected);
  });
});
