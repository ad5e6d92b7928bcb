/**
 * F1: energy delivered and not sold, taken and not bought, is settled at the zone's base price, where owner and operator
 * have agreed. Trades draw first; nothing is settled twice; every payment is the one of an independent calculation.
 */
import { CARRIER, SOURCE } from '@joulegate/protos';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  admit,
  agreeSupply,
  commission,
  deposit,
  makeOrder,
  matchArgs,
  recordBoundary,
  type TestMeter,
  terminateSupply,
} from './support/actions.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, makeCriteria, SETTLEMENT_DEADLINE, startMarket, T0, ZONE } from './support/market.ts';

const BASE_PRICE = 150_000n;
const DEPOSIT = 10_000_000n;
/** The first interval that an agreement of T0's can be in force for. */
const FIRST = BOUNDARY_0 + 1n;
const DUE = T0 + 2n * INTERVAL + 2n * SETTLEMENT_DEADLINE + 5n;

let market: Market;
let roof: TestMeter;
let house: TestMeter;

const balances = () =>
  Promise.all(
    (['seller', 'buyer', 'operator'] as const).map((who) => market.read<bigint>('energyMarket', 'balanceOf', [market.people[who].address])),
  );
/** Registers at the two boundaries of FIRST: so many Wh out and in. */
async function move(meter: TestMeter, exportWh: bigint, importWh: bigint): Promise<void> {
  await recordBoundary(market, meter, 1, 0n, 0n);
  await recordBoundary(market, meter, 2, importWh, exportWh);
}
const settle = (meter: TestMeter, interval = FIRST) => market.send('energyMarket', 'settleResidual', [meter.id, interval]);
const refusal = async (meter: TestMeter, interval = FIRST) =>
  (await market.refusal('energyMarket', 'settleResidual', [meter.id, interval])).name;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  roof = await commission(market, 'seller', 1);
  house = await commission(market, 'buyer', 2, { source: SOURCE.load });
  await admit(market, 'seller', roof);
  for (const who of ['buyer', 'operator'] as const) await deposit(market, 'energyMarket', who, DEPOSIT);
  await market.send('energyMarket', 'offerBasePrice', [ZONE], 'operator');
  await agreeSupply(market, 'seller', roof);
  await agreeSupply(market, 'buyer', house);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market.stop());

