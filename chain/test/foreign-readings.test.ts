/** Closings of every format but the native: one signature, one leaf, one use, and no bit that could be another. */
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { decodeAbiParameters, encodeDeployData, encodeFunctionData, type Hex, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ABIS } from '../src/node/abis.ts';
import { commission, makeMeter, signReading } from './support/actions.ts';
import { compileTestContracts } from './support/compile.ts';
import {
  commissionForeign,
  type Foreign,
  type ForeignKey,
  foreignBatchArgs,
  foreignLeafOf,
  makeForeignKey,
  ocmfPayload,
  signBsm,
  signOcmf,
} from './support/foreign.ts';
import { eventOf, type Market, startMarket, T0 } from './support/market.ts';

let market: Market;
beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const refusal = (meter: Hex, closing: Hex) => market.refusal('readingLedger', 'verify', [meter, closing]);
const field = (name: string): Hex => toHex(name, { size: 32 });
const TIME = T0 - 400n;
const record = (counter: number, more: Partial<Parameters<typeof ocmfPayload>[0]> = {}) =>
  ocmfPayload({ counter, time: TIME + BigInt(counter), importKwh: '1234.56', exportKwh: '0.129', ...more });

describe.each([
  ['OCMF on P-256', (key: ForeignKey, half: 'low' | 'high', counter = 5) => signOcmf(key, record(counter), half), 'P256'],
  ['OCMF on secp256k1', (key: ForeignKey, half: 'low' | 'high', counter = 5) => signOcmf(key, record(counter), half), 'secp256k1'],
  [
    'BSM',
    (key: ForeignKey, half: 'low' | 'high', counter = 5) =>
      signBsm(key, { counter, epoch: Number(TIME) + counter, totWhImp: 1_234_560, meta1: 'a text' }, half),
    'P256',
  ],
] as const)('a closing of %s', (_, sign, curve) => {
  let key: ForeignKey;
  let meter: Hex;
  beforeEach(async () => {
    key = makeForeignKey(curve);
    meter = await commissionForeign(market, 'buyer', sign(key, 'low', 1));
  });

  it('with a high s is the same reading and the same leaf', async () => {
    const high = sign(key, 'high');
    const args = await foreignBatchArgs(market, 'buyer', meter, high, 5n);
    expect(args[0].root).toBe(foreignLeafOf(meter, high));
    await market.send('readingLedger', 'recordBatch', args);
    expect(await market.read('readingLedger', 'rootOf', [meter, 5n])).toBe(foreignLeafOf(meter, high));
  });

  it('of another key is refused, and so is its signature under this meter’s key', async () => {
    const other = sign(makeForeignKey(curve), 'low');
    expect(await refusal(meter, other.closing)).toMatchObject({ name: 'SignatureInvalid' });
    const grafted: Hex = `${sign(key, 'low').closing.slice(0, 130) as Hex}${other.closing.slice(130)}`;
    expect(await refusal(meter, grafted)).toMatchObject({ name: 'SignatureInvalid', args: { recovered: `0x${'00'.repeat(20)}` } });
  });

  it('is refused for a native meter, and a native reading for its meter', async () => {
    const native = await commission(market, 'seller', 3);
    expect((await refusal(native.id, sign(key, 'low').closing)).name).toBe('PayloadLayoutInvalid');
    const reading = await signReading(market, makeMeter(3), { counter: 5n, time: TIME });
    expect((await refusal(meter, reading)).name).toBe('SignatureInvalid');
    expect((await refusal(meter, '0x')).name).toBe('SignatureInvalid');
    expect((await refusal(meter, sign(key, 'low').closing.slice(0, 130) as Hex)).name).toBe('ForeignReadingInvalid');
  });

  it('counts once, and the owner’s word covers every byte of it', async () => {
    const [low, high] = [sign(key, 'low'), sign(key, 'high')];
    const args = await foreignBatchArgs(market, 'buyer', meter, low, 5n);
    const swapped = [{ ...args[0], closing: high.closing }, args[1]];
    expect((await market.refusal('readingLedger', 'recordBatch', swapped)).name).toBe('OwnerSignatureInvalid');
    const wrongRoot = await foreignBatchArgs(market, 'buyer', meter, low, 5n, { root: field('other') });
    expect((await market.refusal('readingLedger', 'recordBatch', wrongRoot)).name).toBe('RootInvalid');
    await market.send('readingLedger', 'recordBatch', args);
    expect((await market.refusal('readingLedger', 'recordBatch', args)).name).toBe('CounterNotIncreasing');
    expect(
      (await market.refusal('readingLedger', 'recordBatch', await foreignBatchArgs(market, 'buyer', meter, sign(key, 'low', 4), 4n))).name,
    ).toBe('CounterNotIncreasing');
  });

  it('closes a batch whose readings are proven one by one', async () => {
    const readings = [5, 6, 7].map((counter) => sign(key, 'high', counter));
    const tree = SimpleMerkleTree.of(
      readings.map((reading) => foreignLeafOf(meter, reading)),
      { sortLeaves: false },
    );
    const closing = readings[2] as Foreign;
    const args = await foreignBatchArgs(market, 'buyer', meter, closing, 5n, { count: 3, root: tree.root });
    await market.send('readingLedger', 'recordBatch', args);
    for (const [index, reading] of readings.entries()) {
      const proven = await market.read<{ readonly counter: bigint }>('readingLedger', 'proveReading', [
        meter,
        reading.closing,
        7n,
        tree.getProof(index),
      ]);
      expect(proven.counter).toBe(BigInt(5 + index));
    }
    const stranger = sign(key, 'low', 8);
    expect((await market.refusal('readingLedger', 'proveReading', [meter, stranger.closing, 7n, tree.getProof(0)])).name).toBe(
      'NotInBatch',
    );
  });

  it('shows equivocation by two readings under one counter, not by two signatures of one', async () => {
    const [a, again] = [sign(key, 'low'), sign(key, 'low')];
    expect((await market.refusal('readingLedger', 'reportEquivocation', [meter, a.closing, again.closing])).name).toBe('NotEquivocation');
    const other =
      a.format === 3
        ? signBsm(key, { counter: 5, epoch: Number(TIME) + 5, totWhImp: 1_234_561 })
        : signOcmf(key, record(5, { importKwh: '1234.57' }));
    const mined = await market.send('readingLedger', 'reportEquivocation', [meter, a.closing, other.closing]);
    expect(eventOf(mined, 'EquivocationProven')).toMatchObject({ counter: 5n, digestA: a.digest, digestB: other.digest });
    expect((await refusal(meter, a.closing)).name).toBe('MeterNotActive');
  });
});

