import { STATUS_BIT } from '@joulegate/protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDlt645 } from './dlt645.ts';
import { decodeDlt645Readout } from './dlt645-readout.ts';

const ADDRESS = '012345678901';

/** A frame built by hand: sum and offset as DL/T 645-2007 5.2 says; `data` is plain, lowest byte first. */
function build(control: number, data: string, address = ADDRESS): Buffer {
  const plain = Buffer.from(data.replaceAll(' ', ''), 'hex');
  const body = Buffer.concat([
    Buffer.of(0x68),
    Buffer.from(address, 'hex').reverse(),
    Buffer.of(0x68, control, plain.length),
    plain.map((byte) => byte + 0x33),
  ]);
  return Buffer.concat([
    body,
    Buffer.of(
      body.reduce((sum, byte) => (sum + byte) & 0xff, 0),
      0x16,
    ),
  ]);
}
/** A reply of 2007 or 1997 to an identifier, value highest byte first. */
const reply = (identifier: string, value: string) =>
  build(
    identifier.length === 8 ? 0x91 : 0x81,
    Buffer.concat([Buffer.from(identifier, 'hex').reverse(), Buffer.from(value.replaceAll(' ', ''), 'hex').reverse()]).toString('hex'),
  );

describe('decodeDlt645', () => {
  it.each<[string, string, string, [string, string | undefined, string][]]>([
    ['forward active energy', '00010000', '00123456', [['00010000', '001234.56', 'kWh']]],
    ['combined active energy, negative', '00000000', '80000150', [['00000000', '-000001.50', 'kWh']]],
    ['power, negative', '02030000', '804321', [['02030000', '-00.4321', 'kW']]],
    ['frequency', '02800002', '4998', [['02800002', '49.98', 'Hz']]],
    [
      'a block of tariffs',
      '0001FF00',
      '00000002 00000001',
      [
        ['00010000', '000000.01', 'kWh'],
        ['00010100', '000000.02', 'kWh'],
      ],
    ],
    [
      'a block of billing periods',
      '000100FF',
      '00000002 00000001',
      [
        ['00010000', '000000.01', 'kWh'],
        ['00010001', '000000.02', 'kWh'],
      ],
    ],
    [
      'a block of phases of which one is there',
      '0201FF00',
      'FFFF FFFF 2301',
      [
        ['02010100', '230.1', 'V'],
        ['02010200', undefined, 'V'],
        ['02010300', undefined, 'V'],
      ],
    ],
    ['a sentinel of EE', '00010000', 'EEEEEEEE', [['00010000', undefined, 'kWh']]],
    ['date and weekday', '04000101', '26011504', [['04000101', '26011504', '']]],
    ['a status word', '04000501', 'A0F1', [['04000501', 'A0F1', '']]],
    ['text', '0400040B', Buffer.from('DDS102\0\0\0\0').toString('hex'), [['0400040B', 'DDS102', '']]],
    ['nothing of an unknown identifier', '04999999', '01', []],
    ['energy of 1997', '9010', '00958015', [['9010', '009580.15', 'kWh']]],
    [
      'a block of 1997 and its end mark',
      '902F',
      'AA 00000002 00000001',
      [
        ['9020', '000000.01', 'kWh'],
        ['9021', '000000.02', 'kWh'],
      ],
    ],
    ['whole volts of 1997', 'B611', '0221', [['B611', '0221', 'V']]],
    ['tenths of volts of 1997', 'B611', '2213', [['B611', '221.3', 'V']]],
    ['power of 1997', 'B630', '012345', [['B630', '01.2345', 'kW']]],
  ])('reads %s', (_name, identifier, value, expected) => {
    expect(decodeDlt645(reply(identifier, value))).toMatchObject({
      ok: true,
      value: {
        version: identifier.length === 8 ? '2007' : '1997',
        address: ADDRESS,
        isReply: true,
        identifier,
        values: expected.map(([of, text, unit]) => ({ identifier: of, text, unit })),
      },
    });
  });

  it('reads an address reply, a request, a confirmation and the rest of a block', () => {
    expect(decodeDlt645(build(0x93, '019078563412'))).toMatchObject({
      value: { values: [{ identifier: '04000401', text: '123456789001' }] },
    });
    expect(decodeDlt645(build(0x13, '', 'AAAAAAAAAAAA'))).toMatchObject({ value: { address: 'AAAAAAAAAAAA', isReply: false } });
    expect(decodeDlt645(build(0x94, ''))).toMatchObject({ ok: true, value: { identifier: undefined, values: [] } });
    expect(decodeDlt645(build(0xb1, '00FF0100 01000000 0200'))).toMatchObject({
      value: { hasMore: true, values: [{ text: '000000.01' }] },
    });
    expect(decodeDlt645(build(0x92, '00FF0100 01000000 01'))).toMatchObject({ value: { hasMore: false, values: [{ text: '000000.01' }] } });
  });

  it.each<[string, Uint8Array, string, RegExp]>([
    ['an error reply of 2007', build(0xd1, '04'), 'DEVICE_EXCEPTION', /012345678901.*D1 with 04 \(password wrong or not authorised\)/],
    ['an error reply of 1997', build(0xc1, '02'), 'DEVICE_EXCEPTION', /C1 with 02 \(no such data\)/],
    ['an error reply without a word', build(0xd1, ''), 'DEVICE_EXCEPTION', /no error word/],
    ['a wrong sum', reply('00010000', '00000001').fill(0, 18, 19), 'CRC_MISMATCH', /check sum/],
    ['a short frame', reply('00010000', '00000001').subarray(0, 15), 'FRAME_TRUNCATED', /20 bytes expected, got 15/],
    ['nothing', new Uint8Array(), 'FRAME_TRUNCATED', /got 0/],
    ['a frame with a tail', Buffer.concat([reply('00010000', '00000001'), Buffer.of(0)]), 'FRAME_MALFORMED', /got 21/],
    ['another start', Buffer.of(0x10, 0x68), 'FRAME_MALFORMED', /68 expected first, got 10/],
    ['another length than the item has', reply('00010000', '000001'), 'VALUE_INVALID', /4 bytes expected, got 3/],
    ['digits that are none', reply('00010000', '0000000A'), 'VALUE_INVALID', /BCD/],
    ['a reply without its identifier', build(0x91, '0000'), 'FRAME_TRUNCATED', /identifier/],
  ])('refuses %s', (_name, frame, code, message) => {
    expect(decodeDlt645(frame)).toMatchObject({ ok: false, code, message: expect.stringMatching(message) });
  });

  it('refuses any flipped bit, and never throws at noise', () => {
    const whole = reply('00010000', '00123456');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        expect(decodeDlt645(whole.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte)))).toMatchObject({ ok: false });
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => void decodeDlt645(noise)));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 30 }),
        (control, data) => void decodeDlt645(build(control, Buffer.from(data).toString('hex'))),
      ),
    );
  });
});

