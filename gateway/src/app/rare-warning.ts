import type { Logger } from './log.ts';

const PAUSE_MS = 10_000;

/** Logs refused messages, one of a kind in ten seconds, with how many were not told: a flood must not fill a disk. */
export function createRareWarning(log: Logger, pauseMs = PAUSE_MS) {
  const kinds = new Map<string, { until: number; untold: number }>();
  return (fields: { readonly code: string } & Record<string, unknown>, message: string): void => {
    const now = performance.now();
    const kind = kinds.get(fields.code) ?? { until: Number.NEGATIVE_INFINITY, untold: 0 };
    kinds.set(fields.code, kind);
    if (now < kind.until) {
      kind.untold += 1;
      return;
    }
    log.warn({ ...fields, ...(kind.untold > 0 && { untold: kind.untold }) }, message);
    kind.until = now + pauseMs;
    kind.untold = 0;
  };
}
