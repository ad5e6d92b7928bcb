import { crc32 } from './crc32.ts';
import { encodeFrame, frameAt, type PlacedOperation, type StoredOperation } from './operation.ts';
import { FORMAT_VERSION } from './preamble.ts';

/**
 * One commit on disk, little-endian: the journal's marker (4) | u32 length of the body | u32 CRC-32 of the body | u32
 * CRC-32 of the number of the segment, the offset in it and the 12 bytes before | body: frames, one per operation.
 * The prefix vouches for its own length, so that an unfinished write is told from damage; bound to its place, a record
 * that turns up anywhere else (old sectors, a copy inside of a meter's text) is none.
 */
export const RECORD_PREFIX_LENGTH = 16;

/** A commit on its way to the disk: its place, and so its prefix, is not known yet. */
export interface RecordBody {
  readonly bytes: Buffer;
  /** Offsets in the body. */
  readonly operations: readonly PlacedOperation[];
}

export interface FoundRecord {
  /** Prefix and body. */
  readonly length: number;
  /** Offsets in the file. */
  readonly operations: readonly PlacedOperation[];
}

export function headerOperation(nextSeq: number, previousLength: number): StoredOperation {
  return { type: 'header', version: FORMAT_VERSION, nextSeq, previousLength };
}

export function encodeBody(operations: readonly StoredOperation[], marker: Uint8Array): RecordBody {
  const placed: PlacedOperation[] = [];
  const frames: Buffer[] = [];
  let offset = 0;
  for (const operation of operations) {
    const frame = encodeFrame(operation, marker);
    placed.push({ operation, offset, length: frame.length });
    frames.push(frame);
    offset += frame.length;
  }
  return { bytes: Buffer.concat(frames), operations: placed };
}

function checkOf(prefix: Uint8Array, segment: number, offset: number): number {
  const place = Buffer.allocUnsafe(8);
  place.writeUInt32LE(segment, 0);
  place.writeUInt32LE(offset, 4);
  return crc32(prefix.subarray(0, 12), crc32(place));
}

export function encodePrefix(body: Uint8Array, marker: Uint8Array, segment: number, offset: number): Buffer {
  const prefix = Buffer.allocUnsafe(RECORD_PREFIX_LENGTH);
  prefix.set(marker, 0);
  prefix.writeUInt32LE(body.length, 4);
  prefix.writeUInt32LE(crc32(body), 8);
  prefix.writeUInt32LE(checkOf(prefix, segment, offset), 12);
  return prefix;
}

/** @returns the length of the whole record that an undamaged prefix at this offset announces, or undefined. */
export function announcedLength(bytes: Buffer, offset: number, marker: Uint8Array, segment: number): number | undefined {
  if (offset + RECORD_PREFIX_LENGTH > bytes.length) return undefined;
  const prefix = bytes.subarray(offset, offset + RECORD_PREFIX_LENGTH);
  if (Buffer.compare(prefix.subarray(0, 4), marker) !== 0) return undefined;
  if (prefix.readUInt32LE(12) !== checkOf(prefix, segment, offset)) return undefined;
  return RECORD_PREFIX_LENGTH + prefix.readUInt32LE(4);
}

/** @returns the record at this offset, or undefined where there is none whole and undamaged. */
export function recordAt(bytes: Buffer, offset: number, marker: Uint8Array, segment: number): FoundRecord | undefined {
  const length = announcedLength(bytes, offset, marker, segment);
  if (length === undefined || offset + length > bytes.length) return undefined;
  const start = offset + RECORD_PREFIX_LENGTH;
  const end = offset + length;
  if (crc32(bytes.subarray(start, end)) !== bytes.readUInt32LE(offset + 8)) return undefined;
  const operations: PlacedOperation[] = [];
  for (let at = start; at < end; ) {
    const placed = frameAt(bytes, at, end, marker);
    if (placed === undefined) return undefined;
    operations.push(placed);
    at += placed.length;
  }
  return { length, operations };
}
