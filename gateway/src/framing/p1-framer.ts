import type { Framer } from './framer.ts';

const SLASH = 0x2f;
const BANG = 0x21;
const NEWLINE = 0x0a;
/** `!`, up to four hex digits, CR, LF. */
const TRAILER_MAX_LENGTH = 7;

type Place = 'outside' | 'identification' | 'body' | 'trailer';

/**
 * Cuts a P1 port's stream into telegrams (DSMR P1 Companion Standard 5.0.2 §6.2, IEC 62056-21 mode D). A telegram that
 * was cut short gives way to the next: `/` begins one at the start of a line, and within the identification line, where
 * the standard forbids `/` and `!`; `!` ends one at the start of a line only. The result depends on the bytes alone, not
 * on how they are cut into chunks, and never more than the limit is held.
 * @param options.maxLength longest telegram in bytes; meters in the field send up to about 4 KB
 */
export function createP1Framer(options: { maxLength: number }): Framer {
  const held = new Uint8Array(options.maxLength);
  let length = 0;
  let trailerLength = 0;
  let place: Place = 'outside';
  let atLineStart = false;

  /** Forgets the telegram begun; returns how many bytes that cost. */
  function drop(): number {
    const dropped = length;
    length = 0;
    place = 'outside';
    return dropped;
  }

  function isStart(byte: number): boolean {
    return byte === SLASH && (place === 'outside' || place === 'identification' || atLineStart || place === 'trailer');
  }

  function advance(byte: number): void {
    if (place === 'body' && atLineStart && byte === BANG) {
      place = 'trailer';
      trailerLength = 0;
    } else if (place === 'identification' && byte === NEWLINE) {
      place = 'body';
    }
    if (place === 'trailer') trailerLength += 1;
  }

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) {
        if (isStart(byte)) {
          discarded += drop();
          place = 'identification';
        }
        if (place === 'outside') {
          discarded += 1;
          continue;
        }
        if (length === held.length || (place === 'identification' && byte === BANG)) {
          discarded += drop() + 1;
          continue;
        }
        held[length++] = byte;
        advance(byte);
        atLineStart = byte === NEWLINE;
        if (place !== 'trailer') continue;
        if (byte === NEWLINE) {
          frames.push(held.slice(0, length));
          drop();
        } else if (trailerLength >= TRAILER_MAX_LENGTH) {
          discarded += drop();
        }
      }
      return { frames, discarded };
    },
    reset: drop,
  };
}
