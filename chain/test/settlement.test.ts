/**
 * T3: what is settled where something went otherwise than agreed: too little delivered or taken, partial fills, silence,
 * a new key or another meter within the interval, registers at their limits, and what rounding leaves.
 */
import { SOURCE } from '@joulegate/protos';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  admit,
  commission,
  counterAt,
  deposit,
  digestOf,
  makeMeter,
  makeOrder,
  matchArgs,
  provePossession,
  recordBoundary,
  signReading,
  signTyped,
  type TestMeter,
} from './support/actions.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, SETTLEMENT_DEADLINE, startMarket, T0 } from './support/market.ts';

const DEPOSIT = 100_000_000n;
const PRICE = 200_000n;
const OVER = T0 + INTERVAL + 5n;
const LATE = T0 + INTERVAL + SETTLEMENT_DEADLINE + 5n;

let market: Market;
let roof: TestMeter;
let house: TestMeter;
let shop: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  roof = await commission(market, 'seller', 1);
  house = await commission(market, 'buyer', 2, { source: SOURCE.load });
  shop = await commission(market, 'stranger', 3, { source: SOURCE.load });
  await admit(market, 'seller', roof);
  for (const who of ['buyer', 'stranger'] as const) await deposit(market, 'energyMarket', who, DEPOSIT);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market.stop());

type Terms = Record<string, unknown>;
const balanceOf = (who: 'seller' | 'buyer' | 'stranger') => market.read<bigint>('energyMarket', 'balanceOf', [market.people[who].address]);
const least = (...values: readonly bigint[]) => values.reduce((a, b) => (a < b ? a : b));

/** Between one sell order of the roof and a buyer's, for BOUNDARY_0. */
async function open(
  buyer: TestMeter,
  energyWh: bigint,
  price = PRICE,
  nonces: readonly [bigint, bigint] = [1n, 1n],
  seller = roof,
): Promise<Terms> {
  const sell = makeOrder('sell', seller, { nonce: nonces[0], priceMicroPerKwh: 1n });
  const buy = makeOrder('buy', buyer, { nonce: nonces[1], priceMicroPerKwh: 400_000n });
  const args = await matchArgs(market, sell, buy, energyWh, price, ['seller', buyer === shop ? 'stranger' : 'buyer']);
  return eventOf(await market.send('energyMarket', 'postMatch', args), 'TradeOpened')['terms'] as Terms;
}
async function read(meter: TestMeter, importWh: bigint, exportWh: bigint): Promise<void> {
  await recordBoundary(market, meter, 0, 0n, 0n);
  await recordBoundary(market, meter, 1, importWh, exportWh);
}
async function settle(terms: Terms): Promise<bigint> {
  return eventOf(await market.send('energyMarket', 'settle', [terms]), 'TradeSettled')['settledWh'] as bigint;
}

