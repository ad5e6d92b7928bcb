import { STATUS_BIT } from '@joulegate/protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeD0 } from './d0.ts';
import { parseD0Readout } from './d0-lines.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** `/…` and lines without a guard. */
const plain = (...lines: string[]) => latin1(`/EMH4EHZ1\r\n\r\n${lines.join('\r\n')}\r\n!`);
/** STX, lines, `!`, ETX and the XOR over what is between: IEC 62056-21 6.1. */
function guarded(...lines: string[]): Buffer {
  const block = latin1(`${lines.join('\r\n')}\r\n!\r\n\x03`);
  return Buffer.concat([latin1('/LGZ52ZMD120APt.G03\r\n\x02'), block, Buffer.of(block.reduce((sum, byte) => sum ^ byte, 0))]);
}
const withParity = (bytes: Uint8Array) => bytes.map((byte) => byte | (byte.toString(2).replaceAll('0', '').length % 2 === 1 ? 0x80 : 0));
const flip = (bytes: Uint8Array, at: number, bit: number) => bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));

const FULL = [
  'F.F(00000000)',
  'C.1.0(12345678)',
  '0.0.0( 20000)',
  '0.9.1(134502)',
  '0.9.2(260115)',
  '1.8.1(001000.5*kWh)',
  '1.8.2(000846.25*kWh)',
  '1.8.0*12(000100.0*kWh)',
  '2.8.1(004329.6*kWh)',
  '32.7(230.1*V)',
  '52.7(0.0*V)',
  '72.7(231.2*V)',
  '14.7(49.98*Hz)',
  '16.7(-1.2345*kW)',
];
const reading = (lines: string[], frame = plain) => {
  const result = decodeD0(frame(...lines));
  if (!result.ok) throw new Error(result.message);
  return result.value.reading;
};

