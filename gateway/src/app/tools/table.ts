import type { Deployment } from '@joulegate/protos';
import { JoulegateError } from '../../domain/index.ts';
import { formatCsv } from '../../market/index.ts';
import type { ChainReader } from '../../rpc/index.ts';

/** One JSON object; 64-bit and larger integers as decimal text: JSON's numbers end at 2^53. */
export const toJson = (row: object) =>
  JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/** Rows as lines of RFC 4180 with a header, or of JSON. */
export function formatTable<K extends string>(
  columns: readonly K[],
  rows: readonly Partial<Readonly<Record<K, unknown>>>[],
  as: 'csv' | 'json',
): string[] {
  if (as === 'json') return rows.map((row) => toJson(row));
  // The printer ends each line with LF, so CR stays.
  return formatCsv(columns, rows).slice(0, -1).split('\n');
}

export interface BlockRange {
  /** Default the deployment. */
  readonly fromBlock?: bigint | undefined;
  /** A number, or latest, safe, finalized. */
  readonly toBlock: string;
}

/** @throws JoulegateError CONFIG_INVALID for another word than those. */
export async function resolveBlocks(
  chain: ChainReader,
  deployment: Deployment,
  { fromBlock, toBlock }: BlockRange,
): Promise<{ readonly from: bigint; readonly to: bigint }> {
  const isTag = toBlock === 'latest' || toBlock === 'safe' || toBlock === 'finalized';
  if (!isTag && !/^\d+$/.test(toBlock))
    throw new JoulegateError('CONFIG_INVALID', `to-block: a number, latest, safe or finalized expected, got ${JSON.stringify(toBlock)}`);
  const to = isTag ? await chain.blockNumber(toBlock) : BigInt(toBlock);
  return { from: fromBlock ?? BigInt(deployment.deployBlock), to };
}
