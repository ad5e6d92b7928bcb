import type { Pty } from '../pty/index.ts';

export interface ReplayOptions {
  /** Line speed in baud, ten bits per byte (8N1); 0 or nothing: as fast as it is read. */
  readonly baud?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Begin at once instead of when somebody has opened the port. */
  readonly immediately?: boolean | undefined;
}

const BITS_PER_BYTE = 10;
const SLICE_MS = 5;
const CHUNK_BYTES = 4096;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Plays captured bytes into a port as a device would send them: not before somebody listens, at line speed, nothing lost.
 * @returns how many bytes went out; fewer than given only where the signal stopped it or the port was closed.
 */
export async function replayFile(bytes: Uint8Array, pty: Pty, options: ReplayOptions = {}): Promise<number> {
  const { baud = 0, signal, immediately = false } = options;
  while (!immediately && !pty.isOpen() && signal?.aborted !== true) await sleep(SLICE_MS);
  const startMs = performance.now();
  let sent = 0;
  while (sent < bytes.length && signal?.aborted !== true) {
    const dueBytes = baud === 0 ? bytes.length : Math.floor(((performance.now() - startMs) * baud) / BITS_PER_BYTE / 1000);
    if (!immediately && !pty.isOpen()) {
      await sleep(SLICE_MS);
      continue;
    }
    const end = Math.min(bytes.length, dueBytes, sent + CHUNK_BYTES);
    if (end > sent) {
      if (!pty.write(bytes.subarray(sent, end))) return sent;
      sent = end;
      await pty.drained(signal);
    } else {
      await sleep(SLICE_MS);
    }
  }
  return sent;
}
