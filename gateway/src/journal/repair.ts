import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { encodeVoidFrame, VOID_FRAME_MIN } from './operation.ts';
import { encodePreamble, PREAMBLE_LENGTH } from './preamble.ts';
import { encodeBody, encodePrefix, RECORD_PREFIX_LENGTH } from './record.ts';
import type { Damage } from './scan.ts';
import { syncDirectory } from './segment.ts';

/** Writes a whole file, durable when this returns. @throws the operating system's error; no half of it stays. */
export function writeDurably(path: string, parts: readonly Uint8Array[]): void {
  const fd = openSync(path, 'w', 0o600);
  try {
    for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(fd, part, at);
    fsyncSync(fd);
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  } finally {
    closeSync(fd);
  }
}

/** Below this no record fits: less than a whole record was never written, so no damage is that short. */
const STOPGAP_MIN = RECORD_PREFIX_LENGTH + VOID_FRAME_MIN;

/** One record as long as the damage: what was salvaged, then nothing. */
function stopgap(damage: Damage, marker: Uint8Array, segment: number): Buffer {
  const salvaged = encodeBody(
    damage.salvaged.map(({ operation }) => operation),
    marker,
  ).bytes;
  const rest = damage.length - RECORD_PREFIX_LENGTH - salvaged.length;
  const body = rest === 0 ? salvaged : Buffer.concat([salvaged, encodeVoidFrame(rest, marker)]);
  return Buffer.concat([encodePrefix(body, marker, segment, damage.offset), body]);
}

/** A name that holds no earlier damage. */
function quarantineFor(path: string, offset: number): string {
  for (let n = 0; ; n += 1) {
    const name = `${path}.${offset}${n === 0 ? '' : `-${n}`}.corrupt`;
    if (!existsSync(name)) return name;
  }
}

/**
 * Keeps the damaged bytes beside the segment and mends it, atomically: first the quarantine is durable, then a file of
 * the same length takes the segment's name, in which a record of what was salvaged stands for each damage.
 * @returns the mended bytes and the quarantine of each damage.
 * @throws the operating system's error, where the disk has no room for either.
 */
export function repairSegment(
  path: string,
  bytes: Buffer,
  damages: readonly Damage[],
  marker: Uint8Array,
  segment: number,
): { bytes: Buffer; quarantines: string[] } {
  const quarantines = damages.map(({ offset, length }) => {
    const quarantine = quarantineFor(path, offset);
    writeDurably(quarantine, [bytes.subarray(offset, offset + length)]);
    return quarantine;
  });
  const length = Math.max(bytes.length, ...damages.map((damage) => damage.offset + damage.length));
  const mended = Buffer.alloc(length);
  bytes.copy(mended);
  for (const damage of damages) {
    if (damage.offset < PREAMBLE_LENGTH) mended.set(encodePreamble(marker), 0);
    else if (damage.length >= STOPGAP_MIN) mended.set(stopgap(damage, marker, segment), damage.offset);
  }
  writeDurably(`${path}.tmp`, [mended]);
  renameSync(`${path}.tmp`, path);
  syncDirectory(dirname(path));
  return { bytes: mended, quarantines };
}
