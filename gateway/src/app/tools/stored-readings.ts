import { createHash } from 'node:crypto';
import { addressOf, createWasmVerifier } from '../../attest/index.ts';
import { decodeSignedReading } from '../../decode/index.ts';
import { type ForeignReading, type JournalEntry, type Result, refuse, type SignedReading } from '../../domain/index.ts';
import { getValue, type PinnedDevice } from '../values.ts';
import { verifyForeign } from '../wires/foreign-formats.ts';

const NATIVE_LENGTH = 132;
const NATIVE_FIRST_BYTE = 0x09;
const SIGNED_LENGTH = 65;
const SIGNATURE_OFFSET = 67;

/** What a journal's values are read through. */
export interface ValueSource {
  get(name: string): Uint8Array | undefined;
  names(): Iterable<string>;
}

/** The devices a journal knows, by the meter at the end of their wire. */
export function pinnedMeters(source: ValueSource): Map<string, { readonly device: string; readonly pinned: PinnedDevice }> {
  const meters = new Map<string, { device: string; pinned: PinnedDevice }>();
  for (const name of source.names()) {
    if (!name.startsWith('device:')) continue;
    const pinned = getValue<PinnedDevice>(source, name);
    if (pinned !== undefined) meters.set(pinned.meter, { device: name.slice('device:'.length), pinned });
  }
  return meters;
}

function formatOf(raw: Uint8Array): ForeignReading['format'] | 'native' {
  if (raw.length === NATIVE_LENGTH && raw[0] === NATIVE_FIRST_BYTE) return 'native';
  return Buffer.from(raw.subarray(0, 5)).toString('latin1') === 'OCMF|' ? 'ocmf' : 'bsm';
}

/**
 * Reads journaled readings. A native one tells its signer itself, which must be the meter's first key or one after it; the others need the
 * key that the journal pinned, and are always checked.
 * @param isChecked whether native signatures are checked too, about a quarter of a millisecond each
 */
export function createStoredReader(
  source: ValueSource,
  isChecked: boolean,
): (entry: Pick<JournalEntry, 'key' | 'bytes'>) => Result<SignedReading> {
  const meters = pinnedMeters(source);
  const verifier = createWasmVerifier();
  return ({ key, bytes }) => {
    const format = formatOf(bytes);
    const { publicKey, earlier = [] } = meters.get(key)?.pinned ?? {};
    if (format === 'native') {
      const decoded = decodeSignedReading(bytes);
      if (!decoded.ok || !isChecked) return decoded;
      const digest = createHash('sha256').update(bytes.subarray(0, SIGNED_LENGTH)).digest();
      const signer = verifier.recover(digest, bytes.subarray(SIGNATURE_OFFSET));
      const hex = Buffer.from(signer ?? []).toString('hex');
      const isMeter = signer !== undefined && (addressOf(signer) === key || hex === publicKey || earlier.includes(hex));
      return isMeter ? decoded : refuse('SIGNATURE_INVALID', `counter ${decoded.value.counter}: signature of meter ${key} expected`);
    }
    if (publicKey === undefined) return refuse('METER_UNKNOWN', `${format}: this journal knows no key of meter ${key}`);
    return verifyForeign(format, bytes, Uint8Array.from(Buffer.from(publicKey, 'hex')));
  };
}
