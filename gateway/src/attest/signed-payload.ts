import { JoulegateError, type NativeReading } from '../domain/index.ts';

export type SignedPayloadFields = Omit<NativeReading, 'raw'>;

const SIGNED_LENGTH = 65;
const LENGTH = 132;
const U64_MAX = 0xffff_ffff_ffff_ffffn;
const U32_MAX = 0xffff_ffff;

/**
 * The 65 bytes that the gateway's own signing module signs for a meter that can't (docs/wire.md §1): tag, then
 * little-endian value, nine times. The layout is restated here: this room knows no schema, and a test compares.
 * @throws JoulegateError VALUE_INVALID for a value outside its type.
 */
export function encodeSignedPayload(fields: SignedPayloadFields): Uint8Array {
  const bytes = new Uint8Array(SIGNED_LENGTH);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const tag = (value: number): void => {
    bytes[at] = value;
    at += 1;
  };
  const u64 = (fieldTag: number, name: string, value: bigint): void => {
    if (value < 0n || value > U64_MAX) throw outside(name, 'an unsigned 64-bit integer', value);
    tag(fieldTag);
    view.setBigUint64(at, value, true);
    at += 8;
  };
  const u32 = (fieldTag: number, name: string, value: number): void => {
    if (!Number.isInteger(value) || value < 0 || value > U32_MAX) throw outside(name, 'an unsigned 32-bit integer', value);
    tag(fieldTag);
    view.setUint32(at, value, true);
    at += 4;
  };
  u64(0x09, 'domain', fields.domain);
  u64(0x11, 'counter', fields.counter);
  u64(0x19, 'time', fields.time);
  u64(0x21, 'importWh', fields.importWh);
  u64(0x29, 'exportWh', fields.exportWh);
  if (!Number.isInteger(fields.powerW) || (fields.powerW | 0) !== fields.powerW)
    throw outside('powerW', 'a signed 32-bit integer', fields.powerW);
  tag(0x35);
  view.setInt32(at, fields.powerW, true);
  at += 4;
  u32(0x3d, 'voltageMv', fields.voltageMv);
  u32(0x45, 'frequencyMhz', fields.frequencyMhz);
  u32(0x4d, 'status', fields.status);
  return bytes;
}

/**
 * @param payload 65 bytes of encodeSignedPayload
 * @param signature r | s | v over SHA-256 of the payload, 65 bytes
 * @returns the 132 bytes that travel unchanged from here to the contract.
 * @throws JoulegateError VALUE_INVALID for another length.
 */
export function assembleSignedReading(payload: Uint8Array, signature: Uint8Array): Uint8Array {
  if (payload.length !== SIGNED_LENGTH) throw outside('payload', `${SIGNED_LENGTH} bytes`, payload.length);
  if (signature.length !== 65) throw outside('signature', '65 bytes', signature.length);
  const raw = new Uint8Array(LENGTH);
  raw.set(payload);
  raw.set([0x52, 0x41], SIGNED_LENGTH);
  raw.set(signature, SIGNED_LENGTH + 2);
  return raw;
}

function outside(name: string, expected: string, got: bigint | number): JoulegateError {
  return new JoulegateError('VALUE_INVALID', `${name}: ${expected} expected, got ${got}`);
}
