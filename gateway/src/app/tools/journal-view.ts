import { existsSync } from 'node:fs';
import { decodeTransaction } from '@joulegate/protos';
import { JoulegateError, rangesOf } from '../../domain/index.ts';
import { type JournalView, readJournal } from '../../journal/index.ts';
import { cutOut, readCompleteness } from '../completeness.ts';
import { readHistory } from '../history.ts';
import { journalPath } from '../run.ts';
import { getMeterState } from '../values.ts';
import { createStoredReader, pinnedMeters } from './stored-readings.ts';

/** @throws JoulegateError CONFIG_INVALID where there is no journal. */
export function openView(stateDir: string): JournalView {
  const path = journalPath(stateDir);
  if (!existsSync(path)) throw new JoulegateError('CONFIG_INVALID', `${stateDir}: a gateway's state directory (with journal/) expected`);
  return readJournal(path);
}

interface MeterStat {
  readonly meter: string;
  readonly device: string | null;
  readonly readings: number;
  /** Decimal text; null where no reading can be read. */
  readonly firstCounter: string | null;
  readonly lastCounter: string | null;
  readonly oldestAt: string | null;
  /** Counters: proven up to; on the way, and neither, as [first, last]. */
  readonly onChain: { readonly upTo: string | null; readonly waiting: [string, string][]; readonly missing: [string, string][] };
}

interface TransactionStat {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
}

/** The first so many are named, the rest is counted. */
const FAULTS_SHOWN = 1000;
/** Stretches of counters shown per meter. */
const RANGES_SHOWN = 64;

function metersOf(view: JournalView): MeterStat[] {
  const names = pinnedMeters(view);
  const read = createStoredReader(view, false);
  const meters = new Map<string, { readings: number; oldestAt: number | undefined; counters: bigint[] }>();
  for (const meter of names.keys()) meters.set(meter, { readings: 0, oldestAt: undefined, counters: [] });
  for (const entry of view.entries('reading')) {
    const stat = meters.get(entry.key) ?? { readings: 0, oldestAt: undefined, counters: [] };
    meters.set(entry.key, stat);
    stat.readings += 1;
    stat.oldestAt = Math.min(stat.oldestAt ?? entry.at, entry.at);
    const reading = read(entry);
    if (reading.ok) stat.counters.push(reading.value.counter);
  }
  return [...meters].map(([meter, { readings, oldestAt, counters }]) => {
    const held = rangesOf(counters);
    const { from = 0n, to = 0n, proven, waiting, missing } = readCompleteness(view, meter, counters, getMeterState(view, meter)?.counter);
    const text = (n: bigint | undefined) => (n === undefined ? null : String(n));
    return {
      meter,
      device: names.get(meter)?.device ?? null,
      readings,
      firstCounter: text(held[0]?.[0]),
      lastCounter: text(held.at(-1)?.[1]),
      oldestAt: oldestAt === undefined ? null : new Date(oldestAt).toISOString(),
      onChain: {
        upTo: text(proven.at(-1)?.[1]),
        waiting: cutOut(waiting, from, to, RANGES_SHOWN),
        missing: cutOut(missing, from, to, RANGES_SHOWN),
      },
    };
  });
}

const showRanges = (ranges: readonly (readonly [string, string])[]) =>
  ranges.length === 0 ? 'none' : ranges.map(([first, last]) => (first === last ? first : `${first} to ${last}`)).join(', ');

