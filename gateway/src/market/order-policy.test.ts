import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BatteryPolicy,
  type BatteryState,
  type OrderPolicy,
  type Plan,
  planBatteryOrder,
  planOrder,
  priceAt,
  storedByRegisters,
} from './order-policy.ts';

const slot = { minuteOfDay: 720, intervalSeconds: 900n, capacityW: 10_000n };
const always = (priceMicroPerKwh: bigint) => [{ fromMinute: 0, priceMicroPerKwh }];
const roof: OrderPolicy = {
  side: 'sell',
  energy: { meanOfIntervals: 1 },
  percent: 100n,
  reserveWh: 0n,
  minEnergyWh: 0n,
  maxEnergyWh: undefined,
  prices: always(80_000n),
};
const curve = [
  { fromMinute: 1020, priceMicroPerKwh: 160_000n },
  { fromMinute: 360, priceMicroPerKwh: 90_000n },
];

describe('T1 an order by policy', () => {
  it.each<[name: string, policy: Partial<OrderPolicy>, measuredWh: bigint[], plan: Plan]>([
    ['sells what the last interval brought', {}, [500n, 9n], { side: 'sell', energyWh: 500n, priceMicroPerKwh: 80_000n }],
    [
      'forecasts by the mean of the latest, floored',
      { energy: { meanOfIntervals: 3 } },
      [500n, 200n, 101n, 9_999n],
      { side: 'sell', energyWh: 267n, priceMicroPerKwh: 80_000n },
    ],
    [
      'forecasts with what there is',
      { energy: { meanOfIntervals: 4 } },
      [300n],
      { side: 'sell', energyWh: 300n, priceMicroPerKwh: 80_000n },
    ],
    ['waits while nothing is measured', {}, [], { wait: true }],
    ['needs no measurement for a figure', { energy: { fixedWh: 250n } }, [], { side: 'sell', energyWh: 250n, priceMicroPerKwh: 80_000n }],
    [
      'keeps what the owner uses, and sells the rest',
      { reserveWh: 300n },
      [500n],
      { side: 'sell', energyWh: 200n, priceMicroPerKwh: 80_000n },
    ],
    ['sells nothing while all is used at home', { reserveWh: 300n }, [300n], { none: '0 Wh, less than an order is worth' }],
    [
      'keeps nothing back of what it buys',
      { side: 'buy', reserveWh: 300n },
      [500n],
      { side: 'buy', energyWh: 500n, priceMicroPerKwh: 80_000n },
    ],
    ['posts no order for a trifle', { minEnergyWh: 50n }, [49n], { none: '49 Wh, less than an order is worth' }],
    ['promises a share', { percent: 90n }, [55n], { side: 'sell', energyWh: 49n, priceMicroPerKwh: 80_000n }],
    ['never more than it may', { maxEnergyWh: 400n }, [500n], { side: 'sell', energyWh: 400n, priceMicroPerKwh: 80_000n }],
    ['never more than the unit can deliver in the interval', {}, [9_999n], { side: 'sell', energyWh: 2_500n, priceMicroPerKwh: 80_000n }],
    ['asks the price of the time of day', { prices: curve }, [500n], { side: 'sell', energyWh: 500n, priceMicroPerKwh: 90_000n }],
    ['asks nothing without a price', { prices: [] }, [500n], { none: 'no price is set' }],
  ])('%s', (_name, change, measuredWh, plan) => {
    expect(planOrder({ ...roof, ...change }, slot, measuredWh)).toEqual(plan);
  });

  it.each([
    [0, 160_000n],
    [359, 160_000n],
    [360, 90_000n],
    [1019, 90_000n],
    [1020, 160_000n],
    [1439, 160_000n],
  ])('at minute %i of the day the curve says %i', (minute, price) => {
    expect(priceAt(curve, minute)).toBe(price);
  });
});

const battery: BatteryPolicy = {
  minStoredWh: 1_000n,
  maxStoredWh: 9_000n,
  maxChargeW: 4_000n,
  maxDischargeW: 5_000n,
  buyBelow: always(120_000n),
  sellAbove: always(220_000n),
  expected: [],
  minEnergyWh: 0n,
};
const state = (storedWh: bigint, more: Partial<BatteryState> = {}): BatteryState => ({
  storedWh,
  promisedSellWh: 0n,
  promisedBuyWh: 0n,
  ...more,
});

