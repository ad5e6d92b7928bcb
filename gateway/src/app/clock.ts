import type { Clock } from '../domain/index.ts';

export interface ClockOptions {
  readonly speed: number;
  /** ISO 8601; default: the real time of the epoch. */
  readonly start?: string | undefined;
  /** Real Unix milliseconds at which `start` was; default: now. */
  readonly epochRealMs?: number | undefined;
}

export const realClock: Clock = { now: () => Date.now() };

/** Real time, or for a demo time that runs faster from a given start; the same for every program given the same options. */
export function createClock({ speed, start, epochRealMs }: ClockOptions): Clock {
  if (speed === 1 && start === undefined) return realClock;
  const epoch = epochRealMs ?? Date.now();
  const origin = start === undefined ? epoch : Date.parse(start);
  return { now: () => Math.floor(origin + (Date.now() - epoch) * speed) };
}

export function secondsOf(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
