import type { ChainLog } from '../domain/index.ts';
import type { MarketRecord } from './market-events.ts';

/** Where a meter trades, as it was registered: that never changes. */
export interface MeterMarket {
  readonly zone: bigint;
  readonly carrier: bigint;
}

/** Reads MeterRegistered(bytes32 indexed id, address indexed meter, address indexed owner, source, carrier, class, zone, capacityW). */
export function decodeMeterMarket({ topics, data }: ChainLog): readonly [meter: string, market: MeterMarket] {
  const word = (at: number) => BigInt(`0x${data.slice(2 + 64 * at, 66 + 64 * at)}`);
  return [`0x${topics[2]?.slice(26) ?? ''}`, { carrier: word(1), zone: word(3) }];
}

export interface HistoryQuery {
  /** An owner's or a meter's address, 0x in lower case. */
  readonly participant?: string | undefined;
  readonly zone?: bigint | undefined;
  readonly carrier?: bigint | undefined;
  readonly fromInterval?: bigint | undefined;
  /** Inclusive. */
  readonly toInterval?: bigint | undefined;
}

function byPlace(a: MarketRecord, b: MarketRecord): number {
  return a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1;
}

/**
 * Gives settlements what only the opening of their trade says (zone, carrier, meters, contracted energy), cancellations the
 * market and side of their order where a part of it was traded, and residuals those of their meter. In the chain's order, each event once.
 * @param markets of the meters that have residuals
 */
export function completeRecords(records: readonly MarketRecord[], markets: ReadonlyMap<string, MeterMarket> = new Map()): MarketRecord[] {
  const opened = records.filter(({ kind }) => kind === 'opened');
  const byTrade = new Map(opened.map((record) => [record.tradeId, record]));
  const byOrder = new Map(opened.flatMap((record) => [record.sellOrderId, record.buyOrderId].map((id) => [id, record] as const)));
  const once = new Map(records.map((record) => [`${record.blockNumber}/${record.logIndex}`, record]));
  return [...once.values()].sort(byPlace).map((record) => {
    if (record.kind === 'settled') {
      const {
        kind: _kind,
        blockNumber: _block,
        logIndex: _index,
        transactionHash: _hash,
        ...terms
      } = byTrade.get(record.tradeId) ?? record;
      return { ...terms, ...record };
    }
    if (record.kind === 'residual') {
      const { zone, carrier } = markets.get(record.meter ?? '') ?? {};
      return { ...record, ...(zone !== undefined && { zone }), ...(carrier !== undefined && { carrier }) };
    }
    const trade = record.kind === 'cancelled' ? byOrder.get(record.orderId) : undefined;
    if (trade === undefined) return record;
    const { zone, carrier, interval } = trade as Required<MarketRecord>;
    const side = trade.sellOrderId === record.orderId ? { sellerMeter: trade.sellerMeter } : { buyerMeter: trade.buyerMeter };
    return { ...record, zone, carrier, interval, ...side } as MarketRecord;
  });
}

/** A record that does not say what is asked for, as the cancellation of an order never traded does not say its zone, is left out. */
export function selectRecords(records: readonly MarketRecord[], query: HistoryQuery): MarketRecord[] {
  const { participant, zone, carrier, fromInterval, toInterval } = query;
  return records.filter((record) => {
    const parties = [record.seller, record.buyer, record.sellerMeter, record.buyerMeter, record.owner, record.meter, record.operator];
    return (
      (participant === undefined || parties.includes(participant)) &&
      (zone === undefined || record.zone === zone) &&
      (carrier === undefined || record.carrier === carrier) &&
      (fromInterval === undefined || (record.interval !== undefined && record.interval >= fromInterval)) &&
      (toInterval === undefined || (record.interval !== undefined && record.interval <= toInterval))
    );
  });
}
