/**
 * Block production by a clock. Chain time is the clock's time and never ahead of it: while the clock still stands in
 * the second of the last block, no block is mined, so a real-time clock gives a block a second and a fast one a block
 * every blockMs.
 */
import type { EngineClock } from './engine.ts';
import type { RpcRequest } from './json-rpc.ts';

export interface Miner {
  mine(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

async function latestTimestamp(request: RpcRequest): Promise<number> {
  const block = (await request('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
  return Number(block.timestamp);
}

export async function startMiner(request: RpcRequest, clock: EngineClock | undefined, blockMs: number): Promise<Miner> {
  let last = await latestTimestamp(request);
  let paused = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> = Promise.resolve();

  async function mineAt(timestamp: number): Promise<void> {
    await request('evm_setNextBlockTimestamp', [timestamp]);
    await request('evm_mine');
    last = timestamp;
  }
  function enqueue(step: () => Promise<void>): Promise<void> {
    const next = busy.then(step);
    // One failed block must not end block production; the caller of mine() still sees its own failure.
    busy = next.catch(() => {});
    return next;
  }
  function schedule(): void {
    if (stopped || !clock) return;
    timer = setTimeout(() => {
      void enqueue(async () => {
        const now = Math.floor(clock.now());
        if (!paused && now > last) await mineAt(now);
      })
        .catch(async () => {
          last = await latestTimestamp(request).catch(() => last);
        })
        .finally(schedule);
    }, blockMs);
  }
  schedule();

  return {
    mine: () =>
      enqueue(async () => {
        if (!clock) {
          await request('evm_mine');
          return;
        }
        await mineAt(Math.max(last + 1, Math.floor(clock.now())));
      }),
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await busy;
    },
  };
}
