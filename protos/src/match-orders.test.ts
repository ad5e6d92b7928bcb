import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  considerOrders,
  groupByMarket,
  MATCH_RULES,
  type MatchableOrder,
  type MatchRule,
  matchMarket,
  matchOrders,
  type OrderMatch,
  ROUND_ORDERS_PER_SIDE,
} from './match-orders.ts';

function order(
  id: string,
  side: 'sell' | 'buy',
  remainingWh: bigint,
  priceMicroPerKwh: bigint,
  more: Partial<MatchableOrder> = {},
): MatchableOrder {
  return { id, side, remainingWh, priceMicroPerKwh, meter: `meter-${id}`, zone: 1, carrier: 1, interval: 7n, ...more };
}

const orders = fc
  .array(
    fc.record({
      side: fc.constantFrom('sell' as const, 'buy' as const),
      remainingWh: fc.bigInt({ min: 0n, max: 50n }),
      priceMicroPerKwh: fc.bigInt({ min: 0n, max: 12n }),
      zone: fc.constantFrom(1, 2),
      carrier: fc.constantFrom(1, 2),
      interval: fc.constantFrom(7n, 8n),
      meter: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    }),
    { maxLength: 30 },
  )
  .map((list) => list.map((item, index) => ({ ...item, id: `0x${index.toString(16).padStart(64, '0')}` })));
const rules = fc.constantFrom<MatchRule>(...MATCH_RULES);
const ceilings = fc.option(fc.bigInt({ min: 0n, max: 13n }), { nil: undefined });
/** One market, no meter on both sides. */
const oneMarket = orders.map((list) =>
  list.map((item) => ({ ...item, zone: 1, carrier: 1, interval: 7n, meter: `${item.side}-${item.meter}` })),
);

const least = (a: bigint, b: bigint) => (a < b ? a : b);
const sumWh = (list: readonly { readonly energyWh: bigint }[]) => list.reduce((sum, { energyWh }) => sum + energyWh, 0n);

/** What a market leaves of each order, at the price it may trade under the ceiling. */
function leftover(list: readonly MatchableOrder[], matches: readonly OrderMatch[], ceiling: bigint | undefined): MatchableOrder[] {
  const left = new Map(list.map((item) => [item.id, item.remainingWh]));
  for (const match of matches)
    for (const id of [match.sellOrderId, match.buyOrderId]) left.set(id, (left.get(id) as bigint) - match.energyWh);
  return list
    .map((item) => ({ ...item, remainingWh: left.get(item.id) as bigint }))
    .filter((item) => item.remainingWh > 0n && (ceiling === undefined || item.side === 'buy' || item.priceMicroPerKwh <= ceiling))
    .map((item) => ({ ...item, priceMicroPerKwh: ceiling === undefined ? item.priceMicroPerKwh : least(item.priceMicroPerKwh, ceiling) }));
}

describe('T1 matching, for any orders', () => {
  test('stays within both limits and the ceiling, one market per match, never a meter with itself', () => {
    fc.assert(
      fc.property(orders, rules, ceilings, (list, rule, ceiling) => {
        const byId = new Map(list.map((item) => [item.id, item]));
        for (const match of groupByMarket(list).flatMap((market) => matchMarket(market, rule, ceiling))) {
          const sell = byId.get(match.sellOrderId) as MatchableOrder;
          const buy = byId.get(match.buyOrderId) as MatchableOrder;
          expect([sell.side, buy.side]).toEqual(['sell', 'buy']);
          expect(match.priceMicroPerKwh >= sell.priceMicroPerKwh && match.priceMicroPerKwh <= buy.priceMicroPerKwh).toBe(true);
          if (ceiling !== undefined) expect(match.priceMicroPerKwh <= ceiling).toBe(true);
          for (const side of [sell, buy])
            expect([side.zone, side.carrier, side.interval]).toEqual([match.zone, match.carrier, match.interval]);
          expect(sell.meter).not.toBe(buy.meter);
          expect(match.energyWh > 0n).toBe(true);
        }
      }),
    );
  });

  test('conserves quantity: no order is matched beyond what remains of it', () => {
    fc.assert(
      fc.property(orders, rules, (list, rule) => {
        const matched = new Map<string, bigint>();
        for (const match of matchOrders(list, rule)) {
          for (const id of [match.sellOrderId, match.buyOrderId]) matched.set(id, (matched.get(id) ?? 0n) + match.energyWh);
        }
        for (const item of list) expect((matched.get(item.id) ?? 0n) <= item.remainingWh).toBe(true);
      }),
    );
  });

  test('the order of the input changes nothing, not even where one id is told in two ways', () => {
    const told = fc.tuple(orders, orders).map(([list, again]) => [...list, ...again]);
    const shuffled = told.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, rules, ([list, other], rule) => {
        expect(matchOrders(other, rule)).toEqual(matchOrders(list, rule));
        expect(groupByMarket(other).map(considerOrders)).toEqual(groupByMarket(list).map(considerOrders));
      }),
    );
  });

  test('leaves no pair that could still trade, when no meter stands on both sides', () => {
    fc.assert(
      fc.property(oneMarket, rules, ceilings, (list, rule, ceiling) => {
        const left = leftover(list, matchMarket(list, rule, ceiling), ceiling);
        for (const sell of left.filter(({ side }) => side === 'sell'))
          for (const buy of left.filter(({ side }) => side === 'buy')) expect(sell.priceMicroPerKwh > buy.priceMicroPerKwh).toBe(true);
      }),
    );
  });

  test('uniform price: one price, and nobody whom it would please is left out', () => {
    fc.assert(
      fc.property(oneMarket, ceilings, (list, ceiling) => {
        const matches = matchMarket(list, 'uniform-price', ceiling);
        const price = matches[0]?.priceMicroPerKwh;
        if (price === undefined) return;
        for (const match of matches) expect(match.priceMicroPerKwh).toBe(price);
        for (const { side, priceMicroPerKwh } of leftover(list, matches, ceiling))
          expect(side === 'sell' ? priceMicroPerKwh >= price : priceMicroPerKwh <= price).toBe(true);
      }),
    );
  });

  test('no single price would move more energy', () => {
    fc.assert(
      fc.property(oneMarket, rules, ceilings, (list, rule, ceiling) => {
        const volumeAt = (price: bigint) => {
          const willing = (side: string, takes: (limit: bigint) => boolean) =>
            sumWh(
              list
                .filter((item) => item.side === side && takes(item.priceMicroPerKwh))
                .map(({ remainingWh }) => ({ energyWh: remainingWh })),
            );
          return least(
            willing('sell', (limit) => limit <= price),
            willing('buy', (limit) => limit >= price),
          );
        };
        const prices = Array.from({ length: 13 }, (_, price) => BigInt(price)).filter((price) => ceiling === undefined || price <= ceiling);
        const most = prices.map(volumeAt).reduce((a, b) => (a > b ? a : b), 0n);
        expect(sumWh(matchMarket(list, rule, ceiling))).toBe(most);
      }),
    );
  });
});

