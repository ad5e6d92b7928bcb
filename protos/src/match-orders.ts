/**
 * The double auction (paper T1): pairs sells and buys of one zone, carrier and interval. Pure and deterministic: who sees
 * the same orders finds the same matches, so who posts them does not matter, and anyone can recompute what a
 * MatchAnnouncement says. It stands here because the announcement names its rule: docs/decisions/0018.
 */

/**
 * `uniform-price`: all of a market pay one price, the midpoint (floored) of the prices that clear it: no order that such a
 * price would please is left out. `pay-as-bid`: each buyer pays its own limit. Under both nobody pays above the ceiling.
 */
export type MatchRule = 'uniform-price' | 'pay-as-bid';
export const MATCH_RULES: readonly MatchRule[] = ['uniform-price', 'pay-as-bid'];

/** Orders of each side that a round looks at, the best first: an announcement that names them all fits into 64 KiB. */
export const ROUND_ORDERS_PER_SIDE = 200;

export interface MatchableOrder {
  /** 0x-prefixed lower-case hex of 32 bytes: the order's EIP-712 digest, which breaks ties. */
  readonly id: string;
  readonly meter: string;
  readonly side: 'sell' | 'buy';
  readonly zone: number;
  readonly carrier: number;
  readonly interval: bigint;
  /** Energy not yet matched, Wh. */
  readonly remainingWh: bigint;
  /** Limit, millionths of the currency per kWh: a seller's least, a buyer's most. */
  readonly priceMicroPerKwh: bigint;
}

export interface OrderMatch {
  readonly sellOrderId: string;
  readonly buyOrderId: string;
  readonly zone: number;
  readonly carrier: number;
  readonly interval: bigint;
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
}

