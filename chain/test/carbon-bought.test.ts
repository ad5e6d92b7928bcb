/** C2: what is emitted for energy bought from the grid, by zone and hour of the day: a statement beside the unit's own generation. */
import { SOURCE } from '@joulegate/protos';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commission, recordBoundary, type TestMeter } from './support/actions.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, PERIOD_0, startMarket, T0, ZONE } from './support/market.ts';

let market: Market;
let load: TestMeter;
const HOUR = 3_600n;
const CITATION = 'hourly factors of the test grid';
/** 100, 101, … 123 g/kWh. */
const RISING = Array.from({ length: 24 }, (_, hour) => 100_000 + hour * 1_000);
const hourOf = (time: bigint) => Number((time / HOUR) % 24n);

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0 - 10n);
  load = await commission(market, 'buyer', 2, { source: SOURCE.load });
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const setFactors = (factors: readonly number[], validFrom: bigint, who: 'authority' | 'operator' = 'authority', citation = CITATION) =>
  ['boughtEnergy', 'setFactors', [ZONE, factors, validFrom, citation], who] as const;
const meter = (index: number) => ['boughtEnergy', 'meterBought', [load.id, BOUNDARY_0 + BigInt(index)]] as const;
const statement = (period: number) =>
  market.read<{ energyWh: bigint; emissionsUg: bigint }>('boughtEnergy', 'statementOf', [load.id, PERIOD_0 + period]);
const later = (intervals: number) => market.setTime(T0 + BigInt(intervals) * INTERVAL + 10n);
const refused = async (call: readonly [...Parameters<Market['refusal']>]) => (await market.refusal(...call)).name;

describe('C2 factors of a zone by the hour of the day', () => {
  it('are set by the authority with citation, announced, numbered, and hold from their time on', async () => {
    expect(eventOf(await market.send(...setFactors(RISING, T0)), 'FactorsSet')).toMatchObject({
      zone: ZONE,
      version: 1n,
      validFrom: T0,
      mgPerKwh: RISING,
      citation: CITATION,
    });
    const half = RISING.map((mg) => mg / 2);
    await market.send(...setFactors(half, T0 + 5n * HOUR));
    const at = (time: bigint) => market.read<[bigint, number[]]>('boughtEnergy', 'factorsAt', [ZONE, time]);
    expect(await at(T0 + 5n * HOUR - 1n)).toEqual([1n, RISING]);
    expect(await at(T0 + 5n * HOUR)).toEqual([2n, half]);
  });

  it.each([
    ['for a time that is over', 'FactorsNotAhead', () => setFactors(RISING, T0 - 100n)],
    ['before those that were set last', 'FactorsNotAhead', () => setFactors(RISING, T0 + 10n)],
    ['by who is no authority', 'AccessControlUnauthorizedAccount', () => setFactors(RISING, T0 + 20n, 'operator')],
    ['without citation', 'CitationMissing', () => setFactors(RISING, T0 + 20n, 'authority', '')],
  ] as const)('are refused %s: %s', async (_, error, make) => {
    await market.send(...setFactors(RISING, T0 + 10n));
    expect(await refused(make())).toBe(error);
  });

  it('that a zone does not have let nothing be metered there', async () => {
    await later(0);
    await recordBoundary(market, load, 0, 0n, 0n);
    expect(await refused(meter(0))).toBe('FactorsMissing');
    expect(await refused(['boughtEnergy', 'factorsAt', [ZONE, T0]])).toBe('FactorsMissing');
  });
});

describe('C2 energy bought from the grid', () => {
  it('emits by the factor of the hour in which each interval began, and obliges to nothing', async () => {
    await market.send(...setFactors(RISING, T0));
    await later(6);
    for (const index of [0, 1, 2, 3, 4, 5, 6]) await recordBoundary(market, load, index, BigInt(index) * 1_000n, 0n);
    await market.send(...meter(0));
    const mined = await market.send(...meter(6));
    const [first, second] = [RISING[hourOf(T0)] ?? 0, RISING[hourOf(T0 + HOUR)] ?? 0];
    expect(mined.events.map(({ name, args }) => [name, args['energyWh'], args['emissionsUg']])).toEqual([
      ['BoughtEnergyMetered', 4_000n, 4_000n * BigInt(first)],
      ['BoughtEnergyMetered', 2_000n, 2_000n * BigInt(second)],
    ]);
    expect(await statement(0)).toEqual({ energyWh: 4_000n, emissionsUg: 4_000n * BigInt(first) });
    expect(await market.read('carbonLedger', 'accountOf', [load.id, PERIOD_0])).toMatchObject({ emissionsUg: 0n });
  });

  it.each([
    ['backwards', 'BoundaryNotNewer', () => meter(0)],
    ['at a boundary that was not recorded', 'BoundaryMissing', () => meter(2)],
  ] as const)('is not metered %s: %s', async (_, error, make) => {
    await market.send(...setFactors(RISING, T0));
    await later(1);
    await recordBoundary(market, load, 0, 0n, 0n);
    await market.send(...meter(0));
    expect(await refused(make())).toBe(error);
  });

  it('of more intervals than one call can take is metered by the next', async () => {
    await market.send(...setFactors(RISING, T0));
    await later(2_500);
    await recordBoundary(market, load, 0, 0n, 0n);
    await recordBoundary(market, load, 2_500, 7n, 0n);
    await market.send(...meter(0));
    await market.send(...meter(2_500));
    expect(await market.read('boughtEnergy', 'meteredUpTo', [load.id])).toBe(BOUNDARY_0 + 2_000n);
    await market.send(...meter(2_500));
    expect(await statement(Math.floor(2_499 / 4))).toEqual({ energyWh: 7n, emissionsUg: 7n * 123_000n });
  }, 20_000);

  const factors = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 24, maxLength: 24 });
  const reads = fc.array(fc.record({ skip: fc.integer({ min: 1, max: 9 }), wh: fc.bigInt(0n, 2n ** 40n), meters: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  });
  it('equals an independent model’s to the microgram, whatever was left out, at whatever boundaries it is metered, under changing factors', async () => {
    await fc.assert(
      fc.asyncProperty(factors, factors, fc.integer({ min: 1, max: 60 }), reads, async (before, after, changeAt, list) => {
        await market.restore();
        const change = T0 + BigInt(changeAt) * 777n;
        await market.send(...setFactors(before, T0));
        await market.send(...setFactors(after, change));
        await later(110);
        await recordBoundary(market, load, 0, 5n, 0n);
        await market.send(...meter(0));
        const expected = new Map<number, { energyWh: bigint; emissionsUg: bigint }>();
        let [index, register] = [0, 5n];
        for (const { skip, wh, meters } of list) {
          let greatest = 0;
          for (let interval = index; interval < index + skip; interval += 1) {
            const start = T0 + BigInt(interval) * INTERVAL;
            greatest = Math.max(greatest, (start < change ? before : after)[hourOf(start)] ?? 0);
          }
          [index, register] = [index + skip, register + wh];
          await recordBoundary(market, load, index, register, 0n);
          if (meters) await market.send(...meter(index));
          const period = Math.floor((index - 1) / 4);
          const { energyWh, emissionsUg } = expected.get(period) ?? { energyWh: 0n, emissionsUg: 0n };
          expected.set(period, { energyWh: energyWh + wh, emissionsUg: emissionsUg + wh * BigInt(greatest) });
        }
        if (!list.at(-1)?.meters) await market.send(...meter(index));
        for (const [period, sums] of expected) expect(await statement(period), `period ${period}`).toEqual(sums);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
