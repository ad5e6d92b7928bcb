import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSmlFramer } from '../../framing/index.ts';
import { decodeSml } from './sml.ts';

/**
 * What meters sent, kept outside the repository: github.com/devZer0/libsml-testing, commit a3c7869, no licence stated.
 * Frames, and which have a good CRC, were counted by another program that shares nothing with this one; values of a
 * file's first good frame were read off its bytes by it.
 */
const CAPTURES = fileURLToPath(new URL('../../../../../shared/captures/libsml-testing/', import.meta.url));

interface Expected {
  readonly good: number;
  readonly bad: number;
  readonly first?: object;
}
const reading = (importWh: bigint, exportWh: bigint, powerW: number, voltageMv = 0, frequencyMhz = 0): object => ({
  time: undefined,
  importWh,
  exportWh,
  powerW,
  voltageMv,
  frequencyMhz,
  status: 0,
});
const IMPORT = { importIsPresent: true, exportIsPresent: false, powerIsPresent: true };
const EXPORT = { importIsPresent: false, exportIsPresent: true, powerIsPresent: true };
const BOTH = { importIsPresent: true, exportIsPresent: true, powerIsPresent: true };
const NO_POWER = { importIsPresent: true, exportIsPresent: false, powerIsPresent: false };

const EXPECTED: Readonly<Record<string, Expected>> = {
  // -299.12 W on the wire, 356.24 W on the display: FILES of the collection.
  'DZG_DVS-7412.2_jmberg': {
    good: 1,
    bad: 0,
    first: { reading: reading(5_430_157n, 26_244_572n, 356), meterSerial: '1DZG0042082910', ...BOTH },
  },
  'DZG_DVS-7420.2V.G2_mtr0': {
    good: 1,
    bad: 0,
    first: { reading: reading(607_447n, 1_266_728n, 216), meterSerial: '1DZG0060694612', ...BOTH },
  },
  // Every frame lost its end.
  'DZG_DVS-7420.2V.G2_mtr1_error': { good: 0, bad: 0 },
  'DZG_DVS-7420.2V.G2_mtr2': {
    good: 3,
    bad: 0,
    first: { reading: reading(13_130n, 1_499_708n, 7), meterSerial: '1DZG0060694611', ...BOTH },
  },
  'DrNeuhaus_SMARTY_ix-130': { good: 12, bad: 0, first: { reading: reading(0n, 4_373n, 0), meterSerial: '1DNT0100008240', ...EXPORT } },
  'EMH-ED300L_consumption': {
    good: 1,
    bad: 0,
    first: { reading: reading(17_243_368n, 0n, 137), meterSerial: '06454d4801027156cd45', ...IMPORT },
  },
  // 14798112.9 Wh and 2012.4 Wh of two tariffs.
  'EMH_eHZ-GW8E2A500AK2': { good: 16, bad: 0, first: { reading: reading(14_800_125n, 0n, 14), meterSerial: '02280816', ...IMPORT } },
  'EMH_eHZ-HW8E2A5L0EK2P': {
    good: 12,
    bad: 0,
    first: { reading: reading(8_391_648n, 0n, 164), meterSerial: '06454d4801027153c8c6', ...IMPORT },
  },
  'EMH_eHZ-HW8E2A5L0EK2P_2': {
    good: 1,
    bad: 0,
    first: { reading: reading(13_312_484n, 0n, 139), meterSerial: '06454d48010271582051', ...IMPORT },
  },
  'EMH_eHZ-HW8E2AWL0EK2P': {
    good: 13,
    bad: 0,
    first: { reading: reading(5_378_499n, 0n, 192), meterSerial: '01a815986480020102', ...IMPORT },
  },
  'EMH_eHZ-IW8E2AWL0EK2P': {
    good: 12,
    bad: 0,
    first: { reading: reading(5_598_064n, 0n, 0), meterSerial: '01a815133577030102', ...IMPORT },
  },
  EMH_eHZ361L5R: { good: 1, bad: 0, first: { reading: reading(0n, 110_340_315n, -5632), meterSerial: '1001185', ...EXPORT } },
  'EMH_mME40-AE6AKF0K0': { good: 12, bad: 0, first: { reading: reading(428_896n, 0n, 2623), meterSerial: '1EMH0010599732', ...IMPORT } },
  EasyMeter_Q3A_A1064V1009: {
    good: 4,
    bad: 3,
    first: { reading: reading(2_941_646n, 110_073n, 810, 231_900), meterSerial: '1ESY1162232997', ...BOTH },
  },
  'HOLLEY_DTZ541-BDBA_without_PIN': {
    good: 1,
    bad: 0,
    first: { reading: reading(2_324_000n, 0n, 0), meterSerial: '1HLY0200879590', ...NO_POWER },
  },
  'HOLLEY_DTZ541-ZDBA': {
    good: 7,
    bad: 0,
    first: { reading: reading(177_360n, 314_926n, 460, 232_433, 50_000), meterSerial: '1HLY0200239888', ...BOTH },
  },
  ISKRA_MT175_eHZ: { good: 10, bad: 0, first: { reading: reading(22_462_413n, 0n, 168), meterSerial: '1ISK0067362659', ...IMPORT } },
  'ISKRA_MT631-D1A52-K0z-H01_with_PIN': {
    good: 5,
    bad: 0,
    first: { reading: reading(2_043_104n, 0n, 193), meterSerial: '1ISK0075126084', ...BOTH },
  },
  'ISKRA_MT631-D2A51-V22-K0z_with_PIN': {
    good: 4,
    bad: 0,
    first: { reading: reading(16_824_856n, 0n, 0), meterSerial: '1ISK0072657247', ...IMPORT },
  },
  'ISKRA_MT631-D2A51-V22-K0z_without_PIN': {
    good: 2,
    bad: 0,
    first: { reading: reading(16_786_000n, 0n, 0), meterSerial: '1ISK0072657247', ...NO_POWER },
  },
  'ITRON_OpenWay-3.HZ': { good: 1, bad: 0, first: { reading: reading(8_189_594n, 0n, 613), meterSerial: '1ITR0055113102', ...IMPORT } },
  'ITRON_OpenWay-3.HZ_with_PIN': {
    good: 5,
    bad: 0,
    first: { reading: reading(25_892_776n, 0n, 542), meterSerial: '1ITR0055046208', ...IMPORT },
  },
  // Power of two bytes and of three, negative while 2.8.0 grows: DZG's other models do it right.
  dzg_dwsb20_2th_2byte: {
    good: 15,
    bad: 0,
    first: { reading: reading(142_439n, 2_017_197n, -311), meterSerial: '1DZG0040051478', ...BOTH },
  },
  dzg_dwsb20_2th_3byte: {
    good: 14,
    bad: 2,
    first: { reading: reading(142_429n, 2_016_204n, -789), meterSerial: '1DZG0040051478', ...BOTH },
  },
  'eBZ_DD3_DD3BZ06DTA-SMZ1_without_PIN': {
    good: 2,
    bad: 0,
    first: { reading: reading(4_469_000n, 0n, 0), meterSerial: '1EBZ0101068152', ...NO_POWER },
  },
};

