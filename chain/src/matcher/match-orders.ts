/**
 * The double auction (paper T1): pairs sells and buys of one zone, carrier and interval. Pure and deterministic: every
 * node that sees the same orders finds the same matches, so who posts them does not matter.
 */

/** `uniform-price`: all pay the midpoint of the marginal pair, floored. `pay-as-bid`: each buyer pays its own limit. */
export type MatchRule = 'uniform-price' | 'pay-as-bid';
export const MATCH_RULES: readonly MatchRule[] = ['uniform-price', 'pay-as-bid'];

export interface MatchableOrder {
  /** 0x-prefixed lower-case hex of 32 bytes. */
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

function groupByMarket(orders: readonly MatchableOrder[]): MatchableOrder[][] {
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

/** Best price first, ties by id. An id that stands twice counts once. */
function rank(orders: readonly MatchableOrder[], side: 'sell' | 'buy'): MatchableOrder[] {
  const direction = side === 'sell' ? 1 : -1;
  const ranked = orders
    .filter((order) => order.side === side)
    .sort((a, b) => direction * compare(a.priceMicroPerKwh, b.priceMicroPerKwh) || compare(a.id, b.id));
  const seen = new Set<string>();
  return ranked.filter((order) => !seen.has(order.id) && seen.add(order.id));
}

function pairUp(group: readonly MatchableOrder[]): Pair[] {
  const sells = rank(group, 'sell');
  const sellers = new Set(sells.map((order) => order.meter));
  // A storage unit with both sides in one interval must not trade with itself: its sells stand, its buys wait.
  const buys = rank(group, 'buy').filter((order) => !sellers.has(order.meter));
  const pairs: Pair[] = [];
  let sellIndex = 0;
  let buyIndex = 0;
  let soldWh = 0n;
  let boughtWh = 0n;
  for (;;) {
    const sell = sells[sellIndex];
    const buy = buys[buyIndex];
    if (!sell || !buy || sell.priceMicroPerKwh > buy.priceMicroPerKwh) return pairs;
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

/** The result's order depends on nothing but the orders themselves. */
export function matchOrders(orders: readonly MatchableOrder[], rule: MatchRule): OrderMatch[] {
  return groupByMarket(orders).flatMap((group) => {
    const pairs = pairUp(group);
    const marginal = pairs.at(-1);
    if (!marginal) return [];
    // Every matched seller asked at most, and every matched buyer bid at least, what the marginal pair did.
    const uniformPrice = (marginal.sell.priceMicroPerKwh + marginal.buy.priceMicroPerKwh) / 2n;
    return pairs.map(({ sell, buy, energyWh }) => ({
      sellOrderId: sell.id,
      buyOrderId: buy.id,
      zone: sell.zone,
      carrier: sell.carrier,
      interval: sell.interval,
      energyWh,
      priceMicroPerKwh: rule === 'uniform-price' ? uniformPrice : buy.priceMicroPerKwh,
    }));
  });
}
