import { createHash } from 'node:crypto';
import { SIGNED_READING_LENGTH, SIGNED_READING_SIGNED_LENGTH } from '@joulegate/protos';
import { JoulegateError } from '../domain/index.ts';

/**
 * What stands for the closing reading in the ReadingBatch that an owner signs: SHA-256 of the 65 bytes that a native meter
 * signs, and of all bytes of any other closing, none of which whoever submits may exchange.
 * @returns 32 bytes
 */
export function closingDigest(closing: Uint8Array): Uint8Array {
  const covered = closing.length === SIGNED_READING_LENGTH ? closing.subarray(0, SIGNED_READING_SIGNED_LENGTH) : closing;
  return new Uint8Array(createHash('sha256').update(covered).digest());
}

/** A native reading, or something longer: no closing of another format is as short. @throws JoulegateError CONFIG_INVALID */
export function checkClosing(closing: Uint8Array, name: string): Uint8Array {
  if (closing.length < SIGNED_READING_LENGTH) {
    throw new JoulegateError(
      'CONFIG_INVALID',
      `${name}: ${SIGNED_READING_LENGTH} bytes or a longer closing expected, got ${closing.length}`,
    );
  }
  return new Uint8Array(closing);
}
