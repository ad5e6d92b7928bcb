import { describe, expect, it } from 'vitest';
import { decodeDlmsApdu } from './dlms.ts';

/** Lists that github.com/UtilitechAS/amsreader-firmware publishes in frames/ without their frames, behind the head of a notification. */
const decode = (list: string) => decodeDlmsApdu(Buffer.from(`0f0000000000${list.replace(/\s/g, '')}`, 'hex'), {}, 'crc');

const ISKRA_SLOVENIA_POWER = `0212 091049534b31303330373839333735363036 09083136383230303035 0600000571 0600000000 0600000000 06000002e2
  12094b 12094b 1208f8 120067 12007d 120255 0600000010 0600000033 060000052d 0600000000 0600000000 0600000000`;
const ISKRA_SLOVENIA_ENERGY = `020c 091049534b31303330373839333735363036 09083136383230303036 1601 09020001 060000ce65 0600003519 060000994c
  060002b707 0600013317 06000183f0 060001a56a 060000a8f5`;
const ISKRA_CROATIA = `0221 09083932303239363931 090417372800 090507e90c1305 06006c285a 06004b761a 060020b240 06005868aa 060057a162 060000c748
  060017eed7 060012f55c 060000d96a 0600153684 060000017e 0600000000 120379 060000007f 06000000bd 0600000041 0600000000 0600000000
  0600000000 120954 120935 120949 120037 120059 12004d 0600004362 01011224b8 01011224b8 01011224b8 0301`;
/** frames/KamstrupOmnipower_Bornholm_DK_5digitVoltage_9sep25.log, the first. */
const KAMSTRUP_CENTIVOLT = `0219 0a0e4b616d73747275705f5630303031 09060101000005ff 0a1035373036353637323830343633393931 09060101600101ff
  0a12363834313133384 24e32343331303130313 0 09060101010700ff 0600000251 09060101020700ff 0600000000 09060101030700ff 060000001b
  09060101040700ff 06000000aa 090601011f0700ff 06000000fc 09060101330700ff 0600000014 09060101470700ff 0600000024
  09060101200700ff 1256b7 09060101340700ff 12572a 09060101480700ff 125731`;

describe('lists of makers', () => {
  it.each<[string, string, object]>([
    ['Iskraemeco in Slovenia, power', ISKRA_SLOVENIA_POWER, { reading: { powerW: 1393, voltageMv: 235_133 }, meterSerial: '16820005' }],
    [
      'Iskraemeco in Slovenia, energy: the total is the sum of both tariffs',
      ISKRA_SLOVENIA_ENERGY,
      { reading: { importWh: 52_837n, exportWh: 177_927n }, meterSerial: '16820006', powerIsPresent: false },
    ],
    [
      'Iskraemeco in Croatia',
      ISKRA_CROATIA,
      { reading: { importWh: 7_088_218n, exportWh: 5_793_962n, powerW: 382, voltageMv: 237_400 }, meterSerial: '92029691' },
    ],
    [
      "Kamstrup's newer meters: hundredths of a volt",
      KAMSTRUP_CENTIVOLT,
      { reading: { powerW: 593, voltageMv: 222_780 }, meterSerial: '5706567280463991', importIsPresent: false },
    ],
  ])('%s', (_, list, expected) => {
    expect(decode(list)).toMatchObject({ ok: true, value: expected });
  });

  it.each<[string, string, string]>([
    ['as many members as a list of Kaifa, under no name of theirs', `0209${'0600000001'.repeat(9)}`, 'FORMAT_UNSUPPORTED'],
    ['nothing', '0200', 'FORMAT_UNSUPPORTED'],
    ['a register of all ones', '0202 09060100010800ff 06ffffffff', 'VALUE_INVALID'],
    ['a register in watts', '0203 09060100010800ff 0600000001 02020f00161b', 'VALUE_INVALID'],
    ['a register below zero', '0202 09060100010800ff 05ffffffff', 'VALUE_INVALID'],
    ['a scaler out of reason', '0203 09060100010800ff 0600000001 02020f40161e', 'VALUE_INVALID'],
    ['lists in lists without end', '0201'.repeat(20), 'FRAME_MALFORMED'],
  ])('%s is refused', (_, list, code) => {
    expect(decode(list)).toMatchObject({ ok: false, code });
  });
});
