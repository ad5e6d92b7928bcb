import type { Address, JournalOperation, SignedReading } from '../domain/index.ts';
import { closingCounterOf } from '../proof/index.ts';
import { buildBatchTree, buildReadingBatch } from '../tx/index.ts';
import { type BatchCut, boundaryOf, findCut, type PlannedReading } from './batch-plan.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import type { Outbox } from './outbox.ts';
import type { ReadingForm } from './reading-form.ts';
import type { Submitter } from './submit.ts';
import { type BatchMark, FRESH_BATCHES, getValue, setValue, VALUE } from './values.ts';

export interface Batcher {
  /** A reading is durable. */
  note(reading: SignedReading, seq: number): void;
  /** Nothing of it is on its way to the chain. */
  isIdle(): boolean;
  /** And nothing is due, nor near an instant whose reading would be. */
  isAtRest(): boolean;
  /** Begins no batch for so long, real ms. */
  hold(ms: number): void;
  tick(): void;
}

const everyCounter = (first: bigint, count: number) => Array.from({ length: count }, (_, i) => first + BigInt(i));

/** From here on batches are closed early; readings are refused at nine tenths. */
const PRESSED_SHARE = 0.75;
/** What a contract says of the closing reading itself: the same bytes would be refused for ever. */
const READING_REFUSED = new Set([
  'PAYLOAD_LAYOUT',
  'DOMAIN_MISMATCH',
  'SIGNATURE_INVALID',
  'REGISTER_DECREASED',
  'RATE_IMPLAUSIBLE',
  'TIME_IMPLAUSIBLE',
]);
const UNFIT_MAX = 64;
const BEHIND_BOUNDARIES = 4;

/**
 * Puts a meter's readings under one root per boundary. The mark of how far it came is in the same commit as each
 * transaction, so that after a crash every reading is in exactly one batch.
 */
