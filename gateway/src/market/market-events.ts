import type { ChainLog } from '../domain/index.ts';
import { createEventReader, type EventLayout } from './event-layout.ts';

/** One event of the market contract, its values in plain words. What an event does not say is absent. */
export interface MarketRecord {
  readonly kind: 'opened' | 'settled' | 'cancelled' | 'residual';
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: string;
  readonly tradeId?: string;
  readonly orderId?: string;
  readonly zone?: bigint;
  readonly carrier?: bigint;
  readonly interval?: bigint;
  readonly sellOrderId?: string;
  readonly buyOrderId?: string;
  readonly sellerMeter?: string;
  readonly buyerMeter?: string;
  readonly seller?: string;
  readonly buyer?: string;
  readonly owner?: string;
  /** Contracted. */
  readonly energyWh?: bigint;
  readonly priceMicroPerKwh?: bigint;
  /** Delivered and paid for. */
  readonly settledWh?: bigint;
  readonly paidMicro?: bigint;
  readonly refundedMicro?: bigint;
  /** Of a residual: who it belongs to, and who stands behind the zone's base price. */
  readonly meter?: string;
  readonly operator?: string;
  /** Delivered and not sold, taken and not bought. */
  readonly exportWh?: bigint;
  readonly importWh?: bigint;
  /** What the operator paid for exportWh, and the owner for importWh. */
  readonly boughtMicro?: bigint;
  readonly suppliedMicro?: bigint;
}

type FieldName = Exclude<keyof MarketRecord, 'kind' | 'blockNumber' | 'logIndex' | 'transactionHash'>;

/** Columns of a table of records, in this order. */
export const RECORD_FIELDS = [
  'kind',
  'blockNumber',
  'logIndex',
  'transactionHash',
  'tradeId',
  'orderId',
  'zone',
  'carrier',
  'interval',
  'sellOrderId',
  'buyOrderId',
  'sellerMeter',
  'buyerMeter',
  'seller',
  'buyer',
  'owner',
  'energyWh',
  'priceMicroPerKwh',
  'settledWh',
  'paidMicro',
  'refundedMicro',
  'meter',
  'operator',
  'exportWh',
  'importWh',
  'boughtMicro',
  'suppliedMicro',
] as const satisfies readonly (keyof MarketRecord)[];

export const MARKET_EVENTS: readonly EventLayout<MarketRecord['kind'], FieldName>[] = [
  {
    kind: 'opened',
    signature:
      'TradeOpened(bytes32,bytes32,bytes32,uint32,uint8,(bytes32,bytes32,address,address,address,address,uint64,uint64,uint64,uint64))',
    indexed: ['tradeId', 'sellOrderId', 'buyOrderId'],
    words: [
      'zone',
      'carrier',
      'sellOrderId',
      'buyOrderId',
      'sellerMeter',
      'buyerMeter',
      'seller',
      'buyer',
      'interval',
      'energyWh',
      'priceMicroPerKwh',
      undefined,
    ],
  },
  {
    kind: 'settled',
    signature: 'TradeSettled(bytes32,address,address,uint64,uint64,uint256,uint256,uint64)',
    indexed: ['tradeId', 'seller', 'buyer'],
    words: ['interval', 'settledWh', 'paidMicro', 'refundedMicro', 'priceMicroPerKwh'],
  },
  { kind: 'cancelled', signature: 'OrderCancelled(bytes32,address)', indexed: ['orderId', 'owner'], words: [] },
  {
    kind: 'residual',
    signature: 'ResidualSettled(address,uint64,address,address,uint64,uint64,uint64,uint256,uint256)',
    indexed: ['meter', 'interval', 'operator'],
    words: ['owner', 'exportWh', 'importWh', 'priceMicroPerKwh', 'boughtMicro', 'suppliedMicro'],
  },
];

const READER = createEventReader(MARKET_EVENTS, {
  addresses: ['meter', 'operator', 'sellerMeter', 'buyerMeter', 'seller', 'buyer', 'owner'],
  hashes: ['tradeId', 'orderId', 'sellOrderId', 'buyOrderId'],
});

/** topics[0] of the event of a kind, in hex. */
export const topicOf = READER.topicOf;

/** @returns undefined for another event's log, or one whose length is not that of its event. */
export function decodeMarketLog(log: ChainLog): MarketRecord | undefined {
  return READER.decode(log) as MarketRecord | undefined;
}
