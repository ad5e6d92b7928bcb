import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MeterState, SignedReading } from '../domain/index.ts';
import { type FileJournal, openJournal } from '../journal/index.ts';
import type { Context, Unit } from './context.ts';
import { createGroupInstants, type GroupInstants } from './group-instants.ts';
import { createReadingQueue } from './reading-queue.ts';

const directory = mkdtempSync(join(tmpdir(), 'joulegate-queue-'));
let open: FileJournal | undefined;
afterEach(async () => {
  await open?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function stage(groupInstants: GroupInstants) {
  const counts = { syncs: 0 };
  const journal = await openJournal(directory, {
    disk: {
      write: async (file, bytes, position) => (await file.write(bytes, 0, bytes.length, position)).bytesWritten,
      sync: async (file) => {
        counts.syncs += 1;
        await file.datasync();
      },
      truncate: (file, length) => file.truncate(length),
    },
  });
  open = journal;
  counts.syncs = 0;
  const context = {
    journal,
    clock: { now: () => 1 },
    groupInstants,
    config: { limits: { queueReadings: 4096 } },
    tally: { accept: () => undefined, count: () => undefined },
  } as unknown as Context;
  const unit = { id: 'u', log: { error: () => undefined, warn: () => undefined } } as unknown as Unit;
  const queueOf = (meter: string) =>
    createReadingQueue(context, unit, meter, { onJournaled: () => undefined, onPressure: () => undefined, onFailure: () => undefined });
  const journaled = (meter: string) => [...journal.entries('reading', meter)].map(({ bytes }) => bytes[0]);
  return { counts, queueOf, journaled };
}

const reading = (n: number) => ({ raw: new Uint8Array(132).fill(n) }) as unknown as SignedReading;
const state = (n: number): MeterState => ({ counter: BigInt(n), time: 0n, importWh: 0n, exportWh: 0n, digest: '' });

describe('readings on their way into the journal', () => {
  it('of several meters share one write and one sync at the group’s instant, each in its order', async () => {
    let arrive: () => void = () => undefined;
    const instant = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { counts, queueOf, journaled } = await stage({ next: () => instant });
    const queues = ['a', 'b', 'c'].map((meter) => [meter, queueOf(meter)] as const);
    for (let n = 1; n <= 5; n += 1) {
      for (const [, queue] of queues) queue.push(reading(n), state(n));
      // They come one by one, as from a wire.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([counts.syncs, journaled('a')]).toEqual([0, []]);
    arrive();
    await Promise.all(queues.map(([, queue]) => queue.drain()));
    expect([journaled('a'), journaled('b'), journaled('c'), counts.syncs]).toEqual([
      ...Array.from({ length: 3 }, () => [1, 2, 3, 4, 5]),
      1,
    ]);
  });

  it('wait for no instant when the gateway stops, or when a whole commit has gathered', async () => {
    const { counts, queueOf, journaled } = await stage(createGroupInstants(60_000));
    const queue = queueOf('a');
    queue.push(reading(1), state(1));
    await queue.drain();
    expect([journaled('a'), counts.syncs]).toEqual([[1], 1]);
    for (let n = 0; n < 128; n += 1) queue.push(reading(2), state(2));
    await vi.waitFor(() => expect(journaled('a')).toHaveLength(129));
  });
});

describe('the group’s instants', () => {
  it('are one for all who wait, the next for those who come later, and none where nothing waits', async () => {
    const instants = createGroupInstants(10);
    const first = instants.next();
    expect(instants.next()).toBe(first);
    await first;
    expect(instants.next()).not.toBe(first);
    expect(createGroupInstants(0).next()).toBeUndefined();
  });
});
