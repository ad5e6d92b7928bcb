import { CARBON_FIELDS, type CarbonQuery, selectCarbon } from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openChain } from '../market/market-chain.ts';
import { type BlockRange, formatTable, resolveBlocks } from '../table.ts';
import { CARBON_TOPICS, GUARANTEE_TOPICS, readCarbon } from './carbon-chain.ts';

export interface CarbonHistoryOptions extends CarbonQuery, BlockRange {
  readonly rpc: string;
  readonly deployment: string;
  /** With what was metered; those are most events. */
  readonly metered: boolean;
  readonly format: 'csv' | 'json';
}

/** What the events of carbon ledger and guarantees say, straight from the chain (paper C5). @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID */
export async function carbonHistory(options: CarbonHistoryOptions, note: (line: string) => void): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const { from, to } = await resolveBlocks(chain, deployment, options);
  const carbon = readCarbon(chain, deployment);
  const ledger = await carbon.records([CARBON_TOPICS], from, to);
  const guarantees = await carbon.guarantees([GUARANTEE_TOPICS], from, to);
  const all = [...ledger, ...guarantees, ...(await carbon.moves(ledger, from, to))].sort((a, b) =>
    a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1,
  );
  const records = selectCarbon(all, options).filter(({ kind }) => options.metered || kind !== 'metered');
  note(`blocks ${from} to ${to}: ${records.length} records; go on with --from-block ${to + 1n}`);
  return formatTable(CARBON_FIELDS, records, options.format);
}
