import { readdirSync, readlinkSync } from 'node:fs';

/**
 * Who has a terminal open, from Linux's /proc. A UART without a listener loses what it receives; a pseudo-terminal keeps
 * some 300 KB in sockets and kernel buffers and would hand a gateway that comes back an hour of stale lines instead.
 */
export interface ReaderWatch {
  /**
   * @param device `/dev/pts/N`. @param ownPids processes of the device's own side.
   * @returns the process that has it open, or undefined where none that we may look at has.
   */
  findReader(device: string, ownPids: ReadonlySet<number>): number | undefined;
}

function holdsOpen(pid: number, device: string): boolean {
  let descriptors: string[];
  try {
    descriptors = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return false; // gone, or another user's: only root and we may open our terminal, so nothing is missed but root
  }
  return descriptors.some((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`) === device;
    } catch {
      return false;
    }
  });
}

/** Remembers the last reader of each terminal, so that the usual answer costs one process's descriptors, not all. */
export function createReaderWatch(): ReaderWatch {
  const known = new Map<string, number>();
  return {
    findReader(device, ownPids) {
      const last = known.get(device);
      if (last !== undefined && holdsOpen(last, device)) return last;
      known.delete(device);
      let pids: string[];
      try {
        pids = readdirSync('/proc');
      } catch {
        return undefined;
      }
      for (const name of pids) {
        const pid = Number(name);
        if (!Number.isInteger(pid) || ownPids.has(pid) || !holdsOpen(pid, device)) continue;
        known.set(device, pid);
        return pid;
      }
      return undefined;
    },
  };
}