interface Pair {
  readonly sell: MatchableOrder;
  readonly buy: MatchableOrder;
  readonly energyWh: bigint;
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One list per zone, carrier and interval, in that order; what is filled is left out. */
export function groupByMarket(orders: readonly MatchableOrder[]): MatchableOrder[][] {
  const groups = new Map<string, MatchableOrder[]>();
  for (const order of orders) {
    if (order.remainingWh <= 0n) continue;
    const key = `${order.zone}/${order.carrier}/${order.interval}`;
    const group = groups.get(key);
    if (group) group.push(order);
    else groups.set(key, [order]);
  }
  const first = (group: MatchableOrder[]): MatchableOrder => group[0] as MatchableOrder;
  return [...groups.values()].sort((a, b) => {
    const [x, y] = [first(a), first(b)];
    return compare(x.zone, y.zone) || compare(x.carrier, y.carrier) || compare(x.interval, y.interval);
  });
}

/** Best price first, ties by id: a total order that arrival has no part in. An id that stands twice counts once, with less. */
function rank(orders: readonly MatchableOrder[], side: 'sell' | 'buy'): MatchableOrder[] {
  const direction = side === 'sell' ? 1 : -1;
  const ranked = orders
    .filter((order) => order.side === side)
    .sort(
      (a, b) =>
        direction * compare(a.priceMicroPerKwh, b.priceMicroPerKwh) ||
        compare(a.id, b.id) ||
        compare(a.remainingWh, b.remainingWh) ||
        compare(a.meter, b.meter),
    );
  const seen = new Set<string>();
  return ranked.filter((order) => !seen.has(order.id) && seen.add(order.id));
}

/** What a round looks at: of each side the best ROUND_ORDERS_PER_SIDE, by id. The rest waits for the next round. */
export function considerOrders(market: readonly MatchableOrder[]): MatchableOrder[] {
  return [...rank(market, 'sell').slice(0, ROUND_ORDERS_PER_SIDE), ...rank(market, 'buy').slice(0, ROUND_ORDERS_PER_SIDE)].sort((a, b) =>
    compare(a.id, b.id),
  );
}

/** Nobody pays above the ceiling: sells that ask more stand aside, buys that bid more bid the ceiling. */
function underCeiling(market: readonly MatchableOrder[], ceiling: bigint | undefined): readonly MatchableOrder[] {
  if (ceiling === undefined) return market;
  return market
    .filter((order) => order.side === 'buy' || order.priceMicroPerKwh <= ceiling)
    .map((order) => (order.priceMicroPerKwh > ceiling ? { ...order, priceMicroPerKwh: ceiling } : order));
}

interface Pairing {
  readonly pairs: Pair[];
  /** The best order of each side that is not filled. */
  readonly nextSell: MatchableOrder | undefined;
  readonly nextBuy: MatchableOrder | undefined;
}

function pairUp(sells: readonly MatchableOrder[], buys: readonly MatchableOrder[]): Pairing {
  const pairs: Pair[] = [];
  let sellIndex = 0;
  let buyIndex = 0;
  let soldWh = 0n;
  let boughtWh = 0n;
  for (;;) {
    const sell = sells[sellIndex];
    const buy = buys[buyIndex];
    if (!sell || !buy || sell.priceMicroPerKwh > buy.priceMicroPerKwh) return { pairs, nextSell: sell, nextBuy: buy };
    const sellLeft = sell.remainingWh - soldWh;
    const buyLeft = buy.remainingWh - boughtWh;
    const energyWh = sellLeft < buyLeft ? sellLeft : buyLeft;
    pairs.push({ sell, buy, energyWh });
    soldWh += energyWh;
    boughtWh += energyWh;
    if (soldWh === sell.remainingWh) {
      sellIndex += 1;
      soldWh = 0n;
    }
    if (boughtWh === buy.remainingWh) {
      buyIndex += 1;
      boughtWh = 0n;
    }
  }
}

/**
 * Midpoint of the prices at which supply meets demand, from the dearest matched sell or, if higher, the best buy left over,
 * up to the least matched buy or, if lower, the best sell left over: the k-double auction with k = 1/2 (Rustichini,
 * Satterthwaite and Williams, Econometrica 62(5), 1994).
 */
function clearingPrice({ pairs, nextSell, nextBuy }: Pairing): bigint {
  const { sell, buy } = pairs.at(-1) as Pair;
  const lowest = nextBuy && nextBuy.priceMicroPerKwh > sell.priceMicroPerKwh ? nextBuy : sell;
  const highest = nextSell && nextSell.priceMicroPerKwh < buy.priceMicroPerKwh ? nextSell : buy;
  return (lowest.priceMicroPerKwh + highest.priceMicroPerKwh) / 2n;
}

/**
 * Matches the orders of one zone, carrier and interval.
 * @param ceilingMicroPerKwh the zone's price ceiling, if it has one
 * @returns best pairs first; the result depends on nothing but the arguments, and not on the order of `market`.
 */
export function matchMarket(market: readonly MatchableOrder[], rule: MatchRule, ceilingMicroPerKwh?: bigint): OrderMatch[] {
  const open = underCeiling(
    market.filter((order) => order.remainingWh > 0n),
    ceilingMicroPerKwh,
  );
  const sells = rank(open, 'sell');
  const sellers = new Set(sells.map((order) => order.meter));
  // A storage unit with both sides in one interval must not trade with itself: its sells stand, its buys wait.
  const buys = rank(open, 'buy').filter((order) => !sellers.has(order.meter));
  const pairing = pairUp(sells, buys);
  if (pairing.pairs.length === 0) return [];
  const uniformPrice = clearingPrice(pairing);
  return pairing.pairs.map(({ sell, buy, energyWh }) => ({
    sellOrderId: sell.id,
    buyOrderId: buy.id,
    zone: sell.zone,
    carrier: sell.carrier,
    interval: sell.interval,
    energyWh,
    priceMicroPerKwh: rule === 'uniform-price' ? uniformPrice : buy.priceMicroPerKwh,
  }));
}

/** Matches any orders, market by market, without a ceiling. */
export function matchOrders(orders: readonly MatchableOrder[], rule: MatchRule): OrderMatch[] {
  return groupByMarket(orders).flatMap((market) => matchMarket(market, rule));
}
