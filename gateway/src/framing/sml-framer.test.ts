import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSmlFramer } from './sml-framer.ts';

const ESC = '1b1b1b1b';
const START = `${ESC}01010101`;
const END = `${ESC}1a00beef`;
const FRAME = `${START}7605000000${END}`;
const OTHER = `${START}76ff${ESC}1a02cafe`;
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

function run(chunks: readonly Uint8Array[], maxLength = 256): { frames: string[]; discarded: number; held: number } {
  const framer = createSmlFramer({ maxLength });
  const frames: string[] = [];
  let discarded = 0;
  for (const chunk of chunks) {
    const result = framer.push(chunk);
    frames.push(...result.frames.map((frame) => Buffer.from(frame).toString('hex')));
    discarded += result.discarded;
  }
  return { frames, discarded, held: framer.reset() };
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
      fc.constantFrom(FRAME, OTHER, FRAME.slice(0, 22), START, END, ESC, '1b', '1b1b', '01', '0101', '1a', `${ESC}${ESC}`).map(bytes),
    ),
    { maxLength: 20 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });

describe('the SML framer', () => {
  it.each([
    ['cuts a frame', FRAME, [FRAME], 0],
    ['cuts two frames', FRAME + OTHER, [FRAME, OTHER], 0],
    ['skips noise before a frame', `00ff01${FRAME}`, [FRAME], 3],
    ['finds a start behind more ESCAPEs than it has', `1b1b1b${FRAME}`, [FRAME], 3],
    ['finds a start behind a half one', `${ESC}0101${FRAME}`, [FRAME], 6],
    ['keeps escaped data as it is on the wire', `${START}76${ESC}${ESC}01${END}`, [`${START}76${ESC}${ESC}01${END}`], 0],
    ['takes an escaped end for data', `${START}${ESC}${ESC}1a00${END}`, [`${START}${ESC}${ESC}1a00${END}`], 0],
    ['takes an escaped start for data', `${START}${ESC}${ESC}01010101${END}`, [`${START}${ESC}${ESC}01010101${END}`], 0],
    ['takes three ESCAPEs for data', `${START}1b1b1b00${END}`, [`${START}1b1b1b00${END}`], 0],
    ['gives a frame cut in its data up for the next', FRAME.slice(0, 22) + OTHER, [OTHER], 11],
    ['gives a frame cut behind two ESCAPEs up for the next', `${START}761b1b${OTHER}`, [OTHER], 11],
    ['gives a frame cut within its trailer up for the next', `${START}76${ESC}1a${OTHER}`, [OTHER], 14],
    ['drops a frame with an unknown escape sequence', `${START}76${ESC}02000000${FRAME}`, [FRAME], 17],
    ['leaves a fill count that is too high to the decoder', `${START}76${ESC}1a09beef`, [`${START}76${ESC}1a09beef`], 0],
    ['drops a frame over the limit and takes the next', `${START}${'76'.repeat(300)}${END}${FRAME}`, [FRAME], 316],
    ['drops an overlong frame that ends in a start', `${START}${'76'.repeat(245)}${FRAME}`, [FRAME], 253],
  ])('%s', (_, hex, frames, discarded) => {
    expect(run([bytes(hex)])).toEqual({ frames, discarded, held: 0 });
  });

  it('leaves a frame cut behind four ESCAPEs, and the next with it, to the CRC', () => {
    const text = `${START}76${ESC}${FRAME}`;
    expect(run([bytes(text + OTHER)])).toEqual({ frames: [text, OTHER], discarded: 0, held: 0 });
  });

  it('forgets a frame begun, and says what that cost', () => {
    const framer = createSmlFramer({ maxLength: 256 });
    framer.push(bytes(FRAME.slice(0, 24)));
    expect(framer.reset()).toBe(12);
    expect(framer.push(bytes(FRAME)).frames).toHaveLength(1);
  });

  it('gives the same frames and counts for any chunking', () => {
    fc.assert(
      fc.property(stream, sizes, (input, cuts) => {
        expect(run(cut(input, cuts), 64)).toEqual(run([input], 64));
      }),
    );
  });

  it('accounts for every byte: framed, discarded, or held within the limit', () => {
    fc.assert(
      fc.property(stream, sizes, (input, cuts) => {
        const framer = createSmlFramer({ maxLength: 64 });
        let held = 0;
        for (const chunk of cut(input, cuts)) {
          const { frames, discarded } = framer.push(chunk);
          held += chunk.length - discarded - frames.reduce((sum, frame) => sum + frame.length, 0);
          expect(held).toBeGreaterThanOrEqual(0);
          expect(held).toBeLessThanOrEqual(64);
        }
        expect(framer.reset()).toBe(held);
      }),
    );
  });

  it('finds a frame behind any noise that holds no ESCAPE', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        const clean = noise.filter((byte) => byte !== 0x1b);
        expect(run([clean, bytes(FRAME)]).frames).toEqual([FRAME]);
        expect(run([clean, bytes(FRAME)]).discarded).toBe(clean.length);
      }),
    );
  });
});
