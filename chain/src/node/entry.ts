/** A transaction on its way through this node. */
import type { Transaction } from '@joulegate/protos';
import type { StoredMessage } from './intake-log.ts';
import type { Hex } from './options.ts';
import type { Message } from './typed-message.ts';

/** Where the chain wrote the log that answers a transaction. */
export interface LogLocation {
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly transactionIndex: number;
}

export type EntryState = 'new' | 'accepted' | 'included' | 'final';

export interface Entry {
  readonly id: Hex;
  /** Gateways that sent it, the first of them first: each gets the receipts. Empty for what other nodes announced. */
  readonly gateways: Set<string>;
  readonly transaction: Transaction;
  readonly message: Message;
  /** Lower case; absent for kinds nobody signs. */
  readonly owner: Hex | undefined;
  state: EntryState;
  attempts: number;
  location: LogLocation | undefined;
  /** Stands in the intake's file until this entry has an end. */
  stored?: StoredMessage;
}

/** Whose quota an entry counts against; undefined for what other nodes announced. */
export function senderOf(entry: Entry): string | undefined {
  return entry.gateways.values().next().value;
}
