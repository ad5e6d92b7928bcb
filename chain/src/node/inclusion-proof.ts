/**
 * Proof that a transaction's EVM receipt stands in a block: the block's header and the path through its receipts trie.
 * Whoever holds a block hash that it trusts can check it without trusting us.
 */
import { createMerkleProof, createMPT } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import type { RpcRequest } from '../engine/json-rpc.ts';
import { encodeHeader, type RpcHeader, toInteger } from './block-header.ts';
import { sameHex, toBytes, toHex } from './bytes.ts';
import type { Hex } from './options.ts';

export interface InclusionProof {
  readonly headerRlp: Uint8Array;
  /** Trie nodes from the root to the receipt; key is rlp(transaction index). */
  readonly proof: Uint8Array[];
}

interface RpcReceipt {
  readonly type?: Hex;
  readonly status?: Hex;
  readonly root?: Hex;
  readonly cumulativeGasUsed: Hex;
  readonly logsBloom: Hex;
  readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[];
  readonly transactionIndex: Hex;
}

/** EIP-2718: typed receipts carry their type byte before the RLP. */
export function encodeEvmReceipt(receipt: RpcReceipt): Uint8Array {
  const logs = receipt.logs.map((log) => [toBytes(log.address), log.topics.map(toBytes), toBytes(log.data)]);
  const outcome = receipt.status === undefined ? toBytes(receipt.root ?? '0x') : toInteger(receipt.status);
  const payload = RLP.encode([outcome, toInteger(receipt.cumulativeGasUsed), toBytes(receipt.logsBloom), logs]);
  const type = Number(receipt.type ?? 0);
  return type === 0 ? payload : Uint8Array.from([type, ...payload]);
}

async function fetchReceipts(rpc: RpcRequest, hash: Hex, transactions: readonly Hex[]): Promise<RpcReceipt[]> {
  try {
    const all = (await rpc('eth_getBlockReceipts', [hash])) as RpcReceipt[] | null;
    if (Array.isArray(all) && all.length === transactions.length) return all;
  } catch {
    // Many providers lack the method; one by one always works.
  }
  const receipts: RpcReceipt[] = [];
  for (const transaction of transactions) {
    const receipt = (await rpc('eth_getTransactionReceipt', [transaction])) as RpcReceipt | null;
    if (!receipt) throw new Error(`block ${hash}: no receipt for ${transaction}`);
    receipts.push(receipt);
  }
  return receipts;
}

interface ProvenBlock {
  readonly headerRlp: Uint8Array;
  prove(index: number): Promise<Uint8Array[]>;
}

async function buildBlock(rpc: RpcRequest, hash: Hex): Promise<ProvenBlock> {
  const block = (await rpc('eth_getBlockByHash', [hash, false])) as (RpcHeader & { transactions: Hex[] }) | null;
  if (!block || !sameHex(block.hash, hash)) throw new Error(`the chain has no block ${hash}`);
  const headerRlp = encodeHeader(block);
  const trie = await createMPT();
  for (const receipt of await fetchReceipts(rpc, hash, block.transactions)) {
    await trie.put(RLP.encode(toInteger(receipt.transactionIndex)), encodeEvmReceipt(receipt));
  }
  const root = toHex(trie.root());
  if (!sameHex(root, block.receiptsRoot))
    throw new Error(`block ${hash}: its receipts give the root ${root}, the header says ${block.receiptsRoot}`);
  return { headerRlp, prove: (index) => createMerkleProof(trie, RLP.encode(toInteger(index))) };
}

export interface Prover {
  /** @throws Error if the block is gone or its parts do not hash together. */
  prove(blockHash: Hex, transactionIndex: number): Promise<InclusionProof>;
}

/** Keeps the tries of the last few blocks: a batch's receipts share one. */
export function createProver(rpc: RpcRequest, keep = 16): Prover {
  const blocks = new Map<Hex, Promise<ProvenBlock>>();
  return {
    prove: async (blockHash, transactionIndex) => {
      let building = blocks.get(blockHash);
      if (!building) {
        building = buildBlock(rpc, blockHash);
        blocks.set(blockHash, building);
        building.catch(() => blocks.delete(blockHash));
        for (const oldest of blocks.keys()) {
          if (blocks.size <= keep) break;
          blocks.delete(oldest);
        }
      }
      const block = await building;
      return { headerRlp: block.headerRlp, proof: await block.prove(transactionIndex) };
    },
  };
}
