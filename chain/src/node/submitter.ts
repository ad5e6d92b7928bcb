/**
 * Sends EVM transactions from one account and stays with each until it is final: one nonce after the other, the raw
 * transaction kept, sent again when a pool forgot it, replaced at a higher fee when it sticks, revived after a
 * reorganisation. What the transaction achieved is the tracker's business; here only whether it ran.
 */
import { keccak256 } from 'viem';
import { openSignerAccount, type TransactionSigner } from '../deployment/signer-account.ts';
import { RpcError } from '../engine/json-rpc.ts';
import type { NodeContext } from './context.ts';
import type { Call } from './contract-calls.ts';
import type { Entry } from './entry.ts';
import { faultPoint } from './fault-point.ts';
import { bumpFees, type Fees, maxFees, quoteFees } from './fees.ts';
import type { Block } from './heads.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';

export interface Submission extends Call {
  /** For the log. */
  readonly label: string;
  /** Whose transactions it carries: their gateways' quotas bear the gas. */
  readonly payers?: readonly Entry[];
  /** Gas known from an estimate just made; else estimated here. */
  readonly gas?: bigint;
  /** Just before the first sending: the contract has said yes. */
  readonly onAccepted?: () => void;
  readonly onMined?: () => void;
  /** It ran and reverted: the chain had changed since the estimate. */
  readonly onReverted?: () => void;
}

/**
 * The chain would take it, and what waits in the pool speaks against it: perhaps the same thing on its way by another node.
 * Only a block decides.
 */
export class PoolConflictError extends Error {
  override readonly name = 'PoolConflictError';
}

interface Pending {
  readonly submission: Submission;
  readonly nonce: number;
  readonly gas: bigint;
  fees: Fees;
  /** Every version sent, newest last: any of them may be mined. */
  readonly hashes: Hex[];
  raw: Hex;
  signedAt: number;
  sentAtBlock: number;
  minedIn: number | undefined;
  /** Heads in a row at which its nonce was taken and no receipt was found. */
  missing: number;
}

export interface Submitter {
  readonly address: Hex;
  estimate(call: Call): Promise<bigint>;
  /** Resolves once sent. @throws RpcError with the revert data if the contract refuses now, PoolConflictError if it soon would. */
  submit(submission: Submission): Promise<void>;
  /** At the next head, all that is not mined is sent again: another endpoint may never have heard of it. */
  resend(): void;
  onRewind(fromNumber: number): void;
  onHead(head: Block, finalNumber: number): Promise<void>;
  pending(): number;
}

const ALREADY = /already known|known transaction|already imported|already exists/i;
const NONCE_LOW = /nonce too low|nonce is too low|invalid nonce|old nonce|expected nonce/i;
const UNDERPRICED = /underpriced/i;
/** Heads without inclusion before a transaction is sent again, and how many are sent again per head. */
const RESEND_AFTER_BLOCKS = 2;
const RESEND_MOST = 16;
/** One endpoint behind another may know a nonce before its receipt; only what stays missing was displaced. */
const DISPLACED_AFTER_HEADS = 3;
/** Kept for so many blocks beyond what is final: a rule that was too weak must not leave a gap in the nonces. */
const KEPT_FINAL_BLOCKS = 64;

