import { encode } from '@ethereumjs/rlp';
import type { Deployment, Receipt, TransactionBodyName } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { accept, type Result, refuse } from '../domain/index.ts';
import { decodeEvmReceipt, type ProvenLog } from './evm-receipt.ts';
import { type BodyIds, type ExpectedLog, eventTopic, expectLog } from './expected-log.ts';
import { isBytes, readScalar, tryDecodeRlp } from './rlp.ts';
import { verifyTrieProof } from './trie-proof.ts';

export interface ExpectedReceipt {
  readonly kind: TransactionBodyName;
  readonly deployment: Deployment;
  readonly bodyIds: BodyIds;
}

export interface ProvenReceipt {
  readonly blockNumber: bigint;
  /** 32 bytes; ask other nodes whether it is the chain's. */
  readonly blockHash: Uint8Array;
  readonly log: ProvenLog;
  readonly position: EventPosition;
}

/** Where an event stands in its chain; later ones compare greater, first number first. */
export type EventPosition = readonly [blockNumber: number, transactionIndex: number, logInTransaction: number];

/** Yellow paper §4.4.3: positions in a block header's list. */
const RECEIPTS_ROOT = 5;
const NUMBER = 8;

/**
 * Checks that a final receipt proves the effect of our transaction in the block it names (docs/wire.md §4): header hash,
 * receipts root, trie path, status, and a log of the expected contract with the transaction's id. Neither the
 * transaction's hash nor the node's word is relied on; that the block is final is for the chain's nodes to agree on.
 * @returns the proven log; RECEIPT_INVALID where the receipt is not about our transaction, RECEIPT_UNPROVEN where its
 *   proof does not hold. Never throws.
 */
export async function checkReceipt(receipt: Receipt, expected: ExpectedReceipt): Promise<Result<ProvenReceipt>> {
  const subject = checkSubject(receipt, expected);
  if (!subject.ok) return subject;
  const receiptsRoot = checkHeader(receipt);
  if (!receiptsRoot.ok) return receiptsRoot;
  const value = verifyTrieProof(receiptsRoot.value, encode(receipt.transactionIndex), receipt.proof);
  if (!value.ok) return value;
  const logs = decodeEvmReceipt(value.value);
  if (!logs.ok) return logs;
  const at = findLog(logs.value, subject.value, expected.deployment);
  if (!at.ok) return at;
  const { blockNumber, blockHash, transactionIndex } = receipt;
  const log = logs.value[at.value] as ProvenLog;
  return accept({ blockNumber, blockHash, log, position: [Number(blockNumber), transactionIndex, at.value] });
}

function checkSubject(receipt: Receipt, { kind, deployment, bodyIds }: ExpectedReceipt): Result<ExpectedLog> {
  if (receipt.state !== 'final') return refuse('RECEIPT_INVALID', `receipt: state final expected, got ${receipt.state}`);
  const network = `eip155:${deployment.chainId}`;
  if (receipt.network !== network)
    return refuse('RECEIPT_INVALID', `receipt: network ${network} expected, got ${JSON.stringify(receipt.network)}`);
  if (!equal(receipt.id, bodyIds.id)) return refuse('RECEIPT_INVALID', `receipt: id ${hex(bodyIds.id)} expected, got ${hex(receipt.id)}`);
  return expectLog(kind, bodyIds);
}

/** @returns the receipts root of the header that hashes to the block hash. */
export function checkHeader(receipt: Pick<Receipt, 'headerRlp' | 'blockHash' | 'blockNumber'>): Result<Uint8Array> {
  const hash = keccak_256(receipt.headerRlp);
  if (!equal(hash, receipt.blockHash))
    return refuse('RECEIPT_UNPROVEN', `header: hash ${hex(receipt.blockHash)} expected, got ${hex(hash)}`);
  const header = tryDecodeRlp(receipt.headerRlp);
  if (!Array.isArray(header)) return refuse('RECEIPT_UNPROVEN', 'header: an RLP list expected');
  const number = readScalar(header[NUMBER]);
  if (number !== receipt.blockNumber)
    return refuse('RECEIPT_UNPROVEN', `header: block ${receipt.blockNumber} expected, got ${number ?? 'no number'}`);
  const root = header[RECEIPTS_ROOT];
  return isBytes(root, 32) ? accept(root) : refuse('RECEIPT_UNPROVEN', 'header: a receipts root of 32 bytes expected');
}

function findLog(logs: readonly ProvenLog[], expected: ExpectedLog, deployment: Deployment): Result<number> {
  const contract = deployment.contracts[expected.contract].toLowerCase();
  const topic = eventTopic(expected.event);
  const found = logs.findIndex(
    (log) => log.address === contract && equal(log.topics[0], topic) && equal(log.topics[expected.topic], expected.id),
  );
  if (found >= 0) return accept(found);
  return refuse(
    'RECEIPT_UNPROVEN',
    `EVM receipt: ${expected.event} of ${expected.contract} ${contract} with ${hex(expected.id)} in topic ${expected.topic} expected, got ${logs.length} other logs`,
  );
}

function equal(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
