import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, refuse } from '../../domain/index.ts';
import { pollSunSpec } from './poll.ts';
import { chain, encodeModel, play } from './register-image.ts';
import { walkSunSpec } from './walk.ts';

const common = (SN: string, Mn = 'Acme') => encodeModel(1, { Mn, Md: 'X', SN });
const inverter = encodeModel(103, { W: 100, W_SF: 0, WH: 5000, WH_SF: 0, St: 4 });
const unknown = [64_110, 3, 1, 2, 3];
const ids = (image: { base: number; words: number[]; countMax?: number }) => {
  const { value } = play(walkSunSpec(), image);
  return value.ok ? value.value.models.map(({ id }) => id) : value;
};

describe('walkSunSpec', () => {
  it.each([40000, 50000, 0, 40001, 50001, 1, 39999, 49999])('finds the chain at base %i', (base) => {
    expect(ids({ base, words: chain(common('1'), inverter) })).toEqual([1, 103]);
  });

  it('lists models without a table and goes on behind them', () => {
    const { value } = play(walkSunSpec(), { base: 40000, words: chain(common('1'), unknown, inverter) });
    expect(value).toMatchObject({
      value: {
        base: 40000,
        models: [
          { id: 1, address: 40002, length: 66, isKnown: true, unit: 0 },
          { id: 64_110, address: 40070, length: 3, isKnown: false },
          { id: 103, address: 40075, length: 50, isKnown: true, unit: 0 },
        ],
      },
    });
  });

  it('gives the models behind a second common model to a second unit', () => {
    const meter = encodeModel(203, { TotWhImp: 7, TotWh_SF: 0 });
    const { value } = play(walkSunSpec(), { base: 40000, words: chain(common('1'), inverter, common('2'), meter) });
    expect(value).toMatchObject({
      value: { units: [{ serial: '1' }, { serial: '2' }], models: [{ unit: 0 }, { unit: 0 }, { unit: 1 }, { id: 203, unit: 1 }] },
    });
  });

  const common65 = (length: number) => [1, length, ...common('1').slice(2, 67)];
  const common66 = (length: number) => [1, length, ...common('1').slice(2)];
  it.each([
    ['of length 65, without its pad register', common65(65)],
    ['of length 66, with its pad register', common66(66)],
    ['that says 65 and has 66 registers', common66(65)],
    ['that says 66 and has 65 registers', common65(66)],
  ])('follows a common model %s', (_, first) => {
    expect(ids({ base: 40000, words: chain(first, inverter) })).toEqual([1, 103]);
  });

  it('ends where the registers end behind a whole model, or with 0xFFFF alone', () => {
    const words = chain(common('1'), inverter);
    expect(ids({ base: 40000, words: words.slice(0, -1) })).toEqual([1, 103]);
    expect(ids({ base: 40000, words: words.slice(0, -2) })).toEqual([1, 103]);
  });

  it('reads in short requests where the device refuses long ones', () => {
    const image = { base: 40000, words: chain(common('1'), inverter), countMax: 20 };
    expect(ids(image)).toEqual([1, 103]);
    expect(play(walkSunSpec({ countMax: 20 }), image).requests.every((request) => request.type === 'read' && request.count <= 20)).toBe(
      true,
    );
  });

  it.each([
    ['a length that leads beyond the registers', [103, 500, ...inverter.slice(2)], 'DEVICE_EXCEPTION'],
    ['a length that leads out of the address space', [103, 30_000, ...inverter.slice(2)], 'FRAME_OVERLONG'],
    ['a length of 0', [103, 0], 'FRAME_MALFORMED'],
    ['an id of 0', [0, 0, 0, 0], 'FRAME_MALFORMED'],
    ['more models than any device has', Array<number[]>(200).fill([64_110, 1, 0]).flat(), 'FRAME_OVERLONG'],
  ])('refuses %s', (_, models, code) => {
    expect(ids({ base: 40000, words: chain(common('1'), models) })).toMatchObject({ ok: false, code });
  });

  it('refuses an empty chain, a device without SunS and one that says nothing', () => {
    expect(ids({ base: 40000, words: chain() })).toMatchObject({ code: 'FRAME_MALFORMED' });
    expect(ids({ base: 40000, words: [1, 2, 3, 4] })).toMatchObject({ code: 'FORMAT_UNSUPPORTED' });
    const silent = play(walkSunSpec(), { base: 0, words: [] }, () => refuse('DEVICE_TIMEOUT', 'nothing within 1000 ms'));
    expect(silent.value).toMatchObject({ code: 'DEVICE_TIMEOUT' });
  });

  it('of random registers ends within bounds and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(300), fc.nat(65_535)), { maxLength: 400 }), fc.boolean(), (noise, endless) => {
        const words = [0x5375, 0x6e53, ...noise];
        const word = (at: number) => words[at] ?? (noise.length === 0 ? 1 : (noise[at % noise.length] ?? 0));
        const { value, requests } = play(walkSunSpec(), { base: 40000, words }, (request) => {
          if (request.type !== 'read') return refuse('DEVICE_EXCEPTION', 'exception 1');
          const from = request.address - 40000;
          if (!endless && from + request.count > words.length) return refuse('DEVICE_EXCEPTION', 'exception 2');
          return accept(
            Uint8Array.from({ length: 2 * request.count }, (_, i) => (i % 2 ? word(from + (i >> 1)) & 0xff : word(from + (i >> 1)) >> 8)),
          );
        });
        expect(requests.length).toBeLessThan(2000);
        if (value.ok) play(pollSunSpec(value.value), { base: 40000, words });
      }),
    );
  });
});
