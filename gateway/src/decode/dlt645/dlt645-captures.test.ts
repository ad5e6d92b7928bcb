import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createDlt645Framer } from '../../framing/index.ts';
import { decodeDlt645 } from './dlt645.ts';
import { decodeDlt645Readout } from './dlt645-readout.ts';

/**
 * Frames published in public documents and driver tests, kept outside the repository; `bcd` and the values are what those
 * sources say. Values they leave open were read off the bytes by eye.
 */
const FILE = fileURLToPath(new URL('../../../../../shared/captures/dlt645/frames.json', import.meta.url));
const absent = !existsSync(FILE);

interface Capture {
  readonly hex: string;
  readonly addr: string;
  readonly ctrl: string;
  readonly dataPlain: string;
  readonly checksumOk: boolean;
  readonly di?: string;
  readonly bcd?: string;
  readonly expected?: 'error' | 'badcs' | { readonly di: string; readonly value: string | null; readonly unit: string };
}
const OPEN: Readonly<Record<string, string>> = {
  '201709320072/00010000': '000001.86',
  '000000000000/02010100': '231.9',
  '071801024091/04000402': '071801024091',
};

describe('published DL/T 645 frames', () => {
  const captures = absent ? [] : (JSON.parse(readFileSync(FILE, 'utf8')) as Capture[]);

  it.skipIf(absent).each(captures)('$hex (skipped where the captures are absent)', (capture) => {
    const { frames, discarded } = createDlt645Framer().push(Buffer.from(capture.hex, 'hex'));
    expect({ count: frames.length, discarded }).toEqual({ count: 1, discarded: 0 });
    const result = decodeDlt645(frames[0] ?? new Uint8Array());
    expect(decodeDlt645(Buffer.from(capture.hex, 'hex')), 'with its wake-up bytes').toEqual(result);
    if (!capture.checksumOk) return expect(result).toMatchObject({ ok: false, code: 'CRC_MISMATCH' });
    if (capture.expected === 'error')
      return expect(result).toMatchObject({ ok: false, code: 'DEVICE_EXCEPTION', message: expect.stringContaining('not authorised') });
    const length = capture.ctrl === '01' || capture.ctrl === '81' ? 2 : 4;
    const identifier = Buffer.from(capture.dataPlain, 'hex').subarray(0, length).reverse().toString('hex').toUpperCase();
    expect(result).toMatchObject({ ok: true, value: { address: capture.addr, control: Number.parseInt(capture.ctrl, 16), identifier } });
    if (!result.ok || typeof capture.expected !== 'object') return undefined;
    const text = capture.expected.value ?? OPEN[`${capture.addr}/${capture.expected.di}`];
    expect(result.value.values).toEqual([{ identifier: capture.expected.di, text, unit: capture.expected.unit }]);
    expect(text?.replace('.', '')).toBe(capture.bcd);
    return undefined;
  });

  it.skipIf(absent)('give registers', () => {
    const of = (address: string, control: string) => {
      const capture = captures.find(({ addr, ctrl }) => addr === address && ctrl === control);
      return decodeDlt645Readout([Buffer.from(capture?.hex ?? '', 'hex')]);
    };
    expect(of('123456789012', '91')).toMatchObject({ value: { meterSerial: '123456789012', reading: { importWh: 1234560n } } });
    expect(of('000000000414', '81')).toMatchObject({ value: { meterSerial: '000000000414', reading: { importWh: 9580150n } } });
  });
});