describe('T3 a trade of 1,000 Wh', () => {
  it.each([
    ['delivered and taken', 1_000n, 1_000n, 1_000n],
    ['with the seller short', 640n, 1_000n, 640n],
    ['with the buyer short', 1_000n, 333n, 333n],
    ['with both short', 640n, 641n, 640n],
    ['with neither', 0n, 0n, 0n],
    ['with more of both than was sold', 2_400n, 2_500n, 1_000n],
  ])('%s', async (_, delivered, taken, settled) => {
    const terms = await open(house, 1_000n);
    await market.setTime(OVER);
    await read(roof, 0n, delivered);
    await read(house, taken, 0n);
    expect(await settle(terms)).toBe(settled);
    expect([await balanceOf('seller'), await balanceOf('buyer')]).toEqual([settled * 200n, DEPOSIT - settled * 200n]);
    expect(await market.read('readingLedger', 'availableWh', [roof.id, BOUNDARY_0])).toEqual([0n, delivered - settled]);
    expect(await market.read('readingLedger', 'availableWh', [house.id, BOUNDARY_0])).toEqual([taken - settled, 0n]);
  });

  it.each([
    ['the seller is silent: nothing was delivered', ['house'], 0n],
    ['the buyer is silent: it took what was delivered', ['roof'], 700n],
    ['both are silent: nothing was delivered', [], 0n],
  ] as const)('past the deadline, when %s', async (_, heard, settled) => {
    const terms = await open(house, 1_000n);
    await market.setTime(OVER);
    for (const name of heard as readonly string[]) {
      if (name === 'house') await read(house, 900n, 0n);
      else await read(roof, 0n, 700n);
    }
    expect((await market.refusal('energyMarket', 'settle', [terms])).name).toBe('BoundaryMissing');
    await market.setTime(LATE);
    expect(await settle(terms)).toBe(settled);
    expect([await balanceOf('seller'), await balanceOf('buyer')]).toEqual([settled * 200n, DEPOSIT - settled * 200n]);
  });

  it('past the deadline, when only one boundary of the two came: that is silence', async () => {
    const terms = await open(house, 1_000n);
    await market.setTime(LATE);
    await recordBoundary(market, roof, 1, 0n, 700n);
    await read(house, 1_000n, 0n);
    expect(await settle(terms)).toBe(0n);
  });

  it('past the deadline, when both came late: as if in time', async () => {
    const terms = await open(house, 1_000n);
    await market.setTime(LATE);
    // The closing boundary first, then the opening one: the interval is whole with whichever comes second.
    for (const [meter, importWh, exportWh] of [
      [roof, 0n, 700n],
      [house, 600n, 0n],
    ] as const) {
      await recordBoundary(market, meter, 1, importWh, exportWh);
      await recordBoundary(market, meter, 0, 0n, 0n);
    }
    expect(await settle(terms)).toBe(600n);
  });

  it('is settled once, and its orders trade no more', async () => {
    const terms = await open(house, 1_000n);
    expect(await market.read('energyMarket', 'isOpen', [terms])).toBe(true);
    await market.setTime(OVER);
    await read(roof, 0n, 1_000n);
    await read(house, 1_000n, 0n);
    await settle(terms);
    expect(await market.read('energyMarket', 'isOpen', [terms])).toBe(false);
    expect((await market.refusal('energyMarket', 'settle', [terms])).name).toBe('TradeUnknown');
    await expect(open(house, 1_000n)).rejects.toThrow('IntervalOver');
  });
});

describe('T3 terms that nobody agreed to', () => {
  it('settle nothing, whichever field differs, though both orders have an open trade', async () => {
    const [one, two] = [await open(house, 300n, PRICE, [1n, 1n]), await open(shop, 300n, PRICE, [2n, 2n])];
    await market.setTime(OVER);
    const forged: Terms[] = Object.entries(one).map(([name, value]) => ({
      ...one,
      [name]:
        typeof value === 'bigint' ? value + 1n : `${String(value).toLowerCase().slice(0, -2)}${String(value).endsWith('00') ? '01' : '00'}`,
    }));
    // Each half of the slots is that of a real trade, but not of the same one.
    forged.push({ ...one, sellOrderId: two['sellOrderId'] }, { ...two, buyOrderId: one['buyOrderId'] });
    for (const terms of forged) {
      expect(await market.read('energyMarket', 'isOpen', [terms])).toBe(false);
      expect((await market.refusal('energyMarket', 'settle', [terms])).name).toBe('TradeUnknown');
    }
  });
});