describe('F1 residual energy at the base price', () => {
  it('is bought and supplied by the operator, once due, and once', async () => {
    await market.setTime(DUE);
    await move(roof, 2_001n, 0n);
    await move(house, 0n, 1_333n);
    await market.send('energyMarket', 'settleResiduals', [[roof.id, house.id], FIRST]);
    // 2,001 Wh at 150 thousandths a Wh are 300,150 millionths; 1,333 Wh are 199,950.
    expect(await balances()).toEqual([300_150n, DEPOSIT - 199_950n, DEPOSIT - 300_150n + 199_950n]);
    expect(await refusal(roof)).toBe('ResidualNothing');
    expect(await refusal(house)).toBe('ResidualNothing');
  });

  it('rounds each direction down, and moves what of the difference is owed', async () => {
    await market.send(
      'admissionPolicy',
      'setCriteria',
      [ZONE, { ...makeCriteria(market.people.operator.address, { basePriceMicroPerKwh: 1_999n }), version: 0, grantedCapacityW: 0n }],
      'operator',
    );
    await market.send('energyMarket', 'offerBasePrice', [ZONE], 'operator');
    await market.setTime(DUE);
    await move(roof, 3n, 2n);
    const { boughtMicro, suppliedMicro } = eventOf(await settle(roof), 'ResidualSettled');
    // 5.997 and 3.998 millionths.
    expect([boughtMicro, suppliedMicro]).toEqual([5n, 3n]);
    expect(await balances()).toEqual([2n, DEPOSIT, DEPOSIT - 2n]);
  });

  it('comes after trades: what they draw is not residual', async () => {
    const orders = [makeOrder('sell', roof, { interval: FIRST }), makeOrder('buy', house, { interval: FIRST })] as const;
    const opened = await market.send('energyMarket', 'postMatch', await matchArgs(market, ...orders, 800n, 200_000n));
    const { terms } = eventOf(opened, 'TradeOpened');
    await market.setTime(DUE - 10n);
    await move(roof, 1_000n, 0n);
    await move(house, 0n, 900n);
    expect(await refusal(roof)).toBe('ResidualNotDue');
    await market.send('energyMarket', 'settle', [terms]);
    await market.setTime(DUE);
    expect(eventOf(await settle(roof), 'ResidualSettled')).toMatchObject({ exportWh: 200n, importWh: 0n, boughtMicro: 30_000n });
    expect(eventOf(await settle(house), 'ResidualSettled')).toMatchObject({ exportWh: 0n, importWh: 100n, suppliedMicro: 15_000n });
  });

  it('is not supplied again to a silent buyer whose boundaries come after it has paid for the seller’s delivery', async () => {
    const orders = [makeOrder('sell', roof, { interval: FIRST }), makeOrder('buy', house, { interval: FIRST })] as const;
    const opened = await market.send('energyMarket', 'postMatch', await matchArgs(market, ...orders, 800n, 200_000n));
    await market.setTime(DUE);
    await move(roof, 800n, 0n);
    expect(eventOf(await market.send('energyMarket', 'settle', [eventOf(opened, 'TradeOpened')['terms']]), 'TradeSettled')).toMatchObject({
      settledWh: 800n,
    });
    await move(house, 0n, 850n);
    expect(eventOf(await settle(house), 'ResidualSettled')).toMatchObject({ importWh: 50n });
  });

  it('of any carrier', async () => {
    const boiler = await commission(market, 'seller', 7, { source: SOURCE.gas, carrier: CARRIER.heat });
    await agreeSupply(market, 'seller', boiler);
    await market.setTime(DUE);
    await move(boiler, 0n, 100n);
    await deposit(market, 'energyMarket', 'seller', 100_000n);
    expect(eventOf(await settle(boiler), 'ResidualSettled')).toMatchObject({ importWh: 100n, suppliedMicro: 15_000n });
  });

  it('waits, and stops nothing, while the operator or the owner can not pay', async () => {
    await market.setTime(DUE);
    await move(roof, 2_000n, 0n);
    await move(house, 0n, 2_000n);
    await market.send('energyMarket', 'withdraw', [market.people.operator.address, DEPOSIT], 'operator');
    expect(await refusal(roof)).toBe('InsufficientBalance');
    expect(await market.read('readingLedger', 'availableWh', [roof.id, FIRST])).toEqual([0n, 2_000n]);
    await settle(house);
    // What the house paid is the operator's to pay with.
    await settle(roof);
    expect(await balances()).toEqual([300_000n, DEPOSIT - 300_000n, 0n]);
  });

  it.each([
    ['supplies nothing above the owner’s limit', { maxPriceMicroPerKwh: BASE_PRICE - 1n }, { exportWh: 500n, importWh: 0n }],
    ['buys nothing below the owner’s limit', { minPriceMicroPerKwh: BASE_PRICE + 1n }, { exportWh: 0n, importWh: 300n }],
    ['does both at the limits', { maxPriceMicroPerKwh: BASE_PRICE, minPriceMicroPerKwh: BASE_PRICE }, { exportWh: 500n, importWh: 300n }],
  ])('%s', async (_, limits, expected) => {
    await agreeSupply(market, 'seller', roof, { ...limits, nonce: 2n });
    await deposit(market, 'energyMarket', 'seller', 100_000n);
    await market.setTime(DUE);
    await move(roof, 500n, 300n);
    expect(eventOf(await settle(roof), 'ResidualSettled')).toMatchObject(expected);
  });

  const REASON = `0x${'00'.repeat(32)}`;
  const [BEGIN, END] = [FIRST * INTERVAL, (FIRST + 1n) * INTERVAL];
  it.each<[string, readonly (readonly ['suspend' | 'cure', bigint])[], boolean]>([
    ['buys what was fed in before a suspension', [['suspend', END]], true],
    ['buys nothing of an interval in which the unit was suspended, cured or not', [['suspend', END - 1n]], false],
    [
      'buys nothing of an interval in which access came back',
      [
        ['suspend', BEGIN - 100n],
        ['cure', BEGIN + 1n],
      ],
      false,
    ],
    [
      'buys what was fed in after access came back',
      [
        ['suspend', BEGIN - 100n],
        ['cure', BEGIN],
      ],
      true,
    ],
    [
      'buys nothing of an interval with a gap',
      [
        ['suspend', BEGIN + 1n],
        ['cure', BEGIN + 2n],
      ],
      false,
    ],
    [
      'looks behind a later gap',
      [
        ['suspend', END + 10n],
        ['cure', END + 20n],
        ['suspend', END + 30n],
      ],
      true,
    ],
  ])('%s', async (_, events, isBought) => {
    for (const [what, time] of events) {
      await market.engine.request('evm_setNextBlockTimestamp', [Number(time)]);
      await market.send('admissionPolicy', what, [roof.id, 3, ...(what === 'suspend' ? [REASON] : [])], 'operator');
    }
    await market.setTime(DUE);
    await move(roof, 500n, 0n);
    if (isBought) expect(eventOf(await settle(roof), 'ResidualSettled')).toMatchObject({ exportWh: 500n });
    else expect(await refusal(roof)).toBe('ResidualNothing');
  });

  it('buys nothing of a meter whose registers are in doubt', async () => {
    await market.setTime(DUE);
    await move(roof, 500n, 0n);
    await market.send('meterRegistry', 'suspend', [roof.id, REASON], 'admin');
    expect(await refusal(roof)).toBe('ResidualNothing');
  });
});

