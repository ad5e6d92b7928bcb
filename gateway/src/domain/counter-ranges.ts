/** A set of counters as ascending ranges that neither touch nor overlap: a bitmap, run-length encoded. Both ends belong to it. */
export type CounterRanges = readonly (readonly [first: bigint, last: bigint])[];

/** @returns the set with first to last in it. */
export function addCounters(ranges: CounterRanges, first: bigint, last: bigint): CounterRanges {
  const end = ranges.at(-1);
  if (end === undefined || first > end[1] + 1n) return [...ranges, [first, last]];
  // Nearly always the next counters of a meter.
  if (first >= end[0]) return last <= end[1] ? ranges : [...ranges.slice(0, -1), [end[0], last]];
  const before = ranges.filter(([, b]) => b + 1n < first);
  const after = ranges.filter(([a]) => a > last + 1n);
  const joined = ranges.slice(before.length, ranges.length - after.length);
  const low = joined[0]?.[0] ?? first;
  const high = joined.at(-1)?.[1] ?? last;
  return [...before, [low < first ? low : first, high > last ? high : last], ...after];
}

/** @returns the counters in any order as a set. */
export function rangesOf(counters: Iterable<bigint>): CounterRanges {
  const sorted = [...counters].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const ranges: [bigint, bigint][] = [];
  for (const counter of sorted) {
    const end = ranges.at(-1);
    if (end !== undefined && counter <= end[1] + 1n) end[1] = counter;
    else ranges.push([counter, counter]);
  }
  return ranges;
}

/** @returns what is in the first set and not in the second. */
export function subtractCounters(ranges: CounterRanges, taken: CounterRanges): CounterRanges {
  const left: [bigint, bigint][] = [];
  let i = 0;
  for (const [first, last] of ranges) {
    let from = first;
    while (i < taken.length && (taken[i] as readonly [bigint, bigint])[1] < from) i += 1;
    for (let k = i; k < taken.length && from <= last; k += 1) {
      const [a, b] = taken[k] as readonly [bigint, bigint];
      if (a > last) break;
      if (a > from) left.push([from, a - 1n]);
      if (b + 1n > from) from = b + 1n;
    }
    if (from <= last) left.push([from, last]);
  }
  return left;
}

/** @returns what is in both sets. */
export function commonCounters(ranges: CounterRanges, others: CounterRanges): CounterRanges {
  return subtractCounters(ranges, subtractCounters(ranges, others));
}

export function countOf(ranges: CounterRanges): bigint {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1n, 0n);
}
