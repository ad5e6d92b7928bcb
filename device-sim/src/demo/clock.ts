/** A simulated clock: real time since an epoch, run `speed` times as fast from a start. Every program of the demo holds the same four numbers. */
export interface DemoClock {
  /** Simulated Unix milliseconds. */
  now(): number;
  readonly startMs: number;
  readonly epochRealMs: number;
  readonly speed: number;
}

/** @param startMs simulated Unix ms at the real instant epochRealMs. */
export function createDemoClock(startMs: number, speed: number, epochRealMs: number): DemoClock {
  return { startMs, speed, epochRealMs, now: () => startMs + (Date.now() - epochRealMs) * speed };
}
