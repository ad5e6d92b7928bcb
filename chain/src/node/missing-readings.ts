/**
 * Asks a gateway for what the chain misses of its meters (docs/wire.md, "What is missing"): counters that lie between two
 * recorded batches, and all since the last one of a meter that has fallen silent. The gateway sends its pending batches and
 * the signed readings again, and says which counters it never had. Nothing here is believed or spent: batches that come are
 * checked like any other.
 */
import type { NodeContext } from './context.ts';
import type { ContractEvent } from './contract-events.ts';
import type { Entry } from './entry.ts';
import type { Block } from './heads.ts';
import { topics } from './topics.ts';

export interface MissingReadings {
  /** A gateway sends for a meter. */
  onEntry(entry: Entry): void;
  onEvents(events: readonly ContractEvent[]): void;
  onHead(head: Block): void;
  /** Anybody may have sent it. */
  onAnswer(gateway: string, payload: Uint8Array): void;
}

interface Meter {
  /** Who sent for it last. */
  gateway: string;
  closingCounter: bigint | undefined;
  /** Unix seconds by the meter. */
  closingTime: number;
  /** Chain seconds. */
  askedAt: number;
}

const METERS_MAX = 10_000;
const OPEN_MAX = 1_000;
/** Questions per gateway and minute; it answers no more than one in two seconds either. */
const PER_MINUTE = 10;
const ANSWER_MAX_LENGTH = 32 * 1024;
const RANGES_MAX = 64;
const COUNTER_MAX = (1n << 64n) - 1n;
/** After so many intervals without a batch a meter counts as silent; it is asked for once an interval then. */
const SILENT_INTERVALS = 2;

const COUNTER = /^\d{1,20}$/;

/** How many counters the ranges of an answer hold; undefined where they are none. */
function countIn(ranges: unknown): bigint | undefined {
  if (!Array.isArray(ranges) || ranges.length > RANGES_MAX) return undefined;
  let sum = 0n;
  for (const range of ranges as unknown[]) {
    const [first, last] = Array.isArray(range) ? (range as unknown[]) : [];
    if (typeof first !== 'string' || typeof last !== 'string' || !COUNTER.test(first) || !COUNTER.test(last)) return undefined;
    if (BigInt(first) > BigInt(last)) return undefined;
    sum += BigInt(last) - BigInt(first) + 1n;
  }
  return sum;
}

export function createMissingReadings(context: NodeContext): MissingReadings {
  const { base, nodeId, counters, log, publish, deployment } = context;
  const meters = new Map<string, Meter>();
  /** Id of a question → to whom, about whom. */
  const open = new Map<string, { readonly gateway: string; readonly meter: string }>();
  const asked = new Map<string, number>();
  let minuteAt = performance.now();
  let number = 0;

  function ask(meter: string, state: Meter, from: bigint, to: bigint): void {
    if (performance.now() - minuteAt > 60_000) {
      minuteAt = performance.now();
      asked.clear();
    }
    const soFar = asked.get(state.gateway) ?? 0;
    if (soFar >= PER_MINUTE) return;
    asked.set(state.gateway, soFar + 1);
    number += 1;
    const id = `${nodeId.slice(0, 40)}-${number}`;
    if (open.size >= OPEN_MAX) open.delete(open.keys().next().value as string);
    open.set(id, { gateway: state.gateway, meter });
    counters.add('missing.asked');
    publish(topics.request(base, state.gateway), JSON.stringify({ id, meter, from: String(from), to: String(to) }));
  }

  return {
    onEntry: ({ transaction, message, gateways }) => {
      if (transaction.body.kind !== 'readingBatch') return;
      const gateway = [...gateways].at(-1);
      if (gateway === undefined) return;
      const meter = String(message['meter']).toLowerCase();
      const known = meters.get(meter);
      if (known) known.gateway = gateway;
      else if (meters.size < METERS_MAX) meters.set(meter, { gateway, closingCounter: undefined, closingTime: 0, askedAt: 0 });
    },
    onEvents: (events) => {
      for (const { event, args } of events) {
        if (event !== 'BatchRecorded') continue;
        const meter = String(args['meter']).toLowerCase();
        const state = meters.get(meter);
        if (state === undefined) continue;
        const firstCounter = BigInt(args['firstCounter'] as bigint);
        const closingCounter = BigInt(args['closingCounter'] as bigint);
        const before = state.closingCounter;
        if (before !== undefined && firstCounter > before + 1n) ask(meter, state, before + 1n, firstCounter - 1n);
        // After a reorganisation the same batches come again, or others from further back.
        state.closingCounter = closingCounter;
        state.closingTime = Number(args['time']);
      }
    },
    onHead: ({ timestamp }) => {
      const patience = SILENT_INTERVALS * deployment.intervalSeconds;
      for (const [meter, state] of meters) {
        if (state.closingCounter === undefined || timestamp - state.closingTime <= patience) continue;
        if (timestamp - state.askedAt < deployment.intervalSeconds) continue;
        state.askedAt = timestamp;
        ask(meter, state, state.closingCounter + 1n, COUNTER_MAX);
      }
    },
    onAnswer: (gateway, payload) => {
      let answer: Record<string, unknown>;
      try {
        if (payload.length > ANSWER_MAX_LENGTH) throw new Error('too long');
        answer = JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown>;
      } catch {
        return counters.add('missing.invalid');
      }
      const id = typeof answer === 'object' && answer !== null ? answer['id'] : undefined;
      const question = typeof id === 'string' ? open.get(id) : undefined;
      const waiting = question && countIn(answer['waiting']);
      const missing = question && countIn(answer['missing']);
      if (!question || question.gateway !== gateway || answer['meter'] !== question.meter || waiting === undefined || missing === undefined)
        return counters.add('missing.invalid');
      open.delete(id as string);
      counters.add('missing.answered');
      const found = { gateway, meter: question.meter, waiting: String(waiting), missing: String(missing) };
      if (missing > 0n) log.warn(found, 'counters of a meter that its gateway never had');
      else log.info(found, 'asked for what the chain misses of a meter');
    },
  };
}
