import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { EntryIndex } from './entry-index.ts';
import { type FoundRecord, hasRecordAfter, recordAt } from './record.ts';
import { listSegments, segmentPath, syncDirectory } from './segment.ts';

/** Bytes that failed their check and were moved aside, for the log and the health counters. */
export interface CorruptSegment {
  readonly segment: string;
  readonly quarantine: string;
  readonly offset: number;
  readonly length: number;
}

export interface Recovered {
  readonly index: EntryIndex;
  readonly nextSeq: number;
  /** Good length of each segment, ascending by number. */
  readonly lengths: Map<number, number>;
  readonly corrupt: CorruptSegment[];
  /** Bytes of a commit that was never finished, cut from the last segment. */
  readonly tornBytes: number;
}

/** Brings one record into the index; the single place that says what each operation means. */
export function applyRecord(index: EntryIndex, segment: number, record: FoundRecord): number {
  let nextSeq = 0;
  for (const operation of record.operations) {
    switch (operation.type) {
      case 'put': {
        const { seq, kind, key, at, bytes } = operation;
        index.put({ seq, kind, key, at, length: bytes.length, segment, offset: record.offset, recordLength: record.length });
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

function moveAside(path: string, bytes: Buffer, offset: number): CorruptSegment {
  const quarantine = `${path}.${offset}.corrupt`;
  const rest = bytes.subarray(offset);
  const fd = openSync(quarantine, 'w', 0o600);
  try {
    writeSync(fd, rest);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return { segment: path, quarantine, offset, length: rest.length };
}

/**
 * Reads every segment in order. An unfinished tail of the last segment is cut: nobody was told it is durable. Damage
 * anywhere else is copied to `*.corrupt` before it is cut, and reported.
 * @param repair false leaves the directory untouched (a reader beside a running gateway).
 */
export function recover(directory: string, repair: boolean): Recovered {
  const index = new EntryIndex();
  const lengths = new Map<number, number>();
  const corrupt: CorruptSegment[] = [];
  let nextSeq = 1;
  let tornBytes = 0;
  const numbers = listSegments(directory);
  for (const number of numbers) {
    const path = segmentPath(directory, number);
    const bytes = readFileSync(path);
    let offset = 0;
    for (let record = recordAt(bytes, 0); record !== undefined; record = recordAt(bytes, offset)) {
      nextSeq = Math.max(nextSeq, applyRecord(index, number, record));
      offset += record.length;
    }
    lengths.set(number, offset);
    if (offset === bytes.length) continue;
    const isLast = number === numbers.at(-1);
    if (isLast && !hasRecordAfter(bytes, offset)) {
      tornBytes = bytes.length - offset;
      if (repair) cut(path, offset);
      continue;
    }
    if (!repair) continue;
    corrupt.push(moveAside(path, bytes, offset));
    syncDirectory(directory);
    cut(path, offset);
  }
  // Numbers that stood in the damaged part are unknown: step far over them instead of giving one out twice.
  if (corrupt.length > 0) nextSeq += 1_000_000;
  index.sort();
  return { index, nextSeq, lengths, corrupt, tornBytes };
}
