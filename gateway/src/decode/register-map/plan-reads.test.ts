import { describe, expect, it } from 'vitest';
import { planReads } from './plan-reads.ts';
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

describe('planReads', () => {
  const spans = (map: RegisterMap) =>
    planReads(map).map((read) => (read.type === 'read' ? [read.functionCode, read.address, read.count] : read));

  it.each<[string, object, object, number[][]]>([
    ['neighbours in one request', { importWh: energy(0), exportWh: energy(2) }, {}, [[3, 0, 4]]],
    [
      'what lies apart in two',
      { importWh: energy(0), exportWh: energy(3) },
      {},
      [
        [3, 0, 2],
        [3, 3, 2],
      ],
    ],
    [
      'what lies apart in one where the gap is allowed',
      { importWh: energy(0), exportWh: energy(3) },
      { blocks: { maxGap: 1 } },
      [[3, 0, 5]],
    ],
    [
      'no more registers than the device gives',
      { importWh: [energy(0), energy(2), energy(4)] },
      { blocks: { maxRegisters: 5 } },
      [
        [3, 0, 4],
        [3, 4, 2],
      ],
    ],
    [
      'the two functions apart',
      { importWh: energy(0), exportWh: at(4, 2, 'u32', { unit: 'Wh' }) },
      {},
      [
        [3, 0, 2],
        [4, 2, 2],
      ],
    ],
    ['a register that two values need once', { importWh: [energy(0), energy(0)], exportWh: energy(1) }, {}, [[3, 0, 3]]],
    [
      'what may be missing apart',
      { importWh: energy(0), exportWh: energy(2, { optional: true }) },
      {},
      [
        [3, 0, 2],
        [3, 2, 2],
      ],
    ],
    [
      'what may be missing along, where it lies within',
      { importWh: [energy(0), energy(4)], exportWh: energy(2, { optional: true }) },
      { blocks: { maxGap: 2 } },
      [[3, 0, 6]],
    ],
    [
      'scale registers too',
      { importWh: energy(8, { scaleRegisters: [at(3, 0, 'u16', { as: 'ratio' })] }) },
      {},
      [
        [3, 0, 1],
        [3, 8, 2],
      ],
    ],
  ])('asks for %s', (_, readings, more, expected) => {
    expect(spans(mapOf(readings, more))).toEqual(expected);
  });
});
