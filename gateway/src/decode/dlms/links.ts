import { accept, type Result, refuse } from '../../domain/index.ts';

const FLAG = 0x7e;
const SEGMENTED = 0x08;
/** Destination E6, source E6 or E7, quality 00 (IEC 62056-46, 5.3). */
const LLC = [
  [0xe6, 0xe7, 0x00],
  [0xe6, 0xe6, 0x00],
] as const;
const hex = (value: number) => value.toString(16).padStart(4, '0');

/** CRC-16/X-25 as HDLC computes its check sequences (ISO/IEC 13239, 4.2.5.2), low byte first on the wire. */
function checkSequence(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return crc ^ 0xffff;
}

const wordAt = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

/** Where an address ends: its last byte is odd; at most four. */
function afterAddress(frame: Uint8Array, start: number): number | undefined {
  for (let i = start; i < start + 4; i += 1) if (((frame[i] ?? 0) & 1) === 1) return i + 1;
  return undefined;
}

/** Information field of one frame, without flags: format, addresses, control, HCS, information, FCS. */
function unwrapFrame(frame: Uint8Array): Result<Uint8Array> {
  const afterDestination = afterAddress(frame, 2);
  const afterSource = afterDestination === undefined ? undefined : afterAddress(frame, afterDestination);
  if (afterSource === undefined) return refuse('FRAME_MALFORMED', 'HDLC frame: two addresses of up to four bytes expected');
  const fcs = checkSequence(frame.subarray(0, -2));
  if (fcs !== wordAt(frame, frame.length - 2))
    return refuse('CRC_MISMATCH', `HDLC frame: FCS ${hex(fcs)} expected, got ${hex(wordAt(frame, frame.length - 2))}`);
  const hcsAt = afterSource + 1;
  if (frame.length < hcsAt + 4) return accept(new Uint8Array());
  const hcs = checkSequence(frame.subarray(0, hcsAt));
  if (hcs !== wordAt(frame, hcsAt)) return refuse('CRC_MISMATCH', `HDLC frame: HCS ${hex(hcs)} expected, got ${hex(wordAt(frame, hcsAt))}`);
  return accept(frame.subarray(hcsAt + 2, -2));
}

/** The APDU that a link carried, and in how many pieces: of a message in several, one may be lost unseen. */
export interface Unwrapped {
  readonly apdu: Uint8Array;
  readonly isJoined: boolean;
}

const GENERAL_BLOCK_TRANSFER = 0xe0;
const LAST_BLOCK = 0x80;
/** Tag, control, number, acknowledged number. */
const BLOCK_HEADER = 6;

/** Block of general block transfer (DLMS UA 1000-2, 9.4.6.13): E0, control, number and acknowledged number of 2 bytes each, data with its length. */
function unwrapBlock(apdu: Uint8Array, expected: number): Result<{ readonly data: Uint8Array; readonly isLast: boolean }> {
  const number = ((apdu[2] ?? 0) << 8) | (apdu[3] ?? 0);
  if (apdu[0] !== GENERAL_BLOCK_TRANSFER) return refuse('FRAME_TRUNCATED', `DLMS message: block ${expected} expected, got another APDU`);
  if (number !== expected) return refuse('FRAME_MALFORMED', `DLMS message: block ${expected} expected, got ${number}`);
  let at = BLOCK_HEADER;
  const first = apdu[at++] ?? 0;
  let length = first;
  if (first >= 0x80) {
    length = 0;
    for (let i = 0; i < Math.min(first - 0x80, 4); i += 1) length = length * 256 + (apdu[at++] ?? 0);
  }
  if (at + length > apdu.length)
    return refuse('FRAME_TRUNCATED', `DLMS block ${number}: ${length} bytes expected, got ${Math.max(0, apdu.length - at)}`);
  return accept({ data: apdu.subarray(at, at + length), isLast: ((apdu[1] ?? 0) & LAST_BLOCK) !== 0 });
}

