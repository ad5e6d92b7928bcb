import type { JournalEntry } from '../../domain/index.ts';
import type { JournalView } from '../../journal/index.ts';
import { writeExport } from './journal-file.ts';
import { openView } from './journal-view.ts';

function* all(view: JournalView): Iterable<JournalEntry> {
  yield* view.entries('reading');
  yield* view.entries('transaction');
}

/**
 * Writes a journal line by line, as it stands at this moment; the gateway may run meanwhile.
 * @returns entries and values written.
 */
export function exportJournal(stateDir: string, write: (line: string) => void): { readonly entries: number; readonly values: number } {
  const view = openView(stateDir);
  try {
    const values = [...view.names()].sort().map((name): [string, Uint8Array] => [name, view.get(name) ?? new Uint8Array()]);
    const { entries } = view.stat();
    writeExport(values, all(view), entries, write);
    return { entries, values: values.length };
  } finally {
    view.close();
  }
}
