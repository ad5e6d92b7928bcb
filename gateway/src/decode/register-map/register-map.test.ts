import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegisterMap } from './register-map.ts';

const energy = { function: 4, address: 0x48, type: 'f32', unit: 'kWh' };
const power = { function: 4, address: 0x34, type: 'f32', unit: 'W', sign: 'import-positive' };
const base = {
  maker: 'Maker',
  model: 'Model',
  manual: { title: 'Manual', pages: '1' },
  protocol: ['rtu'],
  defaults: { unitId: 1 },
  role: 'meter',
  readings: { importWh: energy },
  vectors: [{ source: 'Manual, page 1', kind: 'example', registers: { '4:0x0048': '0000 0000' }, expected: { importWh: 0 } }],
};
const withReadings = (readings: object) => ({ ...base, readings });
const withEnergy = (more: object) => withReadings({ importWh: { ...energy, ...more } });

describe('parseRegisterMap', () => {
  it('never throws, whatever a key holds', () => {
    const keys = ['maker', 'also', 'protocol', 'defaults', 'blocks', 'readings', 'vectors'];
    const entryKeys = [...Object.keys(energy), 'scale', 'scaleRegisters', 'notImplemented', 'register', 'length', 'sign'];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.constantFrom(...entryKeys), fc.anything(), (key, entryKey, value) => {
        parseRegisterMap(value);
        parseRegisterMap({ ...base, [key]: value });
        parseRegisterMap(withEnergy({ [entryKey]: value }));
        parseRegisterMap(withReadings({ importWh: energy, meterSerial: { ...energy, [entryKey]: value } }));
      }),
    );
  });

  it('puts every default in place', () => {
    expect(parseRegisterMap(base)).toEqual({
      ok: true,
      value: {
        maker: 'Maker',
        model: 'Model',
        also: [],
        role: 'meter',
        point: 'terminals',
        protocol: ['rtu'],
        defaults: { baudRate: undefined, parity: undefined, stopBits: undefined, unitId: 1, tcpPort: 502, pauseMs: 0 },
        blocks: { maxRegisters: 125, maxGap: 0 },
        energyIsMonotonic: true,
        importWh: [
          {
            functionCode: 4,
            address: 0x48,
            count: 2,
            register: undefined,
            type: 'f32',
            wordOrder: 'big',
            byteOrder: 'big',
            notImplemented: [],
            optional: false,
            factor: { numerator: 1000n, denominator: 1n },
            scaleRegisters: [],
            neverZero: false,
          },
        ],
        exportWh: [],
        powerW: [],
        voltageMv: [],
        frequencyMhz: [],
        meterSerial: [],
        time: [],
      },
    });
  });

  it('lets an entry have an order of its own', () => {
    const parsed = parseRegisterMap({ ...withReadings({ importWh: energy, powerW: { ...power, wordOrder: 'big' } }), wordOrder: 'little' });
    expect(parsed).toMatchObject({ ok: true, value: { importWh: [{ wordOrder: 'little' }], powerW: [{ wordOrder: 'big' }] } });
  });

  it('makes sign, scale and unit one factor', () => {
    const parsed = parseRegisterMap(
      withReadings({ importWh: energy, powerW: { ...power, sign: 'export-positive', unit: 'kW', scale: '0.1' } }),
    );
    expect(parsed).toMatchObject({ ok: true, value: { powerW: [{ factor: { numerator: -1000n, denominator: 10n } }] } });
  });

  it.each([
    ['nothing', undefined, '(the map): keys and values expected, got undefined'],
    ['a list', [], 'maker: a value expected, got undefined'],
    ['an unknown key', { ...base, colour: 'red' }, 'colour: no such key expected'],
    ['a manual that is text', { ...base, manual: 'Manual' }, 'manual: keys and values expected, got "Manual"'],
    ['an unknown key of an entry', withEnergy({ colour: 'red' }), 'readings.importWh.0.colour: no such key expected'],
    ['a missing manual', { ...base, manual: undefined }, 'manual: keys and values expected, got undefined'],
    ['neither import nor export', withReadings({ powerW: power }), 'readings: importWh or exportWh expected'],
    ['a function that reads bits', withEnergy({ function: 1 }), 'readings.importWh.0.function: one of 3, 4 expected'],
    ['an address above 16 bits', withEnergy({ address: 70_000 }), 'readings.importWh.0.address'],
    ['a value beyond the last register', withEnergy({ address: 0xffff }), 'registers below 65536 expected'],
    ['a scale that is a float', withEnergy({ scale: 0.1 }), 'readings.importWh.0.scale: decimal text in quotes expected'],
    ['a scale of zero', withEnergy({ scale: '0.0' }), 'a scale other than zero expected'],
    ['energy in watts', withEnergy({ unit: 'W' }), 'readings.importWh.0.unit: one of Wh, kWh, MWh expected'],
    [
      'power without a sign',
      withReadings({ importWh: energy, powerW: { ...power, sign: undefined } }),
      'readings.powerW.0.sign: one of import-positive, export-positive expected, got undefined',
    ],
    ['a sentinel of another width', withEnergy({ notImplemented: ['ffff'] }), 'as many words expected'],
    [
      'text without a length',
      withReadings({ importWh: energy, meterSerial: { function: 3, address: 0, type: 'string' } }),
      'a length for a string',
    ],
    [
      'an exponent with a scale',
      withEnergy({ scaleRegisters: [{ as: 'exponent', function: 3, address: 1, type: 's16', scale: '2' }] }),
      'an exponent without scale',
    ],
    ['no vectors', { ...base, vectors: [] }, 'vectors: a list that is not empty expected'],
    ['requests too small for a value', { ...withEnergy({ type: 'u64' }), blocks: { maxRegisters: 3 } }, 'blocks.maxRegisters'],
  ])('refuses %s', (_, value, message) => {
    expect(parseRegisterMap(value)).toMatchObject({ ok: false, code: 'CONFIG_INVALID', message: expect.stringContaining(message) });
  });
});
