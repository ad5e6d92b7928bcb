import { CARRIER, type CarrierName, type Deployment } from '@joulegate/protos';
import { JoulegateError } from '../../../domain/index.ts';
import {
  formatCsv,
  type HistoryQuery,
  type MarketRecord,
  marketStatistics,
  participantStatistics,
  RECORD_FIELDS,
  selectRecords,
} from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openChain, readRecords } from './market-chain.ts';

export const CARRIER_NAMES = Object.keys(CARRIER) as CarrierName[];

export interface HistoryOptions extends Omit<HistoryQuery, 'carrier'> {
  readonly carrier?: CarrierName | undefined;
  readonly rpc: string;
  readonly deployment: string;
  readonly fromBlock?: bigint | undefined;
  /** A number, or latest, safe, finalized. */
  readonly toBlock: string;
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

/** 64-bit and larger integers as decimal text: JSON's numbers end at 2^53. */
const toJson = (row: object) => JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

function format<K extends string>(
  columns: readonly K[],
  rows: readonly Partial<Readonly<Record<K, unknown>>>[],
  as: 'csv' | 'json',
): string[] {
  if (as === 'json') return rows.map((row) => toJson(row));
  // The printer ends each line with LF, so CR stays.
  return formatCsv(columns, rows).slice(0, -1).split('\n');
}

async function read(options: HistoryOptions, note: (line: string) => void): Promise<MarketRecord[]> {
  const deployment: Deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const { toBlock } = options;
  const isTag = toBlock === 'latest' || toBlock === 'safe' || toBlock === 'finalized';
  if (!isTag && !/^\d+$/.test(toBlock))
    throw new JoulegateError('CONFIG_INVALID', `to-block: a number, latest, safe or finalized expected, got ${JSON.stringify(toBlock)}`);
  const to = isTag ? await chain.blockNumber(toBlock) : BigInt(toBlock);
  const from = options.fromBlock ?? BigInt(deployment.deployBlock);
  const records = selectRecords(await readRecords(chain, deployment, from, to), {
    ...options,
    carrier: options.carrier && BigInt(CARRIER[options.carrier]),
  });
  note(`blocks ${from} to ${to}: ${records.length} records; go on with --from-block ${to + 1n}`);
  return records;
}

/** What the market contract's events say, straight from the chain. @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID */
export async function marketHistory(options: HistoryOptions, note: (line: string) => void): Promise<string[]> {
  return format(RECORD_FIELDS, await read(options, note), options.format);
}

/** The same, summed up by market (zone, carrier, interval) or by participant. */
export async function marketStatisticsOf(
  options: HistoryOptions & { readonly by: 'market' | 'participant' },
  note: (line: string) => void,
): Promise<string[]> {
  const records = await read(options, note);
  return options.by === 'market'
    ? format(MARKET_COLUMNS, marketStatistics(records), options.format)
    : format(PARTICIPANT_COLUMNS, participantStatistics(records), options.format);
}