describe.each(['london', 'osaka'])('every bit of a closing, flipped, on a chain of %s rules', (hardfork) => {
  let chain: Market;
  const { FlipEveryBit } = compileTestContracts('FlipEveryBit.sol');
  beforeAll(async () => {
    chain = await startMarket({}, hardfork);
    await chain.setTime(T0);
  });
  afterAll(() => chain?.stop());

  it.each([
    ['OCMF on P-256', () => signOcmf(makeForeignKey(), record(5))],
    ['OCMF on secp256k1', () => signOcmf(makeForeignKey('secp256k1'), record(5))],
    ['BSM', () => signBsm(makeForeignKey(), { counter: 5, epoch: Number(TIME), totWhImp: 1_234_560, meta1: 'a text' })],
  ])('%s: none is accepted', { timeout: 60_000 }, async (_, make) => {
    const foreign = make();
    const meter = await commissionForeign(chain, 'buyer', foreign);
    const call = encodeFunctionData({ abi: ABIS.readingLedger, functionName: 'verify', args: [meter, foreign.closing] });
    const start = BigInt(call.indexOf(foreign.closing.slice(2)) / 2 - 1);
    if (FlipEveryBit === undefined) throw new Error('FlipEveryBit expected');
    const acceptedOf = async (first: number, last: number) => {
      const args = [chain.deployment.contracts.readingLedger, call, start, BigInt(first), BigInt(last)];
      const data = encodeDeployData({ ...FlipEveryBit, args });
      const answer = (await chain.engine.request('eth_call', [{ data, gas: '0x2540be400' }, 'latest'])) as Hex;
      const [count, accepted] = decodeAbiParameters([{ type: 'uint256' }, { type: 'uint256[]' }], answer);
      return accepted.slice(0, Number(count));
    };
    const bits = ((foreign.closing.length - 2) / 2) * 8;
    for (let first = 0; first < bits; first += 512) expect(await acceptedOf(first, Math.min(bits, first + 512))).toEqual([]);
    // The instrument: without a flip it sees an acceptance, as for a bit outside the closing (padding of the call).
    expect(await acceptedOf(bits, bits + 1)).toEqual([BigInt(bits)]);
  });
});

describe('one reading, two markets', () => {
  it('counts in both: a foreign reading names no market', async () => {
    const second = await startMarket();
    try {
      await second.setTime(T0);
      const key = makeForeignKey();
      const [first, next] = [signOcmf(key, record(1)), signOcmf(key, record(5))];
      for (const place of [market, second]) {
        const meter = await commissionForeign(place, 'buyer', first);
        await place.send('readingLedger', 'recordBatch', await foreignBatchArgs(place, 'buyer', meter, next, 5n));
      }
    } finally {
      await second.stop();
    }
  });
});