/** @param onSent told of each new transaction and the gas it offers */
export function createSubmitter(
  context: NodeContext,
  signer: TransactionSigner,
  onSent: (submission: Submission, gas: bigint) => void = () => {},
): Submitter {
  const { rpc, log, counters, deployment, limits } = context;
  const account = openSignerAccount(signer);
  const pending = new Map<number, Pending>();
  let nextNonce: number | undefined;
  let head: Block | undefined;
  let line: Promise<unknown> = Promise.resolve();

  /** One at a time: a nonce is taken only when the one before it is signed. */
  function inLine<T>(step: () => Promise<T>): Promise<T> {
    const next = line.then(step);
    line = next.catch(() => {});
    return next;
  }
  async function countNonce(): Promise<number> {
    const counts = await Promise.all(['pending', 'latest'].map((tag) => rpc('eth_getTransactionCount', [account.address, tag])));
    return Math.max(...counts.map(Number));
  }
  async function askGasAt(call: Call, tag: 'pending' | 'latest'): Promise<bigint> {
    return BigInt((await rpc('eth_estimateGas', [{ from: account.address, to: call.to, data: call.data }, tag])) as string);
  }
  /** On top of the pool, so that what would revert behind another pending transaction is not paid for. */
  async function askGas(call: Call): Promise<bigint> {
    try {
      return await askGasAt(call, 'pending');
    } catch (cause) {
      if (!(cause instanceof RpcError)) throw cause;
      const revert = extractRevert(cause);
      // A client that builds no pending block refuses the tag, not the call.
      const used = await askGasAt(call, 'latest');
      if (!revert) return used;
      throw new PoolConflictError(`${revert.text}, by a transaction not yet mined`);
    }
  }
  async function estimate(call: Call): Promise<bigint> {
    const used = await askGas(call);
    // Storage that other pending transactions touch first can cost more by then.
    return (used * 125n) / 100n + 30_000n;
  }
  async function sign(tx: Omit<Pending, 'raw' | 'hashes' | 'signedAt' | 'sentAtBlock' | 'minedIn' | 'missing'>): Promise<Hex> {
    const { to, data } = tx.submission;
    return account.signTransaction({ chainId: deployment.chainId, to, data, nonce: tx.nonce, gas: tx.gas, ...tx.fees });
  }
  /** @returns what to do next; refusals that mean "I have it" are success, no answer at all may be one. */
  async function broadcast(tx: Pending): Promise<'sent' | 'unsure' | 'nonce-low' | 'underpriced'> {
    const hash = keccak256(tx.raw);
    if (!tx.hashes.includes(hash)) tx.hashes.push(hash);
    try {
      await rpc('eth_sendRawTransaction', [tx.raw]);
    } catch (cause) {
      if (!(cause instanceof RpcError)) return 'unsure';
      if (NONCE_LOW.test(cause.message)) return 'nonce-low';
      if (UNDERPRICED.test(cause.message)) return 'underpriced';
      if (!ALREADY.test(cause.message)) throw cause;
    }
    tx.sentAtBlock = head?.number ?? 0;
    return 'sent';
  }
  async function sendNew(submission: Submission, gas: bigint): Promise<void> {
    const fees = await quoteFees(rpc, head?.baseFeePerGas);
    for (let attempt = 0; ; attempt += 1) {
      nextNonce ??= await countNonce();
      const nonce = nextNonce;
      const raw = await sign({ submission, nonce, gas, fees });
      const tx: Pending = {
        submission,
        nonce,
        gas,
        fees,
        hashes: [],
        raw,
        signedAt: performance.now(),
        sentAtBlock: 0,
        minedIn: undefined,
        missing: 0,
      };
      faultPoint('before-send');
      const outcome = await broadcast(tx);
      faultPoint('after-send');
      // No answer: it may be in a pool already, so it keeps its nonce and is sent again until it is mined. The same where the
      // nonce is taken by the very transaction, heard of through an endpoint that then fell silent.
      if (outcome === 'unsure') counters.add('transactions.unsure');
      const isOurs = outcome === 'nonce-low' && (await findMined(tx)) !== undefined;
      if (outcome === 'sent' || outcome === 'unsure' || isOurs) {
        nextNonce = nonce + 1;
        pending.set(nonce, tx);
        counters.add('transactions.sent');
        onSent(submission, gas);
        log.debug({ label: submission.label, nonce, hash: tx.hashes[0] }, 'transaction sent');
        return;
      }
      // Somebody else sends from this account, or the pool knows more than we do.
      if (attempt >= 5) throw new Error(`no nonce found for ${account.address}: ${outcome}`);
      counters.add('nonce.resync');
      nextNonce = Math.max(nonce + (outcome === 'underpriced' ? 1 : 0), await countNonce());
    }
  }
  async function submit(submission: Submission): Promise<void> {
    const gas = submission.gas ?? (await estimate(submission));
    if (gas > limits.transactionGas) throw new Error(`${submission.label}: ${gas} gas needed, at most ${limits.transactionGas} allowed`);
    faultPoint('gas-estimated');
    submission.onAccepted?.();
    faultPoint('accepted-said');
    await inLine(() => sendNew(submission, gas));
  }
  async function findMined(tx: Pending): Promise<{ block: number; ok: boolean } | undefined> {
    for (const hash of [...tx.hashes].reverse()) {
      const receipt = (await rpc('eth_getTransactionReceipt', [hash])) as { blockNumber: Hex; status: Hex } | null;
      if (receipt) return { block: Number(receipt.blockNumber), ok: receipt.status !== '0x0' };
    }
    return undefined;
  }
  async function bump(tx: Pending): Promise<void> {
    tx.fees = maxFees(bumpFees(tx.fees), await quoteFees(rpc, head?.baseFeePerGas));
    tx.raw = await sign(tx);
    tx.signedAt = performance.now();
    counters.add('transactions.replaced');
    await broadcast(tx);
  }
  async function care(tx: Pending, block: Block): Promise<void> {
    const mined = await findMined(tx);
    if (mined) {
      tx.minedIn = mined.block;
      faultPoint('mined-seen');
      counters.add(mined.ok ? 'transactions.mined' : 'transactions.reverted');
      if (mined.ok) tx.submission.onMined?.();
      else tx.submission.onReverted?.();
      return;
    }
    if (performance.now() - tx.signedAt > limits.feeBumpSeconds * 1000) return bump(tx);
    if (block.number - tx.sentAtBlock < RESEND_AFTER_BLOCKS) return;
    const outcome = await broadcast(tx);
    // Its nonce went to another transaction than ours: what it carried must be sent anew.
    if (outcome !== 'nonce-low') return;
    tx.missing = (await findMined(tx)) ? 0 : tx.missing + 1;
    if (tx.missing >= DISPLACED_AFTER_HEADS) {
      pending.delete(tx.nonce);
      counters.add('transactions.displaced');
      tx.submission.onReverted?.();
    }
  }

  return {
    address: account.address.toLowerCase() as Hex,
    estimate,
    submit,
    resend: () => {
      for (const tx of pending.values()) if (tx.minedIn === undefined) tx.sentAtBlock = -RESEND_AFTER_BLOCKS;
    },
    onRewind: (fromNumber) => {
      for (const tx of pending.values()) {
        if (tx.minedIn !== undefined && tx.minedIn >= fromNumber) {
          tx.minedIn = undefined;
          tx.sentAtBlock = 0;
        }
      }
      // nextNonce stays: what was undone keeps its nonce and is sent again, from the lowest up.
    },
    onHead: async (block, finalNumber) => {
      head = block;
      const open: Pending[] = [];
      for (const tx of [...pending.values()].sort((a, b) => a.nonce - b.nonce)) {
        if (tx.minedIn === undefined) open.push(tx);
        else if (tx.minedIn <= finalNumber - KEPT_FINAL_BLOCKS) pending.delete(tx.nonce);
      }
      // From the lowest nonce up: a pool holds back what follows a gap.
      for (const tx of open.slice(0, RESEND_MOST)) {
        await care(tx, block).catch((cause: unknown) =>
          log.warn({ label: tx.submission.label, nonce: tx.nonce, cause: String(cause) }, 'transaction not yet through'),
        );
      }
    },
    pending: () => [...pending.values()].filter((tx) => tx.minedIn === undefined).length,
  };
}
