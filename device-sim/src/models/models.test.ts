import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceRegisters,
  batteryModel,
  coalModel,
  gridFrequencyMhz,
  gridVoltageMv,
  householdModel,
  type PowerModel,
  readRegisters,
  sineOfSunHeight,
  solarModel,
  startRegisters,
  windModel,
  windPowerW,
} from './index.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const STEP_MS = 10_000;
const SUMMER_MS = Date.parse('2026-06-21T00:00:00Z');
const SOLAR = { peakW: 10_000, inverterLimitW: 8500, latitudeDegrees: 45.75, longitudeDegrees: 4.85 };
const BATTERY = { capacityWh: 15_000, maxW: 5000, efficiencyPercent: 90 };
const MODELS: Record<string, PowerModel> = {
  solar: solarModel(SOLAR, 's'),
  household: householdModel({ baseW: 500, peakW: 3000 }, 'h'),
  battery: batteryModel(BATTERY, 'b'),
  wind: windModel({ ratedW: 500_000 }, 'w'),
  coal: coalModel({ minW: 250_000, maxW: 900_000 }, 'c'),
};
const time = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') });
const seed = fc.string({ maxLength: 8 });

describe.each(Object.entries(MODELS))('%s', (_, model) => {
  it('is a pure function of time in whole watts, never -0', () => {
    fc.assert(
      fc.property(time, (timeMs) => {
        const powerW = model(timeMs);
        expect(Number.isSafeInteger(powerW) && !Object.is(powerW, -0)).toBe(true);
        expect(model(timeMs)).toBe(powerW);
      }),
    );
  });

  it('never lowers a register, and the registers are the integral of power however often one looks', () => {
    fc.assert(
      fc.property(time, fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 8 }), (startMs, pausesMs) => {
        const start = startRegisters(startMs, 1000n, 2000n);
        let state = start;
        for (const pauseMs of pausesMs) {
          const next = advanceRegisters(state, state.timeMs + pauseMs, model, STEP_MS);
          expect(next.importWms >= state.importWms && next.exportWms >= state.exportWms).toBe(true);
          state = next;
        }
        expect(advanceRegisters(start, state.timeMs, model, STEP_MS)).toEqual(state);
        let integralWms = 0n;
        for (let ms = startMs; ms < state.timeMs; ) {
          const nextMs = Math.min(state.timeMs, (Math.floor(ms / STEP_MS) + 1) * STEP_MS);
          integralWms += BigInt(model(Math.floor(ms / STEP_MS) * STEP_MS) * (nextMs - ms));
          ms = nextMs;
        }
        expect(state.importWms - start.importWms - (state.exportWms - start.exportWms)).toBe(integralWms);
      }),
      { numRuns: 30 },
    );
  });
});

