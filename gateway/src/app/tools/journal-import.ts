import { createHash } from 'node:crypto';
import { decodeTransaction } from '@joulegate/protos';
import { JoulegateError, type JournalEntry, type JournalOperation } from '../../domain/index.ts';
import { type FileJournal, openJournal } from '../../journal/index.ts';
import { createHistory, isOver, readHistory } from '../history.ts';
import { journalPath } from '../run.ts';
import { type BatchMark, getMeterState, getValue, VALUE } from '../values.ts';
import { type ExportedEntry, readExport } from './journal-file.ts';
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
/** 128 bits of a hash in as little memory as a string takes. */
const identityOf = ({ kind, key, bytes }: Identity) =>
  createHash('sha256').update(`${kind} ${key} `).update(bytes).digest().toString('latin1', 0, 16);

/** Readings per commit. */
const COMMIT_READINGS = 1000;

/** A journal's own state wins over an imported one, except where the imported one has come further. */
function valuesToTake(journal: FileJournal, values: ReadonlyMap<string, Uint8Array>): JournalOperation[] {
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

/** The readings of one meter on their way in, a thousand at a time. */
interface MeterIntake {
  /** In the order of the file, which is that of their counters. */
  readonly waiting: { readonly counter: bigint; readonly entry: ExportedEntry }[];
  /** Highest counter in the journal. */
  last: bigint;
  readonly proven: bigint;
}

/**
 * A meter's readings stand in counter order: those that belong behind an imported one are put anew, behind it, in the
 * commit that removes them.
 */
function mergeReadings(
  journal: FileJournal,
  meter: string,
  { waiting, last }: MeterIntake,
  counterOf: (entry: Identity) => bigint,
): JournalOperation[] {
  const first = waiting.map(({ counter }) => counter).reduce((a, b) => (a < b ? a : b));
  const behind =
    first > last
      ? []
      : [...journal.entries('reading', meter)]
          .map((entry) => ({ counter: counterOf(entry), entry }))
          .filter(({ counter }) => counter > first);
  const merged = [...waiting, ...behind].sort((a, b) => (a.counter < b.counter ? -1 : 1));
  return [
    ...behind.map(({ entry }): JournalOperation => ({ type: 'remove', seq: entry.seq })),
    ...merged.map(({ entry: { kind, key, at, bytes } }): JournalOperation => ({ type: 'put', kind, key, at, bytes })),
  ];
}

/**
 * Takes an exported journal into a gateway's own, which may be empty. Done twice it changes nothing: what is there, what
 * is proven and what has ended is left alone; so one that was interrupted is simply done again.
 * @throws JoulegateError CONFIG_INVALID while a gateway runs on it; JOURNAL_CORRUPT for a file that is not whole, before
 * anything is taken, or that holds a reading its meter did not sign; JOURNAL_FULL.
 */
export async function importJournal(stateDir: string, file: string, maxBytes: number | undefined): Promise<Imported> {
  const imported = new Map<string, Uint8Array>();
  await readExport(file, { value: (name, value) => void imported.set(name, value) });
  const journal = await openJournal(journalPath(stateDir), maxBytes === undefined ? {} : { maxBytes });
  try {
    return await take(journal, file, imported);
  } finally {
    await journal.close();
  }
}

async function take(journal: FileJournal, file: string, imported: ReadonlyMap<string, Uint8Array>): Promise<Imported> {
  const read = createStoredReader(
    {
      names: () => new Set([...journal.names(), ...imported.keys()]),
      get: (name) => journal.get(name) ?? imported.get(name),
    },
    true,
  );
  const counterOf = (entry: Identity): bigint => {
    const reading = read(entry);
    if (!reading.ok) throw new JoulegateError('JOURNAL_CORRUPT', `journal export ${file}, meter ${entry.key}: ${reading.message}`);
    return reading.value.counter;
  };
  const present = new Set<string>();
  const meters = new Map<string, MeterIntake>();
  const meterOf = (meter: string): MeterIntake => {
    const known = meters.get(meter);
    if (known !== undefined) return known;
    const proven = BigInt(getValue<BatchMark>(journal, VALUE.batch(meter))?.proven ?? '-1');
    const fresh: MeterIntake = { waiting: [], last: -1n, proven };
    meters.set(meter, fresh);
    return fresh;
  };
  for (const entry of journal.entries('reading')) {
    present.add(identityOf(entry));
    const meter = meterOf(entry.key);
    const counter = counterOf(entry);
    if (counter > meter.last) meter.last = counter;
  }
  for (const entry of journal.entries('transaction')) present.add(identityOf(entry));
  const over = new Set([...readHistory(journal).values()].filter(({ state }) => isOver(state)).map(({ id }) => id));
  const told = new Map([...readHistory({ get: (name) => imported.get(name) }).values()].map(({ id, device }) => [id, device]));

  const values = valuesToTake(journal, imported);
  if (values.length > 0) await journal.commit(values);
  const history = createHistory(journal);
  const counts = { added: 0, present: 0, done: 0, values: values.length };
  const flush = async (key: string, meter: MeterIntake) => {
    if (meter.waiting.length === 0) return;
    await journal.commit(mergeReadings(journal, key, meter, counterOf));
    counts.added += meter.waiting.length;
    for (const { counter } of meter.waiting.splice(0)) if (counter > meter.last) meter.last = counter;
  };
  const takeTransaction = async ({ kind, key, at, bytes }: ExportedEntry) => {
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok) throw new JoulegateError('JOURNAL_CORRUPT', `journal export ${file}, transaction ${key}: ${decoded.message}`);
    const noted = history.of(key) === undefined ? [history.begin(key, decoded.value.body.kind, told.get(key) ?? '', at)] : [];
    await journal.commit([{ type: 'put', kind, key, bytes, at }, ...noted]);
    counts.added += 1;
  };
  await readExport(file, {
    async entry(entry) {
      const identity = identityOf(entry);
      if (present.has(identity)) {
        counts.present += 1;
        return;
      }
      present.add(identity);
      if (entry.kind === 'transaction') {
        if (over.has(entry.key)) counts.done += 1;
        else await takeTransaction(entry);
        return;
      }
      const meter = meterOf(entry.key);
      const counter = counterOf(entry);
      if (counter <= meter.proven) {
        counts.done += 1;
        return;
      }
      meter.waiting.push({ counter, entry });
      // Readings that go between others wait for the end: then the others move once.
      if (meter.waiting.length >= COMMIT_READINGS && (meter.waiting[0]?.counter ?? 0n) > meter.last) await flush(entry.key, meter);
    },
  });
  for (const [key, meter] of meters) await flush(key, meter);
  return counts;
}
