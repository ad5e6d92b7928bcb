import type { Framer } from './framer.ts';

const LONG_START = 0x68;
const STOP = 0x16;
const ACKNOWLEDGE = 0xe5;
const SHORT_START = 0x10;
const SHORT_LENGTH = 5;
/** Two starts, two lengths, checksum, stop. */
const OVERHEAD = 6;
const LENGTH_MIN = 3;
/** Of a DLMS telegram's transport header: the last segment. */
const FINAL = 0x10;
const CONTROL_OFFSET = 4;
const CI_OFFSET = 6;
const SND_UD = 0x53;

/**
 * Cuts frames of M-Bus out of a stream (EN 13757-2, 5.3: long frame 68 L L 68 … CS 16, short frame 10 … 16, single character
 * E5). With `joined`, telegrams that a meter pushes in several long frames come as one, frame after frame: DLMS over M-Bus numbers its
 * segments in CI and marks the last (EN 13757-3, 7; the customer interfaces of Austrian meters). Checksums are the decoder's.
 */
export function createMbusFramer(options: { maxLength: number; joined?: boolean }): Framer {
  const { maxLength, joined = false } = options;
  let held: number[] = [];
  let message: number[] = [];

  const forget = (): number => {
    const cost = held.length + message.length;
    held = [];
    message = [];
    return cost;
  };

  const frameLength = (): number | undefined => {
    const [first, length, again, start] = held;
    if (first === ACKNOWLEDGE) return joined ? 0 : 1;
    if (first === SHORT_START)
      return joined ? 0 : held.length < SHORT_LENGTH ? undefined : held[SHORT_LENGTH - 1] === STOP ? SHORT_LENGTH : 0;
    if (first !== LONG_START) return 0;
    if (length === undefined || again === undefined || start === undefined) return undefined;
    if (length !== again || start !== LONG_START || length < LENGTH_MIN) return 0;
    if (held.length < length + OVERHEAD) return undefined;
    return held[length + OVERHEAD - 1] === STOP ? length + OVERHEAD : 0;
  };

  const take = (length: number, frames: Uint8Array[]): number => {
    const frame = held.slice(0, length);
    held = held.slice(length);
    if (!joined || frame[CONTROL_OFFSET] !== SND_UD) {
      frames.push(Uint8Array.from(frame));
      return 0;
    }
    const ci = frame[CI_OFFSET] ?? 0;
    let lost = 0;
    // A first segment while others wait: their last one was lost.
    if ((ci & 0x0f) === 0 && message.length > 0) {
      lost = message.length;
      message = [];
    }
    message.push(...frame);
    if (message.length > maxLength) {
      lost += message.length;
      message = [];
    } else if ((ci & FINAL) !== 0 || ci > 0x1f) {
      frames.push(Uint8Array.from(message));
      message = [];
    }
    return lost;
  };

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) {
        held.push(byte);
        for (let length = frameLength(); held.length > 0 && length !== undefined; length = frameLength()) {
          if (length > 0) discarded += take(length, frames);
          else {
            held.shift();
            discarded += 1;
          }
        }
      }
      return { frames, discarded };
    },
    reset: forget,
  };
}
