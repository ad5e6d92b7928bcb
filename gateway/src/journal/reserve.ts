import { closeSync, existsSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const RESERVE_BYTES = 256 * 1024;

/** Given up when the disk is full, so that removals can still be written and space comes back. */
export function keepReserve(directory: string): void {
  const path = join(directory, 'reserve');
  if (existsSync(path)) return;
  try {
    const fd = openSync(path, 'wx', 0o600);
    try {
      let written = 0;
      while (written < RESERVE_BYTES) written += writeSync(fd, Buffer.alloc(RESERVE_BYTES - written, 0x2d));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // No room for it now: half a reserve is none, and the room is needed. Tried again when a segment has gone.
    giveUpReserve(directory);
  }
}

/** @returns false where it was given up before, or the disk lets nothing go. */
export function giveUpReserve(directory: string): boolean {
  try {
    unlinkSync(join(directory, 'reserve'));
    return true;
  } catch {
    return false;
  }
}
