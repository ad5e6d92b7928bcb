import { decodeTransaction } from '@joulegate/protos';
import { type HistoryEntry, readHistory } from '../history.ts';
import { openView } from './journal-view.ts';
import { formatBody } from './watch-format.ts';

function line({ id, kind, device, state, code, message, updatedAt, blockNumber }: HistoryEntry): string {
  const reason = code === '' ? '' : `  ${code}: ${message}`;
  const block = blockNumber === '' ? '' : `  block ${blockNumber}`;
  return `${new Date(updatedAt).toISOString()}  ${state.padEnd(8)}  ${kind.padEnd(17)}  ${device.padEnd(12)}  ${id}${block}${reason}`;
}

/** Every remembered transaction, oldest first; works beside a running gateway. */
export function listTransactions(stateDir: string, asJson: boolean): string[] {
  const journal = openView(stateDir);
  try {
    const entries = [...readHistory(journal).values()].sort((a, b) => a.createdAt - b.createdAt);
    return entries.map((entry) => (asJson ? JSON.stringify(entry) : line(entry)));
  } finally {
    journal.close();
  }
}

/** One transaction by its id or the beginning of it, with its body while the journal has it; undefined where there is none. */
export function showTransaction(stateDir: string, prefix: string, asJson: boolean): string[] | undefined {
  const journal = openView(stateDir);
  try {
    const wanted = prefix.replace(/^0x/, '').toLowerCase();
    const entry = [...readHistory(journal).values()].find(({ id }) => id.startsWith(wanted));
    if (entry === undefined) return undefined;
    let body = '';
    for (const { key, bytes } of journal.entries('transaction', entry.id)) {
      const decoded = decodeTransaction(bytes);
      if (decoded.ok && key === entry.id) body = formatBody(decoded.value.body);
    }
    return asJson ? [JSON.stringify({ ...entry, body })] : [line(entry), body === '' ? 'no longer in the journal' : body];
  } finally {
    journal.close();
  }
}
