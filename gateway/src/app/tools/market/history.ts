import { CARRIER, type CarrierName, type Deployment } from '@joulegate/protos';
import {
  type HistoryQuery,
  type MarketRecord,
  marketStatistics,
  participantStatistics,
  RECORD_FIELDS,
  selectRecords,
} from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { type BlockRange, formatTable, resolveBlocks } from '../table.ts';
import { openChain, readRecords } from './market-chain.ts';

export const CARRIER_NAMES = Object.keys(CARRIER) as CarrierName[];

export interface HistoryOptions extends Omit<HistoryQuery, 'carrier'>, BlockRange {
  readonly carrier?: CarrierName | undefined;
  readonly rpc: string;
  readonly deployment: string;
  readonly format: 'csv' | 'json';
}

const MARKET_COLUMNS = [
  'zone',
  'carrier',
  'interval',
  'trades',
  'contractedWh',
  'uniformPriceMicroPerKwh',
  'minPriceMicroPerKwh',
  'maxPriceMicroPerKwh',
  'meanPriceMicroPerKwh',
  'settledTrades',
  'settledWh',
  'paidMicro',
  'deliveredPermille',
] as const;
const PARTICIPANT_COLUMNS = [
  'participant',
  'soldWh',
  'deliveredWh',
  'deliveredPermille',
  'earnedMicro',
  'boughtWh',
  'takenWh',
  'takenPermille',
  'spentMicro',
  'residualExportWh',
  'residualEarnedMicro',
  'residualImportWh',
  'residualSpentMicro',
] as const;

async function read(options: HistoryOptions, note: (line: string) => void): Promise<MarketRecord[]> {
  const deployment: Deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const { from, to } = await resolveBlocks(chain, deployment, options);
  const records = selectRecords(await readRecords(chain, deployment, from, to), {
    ...options,
    carrier: options.carrier && BigInt(CARRIER[options.carrier]),
  });
  note(`blocks ${from} to ${to}: ${records.length} records; go on with --from-block ${to + 1n}`);
  return records;
}

/** What the market contract's events say, straight from the chain. @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID */
export async function marketHistory(options: HistoryOptions, note: (line: string) => void): Promise<string[]> {
  return formatTable(RECORD_FIELDS, await read(options, note), options.format);
}

/** The same, summed up by market (zone, carrier, interval) or by participant. */
export async function marketStatisticsOf(
  options: HistoryOptions & { readonly by: 'market' | 'participant' },
  note: (line: string) => void,
): Promise<string[]> {
  const records = await read(options, note);
  return options.by === 'market'
    ? formatTable(MARKET_COLUMNS, marketStatistics(records), options.format)
    : formatTable(PARTICIPANT_COLUMNS, participantStatistics(records), options.format);
}