describe('F1, T1 a battery’s order', () => {
  it.each<[name: string, policy: Partial<BatteryPolicy>, state: BatteryState, plan: Plan]>([
    ['charged, it sells what an interval lets out', {}, state(8_000n), { side: 'sell', energyWh: 1_250n, priceMicroPerKwh: 220_000n }],
    ['empty, it buys what an interval lets in', {}, state(2_000n), { side: 'buy', energyWh: 1_000n, priceMicroPerKwh: 120_000n }],
    [
      'at a high expected price it sells what it has above the bound, little as it is',
      { expected: always(300_000n) },
      state(1_200n),
      { side: 'sell', energyWh: 200n, priceMicroPerKwh: 220_000n },
    ],
    [
      'at a low expected price it buys, full as it almost is',
      { expected: always(50_000n) },
      state(8_900n),
      { side: 'buy', energyWh: 100n, priceMicroPerKwh: 120_000n },
    ],
    [
      'what is promised is not sold again',
      { expected: always(300_000n) },
      state(3_000n, { promisedSellWh: 1_900n }),
      { side: 'sell', energyWh: 100n, priceMicroPerKwh: 220_000n },
    ],
    [
      'all of it promised, the other side is due',
      { expected: always(300_000n) },
      state(3_000n, { promisedSellWh: 2_000n }),
      { side: 'buy', energyWh: 1_000n, priceMicroPerKwh: 120_000n },
    ],
    [
      'room that is bought already is not bought again',
      { expected: always(50_000n) },
      state(8_000n, { promisedBuyWh: 950n }),
      { side: 'buy', energyWh: 50n, priceMicroPerKwh: 120_000n },
    ],
    [
      'bounds that meet leave nothing to do',
      { minStoredWh: 5_000n, maxStoredWh: 5_000n },
      state(5_000n),
      { none: expect.any(String) as never },
    ],
    [
      'a trifle is no order',
      { minEnergyWh: 300n, expected: always(300_000n), maxStoredWh: 1_300n },
      state(1_200n),
      { none: expect.any(String) as never },
    ],
  ])('%s', (_name, change, now, plan) => {
    expect(planBatteryOrder({ ...battery, ...change }, slot, now)).toEqual(plan);
  });

  const wh = fc.bigInt({ min: 0n, max: 20_000n });
  const price = fc.option(fc.bigInt({ min: 0n, max: 400_000n }), { nil: undefined });
  const steps = price.map((value) => (value === undefined ? [] : always(value)));
  const policies = fc.record({
    minStoredWh: wh,
    maxStoredWh: wh,
    maxChargeW: wh,
    maxDischargeW: wh,
    buyBelow: steps,
    sellAbove: steps,
    expected: steps,
    minEnergyWh: fc.bigInt({ min: 0n, max: 500n }),
  });
  const slots = fc.record({ minuteOfDay: fc.nat(1439), intervalSeconds: fc.bigInt({ min: 60n, max: 3600n }), capacityW: wh });

  it('whatever the policy, promises at most what is stored, what is free, and what the unit can do', () => {
    fc.assert(
      fc.property(policies, slots, wh, wh, wh, (policy, when, storedWh, promisedSellWh, promisedBuyWh) => {
        const plan = planBatteryOrder(policy, when, { storedWh, promisedSellWh, promisedBuyWh });
        if (!('side' in plan)) return;
        expect(plan.energyWh > 0n && plan.energyWh * 3600n <= when.capacityW * when.intervalSeconds).toBe(true);
        if (plan.side === 'sell') {
          expect(storedWh - promisedSellWh - plan.energyWh >= policy.minStoredWh).toBe(true);
          expect(plan.energyWh * 3600n <= policy.maxDischargeW * when.intervalSeconds).toBe(true);
          expect(plan.priceMicroPerKwh).toBe(policy.sellAbove[0]?.priceMicroPerKwh);
        } else {
          expect(storedWh + promisedBuyWh + plan.energyWh <= policy.maxStoredWh).toBe(true);
          expect(plan.energyWh * 3600n <= policy.maxChargeW * when.intervalSeconds).toBe(true);
          expect(plan.priceMicroPerKwh).toBe(policy.buyBelow[0]?.priceMicroPerKwh);
        }
      }),
    );
  });

  it('over a whole day of intervals, filled or not, its charge stays within the bounds', () => {
    fc.assert(
      fc.property(policies, fc.array(fc.boolean(), { minLength: 10, maxLength: 40 }), wh, (policy, fills, start) => {
        fc.pre(policy.minStoredWh <= policy.maxStoredWh && start >= policy.minStoredWh && start <= policy.maxStoredWh);
        let storedWh = start;
        const open: { side: string; energyWh: bigint; filled: boolean }[] = [];
        const promised = (side: string) => open.filter((order) => order.side === side).reduce((sum, { energyWh }) => sum + energyWh, 0n);
        for (const filled of fills) {
          // Two intervals ahead: the oldest order is delivered, or nobody took it.
          const due = open.length >= 2 ? open.shift() : undefined;
          if (due?.filled) storedWh += due.side === 'buy' ? due.energyWh : -due.energyWh;
          expect(storedWh >= policy.minStoredWh && storedWh <= policy.maxStoredWh).toBe(true);
          const plan = planBatteryOrder(policy, slot, { storedWh, promisedSellWh: promised('sell'), promisedBuyWh: promised('buy') });
          open.push('side' in plan ? { side: plan.side, energyWh: plan.energyWh, filled } : { side: 'none', energyWh: 0n, filled: false });
        }
      }),
    );
  });

  it.each([
    ['what came in loses its share, what went out leaves whole', 5_000n, 1_000n, 300n, 5_600n],
    ['it is never more than full', 9_500n, 1_000n, 0n, 10_000n],
    ['nor less than empty', 100n, 0n, 300n, 0n],
  ])('the charge by registers: %s', (_name, known, importWh, exportWh, stored) => {
    expect(storedByRegisters(known, { importWh, exportWh }, { usableWh: 10_000n, roundTripPercent: 90n })).toBe(stored);
  });
});
