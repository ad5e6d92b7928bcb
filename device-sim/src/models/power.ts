import { smoothNoise } from './noise.ts';

/** Active power in W at a time, positive is import. Pure: same seed and time, same power. */
export type PowerModel = (timeMs: number) => number;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const RADIANS = Math.PI / 180;

const hourOfDay = (timeMs: number) => (((timeMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS;
const bump = (hour: number, at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));

/** Sine of the sun's height, 0 below the horizon; declination by Cooper's formula (Solar Energy 12, 1969). */
export function sineOfSunHeight(timeMs: number, latitudeDegrees: number, longitudeDegrees: number): number {
  const dayOfYear = Math.floor((timeMs - Date.UTC(new Date(timeMs).getUTCFullYear(), 0, 0)) / DAY_MS);
  const declination = 23.45 * Math.sin(RADIANS * (360 / 365) * (284 + dayOfYear));
  const hourAngle = 15 * (hourOfDay(timeMs) + longitudeDegrees / 15 - 12);
  const sine =
    Math.sin(RADIANS * latitudeDegrees) * Math.sin(RADIANS * declination) +
    Math.cos(RADIANS * latitudeDegrees) * Math.cos(RADIANS * declination) * Math.cos(RADIANS * hourAngle);
  return Math.max(0, sine);
}

export interface SolarConfig {
  readonly peakW: number;
  /** What the inverter lets through. */
  readonly inverterLimitW: number;
  readonly latitudeDegrees: number;
  readonly longitudeDegrees: number;
}

export function solarModel(config: SolarConfig, seed: string): PowerModel {
  return (timeMs) => {
    const clouds = 0.35 + 0.65 * Math.sqrt(smoothNoise(`${seed}/clouds`, timeMs, 20 * 60_000));
    const generated = config.peakW * sineOfSunHeight(timeMs, config.latitudeDegrees, config.longitudeDegrees) * clouds;
    return -Math.round(Math.min(generated, config.inverterLimitW));
  };
}

export interface HouseholdConfig {
  readonly baseW: number;
  readonly peakW: number;
}

/** Base load, a morning and an evening peak, and appliances that come and go. */
export function householdModel(config: HouseholdConfig, seed: string): PowerModel {
  return (timeMs) => {
    const hour = hourOfDay(timeMs);
    const habit = 0.6 * bump(hour, 7, 1.5) + bump(hour, 19, 2.5) + 0.35 * bump(hour, 12.5, 1.5);
    const appliances = smoothNoise(`${seed}/appliances`, timeMs, 12 * 60_000) ** 3;
    return Math.round(config.baseW + config.peakW * Math.min(1, 0.6 * habit + 0.4 * appliances));
  };
}

export interface WindConfig {
  readonly ratedW: number;
}

/** Power curve: cut-in 3 m/s, rated 12 m/s, cut-out 25 m/s, cubic between (typical of a pitch-controlled turbine). */
export function windModel(config: WindConfig, seed: string): PowerModel {
  return (timeMs) => {
    const calm = smoothNoise(`${seed}/weather`, timeMs, 6 * HOUR_MS);
    const gust = smoothNoise(`${seed}/gust`, timeMs, 5 * 60_000);
    const metresPerSecond = 4 + 8 * calm + 3 * gust;
    if (metresPerSecond < 3 || metresPerSecond > 25) return 0;
    const share = Math.min(1, (metresPerSecond ** 3 - 27) / (12 ** 3 - 27));
    return -Math.round(config.ratedW * share);
  };
}

export interface CoalConfig {
  readonly minW: number;
  readonly maxW: number;
}

/** A dispatch plan that follows the day's demand, with its ramp smoothed over half an hour. */
export function coalModel(config: CoalConfig, seed: string): PowerModel {
  return (timeMs) => {
    const hour = hourOfDay(timeMs);
    const demand = Math.min(1, 0.3 + 0.4 * bump(hour, 9, 3) + 0.6 * bump(hour, 19, 3));
    const trim = 0.95 + 0.1 * smoothNoise(`${seed}/trim`, timeMs, 30 * 60_000);
    return -Math.round(Math.min(config.maxW, config.minW + (config.maxW - config.minW) * demand * trim));
  };
}

export interface BatteryConfig {
  readonly capacityWh: number;
  readonly maxW: number;
  /** Share of charged energy that comes out again, in percent. */
  readonly efficiencyPercent: number;
}

/**
 * Charges around midday, discharges in the evening, by a plan whose energy fits the capacity: the state of charge is a
 * function of the hour, and power its slope, so that the model has no memory.
 */
export function batteryModel(config: BatteryConfig, seed: string): PowerModel {
  const chargeHours = 5;
  const chargeW = Math.min(config.maxW, config.capacityWh / chargeHours);
  const dischargeW = Math.min(config.maxW, (config.capacityWh / chargeHours) * (config.efficiencyPercent / 100));
  return (timeMs) => {
    const hour = hourOfDay(timeMs);
    const wobble = 0.9 + 0.1 * smoothNoise(`${seed}/battery`, timeMs, 10 * 60_000);
    if (hour >= 9 && hour < 9 + chargeHours) return Math.round(chargeW * wobble);
    if (hour >= 17 && hour < 17 + chargeHours) return -Math.round(dischargeW * wobble);
    return 0;
  };
}
