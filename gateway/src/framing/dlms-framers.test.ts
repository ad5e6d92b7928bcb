import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framer } from './framer.ts';
import { createGloFramer } from './glo-framer.ts';
import { createHdlcFramer } from './hdlc-framer.ts';
import { createMbusFramer } from './mbus-framer.ts';

const MAX_LENGTH = 256;
const hdlc = () => createHdlcFramer({ maxLength: MAX_LENGTH });
const mbus = () => createMbusFramer({ maxLength: 600, joined: true });
const glo = () => createGloFramer({ maxLength: MAX_LENGTH });

/** An HDLC frame with flags; framers leave check sequences to the decoder. */
const hdlcFrame = (information: string, isSegmented = false): string => {
  const length = information.length / 2 + 10;
  return `7e${(0xa000 | (isSegmented ? 0x0800 : 0) | length).toString(16)}4108831300 00${information}00007e`.replace(/ /g, '');
};
const FIRST = 'e6e7000f';
const block = (number: number, isLast = false): string => `e0${isLast ? 'c0' : '40'}000${number}0000020102`;
const mbusFrame = (ci: string, data = 'abcd'): string => {
  const length = (data.length / 2 + 5).toString(16).padStart(2, '0');
  return `68${length}${length}6853ff${ci}0167${data}0016`;
};
const GLO = `db084142434445464748${'15'}3000000001${'00'.repeat(16)}`;

function run(framer: Framer, hex: string, sizes: readonly number[] = [1 << 20]): { frames: string[]; discarded: number } {
  const bytes = Buffer.from(hex, 'hex');
  const frames: string[] = [];
  let discarded = 0;
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    const result = framer.push(Uint8Array.from(bytes.subarray(at, at + size)));
    frames.push(...result.frames.map((frame) => Buffer.from(frame).toString('hex')));
    discarded += result.discarded;
    at += size;
  }
  return { frames, discarded };
}

const WHOLE = hdlcFrame(`${FIRST}01`);
const [SEGMENT_1, SEGMENT_2, SEGMENT_3] = [hdlcFrame(`${FIRST}02`, true), hdlcFrame('e0e1e2', true), hdlcFrame('030405')];
const [BLOCK_1, BLOCK_2, BLOCK_3] = [hdlcFrame(`e6e700${block(1)}`), hdlcFrame(block(2)), hdlcFrame(block(3, true))];
const [PART_1, PART_2, PART_3] = [mbusFrame('00'), mbusFrame('01'), mbusFrame('12')];
const LONG = `680101685300${'00'}0167${'55'.repeat(252)}0016`;
const bytesOf = (hex: string): number => hex.length / 2;

