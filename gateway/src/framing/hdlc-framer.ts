import type { Framer } from './framer.ts';

const FLAG = 0x7e;
/** Frame format type 3: four bits 1010, segmentation bit, eleven bits of length. */
const FORMAT_TYPE = 0xa0;
const FORMAT_MASK = 0xf0;
const SEGMENTED = 0x08;
/** Format, one byte of each address, control, check sequence. */
const LENGTH_MIN = 7;

/**
 * Cuts HDLC frames of DLMS out of a stream (IEC 62056-46, 6.4.2: flag, format type 3 with its length, …, flag). Nothing is
 * escaped; the length says where a frame ends, and a flag must stand there. Segments of one message come as one, frame after
 * frame with their flags. One flag may end a frame and begin the next.
 * @param options.maxLength of a whole message, segments and flags included
 */
export function createHdlcFramer(options: { maxLength: number }): Framer {
  const { maxLength } = options;
  let held: number[] = [];
  /** Segments that wait for the last one. */
  let message: number[] = [];

  const forget = (): number => {
    const cost = held.length + message.length;
    held = [];
    message = [];
    return cost;
  };

  /** Takes what is held apart, as far as it goes. @returns bytes that were none. */
  const advance = (frames: Uint8Array[]): number => {
    let discarded = 0;
    for (;;) {
      while (held.length > 0 && held[0] !== FLAG) {
        held.shift();
        discarded += 1;
      }
      while (held[0] === FLAG && held[1] === FLAG) held.shift();
      const [, format, low] = held;
      if (format === undefined) return discarded;
      if ((format & FORMAT_MASK) !== FORMAT_TYPE) {
        held.shift();
        discarded += 1;
        continue;
      }
      if (low === undefined) return discarded;
      const length = ((format & 0x07) << 8) | low;
      if (length < LENGTH_MIN || length + 2 > maxLength) {
        held.shift();
        discarded += 1;
        continue;
      }
      if (held.length < length + 2) return discarded;
      if (held[length + 1] !== FLAG) {
        held.shift();
        discarded += 1;
        continue;
      }
      message.push(...held.slice(0, length + 2));
      held = held.slice(length + 1);
      if ((format & SEGMENTED) !== 0 && message.length < maxLength) continue;
      frames.push(Uint8Array.from(message));
      message = [];
    }
  };

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) {
        held.push(byte);
        // Only a flag ends a frame; noise without one must not pile up.
        if (byte === FLAG || held.length > maxLength) discarded += advance(frames);
      }
      return { frames, discarded };
    },
    reset: () => {
      // A lone flag ended the last frame.
      const isIdle = held.length === 1 && held[0] === FLAG && message.length === 0;
      const cost = forget();
      return isIdle ? 0 : cost;
    },
  };
}
