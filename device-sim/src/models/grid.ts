import { smoothNoise } from './noise.ts';

/** Mean phase voltage at a device's terminals, mV: 230 V and up to 2 V beside it, well within EN 50160's 10 %. */
export function gridVoltageMv(seed: string, device: string, timeMs: number): number {
  return 230_000 + Math.round(4000 * (smoothNoise(`${seed}/${device}/v`, timeMs, 300_000) - 0.5));
}

/** Frequency in mHz, one for the whole grid: 50 Hz and up to 30 mHz beside it. */
export function gridFrequencyMhz(seed: string, timeMs: number): number {
  return 50_000 + Math.round(60 * (smoothNoise(`${seed}/f`, timeMs, 120_000) - 0.5));
}
