import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync } from 'node:fs';
import { JoulegateError } from '../domain/index.ts';
import { EntryIndex } from './entry-index.ts';
import { readFormatNote } from './format-note.ts';
import { frameAt, type PlacedOperation } from './operation.ts';
import { createMarker, PREAMBLE_LENGTH, readPreamble } from './preamble.ts';
import { RECORD_PREFIX_LENGTH } from './record.ts';
import { repairSegment } from './repair.ts';
import { scanSegment } from './scan.ts';
import { listSegments, segmentPath } from './segment.ts';

/** Bytes that failed their check and were moved aside, for the log and the health counters. */
export interface CorruptSegment {
  readonly segment: string;
  /** Empty where nothing was kept: a reader repairs nothing, and a full disk has no room for it. */
  readonly quarantine: string;
  readonly offset: number;
  readonly length: number;
  /** Operations inside of it that were whole all the same, and are kept. */
  readonly salvaged: number;
}

export interface Recovered {
  readonly index: EntryIndex;
  readonly nextSeq: number;
  readonly marker: Buffer;
  /** Length of each segment, ascending by number. */
  readonly lengths: Map<number, number>;
  readonly corrupt: CorruptSegment[];
  /** Bytes of a commit that was never finished, cut from the last segment. */
  readonly tornBytes: number;
  /** Whole records read. */
  readonly records: number;
}

/** Brings operations into the index; the single place that says what each means. @returns the number after the highest seen. */
export function applyOperations(index: EntryIndex, segment: number, operations: readonly PlacedOperation[], base = 0): number {
  let nextSeq = 0;
  for (const { operation, offset, length: frameLength } of operations) {
    switch (operation.type) {
      case 'put': {
        const { seq, kind, key, at, bytes } = operation;
        index.put({ seq, kind, key, at, length: bytes.length, segment, offset: base + offset, frameLength });
        nextSeq = Math.max(nextSeq, seq + 1);
        break;
      }
      case 'remove':
        index.remove(operation.seq);
        break;
      case 'set':
        index.set(operation.name, operation.value.slice(), segment);
        break;
      case 'header':
        nextSeq = Math.max(nextSeq, operation.nextSeq);
        break;
      case 'void':
        break;
    }
  }
  return nextSeq;
}

function cut(path: string, length: number): void {
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, length);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A segment's preamble and what may be its first record. */
function readHead(directory: string, number: number): Buffer {
  const bytes = Buffer.alloc(256);
  const fd = openSync(segmentPath(directory, number), 'r');
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}

/** What the segment after it says of a segment's length. */
function lengthToldBy(directory: string, number: number, marker: Buffer): number | undefined {
  const head = readHead(directory, number);
  const header = frameAt(head, PREAMBLE_LENGTH + RECORD_PREFIX_LENGTH, head.length, marker)?.operation;
  return header?.type === 'header' && header.previousLength > 0 ? header.previousLength : undefined;
}

/** The journal's marker: from its note, else from the first segment whose beginning is sound. */
function findMarker(directory: string, numbers: readonly number[], noted: Buffer | undefined): Buffer {
  let marker = noted;
  let isEmpty = true;
  for (const number of numbers) {
    const head = readHead(directory, number);
    if (head.length > PREAMBLE_LENGTH) isEmpty = false;
    const found = readPreamble(head, directory);
    if (found === undefined) continue;
    marker ??= found;
    if (Buffer.compare(found, marker) !== 0)
      throw new JoulegateError(
        'JOURNAL_CORRUPT',
        `journal ${directory}: ${segmentPath(directory, number)} belongs to another journal; take it out and import it`,
      );
  }
  if (marker === undefined && !isEmpty)
    throw new JoulegateError(
      'JOURNAL_CORRUPT',
      `journal ${directory}: neither its file "format" nor the beginning of any segment can be read`,
    );
  return marker ?? createMarker();
}

function isDiskFull(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '');
}

/**
 * Reads every segment in order. An unfinished tail of the last segment is cut: nobody was told it is durable. Damage
 * anywhere else is copied to `*.corrupt` before it is mended, and reported.
 * @param repair false leaves the directory untouched (a reader beside a running gateway).
 */
export function recover(directory: string, repair: boolean): Recovered {
  const index = new EntryIndex();
  const lengths = new Map<number, number>();
  const corrupt: CorruptSegment[] = [];
  let nextSeq = 1;
  let tornBytes = 0;
  let records = 0;
  const note = readFormatNote(directory);
  const found = listSegments(directory);
  const marker = findMarker(directory, found, note === 'damaged' ? undefined : note?.marker);
  if (note === 'damaged') corrupt.push({ segment: `${directory}/format`, quarantine: '', offset: 0, length: 0, salvaged: 0 });
  const closed = note === 'damaged' ? undefined : note?.closed;
  const last = Math.max(0, found.at(-1) ?? 0, closed?.segment ?? 0);
  const toldBefore = (next: number) => (found.includes(next) ? lengthToldBy(directory, next, marker) : undefined) ?? PREAMBLE_LENGTH;
  // A segment is only ever deleted from the oldest end: one that is missing between others is damage like any other.
  for (let number = found[0] ?? closed?.segment ?? last + 1; number <= last; number += 1) {
    const path = segmentPath(directory, number);
    let bytes: Buffer = found.includes(number) ? readFileSync(path) : Buffer.alloc(0);
    const isLast = number === last;
    const told = isLast ? (closed?.segment === last ? closed.length : undefined) : toldBefore(number + 1);
    const scan = scanSegment(bytes, number, marker, told);
    let quarantines: string[] = [];
    if (repair && scan.damages.length > 0) {
      try {
        ({ bytes, quarantines } = repairSegment(path, bytes, scan.damages, marker, number));
      } catch (cause) {
        if (!isDiskFull(cause)) throw cause;
      }
    }
    for (const [i, { offset, length, salvaged }] of scan.damages.entries())
      corrupt.push({ segment: path, quarantine: quarantines[i] ?? '', offset, length, salvaged: salvaged.length });
    const { operations } = quarantines.length > 0 ? scanSegment(bytes, number, marker, bytes.length) : scan;
    nextSeq = Math.max(nextSeq, applyOperations(index, number, operations));
    records += scan.records;
    tornBytes += scan.tornBytes;
    if (scan.tornBytes > 0 && repair) cut(path, scan.end);
    lengths.set(number, Math.min(scan.end, bytes.length));
  }
  // Numbers that stood in the damaged part are unknown: step far over them instead of giving one out twice.
  if (corrupt.length > 0) nextSeq += 1_000_000;
  index.sort();
  return { index, nextSeq, marker, lengths, corrupt, tornBytes, records };
}
