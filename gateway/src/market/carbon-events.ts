import type { ChainLog } from '../domain/index.ts';
import { createEventReader, type EventLayout } from './event-layout.ts';

/** One event of the carbon ledger or of the guarantees of origin, its values in plain words. What an event does not say is absent. */
export interface CarbonRecord {
  readonly kind:
    | 'allocated'
    | 'metered'
    | 'traded'
    | 'settled'
    | 'fine-paid'
    | 'retired'
    | 'moved'
    | 'guarantee-issued'
    | 'guarantee-retired';
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
  /** To and from whom, also where it was given away. */
  readonly buyer?: string;
  readonly seller?: string;
  readonly paidMicro?: bigint;
  /** Up to which boundary was metered, and what. */
  readonly boundary?: bigint;
  readonly energyWh?: bigint;
  readonly intensityMgPerKwh?: bigint;
  readonly obligationGrams?: bigint;
  readonly surrenderedGrams?: bigint;
  readonly deficitGrams?: bigint;
  readonly fineMicro?: bigint;
  readonly payer?: string;
  /** The token, which names its meter and the boundaries from and to which it was measured. */
  readonly guaranteeId?: string;
  readonly fromBoundary?: bigint;
  readonly beneficiary?: string;
  /** keccak256 of what a retirement was for, in words. */
  readonly purposeHash?: string;
  /** Digest of what was signed; zeros where the holder retired by himself. */
  readonly retirementId?: string;
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
  'obligationGrams',
  'surrenderedGrams',
  'deficitGrams',
  'fineMicro',
  'payer',
  'guaranteeId',
  'fromBoundary',
  'beneficiary',
  'purposeHash',
  'retirementId',
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
    signature: 'EmissionsMetered(address,uint32,uint64,uint64,uint32)',
    indexed: ['unit', 'period'],
    words: ['boundary', 'energyWh', 'intensityMgPerKwh'],
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
  {
    kind: 'retired',
    signature: 'PermitsRetired(bytes32,address,uint32,uint64)',
    indexed: ['retirementId', 'owner', 'period'],
    words: ['grams'],
  },
];

/** Events of the contract of guarantees. */
export const GUARANTEE_EVENTS: readonly EventLayout<CarbonRecord['kind'], FieldName>[] = [
  {
    kind: 'guarantee-issued',
    signature: 'GuaranteeIssued(uint256,address,address,uint64,uint64,uint64)',
    indexed: ['guaranteeId', 'unit', 'owner'],
    words: ['fromBoundary', 'boundary', 'energyWh'],
  },
  {
    kind: 'guarantee-retired',
    signature: 'GuaranteeRetired(bytes32,address,uint256,uint64,address,bytes32)',
    indexed: ['retirementId', 'owner', 'guaranteeId'],
    words: ['energyWh', 'beneficiary', 'purposeHash'],
  },
];

const READER = createEventReader([...CARBON_EVENTS, ...GUARANTEE_EVENTS], {
  addresses: ['unit', 'owner', 'buyer', 'seller', 'payer', 'beneficiary'],
  hashes: ['applicationId', 'offerId', 'guaranteeId', 'purposeHash', 'retirementId'],
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

/** Fines paid and guarantees say no period: with one asked for, they are left out. */
export function selectCarbon(records: readonly CarbonRecord[], { participant, period }: CarbonQuery): CarbonRecord[] {
  return records.filter(
    ({ unit, owner, buyer, seller, payer, beneficiary, ...record }) =>
      (participant === undefined || [unit, owner, buyer, seller, payer, beneficiary].includes(participant)) &&
      (period === undefined || record.period === period),
  );
}
