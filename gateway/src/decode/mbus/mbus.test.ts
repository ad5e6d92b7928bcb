import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMbusFramer } from '../../framing/index.ts';
import { decodeMbusReadout } from './mbus.ts';

/**
 * Telegrams of real meters as rscada/libmbus has them under test/test-frames (BSD-3-Clause; the frames are facts), and what its
 * normalised XML beside each says.
 */
const PUBLISHED: readonly (readonly [name: string, hex: string, expected: object])[] = [
  [
    'ABB Delta: a register of zero, error flags behind the unit, another telegram to follow',
    `68989868 08 01 72 12345678 4204 02 02 45 00 0000
     0E8400000000000000 8E108400000000000000 8E208400000000000000 8EB0008400000000000000 8E80108400000000000000
     8E80408400000000000000 8E90408400000000000000 8EA0408400000000000000 8EB0408400000000000000 8E80508400000000000000
     01FF930000 0CFF9200000000 01 07FD97000000000000000000 01FF980000 1F 75 16`,
    { importWh: 0n, importIsPresent: true, exportIsPresent: false, serial: 'ABB78563412', powerIsPresent: false },
  ],
  [
    'Saia-Burgess ALE3: the sum of two tariffs, phases behind a maker’s extension, reactive power in subunit 1',
    `68929268 08 28 72 55000019 434C 16 02 BF 00 0000
     8C100493020000 8C110493020000 8C200406000000 8C210406000000 02FDC9FF01DF00 02FDDBFF010000 02ACFF010000 8240ACFF010000
     02FDC9FF020000 02FDDBFF020000 02ACFF020000 8240ACFF020000 02FDC9FF030000 02FDDBFF030000 02ACFF030000 8240ACFF030000
     02FF680000 02ACFF000000 8240ACFF000000 01FF1400 0A 16`,
    { importWh: 2990n, powerW: 0, voltageMv: 223_000, serial: 'SBC19000055', powerIsPresent: true },
  ],
  [
    'EMU Professional 3/75: negative power, reactive energy in subunit 2, minima and maxima of voltage',
    `68F4F468 08 00 72 29260300 B515 10 02 02 00 0000 0C7829260300 84100354050000 84200300000000 84904003AE1E0000
     84A0400300000000 04ABFF01FEFFFFFF 04ABFF0200000000 04ABFF0300000000 042BFEFFFFFF 848040ABFF010E000000
     848040ABFF0200000000 848040ABFF0300000000 8480402B0E000000 02FDC8FF01D108 02FDC8FF020000 02FDC8FF030000
     22FDC8FF015207 22FDC8FF020000 22FDC8FF030000 12FDC8FF016A09 12FDC8FF020000 12FDC8FF030000 03FDD9FF01BEFFFF
     03FDD9FF02000000 03FDD9FF03000000 03FD59BEFFFF 01FFE1FF010D 01FFE1FF0200 01FFE1FF0300 02FF52F401 02FD603800
     01FD1700 74 16`,
    { importWh: 1364n, powerW: -2, voltageMv: 225_700, frequencyMhz: 50_000, serial: 'EMU00032629' },
  ],
  [
    'Finder 7E.23: one phase',
    `68383868 08 19 72 07620023 2E19 23 02 92 00 0000 8C100468281700 8C110468281700 02FDC9FF01E600 02FDDBFF010600 02ACFF010900
     8240ACFF01FDFF 5B 16`,
    { importWh: 1_728_680n, powerW: 90, voltageMv: 230_000, serial: 'FIN23006207' },
  ],
  [
    'EMH DIZ: one tariff, a power of the last period only',
    '68212168 08 01 72 02376200 A815 00 02 07 00 0000 8C100409040000 C4002A00000000 01FD1700 8C 16',
    { importWh: 4090n, powerIsPresent: false, serial: 'EMH00623702' },
  ],
  [
    'a meter that names no maker: three phases',
    `68929268 08 02 72 E5020005 0000 12 02 25 00 0000 8C100454020000 8C110454020000 8C200428414400 8C210428414400 02FDC9FF01E900
     02FDDBFF010100 02ACFF010000 8240ACFF010000 02FDC9FF02EA00 02FDDBFF020000 02ACFF020000 8240ACFF020000 02FDC9FF03EB00
     02FDDBFF030100 02ACFF030000 8240ACFF030000 02FF680000 02ACFF000000 8240ACFF000000 01FF1304 E9 16`,
    { importWh: 4_443_820n, voltageMv: 234_000, powerW: 0 },
  ],
  [
    'NZR DHZ 5/63: its register again behind an extension of its own',
    '68323268 08 05 72 08061030 523B 01 02 01 00 0000 0403FA040000 04837FFA040000 02FD484409 02FD5B0000 022B0000 0C7808061030 0F0E 71 16',
    { importWh: 1274n, powerW: 0, voltageMv: 237_200, serial: 'NZR30100608', exportIsPresent: false },
  ],
  [
    'Gossen Metrawatt EMMOD 206: two tariffs, everything else in subunits',
    `68919168 08 03 72 78563412 A31D E6 02 02 00 0000 8240FD486003 828040FD48BF03 82C040FD482004 8240FD59BD03 828040FD591F04
     82C040FD597E04 82402BE000 82402B36FF 84100494280000 842004983A0000 845004BF4E0000 846004A8610000 849040048B750000 84A04004B8880000
     84D040042D9D0000 84E04004C8AF0000 82412BE000 82422B0000 82432B0000 82442BCA00 42 16`,
    { importWh: 253_880n, exportIsPresent: false, powerIsPresent: false, voltageMv: 95_967, serial: 'GMC12345678' },
  ],
  [
    'Janitza UMG 96S: six bytes, tariffs beside their total',
    `68F7F768 08 01 72 37211057 2E28 09 02 02 00 0000 06047E1800000000 8610047E1800000000 862004000000000000 864004280000000000
     865004000000000000 866004280000000000 868040 04921800000000 84402400000000 8480402400000000 84C0402400000000 848080402400000000
     84C080402400000000 8480C0402400000000 0424FA4F0000 84808040FD5900000000 84C080402B00000000 8480C0402B00000000 84C0C0402B00000000
     8440FD48C8080000 848040FD48ED030000 84C040FD48EC030000 8440FD5900000000 848040FD5900000000 84C040FD5900000000 84402B00000000
     8480402B00000000 84C0402B00000000 0F 25 16`,
    { importWh: 62_700n, voltageMv: 141_900, serial: 'JAN57102137' },
  ],
  [
    'Kamstrup 382: kWh, a maximum beside the power of now',
    `68464668 08 78 72 20918314 2D2C 01 02 04 00 0000 040600000000 042209000000 042B00000000 142B00000000 845006 00000000 846006 00000000
     0F00000000000000000000000000000010 24 16`,
    { importWh: 0n, importIsPresent: true, powerW: 0, powerIsPresent: true, serial: 'KAM14839120' },
  ],
  [
    'Eastron SDM630 behind a Relay adapter: no energy in this telegram',
    `68909068 08 0A 72 78653421 2440 01 02 55 00 0000 0BFD47563412 0BFD47563412 0BFD47563412 0BFD47563412 0BFD47563412
     0BFD47563412 0BFD59563412 0BFD59563412 0BFD59563412 0BFD59563412 0B2A563412 0B2A563412 0B2A563412 0B2A563412
     0BFD3A563412 0BFD3A563412 0BFD3A563412 0BFD3A563412 0AFD3A0005 0AFD3A0500 0AFD3A0500 0AFD3A0500 0AFD3A5000 4D 16`,
    { importIsPresent: false, exportIsPresent: false, powerW: 12_346, voltageMv: 1_234_560, serial: 'PAD21346578' },
  ],
];
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const FINDER = bytesOf(PUBLISHED[3]?.[1] ?? '');

