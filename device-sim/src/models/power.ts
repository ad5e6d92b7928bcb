import { smoothNoise } from './noise.ts';

/** Active power in W at a time, positive is import. Pure: same seed and time, same power. */
export type PowerModel = (timeMs: number) => number;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const RADIANS = Math.PI / 180;

const hourOfDay = (timeMs: number) => (((timeMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS;
/** Generation as the meter signs it: negative, whole W, and never -0. */
const exportW = (watts: number) => 0 - Math.round(watts);
/** A daily peak; hours are on a circle, or power would jump at midnight. */
const bump = (hour: number, at: number, width: number) => {
  const apart = Math.abs(hour - at);
  return Math.exp(-((Math.min(apart, 24 - apart) / width) ** 2));
};

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
    return exportW(Math.min(generated, config.inverterLimitW));
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
  /** Weibull scale of the site in m/s. Mean speed x 1.13 where speeds are Rayleigh-distributed. */
  readonly scaleMetresPerSecond?: number;
}

const CUT_IN_MPS = 3;
const RATED_MPS = 12;
const CUT_OUT_MPS = 25;
const SITE_SCALE_MPS = 8;

/** Weather of hours and gusts of minutes, spread as a Weibull distribution of shape 2 (Rayleigh): IEC 61400-1, 6.3.1.1. */
export function windSpeedMetresPerSecond(seed: string, timeMs: number, scaleMetresPerSecond = SITE_SCALE_MPS): number {
  const weather = smoothNoise(`${seed}/weather`, timeMs, 6 * HOUR_MS);
  const gust = smoothNoise(`${seed}/gust`, timeMs, 5 * 60_000);
  const rank = Math.min(0.999, 0.8 * weather + 0.2 * gust);
  return scaleMetresPerSecond * Math.sqrt(-Math.log(1 - rank));
}

/** Power curve in W: nothing below cut-in and above cut-out, cubic up to rated, as of a pitch-controlled turbine. */
export function windPowerW(metresPerSecond: number, ratedW: number): number {
  if (metresPerSecond < CUT_IN_MPS || metresPerSecond > CUT_OUT_MPS) return 0;
  return ratedW * Math.min(1, (metresPerSecond ** 3 - CUT_IN_MPS ** 3) / (RATED_MPS ** 3 - CUT_IN_MPS ** 3));
}

export function windModel(config: WindConfig, seed: string): PowerModel {
  return (timeMs) => exportW(windPowerW(windSpeedMetresPerSecond(seed, timeMs, config.scaleMetresPerSecond), config.ratedW));
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
    return exportW(Math.min(config.maxW, config.minW + (config.maxW - config.minW) * demand * trim));
  };
}

export interface BatteryConfig {
  readonly capacityWh: number;
  readonly maxW: number;
  /** Share of charged energy that comes out again, in percent. */
  readonly efficiencyPercent: number;
}

const CHARGE_HOURS = 5;
const CHARGE_FROM_HOUR = 9;
const DISCHARGE_FROM_HOUR = 17;
/** Power varies between this share of the plan and the whole of it. */
const LEAST_SHARE = 0.95;

/**
 * Charges in the hours of surplus, discharges in the evening, by a plan whose energy fits the capacity: the state of charge
 * is a function of the hour, and power its slope, so that the model has no memory. The plan discharges what the least
 * charging leaves after losses, so that no day gives out more than it took in.
 */
export function batteryModel(config: BatteryConfig, seed: string): PowerModel {
  const chargeW = Math.min(config.maxW, config.capacityWh / CHARGE_HOURS);
  const dischargeW = Math.floor(chargeW * LEAST_SHARE * (config.efficiencyPercent / 100));
  return (timeMs) => {
    const hour = hourOfDay(timeMs);
    const share = LEAST_SHARE + (1 - LEAST_SHARE) * smoothNoise(`${seed}/battery`, timeMs, 10 * 60_000);
    if (hour >= CHARGE_FROM_HOUR && hour < CHARGE_FROM_HOUR + CHARGE_HOURS) return Math.min(config.maxW, Math.ceil(chargeW * share));
    if (hour >= DISCHARGE_FROM_HOUR && hour < DISCHARGE_FROM_HOUR + CHARGE_HOURS) return 0 - Math.floor(dischargeW * share);
    return 0;
  };
}