export function createBatcher(context: Context, unit: Unit, outbox: Outbox, submitter: Submitter): Batcher {
  const { journal, deployment, config } = context;
  const rules = {
    intervalSeconds: deployment.intervalSeconds,
    toleranceSeconds: deployment.toleranceSeconds,
    intervals: unit.config.batch.intervals ?? 1,
    maxReadings: config.limits.batchReadings,
    maxAgeSeconds: config.limits.batchAgeSeconds,
  };
  let open: PlannedReading[] | undefined;
  let isBusy = false;
  /** Something came that may close a batch; a plan over thousands of readings is not made for nothing. */
  let isDue = true;
  let checkedAt = 0;
  let heldUntil = 0;

  const meterOf = () => unit.pinned?.meter as Address | undefined;
  const mark = (meter: string): BatchMark => getValue<BatchMark>(journal, VALUE.batch(meter)) ?? FRESH_BATCHES;

  const loadOpen = (meter: string, form: ReadingForm): PlannedReading[] => {
    const floor = BigInt(mark(meter).floor);
    const found: PlannedReading[] = [];
    for (const { seq, bytes } of journal.entries('reading', meter)) {
      const reading = form.read(bytes);
      if (reading.ok && reading.value.counter > floor)
        found.push({ counter: reading.value.counter, time: Number(reading.value.time), seq });
    }
    return found;
  };

  const bytesOf = (meter: string, readings: readonly PlannedReading[]): Uint8Array[] => {
    const wanted = new Set(readings.map(({ seq }) => seq));
    const raws: Uint8Array[] = [];
    for (const entry of journal.entries('reading', meter)) {
      if (wanted.has(entry.seq)) raws.push(entry.bytes);
      if (raws.length === wanted.size) break;
    }
    return raws;
  };

  const close = async (meter: Address, form: ReadingForm, all: PlannedReading[], cut: BatchCut) => {
    const covered = all.slice(0, cut.end + 1);
    const raws = bytesOf(meter, covered);
    const first = covered[0];
    const last = covered.at(-1);
    const closing = raws.at(-1);
    if (first === undefined || last === undefined || closing === undefined || raws.length !== covered.length) {
      // Entries have gone meanwhile (a proven receipt, damage): plan anew from what there is.
      open = undefined;
      return;
    }
    const { root } = buildBatchTree(raws.map((raw) => form.leaf(meter, raw)));
    const batch = { meter, firstCounter: first.counter, count: raws.length, root, closing: form.closing(closing) };
    const unsigned = buildReadingBatch(batch, deployment);
    const before = mark(meter);
    const next: BatchMark = { ...before, floor: String(last.counter), boundary: cut.boundary ?? before.boundary };
    await submitter.submit(unit, unsigned, [setValue(VALUE.batch(meter), next)]);
    // Readings may have come while the owner signed: they stand behind the cut.
    open = (open ?? []).filter(({ counter }) => counter > last.counter);
    isDue = true;
  };

  const counterOfClosing = (meter: string, closing: Uint8Array): bigint | undefined => {
    for (const { bytes } of journal.entries('reading', meter)) {
      const reading = unit.form?.read(bytes);
      if (reading?.ok && unit.form && Buffer.compare(unit.form.closing(bytes), closing) === 0) return reading.value.counter;
    }
    return undefined;
  };

  const planNext = (readings: readonly PlannedReading[], meter: string, now: number, isPressed: boolean) => {
    const { boundary, unfit = [], fitFrom = '0' } = mark(meter);
    const refused = new Set(unfit.map(BigInt));
    const from = BigInt(fitFrom);
    return findCut(readings, boundary, rules, now, isPressed, { has: (counter) => counter < from || refused.has(counter) });
  };

  const pending = () => [...outbox.all()].filter(({ kind, device }) => kind === 'readingBatch' && device === unit.id);
  const pendingBatches = () => pending().length;

  /**
   * The ledger takes a meter's batches in the order of their counters, and of two on their way the second may come first: by
   * another node, or after a reorganisation. So one waits until the one before is final; where finality takes longer than
   * the intervals that it would delay, until it is included.
   */
  const mayFollow = (lastBoundary: number): boolean => {
    const before = pending();
    if (before.length === 0) return true;
    const newest = open?.at(-1)?.time ?? 0;
    const isBehind = Math.floor(newest / rules.intervalSeconds) - lastBoundary > BEHIND_BOUNDARIES * rules.intervals;
    return isBehind && before.every(({ isIncluded }) => isIncluded);
  };

  unit.handlers.readingBatch = (outcome, transaction) => {
    const meter = meterOf();
    if (transaction.body.kind !== 'readingBatch' || meter === undefined) return { operations: [] };
    const before = mark(meter);
    const operations: JournalOperation[] = [];
    if (outcome.state === 'final') {
      const closing = closingCounterOf(outcome.log);
      const { firstCounter, count } = transaction.body.value;
      const covered: bigint[] = [];
      let overtaken = 0;
      for (const entry of journal.entries('reading', meter)) {
        const reading = unit.form?.read(entry.bytes);
        if (reading?.ok !== true || reading.value.counter > closing) break;
        if (reading.value.counter < firstCounter) {
          overtaken += 1;
          continue;
        }
        covered.push(reading.value.counter);
        operations.push({ type: 'remove', seq: entry.seq });
      }
      // No earlier batch can still bring them: the chain takes counters in order only. They are not lost, and not on it.
      if (overtaken > 0 && pendingBatches() <= 1)
        unit.log.warn(
          { readings: overtaken, before: String(firstCounter) },
          'readings of a refused batch were overtaken: they stay in the journal',
        );
      const isGapless = BigInt(count) === closing - firstCounter + 1n;
      const noted = unit.completeness?.noteProven(isGapless ? everyCounter(firstCounter, count) : covered, {
        firstCounter,
        closingCounter: closing,
        id: Buffer.from(transaction.id).toString('hex'),
      });
      if (noted !== undefined) operations.push(noted.operation);
      const proven = closing > BigInt(before.proven) ? closing : BigInt(before.proven);
      const floor = proven > BigInt(before.floor) ? proven : BigInt(before.floor);
      const unfit = (before.unfit ?? []).filter((counter) => BigInt(counter) > proven);
      operations.push(setValue(VALUE.batch(meter), { ...before, proven: String(proven), floor: String(floor), unfit }));
      return { operations, after: () => noted?.after() };
    }
    // Refused: its readings stay. Those whose counters the chain has already can't be recorded again, and leave with the
    // next proven batch; a later batch on its way covers later counters, so an earlier one would come too late as well.
    // A refusal is nobody's proof: the reading that was refused stays too, under a root that another one closes.
    if (outcome.state === 'refused' && outcome.code !== 'COUNTER_REPLAYED' && pendingBatches() <= 1) {
      const closing = READING_REFUSED.has(outcome.code) ? counterOfClosing(meter, transaction.body.value.closing) : undefined;
      const unfit = closing === undefined ? (before.unfit ?? []) : [...(before.unfit ?? []), String(closing)].slice(-UNFIT_MAX);
      operations.push(setValue(VALUE.batch(meter), { ...before, floor: before.proven, boundary: -1, unfit }));
    }
    return {
      operations,
      after: () => {
        open = undefined;
        isDue = true;
      },
    };
  };

  return {
    isIdle: () => !isBusy && pendingBatches() === 0,
    isAtRest() {
      const meter = meterOf();
      const { form } = unit;
      if (isBusy || meter === undefined || form === undefined || pendingBatches() > 0) return false;
      const now = secondsOf(context.clock);
      open ??= loadOpen(meter, form);
      const { intervalSeconds, toleranceSeconds } = rules;
      const since = (open.at(-1)?.time ?? now) % intervalSeconds;
      const margin = (intervalSeconds - 2 * toleranceSeconds) / 4;
      return (
        since > toleranceSeconds && intervalSeconds - since > toleranceSeconds + margin && planNext(open, meter, now, false) === undefined
      );
    },
    hold(ms) {
      heldUntil = performance.now() + ms;
    },
    note(reading, seq) {
      if (open === undefined) {
        isDue = true;
        return;
      }
      const planned = { counter: reading.counter, time: Number(reading.time), seq };
      const previous = open.at(-1);
      open.push(planned);
      if (
        boundaryOf(planned.time, rules) !== undefined ||
        (previous !== undefined && boundaryOf(previous.time, rules) !== undefined) ||
        open.length >= rules.maxReadings
      )
        isDue = true;
    },
    tick() {
      const meter = meterOf();
      const { form } = unit;
      if (isBusy || meter === undefined || form === undefined || !unit.isRegistered()) return;
      // What the next key signed waits until the registry knows it.
      if (performance.now() < heldUntil || unit.flow.rotation === 'proving' || unit.flow.rotation === 'pending') return;
      const now = secondsOf(context.clock);
      // Age and a silent meter close a batch without a new reading.
      const isPressed = journal.stat().bytes > config.journal.maxBytes * PRESSED_SHARE && pendingBatches() === 0;
      // A clock that was set back looks again at once.
      if (!isDue && !isPressed && Math.abs(now - checkedAt) < rules.toleranceSeconds + 1) return;
      open ??= loadOpen(meter, form);
      if (!mayFollow(mark(meter).boundary)) return;
      isDue = false;
      checkedAt = now;
      const cut = planNext(open, meter, now, isPressed);
      if (cut === undefined) return;
      isBusy = true;
      close(meter, form, open, cut)
        .catch((cause: unknown) => {
          isDue = true;
          unit.log.warn({ cause: String(cause) }, 'batch waits');
        })
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
