import { accept, type Reading, type Result, refuse } from '../domain/index.ts';

/** What a new reading is held against. */
export interface PriorRegisters {
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

export interface TimeReference {
  readonly nowSeconds: bigint;
  /** False until the gateway has a time source: then the meter's clock can't be called wrong. */
  readonly clockSynchronised: boolean;
  readonly maxTimeSkewSeconds: bigint;
}

const FINE: Result<undefined> = accept(undefined);
/** 20 % above the nameplate: inverters overdrive briefly, and two clocks differ. */
const MARGIN_NUMERATOR = 12n;
const MARGIN_DENOMINATOR = 10n;
/** For registers that advance in steps of up to 10 Wh. */
const MARGIN_WH = 10n;

export function checkRegisters(reading: Reading, prior: PriorRegisters): Result<undefined> {
  if (reading.importWh < prior.importWh)
    return refuse('REGISTER_DECREASED', `import: at least ${prior.importWh} Wh expected, got ${reading.importWh}`);
  if (reading.exportWh < prior.exportWh)
    return refuse('REGISTER_DECREASED', `export: at least ${prior.exportWh} Wh expected, got ${reading.exportWh}`);
  return FINE;
}

/** Time may stand still between two readings of one second; it never goes back nor beyond our clock and its skew. */
export function checkTime(reading: Reading, prior: PriorRegisters | undefined, reference: TimeReference): Result<undefined> {
  if (prior !== undefined && reading.time < prior.time)
    return refuse('TIME_IMPLAUSIBLE', `meter time: at least ${prior.time} expected, got ${reading.time}`);
  const latest = reference.nowSeconds + reference.maxTimeSkewSeconds;
  if (reference.clockSynchronised && reading.time > latest)
    return refuse('TIME_IMPLAUSIBLE', `meter time: at most ${latest} expected, got ${reading.time}`);
  return FINE;
}

/** maxPowerW × Δt × 1.2 + 10 Wh, compared in thousandths without division. */
export function isWithinRate(deltaWh: bigint, seconds: bigint, maxPowerW: bigint): boolean {
  return (deltaWh - MARGIN_WH) * 3600n * MARGIN_DENOMINATOR <= maxPowerW * seconds * MARGIN_NUMERATOR;
}

/** Each register separately. */
export function checkRate(reading: Reading, prior: PriorRegisters, maxPowerW: bigint): Result<undefined> {
  const seconds = reading.time - prior.time;
  for (const [name, delta] of [
    ['import', reading.importWh - prior.importWh],
    ['export', reading.exportWh - prior.exportWh],
  ] as const) {
    if (!isWithinRate(delta, seconds, maxPowerW)) {
      const allowed = (maxPowerW * seconds * MARGIN_NUMERATOR) / (3600n * MARGIN_DENOMINATOR) + MARGIN_WH;
      return refuse('RATE_IMPLAUSIBLE', `${name}: at most ${allowed} Wh in ${seconds} s expected of ${maxPowerW} W, got ${delta}`);
    }
  }
  return FINE;
}
