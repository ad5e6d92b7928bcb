import {
  addCounters,
  type CounterRanges,
  commonCounters,
  countOf,
  type Journal,
  type JournalOperation,
  rangesOf,
  subtractCounters,
} from '../domain/index.ts';
import type { ReadingForm } from './reading-form.ts';
import { getMeterState, getValue, setValue, VALUE } from './values.ts';

/** A batch that the chain has recorded, by a proven receipt. */
export interface ProvenBatch {
  readonly firstCounter: bigint;
  readonly closingCounter: bigint;
  readonly id: string;
}

/** Which of a meter's counters stand on the chain, as it is kept: decimal text. */
interface Stored {
  /** Counters below were before this note began, or too long ago. */
  readonly from: string;
  readonly proven: readonly (readonly [first: string, last: string])[];
  readonly batches: readonly (readonly [first: string, closing: string, id: string])[];
}

/** So many gaps are remembered, and so many batches by id; what lies before the oldest of them is forgotten. */
const RANGES_KEPT = 512;
const BATCHES_KEPT = 64;

export interface CompletenessView {
  /** The first counter that is followed, and the highest seen; undefined for a meter that never spoke. */
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
  /** Under a root that the chain has recorded. */
  readonly proven: CounterRanges;
  /** In the journal, on the way there. */
  readonly waiting: CounterRanges;
  /** Neither: never came, or lost with a damaged disk. */
  readonly missing: CounterRanges;
}

export interface Completeness {
  noteHeld(counter: bigint): void;
  /** These counters stood under the batch's root. @returns what makes it durable, and what to do once it is. */
  noteProven(counters: readonly bigint[], batch: ProvenBatch): { readonly operation: JournalOperation; after(): void };
  view(): CompletenessView;
  /** Newest last. */
  batches(): readonly ProvenBatch[];
}

interface State {
  readonly from: bigint | undefined;
  readonly proven: CounterRanges;
  readonly batches: readonly ProvenBatch[];
}

function readStored(source: { get(name: string): Uint8Array | undefined }, meter: string): State {
  const stored = getValue<Stored>(source, VALUE.completeness(meter));
  if (stored === undefined) return { from: undefined, proven: [], batches: [] };
  return {
    from: BigInt(stored.from),
    proven: stored.proven.map(([first, last]) => [BigInt(first), BigInt(last)] as const),
    batches: stored.batches.map(([first, closing, id]) => ({ firstCounter: BigInt(first), closingCounter: BigInt(closing), id })),
  };
}

function store(meter: string, { from, proven, batches }: State): JournalOperation {
  const stored: Stored = {
    from: String(from ?? 0n),
    proven: proven.map(([first, last]) => [String(first), String(last)] as const),
    batches: batches.map(({ firstCounter, closingCounter, id }) => [String(firstCounter), String(closingCounter), id] as const),
  };
  return setValue(VALUE.completeness(meter), stored);
}

function bound({ from, proven, batches }: State): State {
  const kept = proven.slice(-RANGES_KEPT);
  return { from: kept.length < proven.length ? kept[0]?.[0] : from, proven: kept, batches: batches.slice(-BATCHES_KEPT) };
}

function viewOf(state: State, held: CounterRanges, seen: bigint | undefined): CompletenessView {
  const lows = [state.from, state.proven[0]?.[0], state.from === undefined ? held[0]?.[0] : undefined];
  const highs = [state.proven.at(-1)?.[1], held.at(-1)?.[1], seen];
  const from = lows.filter((n) => n !== undefined).reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  const to = highs.filter((n) => n !== undefined).reduce<bigint | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
  const { proven } = state;
  if (from === undefined || to === undefined) return { from, to, proven, waiting: [], missing: [] };
  const waiting = subtractCounters(held, proven);
  return { from, to, proven, waiting, missing: subtractCounters(subtractCounters([[from, to]], proven), waiting) };
}

/**
 * What a journal, beside a running gateway too, tells of one meter.
 * @param held counters of its readings in the journal; @param seen the highest counter ever taken
 */
export function readCompleteness(
  source: { get(name: string): Uint8Array | undefined },
  meter: string,
  held: Iterable<bigint>,
  seen: bigint | undefined,
): CompletenessView {
  return viewOf(readStored(source, meter), rangesOf(held), seen);
}

/** Keeps, for one meter, which counters the chain has proven and which it still misses. */
export function createCompleteness(
  source: { get(name: string): Uint8Array | undefined },
  meter: string,
  inJournal: Iterable<bigint>,
  seen: bigint | undefined,
): Completeness {
  let state = readStored(source, meter);
  let held = rangesOf(inJournal);
  let highest = seen;
  return {
    noteHeld(counter) {
      held = addCounters(held, counter, counter);
      if (highest === undefined || counter > highest) highest = counter;
    },
    noteProven(counters, batch) {
      const before = viewOf(state, held, highest);
      const ranges = rangesOf(counters);
      const proven = ranges.reduce((all, [first, last]) => addCounters(all, first, last), state.proven);
      const batches = [...state.batches.filter(({ id }) => id !== batch.id), batch];
      const next = bound({ from: before.from ?? batch.firstCounter, proven, batches });
      return {
        operation: store(meter, next),
        after() {
          state = next;
          held = subtractCounters(held, ranges);
        },
      };
    },
    view: () => viewOf(state, held, highest),
    batches: () => state.batches,
  };
}

/** What of a range is in the set, as decimal text, at most so many stretches. */
export function cutOut(ranges: CounterRanges, from: bigint, to: bigint, most: number): [string, string][] {
  return commonCounters(ranges, [[from, to]])
    .slice(0, most)
    .map(([first, last]) => [String(first), String(last)]);
}

/** The state topic's short form. */
export function shortForm({ proven, waiting, missing }: CompletenessView): { upTo: number | null; waiting: number; missing: number } {
  const upTo = proven.at(-1)?.[1];
  return { upTo: upTo === undefined ? null : Number(upTo), waiting: Number(countOf(waiting)), missing: Number(countOf(missing)) };
}

/** Of a running gateway's meter: by what the journal keeps of it, and by the readings still there. */
export function recallCompleteness(journal: Journal, meter: string, form: ReadingForm): Completeness {
  const held: bigint[] = [];
  for (const { bytes } of journal.entries('reading', meter)) {
    const reading = form.read(bytes);
    if (reading.ok) held.push(reading.value.counter);
  }
  return createCompleteness(journal, meter, held, getMeterState(journal, meter)?.counter);
}
