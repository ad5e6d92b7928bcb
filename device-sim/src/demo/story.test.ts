import { describe, expect, it } from 'vitest';
import { createTally, emissionsMg, formatDecimal, tell } from './story.ts';

const nameOf = (address: string) => ({ '0xa': 'solar-1', '0xb': 'household-1' })[address] ?? address;

describe('the story', () => {
  it.each([
    [1234567n, 6, 6, '1.234567'],
    [5n, 6, 4, '0.000005'.slice(0, 6)],
    [-1500n, 3, 3, '-1.500'],
    [7n, 0, 0, '7'],
  ])('writes %s with %i decimals, %i shown', (value, digits, shown, text) => {
    expect(formatDecimal(value, digits, shown)).toBe(text);
  });

  it('counts a grant and a refusal and names the failed criteria', () => {
    const tally = createTally();
    expect(
      tell({ event: 'AdmissionDecided', args: { meter: '0xa', zone: 1, verdict: 0, capacityW: '9000' }, blockNumber: 1 }, tally, nameOf),
    ).toContain('ADMITTED     solar-1');
    expect(
      tell({ event: 'AdmissionDecided', args: { meter: '0xb', zone: 1, verdict: 0b1100, capacityW: '9' }, blockNumber: 1 }, tally, nameOf),
    ).toMatch(/REFUSED.*source, carrier/);
    expect([tally.admitted, tally.refused]).toEqual([1, 1]);
  });

  it.each([
    ['AccessSuspended', { suspensions: 0b1100 }, 'SUSPENDED    solar-1: safety, operator'],
    ['AccessExpired', { capacityW: '9000', zone: 1 }, 'EXPIRED      solar-1: 9000 W go back to zone 1'],
    ['AccessRevoked', { capacityW: '9000', zone: 1 }, 'REVOKED      solar-1: 9000 W go back to zone 1'],
    ['FedInWithoutPermit', { energyWh: '220' }, 'NO PERMIT    solar-1 fed in 0.220 kWh all the same'],
    ['AdmissionDecided', { verdict: 0b1100, state: 1 }, 'not renewed  solar-1: source, carrier'],
  ])('tells %s', (event, args, text) => {
    expect(tell({ event, args: { meter: '0xa', ...args }, blockNumber: 1 }, createTally(), nameOf)).toBe(text);
  });

  it('counts what each unit emitted up to each boundary once, however often it hears of it', () => {
    const tally = createTally();
    const metered = (unit: string, boundary: string, intensityMgPerKwh: string) =>
      tell(
        { event: 'EmissionsMetered', args: { unit, period: 1, boundary, energyWh: '1', intensityMgPerKwh }, blockNumber: 1 },
        tally,
        nameOf,
      );
    metered('0xa', '1', '92830');
    metered('0xa', '2', '92830');
    metered('0xa', '2', '92830');
    metered('0xb', '1', '811200');
    expect(emissionsMg(tally)).toBe(996n);
  });

  it('is silent about what is not part of it', () => {
    expect(tell({ event: 'CriteriaSet', args: {}, blockNumber: 1 }, createTally(), nameOf)).toBeUndefined();
  });
});
