import { createHash } from 'node:crypto';
import { decodeTransaction } from '@joulegate/protos';
import { JoulegateError, type JournalEntry, type JournalOperation } from '../../domain/index.ts';
import { type FileJournal, openJournal } from '../../journal/index.ts';
import { createHistory, isOver, readHistory } from '../history.ts';
import { journalPath } from '../run.ts';
import { type BatchMark, getMeterState, getValue, VALUE } from '../values.ts';
import { type ExportedEntry, type ExportedJournal, readExport } from './journal-file.ts';
import { createStoredReader } from './stored-readings.ts';

export interface Imported {
  readonly added: number;
  /** Already there. */
  readonly present: number;
  /** Already proven on chain, or a transaction that has ended. */
  readonly done: number;
  readonly values: number;
}

type Identity = Pick<JournalEntry, 'kind' | 'key' | 'bytes'>;
const identityOf = ({ kind, key, bytes }: Identity) => createHash('sha256').update(`${kind} ${key} `).update(bytes).digest('base64');

/** A journal's own state wins over an imported one, except where the imported one has come further. */
function valuesToTake(journal: FileJournal, { values }: ExportedJournal): JournalOperation[] {
  const known = new Set(journal.names());
  const source = { get: (name: string) => values.get(name) };
  // Slots of two histories are not the same slots.
  const hasHistory = readHistory(journal).size > 0;
  const isFurther = (name: string): boolean => {
    if (name === VALUE.nonce) return (getValue<number>(source, name) ?? 0) > (getValue<number>(journal, name) ?? 0);
    if (name.startsWith(VALUE.meterState(''))) {
      const meter = name.slice(VALUE.meterState('').length);
      return (getMeterState(source, meter)?.counter ?? -1n) > (getMeterState(journal, meter)?.counter ?? -1n);
    }
    return false;
  };
  return [...values]
    .filter(([name]) => (known.has(name) ? isFurther(name) : name !== VALUE.published && !(hasHistory && name.startsWith('history:'))))
    .map(([name, value]): JournalOperation => ({ type: 'set', name, value }));
}

/** A meter's readings stand in counter order: those that belong behind an imported one are put anew, behind it. */
function mergeReadings(
  journal: FileJournal,
  meter: string,
  added: readonly ExportedEntry[],
  counterOf: (entry: Identity) => bigint,
): JournalOperation[] {
  const first = added.map(counterOf).reduce((a, b) => (a < b ? a : b));
  const behind = [...journal.entries('reading', meter)].filter((entry) => counterOf(entry) > first);
  const merged = [...added, ...behind.map(({ kind, key, at, bytes }) => ({ kind, key, at, bytes }))];
  merged.sort((a, b) => (counterOf(a) < counterOf(b) ? -1 : 1));
  return [
    ...behind.map(({ seq }): JournalOperation => ({ type: 'remove', seq })),
    ...merged.map((entry): JournalOperation => ({ type: 'put', ...entry })),
  ];
}

/**
 * Takes an exported journal into a gateway's own, which may be empty. Done twice it changes nothing: what is there, what
 * is proven and what has ended is left alone.
 * @throws JoulegateError CONFIG_INVALID while a gateway runs on it; JOURNAL_CORRUPT for a file that is not whole, or holds
 * a reading that its meter did not sign; JOURNAL_FULL. Each meter comes as a whole or not at all.
 */
export async function importJournal(stateDir: string, file: string, maxBytes: number | undefined): Promise<Imported> {
  const exported = await readExport(file);
  const journal = await openJournal(journalPath(stateDir), maxBytes === undefined ? {} : { maxBytes });
  try {
    const values = valuesToTake(journal, exported);
    const read = createStoredReader({
      names: () => new Set([...journal.names(), ...exported.values.keys()]),
      get: (name) => journal.get(name) ?? exported.values.get(name),
    });
    const counterOf = (entry: Identity): bigint => {
      const reading = read(entry);
      if (!reading.ok) throw new JoulegateError('JOURNAL_CORRUPT', `journal export ${file}, meter ${entry.key}: ${reading.message}`);
      return reading.value.counter;
    };
    const present = new Set((['reading', 'transaction'] as const).flatMap((kind) => [...journal.entries(kind)].map(identityOf)));
    const over = new Set([...readHistory(journal).values()].filter(({ state }) => isOver(state)).map(({ id }) => id));
    const counts = { added: 0, present: 0, done: 0, values: values.length };
    const readings = new Map<string, ExportedEntry[]>();
    const transactions: ExportedEntry[] = [];
    for (const entry of exported.entries) {
      const identity = identityOf(entry);
      if (present.has(identity)) counts.present += 1;
      else if (entry.kind === 'reading') {
        const proven = BigInt(getValue<BatchMark>(journal, VALUE.batch(entry.key))?.proven ?? '-1');
        if (counterOf(entry) <= proven) counts.done += 1;
        else readings.set(entry.key, [...(readings.get(entry.key) ?? []), entry]);
      } else if (over.has(entry.key)) counts.done += 1;
      else transactions.push(entry);
      present.add(identity);
    }
    if (values.length > 0) await journal.commit(values);
    for (const [meter, added] of readings) {
      await journal.commit(mergeReadings(journal, meter, added, counterOf));
      counts.added += added.length;
    }
    const history = createHistory(journal);
    for (const { key, at, bytes } of transactions) {
      const decoded = decodeTransaction(bytes);
      const device = readHistory({ get: (name) => exported.values.get(name) });
      const told = [...device.values()].find(({ id }) => id === key);
      const noted =
        decoded.ok && history.of(key) === undefined ? [history.begin(key, decoded.value.body.kind, told?.device ?? '', at)] : [];
      await journal.commit([{ type: 'put', kind: 'transaction', key, bytes, at }, ...noted]);
      counts.added += 1;
    }
    return counts;
  } finally {
    await journal.close();
  }
}
