import { createHash } from 'node:crypto';
import { EXPORT_VERSION, hashLine } from './journal-file.ts';
import { openView } from './journal-view.ts';

/**
 * Writes a journal line by line, as it stands at this moment; the gateway may run meanwhile.
 * @returns entries and values written.
 */
export function exportJournal(stateDir: string, write: (line: string) => void): { readonly entries: number; readonly values: number } {
  const view = openView(stateDir);
  try {
    const hash = createHash('sha256');
    const put = (line: object) => {
      const text = JSON.stringify(line);
      hashLine(hash, text);
      write(text);
    };
    const names = [...view.names()].sort();
    const { entries } = view.stat();
    put({ joulegate: 'journal', version: EXPORT_VERSION, exportedAt: new Date().toISOString(), entries, values: names.length });
    for (const name of names) put({ value: name, bytes: Buffer.from(view.get(name) ?? []).toString('base64') });
    for (const kind of ['reading', 'transaction'] as const)
      for (const { seq, key, at, bytes } of view.entries(kind))
        put({ entry: seq, kind, key, at, bytes: Buffer.from(bytes).toString('base64') });
    write(JSON.stringify({ end: true, entries, values: names.length, sha256: hash.digest('hex') }));
    return { entries, values: names.length };
  } finally {
    view.close();
  }
}
