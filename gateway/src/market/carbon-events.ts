import type { ChainLog } from '../domain/index.ts';
import { createEventReader, type EventLayout } from './event-layout.ts';

/** One event of the carbon ledger, its values in plain words. What an event does not say is absent. */
export interface CarbonRecord {
  readonly kind: 'allocated' | 'metered' | 'traded' | 'settled' | 'fine-paid' | 'retired';
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: string;
  readonly period?: bigint;
  readonly unit?: string;
  /** Who holds or held the permits. */
  readonly owner?: string;
  readonly grams?: bigint;
  readonly applicationId?: string;
  readonly offerId?: string;
  readonly buyer?: string;
  readonly seller?: string;
  readonly paidMicro?: bigint;
  /** Up to which boundary was metered, and what. */
  readonly boundary?: bigint;
  readonly energyWh?: bigint;
  readonly intensityMgPerKwh?: bigint;
  /** Of the unit in the period. */
  readonly totalUg?: bigint;
  readonly obligationGrams?: bigint;
  readonly surrenderedGrams?: bigint;
  readonly deficitGrams?: bigint;
  readonly fineMicro?: bigint;
  readonly payer?: string;
}

type FieldName = Exclude<keyof CarbonRecord, 'kind' | 'blockNumber' | 'logIndex' | 'transactionHash'>;

/** Columns of a table of records, in this order. */
export const CARBON_FIELDS = [
  'kind',
  'blockNumber',
  'logIndex',
  'transactionHash',
  'period',
  'unit',
  'owner',
  'grams',
  'applicationId',
  'offerId',
  'buyer',
  'seller',
  'paidMicro',
  'boundary',
  'energyWh',
  'intensityMgPerKwh',
  'totalUg',
  'obligationGrams',
  'surrenderedGrams',
  'deficitGrams',
  'fineMicro',
  'payer',
] as const satisfies readonly (keyof CarbonRecord)[];

export const CARBON_EVENTS: readonly EventLayout<CarbonRecord['kind'], FieldName>[] = [
  {
    kind: 'allocated',
    signature: 'AllowanceIssued(address,uint32,address,uint64)',
    indexed: ['unit', 'period', 'owner'],
    words: ['grams'],
  },
  {
    kind: 'metered',
    signature: 'EmissionsMetered(address,uint32,uint64,uint64,uint32,uint128)',
    indexed: ['unit', 'period'],
    words: ['boundary', 'energyWh', 'intensityMgPerKwh', 'totalUg'],
  },
  {
    kind: 'traded',
    signature: 'PermitsTraded(bytes32,bytes32,address,address,uint32,uint64,uint256)',
    indexed: ['applicationId', 'offerId', 'buyer'],
    words: ['seller', 'period', 'grams', 'paidMicro'],
  },
  {
    kind: 'settled',
    signature: 'PeriodSettled(address,uint32,uint64,uint64,uint64,uint256)',
    indexed: ['unit', 'period'],
    words: ['obligationGrams', 'surrenderedGrams', 'deficitGrams', 'fineMicro'],
  },
  { kind: 'fine-paid', signature: 'FinePaid(address,address,uint256)', indexed: ['unit', 'payer'], words: ['fineMicro'] },
  { kind: 'retired', signature: 'PermitsRetired(address,uint32,uint64)', indexed: ['owner', 'period'], words: ['grams'] },
];

const READER = createEventReader(CARBON_EVENTS, {
  addresses: ['unit', 'owner', 'buyer', 'seller', 'payer'],
  hashes: ['applicationId', 'offerId'],
});

/** topics[0] of the event of a kind, in hex. */
export const carbonTopicOf = READER.topicOf;

/** @returns undefined for another event's log, or one whose length is not that of its event. */
export function decodeCarbonLog(log: ChainLog): CarbonRecord | undefined {
  return READER.decode(log) as CarbonRecord | undefined;
}

export interface CarbonQuery {
  /** An owner or a unit, 0x in lower case. */
  readonly participant?: string | undefined;
  readonly period?: bigint | undefined;
}

/** A payment of a fine says no period: with one asked for, it is left out. */
export function selectCarbon(records: readonly CarbonRecord[], { participant, period }: CarbonQuery): CarbonRecord[] {
  return records.filter(
    ({ unit, owner, buyer, seller, payer, ...record }) =>
      (participant === undefined || [unit, owner, buyer, seller, payer].includes(participant)) &&
      (period === undefined || record.period === period),
  );
}
