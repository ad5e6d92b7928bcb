/**
 * What participants want: orders for the interval after next from what their own meters showed a day before, permit offers
 * and applications from their own account of emissions. Wishes only; nobody here knows a contract's answer.
 */
import { SOURCE } from '../../../protos/dist/index.js';

const TICKS_PER_DAY = 4;
/** An order below this is not worth its gas. */
const LEAST_WH = 500n;

/** Full-load share of a period that authorities reckon with, in permille of capacity. */
const EXPECTED_PERMILLE = {
  [SOURCE.wind]: 300n,
  [SOURCE.solar]: 130n,
  [SOURCE.tidal]: 150n,
  [SOURCE.geothermal]: 640n,
  [SOURCE.biomass]: 600n,
  [SOURCE.hydro]: 520n,
  [SOURCE.nuclear]: 880n,
  [SOURCE.coal]: 560n,
  [SOURCE.gas]: 420n,
};
/** One benchmark for all that generate, in g/kWh, tightened from period to period. */
const BENCHMARK_GRAMS_PER_KWH = [300n, 300n, 260n, 170n];
const PERMIT_PRICE_CEILING = 95_000n;

/**
 * @param units as played, @param registers per tick and unit, up to and with `tick`
 * @returns orders for the interval from boundary tick + 1 to tick + 2
 */
export function wishOrders({ units, registers, tick, hours, random, ceilingOf }) {
  const orders = [];
  const yesterday = tick + 1 - TICKS_PER_DAY;
  for (const [index, unit] of units.entries()) {
    const known = yesterday >= 0 ? registers[yesterday + 1][index] : undefined;
    const before = yesterday >= 0 ? registers[yesterday][index] : undefined;
    const limitWh = unit.capacityW * hours;
    const expected = (register) => (known ? known[register] - before[register] : (limitWh * 300n) / 1000n);
    const permille = (least, span) => BigInt(least + random.below(span));
    const wish = (side, energyWh, priceMicro) => {
      const capped = energyWh < limitWh ? energyWh : limitWh;
      if (capped >= LEAST_WH) orders.push({ index, side, energyWh: capped, priceMicro });
    };
    const sellWh = unit.role === 'load' ? 0n : expected('exportWh');
    const buyWh = unit.role === 'generator' ? 0n : expected('importWh');
    // Drawn whether or not they are used, so that one unit's weather does not change another's prices.
    const [sellShare, sellPrice, buyShare, buyPrice] = [permille(850, 151), permille(930, 141), permille(900, 151), permille(930, 141)];
    if (unit.role !== 'load') wish('sell', (sellWh * sellShare) / 1000n, (unit.priceMicro * sellPrice) / 1000n);
    const bid = unit.role === 'storage' ? (unit.priceMicro * 700n) / 1000n : unit.priceMicro;
    const most = ceilingOf(unit.zone);
    const price = (bid * buyPrice) / 1000n;
    if (unit.role !== 'generator') wish('buy', (buyWh * buyShare) / 1000n, price < most ? price : most);
  }
  return orders;
}

/** What an authority grants a unit for a period, in grams. */
export function allowanceGrams(unit, period, periodHours) {
  const expectedWh = (unit.capacityW * periodHours * EXPECTED_PERMILLE[unit.source]) / 1000n;
  return (expectedWh * BENCHMARK_GRAMS_PER_KWH[period]) / 1000n;
}

/**
 * After a period's end, by each owner from its own meter: surplus is offered, a lack applied for.
 * @param lackOf grams by unit index, negative is surplus
 */
export function wishPermits({ units, lackOf, period, random, unpaid, retiring }) {
  const offers = [];
  const applications = [];
  for (const [index, unit] of units.entries()) {
    const lack = lackOf(index);
    const price = 18_000n + BigInt(random.below(52)) * 1_000n;
    const most = PERMIT_PRICE_CEILING - BigInt(random.below(12)) * 1_000n;
    if (lack < 0n) offers.push({ index, period, grams: -lack, priceMicro: price });
    else if (lack > 0n && !(unit.name === unpaid.unit && period === unpaid.period)) {
      applications.push({ index, period, grams: lack, priceMicro: most });
    }
    if (unit.name === retiring.unit && period === retiring.period)
      applications.push({ index, period, grams: retiring.grams, priceMicro: most });
  }
  return { offers, applications };
}
