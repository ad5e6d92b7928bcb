import { type Fraction, fractionOfFloat, whole } from './fraction.ts';

export const NUMBER_TYPES = ['u16', 's16', 'u32', 's32', 'u64', 's64', 'f32', 'f64', 'bcd16', 'bcd32', 'bcd64'] as const;
export type NumberType = (typeof NUMBER_TYPES)[number];
export type ByteOrder = 'big' | 'little';

/** How the registers of one value are to be read. */
export interface ValueForm {
  readonly type: NumberType | 'string';
  readonly wordOrder: ByteOrder;
  readonly byteOrder: ByteOrder;
  /** Words that say "no value": hex in lower case without spaces, as they stand on the wire. */
  readonly notImplemented: readonly string[];
}

/** Bits of a number on the wire. */
export function widthOf(type: NumberType): 16 | 32 | 64 {
  return Number(/\d+$/.exec(type)?.[0]) as 16 | 32 | 64;
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The value's bytes, most significant first. */
function inOrder(wire: Uint8Array, form: ValueForm): Uint8Array {
  const ordered = new Uint8Array(wire.length);
  const last = wire.length / 2 - 1;
  for (let word = 0; word <= last; word += 1) {
    const from = 2 * (form.wordOrder === 'little' && form.type !== 'string' ? last - word : word);
    const swap = form.byteOrder === 'little' ? 1 : 0;
    ordered[2 * word] = wire[from + swap] ?? 0;
    ordered[2 * word + 1] = wire[from + 1 - swap] ?? 0;
  }
  return ordered;
}

/**
 * One number of a register map, exactly.
 * @param wire its registers, two bytes each, as they came
 * @returns 'not-implemented' for what the map lists and for what says so in any map: all ones of an unsigned number, the
 *   least signed number, NaN and the infinities; 'malformed' for BCD with a digit above nine.
 */
export function readNumber(wire: Uint8Array, form: ValueForm & { readonly type: NumberType }): Fraction | 'not-implemented' | 'malformed' {
  if (form.notImplemented.includes(hexOf(wire))) return 'not-implemented';
  const digits = hexOf(inOrder(wire, form));
  const bits = BigInt(`0x${digits}`);
  const width = widthOf(form.type);
  const top = 1n << BigInt(width - 1);
  switch (form.type[0]) {
    case 'u':
      return bits === 2n * top - 1n ? 'not-implemented' : whole(bits);
    case 's':
      return bits === top ? 'not-implemented' : whole(BigInt.asIntN(width, bits));
    case 'f':
      return fractionOfFloat(bits, width === 32 ? 32 : 64) ?? 'not-implemented';
    default:
      // A device that blanks its registers blanks these too.
      if (/^f+$/.test(digits)) return 'not-implemented';
      return /^\d+$/.test(digits) ? whole(BigInt(digits)) : 'malformed';
  }
}

/**
 * How a device names itself, as text.
 * @param hex whether a number is written in hex, with all its digits; BCD always has all of them
 * @returns '' where the registers are blank (zeros, ones, spaces) or say "not implemented"; undefined where they are no
 *   text, or no BCD.
 */
export function readSerial(wire: Uint8Array, form: ValueForm, hex: boolean): string | undefined {
  const blank = wire.every((byte) => byte === 0) || wire.every((byte) => byte === 0xff);
  if (blank || form.notImplemented.includes(hexOf(wire))) return '';
  const ordered = inOrder(wire, form);
  if (form.type === 'string') {
    const end = ordered.indexOf(0);
    const text = ordered.subarray(0, end < 0 ? ordered.length : end);
    if (text.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined;
    return String.fromCharCode(...text).trim();
  }
  const digits = hexOf(ordered);
  if (form.type.startsWith('bcd')) return /^\d+$/.test(digits) ? digits : undefined;
  return hex ? digits : BigInt(`0x${digits}`).toString();
}
