import { faultPoint, isJoulegateError, type MeterState, type SignedReading } from '../domain/index.ts';
import type { Context, Unit } from './context.ts';
import { setMeterState } from './values.ts';

interface Queued {
  readonly reading: SignedReading;
  /** The meter's state after it. */
  readonly state: MeterState;
}

export interface ReadingQueue {
  /** True while the journal is full and the wire waits. */
  readonly isStalled: boolean;
  /** Takes an attested reading; it is journaled in the order of these calls. */
  push(reading: SignedReading, state: MeterState): void;
  /** Resolves when all that was pushed is durable, or on stop. */
  drain(): Promise<void>;
  stop(): void;
}

export interface ReadingQueueListener {
  /** These are durable under these numbers, in order. */
  onJournaled(readings: readonly SignedReading[], seqs: readonly number[]): void;
  /** Hold the wire back, or let it run again. */
  onPressure(hold: boolean): void;
  /** The journal can take nothing more until it is repaired. */
  onFailure(cause: unknown): void;
}

/** One commit takes so many readings: fewer syncs under load, and one record is what a read-back decodes. */
const COMMIT_MAX = 128;
const RETRY_MS = 1000;

/**
 * The way of one meter's readings into the journal. They gather until the group's instant (`journal.groupSeconds`), and
 * while one commit waits for the disk, so that no reading has a sync of its own and order is kept by construction. A full journal stops the wire, loudly, and
 * nothing already taken is dropped: the same commit is tried until there is room.
 */
export function createReadingQueue(context: Context, unit: Unit, meter: string, listener: ReadingQueueListener): ReadingQueue {
  const { journal, tally } = context;
  const limit = context.config.limits.queueReadings;
  let queue: Queued[] = [];
  let running: Promise<void> | undefined;
  let isHeld = false;
  let isStalled = false;
  let isStopped = false;
  let isDraining = false;
  let wake: (() => void) | undefined;
  let gather: (() => void) | undefined;

  const hold = (next: boolean) => {
    if (next === isHeld) return;
    isHeld = next;
    listener.onPressure(next);
  };

  const commit = async (batch: readonly Queued[]): Promise<number[]> => {
    const last = batch.at(-1) as Queued;
    for (;;) {
      try {
        const seqs = await journal.commit([
          ...batch.map(
            ({ reading }) => ({ type: 'put', kind: 'reading', key: meter, bytes: reading.raw, at: context.clock.now() }) as const,
          ),
          setMeterState(meter, last.state),
        ]);
        if (isStalled) unit.log.warn('journal has room again, intake goes on');
        isStalled = false;
        return seqs;
      } catch (cause) {
        if (!isJoulegateError(cause, 'JOURNAL_FULL') || isStopped) throw cause;
        if (!isStalled)
          unit.log.error({ code: 'JOURNAL_FULL', cause: cause.message }, 'journal full: intake stops until receipts make room');
        isStalled = true;
        tally.count('JOURNAL_FULL');
        hold(true);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, RETRY_MS).unref();
        });
      }
    }
  };

  /** Until the instant that all meters share; a full commit waits for nobody. */
  const company = (): Promise<void> | undefined => {
    if (isDraining || isStopped || queue.length >= COMMIT_MAX) return undefined;
    const instant = context.groupInstants.next();
    if (instant === undefined) return undefined;
    const gathered = new Promise<void>((resolve) => {
      gather = resolve;
    });
    return Promise.race([instant, gathered]);
  };

  const run = async () => {
    try {
      while (queue.length > 0) {
        await company();
        gather = undefined;
        const batch = queue.slice(0, COMMIT_MAX);
        const seqs = await commit(batch);
        queue = queue.slice(batch.length);
        faultPoint('journal-written');
        tally.accept(unit.id, batch.length, context.clock.now());
        listener.onJournaled(
          batch.map(({ reading }) => reading),
          seqs,
        );
        if (queue.length < limit / 2) hold(false);
      }
    } catch (cause) {
      if (!isStopped) listener.onFailure(cause);
    } finally {
      running = undefined;
    }
  };

  return {
    get isStalled() {
      return isStalled;
    },
    push(reading, state) {
      queue.push({ reading, state });
      if (queue.length >= limit) hold(true);
      if (queue.length >= COMMIT_MAX) gather?.();
      running ??= run();
    },
    async drain() {
      isDraining = true;
      gather?.();
      await running;
      isDraining = false;
    },
    stop() {
      isStopped = true;
      gather?.();
      wake?.();
    },
  };
}