/** One frame, or segments up to the last, beginning at `start`: information fields joined, LLC taken off. */
function unwrapSegments(frames: Uint8Array, start: number): Result<{ readonly apdu: Uint8Array; readonly end: number }> {
  const parts: Uint8Array[] = [];
  let at = start;
  for (let isOpen = true; isOpen; ) {
    const format = frames[at + 1];
    if (frames[at] !== FLAG || format === undefined) return refuse('FRAME_TRUNCATED', `HDLC message: a flag and a frame at ${at} expected`);
    const length = ((format & 0x07) << 8) | (frames[at + 2] ?? 0);
    const frame = frames.subarray(at + 1, at + 1 + length);
    if (frame.length < length || length < 7) return refuse('FRAME_TRUNCATED', `HDLC frame: ${length} bytes expected, got ${frame.length}`);
    const information = unwrapFrame(frame);
    if (!information.ok) return information;
    parts.push(information.value);
    isOpen = (format & SEGMENTED) !== 0;
    at += length + 2;
  }
  const message = Uint8Array.from(Buffer.concat(parts));
  const hasLlc = LLC.some((header) => header.every((byte, i) => message[i] === byte));
  return accept({ apdu: hasLlc ? message.subarray(3) : message, end: at });
}

/** The APDU of one message: frames with their flags, segments in order, LLC taken off, blocks of general block transfer joined. */
export function unwrapHdlc(frames: Uint8Array): Result<Unwrapped> {
  const blocks: Uint8Array[] = [];
  let at = 0;
  for (let number = 1; ; number += 1) {
    const segments = unwrapSegments(frames, at);
    if (!segments.ok) return segments;
    const { apdu, end } = segments.value;
    if (number === 1 && apdu[0] !== GENERAL_BLOCK_TRANSFER) return accept({ apdu, isJoined: end > nextFrame(frames, 0) });
    const block = unwrapBlock(apdu, number);
    if (!block.ok) return block;
    blocks.push(block.value.data);
    if (block.value.isLast) return accept({ apdu: Uint8Array.from(Buffer.concat(blocks)), isJoined: true });
    at = end;
  }
}

function nextFrame(frames: Uint8Array, at: number): number {
  return at + 2 + ((((frames[at + 1] ?? 0) & 0x07) << 8) | (frames[at + 2] ?? 0));
}

const LONG_START = 0x68;
const STOP = 0x16;
/** C, A, CI, source and destination access point. */
const TRANSPORT_HEADER = 5;
const FINAL = 0x10;

/** Shorter than a transport header can be: Sagemcom's T210-D writes the low byte of 256 and more. */
const OVERFLOW = 0x100;

/** The APDU of one message over M-Bus: long frames in order, the numbers in CI without a gap, the last marked. */
export function unwrapMbus(frames: Uint8Array): Result<Unwrapped> {
  const parts: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const written = frames[at + 1] ?? 0;
    if (at >= frames.length) return refuse('FRAME_TRUNCATED', 'M-Bus message: a last segment expected');
    if (frames[at] !== LONG_START || frames[at + 3] !== LONG_START || frames[at + 2] !== written)
      return refuse('FRAME_MALFORMED', `M-Bus frame: 68 L L 68 expected at ${at}`);
    const length = written < TRANSPORT_HEADER ? written + OVERFLOW : written;
    const body = frames.subarray(at + 4, at + 4 + length);
    const end = at + 4 + length;
    if (frames[end + 1] !== STOP) return refuse('FRAME_TRUNCATED', `M-Bus frame: ${length} bytes, checksum and 16 expected`);
    const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
    if (sum !== frames[end]) return refuse('CRC_MISMATCH', `M-Bus frame: checksum ${sum} expected, got ${frames[end]}`);
    const ci = body[2] ?? 0;
    if (ci > 0x1f)
      return refuse('FORMAT_UNSUPPORTED', `M-Bus frame: a DLMS transport segment (CI 00 to 1F) expected, got ${ci.toString(16)}`);
    const segment = parts.length & 0x0f;
    if ((ci & 0x0f) !== segment) return refuse('FRAME_MALFORMED', `M-Bus message: segment ${segment} expected, got ${ci & 0x0f}`);
    parts.push(body.subarray(TRANSPORT_HEADER));
    at = end + 2;
    if ((ci & FINAL) !== 0) break;
  }
  return accept({ apdu: Uint8Array.from(Buffer.concat(parts)), isJoined: parts.length > 1 });
}
