/** Seeded noise as a pure function of time, so that a scenario gives the same day again. */

/** @returns 0 to 1, exclusive of 1, from a seed and a whole number (FNV-1a, then a final mix). */
function hashUnit(seed: string, index: number): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}|${index}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** Smooth value between 0 and 1 that takes a new course every periodMs. */
export function smoothNoise(seed: string, timeMs: number, periodMs: number): number {
  const index = Math.floor(timeMs / periodMs);
  const part = timeMs / periodMs - index;
  const weight = part * part * (3 - 2 * part);
  return hashUnit(seed, index) * (1 - weight) + hashUnit(seed, index + 1) * weight;
}
