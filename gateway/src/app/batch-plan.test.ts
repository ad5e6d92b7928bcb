import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchRules, findCut, type PlannedReading } from './batch-plan.ts';

const RULES: BatchRules = { intervalSeconds: 900, toleranceSeconds: 30, intervals: 1, maxReadings: 100, maxAgeSeconds: 86_400 };
const at = (...times: number[]): PlannedReading[] => times.map((time, i) => ({ counter: BigInt(i + 1), time, seq: i }));

describe('batch plan', () => {
  it.each<[name: string, times: number[], last: number, now: number, end: number | undefined, boundary: number | undefined]>([
    ['waits between boundaries', [910 + 30, 1000], 1, 1000, undefined, undefined],
    ['closes at the exact boundary reading', [1000, 1800, 1810], 1, 1810, 1, 2],
    ['prefers the first reading after the instant to one before it', [1790, 1801], 1, 1801, 1, 2],
    ['takes one before the instant when the next is too late', [1790, 1900], 1, 1900, 0, 2],
    ['waits for a nearer one while it may come', [1790], 1, 1795, undefined, undefined],
    ['stops waiting by the clock', [1790], 1, 1861, 0, 2],
    ['closes no boundary twice', [1805, 1810], 2, 1810, undefined, undefined],
    ['closes the first boundary it meets', [905], -1, 905, 0, 1],
  ])('%s', (_name, times, last, now, end, boundary) => {
    expect(findCut(at(...times), last, RULES, now)).toEqual(end === undefined ? undefined : { end, boundary });
  });

  it('leaves out boundaries where several belong to one batch', () => {
    expect(findCut(at(1800, 2700, 3600), 1, { ...RULES, intervals: 3 }, 3600)).toEqual({ end: 2, boundary: 4 });
  });

  it('closes by size, by age, and when the journal fills up', () => {
    expect(findCut(at(1000, 1001, 1002), 1, { ...RULES, maxReadings: 2 }, 1002)).toEqual({ end: 1, boundary: undefined });
    expect(findCut(at(1000, 1001), 1, { ...RULES, maxAgeSeconds: 60 }, 1061)).toEqual({ end: 1, boundary: undefined });
    expect(findCut(at(1000, 1001), 1, RULES, 1001, true)).toEqual({ end: 1, boundary: undefined });
  });

  it.each<[name: string, times: number[], unfit: bigint[], rules: Partial<BatchRules>, now: number, end: number | undefined]>([
    ['the next one at the same boundary', [1800, 1810], [1n], {}, 1810, 1],
    ['the one before it, once nothing nearer can come', [1790, 1801], [2n], {}, 1861, 0],
    ['the one before it, where the next is too late', [1790, 1801, 1900], [2n], {}, 1900, 0],
    ['none at that boundary where there is no other', [1800, 1900], [1n], {}, 1900, undefined],
    ['a later one by size', [1000, 1001, 1002], [2n], { maxReadings: 2 }, 1002, 2],
    ['the last fit one by age', [1000, 1001], [2n], { maxAgeSeconds: 60 }, 1100, 0],
    ['none while all are unfit', [1000, 1001], [1n, 2n], { maxAgeSeconds: 60 }, 1100, undefined],
  ])('lets a refused reading be closed over by %s', (_name, times, unfit, rules, now, end) => {
    expect(findCut(at(...times), 1, { ...RULES, ...rules }, now, false, new Set(unfit))?.end).toBe(end);
  });

  it('puts every reading of any series into exactly one batch, and closes each boundary once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 200 }), (steps) => {
        let time = 10_000;
        const all = steps.map((step, i) => {
          time += step;
          return { counter: BigInt(i), time, seq: i };
        });
        let rest = all;
        let last = -1;
        const closed: number[] = [];
        for (let cut = findCut(rest, last, RULES, time + 1000); cut !== undefined; cut = findCut(rest, last, RULES, time + 1000)) {
          if (cut.boundary !== undefined) {
            last = cut.boundary;
            closed.push(last);
          }
          rest = rest.slice(cut.end + 1);
        }
        expect(closed).toEqual([...new Set(closed)].sort((a, b) => a - b));
        const boundaries = new Set(
          all.map((r) => Math.round(r.time / 900)).filter((b) => all.some((r) => Math.abs(r.time - b * 900) <= 30)),
        );
        expect(new Set(closed)).toEqual(boundaries);
      }),
    );
  });
});
