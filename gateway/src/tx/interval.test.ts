import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address } from '../domain/index.ts';
import { intervalOf, nearestBoundary } from './interval.ts';
import { marketDomain } from './market-domain.ts';
import { checkOrderLimits } from './order-limits.ts';
import { possessionMessageDigest } from './possession.ts';

describe('an interval', () => {
  it.each([
    ['begins at its boundary', 1800n, 2n],
    ['lasts until the next', 2699n, 2n],
    ['the first is number 0', 899n, 0n],
  ])('%s', (_, time, interval) => {
    expect(intervalOf(time, 900)).toBe(interval);
  });

  it('of no length is a programmer’s error', () => {
    expect(() => intervalOf(1n, 0)).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('a reading’s boundary', () => {
  it.each([
    ['is the one it stands on', 1800n, 60, 2n],
    ['is the one just after', 1740n, 60, 2n],
    ['is the one just before', 1860n, 60, 2n],
    ['is none beyond the tolerance after', 1861n, 60, undefined],
    ['is none beyond the tolerance before', 1739n, 60, undefined],
    ['is boundary 0 at the epoch', 0n, 0, 0n],
  ])('%s', (_, time, tolerance, boundary) => {
    expect(nearestBoundary(time, 900, tolerance)).toBe(boundary);
  });

  it('is never further than the tolerance, and always found within it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        fc.bigInt({ min: 1n, max: 86_400n }),
        fc.bigInt({ min: 0n, max: 600n }),
        (time, seconds, tolerance) => {
          const boundary = nearestBoundary(time, seconds, tolerance);
          const rest = time % seconds;
          const distance = rest < seconds - rest ? rest : seconds - rest;
          expect(boundary !== undefined).toBe(distance <= tolerance);
          if (boundary !== undefined) {
            const away = boundary * seconds - time;
            expect(away < 0n ? -away : away).toBe(distance);
          }
        },
      ),
    );
  });
});

describe('an owner’s limits', () => {
  const limits = { maxEnergyWh: 5_000n, maxPriceMicroPerKwh: 300_000n };
  it.each([
    ['an order at both limits passes', { energyWh: 5_000n, priceMicroPerKwh: 300_000n }, true],
    ['too much energy does not', { energyWh: 5_001n, priceMicroPerKwh: 1n }, false],
    ['too high a price does not', { energyWh: 1n, priceMicroPerKwh: 300_001n }, false],
  ])('%s', (_, order, ok) => {
    expect(checkOrderLimits(order, limits)).toMatchObject(ok ? { ok, value: order } : { ok, code: 'ORDER_OVER_LIMIT' });
  });
});

describe('a market’s domain', () => {
  const registry = address('0x5fbdb2315678afecb367f032d93f642f64180aa3');
  it('differs for another chain and another registry, and takes a number for a bigint', () => {
    const domain = marketDomain(31337, registry);
    expect(marketDomain(31337n, registry)).toBe(domain);
    expect(marketDomain(1, registry)).not.toBe(domain);
    expect(marketDomain(31337, address(`0x${'11'.repeat(20)}`))).not.toBe(domain);
    expect(domain).toBeLessThan(2n ** 64n);
  });
});

describe('a proof of possession', () => {
  it('is over 32 bytes', () => {
    expect(possessionMessageDigest(new Uint8Array(32))).toHaveLength(32);
    expect(() => possessionMessageDigest(new Uint8Array(31))).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
