import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCounters, type CounterRanges, commonCounters, countOf, rangesOf, subtractCounters } from './counter-ranges.ts';

const counters = fc.array(fc.bigInt({ min: 0n, max: 60n }), { maxLength: 40 });
const listOf = (ranges: CounterRanges) =>
  ranges.flatMap(([first, last]) => Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i)));
const sorted = (set: Set<bigint>) => [...set].sort((a, b) => (a < b ? -1 : 1));

/** Ascending, and no two of them touch: there is one way only to write a set. */
function expectCanonical(ranges: CounterRanges): void {
  for (const [i, [first, last]] of ranges.entries()) {
    expect(first <= last).toBe(true);
    const before = ranges[i - 1];
    if (before !== undefined) expect(first > before[1] + 1n).toBe(true);
  }
}

describe('ranges of counters', () => {
  it('say what a set of counters says, for union, difference, intersection and size', () => {
    fc.assert(
      fc.property(counters, counters, (a, b) => {
        const [one, two] = [new Set(a), new Set(b)];
        const [x, y] = [rangesOf(a), rangesOf(b)];
        expect(listOf(x)).toEqual(sorted(one));
        const both = y.reduce((all, [first, last]) => addCounters(all, first, last), x);
        expect(listOf(both)).toEqual(sorted(new Set([...a, ...b])));
        expect(listOf(subtractCounters(x, y))).toEqual(sorted(new Set(a.filter((n) => !two.has(n)))));
        expect(listOf(commonCounters(x, y))).toEqual(sorted(new Set(a.filter((n) => two.has(n)))));
        expect(countOf(x)).toBe(BigInt(one.size));
        for (const ranges of [x, both, subtractCounters(x, y), commonCounters(x, y)]) expectCanonical(ranges);
      }),
    );
  });
});
