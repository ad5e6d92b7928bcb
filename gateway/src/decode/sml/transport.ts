import { accept, type Result, refuse } from '../../domain/index.ts';
import { isSmlCrc } from './crc16.ts';

const START = [0x1b, 0x1b, 0x1b, 0x1b, 0x01, 0x01, 0x01, 0x01];
const ESCAPE = 0x1b;
const END = 0x1a;
const SEQUENCE_LENGTH = 8;
const FILL_MAX = 3;

const isEscape = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === ESCAPE && bytes[at + 1] === ESCAPE && bytes[at + 2] === ESCAPE && bytes[at + 3] === ESCAPE;

/**
 * Takes a transport frame, protocol version 1, apart (SML 1.04, 8.1): checks the CRC over all before it, undoes escaped
 * `1b1b1b1b`, drops the fill bytes.
 * @param frame from the start sequence through the CRC
 * @returns the messages' bytes; FRAME_TRUNCATED, FRAME_MALFORMED, or CRC_MISMATCH
 */
export function unwrapSmlFrame(frame: Uint8Array): Result<Uint8Array> {
  if (frame.length < 2 * SEQUENCE_LENGTH)
    return refuse('FRAME_TRUNCATED', `SML frame: at least ${2 * SEQUENCE_LENGTH} bytes expected, got ${frame.length}`);
  if (START.some((byte, at) => frame[at] !== byte))
    return refuse('FRAME_MALFORMED', 'SML frame: the start sequence 1b1b1b1b 01010101 expected');
  const end = frame.length - SEQUENCE_LENGTH;
  if (!isEscape(frame, end) || frame[end + 4] !== END)
    return refuse('FRAME_TRUNCATED', 'SML frame: 1b1b1b1b 1a, fill count and CRC expected at its end');
  const crc = ((frame[end + 6] ?? 0) << 8) | (frame[end + 7] ?? 0);
  if (!isSmlCrc(frame.subarray(0, end + 6), crc))
    return refuse('CRC_MISMATCH', `SML frame: got CRC ${crc.toString(16).padStart(4, '0')}, neither X-25 nor Kermit of ${end + 6} bytes`);
  const fill = frame[end + 5] ?? 0;
  const messages = new Uint8Array(end - SEQUENCE_LENGTH);
  let length = 0;
  for (let at = SEQUENCE_LENGTH; at < end; at += 1) {
    if (isEscape(frame, at)) {
      if (!isEscape(frame, at + 4) || at + SEQUENCE_LENGTH > end)
        return refuse('FRAME_MALFORMED', `SML frame: escaped 1b1b1b1b expected at byte ${at}`);
      messages.fill(ESCAPE, length, length + 4);
      length += 4;
      at += SEQUENCE_LENGTH - 1;
    } else messages[length++] = frame[at] ?? 0;
  }
  if (fill > FILL_MAX || fill > length) return refuse('FRAME_MALFORMED', `SML frame: 0 to ${FILL_MAX} fill bytes expected, got ${fill}`);
  return accept(messages.subarray(0, length - fill));
}