/** A telegram with these records, of an electricity meter 12345678 of a maker. */
function telegram(records: string, manufacturer = '4204', medium = '02', status = '00'): Uint8Array {
  const body = bytesOf(`08 01 72 78563412 ${manufacturer} 02 ${medium} 45 ${status} 0000 ${records}`);
  const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
  return Uint8Array.from([0x68, body.length, body.length, 0x68, ...body, sum, 0x16]);
}
const read = (bytes: Uint8Array) => {
  const report = decodeMbusReadout(bytes);
  return report.ok ? { ...report.value, ...report.value.reading, serial: report.value.meterSerial } : report;
};

describe('decodeMbusReadout', () => {
  it.each(PUBLISHED)('reads %s', (_name, hex, expected) => {
    const { frames, discarded } = createMbusFramer({ maxLength: 261 }).push(bytesOf(hex));
    expect([frames.length, discarded]).toEqual([1, 0]);
    expect(read(frames[0] ?? new Uint8Array())).toMatchObject({ integrity: 'checksum', time: undefined, ...expected });
  });

  it.each<[says: string, bytes: Uint8Array, expected: object]>([
    [
      'export by the negative contribution',
      telegram('0483 3B 10270000 0483 3C E8030000'),
      { importWh: 10_000n, exportWh: 1000n, exportIsPresent: true },
    ],
    ['ABB’s export in subunit 1', telegram('0E84 00 112233000000 8E4084 00 445500000000'), { importWh: 33_221_10n, exportWh: 55_440n }],
    [
      'ABB’s phases and frequency',
      telegram('04A900 A0860100 04A9FF8100 50C30000 04FDC8FF8100 FC080000 04FDC8FF8200 00090000 0AFFD900 0150'),
      { powerW: 1000, voltageMv: 230_200, frequencyMhz: 50_010 },
    ],
    [
      'another maker’s subunit 1 as none of ours',
      telegram('0403 E8030000 844003 10270000', 'B515'),
      { importWh: 1000n, exportIsPresent: false },
    ],
    ['a unit of a tenth of a MWh', telegram('04FB00 0A000000'), { importWh: 1_000_000n }],
    ['tenths of a Wh, floored', telegram('0402 0F000000'), { importWh: 1n }],
    ['a register of 32 real bits', telegram('0506 00009A42'), { importWh: 77_000n }],
    [
      'two telegrams of one meter',
      Uint8Array.from([...telegram('0403 E8030000 1F'), ...telegram('022B 6400')]),
      { importWh: 1000n, powerW: 100 },
    ],
    [
      'a telegram that came twice once: tariffs and phases',
      Uint8Array.from(Array.from({ length: 2 }, () => [...telegram('841003 E8030000 842003 E8030000 02ABFF01 6400 02ABFF02 6400')]).flat()),
      { importWh: 2000n, powerW: 200 },
    ],
    ['the meter’s own error', telegram('0403 E8030000', '4204', '02', '02'), { status: 4 }],
    ['an invalid number as none', telegram('0403 00000080'), { importIsPresent: false }],
    ['BCD that is none as none', telegram('0C03 EEEEEEEE'), { importIsPresent: false }],
  ])('takes %s', (_says, bytes, expected) => {
    expect(read(bytes)).toMatchObject(expected);
  });

  it.each<[says: string, bytes: Uint8Array, code: string]>([
    ['a heat meter', telegram('0406 E8030000', '4204', '04'), 'FORMAT_UNSUPPORTED'],
    ['negative energy', telegram('0403 FFFFFFFF'), 'VALUE_INVALID'],
    ['a record that is cut off', telegram('0403 E803'), 'FRAME_TRUNCATED'],
    ['nothing', new Uint8Array(), 'FRAME_TRUNCATED'],
    ['two meters', Uint8Array.from([...telegram('0403 E8030000'), ...FINDER]), 'METER_UNKNOWN'],
    ['fixed data', Uint8Array.from([0x68, 3, 3, 0x68, 8, 1, 0x73, 0x7c, 0x16]), 'FORMAT_UNSUPPORTED'],
  ])('refuses %s', (_says, bytes, code) => {
    expect(decodeMbusReadout(bytes)).toMatchObject({ ok: false, code });
  });

  it('refuses every flipped bit', () => {
    for (let bit = 0; bit < FINDER.length * 8; bit += 1) {
      const flipped = Uint8Array.from(FINDER, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(decodeMbusReadout(flipped).ok).toBe(false);
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        decodeMbusReadout(noise);
        decodeMbusReadout(telegram(Buffer.from(noise).toString('hex')));
      }),
    );
  });
});
