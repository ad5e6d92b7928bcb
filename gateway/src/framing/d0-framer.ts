import type { Framer } from './framer.ts';
import { readSevenBits } from './seven-bits.ts';

const SLASH = 0x2f;
const BANG = 0x21;
const STX = 0x02;
const ETX = 0x03;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;
/** `/` as a 7E1 wire sends it, read eight bits wide: the parity bit is set. */
const SLASH_WITH_PARITY = 0xaf;
const DELETE = 0x7f;

type Place = 'outside' | 'identification' | 'body' | 'guarded' | 'check';

/**
 * Cuts a D0 wire into readouts (IEC 62056-21:2002 6.3.2, 6.3.5): `/` identification, then either STX, data block, `!`,
 * ETX and block check character, or the data block without a guard, which its `!` ends at once; line ends after it belong
 * to nobody and are not counted. CR may be missing. Bytes stay as they came: a wire of 7E1 read as 8N1 shows by its `/`
 * (0xAF), and the decoder judges parity and check character; a byte of wrong parity delimits nothing. `/` begins a readout at the start of a line, and within
 * the identification, which holds printable characters only, so an echoed request `/?!` gives way to the answer.
 * @param options.maxLength longest readout in bytes; meters in the field send up to about 8 KB
 */
export function createD0Framer(options: { maxLength: number }): Framer {
  const held = new Uint8Array(options.maxLength);
  let length = 0;
  let place: Place = 'outside';
  let atLineStart = false;
  let hasParity = false;

  /** Forgets the readout begun; returns how many bytes that cost. */
  function drop(): number {
    const dropped = length;
    length = 0;
    place = 'outside';
    return dropped;
  }

  function isStart(raw: number): boolean {
    if (raw !== SLASH && raw !== SLASH_WITH_PARITY) return false;
    return place === 'outside' || place === 'identification' || (place !== 'check' && atLineStart);
  }

  function isLegalInIdentification(byte: number): boolean {
    return byte === CARRIAGE_RETURN || byte === NEWLINE || (byte >= 0x20 && byte < DELETE && byte !== BANG);
  }

  /** Takes one byte of a readout; true where it was the last. */
  function advance(byte: number): boolean {
    const isLineEnd = byte === NEWLINE || byte === CARRIAGE_RETURN;
    switch (place) {
      case 'identification':
        if (isLineEnd) place = 'body';
        break;
      case 'body':
        if (byte === STX) place = 'guarded';
        else if (byte === BANG && atLineStart) return true;
        break;
      case 'guarded':
        if (byte === ETX) place = 'check';
        break;
      case 'check':
        return true;
      case 'outside':
        break;
    }
    atLineStart = isLineEnd || (byte === STX && place === 'guarded');
    return false;
  }

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let discarded = 0;
      for (const raw of chunk) {
        if (isStart(raw)) {
          discarded += drop();
          place = 'identification';
          hasParity = raw === SLASH_WITH_PARITY;
        }
        const byte = readSevenBits(raw, hasParity);
        if (place === 'outside') {
          if (byte !== CARRIAGE_RETURN && byte !== NEWLINE) discarded += 1;
          continue;
        }
        if (length === held.length || (place === 'identification' && !isLegalInIdentification(byte))) {
          discarded += drop() + 1;
          continue;
        }
        held[length++] = raw;
        if (!advance(byte)) continue;
        frames.push(held.slice(0, length));
        drop();
      }
      return { frames, discarded };
    },
    reset: drop,
  };
}
