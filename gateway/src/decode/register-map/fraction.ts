/** An exact number: register values, floats among them, are fractions, so that energy is never rounded on the way. */
export interface Fraction {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

export function whole(value: bigint): Fraction {
  return { numerator: value, denominator: 1n };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return { numerator: a.numerator * b.denominator + b.numerator * a.denominator, denominator: a.denominator * b.denominator };
}

/** Ten to the power of `exponent`, which may be negative. */
export function powerOfTen(exponent: number): Fraction {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? { numerator: 1n, denominator: power } : { numerator: power, denominator: 1n };
}

/** Decimal text, as a register map writes a scale: "0.01". */
export function fractionOf(decimal: string): Fraction {
  const [digits = '', places = ''] = decimal.split('.');
  return { numerator: BigInt(digits + places), denominator: 10n ** BigInt(places.length) };
}

/** The greatest integer not above it: energy shall never exceed what was measured. */
export function floor({ numerator, denominator }: Fraction): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** The nearest integer, halves away from zero. */
export function nearest({ numerator, denominator }: Fraction): bigint {
  const magnitude = (2n * (numerator < 0n ? -numerator : numerator) + denominator) / (2n * denominator);
  return numerator < 0n ? -magnitude : magnitude;
}

/**
 * The exact value of an IEEE 754 binary32 or binary64 (IEEE 754-2019, 3.4): significand times a power of two.
 * @returns undefined for NaN and the infinities.
 */
export function fractionOfFloat(bits: bigint, width: 32 | 64): Fraction | undefined {
  const fractionBits = width === 32 ? 23n : 52n;
  const exponentMask = width === 32 ? 0xff : 0x7ff;
  const exponent = Number(bits >> fractionBits) & exponentMask;
  if (exponent === exponentMask) return undefined;
  const stored = bits & ((1n << fractionBits) - 1n);
  const significand = exponent === 0 ? stored : stored | (1n << fractionBits);
  const signed = bits >> BigInt(width - 1) === 1n ? -significand : significand;
  const shift = BigInt(Math.max(exponent, 1) - (exponentMask >> 1)) - fractionBits;
  return shift < 0n ? { numerator: signed, denominator: 1n << -shift } : { numerator: signed << shift, denominator: 1n };
}
