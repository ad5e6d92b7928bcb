import type { JournalEntry, JournalKind, JournalStat } from '../domain/index.ts';
import type { EntryIndex, Slot } from './entry-index.ts';
import { recover } from './recover.ts';
import { RecordReader } from './segment.ts';

/** What may be read of a journal that another process owns: a snapshot of the moment it was opened. */
export interface JournalView {
  entries(kind: JournalKind, key?: string): Iterable<JournalEntry>;
  get(name: string): Uint8Array | undefined;
  names(): Iterable<string>;
  stat(): JournalStat;
  close(): void;
}

/** An entry whose bytes come from disk when they are asked for, and are the asker's to keep. */
export function entryOf(slot: Slot, reader: RecordReader): JournalEntry {
  return {
    seq: slot.seq,
    kind: slot.kind,
    key: slot.key,
    at: slot.at,
    get bytes(): Uint8Array {
      const operations = reader.read(slot.segment, slot.offset, slot.recordLength);
      const found = operations.find((operation) => operation.type === 'put' && operation.seq === slot.seq);
      return found?.type === 'put' ? Uint8Array.from(found.bytes) : new Uint8Array();
    },
  };
}

export function* entriesOf(index: EntryIndex, reader: RecordReader, kind: JournalKind, key?: string): Iterable<JournalEntry> {
  for (const slot of index.slots(kind, key)) yield entryOf(slot, reader);
}

/** The gateway may delete a segment between our listing and our reading; then the listing is simply old. */
function recoverBeside(directory: string, attempts = 5): ReturnType<typeof recover> {
  try {
    return recover(directory, false);
  } catch (cause) {
    if (attempts === 0 || (cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return recoverBeside(directory, attempts - 1);
  }
}

/** Opens a journal for reading beside the gateway that writes it: takes no lock and repairs nothing. */
export function readJournal(directory: string): JournalView {
  const { index } = recoverBeside(directory);
  const reader = new RecordReader(directory);
  return {
    entries: (kind, key) => entriesOf(index, reader, kind, key),
    get: (name) => index.get(name),
    names: () => index.names(),
    stat: () => index.stat(),
    close: () => reader.close(),
  };
}
