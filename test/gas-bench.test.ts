/** What `npm run bench gas` says of figures: change, target, limit. */
import { expect, test } from 'vitest';

interface Row {
  readonly gas: number;
  readonly most: number;
  readonly target?: number;
}
const { compareGas } = (await import('./bench/gas.mjs' as string)) as {
  compareGas(rows: Record<string, Row>, before: Record<string, number>): { lines: string[]; broken: string[] };
};

test.each([
  ['less than before and within the target', { gas: 90_000, most: 120_000, target: 100_000 }, 95_000, /-5,000 .*met$/, 0],
  ['more than before and over the target', { gas: 110_000, most: 120_000, target: 100_000 }, 95_000, /\+15,000 .*missed by 10,000$/, 0],
  ['chance, not change', { gas: 95_060, most: 120_000 }, 95_000, / = /, 0],
  ['never measured before', { gas: 1, most: 2 }, undefined, / new /, 0],
  ['at the limit', { gas: 120_000, most: 120_000 }, 120_000, / = /, 0],
  ['over the limit', { gas: 120_001, most: 120_000 }, 120_000, / = /, 1],
])('%s', (_, row, before, line, broken) => {
  const got = compareGas({ settle: row }, before === undefined ? {} : { settle: before });
  expect(got.lines.join('\n')).toMatch(line);
  expect(got.broken).toHaveLength(broken);
});

test('says what is no longer measured', () => {
  expect(compareGas({}, { settle: 1 }).lines).toEqual(['no longer measured: settle']);
});
