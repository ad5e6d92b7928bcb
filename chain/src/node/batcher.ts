/**
 * Reading batches of many meters go out as one contract call (paper O2): the first waits a moment for company. One bad
 * batch must not hold up the rest, so a group that would revert is sifted one by one and the good go on.
 */

import { toHex } from './bytes.ts';
import type { NodeContext } from './context.ts';
import { batchStruct, type Call, encodeCall, singleCall } from './contract-calls.ts';
import { type Entry, senderOf } from './entry.ts';
import { createFairQueue } from './fair-queue.ts';
import { faultPoint } from './fault-point.ts';
import type { Flow } from './flow.ts';
import { extractRevert } from './reverts.ts';
import { PoolConflictError, type Submitter } from './submitter.ts';

export interface Batcher {
  add(entry: Entry): void;
  size(): number;
  stop(): Promise<void>;
}

/** Per meter in counter order: whichever came first over MQTT. */
function inCounterOrder(entries: readonly Entry[]): Entry[] {
  const key = (entry: Entry): [string, bigint] => [String(entry.message['meter']), BigInt(entry.message['firstCounter'] ?? 0)];
  return [...entries].sort((a, b) => {
    const [[meterA, counterA], [meterB, counterB]] = [key(a), key(b)];
    return meterA < meterB ? -1 : meterA > meterB ? 1 : counterA < counterB ? -1 : counterA > counterB ? 1 : 0;
  });
}

export function createBatcher(context: NodeContext, submitter: Submitter, flow: Flow): Batcher {
  const { limits, counters } = context;
  const queue = createFairQueue<Entry>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  let stopped = false;

  function callOf(entries: readonly Entry[]): Call {
    const [only] = entries;
    if (entries.length === 1 && only) return singleCall(only, context.deployment) as Call;
    return encodeCall(context.deployment, 'readingLedger', 'recordBatches', [
      entries.map(batchStruct),
      entries.map((entry) => toHex(entry.transaction.ownerSignature)),
    ]);
  }
  async function send(entries: readonly Entry[], gas: bigint): Promise<void> {
    counters.add('batches.calls');
    counters.add('batches.entries', entries.length);
    await submitter.submit({
      ...callOf(entries),
      gas,
      payers: entries,
      label: `${entries.length} reading batches`,
      onAccepted: () => entries.forEach(flow.accepted),
      onReverted: () => entries.forEach(flow.reverted),
    });
  }
  /** Those that the contract would take now, each alone; the others are answered. */
  async function sift(entries: readonly Entry[]): Promise<Entry[]> {
    const good: Entry[] = [];
    for (const entry of entries) {
      try {
        await submitter.estimate(callOf([entry]));
        good.push(entry);
      } catch (cause) {
        await flow.failed(entry, cause);
      }
    }
    return good;
  }
  async function sendGroup(entries: readonly Entry[]): Promise<void> {
    const [only] = entries;
    if (!only) return;
    try {
      const gas = await submitter.estimate(callOf(entries));
      if (gas <= limits.transactionGas || entries.length === 1) return await send(entries, gas);
    } catch (cause) {
      if (entries.length === 1 || !(extractRevert(cause) || cause instanceof PoolConflictError)) {
        for (const entry of entries) await flow.failed(entry, cause);
        return;
      }
      const good = await sift(entries);
      if (good.length < entries.length) return sendGroup(good);
      // Each alone is fine and together they are not: they depend on one another, so one after the other.
      for (const entry of good) await sendGroup([entry]);
      return;
    }
    const half = Math.ceil(entries.length / 2);
    await sendGroup(entries.slice(0, half));
    await sendGroup(entries.slice(half));
  }
  async function flush(): Promise<void> {
    while (queue.size() > 0 && !stopped) await sendGroup(inCounterOrder(queue.take(limits.batchSize)));
  }
  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= flush().finally(() => {
      flushing = undefined;
    });
  }

  return {
    add: (entry) => {
      queue.push(senderOf(entry) ?? '', entry);
      faultPoint('batch-queued');
      if (queue.size() >= limits.batchSize) start();
      else timer ??= setTimeout(start, limits.batchWindowMs);
    },
    size: queue.size,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await flushing;
    },
  };
}
