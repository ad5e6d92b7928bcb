/**
 * Which ids wait for their log, and how far each has come. Fed by the chain alone, never by our own sending: so it does
 * not matter which node's transaction did the work, and a reorganisation only takes locations away.
 */

import { sameHex } from './bytes.ts';
import type { RawLog } from './chain-reader.ts';
import { locationOf } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { ANSWER_OF, answerFilters, fits } from './contract-calls.ts';
import { type Entry, type LogLocation, senderOf } from './entry.ts';
import { faultPoint } from './fault-point.ts';
import type { Prover } from './inclusion-proof.ts';
import type { Hex } from './options.ts';
import type { Receipts } from './receipts.ts';

export interface Tracker {
  get(id: Hex): Entry | undefined;
  /** @returns false when full. */
  add(entry: Entry): boolean;
  remove(id: Hex): void;
  /** The chain has answered already; sends what its finality allows. */
  resolve(entry: Entry, location: LogLocation): Promise<void>;
  /** Says again how far an entry is: a gateway asked twice. */
  repeat(entry: Entry): Promise<void>;
  onLogs(logs: readonly RawLog[]): void;
  onRewind(fromNumber: number): Entry[];
  onHead(finalNumber: number): Promise<void>;
  /** Waiting entries of one gateway. */
  openOf(gateway: string): number;
  size(): number;
}

/** The id of an entry as it stands in its answer. */
function topicOf(entry: Entry): Hex {
  return answerFilters(entry)[0]?.find((topic, index) => index > 0 && topic !== null) ?? entry.id;
}

/** Final receipts kept for repetition; older ones are found again by their log. */
const FINALS_KEPT = 2_000;

export function createTracker(context: NodeContext, receipts: Receipts, prover: Prover): Tracker {
  const waiting = new Map<Hex, Entry>();
  /** First id in the answering log → waiting entries: a cancellation shares its order's id. */
  const byTopic = new Map<Hex, Set<Entry>>();
  const finals = new Map<Hex, Entry>();
  /** Waiting entries whose log stands in a block not yet final. */
  const located = new Set<Entry>();
  /** Located since the last head. */
  const fresh = new Set<Entry>();
  const open = new Map<string, number>();
  let finalNumber = 0;

  function count(entry: Entry, by: 1 | -1): void {
    const sender = senderOf(entry) ?? '';
    const now = (open.get(sender) ?? 0) + by;
    if (now > 0) open.set(sender, now);
    else open.delete(sender);
  }
  function remove(id: Hex): void {
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    if (entry.stored) context.intakeLog?.end(entry.stored);
    count(entry, -1);
    located.delete(entry);
    fresh.delete(entry);
    const key = topicOf(entry);
    const set = byTopic.get(key);
    set?.delete(entry);
    if (set?.size === 0) byTopic.delete(key);
  }
  function add(entry: Entry): boolean {
    if (waiting.has(entry.id)) return true;
    if (waiting.size >= context.limits.tracked) return false;
    waiting.set(entry.id, entry);
    count(entry, 1);
    const key = topicOf(entry);
    byTopic.set(key, (byTopic.get(key) ?? new Set()).add(entry));
    return true;
  }
  async function finish(entry: Entry): Promise<void> {
    const { location } = entry;
    if (!location) return;
    const proof = await prover.prove(location.blockHash, location.transactionIndex);
    remove(entry.id);
    entry.state = 'final';
    finals.set(entry.id, entry);
    for (const oldest of finals.keys()) {
      if (finals.size <= FINALS_KEPT) break;
      finals.delete(oldest);
    }
    faultPoint('before-final-receipt');
    receipts.progress(entry, 'final', proof);
    faultPoint('after-final-receipt');
  }
  function locate(entry: Entry, location: LogLocation): void {
    entry.location = location;
    entry.state = 'included';
    faultPoint('log-located');
    located.add(entry);
    fresh.add(entry);
  }
  /** Final receipts for what is final, `included` for what is new and not yet. */
  async function report(): Promise<void> {
    const due = [...located].filter((entry) => entry.location && entry.location.blockNumber <= BigInt(finalNumber));
    for (const entry of due) {
      try {
        await finish(entry);
      } catch (cause) {
        context.counters.add('proofs.failed');
        context.log.warn({ id: entry.id, cause: String(cause) }, 'no proof yet; tried again at the next head');
      }
    }
    for (const entry of fresh) receipts.progress(entry, 'included');
    fresh.clear();
  }

  return {
    get: (id) => waiting.get(id) ?? finals.get(id),
    add,
    remove,
    resolve: async (entry, location) => {
      add(entry);
      locate(entry, location);
      await report();
    },
    repeat: async (entry) => {
      if (entry.state === 'final') await finish(entry);
      else if (entry.state === 'new') return;
      else receipts.progress(entry, entry.state);
    },
    onLogs: (logs) => {
      for (const log of logs) {
        for (const topic of log.topics.slice(1)) {
          for (const entry of byTopic.get(topic) ?? []) {
            const { contract } = ANSWER_OF[entry.transaction.body.kind];
            const isOurs = sameHex(log.address, context.deployment.contracts[contract]);
            if (isOurs && !entry.location && answerFilters(entry).some((filter) => fits(filter, log.topics)))
              locate(entry, locationOf(log));
          }
        }
      }
    },
    onRewind: (fromNumber) => {
      const isUndone = ({ location }: Entry) => location !== undefined && location.blockNumber >= BigInt(fromNumber);
      finalNumber = Math.min(finalNumber, fromNumber - 1);
      // Only where the finality rule is too weak for its chain: what was called final is not there any more.
      const doubted = [...finals.values()].filter(isUndone).filter((entry) => finals.delete(entry.id) && add(entry));
      const undone = [...[...located].filter(isUndone), ...doubted];
      for (const entry of undone) {
        entry.location = undefined;
        entry.state = 'accepted';
        located.delete(entry);
        fresh.delete(entry);
      }
      return undone;
    },
    onHead: async (final) => {
      finalNumber = final;
      await report();
    },
    openOf: (gateway) => open.get(gateway) ?? 0,
    size: () => waiting.size,
  };
}
