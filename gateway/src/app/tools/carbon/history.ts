import { CARBON_FIELDS, type CarbonQuery, selectCarbon } from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openChain } from '../market/market-chain.ts';
import { type BlockRange, formatTable, resolveBlocks } from '../table.ts';
import { CARBON_TOPICS, readCarbon } from './carbon-chain.ts';

export interface CarbonHistoryOptions extends CarbonQuery, BlockRange {
  readonly rpc: string;
  readonly deployment: string;
  /** With what was metered; those are most events. */
  readonly metered: boolean;
  readonly format: 'csv' | 'json';
}

/** What the carbon ledger's events say, straight from the chain (paper C5). @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID */
export async function carbonHistory(options: CarbonHistoryOptions, note: (line: string) => void): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const { from, to } = await resolveBlocks(chain, deployment, options);
  const all = await readCarbon(chain, deployment).records([CARBON_TOPICS], from, to);
  const records = selectCarbon(all, options).filter(({ kind }) => options.metered || kind !== 'metered');
  note(`blocks ${from} to ${to}: ${records.length} records; go on with --from-block ${to + 1n}`);
  return formatTable(CARBON_FIELDS, records, options.format);
}
