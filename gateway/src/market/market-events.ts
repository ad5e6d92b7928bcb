import { keccak_256 } from '@noble/hashes/sha3.js';
import type { ChainLog } from '../domain/index.ts';

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

interface EventLayout {
  readonly kind: MarketRecord['kind'];
  /** As the contract's interface declares it, with structs as tuples; a test reads it there and compares. */
  readonly signature: string;
  /** Indexed values in topics, then the words of the data; undefined is a word that no record needs. */
  readonly indexed: readonly FieldName[];
  readonly words: readonly (FieldName | undefined)[];
}

export const MARKET_EVENTS: readonly EventLayout[] = [
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

const ADDRESSES = new Set<FieldName>(['meter', 'operator', 'sellerMeter', 'buyerMeter', 'seller', 'buyer', 'owner']);
const HASHES = new Set<FieldName>(['tradeId', 'orderId', 'sellOrderId', 'buyOrderId']);

/** topics[0] of the event of a kind, in hex. */
export function topicOf(kind: MarketRecord['kind']): string {
  const layout = MARKET_EVENTS.find((event) => event.kind === kind) as EventLayout;
  return `0x${Buffer.from(keccak_256(new TextEncoder().encode(layout.signature))).toString('hex')}`;
}

const LAYOUT_OF = new Map(MARKET_EVENTS.map((layout) => [topicOf(layout.kind), layout]));

function toValue(name: FieldName, word: string): string | bigint {
  if (HASHES.has(name)) return `0x${word}`;
  return ADDRESSES.has(name) ? `0x${word.slice(24)}` : BigInt(`0x${word}`);
}

/** @returns undefined for another event's log, or one whose length is not that of its event. */
export function decodeMarketLog(log: ChainLog): MarketRecord | undefined {
  const layout = LAYOUT_OF.get(log.topics[0] ?? '');
  if (layout === undefined || log.topics.length !== 1 + layout.indexed.length) return undefined;
  if (!/^0x([0-9a-f]{64})*$/.test(log.data) || log.data.length !== 2 + 64 * layout.words.length) return undefined;
  const values: Partial<Record<FieldName, string | bigint>> = {};
  layout.indexed.forEach((name, at) => {
    values[name] = toValue(name, (log.topics[at + 1] as string).slice(2));
  });
  layout.words.forEach((name, at) => {
    if (name !== undefined) values[name] = toValue(name, log.data.slice(2 + 64 * at, 66 + 64 * at));
  });
  const { blockNumber, logIndex, transactionHash } = log;
  return { kind: layout.kind, blockNumber, logIndex, transactionHash, ...values } as MarketRecord;
}
