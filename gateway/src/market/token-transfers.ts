import { keccak_256 } from '@noble/hashes/sha3.js';
import type { ChainLog } from '../domain/index.ts';
import type { CarbonRecord } from './carbon-events.ts';

const topic = (signature: string) => `0x${Buffer.from(keccak_256(new TextEncoder().encode(signature))).toString('hex')}`;
/** ERC-1155: operator, from and to are indexed, id and value (or lists of them) are data. */
const TRANSFER_SINGLE = topic('TransferSingle(address,address,address,uint256,uint256)');
const TRANSFER_BATCH = topic('TransferBatch(address,address,address,uint256[],uint256[])');
export const TRANSFER_TOPICS: readonly string[] = [TRANSFER_SINGLE, TRANSFER_BATCH];

const NOBODY = `0x${'00'.repeat(20)}`;

export interface TokenTransfer {
  /** 0x in lower case; zeros where the tokens were made or used up. */
  readonly from: string;
  readonly to: string;
  readonly id: bigint;
  readonly amount: bigint;
  readonly log: ChainLog;
}

/** A list in ABI encoding, whose place the head's word `at` tells. @returns undefined where it does not fit */
function readList(words: readonly bigint[], at: number): readonly bigint[] | undefined {
  const start = Number(words[at] ?? -1n) / 32;
  const length = Number(words[start] ?? -1n);
  return Number.isInteger(start) && length >= 0 && start + 1 + length <= words.length
    ? words.slice(start + 1, start + 1 + length)
    : undefined;
}

/** @returns what moved; nothing for another event's log, or one that is not laid out as ERC-1155 has it. */
export function decodeTransfers(log: ChainLog): TokenTransfer[] {
  const { topics, data } = log;
  const [kind = '', , from, to] = topics;
  if (!TRANSFER_TOPICS.includes(kind) || from === undefined || to === undefined || !/^0x([0-9a-f]{64})*$/.test(data)) return [];
  const words = (data.slice(2).match(/.{64}/g) ?? []).map((text) => BigInt(`0x${text}`));
  const [ids, amounts] = kind === TRANSFER_SINGLE ? [words.slice(0, 1), words.slice(1)] : [readList(words, 0), readList(words, 1)];
  if (ids === undefined || amounts === undefined || ids.length !== amounts.length) return [];
  const parties = { from: `0x${from.slice(26)}`, to: `0x${to.slice(26)}` };
  return ids.map((id, at) => ({ ...parties, id, amount: amounts[at] as bigint, log }));
}

/**
 * Tokens that went from one account to another by the holder's own transfer: what is made, used up or traded has a record of
 * its own.
 * @param fields what an id and an amount are called
 * @param trades those of the same blocks; a trade's transfer stands right before it
 */
export function movesOf(
  transfers: readonly TokenTransfer[],
  fields: (id: bigint, amount: bigint) => Partial<CarbonRecord>,
  trades: readonly CarbonRecord[] = [],
): CarbonRecord[] {
  const traded = new Set(trades.filter(({ kind }) => kind === 'traded').map((trade) => `${trade.blockNumber}/${trade.logIndex}`));
  return transfers
    .filter(({ from, to, log }) => from !== NOBODY && to !== NOBODY && !traded.has(`${log.blockNumber}/${log.logIndex + 1}`))
    .map(({ from, to, id, amount, log: { blockNumber, logIndex, transactionHash } }) => ({
      kind: 'moved' as const,
      blockNumber,
      logIndex,
      transactionHash,
      seller: from,
      buyer: to,
      ...fields(id, amount),
    }));
}
