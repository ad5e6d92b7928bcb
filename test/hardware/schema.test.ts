import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseRegisterMap } from '../../gateway/src/decode/index.ts';

/** schema.json is for editors and for others, the gateway's own check for its users: they must not part. */
const SCHEMA = fileURLToPath(new URL('../../hardware/devices/schema.json', import.meta.url));
const validate = new Ajv2020().compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);

const energy = { function: 4, address: 72, type: 'f32', unit: 'kWh' };
const power = { function: 4, address: 52, type: 'f32', unit: 'W', sign: 'import-positive' };
const ratio = { as: 'ratio', function: 3, address: 6, type: 's16', scale: '0.1' };
const vector = { source: 'Manual, page 1', kind: 'example', registers: { '4:0x0048': '0000 0000' }, expected: { importWh: 0 } };
const base = {
  maker: 'Maker',
  model: 'Model',
  manual: { title: 'Manual', pages: '1' },
  protocol: ['rtu'],
  defaults: { unitId: 1 },
  role: 'meter',
  readings: { importWh: energy },
  vectors: [vector],
};
const full = {
  ...base,
  also: ['Maker Other'],
  manual: { title: 'Manual', pages: '1', url: 'https://example.org/manual.pdf' },
  crossChecks: ['a driver'],
  protocol: ['rtu', 'tcp'],
  defaults: { baudRate: 9600, parity: 'even', stopBits: 1, unitId: 1, tcpPort: 502, pauseMs: 10 },
  role: 'hybrid',
  point: 'grid',
  blocks: { maxRegisters: 60, maxGap: 4 },
  wordOrder: 'little',
  byteOrder: 'little',
  readings: {
    importWh: [
      energy,
      { ...energy, address: 74, scale: '-0.5', monotonic: false, optional: true, neverZero: true, notImplemented: ['8000 0000'] },
    ],
    exportWh: { ...energy, register: '30073', phase: 'L1', wordOrder: 'big', byteOrder: 'big', scaleRegisters: [ratio] },
    powerW: [power],
    voltageMv: { function: 4, address: 0, type: 'u16', unit: 'V' },
    frequencyMhz: { function: 4, address: 2, type: 'u16', unit: 'mHz' },
    meterSerial: [
      { function: 3, address: 1, type: 'string', length: 8 },
      { function: 3, address: 9, type: 'u32', format: 'hex' },
    ],
    time: { function: 3, address: 20, type: 'u32', unit: 's' },
  },
  workarounds: [{ id: 'some-quirk', why: 'because', source: 'an issue' }],
};
const reading = (more: object) => ({ ...base, readings: { importWh: energy, ...more } });

describe('schema.json and the gateway', () => {
  it.each<[string, object]>([
    ['the shortest map', base],
    ['a map with every key', full],
    ['a list of one', reading({ importWh: [energy] })],
  ])('both take %s', (_, map) => {
    expect(validate(map) ? [] : validate.errors).toEqual([]);
    expect(parseRegisterMap(map)).toMatchObject({ ok: true });
  });

  it.each<[string, object]>([
    ...['maker', 'model', 'manual', 'protocol', 'defaults', 'role', 'readings', 'vectors'].map((key): [string, object] => [
      `no ${key}`,
      Object.fromEntries(Object.entries(base).filter(([name]) => name !== key)),
    ]),
    ['an unknown key', { ...base, colour: 'red' }],
    ['an unknown key of an entry', reading({ importWh: { ...energy, colour: 'red' } })],
    ['an unknown reading', reading({ currentA: energy })],
    ['a sign of energy', reading({ importWh: { ...energy, sign: 'import-positive' } })],
    ['power without a sign', reading({ powerW: { ...power, sign: undefined } })],
    ['neither import nor export', { ...base, readings: { powerW: power } }],
    ['a list of no entries', reading({ exportWh: [] })],
    ['a wrong unit', reading({ exportWh: { ...energy, unit: 'W' } })],
    ['no unit', reading({ exportWh: { function: 4, address: 1, type: 'u16' } })],
    ['an unknown type', reading({ exportWh: { ...energy, type: 'u24' } })],
    ['energy as text', reading({ exportWh: { ...energy, type: 'string', length: 2 } })],
    ['a scale that is a number', reading({ exportWh: { ...energy, scale: 0.1 } })],
    ['a scale of zero', reading({ exportWh: { ...energy, scale: '0.00' } })],
    ['a scale with an exponent', reading({ exportWh: { ...energy, scale: '1e3' } })],
    ['a text without length', reading({ meterSerial: { function: 3, address: 1, type: 'string' } })],
    ['a number with a length', reading({ meterSerial: { function: 3, address: 1, type: 'u32', length: 2 } })],
    ['an exponent with a scale', reading({ exportWh: { ...energy, scaleRegisters: [{ ...ratio, as: 'exponent' }] } })],
    ['an address above the last', reading({ exportWh: { ...energy, address: 65_536 } })],
    ['a function that reads bits', reading({ exportWh: { ...energy, function: 2 } })],
    ['a sentinel without hex', reading({ exportWh: { ...energy, notImplemented: ['none'] } })],
    ['the same sentinel twice', reading({ exportWh: { ...energy, notImplemented: ['8000 0000', '8000 0000'] } })],
    ['a clock in local time', reading({ time: { function: 3, address: 1, type: 'bcd64', unit: 's' } })],
    ['a protocol that it does not know', { ...base, protocol: ['mbus'] }],
    ['a baud rate that no device has', { ...base, defaults: { unitId: 1, baudRate: 9601 } }],
    ['more registers than a request holds', { ...base, blocks: { maxRegisters: 126 } }],
    ['a vector of no source', { ...base, vectors: [{ ...vector, source: undefined }] }],
    ['a vector at a decimal address', { ...base, vectors: [{ ...vector, registers: { '4:72': '0000 0000' } }] }],
    ['a vector of no registers', { ...base, vectors: [{ ...vector, registers: {} }] }],
    ['a vector that expects nothing', { ...base, vectors: [{ ...vector, expected: {} }] }],
    ['text with space around it', { ...base, maker: ' Maker' }],
    ['an address that is no address', { ...base, manual: { ...base.manual, url: 'the drawer' } }],
  ])('both refuse %s', (_, map) => {
    // As it would come from a file: a key of no value is no key.
    const written = JSON.parse(JSON.stringify(map)) as object;
    expect(validate(written)).toBe(false);
    expect(parseRegisterMap(written)).toMatchObject({ ok: false, code: 'CONFIG_INVALID' });
  });
});