const absent = !existsSync(CAPTURES);
const names = absent ? [] : readdirSync(CAPTURES).flatMap((file) => (file.endsWith('.bin') ? [file.slice(0, -'.bin'.length)] : []));

describe('what SML meters sent', () => {
  it.runIf(absent)('is not here: captures are kept outside the repository, so nothing was checked', () => {
    expect(absent).toBe(true);
  });

  it.skipIf(absent)('is all expected', () => {
    expect([...names].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.skipIf(absent).each(names)('%s: every good frame is read, every bad one refused', (name) => {
    const { frames } = createSmlFramer({ maxLength: 2048 }).push(readFileSync(`${CAPTURES}${name}.bin`));
    const results = frames.map((frame) => decodeSml(frame));
    const good = results.filter((result) => result.ok);
    const bad = results.filter((result) => !result.ok);
    const { first, ...counts } = EXPECTED[name] ?? { good: -1, bad: -1 };
    expect({ good: good.length, bad: bad.length }).toEqual(counts);
    expect(bad.every((result) => result.code === 'CRC_MISMATCH')).toBe(true);
    if (first !== undefined) expect(good[0]?.value).toEqual({ ...first, integrity: 'crc' });
  });

  it.skipIf(absent).each(names)('%s: a flipped bit is refused anywhere in the first frame', (name) => {
    const framer = createSmlFramer({ maxLength: 2048 });
    const frame = framer.push(readFileSync(`${CAPTURES}${name}.bin`)).frames.find((one) => decodeSml(one).ok);
    if (frame === undefined) return expect(EXPECTED[name]?.good).toBe(0);
    for (let bit = 0; bit < 8 * frame.length; bit += 1) {
      const flipped = frame.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      if (decodeSml(flipped).ok) expect.fail(`bit ${bit} was not told`);
    }
    return undefined;
  });
});
