import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { crc16Arc, formatCrc } from './crc16.ts';
import { encodeP1Telegram, formatP1Time } from './p1.ts';

const READING = { serial: 'household-2', time: 1_782_032_400n, importWh: 3_456_789n, exportWh: 1_002n, powerW: 1579, voltageMv: 229_950 };
const CAPTURE = fileURLToPath(new URL('../../../../shared/captures/dsmr_parser/txt/TELEGRAM_V5.txt', import.meta.url));

/** CRC-16/ARC by its definition, bit by bit from the unreflected polynomial 0x8005: another way than the code under test. */
function arcByDefinition(text: string): number {
  const reverse = (value: number, bits: number) => Number.parseInt(value.toString(2).padStart(bits, '0').split('').reverse().join(''), 2);
  let crc = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= reverse(byte, 8) << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
  }
  return reverse(crc, 16);
}

/** OBIS code to the shape of its value: digits as 9, letters as A. */
function shapes(telegram: string): Map<string, string> {
  const lines = telegram.split('\r\n').flatMap((line) => {
    const [, code, value] = /^(\d-\d:\d+\.\d+\.\d+)(\(.*\))$/.exec(line) ?? [];
    return code === undefined || value === undefined ? [] : [[code, value.replace(/\d/g, '9').replace(/[SW]\)/, 'S)')] as const];
  });
  return new Map(lines);
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('a P1 telegram', () => {
  const telegram = text(encodeP1Telegram(READING));

  it('ends with the CRC-16/ARC of everything from / to !', () => {
    const [, body, crc] = /^(\/[^!]*!)([0-9A-F]{4})\r\n$/.exec(telegram) ?? [];
    expect(crc).toBe(formatCrc(arcByDefinition(body ?? '')));
  });

  it('sums its tariffs to the registers, in kWh with three decimals', () => {
    const wh = (code: string) =>
      BigInt(new RegExp(`1-0:${code}\\((\\d{6}\\.\\d{3})\\*kWh\\)`).exec(telegram)?.[1]?.replace('.', '') ?? '-1');
    expect(wh('1.8.1') + wh('1.8.2')).toBe(READING.importWh);
    expect(wh('2.8.1') + wh('2.8.2')).toBe(READING.exportWh);
  });

  it('tells import and export power apart', () => {
    expect(telegram).toContain('1-0:1.7.0(01.579*kW)\r\n1-0:2.7.0(00.000*kW)');
    expect(text(encodeP1Telegram({ ...READING, powerW: -42 }))).toContain('1-0:1.7.0(00.000*kW)\r\n1-0:2.7.0(00.042*kW)');
  });

  it('has local time with summer and winter, also around the hours in which clocks change', () => {
    const at = (iso: string) => formatP1Time(BigInt(Date.parse(iso) / 1000));
    // Source: Directive 2000/84/EC; in 2026 the clocks change on 29 March and 25 October, both at 01:00 UTC.
    expect(at('2026-03-29T00:59:59Z')).toBe('260329015959W');
    expect(at('2026-03-29T01:00:00Z')).toBe('260329030000S');
    expect(at('2026-10-25T00:59:59Z')).toBe('261025025959S');
    expect(at('2026-10-25T01:00:00Z')).toBe('261025020000W');
  });

  const isThere = existsSync(CAPTURE);
  it.skipIf(!isThere)(
    `has the lines of a captured DSMR 5 telegram in the same shape${isThere ? '' : ' (skipped: the dsmr_parser captures are not here)'}`,
    () => {
      const captured = readFileSync(CAPTURE, 'latin1').replace(/\r?\n/g, '\r\n');
      const [, body, crc] = /(\/[^!]*!)([0-9A-F]{4})/.exec(captured) ?? [];
      expect(formatCrc(crc16Arc(Buffer.from(body ?? '', 'latin1')))).toBe(crc);
      const real = shapes(captured);
      const ours = shapes(telegram);
      expect(telegram.split('\r\n').slice(1, 3)).toEqual(captured.split('\r\n').slice(1, 3));
      expect(ours.size).toBe(11);
      for (const [code, shape] of ours) {
        if (code === '0-0:96.1.1') expect(shape).toMatch(/^\([0-9A-F]+\)$/);
        else if (code === '1-0:32.7.0')
          expect(shape).toMatch(/^\(9{3,4}\.9\*V\)$/); // F4(1), which that meter pads to five digits
        else expect([code, shape]).toEqual([code, real.get(code)]);
      }
    },
  );
});
