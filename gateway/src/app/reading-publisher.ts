import { type DeviceId, faultPoint } from '../domain/index.ts';
import type { Context } from './context.ts';
import { getValue, setValue, VALUE } from './values.ts';

/** Publishes journaled readings in order of intake; never holds intake up. */
export interface ReadingPublisher {
  /** A reading is durable under this number. */
  enqueue(device: DeviceId, seq: number, raw: Uint8Array): void;
  /** The broker is there (again). */
  pump(): void;
  /** Every reading up to this number has its PUBACK. */
  readonly cursor: number;
  /** Makes the cursor durable where it has moved. */
  save(): Promise<void>;
}

interface Item {
  readonly seq: number;
  readonly device: DeviceId;
  readonly raw: Uint8Array;
}

const QUEUE_LIMIT = 4096;

/**
 * While the broker keeps up, readings go from memory; after a gap they are read back from the journal, from the durable
 * cursor on, until the present is reached. So each is published at least once, a restart included.
 * @param deviceOf names the device of a meter, undefined for one that is no longer configured.
 */
export function createReadingPublisher(context: Context, deviceOf: (meter: string) => DeviceId | undefined): ReadingPublisher {
  const { journal, relay, topics, log } = context;
  // Half of the relay's window: transactions must find room beside a flood of readings.
  const window = Math.max(1, Math.floor(context.config.limits.publishInFlight / 2));
  let cursor = getValue<number>(journal, VALUE.published) ?? 0;
  let saved = cursor;
  let lastSent = cursor;
  let queue: Item[] = [];
  let head = 0;
  let isBehind = true;
  let backlog: Iterator<Item> | undefined;
  let inFlight = 0;
  /** Changes when the broker is lost: answers from before no longer count. */
  let session = 0;

  function* readBacklog(after: number): Generator<Item> {
    for (const entry of journal.entries('reading')) {
      if (entry.seq <= after) continue;
      const device = deviceOf(entry.key);
      if (device !== undefined) yield { seq: entry.seq, device, raw: entry.bytes };
    }
  }

  const next = (): Item | undefined => {
    if (isBehind) {
      backlog ??= readBacklog(lastSent);
      const step = backlog.next();
      if (step.done !== true) return step.value;
      // The journal's end is the present: what is taken in from this turn on comes through memory.
      isBehind = false;
      backlog = undefined;
    }
    const item = queue[head];
    if (item === undefined) return undefined;
    head += 1;
    if (head >= 1024) {
      queue = queue.slice(head);
      head = 0;
    }
    return item;
  };

  const fallBehind = () => {
    isBehind = true;
    backlog = undefined;
    queue = [];
    head = 0;
    lastSent = cursor;
  };

  const pump = () => {
    while (relay.isConnected && inFlight < window) {
      const item = next();
      if (item === undefined) return;
      const { seq, device, raw } = item;
      if (seq <= lastSent) continue;
      lastSent = seq;
      inFlight += 1;
      const current = session;
      relay.publish(topics.reading(device), raw).then(
        () => {
          inFlight -= 1;
          if (current === session) cursor = Math.max(cursor, seq);
          faultPoint('reading-published');
          pump();
        },
        (cause: unknown) => {
          inFlight -= 1;
          if (current !== session) return;
          session += 1;
          log.debug({ cause: String(cause) }, 'readings wait for the broker');
          fallBehind();
        },
      );
    }
  };

  return {
    get cursor() {
      return cursor;
    },
    enqueue(device, seq, raw) {
      if (isBehind) {
        pump();
        return;
      }
      if (queue.length - head >= QUEUE_LIMIT) {
        // The broker is slower than the meters: memory stays bounded, the journal has it all.
        isBehind = true;
        backlog = undefined;
        queue = [];
        head = 0;
        return;
      }
      queue.push({ device, seq, raw });
      pump();
    },
    pump,
    async save() {
      if (cursor === saved) return;
      const value = cursor;
      await journal.commit([setValue(VALUE.published, value)]);
      saved = value;
    },
  };
}
