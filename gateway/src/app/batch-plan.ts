import { nearestBoundary } from '../tx/index.ts';

/** What the plan needs to know of a journaled reading. */
export interface PlannedReading {
  readonly counter: bigint;
  /** Unix seconds. */
  readonly time: number;
  /** Journal number. */
  readonly seq: number;
}

export interface BatchRules {
  readonly intervalSeconds: number;
  readonly toleranceSeconds: number;
  /** Boundaries per batch. */
  readonly intervals: number;
  readonly maxReadings: number;
  readonly maxAgeSeconds: number;
}

const NONE = { has: () => false };

export interface BatchCut {
  /** The readings up to this index, inclusive, make the batch. */
  readonly end: number;
  /** The boundary whose reading closes it; undefined where size or age closed it. */
  readonly boundary: number | undefined;
}

/** @returns the boundary that a reading of this time (Unix seconds) belongs to, or undefined between boundaries. */
export function boundaryOf(time: number, rules: Pick<BatchRules, 'intervalSeconds' | 'toleranceSeconds'>): number | undefined {
  const boundary = nearestBoundary(BigInt(time), rules.intervalSeconds, rules.toleranceSeconds);
  return boundary === undefined ? undefined : Number(boundary);
}

/**
 * Where the next batch ends: at the reading of a boundary — the first at or after the instant, else the last one within
 * tolerance before it once nothing nearer can come — or by size, or by age.
 * @param readings in counter order, none in a batch yet.
 * @param lastBoundary closed last; -1 for none.
 * @param now Unix seconds.
 * @param isPressed the journal fills up: what there is must go now, or no boundary reading could ever be taken in.
 * @param unfit readings that may stand in a batch and not close it, by counter.
 */
export function findCut(
  readings: readonly PlannedReading[],
  lastBoundary: number,
  rules: BatchRules,
  now: number,
  isPressed = false,
  unfit: { has(counter: bigint): boolean } = NONE,
): BatchCut | undefined {
  const { intervalSeconds, toleranceSeconds, intervals, maxReadings, maxAgeSeconds } = rules;
  let lastFit = -1;
  for (const [i, reading] of readings.entries()) {
    if (unfit.has(reading.counter)) continue;
    lastFit = i;
    const boundary = boundaryOf(reading.time, rules);
    const isDue = boundary !== undefined && (lastBoundary < 0 || boundary >= lastBoundary + intervals);
    if (isDue) {
      const instant = boundary * intervalSeconds;
      if (reading.time >= instant) return { end: i, boundary };
      const next = readings.slice(i + 1).find(({ counter }) => !unfit.has(counter));
      const nearerMayCome = next === undefined ? now <= instant + toleranceSeconds * 2 : boundaryOf(next.time, rules) === boundary;
      if (!nearerMayCome) return { end: i, boundary };
    }
    if (i + 1 >= maxReadings) return { end: i, boundary: undefined };
  }
  const first = readings[0];
  const isOld = first !== undefined && (isPressed || now - first.time > maxAgeSeconds);
  return isOld && lastFit >= 0 ? { end: lastFit, boundary: undefined } : undefined;
}
