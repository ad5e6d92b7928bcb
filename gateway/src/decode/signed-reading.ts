import {
  SIGNED_READING_FIELDS,
  SIGNED_READING_LENGTH,
  SIGNED_READING_SIGNATURE_OFFSET,
  SIGNED_READING_SIGNED_LENGTH,
} from '@joulegate/protos';
import { accept, type NativeReading, type Result, refuse } from '../domain/index.ts';

type FieldName = (typeof SIGNED_READING_FIELDS)[number]['name'];

const LAYOUT = new Map(SIGNED_READING_FIELDS.map((field) => [field.name, field]));
/** Tags at their offsets, then tag and length of the signature. */
const FIXED_BYTES: readonly (readonly [offset: number, expected: number])[] = [
  ...SIGNED_READING_FIELDS.map(({ tag, offset }) => [offset - 1, tag] as const),
  [SIGNED_READING_SIGNED_LENGTH, 0x52],
  [SIGNED_READING_SIGNATURE_OFFSET - 1, 0x41],
];
/**
 * What the ledger can store of a register (uint56, 72 PWh). All ones, what a failed register read looks like, is beyond;
 * letting it pass would leave a batch that no chain ever takes.
 */
const REGISTER_MAX_WH = 2n ** 56n - 1n;
/** All ones, where a measurement could not be read. */
const U32_SENTINEL = 0xffff_ffff;

function offsetOf(name: FieldName): number {
  const field = LAYOUT.get(name);
  if (field === undefined) throw new Error(`no field ${name} in the layout of a NativeReading`);
  return field.offset;
}

const OFFSET = {
  domain: offsetOf('domain'),
  counter: offsetOf('counter'),
  time: offsetOf('time'),
  importWh: offsetOf('importWh'),
  exportWh: offsetOf('exportWh'),
  powerW: offsetOf('powerW'),
  voltageMv: offsetOf('voltageMv'),
  frequencyMhz: offsetOf('frequencyMhz'),
  status: offsetOf('status'),
};

/**
 * Reads a native NativeReading at the constant offsets of docs/wire.md §1, as a contract and a microcontroller do; any
 * other protobuf spelling of the same values is refused. Integers are little-endian. Signature, domain, counter: `attest`.
 * @param raw 132 bytes; copied
 * @returns the reading, PAYLOAD_LAYOUT with offset, expected and got, or VALUE_INVALID for a sentinel or a
 *   register beyond what the ledger stores.
 */
export function decodeSignedReading(raw: Uint8Array): Result<NativeReading> {
  if (raw.length !== SIGNED_READING_LENGTH) {
    return refuse('PAYLOAD_LAYOUT', `signed reading: ${SIGNED_READING_LENGTH} bytes expected, got ${raw.length}`);
  }
  for (const [offset, expected] of FIXED_BYTES) {
    if (raw[offset] !== expected) {
      return refuse('PAYLOAD_LAYOUT', `signed reading: ${hex(expected)} expected at offset ${offset}, got ${hex(raw[offset] ?? 0)}`);
    }
  }
  const bytes = new Uint8Array(raw);
  const view = new DataView(bytes.buffer);
  const reading: NativeReading = {
    domain: view.getBigUint64(OFFSET.domain, true),
    counter: view.getBigUint64(OFFSET.counter, true),
    time: view.getBigUint64(OFFSET.time, true),
    importWh: view.getBigUint64(OFFSET.importWh, true),
    exportWh: view.getBigUint64(OFFSET.exportWh, true),
    powerW: view.getInt32(OFFSET.powerW, true),
    voltageMv: view.getUint32(OFFSET.voltageMv, true),
    frequencyMhz: view.getUint32(OFFSET.frequencyMhz, true),
    status: view.getUint32(OFFSET.status, true),
    raw: bytes,
  };
  const invalid = findInvalid(reading);
  return invalid === undefined
    ? accept(reading)
    : refuse('VALUE_INVALID', `signed reading: a plausible number expected in ${invalid}, got ${reading[invalid]}`);
}

function findInvalid(reading: NativeReading): FieldName | undefined {
  if (reading.importWh > REGISTER_MAX_WH) return 'importWh';
  if (reading.exportWh > REGISTER_MAX_WH) return 'exportWh';
  if (reading.voltageMv === U32_SENTINEL) return 'voltageMv';
  if (reading.frequencyMhz === U32_SENTINEL) return 'frequencyMhz';
  return undefined;
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
