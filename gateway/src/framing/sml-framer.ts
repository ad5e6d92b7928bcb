import type { Framer } from './framer.ts';

const ESCAPE = 0x1b;
const START = 0x01;
const END = 0x1a;
/** An escape sequence is four ESCAPE and four bytes that say what it is. */
const HALF = 4;
const SEQUENCE_LENGTH = 8;

type Meaning = 'start' | 'end' | 'data' | 'none';

/**
 * Cuts a byte stream into SML transport frames, protocol version 1 (BSI TR-03109-1 Anlage IV b / SML 1.04, 8.1): from
 * `1b1b1b1b 01010101` to the CRC of `1b1b1b1b 1a <fill> <crc>`. Escaped `1b1b1b1b` stay doubled: the CRC counts them, and
 * the decoder undoes them. A frame cut short gives way to the next start sequence; after another escape sequence, which
 * the standard does not know, it is given up and a start is looked for from its second byte on. A frame cut right behind
 * four `1b` reads the next start sequence as escaped data and takes the next frame with it, which the CRC then refuses.
 * @param options.maxLength longest frame in bytes; meters in the field send up to about 700
 */
export function createSmlFramer(options: { maxLength: number }): Framer {
  const held = new Uint8Array(Math.max(options.maxLength, SEQUENCE_LENGTH));
  let length = 0;
  let isInside = false;
  /** How much of an escape sequence (inside) or of a start sequence (outside) the last bytes held are. */
  let matched = 0;

  function drop(): number {
    const dropped = length;
    length = 0;
    matched = 0;
    isInside = false;
    return dropped;
  }

  /** Outside a frame only the beginning of a start sequence is held. Returns how many bytes were given up. */
  function seek(byte: number): number {
    const isNext = byte === (matched < HALF ? ESCAPE : START);
    // A fifth ESCAPE leaves four, any later one begins anew.
    const next = isNext ? matched + 1 : byte !== ESCAPE ? 0 : matched === HALF ? HALF : 1;
    const lost = length + 1 - next;
    held[Math.max(next - 1, 0)] = byte;
    // What is held is always the sequence's own beginning, so nothing needs to be moved.
    length = next;
    matched = next;
    if (next === SEQUENCE_LENGTH) {
      isInside = true;
      matched = 0;
    }
    return lost;
  }

  function meaning(): Meaning {
    const [first, second, third, fourth] = held.subarray(length - HALF, length);
    // A fill count that is an ESCAPE is the next frame's start, behind a frame cut in its trailer.
    if (first === END && second !== ESCAPE) return 'end';
    if (first !== second || second !== third || third !== fourth) return 'none';
    return first === ESCAPE ? 'data' : first === START ? 'start' : 'none';
  }

  /** Forgets the frame but for the last bytes, which are looked at again. */
  function restart(keep: number): number {
    const tail = held.slice(length - keep, length);
    let lost = drop() - keep;
    for (const byte of tail) lost += seek(byte);
    return lost;
  }

  function take(byte: number, frames: Uint8Array[]): number {
    if (!isInside) return seek(byte);
    if (length === held.length) return restart(matched) + seek(byte);
    held[length++] = byte;
    matched = matched >= HALF || byte === ESCAPE ? matched + 1 : 0;
    if (matched < SEQUENCE_LENGTH) return 0;
    matched = 0;
    switch (meaning()) {
      case 'data':
        return 0;
      case 'start':
        return restart(SEQUENCE_LENGTH);
      case 'none':
        return restart(SEQUENCE_LENGTH - 1);
      case 'end':
        frames.push(held.slice(0, length));
        drop();
        return 0;
    }
  }

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const byte of chunk) discarded += take(byte, frames);
      return { frames, discarded };
    },
    reset: drop,
  };
}
