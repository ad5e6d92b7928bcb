import { describe, expect, it } from 'vitest';
import type { Reading } from '../domain/index.ts';
import { attestUnsigned } from './attest-unsigned.ts';

const NOW = 1_800_000_000n;
const READING: Reading = {
  time: NOW,
  importWh: 5_000n,
  exportWh: 7_000n,
  powerW: 400,
  voltageMv: 230_000,
  frequencyMhz: 50_000,
  status: 0,
};
const STATE = { time: NOW - 10n, importWh: 5_000n, exportWh: 7_000n };
const OPTIONS = { nowSeconds: NOW, clockSynchronised: true, maxTimeSkewSeconds: 60n, maxPowerW: 17_250n };

describe('an unsigned reading', () => {
  it.each([
    ['import 0xFFFFFFFF Wh', { importWh: 0xffff_ffffn }, 'VALUE_INVALID'],
    ['export 0xFFFFFFFF kWh', { exportWh: 0xffff_ffffn * 1000n }, 'VALUE_INVALID'],
    ['import 0x80000000 Wh', { importWh: 0x8000_0000n }, 'VALUE_INVALID'],
    ['import of 64 ones', { importWh: 0xffff_ffff_ffff_ffffn }, 'VALUE_INVALID'],
    ['a negative register', { exportWh: -1n }, 'VALUE_INVALID'],
    ['power 0x7FFFFFFF', { powerW: 0x7fff_ffff }, 'VALUE_INVALID'],
    ['a voltage of 0xFFFF V', { voltageMv: 65_535_000 }, 'VALUE_INVALID'],
    ['a frequency of 6 Hz', { frequencyMhz: 6_000 }, 'VALUE_INVALID'],
    ['a false zero of import', { importWh: 0n }, 'VALUE_INVALID'],
    ['a false zero of export', { exportWh: 0n }, 'VALUE_INVALID'],
    ['a register that went down', { importWh: 4_999n }, 'REGISTER_DECREASED'],
    ['time gone back', { time: NOW - 11n }, 'TIME_IMPLAUSIBLE'],
    ['time in the future', { time: NOW + 61n }, 'TIME_IMPLAUSIBLE'],
    ['more energy than the main fuse lets through', { importWh: 5_100n }, 'RATE_IMPLAUSIBLE'],
  ] as const)('is refused for %s', (_, changes, code) => {
    expect(attestUnsigned({ ...READING, ...changes }, STATE, OPTIONS)).toMatchObject({ ok: false, code });
  });

  it.each([
    ['the next reading', READING, STATE],
    ['the first reading', READING, undefined],
    ['zeros of a new meter', { ...READING, importWh: 0n, exportWh: 0n }, undefined],
    ['an export that was 0 and stays 0', { ...READING, exportWh: 0n }, { ...STATE, exportWh: 0n }],
    ['a frequency that is not measured', { ...READING, frequencyMhz: 0 }, STATE],
    ['a plain 65,535 Wh', { ...READING, importWh: 65_535n }, undefined],
  ])('is accepted: %s', (_, reading, state) => {
    expect(attestUnsigned(reading, state, OPTIONS)).toEqual({ ok: true, value: reading });
  });
});
