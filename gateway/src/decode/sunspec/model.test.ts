import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SUNSPEC_MODELS } from './generated/models.ts';
import { decodeSunSpecModel, pointValue } from './model.ts';
import { decodePoint, integerOf, numberOf } from './point.ts';
import { encodeModel, type PointValues } from './register-image.ts';
import type { SunSpecType } from './table-types.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const integer = (mantissa: bigint) => ({ kind: 'integer', mantissa, exponent: 0 });
const text = (said: string) => ({ kind: 'text', text: said });

function decode(id: number, values: PointValues) {
  const words = encodeModel(id, values).slice(2);
  const result = decodeSunSpecModel(id, Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff])));
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

describe('the tables', () => {
  it('are what hardware/sunspec/models.yaml says (else: node hardware/sunspec/generate.mjs)', () => {
    const data = parse(readFileSync(new URL('../../../../hardware/sunspec/models.yaml', import.meta.url), 'utf8'));
    expect(SUNSPEC_MODELS).toEqual(data);
  });

  it.each([
    [1, 66],
    [103, 50],
    [113, 60],
    [120, 26],
    [121, 30],
    [122, 44],
    [123, 24],
    [124, 24],
    [203, 105],
    [213, 124],
    [701, 153],
    [702, 50],
    [703, 17],
    [704, 65],
    [713, 7],
    [802, 62],
  ])('give model %i its published length, %i registers', (id, length) => {
    expect(encodeModel(id, {})[1]).toBe(length);
  });
});

const POINTS: readonly [type: SunSpecType, registers: string, value: object | undefined][] = [
  ['int16', 'FFFE', integer(-2n)],
  ['int16', '8000', undefined],
  ['uint16', 'FFFE', integer(65_534n)],
  ['uint16', 'FFFF', undefined],
  ['acc16', '0001', integer(1n)],
  ['acc16', '0000', undefined],
  ['enum16', '0004', integer(4n)],
  ['enum16', 'FFFF', undefined],
  ['bitfield16', '0007', integer(7n)],
  ['bitfield16', 'FFFF', undefined],
  ['bitfield16', '8001', undefined],
  ['sunssf', 'FFFE', integer(-2n)],
  ['sunssf', '8000', undefined],
  ['count', '0002', integer(2n)],
  ['count', '0000', undefined],
  ['raw16', 'FFFF', integer(65_535n)],
  ['pad', '8000', undefined],
  ['int32', 'FFFFFFFF', integer(-1n)],
  ['int32', '80000000', undefined],
  ['uint32', '00010000', integer(65_536n)],
  ['uint32', 'FFFFFFFF', undefined],
  ['acc32', '00000001', integer(1n)],
  ['acc32', '00000000', undefined],
  ['acc32', 'FFFFFFFF', undefined],
  ['enum32', 'FFFFFFFF', undefined],
  ['bitfield32', '00000001', integer(1n)],
  ['bitfield32', 'FFFFFFFF', undefined],
  ['int64', 'FFFFFFFFFFFFFFFF', integer(-1n)],
  ['int64', '8000000000000000', undefined],
  ['uint64', '0000000100000000', integer(4_294_967_296n)],
  ['uint64', 'FFFFFFFFFFFFFFFF', undefined],
  ['acc64', '0000000000000000', undefined],
  ['bitfield64', 'FFFFFFFFFFFFFFFF', undefined],
  ['float32', '43660000', { kind: 'float', float: 230 }],
  ['float32', '7FC00000', undefined],
  ['float32', 'FFFFFFFF', undefined],
  ['float32', '7F800000', undefined],
  ['float64', '406CC00000000000', { kind: 'float', float: 230 }],
  ['float64', '7FF8000000000000', undefined],
  ['string', '534D 4100 0041', text('SMA')],
  ['string', '2041 4220 2020', text('AB')],
  ['string', '0000 0000', undefined],
  ['string', 'FFFF FFFF', undefined],
  ['ipaddr', 'C0A80001', text('192.168.0.1')],
  ['ipaddr', '00000000', undefined],
  ['ipv6addr', '20010DB8000000000000000000000001', text('2001:0db8:0000:0000:0000:0000:0000:0001')],
  ['ipv6addr', '00000000000000000000000000000000', undefined],
  ['eui48', '0000 001122334455', text('00:11:22:33:44:55')],
  ['eui48', 'FFFF FFFFFFFFFFFF', undefined],
];