describe('framers of DLMS', () => {
  it.each<[string, () => Framer, string, string[], number]>([
    ['HDLC: cuts a frame', hdlc, WHOLE, [WHOLE], 0],
    ['HDLC: takes one flag for an end and a beginning', hdlc, WHOLE + WHOLE.slice(2), [WHOLE, WHOLE], 0],
    ['HDLC: takes flags between frames for idling', hdlc, `7e7e${WHOLE}7e7e${WHOLE}`, [WHOLE, WHOLE], 0],
    ['HDLC: takes a flag within a frame for data', hdlc, hdlcFrame(`${FIRST}7e7e7e`), [hdlcFrame(`${FIRST}7e7e7e`)], 0],
    ['HDLC: skips noise', hdlc, `a0427e55${WHOLE}`, [WHOLE], 4],
    ['HDLC: gives a cut frame up for the next', hdlc, WHOLE.slice(0, 16) + WHOLE, [WHOLE], 8],
    ['HDLC: joins segments', hdlc, SEGMENT_1 + SEGMENT_2 + SEGMENT_3, [SEGMENT_1 + SEGMENT_2 + SEGMENT_3], 0],
    [
      'HDLC: gives segments without their last up for the next message',
      hdlc,
      SEGMENT_1 + SEGMENT_2 + WHOLE,
      [WHOLE],
      bytesOf(SEGMENT_1 + SEGMENT_2),
    ],
    ['HDLC: joins blocks', hdlc, BLOCK_1 + BLOCK_2 + BLOCK_3, [BLOCK_1 + BLOCK_2 + BLOCK_3], 0],
    [
      'HDLC: gives blocks without their last up for a first',
      hdlc,
      BLOCK_1 + BLOCK_2 + BLOCK_1 + BLOCK_3,
      [BLOCK_1 + BLOCK_3],
      bytesOf(BLOCK_1 + BLOCK_2),
    ],
    ['HDLC: gives blocks without their last up for another message', hdlc, BLOCK_1 + WHOLE, [WHOLE], bytesOf(BLOCK_1)],
    ['M-Bus: cuts a telegram of one frame', mbus, mbusFrame('10'), [mbusFrame('10')], 0],
    ['M-Bus: joins segments', mbus, PART_1 + PART_2 + PART_3, [PART_1 + PART_2 + PART_3], 0],
    [
      'M-Bus: gives segments without their last up for the next',
      mbus,
      PART_1 + PART_2 + mbusFrame('10'),
      [mbusFrame('10')],
      bytesOf(PART_1 + PART_2),
    ],
    ['M-Bus: takes a length below a header for one of 256 more', mbus, LONG + mbusFrame('11'), [LONG + mbusFrame('11')], 0],
    ['M-Bus: skips noise and what answers', mbus, `e51040ff${mbusFrame('10')}`, [mbusFrame('10')], 4],
    ['M-Bus: drops what does not stop', mbus, `${PART_1.slice(0, -2)}00${mbusFrame('10')}`, [mbusFrame('10')], bytesOf(PART_1)],
    ['glo: cuts an APDU', glo, GLO, [GLO], 0],
    ['glo: skips noise with a beginning in it', glo, `00dbdb09${GLO}${GLO}`, [GLO, GLO], 4],
    ['glo: drops what is longer than it holds', glo, `db08414243444546474882ffff${GLO}`, [GLO], 13],
  ])('%s', (_, create, hex, frames, discarded) => {
    expect(run(create(), hex)).toEqual({ frames, discarded });
    expect(run(create(), hex, [1])).toEqual({ frames, discarded });
  });

  const pieces = fc.constantFrom(
    ...[WHOLE, SEGMENT_1, SEGMENT_2, SEGMENT_3, BLOCK_1, BLOCK_2, BLOCK_3, PART_1, PART_2, PART_3, LONG, GLO],
    ...['7e', '68', 'db08', 'a7ff', '6804', WHOLE.slice(0, 20)],
  );
  const stream = fc.array(
    fc.oneof(
      pieces,
      fc.uint8Array({ maxLength: 12 }).map((noise) => Buffer.from(noise).toString('hex')),
    ),
    { maxLength: 30 },
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });

  it.each([
    ['HDLC', hdlc, MAX_LENGTH],
    ['M-Bus', mbus, 600],
    ['glo', glo, MAX_LENGTH],
  ])('%s: cuts the same frames from any chunks, none longer than it may be, and loses count of no byte', (_, create, limit) => {
    fc.assert(
      fc.property(stream, sizes, (parts, chunks) => {
        const hex = parts.join('');
        const whole = run(create(), hex);
        const framer = create();
        expect(run(framer, hex, chunks)).toEqual(whole);
        for (const frame of whole.frames) expect(bytesOf(frame)).toBeLessThanOrEqual(limit);
        // What is held when the wire falls silent is bounded.
        expect(framer.reset()).toBeLessThanOrEqual(2 * limit);
        expect(run(framer, GLO + WHOLE + mbusFrame('10')).frames.length).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    ['HDLC', () => createHdlcFramer({ maxLength: 8192 })],
    ['M-Bus', () => createMbusFramer({ maxLength: 8192, joined: true })],
    ['glo', () => createGloFramer({ maxLength: 8192 })],
  ])('%s: takes time in proportion to noise, and holds no more than a message of it', (_, create) => {
    for (const pattern of ['7e', '7ea7ff', '7ea7ff00', '68fafa68', 'db0841424344454647', 'db084142434445464748821ff0', '00', 'a5']) {
      const noise = Buffer.alloc(1 << 18, Buffer.from(pattern, 'hex'));
      const framer = create();
      const started = performance.now();
      framer.push(noise);
      expect(framer.reset()).toBeLessThanOrEqual(2 * 8192);
      expect([pattern, performance.now() - started < 2000]).toEqual([pattern, true]);
    }
  });
});
