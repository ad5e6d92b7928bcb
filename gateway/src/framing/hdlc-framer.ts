import { ByteWindow } from './byte-window.ts';
import type { Framer } from './framer.ts';

const FLAG = 0x7e;
/** Frame format type 3: four bits 1010, segmentation bit, eleven bits of length. */
const FORMAT_TYPE = 0xa0;
const FORMAT_MASK = 0xf0;
const SEGMENTED = 0x08;
/** Format, one byte of each address, control, check sequence. */
const LENGTH_MIN = 7;
const ADDRESS_MAX = 4;
/** Control field and header check sequence. */
const AFTER_ADDRESSES = 3;
const LLC_LENGTH = 3;
const GENERAL_BLOCK_TRANSFER = 0xe0;
const LAST_BLOCK = 0x80;

/** What of a frame, without flags, tells how it belongs to those around it. */
interface Part {
  readonly isSegmented: boolean;
  /** An LLC header stands only where a message begins. */
  readonly hasLlc: boolean;
  /** Number and last mark of a block of general block transfer. */
  readonly block: { readonly number: number; readonly isLast: boolean } | undefined;
}

function readPart(frame: Uint8Array): Part {
  let at = 2;
  for (let address = 0; address < 2; address += 1) {
    const end = at + ADDRESS_MAX;
    while (at < end && ((frame[at] ?? 1) & 1) === 0) at += 1;
    at += 1;
  }
  at += AFTER_ADDRESSES;
  const hasLlc = frame[at] === 0xe6 && (frame[at + 1] === 0xe7 || frame[at + 1] === 0xe6) && frame[at + 2] === 0;
  const apdu = frame.subarray(hasLlc ? at + LLC_LENGTH : at, -2);
  const [tag, control = 0, high = 0, low = 0] = apdu;
  return {
    isSegmented: ((frame[0] ?? 0) & SEGMENTED) !== 0,
    hasLlc,
    block: tag === GENERAL_BLOCK_TRANSFER ? { number: (high << 8) | low, isLast: (control & LAST_BLOCK) !== 0 } : undefined,
  };
}

/**
 * Cuts HDLC frames of DLMS out of a stream (IEC 62056-46, 6.4.2: flag, format type 3 with its length, …, flag). Nothing is
 * escaped; the length says where a frame ends, and a flag must stand there. Segments of one message come as one, frame after
 * frame with their flags, and so do the blocks of general block transfer (DLMS UA 1000-2, 9.4.6.13), in which Landis+Gyr's E450
 * cuts its lists. One flag may end a frame and begin the next. A message whose end is lost is given up where the next begins.
 * @param options.maxLength of a whole message, segments and flags included
 */
export function createHdlcFramer(options: { maxLength: number }): Framer {
  const { maxLength } = options;
  const held = new ByteWindow(maxLength + 1);
  /** Frames, flags included, that wait for the last one. */
  let message: Uint8Array[] = [];
  let messageLength = 0;
  let isInBlocks = false;
  let isInSegments = false;

  const forgetMessage = (): number => {
    const cost = messageLength;
    message = [];
    messageLength = 0;
    isInBlocks = false;
    isInSegments = false;
    return cost;
  };

  /** @returns bytes of a message given up. */
  const take = (frame: Uint8Array, frames: Uint8Array[]): number => {
    const part = readPart(frame.subarray(1, -1));
    // Within segments anything may look like a block.
    const beginsAnew = part.hasLlc ? !isInBlocks || (part.block?.number ?? 1) === 1 : !isInSegments && part.block?.number === 1;
    const isOther = beginsAnew || (isInBlocks && !isInSegments && part.block === undefined);
    let lost = isOther ? forgetMessage() : 0;
    if (!isInSegments && part.block !== undefined) isInBlocks = !part.block.isLast;
    isInSegments = part.isSegmented;
    message.push(frame);
    messageLength += frame.length;
    if (messageLength > maxLength) lost += forgetMessage();
    else if (!isInSegments && !isInBlocks) {
      frames.push(Uint8Array.from(Buffer.concat(message)));
      forgetMessage();
    }
    return lost;
  };

  /** Takes what is held apart, as far as it goes. @returns bytes that were none. */
  const advance = (frames: Uint8Array[]): number => {
    let discarded = 0;
    const skip = () => {
      held.drop(1);
      discarded += 1;
    };
    for (;;) {
      while (held.length > 0 && held.at(0) !== FLAG) skip();
      while (held.at(0) === FLAG && held.at(1) === FLAG) held.drop(1);
      const format = held.at(1);
      if (format === undefined) return discarded;
      if ((format & FORMAT_MASK) !== FORMAT_TYPE) {
        skip();
        continue;
      }
      const low = held.at(2);
      if (low === undefined) return discarded;
      const length = ((format & 0x07) << 8) | low;
      if (length < LENGTH_MIN || length + 2 > maxLength) {
        skip();
        continue;
      }
      if (held.length < length + 2) return discarded;
      if (held.at(length + 1) !== FLAG) {
        skip();
        continue;
      }
      const frame = held.peek(length + 2);
      held.drop(length + 1);
      discarded += take(frame, frames);
    }
  };

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) {
        held.append(byte);
        // Only a flag ends a frame; noise without one must not pile up.
        if (byte === FLAG || held.length > maxLength) discarded += advance(frames);
      }
      return { frames, discarded };
    },
    reset: () => {
      // A lone flag ended the last frame.
      const isIdle = held.length === 1 && held.at(0) === FLAG && messageLength === 0;
      const cost = held.clear() + forgetMessage();
      return isIdle ? 0 : cost;
    },
  };
}
