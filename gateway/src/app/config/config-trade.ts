import { SIDE } from '@joulegate/protos';
import * as v from 'valibot';
import { nameOf, whole } from './config-values.ts';

// How an owner trades, as the configuration says it; the policies themselves are the market room's.

const energyWh = whole(1, 'a whole number of Wh');
/** Boundaries of so many intervals are kept at hand. */
const FORECAST_INTERVALS_MAX = 96;
const price = whole(0, 'millionths of a coin per kWh');
const step = v.strictObject({
  from: v.pipe(
    v.string('a time of day expected, such as "17:30"'),
    v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day expected, such as "17:30"'),
  ),
  microPerKwh: price,
});
/** One price, or steps over the day: each holds from its time on, the last one into the next morning. */
const prices = v.union(
  [
    v.pipe(
      price,
      v.transform((microPerKwh) => [{ from: '00:00', microPerKwh }]),
    ),
    v.pipe(v.array(step), v.minLength(1, 'at least one step expected')),
  ],
  'millionths of a coin per kWh, or a list of { from, microPerKwh } expected',
);
const leadIntervals = v.optional(v.pipe(whole(1, 'a number of intervals'), v.maxValue(96, 'at most 96 intervals expected')), 1);

/** One order placed for each coming interval. */
export const order = v.strictObject({
  side: nameOf(SIDE),
  energyWh: v.union(
    [energyWh, v.literal('last-interval'), v.literal('forecast')],
    'a whole number of Wh, last-interval or forecast expected',
  ),
  forecastIntervals: v.optional(
    v.pipe(whole(1, 'a number of intervals'), v.maxValue(FORECAST_INTERVALS_MAX, 'at most a day of intervals expected')),
    4,
  ),
  percent: v.optional(v.pipe(whole(1, 'a percentage'), v.maxValue(1000, 'at most 1000 percent expected')), 100),
  reserveWh: v.optional(whole(0, 'a whole number of Wh'), 0),
  priceMicroPerKwh: prices,
  leadIntervals,
  minEnergyWh: v.optional(whole(0, 'a whole number of Wh'), 0),
  maxEnergyWh: v.optional(energyWh),
});

const percent = (what: string) => v.pipe(whole(0, what), v.maxValue(100, 'at most 100 percent expected'));
/** A storage unit: what it holds, and its owner's strategy. */
export const storage = v.pipe(
  v.strictObject({
    usableWh: energyWh,
    storedWh: whole(0, 'a whole number of Wh'),
    maxChargeW: whole(1, 'a whole number of W'),
    maxDischargeW: whole(1, 'a whole number of W'),
    roundTripPercent: v.optional(v.pipe(whole(1, 'a percentage'), v.maxValue(100, 'at most 100 percent expected')), 100),
    share: v.optional(v.boolean('true or false expected'), true),
    trade: v.optional(
      v.strictObject({
        buyBelow: v.optional(prices),
        sellAbove: v.optional(prices),
        expected: v.optional(prices),
        minPercent: v.optional(percent('a percentage of usableWh'), 0),
        maxPercent: v.optional(percent('a percentage of usableWh'), 100),
        minEnergyWh: v.optional(whole(0, 'a whole number of Wh'), 0),
        leadIntervals,
      }),
    ),
  }),
  v.forward(
    v.check((s) => s.storedWh <= s.usableWh, 'at most usableWh expected'),
    ['storedWh'],
  ),
  v.forward(
    v.check((s) => s.trade === undefined || s.trade.minPercent <= s.trade.maxPercent, 'minPercent up to maxPercent expected'),
    ['trade'],
  ),
);
