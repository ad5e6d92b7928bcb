import { randomBytes } from 'node:crypto';
import { JoulegateError } from '../domain/index.ts';
import { crc32 } from './crc32.ts';

/** What this program writes. Another format gets the next number and a path from this one in upgrade.ts. */
export const FORMAT_VERSION = 2;

/**
 * Begins each segment file, in every format from 2 on: 'JGJRNL' | u16 version | marker (4) | u32 CRC-32 of the 12 bytes
 * before. The marker is drawn once per journal.
 */
export const PREAMBLE_LENGTH = 16;
const MAGIC = Buffer.from('JGJRNL');

export function createMarker(): Buffer {
  return randomBytes(4);
}

export function encodePreamble(marker: Uint8Array, version = FORMAT_VERSION): Buffer {
  const bytes = Buffer.alloc(PREAMBLE_LENGTH);
  bytes.set(MAGIC, 0);
  bytes.writeUInt16LE(version, 6);
  bytes.set(marker, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
  return bytes;
}

/** @returns the marker; undefined where it is damaged. @throws JoulegateError JOURNAL_CORRUPT for a newer format. */
export function readPreamble(bytes: Buffer, directory: string): Buffer | undefined {
  if (bytes.length < PREAMBLE_LENGTH || Buffer.compare(bytes.subarray(0, 6), MAGIC) !== 0) return undefined;
  if (bytes.readUInt32LE(12) !== crc32(bytes.subarray(0, 12))) return undefined;
  checkVersion(bytes.readUInt16LE(6), directory);
  return Buffer.from(bytes.subarray(8, 12));
}

/** @throws JoulegateError JOURNAL_CORRUPT: touching what a newer program wrote would destroy it. */
export function checkVersion(version: number, directory: string): void {
  if (version > FORMAT_VERSION)
    throw new JoulegateError(
      'JOURNAL_CORRUPT',
      `journal ${directory}: written in format ${version} by a newer joulegate, this one knows up to ${FORMAT_VERSION}; nothing was changed`,
    );
}
