import { accept, type Result, refuse } from '../../domain/index.ts';
import type { SmlEntry } from './messages.ts';
import type { SmlElement } from './tlv.ts';

/** `value` times ten to the `exponent`, exactly. */
export interface Scaled {
  readonly value: bigint;
  readonly exponent: number;
}

/** DLMS unit codes (IEC 62056-62, table of units) and the decimal places from that unit to ours. */
export const QUANTITY = {
  energy: { name: 'Wh', unit: 30n, places: 0 },
  power: { name: 'W', unit: 27n, places: 0 },
  voltage: { name: 'V', unit: 35n, places: 3 },
  frequency: { name: 'Hz', unit: 44n, places: 3 },
} as const;
export type Quantity = keyof typeof QUANTITY;

/** More than any meter's display and resolution together. */
const EXPONENT_MAX = 12n;
/** Shorter numbers of all ones are ordinary where a meter leaves leading zeros out. */
const SENTINEL_BYTES_MIN = 4;

/** All ones of an unsigned number, the highest or the lowest of a signed one: what stands where nothing was measured. */
function isSentinel(value: SmlElement & { type: 'integer' }): boolean {
  if (value.size < SENTINEL_BYTES_MIN) return false;
  const bits = 8 * value.size;
  const ones = 2n ** BigInt(value.isSigned ? bits - 1 : bits) - 1n;
  return value.value === ones || (value.isSigned && value.value === -ones - 1n);
}

/**
 * The number of an entry in Wh, W, mV or mHz.
 * @returns undefined where it is left out or, of a measurement, a sentinel; VALUE_INVALID for what is no number, for a
 *   sentinel or a negative number as energy, and for scalers beyond reason; FORMAT_UNSUPPORTED for another unit.
 */
export function readScaled(entry: SmlEntry, quantity: Quantity, value: SmlElement = entry.value): Result<Scaled | undefined> {
  const { name, unit, places } = QUANTITY[quantity];
  if (value.type === 'octets' && value.octets.length === 0) return accept(undefined);
  if (value.type !== 'integer') return refuse('VALUE_INVALID', `SML: a number expected as value of ${entry.name}, got ${value.type}`);
  if (entry.unit.type !== 'integer' || entry.unit.value !== unit) {
    const got = entry.unit.type === 'integer' ? String(entry.unit.value) : 'none';
    return refuse('FORMAT_UNSUPPORTED', `SML: unit ${unit} (${name}) expected of ${entry.name}, got ${got}`);
  }
  const scaler = entry.scaler.type === 'integer' ? entry.scaler.value : 0n;
  if (scaler > EXPONENT_MAX || scaler < -EXPONENT_MAX)
    return refuse('VALUE_INVALID', `SML: a scaler within ${EXPONENT_MAX} expected of ${entry.name}, got ${scaler}`);
  if (isSentinel(value)) {
    if (quantity !== 'energy') return accept(undefined);
    return refuse('VALUE_INVALID', `SML: energy expected in ${entry.name}, got the sentinel ${value.value}`);
  }
  if (quantity === 'energy' && value.value < 0n)
    return refuse('VALUE_INVALID', `SML: energy of 0 or more expected in ${entry.name}, got ${value.value}`);
  return accept({ value: value.value, exponent: Number(scaler) + places });
}

/** The sum, exactly; undefined of nothing. */
export function addScaled(terms: readonly Scaled[]): Scaled | undefined {
  if (terms.length === 0) return undefined;
  const exponent = Math.min(...terms.map((term) => term.exponent));
  const value = terms.reduce((sum, term) => sum + term.value * 10n ** BigInt(term.exponent - exponent), 0n);
  return { value, exponent };
}

/** `floor` for energy, which shall never exceed what was measured; `nearest`, half away from zero, for measurements. */
export function roundScaled({ value, exponent }: Scaled, rounding: 'floor' | 'nearest', divisor = 1n): bigint {
  const numerator = exponent >= 0 ? value * 10n ** BigInt(exponent) : value;
  const denominator = divisor * (exponent >= 0 ? 1n : 10n ** BigInt(-exponent));
  const magnitude = numerator < 0n ? -numerator : numerator;
  if (rounding === 'floor') return numerator < 0n ? -((magnitude + denominator - 1n) / denominator) : magnitude / denominator;
  const nearest = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -nearest : nearest;
}