describe('a point', () => {
  it.each(POINTS)('%s %s', (type, registers, value) => {
    expect(decodePoint(type, hex(registers))).toEqual(value);
  });

  it.each([
    [12_345n, 2, 0, 'floor', 1_234_500n],
    [12_349n, -2, 0, 'floor', 123n],
    [12_349n, -2, 0, 'nearest', 123n],
    [12_350n, -2, 0, 'nearest', 124n],
    [-150n, -2, 0, 'nearest', -2n],
    [-101n, -2, 0, 'floor', -2n],
    [2392n, -1, 3, 'nearest', 239_200n],
    [18_446_744_073_709_551_614n, 10, 0, 'floor', 184_467_440_737_095_516_140_000_000_000n],
  ] as const)('%i × 10^%i with %i places, %s, is %i', (mantissa, exponent, places, rounding, expected) => {
    expect(integerOf({ kind: 'integer', mantissa, exponent }, places, rounding)).toBe(expected);
  });
});

describe('a model', () => {
  it('has its scale factors applied, up to 10 and down to −10', () => {
    const group = decode(103, { W: -3, W_SF: 10, Hz: 5001, Hz_SF: -2, WH: 7, WH_SF: -10 });
    expect(numberOf(pointValue(group, 'W'))).toBe(-3e10);
    expect(numberOf(pointValue(group, 'Hz'))).toBe(50.01);
    expect(pointValue(group, 'WH')).toEqual({ kind: 'integer', mantissa: 7n, exponent: -10 });
  });

  it.each([11, -11, null])('has no value where the scale factor is %s', (scale) => {
    expect(pointValue(decode(103, { W: 1, W_SF: scale }), 'W')).toBeUndefined();
  });

  it('repeats a group as often as the length allows (160), with the scale factors around it', () => {
    const group = decode(160, {
      DCW_SF: 1,
      N: 2,
      module: [
        { IDStr: 'A', DCW: 100 },
        { IDStr: 'B', DCW: 200 },
      ],
    });
    expect(group.groups.map((module) => numberOf(pointValue(module, 'DCW')))).toEqual([1000, 2000]);
  });

  it('repeats nested groups as often as points say (707)', () => {
    const points = {
      Pt: [
        { V: 1, Tms: 2 },
        { V: 3, Tms: 4 },
      ],
    };
    const curve = { ReadOnly: 1, MustTrip: points, MayTrip: points, MomCess: points };
    const group = decode(707, { NPt: 2, NCrvSet: 2, V_SF: 0, Tms_SF: -2, Crv: [curve, curve] });
    expect(group.groups.map((each) => each.groups.map(({ name, groups }) => [name, groups.length]))).toEqual(
      Array(2).fill([
        ['MustTrip', 2],
        ['MayTrip', 2],
        ['MomCess', 2],
      ]),
    );
    expect(numberOf(group.groups[1]?.groups[2]?.groups[1]?.points[1]?.value)).toBe(0.04);
  });

  it('may consist of repeated groups alone (304)', () => {
    const group = decode(304, { incl: [{ Inclx: 4500 }, { Inclx: -100 }] });
    expect(group.groups.map((each) => numberOf(pointValue(each, 'Inclx')))).toEqual([45, -1]);
  });

  it('that is shorter than its table has its last points not implemented', () => {
    const common = decodeSunSpecModel(1, hex('534D4100'.padEnd(4 * 65, '0')));
    expect(common.ok && pointValue(common.value, 'Mn')).toEqual(text('SMA'));
    expect(decodeSunSpecModel(701, new Uint8Array(2))).toMatchObject({ ok: true });
  });

  it('without table, or with half a register, is refused', () => {
    expect(decodeSunSpecModel(64110, new Uint8Array(2))).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
    expect(decodeSunSpecModel(1, new Uint8Array(3))).toMatchObject({ ok: false, code: 'FRAME_TRUNCATED' });
  });

  it('of noise never throws, nor yields more groups than there are registers', () => {
    const count = (group: { groups: readonly unknown[] }): number =>
      group.groups.reduce((sum: number, inner) => sum + 1 + count(inner as { groups: readonly unknown[] }), 0);
    const ids = SUNSPEC_MODELS.map(({ id }) => id);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 600 }), (id, bytes) => {
        const registers = bytes.subarray(0, bytes.length - (bytes.length % 2));
        const result = decodeSunSpecModel(id, registers);
        expect(result.ok && count(result.value) <= 4 * registers.length).toBe(true);
      }),
    );
  });
});
