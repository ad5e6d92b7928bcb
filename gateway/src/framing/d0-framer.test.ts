import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createD0Framer } from './d0-framer.ts';

const LIMIT = 512;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** Seven bits and even parity, as 7E1 looks when read as 8N1. */
const withParity = (text: string) =>
  Uint8Array.from(Buffer.from(text, 'latin1'), (byte) => byte | (byte.toString(2).replaceAll('0', '').length % 2 === 1 ? 0x80 : 0));
const frame = (input: Uint8Array, maxLength = LIMIT) => {
  const { frames, discarded } = createD0Framer({ maxLength }).push(input);
  return { frames: frames.map((one) => Buffer.from(one).toString('latin1')), discarded };
};

const PLAIN = '/HAG5eHZ010C_EHZ1vA02\r\n1-0:1.8.0*255(000001.2963)\r\n!';
const GUARDED = '/LGZ52ZMD120APt.G03\r\n\x021.8.0(001846.0*kWh)\r\n!\r\n\x03/';

describe('D0 framer', () => {
  it.each<[string, Uint8Array, string[], number]>([
    ['a readout without a guard ends with its !', latin1(`${PLAIN}\r\n`), [PLAIN], 0],
    ['a line end without CR after ! is no loss', latin1(`${PLAIN}\n${PLAIN}\n`), [PLAIN, PLAIN], 0],
    ['a readout without any line end after ! is whole', latin1(PLAIN), [PLAIN], 0],
    ['a guarded readout ends with the character after ETX, be it a /', latin1(`${GUARDED}${GUARDED}`), [GUARDED, GUARDED], 0],
    ['an echoed request counts and gives way to the answer', latin1(`/?!\r\n${PLAIN}`), [PLAIN], 3],
    ['an echoed request whose ! was lost gives way too', latin1(`/?/?00/${PLAIN}`), [PLAIN], 7],
    ['a readout without its / is discarded', latin1(`${PLAIN.slice(1)}\r\n${PLAIN}`), [PLAIN], PLAIN.length - 1 - 4],
    ['a readout that was cut short gives way to the next', latin1(`/HAG5x\r\n1.8.0(1)\r\n${PLAIN}`), [PLAIN], 18],
    ['a control character in the identification is no readout', latin1(`/HA\x00G5\r\n!${PLAIN}`), [PLAIN], 7],
    ['parity bits stay for the decoder', withParity(PLAIN), [Buffer.from(withParity(PLAIN)).toString('latin1')], 0],
    ['parity bits do not hide the check character', withParity(GUARDED), [Buffer.from(withParity(GUARDED)).toString('latin1')], 0],
    [
      'noise of eight bits delimits nothing',
      Buffer.concat([latin1(GUARDED.slice(0, 21)), Buffer.of(0x82, 0x83, 0x8d, 0xa1), latin1(GUARDED.slice(21))]),
      [`${GUARDED.slice(0, 21)}\x82\x83\x8d\xa1${GUARDED.slice(21)}`],
      0,
    ],
    ['a wrong parity bit in the identification is no readout', Buffer.concat([Buffer.of(0xaf, 0x41), latin1(PLAIN)]), [PLAIN], 2],
  ])('%s', (_name, input, frames, discarded) => {
    expect(frame(input)).toEqual({ frames, discarded });
  });

  it('throws away what grows beyond the limit, and takes the next', () => {
    const long = `/LGZ5x\r\n${'1.8.1(1)\r\n'.repeat(80)}!\r\n`;
    const { frames, discarded } = frame(latin1(long + PLAIN));
    expect(frames).toEqual([PLAIN]);
    expect(discarded).toBeGreaterThan(LIMIT);
  });

  it('forgets what was begun when the wire falls silent', () => {
    const framer = createD0Framer({ maxLength: LIMIT });
    framer.push(latin1('/LGZ5'));
    expect(framer.reset()).toBe(5);
    expect(framer.reset()).toBe(0);
    expect(framer.push(latin1(PLAIN)).frames).toHaveLength(1);
  });

  it('gives the same whatever the chunks, and never more than the limit, nor throws at noise', () => {
    const piece = fc.oneof(
      fc.constantFrom(latin1(`${PLAIN}\r\n`), latin1(GUARDED), withParity(GUARDED)),
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(latin1('/'), latin1('\r\n'), latin1('!'), latin1('\x02'), latin1('\x03')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (pieces, cuts) => {
        const whole = Buffer.concat(pieces);
        const once = frame(whole);
        const framer = createD0Framer({ maxLength: LIMIT });
        const frames: string[] = [];
        let discarded = 0;
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const end = at + (cuts[turn % cuts.length] ?? 1);
          const part = framer.push(whole.subarray(at, end));
          frames.push(...part.frames.map((one) => Buffer.from(one).toString('latin1')));
          discarded += part.discarded;
          at = end;
        }
        expect({ frames, discarded }).toEqual(once);
        for (const one of frames) expect(one.length).toBeLessThanOrEqual(LIMIT);
      }),
    );
  });
});
