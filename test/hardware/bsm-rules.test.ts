import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BsmValues, makeForeignKey, signBsm } from '../../chain/test/support/foreign.ts';
import { type ForeignRules, startForeignRules, type Values, type Verdicts } from './foreign-rules.ts';

/** BSM snapshots before the gateway and before the contract, which must make the same of them; why: foreign-rules.ts. */

let rules: ForeignRules;
beforeAll(async () => {
  rules = await startForeignRules();
});
afterAll(() => rules?.stop());

describe('of a BSM snapshot, gateway and contract alike', () => {
  const p256 = makeForeignKey();
  const plain = { counter: 7, epoch: 1_600_000_000, totWhImp: 12_345 };
  const ask = (values: BsmValues): Promise<Verdicts> => {
    const foreign = signBsm(p256, values);
    // Behind the key: x | y.
    return rules.ask('bsm', new Uint8Array(Buffer.from(foreign.closing.slice(2 + 128), 'hex')), foreign);
  };
  const snapshot = (more: Partial<Values>): Values => ({
    counter: 7n,
    time: 1_600_000_000n,
    importWh: 12_345n,
    exportWh: 0n,
    powerW: 0n,
    status: 0n,
    ...more,
  });

  it.each<[string, Partial<BsmValues>, Partial<Values>]>([
    ['Wh', {}, {}],
    ['thousandths of a Wh, floored', { whSf: -3 }, { importWh: 12n }],
    ['less than a Wh', { whSf: -10 }, { importWh: 0n }],
    ['ten GWh a count', { whSf: 10, totWhImp: 1_844_674_407 }, { importWh: 18_446_744_070_000_000_000n }],
    ['half a watt of import, away from zero', { w: 5, wSf: -1 }, { powerW: 1n }],
    ['half a watt of export, away from zero', { w: -5, wSf: -1 }, { powerW: -1n }],
    ['less than half a watt of export', { w: -4, wSf: -1 }, { powerW: 0n }],
    ['power of a great scale', { w: -2_147, wSf: 6 }, { powerW: -2_147_000_000n }],
    ['a clock never set', { epochSetCnt: 0 }, { status: 1n }],
    ['a fatal error', { evt: 1 << 16 }, { status: 4n }],
    ['every other event', { evt: 0xfffe_ffff }, {}],
    [
      'a counter and a time as great as they get',
      { counter: 0xffff_fffe, epoch: 0xffff_fffe },
      { counter: 0xffff_fffen, time: 0xffff_fffen },
    ],
  ])('read %s', async (_, values, expected) => {
    expect(await ask({ ...plain, ...values })).toEqual({ contract: snapshot(expected), gateway: snapshot(expected) });
  });

  it.each<[string, Partial<BsmValues>]>([
    ['a register of zero', { totWhImp: 0 }],
    ['a register that is not implemented', { totWhImp: 0xffff_ffff }],
    ['power that is not implemented', { w: -0x8000 }],
    ['a counter that is not implemented', { counter: 0xffff_ffff }],
    ['a time that is not implemented', { epoch: 0xffff_ffff }],
    ['a scale of eleven', { whSf: 11 }],
    ['a scale of power of minus eleven', { wSf: -11 }],
    ['a scale that is not implemented', { whSf: -0x8000 }],
    ['energy beyond 64 bits', { whSf: 10, totWhImp: 1_844_674_408 }],
    ['power beyond 32 bits', { w: 2_148, wSf: 6 }],
    ['export beyond 32 bits', { w: -2_148, wSf: 6 }],
    ['power beyond what a double counts', { w: 32_767, wSf: 10 }],
  ])('refuse %s', async (_, values) => {
    expect(await ask({ ...plain, ...values })).toEqual({ contract: 'refused', gateway: 'refused' });
  });
});