describe('F1 a base price', () => {
  const priceAt = (time: bigint) => market.read<readonly [bigint, string]>('energyMarket', 'basePriceAt', [ZONE, time]);
  const setPrice = (basePriceMicroPerKwh: bigint, operator = market.people.operator.address) =>
    market.send(
      'admissionPolicy',
      'setCriteria',
      [ZONE, { ...makeCriteria(operator, { basePriceMicroPerKwh }), version: 0, grantedCapacityW: 0n }],
      'operator',
    );

  it('set now is for intervals that begin later, and every earlier one keeps its own', async () => {
    const [before] = await priceAt(T0 + INTERVAL);
    await market.setTime(T0 + 2n * INTERVAL);
    await setPrice(90_000n);
    expect(await priceAt(T0 + 3n * INTERVAL)).toMatchObject([BASE_PRICE, expect.anything()]);
    await market.send('energyMarket', 'offerBasePrice', [ZONE], 'operator');
    expect(before).toBe(BASE_PRICE);
    expect((await priceAt(T0 + 2n * INTERVAL))[0]).toBe(BASE_PRICE);
    expect((await priceAt(T0 + 3n * INTERVAL))[0]).toBe(90_000n);
    expect((await priceAt(T0 - 1n))[1]).toMatch(/^0x0{40}$/);
  });

  it('binds nobody who did not offer it: who hands the zone on makes no debtor of another', async () => {
    await setPrice(300_000n, market.people.buyer.address);
    expect((await market.refusal('energyMarket', 'offerBasePrice', [ZONE], 'operator')).name).toBe('NotZoneOperator');
    const [price, operator] = await priceAt(T0 + 9n * INTERVAL);
    expect([price, operator.toLowerCase()]).toEqual([BASE_PRICE, market.people.operator.address]);
    await market.send('energyMarket', 'withdrawBasePrice', [ZONE], 'operator');
    expect((await priceAt(T0 + 9n * INTERVAL))[1]).toMatch(/^0x0{40}$/);
    expect((await market.refusal('energyMarket', 'withdrawBasePrice', [ZONE], 'operator')).name).toBe('NotZoneOperator');
  });
});

