import { decodeTransaction } from '@joulegate/protos';
import * as v from 'valibot';
import type { JournalEntry } from '../domain/index.ts';
import { type CompletenessView, cutOut } from './completeness.ts';
import type { Context, Unit } from './context.ts';
import type { Outbox } from './outbox.ts';

/** Longer than any honest question. */
const REQUEST_MAX_LENGTH = 512;
/** Questions answered at once, and then one in so many real milliseconds. */
const BURST = 5;
const REFILL_MS = 2000;
/** Readings sent again for one question. */
const RESENT_MOST = 256;
/** Stretches of each kind in an answer. */
const RANGES_MOST = 64;

const counter = v.pipe(
  v.string(),
  v.regex(/^\d{1,20}$/),
  v.transform((digits) => BigInt(digits)),
  v.check((n) => n < 1n << 64n),
);
const Request = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  meter: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{40}$/)),
  from: counter,
  to: counter,
});
type Request = v.InferOutput<typeof Request>;

export interface Requests {
  /** Anybody who may publish may have sent it. */
  onRequest(payload: Uint8Array): void;
}

/**
 * Answers a chain node that asks which of a meter's counters are here, and sends again what it may have missed: the pending
 * batches they are in, and the signed bytes of the readings, both exactly as they stand in the journal. A question changes
 * nothing, so nothing need be known of who asks; what it can cost is bounded.
 */
export function createRequests(context: Context, outbox: Outbox, unitOf: (meter: string) => Unit | undefined): Requests {
  const { journal, relay, topics, tally, log } = context;
  let tokens = BURST;
  let refilledAt = performance.now();
  let isSending = false;

  const takeToken = (): boolean => {
    const now = performance.now();
    const earned = Math.floor((now - refilledAt) / REFILL_MS);
    tokens = Math.min(BURST, tokens + earned);
    refilledAt += earned * REFILL_MS;
    if (tokens === 0) return false;
    tokens -= 1;
    return true;
  };

  const parse = (payload: Uint8Array): Request | undefined => {
    if (payload.length > REQUEST_MAX_LENGTH) return undefined;
    try {
      const parsed = v.safeParse(Request, JSON.parse(Buffer.from(payload).toString('utf8')));
      return parsed.success && parsed.output.from <= parsed.output.to ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  };

  const counterOf = (unit: Unit, bytes: Uint8Array): bigint | undefined => {
    const reading = unit.form?.read(bytes);
    return reading?.ok === true ? reading.value.counter : undefined;
  };

  /** Pending batches with counters of the range under their root, told again at once. */
  const hurryBatches = (unit: Unit, { from, to }: Request): string[] => {
    const ids: string[] = [];
    for (const { id, kind, device } of outbox.all()) {
      if (kind !== 'readingBatch' || device !== unit.id) continue;
      const stored = journal.find('transaction', id);
      const decoded = stored === undefined ? undefined : decodeTransaction(stored.bytes);
      if (decoded?.ok !== true || decoded.value.body.kind !== 'readingBatch') continue;
      const { firstCounter, count } = decoded.value.body.value;
      // Gaps make it reach further; then its readings answer.
      if (firstCounter > to || firstCounter + BigInt(count) - 1n < from) continue;
      outbox.hurryOne(id);
      ids.push(id);
    }
    outbox.tick();
    return ids;
  };

  const readingsIn = (unit: Unit, { meter, from, to }: Request): JournalEntry[] => {
    const found: JournalEntry[] = [];
    for (const entry of journal.entries('reading', meter)) {
      const at = counterOf(unit, entry.bytes);
      if (at === undefined || at < from || at > to) continue;
      if (found.length === RESENT_MOST) break;
      found.push(entry);
    }
    return found;
  };

  const answer = (unit: Unit, request: Request, batches: string[], resent: number): string => {
    const { id, meter, from, to } = request;
    const view = unit.completeness?.view();
    const cut = (ranges: CompletenessView['proven'] = []) => cutOut(ranges, from, to, RANGES_MOST);
    const recorded = (unit.completeness?.batches() ?? []).filter((batch) => batch.firstCounter <= to && batch.closingCounter >= from);
    return JSON.stringify({
      id,
      meter,
      follows: view?.from === undefined || view.to === undefined ? null : [String(view.from), String(view.to)],
      proven: cut(view?.proven),
      waiting: cut(view?.waiting),
      missing: cut(view?.missing),
      recorded: recorded.slice(-RANGES_MOST).map((batch) => [String(batch.firstCounter), String(batch.closingCounter), batch.id]),
      batches: batches.slice(0, RANGES_MOST),
      resent,
    });
  };

  const handle = async (unit: Unit, request: Request) => {
    const batches = hurryBatches(unit, request);
    const readings = readingsIn(unit, request);
    await relay.publish(topics.response, answer(unit, request, batches, readings.length));
    // One after the other: what is asked for again must leave room for what is new.
    for (const { bytes } of readings) await relay.publish(topics.reading(unit.id), bytes);
  };

  return {
    onRequest(payload) {
      const request = parse(payload);
      const unit = request === undefined ? undefined : unitOf(request.meter);
      if (request === undefined || unit === undefined || isSending || !takeToken()) {
        tally.count('REQUEST_INVALID');
        return;
      }
      isSending = true;
      handle(unit, request)
        .catch((cause: unknown) => log.debug({ cause: String(cause) }, 'a question for readings was not answered'))
        .finally(() => {
          isSending = false;
        });
    },
  };
}
