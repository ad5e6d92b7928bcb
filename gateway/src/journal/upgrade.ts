import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from './crc32.ts';
import { writeFormatNote } from './format-note.ts';
import { decodeCbor, readOperation, type StoredOperation } from './operation.ts';
import { createMarker } from './preamble.ts';
import { writeDurably } from './repair.ts';
import { listNumbered, listSegments, segmentPath, syncDirectory } from './segment.ts';
import { writeSnapshot } from './snapshot.ts';

/** Format 1: `<number>.log`, each commit u32 length | u32 CRC-32 of the body | CBOR array of operations. */
const NAME_1 = /^(\d{10})\.log$/;

interface State {
  nextSeq: number;
  readonly puts: Map<number, StoredOperation>;
  readonly sets: Map<string, StoredOperation>;
  /** Files with bytes that failed their check. */
  readonly damaged: { readonly path: string; readonly offset: number; readonly length: number }[];
}

function commitAt(bytes: Buffer, offset: number): { end: number; operations: StoredOperation[] } | undefined {
  if (offset + 8 > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  const end = offset + 8 + length;
  if (length === 0 || end > bytes.length) return undefined;
  const body = bytes.subarray(offset + 8, end);
  if (crc32(body) !== bytes.readUInt32LE(offset + 4)) return undefined;
  const decoded = decodeCbor(body);
  if (!Array.isArray(decoded)) return undefined;
  const operations = (decoded as unknown[]).map(readOperation);
  return operations.includes(undefined) ? undefined : { end, operations: operations as StoredOperation[] };
}

function apply(state: State, operation: StoredOperation): void {
  switch (operation.type) {
    case 'put':
      state.puts.set(operation.seq, operation);
      state.nextSeq = Math.max(state.nextSeq, operation.seq + 1);
      break;
    case 'remove':
      state.puts.delete(operation.seq);
      break;
    case 'set':
      state.sets.set(operation.name, operation);
      break;
    case 'header':
      state.nextSeq = Math.max(state.nextSeq, operation.nextSeq);
      break;
    case 'void':
      break;
  }
}

function readFormat1(directory: string, numbers: readonly number[]): State {
  const state: State = { nextSeq: 1, puts: new Map(), sets: new Map(), damaged: [] };
  for (const number of numbers) {
    const path = join(directory, `${String(number).padStart(10, '0')}.log`);
    const bytes = readFileSync(path);
    let badFrom: number | undefined;
    for (let offset = 0; offset <= bytes.length; ) {
      const commit = commitAt(bytes, offset);
      if (commit === undefined && offset < bytes.length) {
        badFrom ??= offset;
        offset += 1;
        continue;
      }
      // A tail of the newest file with nothing behind it is a commit that was never finished.
      const isTorn = offset === bytes.length && number === numbers.at(-1);
      if (badFrom !== undefined && !isTorn) state.damaged.push({ path, offset: badFrom, length: offset - badFrom });
      badFrom = undefined;
      if (commit === undefined) break;
      for (const operation of commit.operations) apply(state, operation);
      offset = commit.end;
    }
  }
  return state;
}

export interface Upgraded {
  /** The format it was in. */
  readonly from: number;
  readonly entries: number;
  readonly corrupt: readonly {
    readonly segment: string;
    readonly quarantine: string;
    readonly offset: number;
    readonly length: number;
    readonly salvaged: number;
  }[];
}

/** Whether a directory holds a journal of a former format that nobody has upgraded yet. */
export function isFormerFormat(directory: string): boolean {
  return listSegments(directory).length === 0 && !existsSync(join(directory, 'format')) && listNumbered(directory, NAME_1).length > 0;
}

/**
 * Brings a journal of format 1 to the present one. One rename decides: before it the former files are the journal,
 * after it the new segment is, and the former ones are only removed. So a crash anywhere loses nothing.
 * @returns undefined where there was nothing to do.
 * @throws the operating system's error (a disk without room for both); the former journal stays as it was.
 */
export function upgradeJournal(directory: string): Upgraded | undefined {
  const former = listNumbered(directory, NAME_1);
  if (former.length === 0) return undefined;
  const upgraded = isFormerFormat(directory) ? write(directory, former) : undefined;
  for (const name of readdirSync(directory)) if (NAME_1.test(name)) rmSync(join(directory, name));
  syncDirectory(directory);
  return upgraded;
}

function write(directory: string, former: readonly number[]): Upgraded {
  const { puts, sets, damaged, nextSeq } = readFormat1(directory, former);
  const corrupt = damaged.map(({ path, offset, length }) => {
    const quarantine = `${path}.${offset}.corrupt`;
    writeDurably(quarantine, [readFileSync(path).subarray(offset, offset + length)]);
    return { segment: path, quarantine, offset, length, salvaged: 0 };
  });
  const segment = (former.at(-1) ?? 0) + 1;
  const path = segmentPath(directory, segment);
  const marker = createMarker();
  const ordered = [...puts.entries()].sort(([a], [b]) => a - b).map(([, operation]) => operation);
  writeSnapshot(`${path}.tmp`, { marker, segment, nextSeq: nextSeq + (corrupt.length > 0 ? 1_000_000 : 0) }, [
    ...sets.values(),
    ...ordered,
  ]);
  renameSync(`${path}.tmp`, path);
  syncDirectory(directory);
  writeFormatNote(directory, { marker, closed: undefined });
  return { from: 1, entries: puts.size, corrupt };
}
