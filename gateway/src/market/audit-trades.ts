import type { MatchAnnouncement } from '@joulegate/protos';
import { announcedMatches, type BroadcastOrder, type Deviation, nameMatch } from './audit-round.ts';
import type { MarketRecord } from './market-events.ts';

export interface Round {
  readonly announcement: MatchAnnouncement;
  readonly topic: string;
}

type Opened = Required<MarketRecord>;

/**
 * Compares rounds with the trades that the chain opened.
 * @param trades every trade opened since the deployment
 * @param head the last block all whose trades must have been announced by now; default that of the last round
 * @returns deviations; how many announced matches are on chain; how many are not (refused by the contract, or on their way)
 */
export function auditTrades(
  rounds: readonly Round[],
  orders: ReadonlyMap<string, BroadcastOrder>,
  trades: readonly MarketRecord[],
  head = rounds.reduce((last, { announcement: { blockNumber } }) => (blockNumber > last ? blockNumber : last), 0n),
): { readonly deviations: Deviation[]; readonly posted: number; readonly notPosted: number } {
  const opened = trades.filter(({ kind }) => kind === 'opened') as Opened[];
  const deviations: Deviation[] = [];
  const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;
  const tradesOf = new Map<string, Opened[]>();
  for (const trade of opened)
    for (const id of [trade.sellOrderId, trade.buyOrderId]) tradesOf.set(id, [...(tradesOf.get(id) ?? []), trade]);
  for (const { announcement } of rounds) {
    for (const { orderId, remainingWh } of announcement.considered) {
      const order = orders.get(hex(orderId));
      if (order === undefined) continue;
      const filled = (tradesOf.get(order.id) ?? [])
        .filter(({ blockNumber }) => blockNumber <= announcement.blockNumber)
        .reduce((sum, { energyWh }) => sum + energyWh, 0n);
      if (remainingWh + filled > order.energyWh) {
        const text = `order ${order.id}: ${order.energyWh - filled} Wh were left at block ${announcement.blockNumber}, the round says ${remainingWh}`;
        deviations.push({ code: 'REMAINDER_EXCEEDED', text });
      }
    }
  }
  const announced = new Set(rounds.flatMap(({ announcement }) => announcedMatches(announcement).map(nameMatch)));
  const onChain = new Set(opened.map(nameMatch));
  for (const trade of opened) {
    if (trade.blockNumber > head || !orders.has(trade.sellOrderId) || !orders.has(trade.buyOrderId) || announced.has(nameMatch(trade)))
      continue;
    deviations.push({ code: 'TRADE_UNANNOUNCED', text: `trade ${trade.tradeId}, ${nameMatch(trade)}, was opened and never announced` });
  }
  const posted = [...announced].filter((name) => onChain.has(name)).length;
  return { deviations, posted, notPosted: announced.size - posted };
}
