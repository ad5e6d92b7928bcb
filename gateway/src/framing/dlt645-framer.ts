import type { ByteWindow } from './byte-window.ts';
import type { Framer } from './framer.ts';
import { createWindowFramer } from './window-framer.ts';

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
  const frameLength = (held: ByteWindow): number | undefined => {
    if (held.at(0) !== START) return 0;
    if (held.length > SECOND_START_AT && held.at(SECOND_START_AT) !== START) return 0;
    const dataLength = held.at(LENGTH_AT);
    if (dataLength === undefined) return undefined;
    if (dataLength > DATA_MAX_LENGTH) return 0;
    const expected = HEAD_LENGTH + dataLength + TAIL_LENGTH;
    if (held.length < expected) return undefined;
    return held.at(expected - 1) === END ? expected : 0;
  };
  return createWindowFramer({ capacity: HEAD_LENGTH + DATA_MAX_LENGTH + TAIL_LENGTH, frameLength, filler: PREAMBLE });
}