const CYCLE = [
  reply('00010000', '00123456'),
  reply('00020000', '00000789'),
  reply('02030000', '801505'),
  reply('02010100', '2301'),
  reply('02010200', 'FFFF'),
  reply('02010300', '2306'),
  reply('02800002', '4998'),
  reply('04000101', '26011504'),
  reply('04000102', '203015'),
];

describe('decodeDlt645Readout', () => {
  const expected = {
    reading: {
      time: BigInt(Date.UTC(2026, 0, 15, 12, 30, 15) / 1000),
      importWh: 1234560n,
      exportWh: 7890n,
      powerW: -151,
      voltageMv: 230350,
      frequencyMhz: 49980,
      status: 0,
    },
    meterSerial: ADDRESS,
    importIsPresent: true,
    exportIsPresent: true,
    powerIsPresent: true,
    integrity: 'checksum',
  };

  it('combines the replies of a cycle, apart or joined, with wake-up bytes and requests between', () => {
    expect(decodeDlt645Readout(CYCLE)).toEqual({ ok: true, value: expected });
    const between = Buffer.concat([Buffer.from('fefefefe', 'hex'), build(0x11, '00000100')]);
    expect(decodeDlt645Readout([Buffer.concat(CYCLE.flatMap((frame) => [between, frame]))])).toEqual({ ok: true, value: expected });
  });

  it('reads 1997', () => {
    const frames = [
      reply('9010', '00123456'),
      reply('B630', '001505'),
      reply('B611', '0230'),
      reply('C010', '26011504'),
      reply('C011', '203015'),
    ];
    expect(decodeDlt645Readout(frames)).toMatchObject({
      ok: true,
      value: { reading: { time: expected.reading.time, importWh: 1234560n, powerW: 151, voltageMv: 230000 }, exportIsPresent: false },
    });
  });

  it('sums tariffs where no total is there', () => {
    expect(decodeDlt645Readout([reply('00010100', '00000100'), reply('00010200', '00000250')])).toMatchObject({
      ok: true,
      value: { reading: { importWh: 3500n }, powerIsPresent: false },
    });
  });

  it('tells no time within a minute after midnight, nor of a clock never set', () => {
    const at = (date: string, time: string) =>
      decodeDlt645Readout([CYCLE[0] ?? Buffer.of(), reply('04000101', date), reply('04000102', time)]);
    expect(at('26011504', '000059')).toMatchObject({ value: { reading: { time: undefined, status: 0 } } });
    expect(at('26011504', '000100')).toMatchObject({ value: { reading: { time: expect.any(BigInt) } } });
    expect(at('00000000', '101010')).toMatchObject({ value: { reading: { time: undefined, status: STATUS_BIT.clockUnset } } });
  });

  it.each<[string, Uint8Array[], string, RegExp]>([
    ['no register', [reply('02010100', '2301')], 'VALUE_INVALID', /00010000.*got 02010100/],
    ['a sentinel for energy', [reply('00010000', 'FFFFFFFF')], 'VALUE_INVALID', /sentinel/],
    ['two meters', [reply('00010000', '00000001'), build(0x91, '00000200 01000000', '999999999999')], 'METER_UNKNOWN', /999999999999/],
    ['two answers', [reply('00010000', '00000001'), reply('00010000', '00000002')], 'VALUE_INVALID', /once/],
    ['an error reply', [build(0xd1, '02')], 'DEVICE_EXCEPTION', /no such data/],
    ['a broken frame', [reply('00010000', '00000001').fill(0, 18, 19)], 'CRC_MISMATCH', /sum/],
    ['half a frame', [reply('00010000', '00000001').subarray(0, 12)], 'FRAME_TRUNCATED', /12/],
    ['nothing', [], 'VALUE_INVALID', /no value/],
  ])('refuses %s', (_name, frames, code, message) => {
    expect(decodeDlt645Readout(frames)).toMatchObject({ ok: false, code, message: expect.stringMatching(message) });
  });
});
