import { decodeReceipt, decodeTransaction, type Receipt, type Transaction } from '@joulegate/protos';
import { faultPoint, isJoulegateError, type JournalOperation } from '../domain/index.ts';
import { bodyIdsOf, checkReceipt, type ProvenReceipt } from '../proof/index.ts';
import { type FinalBlock, parseBlock } from './chain-nodes.ts';
import type { Context, Outcome, Unit } from './context.ts';
import type { HistoryEntry } from './history.ts';
import type { Outbox, Outgoing } from './outbox.ts';

export interface Receipts {
  /** @param id as it stands in the topic. */
  onReceipt(id: string, payload: Uint8Array): void;
  /** A chain node's announcements of its newest block, and of one that it calls final. Never throw. */
  onHead(node: string, payload: Uint8Array): void;
  onFinal(node: string, payload: Uint8Array): void;
  /** Drops what has spoilt. */
  tick(): void;
  drain(): Promise<void>;
}

type Ending = { readonly outcome: Outcome } & Partial<Pick<HistoryEntry, 'code' | 'message' | 'blockNumber'>>;

const blockOf = ({ blockNumber, blockHash }: ProvenReceipt): FinalBlock => ({
  number: blockNumber,
  hash: Buffer.from(blockHash).toString('hex'),
});

/**
 * Lets a transaction leave the journal: by a final receipt whose proof holds and whose block enough distinct nodes name,
 * by a refusal (set aside under its code), or by the clock. Everything that one ending changes is one commit.
 */
export function createReceipts(context: Context, outbox: Outbox, unitOf: (device: string) => Unit | undefined): Receipts {
  const { journal, history, tally, clock, log, config } = context;
  const { chainNodes } = context;
  /** Proven, and waiting for enough nodes to call the block final. */
  const proven = new Map<string, { readonly transaction: Transaction; readonly value: ProvenReceipt }>();
  /** Who refuses a transaction: one node's word does not turn it away where more are asked for. */
  const refusals = new Map<string, Set<string>>();
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
      proven.delete(entry.id);
      refusals.delete(entry.id);
      decision?.after?.();
      log.info({ id: entry.id, kind: entry.kind, device: entry.device, state: outcome.state, ...details }, `transaction ${outcome.state}`);
    } finally {
      ending.delete(entry.id);
    }
  };

  const onFinal = async (entry: Outgoing, transaction: Transaction, receipt: Receipt) => {
    const checked = await checkReceipt(receipt, {
      kind: entry.kind,
      deployment: context.deployment,
      bodyIds: bodyIdsOf(transaction),
    });
    if (!checked.ok) {
      tally.count(checked.code);
      log.warn({ id: entry.id, node: receipt.node, code: checked.code }, `receipt not believed: ${checked.message}`);
      chainNodes.onUnproven(receipt.node, checked.message);
      return;
    }
    const { value } = checked;
    chainNodes.onFinal(receipt.node, blockOf(value));
    // A proof is nobody's word: even an ignored node's stands, once others call its block final.
    if (!proven.has(entry.id) || !chainNodes.isIgnored(receipt.node)) proven.set(entry.id, { transaction, value });
    if (!(await settle(entry))) await note(entry, { state: 'included', blockNumber: String(receipt.blockNumber) });
  };

  /** Ends it if its block is agreed on. */
  const settle = async (entry: Outgoing): Promise<boolean> => {
    const found = proven.get(entry.id);
    if (found === undefined || !chainNodes.isAgreed(blockOf(found.value))) return false;
    const { log: provenLog, position, blockNumber } = found.value;
    await end(entry, found.transaction, {
      outcome: { state: 'final', log: provenLog, position },
      blockNumber: String(blockNumber),
      code: '',
      message: '',
    });
    return true;
  };

  const settleAll = async () => {
    for (const id of proven.keys()) {
      const entry = outbox.get(id);
      if (entry === undefined) proven.delete(id);
      else await settle(entry);
    }
  };

  /** Whether as many nodes as must agree on a receipt refuse it. */
  const isRefused = (id: string, node: string): boolean => {
    const nodes = refusals.get(id) ?? new Set<string>();
    refusals.set(id, nodes.add(node));
    return [...nodes].filter((one) => !chainNodes.isIgnored(one)).length >= config.receiptQuorum;
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
    if (receipt.state !== 'final' && chainNodes.isIgnored(receipt.node)) return;
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
        if (!isRefused(entry.id, receipt.node)) return note(entry, { state: 'deferred', code, message });
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
    onHead(node, payload) {
      const block = parseBlock(payload);
      if (block === undefined) return;
      chainNodes.onHead(node, block.number);
      if (proven.size > 0) enqueue(settleAll);
    },
    onFinal(node, payload) {
      const block = parseBlock(payload);
      if (block === undefined) return;
      chainNodes.onFinal(node, block);
      if (proven.size > 0) enqueue(settleAll);
    },
    tick() {
      for (const entry of outbox.spoilt()) {
        const transaction = readTransaction(entry);
        if (transaction !== undefined && !ending.has(entry.id)) enqueue(() => end(entry, transaction, { outcome: { state: 'expired' } }));
      }
    },
    drain: () => chain,
  };
}
