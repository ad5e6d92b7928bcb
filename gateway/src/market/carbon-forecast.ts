import type { CarbonRecord } from './carbon-events.ts';

/** What was metered of a unit between its previous metered instant and this one. */
export interface MeteredStep {
  /** Unix seconds of the step's end. */
  readonly untilSeconds: bigint;
  readonly emissionsUg: bigint;
  readonly energyWh: bigint;
}

/** Steps from a unit's meterings, in the chain's order: energy by the intensity that each of them says. */
export function meteredSteps(records: readonly CarbonRecord[], intervalSeconds: bigint): (MeteredStep & { readonly period: bigint })[] {
  return records.map(({ period = 0n, boundary = 0n, energyWh = 0n, intensityMgPerKwh = 0n }) => ({
    period,
    untilSeconds: boundary * intervalSeconds,
    emissionsUg: energyWh * intensityMgPerKwh,
    energyWh,
  }));
}

export interface ForecastInput {
  /** Emissions and energy of the unit that count in the period, as metered so far. */
  readonly soFarUg: bigint;
  readonly soFarWh: bigint;
  /** All that is known of the unit, earlier periods too, in order of time. The first only says where the known begins. */
  readonly steps: readonly MeteredStep[];
  /** Unix seconds. */
  readonly periodStart: bigint;
  readonly periodEnd: bigint;
}

export interface EmissionsForecast {
  /**
   * `same-days`: as in the same hours of the last whole days; `pace`: as evenly as since metering began, where that is less
   * than a day ago; `complete`: metered to the end; `unknown`: less than two instants metered, so only what is so far.
   */
  readonly method: 'same-days' | 'pace' | 'complete' | 'unknown';
  /** Whole days that the pace was taken from. */
  readonly days: number;
  /** At the period's end. */
  readonly emissionsUg: bigint;
  readonly energyWh: bigint;
  /** What would have to be surrendered, rounded up as the contract does. */
  readonly obligationGrams: bigint;
}

const DAY = 86_400n;
const DAYS_MAX = 7n;
const UG_PER_GRAM = 1_000_000n;

const ceilDiv = (a: bigint, b: bigint) => (a + b - 1n) / b;

/** Whole grams that an emission obliges to, rounded up as the contract does. */
export function obligationOf(emissionsUg: bigint): bigint {
  return ceilDiv(emissionsUg, UG_PER_GRAM);
}

/** The sum of a quantity from the first step's end until a time, evenly within each step. */
function cumulate(steps: readonly MeteredStep[], quantity: 'emissionsUg' | 'energyWh'): (time: bigint) => bigint {
  return (time) => {
    let sum = 0n;
    for (let at = 1; at < steps.length; at += 1) {
      const [before, step] = [steps[at - 1] as MeteredStep, steps[at] as MeteredStep];
      if (time >= step.untilSeconds) sum += step[quantity];
      else {
        const [part, whole] = [time - before.untilSeconds, step.untilSeconds - before.untilSeconds];
        return part <= 0n ? sum : sum + (step[quantity] * part) / whole;
      }
    }
    return sum;
  };
}

/**
 * What a unit will have emitted at its period's end if it goes on as before: the sun of the last days shines on the days to
 * come. The rest is rounded up.
 */
