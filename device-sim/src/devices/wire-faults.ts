import { smoothNoise } from '../models/index.ts';

/** A copy with one bit of one byte turned over, as interference does. */
export function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}

/** Bytes of an open line: the same for a seed and time, and all above 0x7F, so that no frame starts or ends in them by chance. */
export function noiseBytes(seed: string, timeMs: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => 0x80 | Math.floor(smoothNoise(`${seed}/noise/${timeMs}`, index * 1000, 1000) * 128));
}
