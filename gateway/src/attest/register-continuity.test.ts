import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../domain/index.ts';
import { continueRegisters, exchangeOffsets, NO_OFFSETS } from './register-continuity.ts';

const reading = (time: bigint, importWh: bigint, exportWh = 0n): Reading => ({
  time,
  importWh,
  exportWh,
  powerW: 0,
  voltageMv: 230_000,
  frequencyMhz: 50_000,
  status: 0,
});
const MAX_POWER_W = 10_000n;

describe('continueRegisters', () => {
  const rows: [says: string, beforeWh: bigint, nowWh: bigint, seconds: bigint, expectedWh: bigint, rolledOver: string[]][] = [
    ['a register that rose is left as it is', 1000n, 1100n, 900n, 1100n, []],
    ['six digits of kWh begin again at 0', 999_999_900n, 100n, 900n, 1_000_000_100n, ['import']],
    ['five digits of kWh begin again at 0', 99_999_950n, 0n, 900n, 100_000_000n, ['import']],
    ['a counter of 32 bits in Wh begins again', 0xffff_ff00n, 16n, 900n, 0x1_0000_0010n, ['import']],
    ['a fall far from any end is none', 500_000_000n, 100n, 900n, 100n, []],
    ['a fall near an end, but faster than the nameplate allows, is none', 999_990_000n, 100n, 900n, 100n, []],
  ];
  for (const [says, before, now, seconds, expected, rolledOver] of rows) {
    it(says, () => {
      const outcome = continueRegisters(reading(1000n + seconds, now), reading(1000n, before), NO_OFFSETS, MAX_POWER_W);
      expect(outcome.reading.importWh).toBe(expected);
      expect(outcome.rolledOver).toEqual(rolledOver);
    });
  }

  it('goes round twice', () => {
    const first = continueRegisters(reading(900n, 50n), reading(0n, 999_999_950n), NO_OFFSETS, MAX_POWER_W);
    const second = continueRegisters(reading(1800n, 150n), first.reading, first.offsets, MAX_POWER_W);
    expect(second.reading.importWh).toBe(1_000_000_150n);
    expect(second.rolledOver).toEqual([]);
    const again = continueRegisters(reading(2700n, 3n), { ...reading(1800n, 1_999_999_999n) }, second.offsets, MAX_POWER_W);
    expect(again.reading.importWh).toBe(2_000_000_003n);
  });

  it('never makes energy beyond the nameplate out of a fall', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 1n << 34n), fc.bigInt(0n, 1n << 34n), fc.bigInt(1n, 3600n), (before, now, seconds) => {
        const { reading: next } = continueRegisters(reading(seconds, now), reading(0n, before), NO_OFFSETS, MAX_POWER_W);
        if (now >= before || next.importWh < before) return;
        expect((next.importWh - before - 10n) * 36_000n <= MAX_POWER_W * seconds * 12n).toBe(true);
      }),
    );
  });
});

it('lets another meter go on where the one before stood', () => {
  const offsets = exchangeOffsets(reading(5n, 42n, 7n), { importWh: 123_456n, exportWh: 99n });
  expect(continueRegisters(reading(900n, 50n, 7n), reading(5n, 123_456n, 99n), offsets, MAX_POWER_W).reading).toMatchObject({
    importWh: 123_464n,
    exportWh: 99n,
  });
});
