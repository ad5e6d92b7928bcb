import { describe, expect, it } from 'vitest';
import { createSunSpecImage } from './sunspec.ts';
import type { SunSpecValues } from './sunspec-points.ts';

const common = { manufacturer: 'Joulegate', model: 'Simulated', serial: 'SIM-1', version: '1.0' };
const values: SunSpecValues = {
  importWh: 70_000n,
  exportWh: 5_000_000n,
  powerW: -4000,
  voltageMv: 231_400,
  frequencyMhz: 50_020,
  ratedPowerW: 5000,
  ratedStorageWh: 10_000,
  stateOfCharge: 55,
};
const create = (models: { id: number; repeats?: number }[], more: Partial<SunSpecValues> = {}) =>
  createSunSpecImage({ base: 40000, common, models }, { ...values, ...more });

/** Registers of the model at this place in the chain, by the chain's own lengths. */
function modelAt(words: readonly number[], place: number): readonly number[] {
  let at = 2;
  for (let index = 0; index < place; index += 1) at += 2 + (words[at + 1] ?? 0);
  return words.slice(at, at + 2 + (words[at + 1] ?? 0));
}

describe('createSunSpecImage', () => {
  it('begins with SunS and the common model and ends with 0xFFFF', () => {
    const { words } = create([{ id: 203 }]);
    expect(words.slice(0, 4)).toEqual([0x5375, 0x6e53, 1, 66]);
    expect(words.slice(52, 55)).toEqual([0x5349, 0x4d2d, 0x3100]);
    expect(words.slice(-2)).toEqual([0xffff, 0]);
    expect(words).toHaveLength(2 + 68 + 107 + 2);
  });

  it('shows an inverter: registers counted by hand from the model', () => {
    const { words } = create([{ id: 103 }, { id: 120 }, { id: 121 }, { id: 122 }, { id: 123 }, { id: 160, repeats: 2 }]);
    const inverter = modelAt(words, 1);
    expect(inverter.slice(0, 2)).toEqual([103, 50]);
    expect(inverter.slice(10, 18)).toEqual([2314, 0xffff, 0xffff, 0xffff, 4000, 0, 5002, 0xfffe]);
    expect(inverter.slice(24, 27)).toEqual([0x004c, 0x4b40, 0]);
    expect(inverter[38]).toBe(4);
    expect(modelAt(words, 2).slice(0, 5)).toEqual([120, 26, 4, 5000, 0]);
    expect(modelAt(words, 3)[2]).toBe(5000);
    expect(modelAt(words, 5).slice(0, 5)).toEqual([123, 24, 0xffff, 0xffff, 1]);
    expect(modelAt(words, 6)).toHaveLength(2 + 8 + 2 * 20);
  });

  it('shows a meter: what is fed in is negative power', () => {
    const meter = modelAt(create([{ id: 203 }]).words, 1);
    expect(meter.slice(18, 19)).toEqual([0x10000 - 4000]);
    expect(meter.slice(38, 40)).toEqual([0x004c, 0x4b40]);
    expect(meter.slice(46, 48)).toEqual([0x0001, 0x1170]);
  });

  it('shows a DER: generation is positive power, energy in 64 bits', () => {
    const { words } = create([{ id: 701 }, { id: 702 }, { id: 703 }]);
    const der = modelAt(words, 1);
    expect(der.slice(0, 2)).toEqual([701, 153]);
    expect(der[10]).toBe(4000);
    expect(der.slice(19, 27)).toEqual([0, 0, 0x004c, 0x4b40, 0, 0, 0x0001, 0x1170]);
    expect(modelAt(words, 2)[2]).toBe(5000);
  });

  it('shows a battery with its charge', () => {
    const battery = modelAt(create([{ id: 802 }]).words, 1);
    expect(battery.slice(0, 4)).toEqual([802, 62, 0xffff, 10_000]);
    expect(battery[11]).toBe(550);
  });

  it('scales power that 15 bits do not hold', () => {
    const inverter = modelAt(create([{ id: 103 }], { powerW: -90_000, ratedPowerW: 100_000 }).words, 1);
    expect(inverter.slice(14, 16)).toEqual([9000, 1]);
  });

  it('follows each reading, and sleeps without power', () => {
    const image = create([{ id: 103 }]);
    image.update({ ...values, exportWh: 2n ** 32n + 5n, powerW: 0 });
    const inverter = modelAt(image.words, 1);
    expect(inverter.slice(24, 26)).toEqual([0, 5]);
    expect(inverter[38]).toBe(2);
  });

  it.each([
    [123, 4],
    [703, 2],
  ])('is disconnected through model %i and delivers nothing then', (id, offset) => {
    const image = create([{ id: 103 }, { id }]);
    const at = 40000 + 2 + 68 + 52 + offset;
    expect(image.read(at, 1)).toEqual([1]);
    expect(image.write(at, [0])).toBe(true);
    expect(image.isConnected).toBe(false);
    expect(image.read(at, 1)).toEqual([0]);
    expect(modelAt(image.words, 1)[14]).toBe(0);
  });

  it('answers for its own registers only, and takes nothing but a connection', () => {
    const image = create([{ id: 103 }, { id: 123 }]);
    expect(image.read(39_999, 2)).toBeUndefined();
    expect(image.read(40_000 + image.words.length - 1, 2)).toBeUndefined();
    expect(image.write(40_126, [7])).toBe(false);
    expect(image.write(40_070, [1])).toBe(false);
    expect(() => create([{ id: 64_110 }])).toThrow('64110');
  });
});