describe('T3 partial fills', () => {
  it('of one sell order against several buyers draw on one delivery, first settled first', async () => {
    const trades = [
      await open(house, 500n, PRICE, [1n, 1n]),
      await open(shop, 400n, PRICE, [1n, 1n]),
      await open(house, 600n, PRICE, [1n, 2n]),
    ];
    expect(await market.read('energyMarket', 'filledWh', [trades[0]?.['sellOrderId']])).toBe(1_500n);
    await market.setTime(OVER);
    await read(roof, 0n, 1_000n);
    await read(house, 2_000n, 0n);
    await read(shop, 2_000n, 0n);
    const settled: bigint[] = [];
    for (const terms of [trades[1], trades[0], trades[2]]) settled.push(await settle(terms as Terms));
    expect(settled).toEqual([400n, 500n, 100n]);
  });

  it('sum to no more than the whole, over any split, deliveries and order of settlement', async () => {
    const split = fc.array(fc.record({ wh: fc.bigInt(1n, 600n), price: fc.bigInt(1n, 399_999n), isHouse: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        split,
        fc.bigInt(0n, 2_500n),
        fc.bigInt(0n, 2_500n),
        fc.bigInt(0n, 2_500n),
        fc.nat(),
        async (parts, out, intoHouse, intoShop, seed) => {
          await market.restore();
          const most = 2_000n;
          const trades: { terms: Terms; wh: bigint; price: bigint; buyer: 'buyer' | 'stranger' }[] = [];
          let sold = 0n;
          for (const { wh, price, isHouse } of parts) {
            if (sold + wh > most) continue;
            sold += wh;
            trades.push({ terms: await open(isHouse ? house : shop, wh, price), wh, price, buyer: isHouse ? 'buyer' : 'stranger' });
          }
          await market.setTime(OVER);
          await read(roof, 0n, out);
          await read(house, intoHouse, 0n);
          await read(shop, intoShop, 0n);
          const free = { seller: out, buyer: intoHouse, stranger: intoShop };
          const owed = { seller: 0n, buyer: DEPOSIT, stranger: DEPOSIT };
          const turned = seed % trades.length;
          for (const { terms, wh, price, buyer } of [...trades.slice(turned), ...trades.slice(0, turned)]) {
            const expected = least(wh, free.seller, free[buyer]);
            free.seller -= expected;
            free[buyer] -= expected;
            const paid = (expected * price) / 1000n;
            owed.seller += paid;
            owed[buyer] -= paid;
            expect(await settle(terms)).toBe(expected);
          }
          expect({ seller: await balanceOf('seller'), buyer: await balanceOf('buyer'), stranger: await balanceOf('stranger') }).toEqual(
            owed,
          );
          expect(await market.read('token', 'balanceOf', [market.deployment.contracts.energyMarket])).toBe(
            owed.seller + owed.buyer + owed.stranger,
          );
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('of dust pay less than the whole by less than a millionth each, and what is not paid goes back', async () => {
    const trades: Terms[] = [];
    for (let nonce = 1n; nonce <= 7n; nonce++) trades.push(await open(house, 1n, 1_999n, [nonce, nonce]));
    await market.setTime(OVER);
    await read(roof, 0n, 7n);
    await read(house, 7n, 0n);
    await market.send('energyMarket', 'settleMany', [trades]);
    // 7 Wh are 13.993 millionths; 1 Wh is 1.999, of which one is paid.
    expect([await balanceOf('seller'), await balanceOf('buyer')]).toEqual([7n, DEPOSIT - 7n]);
  });

  it('of several pairs are posted together or not at all', async () => {
    const pairing = async (nonce: bigint, energyWh: bigint) => {
      const [sell, sellSignature, buy, buySignature] = await matchArgs(
        market,
        makeOrder('sell', roof, { nonce }),
        makeOrder('buy', house, { nonce }),
        energyWh,
        PRICE,
      );
      return { sell, sellSignature, buy, buySignature, energyWh, priceMicroPerKwh: PRICE };
    };
    const both = [await pairing(1n, 100n), await pairing(2n, 200n)];
    const mined = await market.send('energyMarket', 'postMatches', [both]);
    expect(mined.events.map(({ name }) => name)).toEqual(['TradeOpened', 'TradeOpened']);
    const spoilt = [await pairing(3n, 100n), await pairing(4n, 9_999n)];
    expect((await market.refusal('energyMarket', 'postMatches', [spoilt])).name).toBe('OrderOverfilled');
  });
});

describe('T3 a meter replaced within the interval', () => {
  it('by a new key of the same meter goes on counting: readings before are of the old key, those after of the new one', async () => {
    const terms = await open(house, 1_000n);
    await recordBoundary(market, roof, 0, 0n, 50n);
    const next = makeMeter(40);
    const message = { meter: roof.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
    const possession = await provePossession(next, digestOf(market.deployment, 'Rotation', message));
    const rotation = [...Object.values(message), await signTyped(market, 'seller', 'Rotation', message), possession];
    await market.send('meterRegistry', 'rotate', rotation);
    await market.setTime(OVER);
    const end = { counter: counterAt(1), time: T0 + INTERVAL, exportWh: 850n };
    const byOld = await signReading(market, roof, end);
    expect((await market.refusal('readingLedger', 'recordBoundary', [roof.id, byOld])).name).toBe('SignatureInvalid');
    await market.send('readingLedger', 'recordBoundary', [roof.id, await signReading(market, next, end)]);
    await read(house, 1_000n, 0n);
    expect(await settle(terms)).toBe(800n);
  });

  it('by another meter: an interval counts that one meter saw whole, and no energy counts for both', async () => {
    const terms = await open(house, 1_000n);
    const other = await commission(market, 'seller', 41);
    await admit(market, 'seller', other);
    await recordBoundary(market, roof, 0, 0n, 50n);
    // Within the interval the old one is taken down at 450 Wh; the new one begins at a register of its own.
    await market.setTime(T0 + 2n * INTERVAL + 5n);
    const later = makeOrder('sell', other, { interval: BOUNDARY_0 + 2n, priceMicroPerKwh: 1n });
    const buy = makeOrder('buy', house, { interval: BOUNDARY_0 + 2n });
    const afterwards = eventOf(
      await market.send('energyMarket', 'postMatch', await matchArgs(market, later, buy, 500n, PRICE)),
      'TradeOpened',
    );
    await recordBoundary(market, other, 1, 0n, 300n);
    await recordBoundary(market, other, 2, 0n, 900n);
    await read(house, 1_000n, 0n);
    await recordBoundary(market, house, 2, 1_700n, 0n);
    expect((await market.refusal('energyMarket', 'settle', [terms])).name).toBe('BoundaryMissing');
    expect(await market.read('readingLedger', 'availableWh', [other.id, BOUNDARY_0 + 1n])).toEqual([0n, 600n]);
    await expect(market.read('readingLedger', 'availableWh', [other.id, BOUNDARY_0])).rejects.toThrow('BoundaryMissing');
    await market.setTime(LATE);
    // Of the interval of the exchange nobody's registers show both ends: nothing is proven, nothing paid, nothing lost to the buyer.
    expect(await settle(terms)).toBe(0n);
    expect([await balanceOf('seller'), await balanceOf('buyer')]).toEqual([0n, DEPOSIT - 100_000n]);
    for (const [meter, importWh, exportWh] of [
      [other, 0n, 1_350n],
      [house, 2_500n, 0n],
    ] as const)
      await recordBoundary(market, meter, 3, importWh, exportWh);
    expect(await settle(afterwards['terms'] as Terms)).toBe(450n);
  });
});

describe('T3 registers at their limits', () => {
  const boundary = async (meter: TestMeter, index: number, exportWh: bigint): Promise<Hex> =>
    signReading(market, meter, { counter: counterAt(index), time: T0 + BigInt(index) * INTERVAL, exportWh });

  it.each([
    ['up to the last Wh of 56 bits', 2n ** 56n - 301n, 2n ** 56n - 1n, 300n],
    ['a jump beyond 48 bits, which counts as 48 bits at most', 0n, 2n ** 56n - 1n, 1_000n],
    ['a standstill', 2n ** 56n - 1n, 2n ** 56n - 1n, 0n],
  ])('%s', async (_, from, to, settled) => {
    const terms = await open(house, 1_000n);
    await market.setTime(OVER);
    await recordBoundary(market, roof, 0, 0n, from);
    await recordBoundary(market, roof, 1, 0n, to);
    await read(house, 2_000n, 0n);
    expect(await settle(terms)).toBe(settled);
    const [, free] = await market.read<readonly [bigint, bigint]>('readingLedger', 'availableWh', [roof.id, BOUNDARY_0]);
    expect(free).toBe(least(to - from, 2n ** 48n - 1n) - settled);
  });

  it('a register over 56 bits is no boundary, and one that begins again at zero is refused, so that neither proves energy', async () => {
    await market.setTime(OVER);
    const over = [roof.id, await boundary(roof, 0, 2n ** 56n)];
    expect((await market.refusal('readingLedger', 'recordBoundary', over)).name).toBe('RegisterOverflow');
    await recordBoundary(market, roof, 0, 0n, 99_999_900n);
    const again = [roof.id, await boundary(roof, 1, 40n)];
    expect((await market.refusal('readingLedger', 'recordBoundary', again)).name).toBe('RegisterDecreased');
  });
});