export function forecastEmissions({ soFarUg, soFarWh, steps, periodStart, periodEnd }: ForecastInput): EmissionsForecast {
  const [first, last] = [steps[0], steps.at(-1)];
  const so = (method: EmissionsForecast['method'], days: bigint, restUg: bigint, restWh: bigint): EmissionsForecast => {
    const emissionsUg = soFarUg + restUg;
    return { method, days: Number(days), emissionsUg, energyWh: soFarWh + restWh, obligationGrams: obligationOf(emissionsUg) };
  };
  if (last !== undefined && last.untilSeconds >= periodEnd) return so('complete', 0n, 0n, 0n);
  if (first === undefined || last === undefined || last.untilSeconds <= first.untilSeconds) return so('unknown', 0n, 0n, 0n);
  const now = last.untilSeconds;
  const span = now - first.untilSeconds;
  const [from, to] = [now > periodStart ? 0n : periodStart - now, periodEnd - now];
  const days = span / DAY < DAYS_MAX ? span / DAY : DAYS_MAX;
  const rest = (quantity: 'emissionsUg' | 'energyWh'): bigint => {
    const sum = cumulate(steps, quantity);
    if (days === 0n) return ceilDiv(sum(now) * (to - from), span);
    // Over all the days at once, so that nothing is rounded before the end.
    const ahead = (seconds: bigint): bigint => {
      let total = (seconds / DAY) * (sum(now) - sum(now - days * DAY));
      for (let day = 1n; day <= days; day += 1n) total += sum(now - day * DAY + (seconds % DAY)) - sum(now - day * DAY);
      return total;
    };
    return ceilDiv(ahead(to) - ahead(from), days);
  };
  return so(days === 0n ? 'pace' : 'same-days', days, rest('emissionsUg'), rest('energyWh'));
}

export interface PermitSource {
  readonly grams: bigint;
  readonly priceMicroPerKg: bigint;
}

export interface ComplianceCost {
  readonly missingGrams: bigint;
  /** Permits that are left over, and could be offered. */
  readonly spareGrams: bigint;
  /** Of buying nothing: rounded up as the contract does. */
  readonly fineMicro: bigint;
  /** Of the missing, what is on offer for less than the fine, and its price. */
  readonly offeredGrams: bigint;
  readonly offeredMicro: bigint;
  /** What is not on offer, at the price of recent trades; absent where there is none. */
  readonly restAtRecentMicro?: bigint;
  /** The least that staying inside would cost: offers, then recent prices, and the fine where neither is known or cheaper. */
  readonly cheapestMicro: bigint;
}

/**
 * What it would cost to stay inside, against the fine.
 * @param obligations of each of the owner's units, in grams; a fine is rounded up for each
 */
export function complianceCost(
  obligations: readonly bigint[],
  heldGrams: bigint,
  finePriceMicroPerKg: bigint,
  offers: readonly PermitSource[],
  recentMicroPerKg: bigint | undefined,
): ComplianceCost {
  const owed = obligations.reduce((sum, grams) => sum + grams, 0n);
  const missingGrams = owed > heldGrams ? owed - heldGrams : 0n;
  let held = heldGrams;
  let fineMicro = 0n;
  for (const grams of obligations) {
    const surrendered = held < grams ? held : grams;
    held -= surrendered;
    fineMicro += ceilDiv((grams - surrendered) * finePriceMicroPerKg, 1000n);
  }
  let [left, offeredMicro] = [missingGrams, 0n];
  for (const { grams, priceMicroPerKg } of [...offers].sort((a, b) => (a.priceMicroPerKg < b.priceMicroPerKg ? -1 : 1))) {
    if (left === 0n || priceMicroPerKg >= finePriceMicroPerKg) break;
    const taken = grams < left ? grams : left;
    offeredMicro += ceilDiv(taken * priceMicroPerKg, 1000n);
    left -= taken;
  }
  const restAtFine = missingGrams === left ? fineMicro : ceilDiv(left * finePriceMicroPerKg, 1000n);
  const restAtRecent = recentMicroPerKg === undefined ? undefined : ceilDiv(left * recentMicroPerKg, 1000n);
  return {
    missingGrams,
    spareGrams: heldGrams > owed ? heldGrams - owed : 0n,
    fineMicro,
    offeredGrams: missingGrams - left,
    offeredMicro,
    ...(restAtRecent !== undefined && { restAtRecentMicro: restAtRecent }),
    cheapestMicro: offeredMicro + (restAtRecent !== undefined && restAtRecent < restAtFine ? restAtRecent : restAtFine),
  };
}

/** The lowest price of the last trades, rounded up. @param trades in the chain's order */
export function recentPrice(trades: readonly { readonly grams: bigint; readonly paidMicro: bigint }[], count = 10): bigint | undefined {
  const prices = trades.slice(-count).map(({ grams, paidMicro }) => ceilDiv(paidMicro * 1000n, grams));
  return prices.length === 0 ? undefined : prices.reduce((a, b) => (a < b ? a : b));
}
