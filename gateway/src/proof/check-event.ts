import { encode } from '@ethereumjs/rlp';
import type { ContractName, Deployment } from '@joulegate/protos';
import { type Address, accept, type Result, refuse } from '../domain/index.ts';
import { checkHeader, type EventPosition } from './check-receipt.ts';
import { decodeEvmReceipt, type ProvenLog } from './evm-receipt.ts';
import { type EventName, eventTopic } from './expected-log.ts';
import { verifyTrieProof } from './trie-proof.ts';

/** What a chain node's announcement of an event says of where it stands. */
export interface EventProof {
  readonly blockNumber: bigint;
  /** 32 bytes. */
  readonly blockHash: Uint8Array;
  readonly headerRlp: Uint8Array;
  readonly transactionIndex: number;
  /** Trie nodes from the receipts root down; the key is rlp(transactionIndex). */
  readonly nodes: readonly Uint8Array[];
}

export interface ProvenEvent {
  readonly log: ProvenLog;
  readonly position: EventPosition;
}

/**
 * Checks that an announced event about a meter happened in the block it names: header hash, receipts root, trie path,
 * status, and the last log of the contract with this event and the meter in `topic`. That the block is the chain's own is
 * for a quorum of nodes to say.
 * @returns RECEIPT_UNPROVEN where that does not hold. Never throws.
 */
export function checkEvent(
  proof: EventProof,
  expected: {
    readonly contract: ContractName;
    readonly event: EventName;
    readonly topic: number;
    readonly meter: Address;
    readonly deployment: Deployment;
  },
): Result<ProvenEvent> {
  const root = checkHeader(proof);
  if (!root.ok) return root;
  const value = verifyTrieProof(root.value, encode(proof.transactionIndex), proof.nodes);
  if (!value.ok) return value;
  const logs = decodeEvmReceipt(value.value);
  if (!logs.ok) return logs;
  const contract = expected.deployment.contracts[expected.contract].toLowerCase();
  const wanted = [eventTopic(expected.event), Buffer.from(expected.meter.slice(2).padStart(64, '0'), 'hex')] as const;
  const at = logs.value.findLastIndex(
    ({ address, topics }) =>
      address === contract &&
      Buffer.compare(topics[0] ?? new Uint8Array(), wanted[0]) === 0 &&
      Buffer.compare(topics[expected.topic] ?? new Uint8Array(), wanted[1]) === 0,
  );
  const log = logs.value[at];
  if (log === undefined)
    return refuse('RECEIPT_UNPROVEN', `EVM receipt: ${expected.event} of ${contract} about ${expected.meter} expected, got none`);
  return accept({ log, position: [Number(proof.blockNumber), proof.transactionIndex, at] });
}
