import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JoulegateError, type JournalEntry, type JournalKind, type JournalStat } from '../domain/index.ts';
import type { EntryIndex, Slot } from './entry-index.ts';
import { lockHolder } from './lock.ts';
import { FORMAT_VERSION } from './preamble.ts';
import { type CorruptSegment, recover } from './recover.ts';
import { FrameReader } from './segment.ts';
import { isFormerFormat } from './upgrade.ts';

/** What may be read of a journal that another process owns: a snapshot of the moment it was opened. */
export interface JournalView {
  entries(kind: JournalKind, key?: string): Iterable<JournalEntry>;
  get(name: string): Uint8Array | undefined;
  names(): Iterable<string>;
  stat(): JournalStat;
  /** Damage as it stands on the disk; nothing was repaired. */
  readonly corrupt: readonly CorruptSegment[];
  readonly tornBytes: number;
  readonly files: JournalFiles;
  close(): void;
}

/** What the directory holds. */
export interface JournalFiles {
  readonly format: number;
  readonly segments: number;
  readonly segmentBytes: number;
  readonly records: number;
  /** Files of damaged bytes that were moved aside. */
  readonly quarantine: readonly { readonly file: string; readonly bytes: number }[];
  /** The process that writes it now. */
  readonly heldBy: number | undefined;
}

/** An entry whose bytes come from disk when they are asked for, and are the asker's to keep. */
export function entryOf(slot: Slot, reader: FrameReader): JournalEntry {
  return {
    seq: slot.seq,
    kind: slot.kind,
    key: slot.key,
    at: slot.at,
    get bytes(): Uint8Array {
      const found = reader.read(slot.segment, slot.offset, slot.frameLength);
      return found.type === 'put' ? Uint8Array.from(found.bytes) : new Uint8Array();
    },
  };
}

export function* entriesOf(index: EntryIndex, reader: FrameReader, kind: JournalKind, key?: string): Iterable<JournalEntry> {
  for (const slot of index.slots(kind, key)) yield entryOf(slot, reader);
}

/** The gateway may delete a segment between our listing and our reading; then the listing is simply old. */
function recoverBeside(directory: string, attempts = 5): ReturnType<typeof recover> {
  try {
    const recovered = recover(directory, false);
    // It may be in the middle of a write or a start; damage is still there when looked at again.
    return recovered.corrupt.length > 0 && attempts > 0 ? recoverBeside(directory, 0) : recovered;
  } catch (cause) {
    if (attempts === 0 || (cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return recoverBeside(directory, attempts - 1);
  }
}

/**
 * Opens a journal for reading beside the gateway that writes it: takes no lock and repairs nothing.
 * @throws JoulegateError JOURNAL_CORRUPT for one of a newer format, or of a former one that was not upgraded yet.
 */
export function readJournal(directory: string): JournalView {
  if (isFormerFormat(directory))
    throw new JoulegateError(
      'JOURNAL_CORRUPT',
      `journal ${directory}: of format 1; the gateway brings it to format ${FORMAT_VERSION} at its next start`,
    );
  const { index, marker, corrupt, tornBytes, lengths, records } = recoverBeside(directory);
  const reader = new FrameReader(directory, marker);
  const quarantine = readdirSync(directory)
    .filter((file) => file.endsWith('.corrupt'))
    .map((file) => ({ file, bytes: statSync(join(directory, file)).size }));
  const files: JournalFiles = {
    format: FORMAT_VERSION,
    segments: lengths.size,
    segmentBytes: [...lengths.values()].reduce((sum, length) => sum + length, 0),
    records,
    quarantine,
    heldBy: lockHolder(directory),
  };
  return {
    entries: (kind, key) => entriesOf(index, reader, kind, key),
    get: (name) => index.get(name),
    names: () => index.names(),
    stat: () => index.stat(),
    corrupt,
    tornBytes,
    files,
    close: () => reader.close(),
  };
}
