/**
 * Follows the chain: every new block once and in order, with the logs of our contracts; a rewind whenever a parent does
 * not match; and how far the chain is final. Polls, because that is what every provider offers.
 */
import { quantity } from './bytes.ts';
import type { RawLog } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import type { FinalityRule, Hex } from './options.ts';

export interface Block {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Absent on chains without EIP-1559. */
  readonly baseFeePerGas: bigint | undefined;
}

export interface HeadListener {
  onBlock(block: Block, logs: readonly RawLog[]): void | Promise<void>;
  /** Everything from this number on is undone. */
  onRewind(fromNumber: number): void | Promise<void>;
  /** After the blocks of one poll. */
  onHead(head: Block, finalNumber: number): void | Promise<void>;
}

interface RpcBlock {
  number: Hex;
  hash: Hex;
  parentHash: Hex;
  timestamp: Hex;
  logsBloom?: Hex;
  baseFeePerGas?: Hex;
}

/** Blocks per step when catching up after a pause. */
const STEP_BLOCKS = 256;
/** Blocks remembered below the final one, for the parents of what comes. */
const KEEP_BLOCKS = 256;
const MAX_LAGGING_POLLS = 10;

export interface HeadFollower {
  head(): Block | undefined;
  finalNumber(): number;
  stop(): Promise<void>;
}

function toBlock(raw: RpcBlock): Block {
  return {
    number: Number(raw.number),
    hash: raw.hash,
    parentHash: raw.parentHash,
    timestamp: Number(raw.timestamp),
    baseFeePerGas: raw.baseFeePerGas === undefined ? undefined : BigInt(raw.baseFeePerGas),
  };
}

export async function followHeads(context: NodeContext, rule: FinalityRule, listener: HeadListener): Promise<HeadFollower> {
  const { rpc, log, counters, deployment } = context;
  const addresses = Object.values(deployment.contracts);
  const known = new Map<number, Block>();
  let head: Block | undefined;
  let finalNumber = 0;
  let laggingPolls = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function fetchBlock(method: 'eth_getBlockByNumber' | 'eth_getBlockByHash', key: string): Promise<RpcBlock> {
    const block = (await rpc(method, [key, false])) as RpcBlock | null;
    if (!block) throw new Error(`the chain has no block ${key}`);
    return block;
  }
  async function readFinal(at: Block): Promise<number> {
    if (typeof rule === 'object') return Math.max(0, at.number - rule.confirmations + 1);
    return Number((await fetchBlock('eth_getBlockByNumber', rule)).number);
  }
  async function logsOf(raw: RpcBlock): Promise<RawLog[]> {
    if (raw.logsBloom !== undefined && /^0x0*$/.test(raw.logsBloom)) return [];
    return (await rpc('eth_getLogs', [{ blockHash: raw.hash, address: addresses }])) as RawLog[];
  }
  /** New blocks, oldest first, back to the first parent we know. */
  async function fetchBranch(tip: RpcBlock): Promise<RpcBlock[]> {
    const branch = [tip];
    const oldest = Math.min(...known.keys());
    for (;;) {
      const first = branch[0] as RpcBlock;
      const parent = Number(first.number) - 1;
      if (parent < oldest || known.get(parent)?.hash === first.parentHash) return branch;
      branch.unshift(await fetchBlock('eth_getBlockByHash', first.parentHash));
    }
  }
  async function safely(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      // One part's failure over one block must not cost the others the block.
      counters.add('listener.failed');
      log.error({ cause: String(cause) }, 'a part of the node failed over a block');
    }
  }
  /** @returns whether there is more to catch up with. */
  async function poll(): Promise<boolean> {
    const latest = await fetchBlock('eth_getBlockByNumber', 'latest');
    const target = Math.min(Number(latest.number), (head?.number ?? Infinity) + STEP_BLOCKS);
    const isBehind = target < Number(latest.number);
    const tip = isBehind ? await fetchBlock('eth_getBlockByNumber', quantity(target)) : latest;
    if (head && tip.hash === head.hash) return isBehind;
    // Behind a load balancer an older tip is a slow replica, not a shorter chain; only if it stays is it believed.
    const isOlder = head !== undefined && Number(tip.number) < head.number && known.get(Number(tip.number))?.hash === tip.hash;
    laggingPolls = isOlder ? laggingPolls + 1 : 0;
    if (isOlder && laggingPolls < MAX_LAGGING_POLLS) return false;
    const branch = await fetchBranch(tip);
    const logs = await Promise.all(branch.map(logsOf));
    const start = Number((branch[0] as RpcBlock).number);
    const undone = [...known.keys()].filter((number) => number >= start);
    if (undone.length > 0) {
      for (const number of undone) known.delete(number);
      counters.add('reorganisations');
      log.warn({ from: start, depth: undone.length }, 'the chain was reorganised');
      if (start <= finalNumber)
        log.error({ from: start, finalNumber }, 'a block held final was undone: the finality rule is too weak for this chain');
      finalNumber = Math.min(finalNumber, start - 1);
      await safely(() => listener.onRewind(start));
    }
    for (const [index, raw] of branch.entries()) {
      const block = toBlock(raw);
      known.set(block.number, block);
      head = block;
      await safely(() => listener.onBlock(block, logs[index] ?? []));
    }
    const current = head;
    if (!current) return false;
    finalNumber = Math.max(finalNumber, await readFinal(current));
    const keepFrom = Math.min(finalNumber, current.number) - KEEP_BLOCKS;
    for (const number of known.keys()) if (number < keepFrom) known.delete(number);
    await safely(() => listener.onHead(current, finalNumber));
    return isBehind;
  }
  async function catchUp(): Promise<void> {
    while (!stopped && (await poll()));
  }
  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = catchUp()
        .catch((cause: unknown) => {
          counters.add('TRANSPORT_FAILED');
          log.warn({ cause: String(cause) }, 'the chain endpoint does not answer as expected');
        })
        .finally(schedule);
    }, context.limits.pollMs);
  }

  const latest = toBlock(await fetchBlock('eth_getBlockByNumber', 'latest'));
  finalNumber = await readFinal(latest);
  const start = await fetchBlock('eth_getBlockByNumber', quantity(Math.min(finalNumber, latest.number)));
  head = toBlock(start);
  known.set(head.number, head);
  await listener.onHead(head, finalNumber);
  schedule();
  return {
    head: () => head,
    finalNumber: () => finalNumber,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
