import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createP1Framer } from '../../framing/index.ts';
import { decodeP1 } from './p1.ts';

/**
 * Telegrams of real meters, kept outside the repository: github.com/ndokter/dsmr_parser (MIT), commit fa20ee4,
 * test/example_telegrams.py; github.com/athombv/node-dsmr-parser (ISC), commit 997a0f5, tests/telegrams;
 * github.com/esphome-libs/dsmr_parser (MIT), commit a200271. Expected values were read off the telegrams by eye.
 */
const CAPTURES = fileURLToPath(new URL('../../../../../shared/captures/', import.meta.url));
const at = (...time: [number, number, number, number, number, number]): bigint =>
  BigInt(Date.UTC(time[0], time[1] - 1, ...(time.slice(2) as [number, number, number, number])) / 1000);

const EXPECTED: Readonly<Record<string, object>> = {
  V2_2: {
    reading: { time: undefined, importWh: 2002n, exportWh: 2002n, powerW: 1010, voltageMv: 0 },
    meterSerial: '00000000000000',
    integrity: 'none',
  },
  V3: {
    reading: { time: undefined, importWh: 24691356n, exportWh: 24691356n, powerW: 1190 },
    meterSerial: 'K8EG004046395507',
    integrity: 'none',
  },
  V4_2: {
    reading: { time: at(2016, 11, 13, 19, 57, 57), importWh: 3016829n, exportWh: 0n, powerW: 2027, voltageMv: 0 },
    meterSerial: '3960221976967177082151037881335713',
  },
  V5: {
    reading: { time: at(2017, 1, 2, 18, 20, 2), importWh: 6825n, exportWh: 2444n, powerW: 244, voltageMv: 229667 },
    meterSerial: 'K8EG004046395507',
    integrity: 'crc',
  },
  FLUVIUS_V171: {
    reading: { time: at(2020, 5, 12, 11, 54, 9), importWh: 15792n, exportWh: 11n, powerW: 0, voltageMv: 234700 },
    meterSerial: '1SAG3101021605',
  },
  ISKRA_IE: {
    reading: { time: at(2023, 2, 2, 11, 27, 47), importWh: 20363n, exportWh: 20563n, powerW: -100, voltageMv: 242500 },
    meterSerial: '09610',
  },
  SAGEMCOM_T210_D_R: {
    reading: { time: at(2022, 10, 6, 13, 50, 14), importWh: 6545766n, exportWh: 58n, powerW: 286 },
    meterSerial: undefined,
  },
  V5_EON_HU: {
    reading: {
      time: at(2023, 7, 24, 13, 7, 30),
      importWh: 173640n,
      exportWh: 627177n,
      powerW: -2601,
      voltageMv: 240233,
      frequencyMhz: 50000,
    },
    meterSerial: '890082200002160',
  },
  ESY5Q3DB1024_V304: {
    reading: { time: undefined, importWh: 52185782n, exportWh: 19949322n, powerW: 2125 },
    meterSerial: '1ESY1313002565',
    integrity: 'none',
  },
  ESY5Q3DA1004_V304: { integrity: 'none' },
  FLUVIUS_V171_ALT: { integrity: 'crc' },
  V5_TWO_MBUS: { integrity: 'crc' },
};
/** A heat meter's telegram without electricity: the CRC without leading zero is accepted, there is no energy of ours in it. */
const WITHOUT_ELECTRICITY = 'UNPADDED_CRC';

const folder = `${CAPTURES}dsmr_parser/txt/`;
const absent = !existsSync(folder);
const names = absent ? [] : readdirSync(folder).map((file) => file.replace(/^TELEGRAM_(.*)\.txt$/, '$1'));

describe('published telegrams', () => {
  it.runIf(absent)('are not here: captures are kept outside the repository, so nothing was checked', () => {
    expect(absent).toBe(true);
  });

  it.skipIf(absent)('are all expected', () => {
    expect([...names].sort()).toEqual([...Object.keys(EXPECTED), WITHOUT_ELECTRICITY].sort());
  });

  it.skipIf(absent).each(names)('%s is framed and read', (name) => {
    const framer = createP1Framer({ maxLength: 8192 });
    const { frames } = framer.push(readFileSync(`${folder}TELEGRAM_${name}.txt`));
    expect(frames).toHaveLength(1);
    const result = decodeP1(frames[0] ?? new Uint8Array());
    if (name === WITHOUT_ELECTRICITY) expect(result).toMatchObject({ ok: true, value: { importIsPresent: false, exportIsPresent: false } });
    else expect(result).toMatchObject({ ok: true, value: EXPECTED[name] });
  });

  it.skipIf(!existsSync(`${CAPTURES}esphome-dsmr/test_data/encrypted_packet.bin`))('that are encrypted are refused by name', () => {
    const packet = readFileSync(`${CAPTURES}esphome-dsmr/test_data/encrypted_packet.bin`);
    expect(decodeP1(packet)).toMatchObject({ ok: false, code: 'FRAME_MALFORMED', message: expect.stringContaining('encrypted') });
  });

  const dlms = `${CAPTURES}node-dsmr-parser/dlms/`;
  const dumps = existsSync(dlms) ? readdirSync(dlms).filter((file) => file.endsWith('.txt')) : [];
  it.skipIf(dumps.length === 0).each(dumps)('in DLMS (%s) are refused by name', (file) => {
    const frame = Buffer.from(readFileSync(dlms + file, 'latin1').replace(/\s/g, ''), 'hex');
    expect(decodeP1(frame)).toMatchObject({ ok: false, code: 'FRAME_MALFORMED', message: expect.stringContaining('HDLC') });
  });
});