describe('decodeD0', () => {
  it('reads registers, measurements, clock and serial number', () => {
    expect(decodeD0(guarded(...FULL))).toEqual({
      ok: true,
      value: {
        reading: {
          time: BigInt(Date.UTC(2026, 0, 15, 12, 45, 2) / 1000),
          importWh: 1846750n,
          exportWh: 4329600n,
          powerW: -1235,
          voltageMv: 230650,
          frequencyMhz: 49980,
          status: 0,
        },
        meterSerial: '12345678',
        importIsPresent: true,
        exportIsPresent: true,
        powerIsPresent: true,
        integrity: 'checksum',
      },
    });
  });

  it.each<[string, string, bigint]>([
    ['kWh', '1.8.0(1.2349*kWh)', 1234n],
    ['Wh', '1.8.0(1234.9*Wh)', 1234n],
    ['MWh', '1.8.0(0.001234*MWh)', 1234n],
    ['kWh where no unit is printed, by convention', '1-0:1.8.0*255(000001.2963)', 1296n],
    ['seven decimals', '1-0:1.8.0*255(00000123.4567890*kWh)', 123456n],
    ['spaces before the number', '1.8.0(   1.5*kWh)', 1500n],
    ['two sets on a line', '0.0.0(7)1.8.0(2*kWh)', 2000n],
    ['no group E', '1.8(2*kWh)', 2000n],
    ['channel 1 of an industrial meter', '1-1:1.8.0(3*kWh)', 3000n],
  ])('reads energy: %s', (_name, line, importWh) => {
    expect(reading([line]).importWh).toBe(importWh);
  });

  it.each<[string, string[], number]>([
    ['import less export', ['1.7.0(0.500*kW)', '2.7.0(1.200*kW)'], -700],
    ['E of 255', ['1-0:1.7.255*255(000123.45*W)'], 123],
    ['the net of the phases', ['36.7.0(1*kW)', '56.7.0(-3*kW)', '76.7.0(1*kW)'], -1000],
    ['import of the phases', ['21.7(100*W)', '41.7(200*W)', '61.7(300.6*W)'], 601],
    ['no unit is kW', ['1-0:1.7.0*255(000001.2964)'], 1296],
  ])('reads power: %s', (_name, lines, powerW) => {
    expect(reading(['1.8.0(1*kWh)', ...lines]).powerW).toBe(powerW);
  });

  it.each<[string, string, string, bigint | undefined]>([
    ['standard time where no season is told', '134502', '260715', BigInt(Date.UTC(2026, 6, 15, 12, 45, 2) / 1000)],
    ['summer time by its digit', '1134502', '1260715', BigInt(Date.UTC(2026, 6, 15, 11, 45, 2) / 1000)],
    ['UTC by its digit', '2134502', '260715', BigInt(Date.UTC(2026, 6, 15, 13, 45, 2) / 1000)],
    ['colons and dashes', '13:45:02', '2026-07-15', BigInt(Date.UTC(2026, 6, 15, 12, 45, 2) / 1000)],
    ['no seconds', '13:45', '26-07-15', BigInt(Date.UTC(2026, 6, 15, 12, 45) / 1000)],
    ['a form of the maker', 'noon', '15.07.26', undefined],
    ['a time without a date', '134502', '', undefined],
  ])('reads the clock: %s', (_name, time, date, expected) => {
    expect(reading(['1.8.0(1*kWh)', `0.9.1(${time})`, `0.9.2(${date})`])).toMatchObject({ time: expected, status: 0 });
  });

  it('marks a clock that was never set, and a fault that the meter reports', () => {
    expect(reading(['1.8.0(1)', '0.9.1(000000)', '0.9.2(000000)'])).toMatchObject({ time: undefined, status: STATUS_BIT.clockUnset });
    expect(reading(['1.8.0(1)', 'F.F(00000080)']).status).toBe(STATUS_BIT.meterFault);
  });

  it('passes over what a change of speed leaves between identification and STX', () => {
    const whole = guarded(...FULL);
    const stx = whole.indexOf(0x02);
    const noise = Buffer.of(0x00, 0xff, 0x83, 0x8d, 0xa1, 0x0a);
    expect(decodeD0(Buffer.concat([whole.subarray(0, stx), noise, whole.subarray(stx)]))).toEqual(decodeD0(whole));
    const parity = withParity(whole);
    expect(decodeD0(Buffer.concat([parity.subarray(0, stx), noise, parity.subarray(stx)]))).toEqual(decodeD0(whole));
  });

  it("tells a generator's missing import register from a zero", () => {
    expect(decodeD0(plain('2.8.0(5*kWh)'))).toMatchObject({ ok: true, value: { importIsPresent: false, exportIsPresent: true } });
    expect(decodeD0(plain('1.7.0(1*kW)'))).toMatchObject({ ok: true, value: { importIsPresent: false, exportIsPresent: false } });
  });

  it('reads 7E1 that was read as 8N1', () => {
    expect(decodeD0(withParity(plain(...FULL)))).toMatchObject({
      ok: true,
      value: { integrity: 'checksum', reading: { importWh: 1846750n } },
    });
    expect(decodeD0(withParity(guarded(...FULL)))).toEqual(decodeD0(guarded(...FULL)));
  });

  it.each<[string, Uint8Array, string, RegExp]>([
    ['only history', plain('1.8.0*01(1*kWh)'), 'VALUE_INVALID', /no object/],
    ['a tariff that was lost', plain('1.8.2(1*kWh)'), 'VALUE_INVALID', /1\.8\.1 expected beside 1\.8\.2/],
    ['reactive energy where active is expected', plain('1.8.0(1*kvarh)'), 'VALUE_INVALID', /kvarh/],
    ['a sentinel', plain('1.8.0(FFFFFFFF*kWh)'), 'VALUE_INVALID', /FFFFFFFF/],
    ['dashes', plain('1.8.0(------*kWh)'), 'VALUE_INVALID', /1\.8\.0/],
    ['negative energy', plain('1.8.0(-1*kWh)'), 'VALUE_INVALID', /-1/],
    ['one register twice', plain('1.8.0(1*kWh)', '1.8.0(2*kWh)'), 'VALUE_INVALID', /once/],
    ['power beyond 32 bits', plain('1.8.0(1)', '16.7.0(9999999*kW)'), 'VALUE_INVALID', /32 bits/],
    ['a wrong check character', flip(guarded(...FULL), guarded(...FULL).length - 1, 0), 'CRC_MISMATCH', /check character/],
    ['a wrong parity bit', flip(withParity(plain(...FULL)), 30, 7), 'CRC_MISMATCH', /parity expected at byte 30/],
    ['no check character', guarded(...FULL).subarray(0, -1), 'FRAME_TRUNCATED', /check character/],
    ['no end', plain(...FULL).subarray(0, 60), 'FRAME_TRUNCATED', /!/],
    ['nothing', new Uint8Array(), 'FRAME_TRUNCATED', /nothing/],
    ['another start', latin1('1.8.0(1)'), 'FRAME_MALFORMED', /\/ expected/],
    ['a request', latin1('/?!\r\n!'), 'FRAME_MALFORMED', /identification/],
    ['eight-bit noise', plain('1.8.0(1)', '\xb3'), 'FRAME_MALFORMED', /0xB3/],
  ])('refuses %s', (_name, frame, code, message) => {
    expect(decodeD0(frame)).toMatchObject({ ok: false, code, message: expect.stringMatching(message) });
  });

  it('refuses any flipped bit where a check value covers it', () => {
    const whole = guarded(...FULL);
    const from = whole.indexOf(0x02) + 1;
    fc.assert(
      fc.property(fc.integer({ min: from, max: whole.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        // The check is of seven bits; its own eighth says nothing.
        fc.pre(at < whole.length - 1 || bit < 7);
        expect(decodeD0(flip(whole, at, bit))).toMatchObject({ ok: false });
      }),
    );
    const parity = withParity(plain(...FULL));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: parity.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        expect(decodeD0(flip(parity, at, bit))).toMatchObject({ ok: false });
      }),
    );
  });

  it('takes no readout whose STX was lost for one that was checked', () => {
    const whole = guarded(...FULL);
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = flip(whole, whole.indexOf(0x02), bit);
      // Where it sees no STX, the framer ends it at the !.
      const result = decodeD0(flipped.subarray(0, flipped.lastIndexOf(0x21) + 1));
      expect(result.ok ? result.value.integrity : 'refused', `bit ${bit}`).not.toBe('checksum');
    }
  });

  it('never throws at noise', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => void decodeD0(Buffer.concat([latin1('/AAA5'), noise]))));
    fc.assert(fc.property(fc.string({ maxLength: 100 }), (noise) => void decodeD0(plain('1.8.0(1)', noise))));
  });
});

describe('parseD0Readout', () => {
  it('lists what the meter prints', () => {
    expect(parseD0Readout(plain('1-0:96.5.5*255(82)', 'F.F(00)', '1.6.1(0.5*kW)(2601150100)', 'garbage'))).toEqual({
      ok: true,
      value: {
        manufacturer: 'EMH',
        baudLetter: '4',
        identification: 'EHZ1',
        integrity: 'none',
        objects: [
          { code: '96.5.5', channel: '1-0', text: '82', unit: undefined },
          { code: 'F.F', channel: undefined, text: '00', unit: undefined },
          { code: '1.6.1', channel: undefined, text: '0.5', unit: 'kW' },
        ],
      },
    });
  });
});