describe('T1 matching, by hand', () => {
  test.each<
    [name: string, list: MatchableOrder[], ceiling: bigint | undefined, uniform: [string, string, bigint, bigint][], bids: bigint[]]
  >([
    [
      'a seller partly filled sets the price: at any higher one it would sell the rest as well',
      [order('s1', 'sell', 100n, 10n), order('s2', 'sell', 100n, 20n), order('b1', 'buy', 150n, 31n), order('b2', 'buy', 100n, 15n)],
      undefined,
      [
        ['s1', 'b1', 100n, 20n],
        ['s2', 'b1', 50n, 20n],
      ],
      [31n, 31n],
    ],
    [
      'a buyer partly filled sets the price',
      [order('s1', 'sell', 100n, 10n), order('b1', 'buy', 150n, 31n)],
      undefined,
      [['s1', 'b1', 100n, 31n]],
      [31n],
    ],
    [
      'both filled: the midpoint between their limits, floored',
      [order('s1', 'sell', 100n, 10n), order('b1', 'buy', 100n, 31n)],
      undefined,
      [['s1', 'b1', 100n, 20n]],
      [31n],
    ],
    [
      'those left over draw the price to between them',
      [order('s1', 'sell', 10n, 10n), order('s2', 'sell', 10n, 14n), order('b1', 'buy', 10n, 30n), order('b2', 'buy', 10n, 12n)],
      undefined,
      [['s1', 'b1', 10n, 13n]],
      [30n],
    ],
    [
      'the ceiling: who asks more stands aside, who bids more pays no more',
      [order('s1', 'sell', 10n, 10n), order('s2', 'sell', 10n, 21n), order('b1', 'buy', 10n, 30n), order('b2', 'buy', 10n, 25n)],
      20n,
      [['s1', 'b1', 10n, 20n]],
      [20n],
    ],
    [
      'ties go by id, an id given twice counts once',
      [order('s2', 'sell', 10n, 5n), order('s1', 'sell', 10n, 5n), order('b', 'buy', 10n, 5n), order('b', 'buy', 10n, 5n)],
      undefined,
      [['s1', 'b', 10n, 5n]],
      [5n],
    ],
    [
      'a battery on both sides sells and does not buy from itself',
      [order('s', 'sell', 10n, 5n, { meter: 'battery' }), order('b', 'buy', 10n, 9n, { meter: 'battery' })],
      undefined,
      [],
      [],
    ],
  ])('%s', (_name, list, ceiling, uniform, bids) => {
    const told = (matches: OrderMatch[]) => matches.map((m) => [m.sellOrderId, m.buyOrderId, m.energyWh, m.priceMicroPerKwh]);
    expect(told(matchMarket(list, 'uniform-price', ceiling))).toEqual(uniform);
    expect(matchMarket(list, 'pay-as-bid', ceiling).map((match) => match.priceMicroPerKwh)).toEqual(bids);
  });

  test('a round looks at the best of each side, and at no more than an announcement can name', () => {
    const many = Array.from({ length: 300 }, (_, i) => order(`s${String(i).padStart(3, '0')}`, 'sell', 1n, BigInt(300 - i)));
    const considered = considerOrders([...many, order('b', 'buy', 1n, 9n)]);
    expect(considered).toHaveLength(ROUND_ORDERS_PER_SIDE + 1);
    expect(considered.map(({ id }) => id)).toEqual(['b', ...many.slice(100).map(({ id }) => id)]);
  });
});