describe('F1 an agreement', () => {
  const at = async (time: bigint) =>
    (await market.read<readonly [number, bigint, bigint, bigint]>('energyMarket', 'supplyAt', [roof.id, time]))[1];

  it('begins with the next interval, gives way to a later one, and ends with the next interval after its termination', async () => {
    const first = await at(T0 + INTERVAL);
    expect([await at(T0 + INTERVAL - 1n), first > 0n]).toEqual([0n, true]);
    await market.setTime(T0 + 3n * INTERVAL + 1n);
    await agreeSupply(market, 'seller', roof, { maxPriceMicroPerKwh: 222n, nonce: 5n });
    expect([await at(T0 + 4n * INTERVAL - 1n), await at(T0 + 4n * INTERVAL)]).toEqual([first, 222n]);
    await market.setTime(T0 + 6n * INTERVAL + 1n);
    await terminateSupply(market, 'seller', roof, 6n);
    expect([await at(T0 + 7n * INTERVAL - 1n), await at(T0 + 7n * INTERVAL)]).toEqual([222n, 0n]);
  });

  it('that was replaced is not brought back by who kept its message', async () => {
    await terminateSupply(market, 'seller', roof, 9n);
    await expect(agreeSupply(market, 'seller', roof, { nonce: 9n })).rejects.toThrow('SupplyNonceNotNewer');
    await expect(agreeSupply(market, 'seller', roof, { nonce: 3n })).rejects.toThrow('SupplyNonceNotNewer');
    await expect(terminateSupply(market, 'seller', roof, 9n)).rejects.toThrow('SupplyNonceNotNewer');
  });
});

describe('F1 settled residuals and trades together', () => {
  it('sell no Wh twice and make no money, over any energies, prices and orders of events', async () => {
    const wh = fc.bigInt(0n, 2_500n);
    await fc.assert(
      fc.asyncProperty(
        wh,
        wh,
        wh,
        wh,
        fc.bigInt(1n, 2_000n),
        fc.bigInt(1n, 399_999n),
        fc.boolean(),
        async (out, into, roofIn, houseOut, traded, price, residualFirst) => {
          await market.restore();
          await deposit(market, 'energyMarket', 'seller', DEPOSIT);
          const orders = [
            makeOrder('sell', roof, { interval: FIRST, priceMicroPerKwh: 1n }),
            makeOrder('buy', house, { interval: FIRST, priceMicroPerKwh: 400_000n }),
          ] as const;
          const terms = eventOf(
            await market.send('energyMarket', 'postMatch', await matchArgs(market, ...orders, traded, price)),
            'TradeOpened',
          )['terms'];
          await market.setTime(DUE);
          await move(roof, out, roofIn);
          await move(house, houseOut, into);
          const least = (...values: readonly bigint[]) => values.reduce((a, b) => (a < b ? a : b));
          const floor = (energyWh: bigint, at: bigint) => (energyWh * at) / 1000n;
          // Who lets a residual be settled first finds nothing of it left for the trade: hence the second deadline.
          const sold = residualFirst ? 0n : least(traded, out, into);
          const residuals = [
            [roof, out - sold, roofIn],
            // A household without a permit is supplied, never bought from.
            [house, 0n, into - sold],
          ] as const;
          if (!residualFirst) await market.send('energyMarket', 'settle', [terms]);
          for (const [meter, exportWh, importWh] of residuals) {
            if (exportWh + importWh > 0n) await settle(meter);
            else expect(await refusal(meter)).toBe('ResidualNothing');
          }
          if (residualFirst) await market.send('energyMarket', 'settle', [terms]);
          const paid = floor(residualFirst ? least(traded, out - out, into - into) : sold, price);
          const [bought, supplied] = [floor(out - sold, BASE_PRICE), floor(roofIn, BASE_PRICE)];
          const houseSupplied = floor(into - sold, BASE_PRICE);
          expect(await balances()).toEqual([
            DEPOSIT + paid + bought - supplied,
            DEPOSIT - paid - houseSupplied,
            DEPOSIT - bought + supplied + houseSupplied,
          ]);
          expect(await market.read('token', 'balanceOf', [market.deployment.contracts.energyMarket])).toBe(3n * DEPOSIT);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);
});
