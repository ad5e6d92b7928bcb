/**
 * Settles what was delivered and not sold, taken and not bought, at the zone's base price (paper F1), for meters whose
 * owners agreed: each interval once it is due, so that trades draw first. The contract decides; who can't pay is asked
 * again later, and nothing else waits for it.
 */
import { readContract, readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { type Call, encodeCall, eventSelector } from './contract-calls.ts';
import { type ContractEvent, decodeLog } from './contract-events.ts';
import type { Block } from './heads.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface ResidualSettler {
  /** Agreements made and intervals recorded while this node was away. */
  catchUp(): Promise<void>;
  onEvents(blockNumber: number, events: readonly ContractEvent[]): void;
  onRewind(fromNumber: number): void;
  onHead(head: Block, finalNumber: number): Promise<void>;
  /** Intervals of agreed meters that wait. */
  waiting(): number;
}

interface Item {
  readonly meter: Hex;
  readonly interval: bigint;
  busy: boolean;
  settledIn: number | undefined;
  pausedUntilMs: number;
}

const PER_CALL = 20;
/** Items asked about per sweep, real milliseconds between sweeps, and before who could not pay is asked again. */
const SWEEP_MOST = 100;
const SWEEP_MS = 2_000;
const PAUSE_MS = 60_000;
/** For good: no price, no agreement or no energy comes into an interval that is over; a late boundary is an event of its own. */
const HOPELESS = new Set(['ResidualNothing', 'SupplyNotAgreed', 'BasePriceMissing', 'BoundaryMissing']);

export function createResidualSettler(context: NodeContext, submitter: Submitter): ResidualSettler {
  const { rpc, deployment, counters, log } = context;
  const length = BigInt(deployment.intervalSeconds);
  const agreed = new Set<string>();
  const items = new Map<string, Item>();
  let waitSeconds: bigint | undefined;
  let sweptAt = 0;
  let running = false;

  const keyOf = (meter: Hex, interval: bigint) => `${meter.toLowerCase()}/${interval}`;
  function want(meter: Hex, boundary: bigint): void {
    if (!agreed.has(meter.toLowerCase())) return;
    // A boundary ends one interval and begins another; the one that comes second completes it.
    for (const interval of [boundary - 1n, boundary]) {
      const key = keyOf(meter, interval);
      if (!items.has(key)) items.set(key, { meter, interval, busy: false, settledIn: undefined, pausedUntilMs: 0 });
    }
  }
  function note({ event, args }: ContractEvent, blockNumber: number): void {
    if (event === 'SupplyAgreed') agreed.add(String(args['meter']).toLowerCase());
    else if (event === 'BoundaryRecorded') want(args['meter'] as Hex, BigInt(args['boundary'] as bigint));
    else if (event === 'ResidualSettled') {
      const item = items.get(keyOf(args['meter'] as Hex, BigInt(args['interval'] as bigint)));
      if (item) item.settledIn = blockNumber;
    }
  }
  function callFor(list: readonly Item[]): Call {
    const [only] = list;
    if (list.length === 1 && only) return encodeCall(deployment, 'energyMarket', 'settleResidual', [only.meter, only.interval]);
    return encodeCall(deployment, 'energyMarket', 'settleResiduals', [list.map(({ meter }) => meter), only?.interval]);
  }
  async function isReady(item: Item): Promise<boolean> {
    try {
      await rpc('eth_call', [{ from: submitter.address, ...callFor([item]) }, 'latest']);
      return true;
    } catch (cause) {
      const revert = extractRevert(cause);
      if (!revert) throw cause;
      if (HOPELESS.has(revert.name)) items.delete(keyOf(item.meter, item.interval));
      else if (revert.name !== 'ResidualNotDue') {
        item.pausedUntilMs = performance.now() + PAUSE_MS;
        counters.add(`residual.${revert.name}`);
        log.info({ meter: item.meter, interval: String(item.interval), cause: revert.text }, 'residual not settled');
      }
      return false;
    }
  }
  async function settle(list: readonly Item[]): Promise<void> {
    for (const item of list) item.busy = true;
    const free = (): void => {
      for (const item of list) item.busy = false;
    };
    try {
      await submitter.submit({ ...callFor(list), label: `settle ${list.length} residuals`, onMined: free, onReverted: free });
      counters.add('residuals.sent', list.length);
    } catch (cause) {
      free();
      // Together they may owe more than one account holds.
      if (extractRevert(cause) && list.length > 1) for (const item of list) await settle([item]);
      else log.info({ cause: extractRevert(cause)?.text ?? String(cause) }, 'residual not sent');
    }
  }
  async function sweep(head: Block, wait: bigint): Promise<void> {
    const now = performance.now();
    const due = [...items.values()].filter(
      (item) =>
        !item.busy &&
        item.settledIn === undefined &&
        item.pausedUntilMs <= now &&
        (item.interval + 1n) * length + wait < BigInt(head.timestamp),
    );
    const ready = new Map<bigint, Item[]>();
    for (const item of due.slice(0, SWEEP_MOST)) {
      if (await isReady(item)) ready.set(item.interval, [...(ready.get(item.interval) ?? []), item]);
    }
    for (const list of ready.values()) {
      for (let start = 0; start < list.length; start += PER_CALL) await settle(list.slice(start, start + PER_CALL));
    }
  }

  return {
    catchUp: async () => {
      waitSeconds = 2n * (await readContract<bigint>(context, 'energyMarket', 'settlementDeadlineSeconds', []));
      const replay = async (contract: 'energyMarket' | 'readingLedger', event: string) => {
        for (const raw of await readLogs(context, contract, [eventSelector(contract, event)])) {
          const decoded = decodeLog(raw, deployment);
          if (decoded) note(decoded, Number(raw.blockNumber));
        }
      };
      await replay('energyMarket', 'SupplyAgreed');
      if (agreed.size === 0) return;
      await replay('readingLedger', 'BoundaryRecorded');
      await replay('energyMarket', 'ResidualSettled');
    },
    onEvents: (blockNumber, events) => {
      for (const event of events) note(event, blockNumber);
    },
    onRewind: (fromNumber) => {
      for (const item of items.values()) if (item.settledIn !== undefined && item.settledIn >= fromNumber) item.settledIn = undefined;
    },
    onHead: async (head, finalNumber) => {
      for (const [key, item] of items) if (item.settledIn !== undefined && item.settledIn <= finalNumber) items.delete(key);
      if (running || waitSeconds === undefined || items.size === 0 || performance.now() - sweptAt < SWEEP_MS) return;
      running = true;
      sweptAt = performance.now();
      try {
        await sweep(head, waitSeconds);
      } catch (cause) {
        log.warn({ cause: String(cause) }, 'residuals wait for the chain endpoint');
      } finally {
        running = false;
      }
    },
    waiting: () => items.size,
  };
}
