/**
 * From a message to the part that handles its kind. Bounded: what would be too much at once is dropped and counted, and
 * the gateway, which got no receipt, sends it again.
 */
import { decodeOrderAnnouncement, decodeTransaction, MESSAGE_MAX_LENGTH } from '@joulegate/protos';
import type { AccessWatch } from './access-watch.ts';
import type { Batcher } from './batcher.ts';
import { toHex } from './bytes.ts';
import type { CarbonMarket } from './carbon-market.ts';
import type { NodeContext } from './context.ts';
import { singleCall } from './contract-calls.ts';
import type { Entry } from './entry.ts';
import { createFairQueue } from './fair-queue.ts';
import { faultPoint } from './fault-point.ts';
import type { Flow } from './flow.ts';
import { type Checked, checkPayload, checkTransaction, type Owners } from './intake.ts';
import { isSameMessage, type StoredMessage } from './intake-log.ts';
import type { Market } from './market.ts';
import type { MatchRounds } from './match-round.ts';
import type { MissingReadings } from './missing-readings.ts';
import type { Hex } from './options.ts';
import type { Quotas } from './quotas.ts';
import type { Receipts } from './receipts.ts';
import type { Settler } from './settler.ts';
import type { Submitter } from './submitter.ts';
import { parseAnswerTopic, parseOrderTopic, parseTransactionTopic } from './topics.ts';
import type { Tracker } from './tracker.ts';

export interface Parts {
  readonly quotas: Quotas;
  readonly tracker: Tracker;
  readonly receipts: Receipts;
  readonly owners: Owners;
  readonly submitter: Submitter;
  readonly batcher: Batcher;
  readonly market: Market;
  readonly rounds: MatchRounds;
  readonly settler: Settler;
  readonly carbon: CarbonMarket;
  readonly flow: Flow;
  readonly watch: AccessWatch;
  readonly missing: MissingReadings;
}

export interface Pipeline {
  /** What was acknowledged before this start, and had no end. */
  replay(message: StoredMessage): void;
  onMessage(topic: string, payload: Uint8Array, retained: boolean): void;
  /** Handles an entry that intake has passed, or passes it again. */
  handle(entry: Entry): Promise<void>;
  checking(): number;
}

/** A message that could not be looked at, for the endpoint's sake, is looked at again after so long. */
const AGAIN_MS = 5_000;
/** Checked and handled at once: enough to hide the endpoint's delay, few enough that turns mean something. */
const CHECKS_AT_ONCE = 32;

