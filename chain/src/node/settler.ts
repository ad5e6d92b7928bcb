/**
 * Settles trades by itself (paper T3, F6): as soon as the boundaries of both meters stand on the ledger, or the
 * deadline has passed. The contract decides; here each open trade is only asked for at the right moments.
 */

import { readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { type Call, encodeCall, eventSelector } from './contract-calls.ts';
import { type ContractEvent, decodeLog } from './contract-events.ts';
import type { Block } from './heads.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface Trade {
  readonly id: Hex;
  readonly terms: { readonly sellerMeter: Hex; readonly buyerMeter: Hex; readonly interval: bigint };
}

export interface Settler {
  /** Trades opened and not settled while this node was away. */
  catchUp(): Promise<void>;
  onEvents(blockNumber: number, events: readonly ContractEvent[]): void;
  onRewind(fromNumber: number): void;
  onHead(head: Block, finalNumber: number): Promise<void>;
  /** Terms of an open trade. */
  get(id: Hex): Trade | undefined;
  settleCall(trades: readonly Trade[]): Call;
  open(): number;
}

interface Item extends Trade {
  busy: boolean;
  readonly openedIn: number;
  settledIn: number | undefined;
}

const PER_CALL = 20;
/** Trades asked about per sweep, and real milliseconds between sweeps: deadlines pass without an event. */
const SWEEP_MOST = 100;
const SWEEP_MS = 10_000;

export function createSettler(context: NodeContext, submitter: Submitter): Settler {
  const { rpc, deployment, counters, log } = context;
  const trades = new Map<Hex, Item>();
  const byMeter = new Map<string, Set<Item>>();
  const due = new Set<Item>();
  let sweptAt = 0;
  let sweepFrom = 0;
  let running = false;

  function drop(item: Item): void {
    trades.delete(item.id);
    due.delete(item);
    for (const meter of [item.terms.sellerMeter, item.terms.buyerMeter]) {
      const set = byMeter.get(meter.toLowerCase());
      set?.delete(item);
      if (set?.size === 0) byMeter.delete(meter.toLowerCase());
    }
  }
  function open({ args, log: { blockNumber } }: ContractEvent): void {
    const id = args['tradeId'] as Hex;
    if (trades.has(id)) return;
    const item: Item = { id, terms: args['terms'] as Item['terms'], busy: false, openedIn: Number(blockNumber), settledIn: undefined };
    trades.set(id, item);
    for (const meter of [item.terms.sellerMeter, item.terms.buyerMeter]) {
      const key = meter.toLowerCase();
      byMeter.set(key, (byMeter.get(key) ?? new Set()).add(item));
    }
  }
  function settleCall(list: readonly Trade[]): Call {
    const [only] = list;
    if (list.length === 1 && only) return encodeCall(deployment, 'energyMarket', 'settle', [only.terms]);
    return encodeCall(deployment, 'energyMarket', 'settleMany', [list.map((item) => item.terms)]);
  }
  async function isReady(item: Item): Promise<boolean> {
    try {
      await rpc('eth_call', [{ from: submitter.address, ...settleCall([item]) }, 'latest']);
      return true;
    } catch (cause) {
      const revert = extractRevert(cause);
      if (!revert) throw cause;
      // TradeUnknown: another node's settlement whose log comes with the next block.
      if (revert.name !== 'BoundaryMissing' && revert.name !== 'IntervalNotOver' && revert.name !== 'TradeUnknown') {
        log.warn({ trade: item.id, cause: revert.text }, 'trade not settled');
      }
      return false;
    }
  }
  async function settle(list: readonly Item[]): Promise<void> {
    for (const item of list) item.busy = true;
    const free = (): void =>
      list.forEach((item) => {
        item.busy = false;
      });
    try {
      await submitter.submit({ ...settleCall(list), label: `settle ${list.length}`, onMined: free, onReverted: free });
      counters.add('settlements.sent', list.length);
    } catch (cause) {
      free();
      const revert = extractRevert(cause);
      log.info({ cause: revert?.text ?? String(cause) }, 'settlement not sent');
      if (revert && list.length > 1) for (const item of list) await settle([item]);
    }
  }
  function sweep(): void {
    if (performance.now() - sweptAt < SWEEP_MS) return;
    sweptAt = performance.now();
    const list = [...trades.values()];
    if (sweepFrom >= list.length) sweepFrom = 0;
    for (const item of list.slice(sweepFrom, sweepFrom + SWEEP_MOST)) due.add(item);
    sweepFrom += SWEEP_MOST;
  }

  return {
    catchUp: async () => {
      const settled = new Set(
        (await readLogs(context, 'energyMarket', [eventSelector('energyMarket', 'TradeSettled')])).map((entry) => entry.topics[1]),
      );
      for (const raw of await readLogs(context, 'energyMarket', [eventSelector('energyMarket', 'TradeOpened')])) {
        const event = decodeLog(raw, deployment);
        if (event && !settled.has(raw.topics[1])) open(event);
      }
    },
    onEvents: (blockNumber, events) => {
      for (const event of events) {
        if (event.event === 'TradeOpened') open(event);
        if (event.event === 'TradeSettled') {
          const item = trades.get(event.args['tradeId'] as Hex);
          if (item) item.settledIn = blockNumber;
        }
        if (event.event === 'BoundaryRecorded') {
          for (const item of byMeter.get(String(event.args['meter']).toLowerCase()) ?? []) due.add(item);
        }
      }
    },
    onRewind: (fromNumber) => {
      for (const item of [...trades.values()]) {
        // Opened again, its event comes again.
        if (item.openedIn >= fromNumber) drop(item);
        else if (item.settledIn !== undefined && item.settledIn >= fromNumber) item.settledIn = undefined;
      }
      sweptAt = -Infinity;
    },
    onHead: async (head, finalNumber) => {
      for (const item of [...trades.values()]) if (item.settledIn !== undefined && item.settledIn <= finalNumber) drop(item);
      sweep();
      if (running || due.size === 0) return;
      running = true;
      try {
        const ready: Item[] = [];
        for (const item of [...due]) {
          const isOver = (item.terms.interval + 1n) * BigInt(deployment.intervalSeconds) <= BigInt(head.timestamp);
          if (item.busy || item.settledIn !== undefined || (isOver && (await isReady(item)) && ready.push(item)) || isOver)
            due.delete(item);
        }
        for (let start = 0; start < ready.length; start += PER_CALL) await settle(ready.slice(start, start + PER_CALL));
      } catch (cause) {
        log.warn({ cause: String(cause) }, 'settlement waits for the chain endpoint');
      } finally {
        running = false;
      }
    },
    get: (id) => trades.get(id),
    settleCall,
    open: () => [...trades.values()].filter((item) => item.settledIn === undefined).length,
  };
}
