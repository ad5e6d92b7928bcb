import { describe, expect, test } from 'vitest';
import { createFairQueue } from './fair-queue.ts';
import { createQuotas, type Quotas } from './quotas.ts';

const QUOTA = { transactionsPerMinute: 60, bytesPerMinute: 1_000, openTransactions: 3, gasPerDay: 500n };
let now = Date.UTC(2026, 0, 1, 12);
const open = (nodeGasPerDay = 0n): Quotas => createQuotas(QUOTA, nodeGasPerDay, () => now);
const admitted = (quotas: Quotas, gateway: string, times: number, bytes = 1): number =>
  Array.from({ length: times }, () => quotas.admit(gateway, bytes)).filter((exceeded) => exceeded === undefined).length;

describe('one gateway can neither starve nor bankrupt a node', () => {
  const rows: readonly [string, (quotas: Quotas) => unknown, unknown][] = [
    ['so many messages pass as a minute allows', (quotas) => admitted(quotas, 'a', 100), 60],
    ['another gateway has its own', (quotas) => [admitted(quotas, 'a', 100), admitted(quotas, 'b', 100)], [60, 60]],
    ['the bytes of a minute end it too', (quotas) => [admitted(quotas, 'a', 9, 300), quotas.admit('a', 300)], [3, '1000 bytes per minute']],
    [
      'it fills again evenly',
      (quotas) => {
        admitted(quotas, 'a', 100);
        now += 10_000;
        return admitted(quotas, 'a', 100);
      },
      10,
    ],
    [
      'never beyond a minute of it',
      (quotas) => {
        admitted(quotas, 'a', 1);
        now += 3_600_000;
        return admitted(quotas, 'a', 100);
      },
      60,
    ],
    [
      'a clock set back gives nothing',
      (quotas) => {
        admitted(quotas, 'a', 100);
        now -= 600_000;
        return admitted(quotas, 'a', 100);
      },
      0,
    ],
    [
      'transactions under way are bounded',
      (quotas) => [quotas.admitNew('a', 2), quotas.admitNew('a', 3)],
      [undefined, '3 transactions under way'],
    ],
    [
      "the day's gas ends, for this gateway alone",
      (quotas) => {
        quotas.charge(['a', 'b'], 900n);
        quotas.charge(['a'], 50n);
        return [quotas.admitNew('a', 0), quotas.admitNew('b', 0), quotas.spent()];
      },
      [
        '500 gas per day',
        undefined,
        [
          ['a', 500n],
          ['b', 450n],
        ],
      ],
    ],
    [
      'and comes back with the next',
      (quotas) => {
        quotas.charge(['a'], 600n);
        const before = quotas.admitNew('a', 0);
        now += 86_400_000;
        return [before, quotas.admitNew('a', 0)];
      },
      ['500 gas per day', undefined],
    ],
    [
      'ten thousand names share what one has, beyond the first thousand',
      (quotas) => {
        for (let name = 0; name < 1_000; name += 1) quotas.admit(`x${name}`, 1);
        return Array.from({ length: 9_000 }, (_, name) => quotas.admit(`y${name}`, 0)).filter((exceeded) => exceeded === undefined).length;
      },
      60,
    ],
    ['answers are bounded like messages', (quotas) => Array.from({ length: 100 }, () => quotas.mayAnswer('a')).filter(Boolean).length, 60],
  ];
  test.each(rows)('%s', (_what, act, expected) => {
    expect(act(open())).toEqual(expected);
  });
  test('the node as a whole has a limit where one is set', () => {
    const quotas = open(1_000n);
    for (const gateway of ['a', 'b', 'c']) quotas.charge([gateway], 400n);
    expect(quotas.admitNew('d', 0)).toBe('1000 gas per day of this node');
  });
});

test('a fair queue: whoever sent a thousand before waits no shorter than whoever sent one', () => {
  const queue = createFairQueue<string>();
  for (let index = 0; index < 1_000; index += 1) queue.push('flood', `f${index}`);
  for (let index = 0; index < 3; index += 1) queue.push('small', `s${index}`);
  queue.push('other', 'o0');
  expect(queue.take(7)).toEqual(['f0', 's0', 'o0', 'f1', 's1', 'f2', 's2']);
  expect(queue.take(2)).toEqual(['f3', 'f4']);
  expect(queue.size()).toBe(1_004 - 9);
  expect(queue.take(2_000)).toHaveLength(995);
  expect(queue.take(1)).toEqual([]);
});
