import { decodeReceipt, decodeTransaction, type Receipt, type Transaction } from '@joulegate/protos';
import { faultPoint, isJoulegateError, type JournalOperation } from '../domain/index.ts';
import { bodyIdsOf, checkReceipt, type ProvenReceipt } from '../proof/index.ts';
import type { Context, Outcome, Unit } from './context.ts';
import type { HistoryEntry } from './history.ts';
import type { Outbox, Outgoing } from './outbox.ts';

export interface Receipts {
  /** @param id as it stands in the topic. */
  onReceipt(id: string, payload: Uint8Array): void;
  /** Drops what has spoilt. */
  tick(): void;
  drain(): Promise<void>;
}

type Ending = { readonly outcome: Outcome } & Partial<Pick<HistoryEntry, 'code' | 'message' | 'blockNumber'>>;

/**
 * Lets a transaction leave the journal: by a final receipt whose proof holds and whose block enough distinct nodes name,
 * by a refusal (set aside under its code), or by the clock. Everything that one ending changes is one commit.
 */
export function createReceipts(context: Context, outbox: Outbox, unitOf: (device: string) => Unit | undefined): Receipts {
  const { journal, history, tally, clock, log, config } = context;
  /** Per transaction, the block each node names. */
  const votes = new Map<string, Map<string, string>>();
  const ending = new Set<string>();
  // One after the other: two nodes' receipts for one transaction must not both end it.
  let chain: Promise<void> = Promise.resolve();

  const note = async (entry: Outgoing, change: Parameters<typeof history.update>[1]) => {
    const operation = history.update(entry.id, change, clock.now());
    if (operation !== undefined) await journal.commit([operation]);
  };

  const end = async (entry: Outgoing, transaction: Transaction, { outcome, ...details }: Ending) => {
    if (ending.has(entry.id)) return;
    ending.add(entry.id);
    try {
      const unit = unitOf(entry.device);
      const decision = unit?.handlers[entry.kind]?.(outcome, transaction);
      const operations: JournalOperation[] = [{ type: 'remove', seq: entry.seq }, ...(decision?.operations ?? [])];
      const noted = history.update(entry.id, { state: outcome.state, ...details }, clock.now());
      if (noted !== undefined) operations.push(noted);
      if (outcome.state === 'final') faultPoint('receipt-checked');
      await journal.commit(operations);
      if (outcome.state === 'final') faultPoint('receipt-journaled');
      outbox.forget(entry.id);
      votes.delete(entry.id);
      decision?.after?.();
      log.info({ id: entry.id, kind: entry.kind, device: entry.device, state: outcome.state, ...details }, `transaction ${outcome.state}`);
    } finally {
      ending.delete(entry.id);
    }
  };

  const onFinal = async (entry: Outgoing, transaction: Transaction, receipt: Receipt) => {
    const proven = await checkReceipt(receipt, {
      kind: entry.kind,
      deployment: context.deployment,
      bodyIds: bodyIdsOf(transaction),
    });
    if (!proven.ok) {
      tally.count(proven.code);
      log.warn({ id: entry.id, node: receipt.node, code: proven.code }, `receipt not believed: ${proven.message}`);
      return;
    }
    if (!hasQuorum(entry.id, receipt.node, proven.value)) {
      await note(entry, { state: 'included', blockNumber: String(receipt.blockNumber) });
      return;
    }
    await end(entry, transaction, {
      outcome: { state: 'final', log: proven.value.log, position: proven.value.position },
      blockNumber: String(receipt.blockNumber),
      code: '',
      message: '',
    });
  };

  /** A node that changes its mind has one vote still. */
  const hasQuorum = (id: string, node: string, { blockHash }: ProvenReceipt): boolean => {
    const cast = votes.get(id) ?? new Map<string, string>();
    const hash = Buffer.from(blockHash).toString('hex');
    cast.set(node, hash);
    votes.set(id, cast);
    return [...cast.values()].filter((other) => other === hash).length >= config.receiptQuorum;
  };

  const handle = async (topicId: string, payload: Uint8Array) => {
    const decoded = decodeReceipt(payload);
    if (!decoded.ok) {
      tally.count(decoded.code);
      return;
    }
    const receipt = decoded.value;
    const entry = outbox.get(topicId);
    if (entry === undefined) return; // ended before, or another gateway's
    if (Buffer.from(receipt.id).toString('hex') !== topicId || receipt.network !== context.network) {
      tally.count('RECEIPT_INVALID');
      return;
    }
    const transaction = readTransaction(entry);
    if (transaction === undefined) return;
    const { errorCode: code, errorMessage: message } = receipt;
    switch (receipt.state) {
      case 'accepted':
        if (!entry.isIncluded) await note(entry, { state: 'accepted', code: '', message: '' });
        return;
      case 'included':
        entry.isIncluded = true;
        await note(entry, { state: 'included', blockNumber: String(receipt.blockNumber), code: '', message: '' });
        return;
      case 'deferred':
        entry.isIncluded = false;
        await note(entry, { state: 'deferred', code, message });
        return;
      case 'refused':
        // An order or offer that found no partner in time is no fault.
        if (code === 'ORDER_EXPIRED') return end(entry, transaction, { outcome: { state: 'expired' }, code, message });
        tally.countForeign(code);
        log.warn({ id: topicId, kind: entry.kind, node: receipt.node, code }, `transaction refused: ${message}`);
        return end(entry, transaction, { outcome: { state: 'refused', code, message }, code, message });
      case 'final':
        return onFinal(entry, transaction, receipt);
    }
  };

  const readTransaction = (entry: Outgoing): Transaction | undefined => {
    const stored = journal.find('transaction', entry.id);
    const decoded = stored === undefined ? undefined : decodeTransaction(stored.bytes);
    return decoded?.ok === true ? decoded.value : undefined;
  };

  const enqueue = (work: () => Promise<void>) => {
    chain = chain.then(work).catch((cause: unknown) => {
      if (isJoulegateError(cause)) tally.count(cause.code);
      log.error({ cause: String(cause) }, 'receipt not handled; it will come again');
    });
  };

  return {
    onReceipt: (id, payload) => enqueue(() => handle(id, payload)),
    tick() {
      for (const entry of outbox.spoilt()) {
        const transaction = readTransaction(entry);
        if (transaction !== undefined && !ending.has(entry.id)) enqueue(() => end(entry, transaction, { outcome: { state: 'expired' } }));
      }
    },
    drain: () => chain,
  };
}