export function createPipeline(context: NodeContext, parts: Parts): Pipeline {
  const { counters, log, base } = context;
  const { tracker, receipts, flow, market, submitter } = parts;
  const lanes = new Map<string, Promise<void>>();
  const queue = createFairQueue<() => Promise<void>>();
  let active = 0;

  async function single(entry: Entry): Promise<void> {
    const call = singleCall(entry, context.deployment);
    if (!call) throw new Error(`no contract call for ${entry.transaction.body.kind}`);
    const label = entry.transaction.body.kind;
    await submitter.submit({
      ...call,
      label,
      payers: [entry],
      onAccepted: () => flow.accepted(entry),
      onReverted: () => flow.reverted(entry),
    });
  }
  async function match(entry: Entry): Promise<void> {
    if (entry.transaction.body.kind !== 'match') return;
    const { energyWh, priceMicroPerKwh } = entry.transaction.body.value;
    const ids = { sellOrderId: entry.message['sellOrderId'] as Hex, buyOrderId: entry.message['buyOrderId'] as Hex };
    const hooks = { onAccepted: () => flow.accepted(entry), onReverted: () => flow.reverted(entry) };
    if (await parts.rounds.post({ ...ids, energyWh, priceMicroPerKwh }, hooks)) return;
    if (await flow.answered(entry)) return;
    flow.reject(entry, { action: 'deferred', code: 'VALUE_INVALID', message: 'an order of this match is not known to this node' });
  }
  async function settlement(entry: Entry): Promise<void> {
    const trade = parts.settler.get(entry.id);
    if (trade) {
      await submitter.submit({
        ...parts.settler.settleCall([trade]),
        label: 'settlement',
        payers: [entry],
        onAccepted: () => flow.accepted(entry),
        onReverted: () => flow.reverted(entry),
      });
      return;
    }
    if (await flow.answered(entry)) return;
    flow.reject(entry, { action: 'deferred', code: 'VALUE_INVALID', message: `trade ${entry.id} is not open` });
  }
  function route(entry: Entry): Promise<void> {
    switch (entry.transaction.body.kind) {
      case 'readingBatch':
        parts.batcher.add(entry);
        return Promise.resolve();
      case 'order':
      case 'orderCancellation':
        return market.take(entry, 'gateway');
      case 'carbonApplication':
      case 'permitOffer':
        return parts.carbon.take(entry);
      case 'match':
        return match(entry);
      case 'settlement':
        return settlement(entry);
      default:
        return single(entry);
    }
  }
  async function handle(entry: Entry): Promise<void> {
    try {
      await route(entry);
    } catch (cause) {
      await flow.failed(entry, cause);
    }
  }
  function postpone(gateway: string, kind: string, id: Hex, exceeded: string): void {
    const message = `at most ${exceeded} expected of gateway ${gateway}`;
    receipts.refuse({ id, kind, gateways: [gateway] }, { action: 'deferred', code: 'QUOTA_EXCEEDED', message });
  }
  /** Over its rate nothing is checked: decoding gives the id to answer under, as long as answers cost less than they tell. */
  function turnAway(gateway: string, kind: string, payload: Uint8Array, exceeded: string): void {
    const decoded = payload.length <= MESSAGE_MAX_LENGTH && parts.quotas.mayAnswer(gateway) ? decodeTransaction(payload) : undefined;
    if (decoded?.ok && decoded.value.id.length === 32) postpone(gateway, kind, toHex(decoded.value.id), exceeded);
    else counters.add('dropped.quota');
  }
  const ended = (message: StoredMessage): void => context.intakeLog?.end(message);
  async function dispatch(gateway: string, kind: string, checked: Checked, message: StoredMessage): Promise<void> {
    if (!checked.ok) {
      ended(message);
      // A spoiled copy of what is already on its way must not turn its sender away from the good one.
      const known = checked.id !== undefined && tracker.get(checked.id) !== undefined;
      receipts.refuse({ id: known ? undefined : checked.id, kind, gateways: [gateway] }, checked);
      return;
    }
    faultPoint('intake-checked');
    const existing = tracker.get(checked.entry.id);
    if (existing) {
      existing.gateways.add(gateway);
      counters.add('repeated');
      // Its own file record ends with it; another copy's ends here.
      if (existing.state === 'final' || (existing.stored && !isSameMessage(existing.stored, message))) ended(message);
      else existing.stored = message;
      await tracker.repeat(existing);
      return;
    }
    const exceeded = parts.quotas.admitNew(gateway, tracker.openOf(gateway));
    if (exceeded !== undefined) {
      ended(message);
      if (parts.quotas.mayAnswer(gateway)) postpone(gateway, kind, checked.entry.id, exceeded);
      else counters.add('dropped.quota');
      return;
    }
    if (!tracker.add(checked.entry)) {
      counters.add('dropped.tracked');
      ended(message);
      return;
    }
    checked.entry.stored = message;
    faultPoint('entry-tracked');
    parts.watch.onEntry(checked.entry);
    parts.missing.onEntry(checked.entry);
    await handle(checked.entry);
  }
  /** Checks run side by side, but a gateway's messages go on in the order it sent them: a meter's counters only rise. */
  async function takePayload(gateway: string, kind: string, message: StoredMessage): Promise<void> {
    const verdict = checkPayload(gateway, kind, message.payload, context, parts.owners);
    verdict.catch(() => {});
    let handling: Promise<void> | undefined;
    const turn = (lanes.get(gateway) ?? Promise.resolve()).then(async () => {
      handling = dispatch(gateway, kind, await verdict, message);
    });
    const lane = turn.catch(() => {});
    lanes.set(gateway, lane);
    try {
      await turn;
    } finally {
      if (lanes.get(gateway) === lane) lanes.delete(gateway);
    }
    await handling;
  }
  async function takeAnnouncement(zone: number, payload: Uint8Array): Promise<void> {
    const decoded = decodeOrderAnnouncement(payload);
    if (!decoded.ok) return counters.add(`announcement.${decoded.code}`);
    const { transaction, node } = decoded.value;
    if (node === context.nodeId) return;
    const checked = await checkTransaction(transaction, [], context, parts.owners);
    if (!checked.ok) return counters.add(`announcement.${checked.code}`);
    const isOrder = transaction.body.kind === 'order' && transaction.body.value.zone === zone;
    if (!isOrder) return counters.add('announcement.MQTT_TOPIC_INVALID');
    if (tracker.get(checked.entry.id)) return;
    await market.take(checked.entry, 'announcement');
  }
  /** Starts what waits, a few at a time and every sender in turn. */
  function pump(): void {
    for (const work of queue.take(CHECKS_AT_ONCE - active)) {
      active += 1;
      work()
        // Never throws, never stops the rest.
        .catch((cause: unknown) => {
          counters.add('TRANSPORT_FAILED');
          log.warn({ cause: String(cause) }, 'message not handled; its sender will repeat it');
        })
        .finally(() => {
          active -= 1;
          pump();
        });
    }
  }
  function enqueue(sender: string, work: () => Promise<void>): boolean {
    if (queue.size() + active >= context.limits.intakeQueue) {
      counters.add('dropped.intake');
      return false;
    }
    queue.push(sender, work);
    pump();
    return true;
  }
  function take(gateway: string, kind: string, message: StoredMessage): void {
    const work = async () => {
      try {
        await takePayload(gateway, kind, message);
      } catch (cause) {
        // What is kept on disk has no other sender to wait for.
        if (context.intakeLog) setTimeout(() => take(gateway, kind, message), AGAIN_MS).unref();
        throw cause;
      }
    };
    if (!enqueue(gateway, work)) ended(message);
  }

  return {
    handle,
    replay: (message) => {
      const tx = parseTransactionTopic(base, message.topic);
      if (tx) take(tx.gateway, tx.kind, message);
      else ended(message);
    },
    checking: () => queue.size() + active,
    onMessage: (topic, payload, retained) => {
      // Neither transactions nor orders are retained by those who keep to the rules: an old copy says nothing new.
      if (retained) return counters.add('dropped.retained');
      const tx = parseTransactionTopic(base, topic);
      if (tx) {
        const exceeded = parts.quotas.admit(tx.gateway, payload.length);
        if (exceeded !== undefined) {
          ended({ topic, payload });
          return turnAway(tx.gateway, tx.kind, payload, exceeded);
        }
        faultPoint('message-arrived');
        return take(tx.gateway, tx.kind, { topic, payload });
      }
      const zone = parseOrderTopic(base, topic);
      if (zone !== undefined) return void enqueue('market', () => takeAnnouncement(zone, payload));
      const answering = parseAnswerTopic(base, topic);
      if (answering !== undefined) return parts.missing.onAnswer(answering, payload);
      counters.add('MQTT_TOPIC_INVALID');
    },
  };
}
