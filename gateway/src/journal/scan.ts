import { frameAt, type PlacedOperation } from './operation.ts';
import { encodePreamble, PREAMBLE_LENGTH } from './preamble.ts';
import { announcedLength, RECORD_PREFIX_LENGTH, recordAt } from './record.ts';

/** Bytes of a segment that failed their check, or are missing at its end. */
export interface Damage {
  readonly offset: number;
  readonly length: number;
  /** Operations inside of it whose own checksum holds. */
  readonly salvaged: readonly PlacedOperation[];
}

export interface Scan {
  /** Of whole records and of what was salvaged, in the order of the file. */
  readonly operations: readonly PlacedOperation[];
  readonly damages: readonly Damage[];
  /** Where the last whole commit ends, and how much of one that was never finished follows. */
  readonly end: number;
  readonly tornBytes: number;
  readonly records: number;
}

/** The next whole record behind damage. */
function nextRecord(bytes: Buffer, from: number, marker: Uint8Array, segment: number): number {
  for (let at = bytes.indexOf(marker, from); at !== -1; at = bytes.indexOf(marker, at + 1))
    if (recordAt(bytes, at, marker, segment) !== undefined) return at;
  return bytes.length;
}

/**
 * A write that the power cut is not damage, and nobody was told that it is durable: only its beginning is there, or the
 * file system has given the length and not yet the content.
 */
function isTorn(bytes: Buffer, offset: number, marker: Uint8Array, segment: number): boolean {
  if (bytes.length - offset < RECORD_PREFIX_LENGTH) return true;
  const announced = announcedLength(bytes, offset, marker, segment);
  if (announced !== undefined) return offset + announced > bytes.length;
  return bytes.subarray(offset).every((byte) => byte === 0);
}

function salvage(bytes: Buffer, from: number, to: number, marker: Uint8Array): PlacedOperation[] {
  const found: PlacedOperation[] = [];
  for (let at = from; at < to; ) {
    const placed = frameAt(bytes, at, to, marker);
    if (placed === undefined) at += 1;
    else {
      found.push(placed);
      at += placed.length;
    }
  }
  return found;
}

/**
 * Reads one segment. Damage costs what it touched: the scan goes on at the next whole record, and operations of a
 * damaged record count where their own checksum holds.
 * @param expectedLength what the next segment, or a clean stop, says of this one's length; undefined where only this one
 * was being written, and may end in an unfinished commit.
 */
export function scanSegment(bytes: Buffer, segment: number, marker: Uint8Array, expectedLength: number | undefined): Scan {
  const operations: PlacedOperation[] = [];
  const damages: Damage[] = [];
  let records = 0;
  const damaged = (from: number, to: number) => {
    const salvaged = salvage(bytes, from, Math.min(to, bytes.length), marker);
    operations.push(...salvaged);
    damages.push({ offset: from, length: to - from, salvaged });
  };
  const done = (end: number) => ({ operations, damages, end, tornBytes: bytes.length - Math.min(end, bytes.length), records });
  if (expectedLength === undefined && bytes.length < PREAMBLE_LENGTH) return done(0);
  if (Buffer.compare(bytes.subarray(0, PREAMBLE_LENGTH), encodePreamble(marker)) !== 0) damaged(0, PREAMBLE_LENGTH);
  let offset = PREAMBLE_LENGTH;
  while (offset < bytes.length) {
    const record = recordAt(bytes, offset, marker, segment);
    if (record !== undefined) {
      records += 1;
      operations.push(...record.operations);
      offset += record.length;
      continue;
    }
    if (expectedLength === undefined && isTorn(bytes, offset, marker, segment)) return done(offset);
    const next = nextRecord(bytes, offset + 1, marker, segment);
    // What is missing at the end is part of the record that it was cut out of.
    const to = next === bytes.length ? Math.max(next, expectedLength ?? 0) : next;
    damaged(offset, to);
    offset = to;
  }
  if (offset < (expectedLength ?? 0)) {
    damaged(offset, expectedLength as number);
    offset = expectedLength as number;
  }
  return done(offset);
}
