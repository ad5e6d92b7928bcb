import { type Deployment, decodeTransaction, type Transaction, type TransactionBodyName } from '@joulegate/protos';
import { faultPoint, type TransactionId } from '../domain/index.ts';
import { secondsOf } from './clock.ts';
import type { Context } from './context.ts';

/** A transaction that waits in the journal for its proven receipt. */
export interface Outgoing {
  readonly id: TransactionId;
  readonly seq: number;
  readonly kind: TransactionBodyName;
  readonly device: string;
  /** Unix seconds after which the chain takes it no more; undefined where it never spoils. */
  readonly expiry: number | undefined;
  attempts: number;
  /** By performance.now: a clock that is set back must not hold it up. */
  nextAt: number;
  isIncluded: boolean;
}

export interface Outbox {
  add(entry: Pick<Outgoing, 'id' | 'seq' | 'kind' | 'device' | 'expiry'>): void;
  get(id: string): Outgoing | undefined;
  all(): Iterable<Outgoing>;
  forget(id: string): void;
  /** Publishes what is due. */
  tick(): void;
  /** The broker or a chain node is back: everything is due. */
  hurry(): void;
  /** Somebody asks for this one: it is due. */
  hurryOne(id: string): void;
  /** What has spoilt without having been included. */
  spoilt(): Outgoing[];
}

/** After a day nobody asks any more what a battery held. */
const STATE_OF_INTEREST_SECONDS = 86_400;

/** When a body spoils, in Unix seconds. */
export function expiryOf({ body }: Pick<Transaction, 'body'>): number | undefined {
  switch (body.kind) {
    case 'order':
    case 'carbonApplication':
    case 'permitOffer':
      return Number(body.value.expiry);
    case 'admissionRequest':
    case 'meterRegistration':
    case 'permitRetirement':
    case 'guaranteeRetirement':
      return Number(body.value.deadline);
    case 'supplyAgreement':
      return Number(body.value.validUntil);
    case 'storageState':
      return Number(body.value.time) + STATE_OF_INTEREST_SECONDS;
    default:
      return undefined;
  }
}

/** A block's time may lie behind ours, and its receipt takes a while: so long after its expiry a transaction still waits. */
export function graceSeconds(deployment: Deployment): number {
  return Math.min(deployment.intervalSeconds, 300);
}

/**
 * Publishes pending transactions until each has its receipt: at once, on every connect, when a chain node appears, and
 * with doubling pauses. What is published is always the journal's own bytes.
 */
export function createOutbox(context: Context): Outbox {
  const { journal, relay, topics, config, log } = context;
  const pending = new Map<string, Outgoing>();
  const publishing = new Set<string>();
  const minMs = config.limits.retryMinSeconds * 1000;
  const maxMs = config.limits.retryMaxSeconds * 1000;

  const add: Outbox['add'] = (entry) => {
    pending.set(entry.id, { ...entry, attempts: 0, nextAt: 0, isIncluded: false });
  };

  for (const { key, seq, bytes } of journal.entries('transaction')) {
    const decoded = decodeTransaction(bytes);
    if (!decoded.ok) {
      log.error({ id: key, code: decoded.code }, `journaled transaction can't be read: ${decoded.message}`);
      continue;
    }
    const device = context.history.of(key)?.device ?? '';
    add({ id: key as TransactionId, seq, kind: decoded.value.body.kind, device, expiry: expiryOf(decoded.value) });
  }

  const publish = async (entry: Outgoing) => {
    const stored = journal.find('transaction', entry.id);
    if (stored === undefined) return;
    await relay.publish(topics.transaction(entry.kind), stored.bytes);
    faultPoint('transaction-published');
  };

  return {
    add,
    get: (id) => pending.get(id),
    all: () => pending.values(),
    forget: (id) => void pending.delete(id),
    tick() {
      if (!relay.isConnected) return;
      const now = performance.now();
      for (const entry of pending.values()) {
        if (entry.nextAt > now || publishing.has(entry.id)) continue;
        publishing.add(entry.id);
        const pause = Math.min(maxMs, minMs * 2 ** entry.attempts);
        entry.attempts = Math.min(entry.attempts + 1, 16);
        entry.nextAt = now + pause * (0.9 + Math.random() / 5);
        publish(entry)
          .catch((cause: unknown) => log.debug({ id: entry.id, cause: String(cause) }, 'transaction waits'))
          .finally(() => publishing.delete(entry.id));
      }
    },
    hurry() {
      for (const entry of pending.values()) {
        entry.attempts = 0;
        entry.nextAt = 0;
      }
    },
    hurryOne(id) {
      const entry = pending.get(id);
      if (entry !== undefined) entry.nextAt = 0;
    },
    spoilt() {
      if (!context.time.isSynchronised()) return [];
      const before = secondsOf(context.clock) - graceSeconds(context.deployment);
      return [...pending.values()].filter(({ expiry, isIncluded }) => expiry !== undefined && expiry < before && !isIncluded);
    },
  };
}
