/** Reads of our contracts and their logs by JSON-RPC. */
import type { ContractName } from '@joulegate/protos';
import { decodeFunctionResult } from 'viem';
import { ABIS } from './abis.ts';
import { quantity } from './bytes.ts';
import type { NodeContext } from './context.ts';
import { ANSWER_OF, answerFilters, encodeCall } from './contract-calls.ts';
import type { Entry, LogLocation } from './entry.ts';
import type { Hex } from './options.ts';

/** As JSON-RPC gives it. */
export interface RawLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly transactionIndex: Hex;
  readonly logIndex: Hex;
}

export function locationOf(log: RawLog): LogLocation {
  return {
    blockNumber: BigInt(log.blockNumber),
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
    transactionIndex: Number(log.transactionIndex),
  };
}

export async function readContract<T>(
  context: NodeContext,
  contract: ContractName,
  functionName: string,
  args: readonly unknown[],
): Promise<T> {
  const call = encodeCall(context.deployment, contract, functionName, args);
  const data = (await context.rpc('eth_call', [call, 'latest'])) as Hex;
  return decodeFunctionResult({ abi: ABIS[contract], functionName, data }) as T;
}

/** Logs since the deployment, newest chunk first if `newest`, in chunks that providers accept. Stops once `enough` logs came. */
export async function readLogs(
  context: NodeContext,
  contract: ContractName,
  filter: readonly (Hex | readonly Hex[] | null)[],
  enough = Infinity,
): Promise<RawLog[]> {
  const { deployment, limits, rpc } = context;
  const first = deployment.deployBlock;
  const found: RawLog[] = [];
  let to = Number(await rpc('eth_blockNumber'));
  while (to >= first) {
    const from = Math.max(first, to - limits.logRangeBlocks + 1);
    const request = { address: deployment.contracts[contract], topics: filter, fromBlock: quantity(from), toBlock: quantity(to) };
    const logs = (await rpc('eth_getLogs', [request])) as RawLog[];
    found.unshift(...logs);
    if (found.length >= enough) break;
    to = from - 1;
  }
  return found;
}

/** The log that already answers an entry, whoever submitted it and however long ago. */
export async function findAnswer(context: NodeContext, entry: Entry): Promise<LogLocation | undefined> {
  const { contract } = ANSWER_OF[entry.transaction.body.kind];
  for (const filter of answerFilters(entry)) {
    const log = (await readLogs(context, contract, filter, 1)).at(-1);
    if (log) return locationOf(log);
  }
  return undefined;
}
