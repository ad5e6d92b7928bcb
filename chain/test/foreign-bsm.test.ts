/** BSM snapshots: how their points scale, and what their signature leaves open. */
import { type Hex, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  bsmClosing,
  bsmMessage,
  bsmRegisters,
  commissionForeign,
  encodeDer,
  type ForeignKey,
  makeForeignKey,
  signBsm,
  signPair,
} from './support/foreign.ts';
import { type Market, startMarket, T0 } from './support/market.ts';

let market: Market;
beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const verify = (meter: Hex, closing: Hex) => market.read<object>('readingLedger', 'verify', [meter, closing]);
const refusal = (meter: Hex, closing: Hex) => market.refusal('readingLedger', 'verify', [meter, closing]);
const field = (name: string): Hex => toHex(name, { size: 32 });
const TIME = T0 - 400n;

describe('a snapshot of our own meter', () => {
  const VALUES = { counter: 5, epoch: Number(TIME), totWhImp: 1_234_567 };
  let key: ForeignKey;
  let meter: Hex;
  beforeEach(async () => {
    key = makeForeignKey();
    meter = await commissionForeign(market, 'buyer', signBsm(key, { ...VALUES, counter: 1 }));
  });

  it.each([
    ['tens of watt-hours', { whSf: 1 }, { importWh: 12_345_670n }],
    ['tenths of watt-hours, floored', { whSf: -1 }, { importWh: 123_456n }],
    ['power fed in', { w: -1_500 }, { powerW: -1_500 }],
    ['power in hundreds of watts', { w: 15, wSf: 2 }, { powerW: 1_500 }],
    ['power in tenths, rounded half away from zero', { w: -15, wSf: -1 }, { powerW: -2 }],
    ['power in tenths, rounded', { w: 14, wSf: -1 }, { powerW: 1 }],
    ['a clock that was never set', { epochSetCnt: 0 }, { status: 1 }],
    ['a fatal error of the meter', { evt: 1 << 16 }, { status: 4 }],
    ['text up to the last character', { meta1: 'x'.repeat(140) }, { importWh: 1_234_567n }],
    ['text beyond ASCII', { meta1: 'Ladesäule Öl' }, { importWh: 1_234_567n }],
  ])('with %s', async (_, more, expected) => {
    expect(await verify(meter, signBsm(key, { ...VALUES, ...more }).closing)).toMatchObject({
      counter: 5n,
      time: TIME,
      exportWh: 0n,
      ...expected,
    });
  });

  it.each([
    ['energy that is not implemented', 'TotWhImp', { totWhImp: 0 }],
    ['energy of all ones', 'TotWhImp', { totWhImp: 0xffff_ffff }],
    ['energy beyond 64 bits', 'TotWhImp', { totWhImp: 0xffff_fffe, whSf: 10 }],
    ['power that is not implemented', 'W', { w: -32_768 }],
    ['power beyond 32 bits', 'W', { w: 30_000, wSf: 9 }],
    ['a counter of all ones', 'RCnt', { counter: 0xffff_ffff }],
    ['a time of all ones', 'Epoch', { epoch: 0xffff_ffff }],
    ['a scale that is not implemented', 'SF', { whSf: -32_768 }],
    ['a scale beyond SunSpec’s', 'SF', { wSf: 11 }],
  ])('is refused with %s: %s', async (_, why, more) => {
    const { closing } = signBsm(key, { ...VALUES, ...more });
    expect(await refusal(meter, closing)).toMatchObject({ name: 'ForeignReadingInvalid', args: { field: field(why) } });
  });

  it('is refused under a DER that is not the one there is', async () => {
    const registers = bsmRegisters(VALUES);
    const pair = signPair(key, bsmMessage(registers));
    const der = Buffer.from(encodeDer(pair));
    const [rLength = 0] = der.subarray(3);
    const change = (make: (copy: Buffer) => Buffer) => refusal(meter, bsmClosing(key, registers, make(Buffer.from(der)), pair).closing);
    const rows: readonly ((copy: Buffer) => Buffer)[] = [
      (copy) => Buffer.concat([copy, Buffer.of(0)]),
      (copy) => copy.subarray(0, -1),
      (copy) => Buffer.concat([Buffer.of(0x31), copy.subarray(1)]),
      (copy) => Buffer.concat([Buffer.of(0x30, 0x81, copy.length - 2), copy.subarray(2)]),
      // A zero too many before s, lengths adjusted.
      (copy) =>
        Buffer.concat([
          Buffer.of(0x30, copy.length - 1),
          copy.subarray(2, 4 + rLength),
          Buffer.of(2, copy.length - 6 - rLength + 1, 0),
          copy.subarray(6 + rLength),
        ]),
      () => Buffer.of(0x30, 6, 2, 1, 0, 2, 1, 0),
      () => Buffer.of(0x30, 0),
    ];
    for (const make of rows) expect(await change(make)).toMatchObject({ name: 'ForeignReadingInvalid', args: { field: field('DER') } });
    expect(await verify(meter, bsmClosing(key, registers, der).closing)).toMatchObject({ counter: 5n });
  });

  it.each([
    ['a state that is not VALID', 2 + 1, 'St'],
    ['a character behind a text’s end', 60 + 50, 'padding'],
    ['a byte behind the signature', 503, 'padding'],
    ['another length of the signature’s block', 405, 'length'],
  ])('is refused with %s, which its signature leaves open', async (_, offset, why) => {
    const image = Buffer.from(signBsm(key, VALUES).closing.slice(2), 'hex');
    image[64 + offset] = (image[64 + offset] ?? 0) ^ 1;
    expect(await refusal(meter, toHex(image))).toMatchObject({ name: 'ForeignReadingInvalid', args: { field: field(why) } });
  });
});
