import { readFileSync } from 'node:fs';

/**
 * What waits inside `script` between this process and the terminal. script queues its stdin without limit, 8 KiB a piece,
 * so a reader that has the port open and hangs would be handed hours of stale lines, and script would grow all the while.
 */
export interface Backlog {
  /** @param bytes how many were handed to script's stdin. */
  handed(bytes: number): void;
  /** @param bytes how many the host wrote and script passed on to us. */
  heard(bytes: number): void;
  /** Bytes handed over that the terminal has not taken; looks at script only where the last look leaves more than enough. */
  waiting(enough: number): number;
}

/** Bytes that a process has written so far: proc(5), /proc/pid/io; undefined where the kernel does not tell. */
function writtenBytes(pid: number): number | undefined {
  try {
    const count = /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1];
    return count === undefined ? undefined : Number(count);
  } catch {
    return undefined;
  }
}

/**
 * script writes to the terminal what we hand it, and each byte of the host twice: to us and to its log.
 * @param pid script's, once it has passed on its first bytes. Where its writes can't be seen nothing is said to wait.
 */
export function createBacklog(pid: number): Backlog {
  const atStart = writtenBytes(pid);
  let handedBytes = 0;
  let heardBytes = 0;
  let takenBytes = 0;
  return {
    handed(bytes) {
      handedBytes += bytes;
    },
    heard(bytes) {
      heardBytes += bytes;
    },
    waiting(enough) {
      if (handedBytes - takenBytes <= enough) return handedBytes - takenBytes;
      const now = atStart === undefined ? undefined : writtenBytes(pid);
      takenBytes = now === undefined || atStart === undefined ? handedBytes : now - atStart - 2 * heardBytes;
      return Math.max(0, handedBytes - takenBytes);
    },
  };
}
