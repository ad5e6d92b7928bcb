import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from './decimal.ts';

describe('a decimal number', () => {
  it.each([
    ['kWh with three places are Wh', '12345.678', 3, 'floor', 12345678n],
    ['kWh with seven places are floored to the Wh', '00052185.7825309', 3, 'floor', 52185782n],
    ['a negative number is floored downwards', '-1.0001', 3, 'floor', -1001n],
    ['a whole negative number stays', '-1.000', 3, 'floor', -1000n],
    ['two places are padded', '001.19', 3, 'nearest', 1190n],
    ['a half is rounded away from zero', '-2124.5', 0, 'nearest', -2125n],
    ['less than a half is rounded towards zero', '2124.49', 0, 'nearest', 2124n],
    ['more digits than a float holds survive', '123456789012345.678', 3, 'floor', 123456789012345678n],
    ['an empty text is no number', '', 3, 'floor', undefined],
    ['a point without digits is no number', '1.', 3, 'floor', undefined],
    ['stars are no number', '*****', 3, 'floor', undefined],
    ['an exponent is no number', '1e5', 3, 'floor', undefined],
    ['a plus is no number', '+1', 3, 'floor', undefined],
  ] as const)('%s', (_, text, places, rounding, expected) => {
    expect(parseDecimal(text, places, rounding)).toBe(expected);
  });

  it('reads back every number of Wh printed as kWh', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (wh) => {
        const text = wh.toString().padStart(4, '0');
        expect(parseDecimal(`${text.slice(0, -3)}.${text.slice(-3)}`, 3, 'floor')).toBe(wh);
      }),
    );
  });
});
