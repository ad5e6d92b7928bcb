import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MATCH_RULES, type MatchableOrder, type MatchRule, matchOrders } from './match-orders.ts';

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

describe('matchOrders, for any orders', () => {
  test('stays within both limits, one market per match, never a meter with itself', () => {
    fc.assert(
      fc.property(orders, rules, (list, rule) => {
        const byId = new Map(list.map((item) => [item.id, item]));
        for (const match of matchOrders(list, rule)) {
          const sell = byId.get(match.sellOrderId) as MatchableOrder;
          const buy = byId.get(match.buyOrderId) as MatchableOrder;
          expect([sell.side, buy.side]).toEqual(['sell', 'buy']);
          expect(match.priceMicroPerKwh >= sell.priceMicroPerKwh && match.priceMicroPerKwh <= buy.priceMicroPerKwh).toBe(true);
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

  test('the order of the input changes nothing', () => {
    const shuffled = orders.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, rules, ([list, other], rule) => {
        expect(matchOrders(other, rule)).toEqual(matchOrders(list, rule));
      }),
    );
  });

  test('leaves no pair that could still trade, when no meter stands on both sides', () => {
    fc.assert(
      fc.property(orders, rules, (raw, rule) => {
        const list = raw.map((item) => ({ ...item, meter: `${item.side}-${item.meter}` }));
        const left = new Map(list.map((item) => [item.id, item.remainingWh]));
        for (const match of matchOrders(list, rule)) {
          for (const id of [match.sellOrderId, match.buyOrderId]) left.set(id, (left.get(id) as bigint) - match.energyWh);
        }
        expect(
          matchOrders(
            list.map((item) => ({ ...item, remainingWh: left.get(item.id) as bigint })),
            rule,
          ),
        ).toEqual([]);
      }),
    );
  });

  test('uniform price: one price per market', () => {
    fc.assert(
      fc.property(orders, (list) => {
        const prices = new Map<string, bigint>();
        for (const match of matchOrders(list, 'uniform-price')) {
          const market = `${match.zone}/${match.carrier}/${match.interval}`;
          expect(prices.get(market) ?? match.priceMicroPerKwh).toBe(match.priceMicroPerKwh);
          prices.set(market, match.priceMicroPerKwh);
        }
      }),
    );
  });
});

test('partial fills and the marginal price, by hand', () => {
  const list = [
    order('s1', 'sell', 100n, 10n),
    order('s2', 'sell', 100n, 20n),
    order('b1', 'buy', 150n, 31n),
    order('b2', 'buy', 100n, 15n),
  ];
  expect(matchOrders(list, 'uniform-price')).toMatchObject([
    { sellOrderId: 's1', buyOrderId: 'b1', energyWh: 100n, priceMicroPerKwh: 25n },
    { sellOrderId: 's2', buyOrderId: 'b1', energyWh: 50n, priceMicroPerKwh: 25n },
  ]);
  expect(matchOrders(list, 'pay-as-bid').map((match) => match.priceMicroPerKwh)).toEqual([31n, 31n]);
});

test('ties go by id, an id given twice counts once', () => {
  const buy = order('b', 'buy', 10n, 5n);
  const list = [order('s2', 'sell', 10n, 5n), order('s1', 'sell', 10n, 5n), buy, buy];
  expect(matchOrders(list, 'uniform-price')).toMatchObject([{ sellOrderId: 's1', buyOrderId: 'b', energyWh: 10n }]);
});
