import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/** What a journal of format 1 comes down to; the bytes of its entries are read again when they are written. */
interface State {
  nextSeq: number;
  readonly live: Set<number>;
  readonly sets: Map<string, StoredOperation>;
  /** Stretches that failed their check. */
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
      state.live.add(operation.seq);
      state.nextSeq = Math.max(state.nextSeq, operation.seq + 1);
      break;
    case 'remove':
      state.live.delete(operation.seq);
      break;
    case 'set':
      state.sets.set(operation.name, { ...operation, value: operation.value.slice() });
      break;
    case 'header':
      state.nextSeq = Math.max(state.nextSeq, operation.nextSeq);
      break;
    case 'void':
      break;
  }
}

/** Every operation of one file, and what is between them that failed its check. */
function* readFile(path: string, isLast: boolean, onDamage: (offset: number, length: number) => void): Iterable<StoredOperation> {
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
    const isTorn = offset === bytes.length && isLast;
    if (badFrom !== undefined && !isTorn) onDamage(badFrom, offset - badFrom);
    badFrom = undefined;
    if (commit === undefined) return;
    yield* commit.operations;
    offset = commit.end;
  }
}

const pathOf = (directory: string, number: number) => join(directory, `${String(number).padStart(10, '0')}.log`);

function readFormat1(directory: string, numbers: readonly number[]): State {
  const state: State = { nextSeq: 1, live: new Set(), sets: new Map(), damaged: [] };
  for (const number of numbers) {
    const path = pathOf(directory, number);
    const onDamage = (offset: number, length: number) => state.damaged.push({ path, offset, length });
    for (const operation of readFile(path, number === numbers.at(-1), onDamage)) apply(state, operation);
  }
  return state;
}

/** The live entries, each once: one that was moved forward stands in two files. */
function* liveEntries(directory: string, numbers: readonly number[], live: Set<number>): Iterable<StoredOperation> {
  for (const number of numbers)
    for (const operation of readFile(pathOf(directory, number), true, () => undefined))
      if (operation.type === 'put' && live.delete(operation.seq)) yield operation;
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
  return !existsSync(join(directory, 'format')) && listNumbered(directory, NAME_1).length > 0;
}

/**
 * Brings a journal of format 1 to the present one. One rename decides, that of the file `format`: before it the former
 * files are the journal and the new ones are nothing, after it the new ones are. So a crash anywhere loses nothing.
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
  // Of an upgrade that never came to its end.
  for (const number of listSegments(directory)) rmSync(segmentPath(directory, number));
  const { live, sets, damaged, nextSeq } = readFormat1(directory, former);
  const entries = live.size;
  const corrupt = damaged.map(({ path, offset, length }) => {
    const quarantine = `${path}.${offset}.corrupt`;
    writeDurably(quarantine, [readFileSync(path).subarray(offset, offset + length)]);
    return { segment: path, quarantine, offset, length, salvaged: 0 };
  });
  const marker = createMarker();
  const next = nextSeq + (corrupt.length > 0 ? 1_000_000 : 0);
  const first = (former.at(-1) ?? 0) + 1;
  try {
    writeSnapshot(directory, { marker, firstSegment: first, nextSeq: next }, [sets.values(), liveEntries(directory, former, live)]);
    syncDirectory(directory);
    writeFormatNote(directory, { marker, closed: undefined });
  } catch (cause) {
    for (const number of listSegments(directory)) rmSync(segmentPath(directory, number), { force: true });
    throw cause;
  }
  return { from: 1, entries, corrupt };
}
