import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createP1Framer } from './p1-framer.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const TELEGRAM = '/ISk5\\2MT382-1000\r\n\r\n1-0:1.8.1(000004.426*kWh)\r\n!6EEE\r\n';
const OLD_TELEGRAM = '/ISk5\\2MT382-1004\r\n\r\n1-0:1.8.1(00001.001*kWh)\r\n!\r\n';

function run(chunks: readonly Uint8Array[], maxLength = 256): { frames: string[]; discarded: number } {
  const framer = createP1Framer({ maxLength });
  const frames: string[] = [];
  let discarded = 0;
  for (const chunk of chunks) {
    const result = framer.push(chunk);
    frames.push(...result.frames.map((frame) => Buffer.from(frame).toString('latin1')));
    discarded += result.discarded;
  }
  return { frames, discarded };
}

function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < stream.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const stream = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom(TELEGRAM, OLD_TELEGRAM, TELEGRAM.slice(0, 40), '/', '!', '\n', '\n!', '\n/').map(bytes),
    ),
    { maxLength: 20 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });

describe('the P1 framer', () => {
  it.each([
    ['cuts a telegram with CRC', TELEGRAM, [TELEGRAM], 0],
    ['cuts a telegram without CRC', OLD_TELEGRAM, [OLD_TELEGRAM], 0],
    ['cuts two telegrams', TELEGRAM + OLD_TELEGRAM, [TELEGRAM, OLD_TELEGRAM], 0],
    ['skips noise before a telegram', `noise\0${TELEGRAM}`, [TELEGRAM], 6],
    ['skips noise with a slash right before a telegram', `xx/yy${TELEGRAM}`, [TELEGRAM], 5],
    ['gives a telegram cut at a line end up for the next', TELEGRAM.slice(0, 21) + OLD_TELEGRAM, [OLD_TELEGRAM], 21],
    ['gives a telegram cut in its CRC up for the next', TELEGRAM.slice(0, -4) + OLD_TELEGRAM, [OLD_TELEGRAM], TELEGRAM.length - 4],
    ['takes a slash within a line for data', TELEGRAM.replace('4.426', '4/426'), [TELEGRAM.replace('4.426', '4/426')], 0],
    ['takes an exclamation mark within a line for data', TELEGRAM.replace('4.426', '4!426'), [TELEGRAM.replace('4.426', '4!426')], 0],
    ['drops an identification with an exclamation mark', `/oops!${TELEGRAM}`, [TELEGRAM], 6],
    ['drops a telegram whose end is no CRC line', `${OLD_TELEGRAM.trim()}not a crc\r\n${TELEGRAM}`, [TELEGRAM], OLD_TELEGRAM.length + 9],
    ['drops a telegram over the limit and takes the next', `/big\r\n${'x'.repeat(300)}\r\n!\r\n${TELEGRAM}`, [TELEGRAM], 311],
  ])('%s', (_, text, frames, discarded) => {
    expect(run([bytes(text)])).toEqual({ frames, discarded });
  });

  it('leaves two telegrams that ran into one within a line to the CRC, and invents none', () => {
    const text = TELEGRAM.slice(0, 45) + OLD_TELEGRAM;
    expect(run([bytes(text + TELEGRAM)])).toEqual({ frames: [text, TELEGRAM], discarded: 0 });
  });

  it('gives the same frames and counts for any chunking', () => {
    fc.assert(
      fc.property(stream, sizes, (input, cuts) => {
        expect(run(cut(input, cuts))).toEqual(run([input]));
      }),
    );
  });

  it('accounts for every byte: framed, discarded, or held within the limit', () => {
    fc.assert(
      fc.property(stream, sizes, (input, cuts) => {
        const framer = createP1Framer({ maxLength: 64 });
        let held = 0;
        for (const chunk of cut(input, cuts)) {
          const { frames, discarded } = framer.push(chunk);
          held += chunk.length - discarded - frames.reduce((sum, frame) => sum + frame.length, 0);
          expect(held).toBeGreaterThanOrEqual(0);
          expect(held).toBeLessThanOrEqual(64);
        }
      }),
    );
  });
});
