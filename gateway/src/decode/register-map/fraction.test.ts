import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floor, fractionOf, fractionOfFloat, nearest, plus, powerOfTen, times, whole } from './fraction.ts';

const float32 = (value: number): bigint => BigInt(new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0);
const float64 = (value: number): bigint => new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n;

describe('fractions', () => {
  it.each([
    ['7/2 downwards is 3', { numerator: 7n, denominator: 2n }, 3n],
    ['-7/2 downwards is -4', { numerator: -7n, denominator: 2n }, -4n],
    ['-4 stays', { numerator: -4n, denominator: 1n }, -4n],
    ['a tenth downwards is 0', { numerator: 1n, denominator: 10n }, 0n],
    ['minus a tenth downwards is -1', { numerator: -1n, denominator: 10n }, -1n],
  ])('%s', (_, fraction, expected) => expect(floor(fraction)).toBe(expected));

  it.each([
    ['7/2 rounds to 4', { numerator: 7n, denominator: 2n }, 4n],
    ['-7/2 rounds to -4', { numerator: -7n, denominator: 2n }, -4n],
    ['one third rounds to 0', { numerator: 1n, denominator: 3n }, 0n],
    ['two thirds round to 1', { numerator: 2n, denominator: 3n }, 1n],
    ['minus two thirds round to -1', { numerator: -2n, denominator: 3n }, -1n],
    ['minus one third rounds to 0', { numerator: -1n, denominator: 3n }, 0n],
  ])('%s', (_, fraction, expected) => expect(nearest(fraction)).toBe(expected));

  it.each([
    ['0.01', { numerator: 1n, denominator: 100n }],
    ['-0.5', { numerator: -5n, denominator: 10n }],
    ['1000', { numerator: 1000n, denominator: 1n }],
  ])('%s is read by its digits', (text, expected) => expect(fractionOf(text)).toEqual(expected));

  it('add and multiply exactly where floats do not', () => {
    const tenth = fractionOf('0.1');
    expect(floor(times(plus(plus(tenth, tenth), tenth), whole(10n)))).toBe(3n);
    expect(plus({ numerator: 1n, denominator: 2n }, { numerator: 1n, denominator: 3n })).toEqual({ numerator: 5n, denominator: 6n });
    expect(times(powerOfTen(-3), powerOfTen(3))).toEqual({ numerator: 1000n, denominator: 1000n });
  });

  it.each([
    ['the infinities', float32(Number.POSITIVE_INFINITY), 32],
    ['minus infinity', float64(Number.NEGATIVE_INFINITY), 64],
    ['NaN', float32(Number.NaN), 32],
  ] as const)('%s are no number', (_, bits, width) => expect(fractionOfFloat(bits, width)).toBeUndefined());

  it('binary32 and binary64 are told exactly', () => {
    const back = ({ numerator, denominator }: { numerator: bigint; denominator: bigint }) => Number(numerator) / Number(denominator);
    fc.assert(
      // Beyond 2^±500 the check itself, a division of floats, would overflow.
      fc.property(
        fc.double({ min: -1e150, max: 1e150, noNaN: true }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        (wide, narrow) => {
          fc.pre(wide === 0 || Math.abs(wide) > 1e-150);
          const first = fractionOfFloat(float64(wide), 64);
          const second = fractionOfFloat(float32(narrow), 32);
          expect(first && back(first)).toBeCloseTo(wide, 10);
          expect(second && back(second) === narrow).toBe(true);
        },
      ),
    );
  });
});
