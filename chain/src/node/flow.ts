/**
 * What may happen to a transaction after intake, in one place: accepted, answered already, refused, deferred, tried
 * again. Idempotent by id: whatever the contract refuses is first looked up in the logs, because the likeliest reason
 * for "no" is that somebody, perhaps we before a restart, has done it.
 */
import { findAnswer } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import type { Entry } from './entry.ts';
import type { Receipts, Refusal } from './receipts.ts';
import { classifyRevert, extractRevert } from './reverts.ts';
import type { Tracker } from './tracker.ts';

export interface Flow {
  /** The contract has said yes; the transaction is being sent. */
  accepted(entry: Entry): void;
  /** The contract, or the way to it, said no. */
  failed(entry: Entry, cause: unknown): Promise<void>;
  /** It ran and reverted: things changed since it was accepted. */
  reverted(entry: Entry): void;
  /** @returns whether the chain has answered this id already; then the receipts are on their way. */
  answered(entry: Entry): Promise<boolean>;
  reject(entry: Entry, refusal: Refusal): void;
  /** Once per head: entries that wait for a later block. */
  onHead(): void;
  waiting(): number;
}

export function createFlow(context: NodeContext, tracker: Tracker, receipts: Receipts, again: (entry: Entry) => void): Flow {
  const later = new Set<Entry>();

  function reject(entry: Entry, refusal: Refusal): void {
    tracker.remove(entry.id);
    receipts.refuse({ id: entry.id, kind: entry.transaction.body.kind, gateways: entry.gateways }, refusal);
  }
  async function answered(entry: Entry): Promise<boolean> {
    const location = await findAnswer(context, entry);
    if (!location) return false;
    context.counters.add('answered.before');
    await tracker.resolve(entry, location);
    return true;
  }
  function tryLater(entry: Entry): boolean {
    entry.attempts += 1;
    if (entry.attempts > context.limits.attempts) return false;
    later.add(entry);
    return true;
  }
  async function failed(entry: Entry, cause: unknown): Promise<void> {
    const revert = extractRevert(cause);
    try {
      if (!revert) {
        if (tryLater(entry)) return;
        return reject(entry, {
          action: 'deferred',
          code: 'TRANSPORT_FAILED',
          message: cause instanceof Error ? cause.message : String(cause),
        });
      }
      if (await answered(entry)) return;
      // The reading is ahead of the newest block by less than a block's time: the next block will do.
      if (revert.name === 'TimeInFuture' && tryLater(entry)) return;
      reject(entry, { ...classifyRevert(revert), message: revert.text });
    } catch (second) {
      if (!tryLater(entry)) reject(entry, { action: 'deferred', code: 'TRANSPORT_FAILED', message: String(second) });
    }
  }

  return {
    accepted: (entry) => {
      if (entry.state !== 'new') return;
      entry.state = 'accepted';
      receipts.progress(entry, 'accepted');
    },
    failed,
    reverted: (entry) => {
      if (entry.location) return;
      entry.state = 'new';
      if (!tryLater(entry))
        reject(entry, { action: 'deferred', code: 'CONTRACT_REVERTED', message: 'the transaction ran and reverted each time' });
    },
    answered,
    reject,
    onHead: () => {
      const due = [...later];
      later.clear();
      for (const entry of due) if (!entry.location) again(entry);
    },
    waiting: () => later.size,
  };
}
