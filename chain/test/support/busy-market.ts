/**
 * A market in the middle of its day. A solar seller is admitted, a household buys; a trade over interval 0 is open and both
 * meters' boundaries around it are recorded; the seller has batched one reading since. It is T0 + 1000 s.
 */
import { SOURCE } from '@joulegate/protos';
import type { Hex } from 'viem';
import {
  admit,
  batchArgs,
  commission,
  counterAt,
  deposit,
  leafOf,
  makeOrder,
  matchArgs,
  recordBoundary,
  signReading,
  type TestMeter,
} from './actions.ts';
import { eventOf, type Market, startMarket, T0 } from './market.ts';

export const DELIVERED_WH = 1_500n;
export const TAKEN_WH = 1_200n;
export const TRADE = { energyWh: 1_000n, priceMicroPerKwh: 200_000n } as const;
/** Counter of the reading in the seller's batch, a little after boundary 1. */
export const BATCHED = { counter: counterAt(1) + 3n, time: T0 + 990n, exportWh: DELIVERED_WH + 40n } as const;
export const DEPOSIT = 10_000_000n;

export interface BusyMarket {
  readonly market: Market;
  readonly seller: TestMeter;
  readonly buyer: TestMeter;
  /** Terms of the open trade, as TradeOpened announced them. */
  readonly terms: Record<string, unknown>;
  /** The batched reading. */
  readonly closing: Hex;
}

export async function startBusyMarket(): Promise<BusyMarket> {
  const market = await startMarket();
  await market.setTime(T0);
  const seller = await commission(market, 'seller', 1);
  const buyer = await commission(market, 'buyer', 2, { source: SOURCE.load });
  await admit(market, 'seller', seller);
  await deposit(market, 'energyMarket', 'buyer', DEPOSIT);
  await deposit(market, 'carbonLedger', 'buyer', DEPOSIT);
  const match = await matchArgs(market, makeOrder('sell', seller), makeOrder('buy', buyer), TRADE.energyWh, TRADE.priceMicroPerKwh);
  const terms = eventOf(await market.send('energyMarket', 'postMatch', match), 'TradeOpened')['terms'] as Record<string, unknown>;
  await recordBoundary(market, seller, 0, 0n, 0n);
  await recordBoundary(market, buyer, 0, 0n, 0n);
  await market.setTime(T0 + 905n);
  await recordBoundary(market, seller, 1, 0n, DELIVERED_WH);
  await recordBoundary(market, buyer, 1, TAKEN_WH, 0n);
  await market.setTime(T0 + 1_000n);
  const closing = await signReading(market, seller, BATCHED);
  const batch = { meter: seller.id, firstCounter: BATCHED.counter, count: 1, root: leafOf(seller.id, closing), closing };
  await market.send('readingLedger', 'recordBatch', await batchArgs(market, 'seller', batch));
  await market.keep();
  return { market, seller, buyer, terms, closing };
}
