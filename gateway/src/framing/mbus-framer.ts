import type { ByteWindow } from './byte-window.ts';
import type { Framer } from './framer.ts';
import { createWindowFramer } from './window-framer.ts';

const LONG_START = 0x68;
const STOP = 0x16;
const ACKNOWLEDGE = 0xe5;
const SHORT_START = 0x10;
const SHORT_LENGTH = 5;
/** Two starts, two lengths, checksum, stop. */
const OVERHEAD = 6;
const LENGTH_MIN = 3;
/** C, A, CI, source and destination access point: a pushed segment is no shorter, so a smaller length lacks its ninth bit. */
const TRANSPORT_HEADER = 5;
const OVERFLOW = 0x100;
const FRAME_MAX = 255 + TRANSPORT_HEADER + OVERHEAD;
/** Of a DLMS telegram's transport header: the last segment. */
const FINAL = 0x10;
const CONTROL_OFFSET = 4;
const CI_OFFSET = 6;
const SND_UD = 0x53;

/**
 * Cuts frames of M-Bus out of a stream (EN 13757-2, 5.3: long frame 68 L L 68 … CS 16, short frame 10 … 16, single character
 * E5). With `joined`, telegrams that a meter pushes in several long frames come as one, frame after frame: DLMS over M-Bus numbers its
 * segments in CI and marks the last (EN 13757-3, 7; the customer interfaces of Austrian meters). Sagemcom's T210-D there sends
 * segments of 256 bytes and more, with the low byte of their length. Checksums are the decoder's.
 */
export function createMbusFramer(options: { maxLength: number; joined?: boolean }): Framer {
  const { maxLength, joined = false } = options;
  let message: Uint8Array[] = [];
  let messageLength = 0;

  const forgetMessage = (): number => {
    const cost = messageLength;
    message = [];
    messageLength = 0;
    return cost;
  };

  const frameLength = (held: ByteWindow): number | undefined => {
    const [first, written, again, start] = [held.at(0), held.at(1), held.at(2), held.at(3)];
    if (first === ACKNOWLEDGE) return joined ? 0 : 1;
    if (first === SHORT_START)
      return joined ? 0 : held.length < SHORT_LENGTH ? undefined : held.at(SHORT_LENGTH - 1) === STOP ? SHORT_LENGTH : 0;
    if (first !== LONG_START) return 0;
    if (written === undefined || again === undefined || start === undefined) return undefined;
    const length = joined && written < TRANSPORT_HEADER ? written + OVERFLOW : written;
    if (written !== again || start !== LONG_START || length < LENGTH_MIN) return 0;
    if (held.length < length + OVERHEAD) return undefined;
    return held.at(length + OVERHEAD - 1) === STOP ? length + OVERHEAD : 0;
  };

  const take = (frame: Uint8Array, frames: Uint8Array[]): number => {
    if (!joined || frame[CONTROL_OFFSET] !== SND_UD) {
      frames.push(frame);
      return 0;
    }
    const ci = frame[CI_OFFSET] ?? 0;
    // A first segment, or none of a telegram, while others wait: their last one was lost.
    let lost = (ci & 0x0f) === 0 || ci > 0x1f ? forgetMessage() : 0;
    message.push(frame);
    messageLength += frame.length;
    if (messageLength > maxLength) lost += forgetMessage();
    else if ((ci & FINAL) !== 0 || ci > 0x1f) {
      frames.push(Uint8Array.from(Buffer.concat(message)));
      forgetMessage();
    }
    return lost;
  };

  return createWindowFramer({ capacity: FRAME_MAX, frameLength, take, forget: forgetMessage });
}
