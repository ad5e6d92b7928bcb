import type { Framer } from './framer.ts';

const START = 0x68;
const END = 0x16;
const PREAMBLE = 0xfe;
const SECOND_START_AT = 7;
const LENGTH_AT = 9;
/** Start, address, start, control, length; then check sum and end. */
const HEAD_LENGTH = 10;
const TAIL_LENGTH = 2;
/** The longest data field that the standard lets a meter send (DL/T 645-2007 5.2.5: L ≤ 200). */
const DATA_MAX_LENGTH = 200;

/**
 * Cuts a DL/T 645 wire into frames (DL/T 645-2007 5.2, DL/T 645-1997 5.2: the same): 68, address, 68, control, length,
 * data, check sum, 16. Wake-up bytes FE before a frame, however many, belong to nobody and are not counted. A 68 that
 * begins no frame costs itself only: what came after is looked through again. The decoder judges the check sum.
 */
export function createDlt645Framer(): Framer {
  const held = new Uint8Array(HEAD_LENGTH + DATA_MAX_LENGTH + TAIL_LENGTH);
  let length = 0;

  /** Length of the frame held where it is whole, 0 where it may become one, undefined where it can't. */
  function measure(): number | undefined {
    if (held[0] !== START || (length > SECOND_START_AT && held[SECOND_START_AT] !== START)) return undefined;
    if (length <= LENGTH_AT) return 0;
    const dataLength = held[LENGTH_AT] ?? 0;
    if (dataLength > DATA_MAX_LENGTH) return undefined;
    const expected = HEAD_LENGTH + dataLength + TAIL_LENGTH;
    if (length < expected) return 0;
    return held[expected - 1] === END ? expected : undefined;
  }

  /** Forgets the first byte held and all before the next that may begin a frame; returns how many were no wake-up. */
  function shift(): number {
    const next = held.subarray(1, length).indexOf(START);
    const gone = next < 0 ? length : next + 1;
    const lost = held.subarray(0, gone).filter((byte) => byte !== PREAMBLE).length;
    held.copyWithin(0, gone, length);
    length -= gone;
    return lost;
  }

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) {
        held[length++] = byte;
        for (let size = measure(); length > 0 && size !== 0; size = measure()) {
          if (size === undefined) {
            discarded += shift();
            continue;
          }
          frames.push(held.slice(0, size));
          held.copyWithin(0, size, length);
          length -= size;
        }
      }
      return { frames, discarded };
    },
    reset() {
      const lost = length;
      length = 0;
      return lost;
    },
  };
}
