import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, type MeterReport, type ModbusRequest, type Result, refuse } from '../../domain/index.ts';
import { pollRegisterMap } from './poll-register-map.ts';
import { parseRegisterMap, type RegisterMap } from './register-map.ts';

const at = (functionCode: 3 | 4, address: number, type: string, more: object = {}) => ({ function: functionCode, address, type, ...more });

function mapOf(readings: object, more: object = {}): RegisterMap {
  const parsed = parseRegisterMap({
    maker: 'Maker',
    model: 'Model',
    manual: { title: 'Manual', pages: '1' },
    protocol: ['rtu'],
    defaults: { unitId: 1 },
    role: 'meter',
    vectors: [{ source: 'Manual, page 1', kind: 'derived', registers: { '3:0x0000': '0000' }, expected: { importWh: 0 } }],
    ...more,
    readings,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

const energy = (address: number, more: object = {}) => at(3, address, 'u32', { unit: 'Wh', ...more });

/** Answers with the words given by function and address; what is not given is refused as a device would. */
function poll(map: RegisterMap, words: Readonly<Record<string, string>>): { result: Result<MeterReport>; requests: ModbusRequest[] } {
  const requests: ModbusRequest[] = [];
  const conversation = pollRegisterMap(map, 'crc');
  let step = conversation.next();
  while (step.done !== true) {
    requests.push(step.value);
    if (step.value.type === 'read') {
      const hex = words[`${step.value.functionCode}:${step.value.address}`];
      step = conversation.next(
        hex === undefined
          ? refuse('DEVICE_EXCEPTION', 'exception 2')
          : accept(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))),
      );
    } else step = conversation.next(accept(new Uint8Array()));
  }
  return { result: step.value, requests };
}

const meter = { importWh: energy(0), exportWh: energy(2) };
/** The meter's energies, and what stands at 3:0x0009. */
const beside = (hex: string) => ({ '3:0': '0000 0001 0000 0002', '3:9': hex });
const u16 = (address: number, more: object) => at(3, address, 'u16', more);

describe('pollRegisterMap', () => {
  it('makes one report of one cycle', () => {
    expect(poll(mapOf(meter), { '3:0': '0000 0001 0000 0002' }).result).toEqual({
      ok: true,
      value: {
        reading: { time: undefined, importWh: 1n, exportWh: 2n, powerW: 0, voltageMv: 0, frequencyMhz: 0, status: 0 },
        meterSerial: undefined,
        importIsPresent: true,
        exportIsPresent: true,
        powerIsPresent: false,
        integrity: 'crc',
      },
    });
  });

  it('leaves the device its pause between requests, not before the first', () => {
    const map = mapOf({ importWh: energy(0), exportWh: energy(9) }, { defaults: { unitId: 1, pauseMs: 50 } });
    expect(poll(map, { '3:0': '0000 0001', '3:9': '0000 0002' }).requests.map((request) => request.type)).toEqual(['read', 'wait', 'read']);
  });

  it.each<[string, object, Record<string, string>, object]>([
    [
      'adds tariffs before it floors',
      { importWh: [u16(0, { unit: 'Wh', scale: '0.5' }), u16(1, { unit: 'Wh', scale: '0.5' })] },
      { '3:0': '0001 0001' },
      { importWh: 1n },
    ],
    ['floors import', { importWh: u16(0, { unit: 'Wh', scale: '0.1' }) }, { '3:0': '0013' }, { importWh: 1n }],
    ['floors export', { exportWh: u16(0, { unit: 'Wh', scale: '0.1' }) }, { '3:0': '0013' }, { exportWh: 1n }],
    [
      'takes the 0.7 kWh of a binary32 for what it is, less than 700 Wh',
      { importWh: at(3, 0, 'f32', { unit: 'kWh' }) },
      { '3:0': '3f33 3333' },
      { importWh: 699n },
    ],
    [
      'subtracts where the scale is negative',
      { importWh: [energy(0), energy(2, { scale: '-1' })] },
      { '3:0': '0000 0009 0000 0002' },
      { importWh: 7n },
    ],
    [
      'joins a coarse and a fine register',
      { importWh: [energy(0, { unit: 'MWh' }), energy(2)] },
      { '3:0': '0000 0003 0000 0004' },
      { importWh: 3_000_004n },
    ],
    ['keeps all 64 bits', { importWh: at(3, 0, 'u64', { unit: 'Wh' }) }, { '3:0': 'ffff ffff ffff fffe' }, { importWh: (1n << 64n) - 2n }],
    [
      'rounds power to the nearest',
      { ...meter, powerW: at(3, 9, 's16', { unit: 'W', scale: '0.1', sign: 'export-positive' }) },
      beside('000f'),
      { powerW: -2 },
    ],
    [
      'takes power of two directions together',
      {
        ...meter,
        powerW: [u16(9, { unit: 'W', sign: 'import-positive' }), u16(10, { unit: 'W', sign: 'export-positive' })],
      },
      beside('0000 0005'),
      { powerW: -5 },
    ],
    [
      'averages the phases that have voltage',
      { ...meter, voltageMv: [u16(9, { unit: 'V' }), u16(10, { unit: 'V' }), u16(11, { unit: 'V' })] },
      beside('00e6 00e7 0000'),
      { voltageMv: 230_500 },
    ],
    [
      'multiplies with the transformers’ ratios',
      { importWh: energy(0, { scaleRegisters: [u16(9, { as: 'ratio', scale: '0.1' })] }) },
      { '3:0': '0000 0002', '3:9': '0019' },
      { importWh: 5n },
    ],
    [
      'raises to the exponent',
      { importWh: energy(0, { scaleRegisters: [at(3, 9, 's16', { as: 'exponent' })] }) },
      { '3:0': '0000 0213', '3:9': 'ffff' },
      { importWh: 53n },
    ],
    ['takes a clock', { ...meter, time: at(3, 9, 'u32', { unit: 's' }) }, beside('6800 0000'), { time: 0x68000000n }],
    ['takes a clock never set for none', { ...meter, time: at(3, 9, 'u32', { unit: 's' }) }, beside('0000 0000'), { time: undefined }],
  ])('%s', (_, readings, words, expected) => {
    expect(poll(mapOf(readings), words).result).toMatchObject({ ok: true, value: { reading: expected } });
  });

  it('does without what a device may lack', () => {
    const map = mapOf({ importWh: energy(0), exportWh: energy(2, { optional: true }), meterSerial: at(3, 9, 'u32', { optional: true }) });
    expect(poll(map, { '3:0': '0000 0001' }).result).toMatchObject({
      ok: true,
      value: { exportIsPresent: false, meterSerial: undefined, reading: { exportWh: 0n } },
    });
  });

  const ratio = { scaleRegisters: [u16(9, { as: 'ratio' })] };
  const exponent = { scaleRegisters: [at(3, 9, 's16', { as: 'exponent' })] };
  it.each<[string, object, Record<string, string>, string, string]>([
    ['a refused block', meter, {}, 'DEVICE_EXCEPTION', 'registers 3:0x0000 to 0x0003: exception 2'],
    ['half an answer', meter, { '3:0': '0000 0001' }, 'FRAME_TRUNCATED', '8 bytes expected, got 4'],
    ['a longer answer', meter, { '3:0': '0000 0001 0000 0001 0000' }, 'FRAME_MALFORMED', '8 bytes expected, got 10'],
    ['energy of ones', meter, { '3:0': 'ffff ffff 0000 0001' }, 'VALUE_INVALID', 'importWh at 3:0x0000'],
    [
      'energy that is NaN',
      { importWh: at(3, 0, 'f32', { unit: 'kWh', register: '40001' }) },
      { '3:0': '7fc0 0000' },
      'VALUE_INVALID',
      'importWh at 3:0x0000 (40001)',
    ],
    ['energy that is infinite', { importWh: at(3, 0, 'f32', { unit: 'kWh' }) }, { '3:0': '7f80 0000' }, 'VALUE_INVALID', 'not implemented'],
    [
      'energy beyond 64 bits',
      { importWh: at(3, 0, 'f32', { unit: 'kWh' }) },
      { '3:0': '7f00 0000' },
      'VALUE_INVALID',
      '0 to 18446744073709551615 expected',
    ],
    ['energy below zero', { importWh: at(3, 0, 's32', { unit: 'kWh' }) }, { '3:0': 'ffff ffff' }, 'VALUE_INVALID', 'zero or more expected'],
    [
      'energy below zero hidden in a sum',
      { importWh: [energy(0), at(3, 2, 's32', { unit: 'Wh' })] },
      { '3:0': '0000 0009 ffff ffff' },
      'VALUE_INVALID',
      '3:0x0002',
    ],
    [
      'a difference below zero',
      { importWh: [energy(0), energy(2, { scale: '-1' })] },
      { '3:0': '0000 0001 0000 0002' },
      'VALUE_INVALID',
      '3:0x0000, 3:0x0002',
    ],
    [
      'BCD with a letter',
      { importWh: at(3, 0, 'bcd32', { unit: 'kWh' }) },
      { '3:0': '0000 000a' },
      'VALUE_INVALID',
      'bcd32 expected, got 0000000a',
    ],
    ['a device that has no energy at all', { importWh: energy(0, { optional: true }) }, {}, 'VALUE_INVALID', 'the device has none'],
    [
      'a ratio of zero',
      { importWh: energy(0, ratio) },
      { '3:0': '0000 0001', '3:9': '0000' },
      'VALUE_INVALID',
      'scale register 3:0x0009: got 0000, a ratio above zero expected',
    ],
    [
      'an exponent that is no exponent',
      { importWh: energy(0, exponent) },
      { '3:0': '0000 0001', '3:9': '8000' },
      'VALUE_INVALID',
      'a number expected',
    ],
    [
      'an exponent out of reason',
      { importWh: energy(0, exponent) },
      { '3:0': '0000 0001', '3:9': '0014' },
      'VALUE_INVALID',
      '-12 to 12 expected',
    ],
    [
      'power of a wrong word order',
      { ...meter, powerW: at(3, 9, 'f32', { unit: 'W', sign: 'import-positive' }) },
      beside('7000 0000'),
      'VALUE_INVALID',
      'powerW at 3:0x0009',
    ],
    ['voltage below zero', { ...meter, voltageMv: at(3, 9, 's16', { unit: 'V' }) }, beside('fffe'), 'VALUE_INVALID', 'voltageMv'],
    [
      'a serial that is no text',
      { ...meter, meterSerial: at(3, 9, 'string', { length: 1 }) },
      beside('0141'),
      'VALUE_INVALID',
      'meterSerial at 3:0x0009',
    ],
    [
      'zeros of a device asleep',
      { ...meter, frequencyMhz: u16(9, { unit: 'Hz', neverZero: true }) },
      { '3:0': '0000 0000 0000 0000', '3:9': '0000' },
      'VALUE_INVALID',
      'Maker Model: a device at work expected',
    ],
  ])('refuses %s', (_, readings, words, code, message) => {
    expect(poll(mapOf(readings), words).result).toMatchObject({ ok: false, code, message: expect.stringContaining(message) });
  });

  it('keeps what a device asleep still knows of its energy', () => {
    const map = mapOf({ ...meter, frequencyMhz: u16(9, { unit: 'Hz', neverZero: true }) });
    expect(poll(map, { '3:0': '0000 0001 0000 0000', '3:9': '0000' }).result).toMatchObject({
      ok: true,
      value: { reading: { importWh: 1n } },
    });
  });

  it('passes a timeout on, of what may be missing too', () => {
    const conversation = pollRegisterMap(mapOf({ importWh: energy(0), exportWh: energy(2, { optional: true }) }));
    conversation.next();
    conversation.next(accept(new Uint8Array(4)));
    expect(conversation.next(refuse('DEVICE_TIMEOUT', 'no answer'))).toMatchObject({
      done: true,
      value: { ok: false, code: 'DEVICE_TIMEOUT' },
    });
  });

  it('never throws and never tells energy below zero, whatever the registers hold', () => {
    const map = mapOf({
      importWh: [at(3, 0, 'f64', { unit: 'kWh' }), at(3, 4, 's64', { unit: 'Wh' })],
      exportWh: at(3, 8, 'bcd64', { unit: 'MWh', scale: '0.000001' }),
      powerW: at(3, 12, 'f32', { unit: 'kW', sign: 'export-positive', scaleRegisters: [at(3, 14, 's16', { as: 'exponent' })] }),
      meterSerial: at(3, 15, 'string', { length: 4 }),
    });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 38, maxLength: 38 }), (bytes) => {
        const { result } = poll(map, { '3:0': Buffer.from(bytes).toString('hex') });
        if (result.ok) expect(result.value.reading.importWh >= 0n && result.value.reading.exportWh >= 0n).toBe(true);
      }),
    );
  });
});
