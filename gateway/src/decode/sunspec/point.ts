import type { SunSpecType } from './table-types.ts';

/** What a point says; `integer` is exactly mantissa × 10^exponent. */
export type SunSpecValue =
  | { readonly kind: 'integer'; readonly mantissa: bigint; readonly exponent: number }
  | { readonly kind: 'float'; readonly float: number }
  | { readonly kind: 'text'; readonly text: string };

const CONTROL = /\p{Cc}/gu;

function readUnsigned(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

const hex = (bytes: Uint8Array, separator: string): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);

/** The text up to its first NUL; none where nothing, or only filling, stands there. */
function readString(bytes: Uint8Array): string | undefined {
  const end = bytes.findIndex((byte) => byte === 0 || byte === 0xff);
  const text = new TextDecoder()
    .decode(end < 0 ? bytes : bytes.subarray(0, end))
    .replace(CONTROL, '')
    .trim();
  return text === '' ? undefined : text;
}

function readFloat(bytes: Uint8Array, read: 'getFloat32' | 'getFloat64'): SunSpecValue | undefined {
  const float = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)[read](0);
  return Number.isFinite(float) ? { kind: 'float', float } : undefined;
}

const integer = (mantissa: bigint): SunSpecValue => ({ kind: 'integer', mantissa, exponent: 0 });
const text = (said: string | undefined): SunSpecValue | undefined => (said === undefined ? undefined : { kind: 'text', text: said });

/**
 * Reads one point without its scale factor. Undefined where the device does not implement it: signed 0x8000…,
 * unsigned and enumerations 0xFFFF…, accumulators 0, also 0xFFFF… as some devices say, bit fields with their highest bit
 * set, floats that are no number, counts and network addresses 0, empty strings
 * (SunSpec Device Information Model Specification 1.1, §6.4).
 * @param bytes the point's registers, big-endian, as long as its type or string is
 */
export function decodePoint(type: SunSpecType, bytes: Uint8Array): SunSpecValue | undefined {
  const raw = readUnsigned(bytes);
  const bits = bytes.length * 8;
  const ones = (1n << BigInt(bits)) - 1n;
  const top = 1n << BigInt(bits - 1);
  switch (type) {
    case 'int16':
    case 'int32':
    case 'int64':
    case 'sunssf':
      return raw === top ? undefined : integer(BigInt.asIntN(bits, raw));
    case 'uint16':
    case 'uint32':
    case 'uint64':
    case 'enum16':
    case 'enum32':
      return raw === ones ? undefined : integer(raw);
    case 'acc16':
    case 'acc32':
    case 'acc64':
    case 'count':
      return raw === 0n || raw === ones ? undefined : integer(raw);
    case 'bitfield16':
    case 'bitfield32':
    case 'bitfield64':
      return (raw & top) !== 0n ? undefined : integer(raw);
    case 'raw16':
      return integer(raw);
    case 'float32':
      return readFloat(bytes, 'getFloat32');
    case 'float64':
      return readFloat(bytes, 'getFloat64');
    case 'string':
      return text(readString(bytes));
    case 'ipaddr':
      return raw === 0n ? undefined : text(bytes.join('.'));
    case 'ipv6addr':
      return raw === 0n ? undefined : text(hex(bytes, '').replace(/(.{4})(?=.)/g, '$1:'));
    case 'eui48':
      // Six octets in four registers, the first two empty.
      return (raw & 0xffff_ffff_ffffn) === 0xffff_ffff_ffffn ? undefined : text(hex(bytes.subarray(-6), ':'));
    case 'pad':
      return undefined;
  }
}

/**
 * A value as an integer of a smaller unit, exactly: 1 Wh with 0 places, mV with 3.
 * @param rounding `floor` for energy, which shall never exceed what was measured; `nearest` (half away from zero) for measurements
 * @returns undefined where the point is not implemented or is text
 */
export function integerOf(value: SunSpecValue | undefined, places: number, rounding: 'floor' | 'nearest'): bigint | undefined {
  if (value === undefined || value.kind === 'text') return undefined;
  if (value.kind === 'float') {
    // A float32 times a thousand is exact in a double.
    const scaled = value.float * 10 ** places;
    if (rounding === 'floor') return BigInt(Math.floor(scaled));
    return BigInt(Math.sign(scaled) * Math.round(Math.abs(scaled)));
  }
  const power = value.exponent + places;
  if (power >= 0) return value.mantissa * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  const { mantissa } = value;
  if (rounding === 'floor') return mantissa / divisor - (mantissa < 0n && mantissa % divisor !== 0n ? 1n : 0n);
  const magnitude = ((mantissa < 0n ? -mantissa : mantissa) + divisor / 2n) / divisor;
  return mantissa < 0n ? -magnitude : magnitude;
}

/** A value for people and plots; never for energy. */
export function numberOf(value: SunSpecValue | undefined): number | undefined {
  if (value === undefined || value.kind === 'text') return undefined;
  return value.kind === 'float' ? value.float : Number(`${value.mantissa}e${value.exponent}`);
}

export function textOf(value: SunSpecValue | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}
