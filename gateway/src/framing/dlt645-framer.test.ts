import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDlt645Framer } from './dlt645-framer.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const frame = (input: Uint8Array) => {
  const { frames, discarded } = createDlt645Framer().push(input);
  return { frames: frames.map((one) => Buffer.from(one).toString('hex')), discarded };
};
/** Forward active energy 1234.56 kWh and a request for it: DL/T 645-2007 7.1. */
const REPLY = '68129078563412689108333334338967453354' + '16';
const REQUEST = '68370300928139681104333334333816';

describe('DL/T 645 framer', () => {
  it.each<[string, string, string[], number]>([
    ['any number of wake-up bytes is no loss', `fefefefe${REPLY}fe${REQUEST}`, [REPLY, REQUEST], 0],
    ['noise before a frame is counted', `0068ff${REPLY}`, [REPLY], 3],
    ['a 68 before a frame costs only itself', `68${REPLY}`, [REPLY], 1],
    ['a frame that was cut short gives way to the next', `${REPLY.slice(0, 24)}${REPLY}`, [REPLY], 12],
    ['a length that is too long costs its frame only', `${REPLY.slice(0, 18)}ff${REPLY.slice(20)}${REPLY}`, [REPLY], 20],
    ['a frame without its end is none', `${REPLY.slice(0, -2)}00${REPLY}`, [REPLY], 20],
    ['a wrong sum is for the decoder', `${REPLY.slice(0, -4)}0016`, [`${REPLY.slice(0, -4)}0016`], 0],
  ])('%s', (_name, input, frames, discarded) => {
    expect(frame(hex(input))).toEqual({ frames, discarded });
  });

  it('forgets what was begun when the wire falls silent', () => {
    const framer = createDlt645Framer();
    framer.push(hex(REPLY).subarray(0, 5));
    expect(framer.reset()).toBe(5);
    expect(framer.push(hex(REPLY)).frames).toHaveLength(1);
  });

  it('gives the same whatever the chunks, and never throws at noise', () => {
    const piece = fc.oneof(fc.constantFrom(hex(REPLY), hex(REQUEST), hex('fefe'), hex('68')), fc.uint8Array({ maxLength: 30 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.integer({ min: 1, max: 30 }), (pieces, size) => {
        const whole = Buffer.concat(pieces);
        const framer = createDlt645Framer();
        const got: string[] = [];
        let discarded = 0;
        for (let at = 0; at < whole.length; at += size) {
          const part = framer.push(whole.subarray(at, at + size));
          got.push(...part.frames.map((one) => Buffer.from(one).toString('hex')));
          discarded += part.discarded;
        }
        expect({ frames: got, discarded }).toEqual(frame(whole));
      }),
    );
  });
});
