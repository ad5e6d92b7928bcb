/** Simulated time: real time since an epoch, `speed` times as fast, from a start. */
export interface SimClock {
  /** Simulated Unix ms. */
  now(): number;
  readonly startMs: number;
  readonly epochRealMs: number;
  readonly speed: number;
}

/** @param startMs simulated Unix ms at the real instant epochRealMs. @param realNow real Unix ms, for tests. */
export function createSimClock(startMs: number, speed: number, epochRealMs: number, realNow: () => number = Date.now): SimClock {
  return { startMs, speed, epochRealMs, now: () => startMs + (realNow() - epochRealMs) * speed };
}