function transactionsOf(view: JournalView): TransactionStat[] {
  const states = new Map([...readHistory(view).values()].map(({ id, state }) => [id, state]));
  const counts = new Map<string, TransactionStat>();
  for (const { key, bytes } of view.entries('transaction')) {
    const decoded = decodeTransaction(bytes);
    const kind = decoded.ok ? decoded.value.body.kind : 'unreadable';
    const state = states.get(key) ?? 'pending';
    counts.set(`${kind} ${state}`, { kind, state, count: (counts.get(`${kind} ${state}`)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** What a journal holds, beside a running gateway too: one line per fact, or one JSON object. */
export function journalStat(stateDir: string, asJson: boolean): string[] {
  const view = openView(stateDir);
  try {
    const { entries, bytes, oldestAt } = view.stat();
    const stat = {
      journal: journalPath(stateDir),
      ...view.files,
      heldBy: view.files.heldBy ?? null,
      entries,
      bytes,
      oldestAt: oldestAt === undefined ? null : new Date(oldestAt).toISOString(),
      meters: metersOf(view),
      transactions: transactionsOf(view),
      damage: view.corrupt,
      tornBytes: view.tornBytes,
    };
    if (asJson) return [JSON.stringify(stat)];
    const held = stat.heldBy === null ? 'no gateway runs on it' : `held by process ${stat.heldBy}`;
    return [
      `journal       ${stat.journal}  format ${stat.format}, ${stat.segments} segments, ${stat.segmentBytes} bytes on disk, ${held}`,
      `entries       ${entries}, ${bytes} live bytes, oldest ${stat.oldestAt ?? 'none'}`,
      ...stat.meters.flatMap(({ meter, device, readings, firstCounter, lastCounter, oldestAt: at, onChain }) => [
        `readings      ${meter}  ${device ?? 'no device'}: ${readings}${readings === 0 ? '' : `, counters ${firstCounter ?? '?'} to ${lastCounter ?? '?'}, oldest ${at}`}`,
        `  on chain    up to ${onChain.upTo ?? 'none'}; on the way ${showRanges(onChain.waiting)}; missing ${showRanges(onChain.missing)}`,
      ]),
      ...stat.transactions.map(({ kind, state, count }) => `transactions  ${kind} ${state}: ${count}`),
      ...stat.quarantine.map(({ file, bytes: size }) => `quarantine    ${file}: ${size} bytes`),
      ...stat.damage.map(
        ({ segment, offset, length }) => `damage        ${segment} at ${offset}: ${length} bytes; "joulegate journal verify" tells more`,
      ),
    ];
  } finally {
    view.close();
  }
}

/**
 * Checks every record's checksum, every reading's signature, and that every transaction is readable under its id; beside a
 * running gateway too.
 * @returns what is wrong and where, then a sentence; isSound only where nothing is.
 */
export function verifyJournal(stateDir: string, asJson: boolean): { readonly lines: string[]; readonly isSound: boolean } {
  const view = openView(stateDir);
  try {
    const read = createStoredReader(view, true);
    const faults: { where: string; code: string; message: string }[] = [];
    let faulty = 0;
    const fault = (where: string, code: string, message: string) => {
      faulty += 1;
      if (faults.length < FAULTS_SHOWN) faults.push({ where, code, message });
    };
    for (const { segment, offset, length, salvaged } of view.corrupt)
      fault(`${segment} at ${offset}`, 'JOURNAL_CORRUPT', `${length} bytes fail their checksum, ${salvaged} operations in them hold`);
    let readings = 0;
    let transactions = 0;
    for (const entry of view.entries('reading')) {
      readings += 1;
      const verdict = read(entry);
      if (!verdict.ok) fault(`entry ${entry.seq} of meter ${entry.key}`, verdict.code, verdict.message);
    }
    for (const { seq, key, bytes } of view.entries('transaction')) {
      transactions += 1;
      const decoded = decodeTransaction(bytes);
      const where = `entry ${seq}, transaction ${key}`;
      if (!decoded.ok) fault(where, decoded.code, decoded.message);
      else if (Buffer.from(decoded.value.id).toString('hex') !== key)
        fault(where, 'TRANSACTION_ID_MISMATCH', `id ${Buffer.from(decoded.value.id).toString('hex')} in its bytes`);
    }
    const quarantine = view.files.quarantine.length;
    const isSound = faulty === 0;
    const counts = { records: view.files.records, readings, transactions, quarantine, tornBytes: view.tornBytes };
    if (asJson) return { lines: [JSON.stringify({ isSound, ...counts, faulty, faults })], isSound };
    return {
      lines: [
        ...faults.map(({ where, code, message }) => `${where}: ${code}: ${message}`),
        `${view.files.records} records, ${readings} readings, ${transactions} transactions: ${isSound ? 'all sound' : `${faulty} faults`}`,
        ...(quarantine === 0 ? [] : [`${quarantine} damaged stretches of earlier are kept as *.corrupt`]),
      ],
      isSound,
    };
  } finally {
    view.close();
  }
}
