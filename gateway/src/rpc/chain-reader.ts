import { type ChainLog, JoulegateError } from '../domain/index.ts';
import { createRpc, RpcRefusal } from './json-rpc.ts';

export interface LogQuery {
  readonly address: string;
  /** As eth_getLogs takes them: null is any, a list is one of. */
  readonly topics: readonly (string | readonly string[] | null)[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

export interface ChainReader {
  /** @throws JoulegateError CONFIG_INVALID where the endpoint is of another chain. */
  expectChain(chainId: number): Promise<void>;
  /** Number of a block by its tag. */
  blockNumber(tag: 'latest' | 'safe' | 'finalized'): Promise<bigint>;
  /** All logs of the query, in the chain's order, asked for in ranges that providers accept. */
  readLogs(query: LogQuery): Promise<ChainLog[]>;
  /** Unix seconds of the latest block. */
  time(): Promise<bigint>;
  /** What a view function answers; undefined where it reverts, or the endpoint no longer knows that block. @param data selector and arguments in hex */
  call(to: string, data: string, block?: bigint): Promise<string | undefined>;
}

/** Many providers cap a range; a smaller cap shows itself as a refusal, and the range is halved. */
const RANGE_BLOCKS = 10_000n;

const quantity = (value: bigint) => `0x${value.toString(16)}`;

function toLog(raw: Record<string, unknown>): ChainLog {
  const { address, topics, data, blockNumber, transactionHash, logIndex } = raw as Record<string, string> & { topics: string[] };
  if (!address || !Array.isArray(topics) || data === undefined || !blockNumber || !transactionHash || !logIndex)
    throw new JoulegateError('TRANSPORT_FAILED', 'eth_getLogs: address, topics, data and place of each log expected');
  return {
    address: address.toLowerCase(),
    topics: topics.map((topic) => topic.toLowerCase()),
    data: data.toLowerCase(),
    blockNumber: BigInt(blockNumber),
    transactionHash: transactionHash.toLowerCase(),
    logIndex: Number(logIndex),
  };
}

/** @param url http:// or https://; it may hold a key, so it stands in no message. */
export function createChainReader(url: string): ChainReader {
  const request = createRpc(url);
  return {
    async expectChain(chainId) {
      const got = Number(await request('eth_chainId', []));
      if (got !== chainId)
        throw new JoulegateError('CONFIG_INVALID', `chain ${chainId} of the deployment expected, the endpoint is of ${got}`);
    },
    async blockNumber(tag) {
      const block = (await request('eth_getBlockByNumber', [tag, false])) as { number?: string } | null;
      if (typeof block?.number !== 'string') throw new JoulegateError('TRANSPORT_FAILED', `the chain knows no ${tag} block`);
      return BigInt(block.number);
    },
    async readLogs({ address, topics, fromBlock, toBlock }) {
      const found: ChainLog[] = [];
      let range = RANGE_BLOCKS;
      for (let from = fromBlock; from <= toBlock; ) {
        const to = from + range - 1n < toBlock ? from + range - 1n : toBlock;
        try {
          const logs = await request('eth_getLogs', [{ address, topics, fromBlock: quantity(from), toBlock: quantity(to) }]);
          found.push(...(logs as Record<string, unknown>[]).map(toLog));
          from = to + 1n;
        } catch (cause) {
          if (!(cause instanceof RpcRefusal) || range === 1n) throw cause;
          range = range / 2n;
        }
      }
      return found;
    },
    async time() {
      const block = (await request('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
      return BigInt(block.timestamp);
    },
    async call(to, data, block) {
      try {
        return (await request('eth_call', [{ to, data }, block === undefined ? 'latest' : quantity(block)])) as string;
      } catch (cause) {
        if (cause instanceof RpcRefusal) return undefined;
        throw cause;
      }
    },
  };
}