describe('solar', () => {
  it('generates nothing while the sun is down, and never above the inverter limit nor imports', () => {
    fc.assert(
      fc.property(
        time,
        seed,
        fc.double({ min: -66, max: 66, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (timeMs, name, latitudeDegrees, longitudeDegrees) => {
          const powerW = solarModel({ ...SOLAR, latitudeDegrees, longitudeDegrees }, name)(timeMs);
          expect(powerW).toBeLessThanOrEqual(0);
          expect(powerW).toBeGreaterThanOrEqual(-SOLAR.inverterLimitW);
          if (sineOfSunHeight(timeMs, latitudeDegrees, longitudeDegrees) === 0) expect(powerW).toBe(0);
        },
      ),
    );
  });

  it('has the sun where almanacs have it near Lyon: down at 23:00 UTC, 67.7 degrees high at solar noon of midsummer, 20.8 of midwinter', () => {
    const highest = (day: string) =>
      Math.max(...Array.from({ length: 1440 }, (_, minute) => sineOfSunHeight(Date.parse(day) + minute * 60_000, 45.75, 4.85)));
    const degrees = (sine: number) => (Math.asin(sine) * 180) / Math.PI;
    // 90 - latitude +/- 23.44 degrees of obliquity.
    expect(degrees(highest('2026-06-21T00:00:00Z'))).toBeCloseTo(67.69, 0);
    expect(degrees(highest('2026-12-21T00:00:00Z'))).toBeCloseTo(20.81, 0);
    expect(sineOfSunHeight(Date.parse('2026-06-21T23:00:00Z'), 45.75, 4.85)).toBe(0);
  });
});

describe('battery', () => {
  it('never gives out more than it took in after losses, and never holds more than it can', () => {
    fc.assert(
      fc.property(
        seed,
        fc.integer({ min: 1000, max: 100_000 }),
        fc.integer({ min: 100, max: 20_000 }),
        fc.integer({ min: 50, max: 100 }),
        (name, capacityWh, maxW, efficiencyPercent) => {
          const model = batteryModel({ capacityWh, maxW, efficiencyPercent }, name);
          let state = startRegisters(SUMMER_MS, 0n, 0n);
          for (let hour = 1; hour <= 48; hour++) {
            state = advanceRegisters(state, SUMMER_MS + hour * HOUR_MS, model, 60_000);
            const { importWh, exportWh, powerW } = readRegisters(state, model);
            expect(exportWh * 100n).toBeLessThanOrEqual((importWh + 1n) * BigInt(efficiencyPercent));
            expect(Math.abs(powerW)).toBeLessThanOrEqual(maxW);
            if (hour <= 24) expect(importWh).toBeLessThanOrEqual(BigInt(capacityWh + 5)); // whole watts round up over five hours
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('wind', () => {
  it('stands still below cut-in and above cut-out, and gives its rated power from rated speed on', () => {
    expect([2.9, 3, 12, 25, 25.1].map((speed) => windPowerW(speed, 1000))).toEqual([0, 0, 1000, 1000, 0]);
  });

  it('has its ups and downs', () => {
    const powers = Array.from({ length: 24 * 30 }, (_, hour) => -(MODELS['wind']?.(SUMMER_MS + hour * HOUR_MS) ?? 0));
    const meanW = powers.reduce((sum, powerW) => sum + powerW, 0) / powers.length;
    expect(Math.min(...powers)).toBeLessThan(50_000);
    expect(meanW).toBeGreaterThan(50_000);
    expect(meanW).toBeLessThan(300_000);
  });
});

describe('household and coal', () => {
  it('a household draws more in the evening than at night, on a mean day', () => {
    const model = MODELS['household'] ?? (() => 0);
    const mean = (hour: number) =>
      Array.from({ length: 100 }, (_, day) => model(SUMMER_MS + day * DAY_MS + hour * HOUR_MS)).reduce((sum, w) => sum + w, 0) / 100;
    expect(mean(19)).toBeGreaterThan(2 * mean(3));
    expect(mean(7)).toBeGreaterThan(1.3 * mean(3));
  });

  it('a coal unit stays between its limits and ramps slowly', () => {
    const model = MODELS['coal'] ?? (() => 0);
    for (let minute = 0; minute < 1440; minute++) {
      const [now, next] = [model(SUMMER_MS + minute * 60_000), model(SUMMER_MS + (minute + 1) * 60_000)];
      expect(-now).toBeGreaterThanOrEqual(250_000);
      expect(-now).toBeLessThanOrEqual(900_000);
      expect(Math.abs(next - now)).toBeLessThan(900_000 * 0.02); // 2 % of its rating a minute
    }
  });
});

describe('the grid', () => {
  it('stays within EN 50160 and differs from device to device in voltage only', () => {
    fc.assert(
      fc.property(time, seed, (timeMs, name) => {
        expect(Math.abs(gridVoltageMv(name, 'a', timeMs) - 230_000)).toBeLessThanOrEqual(2000);
        expect(Math.abs(gridFrequencyMhz(name, timeMs) - 50_000)).toBeLessThanOrEqual(30);
      }),
    );
  });
});
