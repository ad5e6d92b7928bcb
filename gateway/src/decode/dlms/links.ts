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

/** The APDU of one message: frames with their flags, segments in order, LLC taken off. */
export function unwrapHdlc(frames: Uint8Array): Result<Uint8Array> {
  const parts: Uint8Array[] = [];
  let at = 0;
  let isOpen = true;
  while (isOpen) {
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
  return accept(hasLlc ? message.subarray(3) : message);
}

const LONG_START = 0x68;
const STOP = 0x16;
/** C, A, CI, source and destination access point. */
const TRANSPORT_HEADER = 5;
const FINAL = 0x10;

/** The APDU of one message over M-Bus: long frames in order, the numbers in CI without a gap, the last marked. */
export function unwrapMbus(frames: Uint8Array): Result<Uint8Array> {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let segment = 0; at < frames.length; segment += 1) {
    const length = frames[at + 1] ?? 0;
    const body = frames.subarray(at + 4, at + 4 + length);
    const end = at + 4 + length;
    if (frames[at] !== LONG_START || frames[at + 3] !== LONG_START || frames[at + 2] !== length)
      return refuse('FRAME_MALFORMED', `M-Bus frame: 68 L L 68 expected at ${at}`);
    if (frames[end + 1] !== STOP || length < TRANSPORT_HEADER)
      return refuse('FRAME_TRUNCATED', `M-Bus frame: ${length} bytes, checksum and 16 expected`);
    const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
    if (sum !== frames[end]) return refuse('CRC_MISMATCH', `M-Bus frame: checksum ${sum} expected, got ${frames[end]}`);
    const ci = body[2] ?? 0;
    if (ci > 0x1f)
      return refuse('FORMAT_UNSUPPORTED', `M-Bus frame: a DLMS transport segment (CI 00 to 1F) expected, got ${ci.toString(16)}`);
    if ((ci & 0x0f) !== (segment & 0x0f)) return refuse('FRAME_MALFORMED', `M-Bus message: segment ${segment} expected, got ${ci & 0x0f}`);
    parts.push(body.subarray(TRANSPORT_HEADER));
    at = end + 2;
    if ((ci & FINAL) !== 0) break;
    if (at >= frames.length) return refuse('FRAME_TRUNCATED', 'M-Bus message: a last segment expected');
  }
  return accept(Uint8Array.from(Buffer.concat(parts)));
}
