import { ByteWindow } from './byte-window.ts';
import type { Framer } from './framer.ts';

/** What a format says of its frames where their own bytes tell how long they are. */
export interface FrameRules {
  /** No frame is longer. */
  readonly capacity: number;
  /** @returns length of the frame that begins with what is held, 0 where none does, undefined while too little is there. */
  frameLength(held: ByteWindow): number | undefined;
  /** A frame that ended: what it becomes is added to `frames`. @returns bytes that it cost; the frame itself and 0 unless told. */
  take?(frame: Uint8Array, frames: Uint8Array[]): number;
  /** Forgets what `take` keeps. @returns how many bytes that cost. */
  forget?(): number;
  /** Bytes between frames that are nobody's loss. */
  readonly filler?: number;
}

/** A byte that begins no frame costs itself only: what came after it is looked at again. */
export function createWindowFramer(rules: FrameRules): Framer {
  const held = new ByteWindow(rules.capacity);
  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) {
        held.append(byte);
        for (let length = rules.frameLength(held); held.length > 0 && length !== undefined; length = rules.frameLength(held)) {
          if (length === 0) {
            discarded += held.at(0) === rules.filler ? 0 : 1;
            held.drop(1);
            continue;
          }
          const frame = held.peek(length);
          held.drop(length);
          if (rules.take === undefined) frames.push(frame);
          else discarded += rules.take(frame, frames);
        }
      }
      return { frames, discarded };
    },
    reset: () => held.clear() + (rules.forget?.() ?? 0),
  };
}
