/** Grid-code profiles (paper O3): one id for one content, in the contract, in the chain's tools and in the gateway alike. */
import { GRID_CODE_PROFILE_FIELDS, type GridCodeProfile } from '@joulegate/protos';
import fc from 'fast-check';
import { type AbiFunction, encodeAbiParameters, getAbiItem, keccak256 } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gridCodeProfileId } from '../src/deployment/index.ts';
import { ABIS } from '../src/node/abis.ts';
import { WIDE_PROFILE } from './support/actions.ts';
import { eventOf, type Market, startMarket } from './support/market.ts';

let market: Market;

beforeAll(async () => {
  market = await startMarket();
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const value = (bits: number): fc.Arbitrary<unknown> =>
  bits === 1 ? fc.boolean() : bits === 64 ? fc.bigInt(0n, 2n ** 64n - 1n) : fc.nat(2 ** bits - 1);
const anyProfile = fc.record(
  Object.fromEntries(GRID_CODE_PROFILE_FIELDS.map(({ name, bits }) => [name, value(bits)])),
) as unknown as fc.Arbitrary<GridCodeProfile>;

/** With every window the right way round. */
function ordered(profile: GridCodeProfile): GridCodeProfile {
  const windows = [
    ['minVoltageMv', 'maxVoltageMv'],
    ['minFrequencyMhz', 'maxFrequencyMhz'],
    ['underVoltageTripLowMv', 'underVoltageTripHighMv'],
    ['overVoltageTripLowMv', 'overVoltageTripHighMv'],
    ['underFrequencyTripLowMhz', 'underFrequencyTripHighMhz'],
    ['overFrequencyTripLowMhz', 'overFrequencyTripHighMhz'],
  ] as const;
  const sorted = windows.flatMap(([low, high]) => {
    const [a, b] = [profile[low], profile[high]].sort((x, y) => x - y) as [number, number];
    return [
      [low, a],
      [high, Math.max(b, 1)],
    ];
  });
  return { ...profile, ...Object.fromEntries(sorted) };
}

describe('O3 a grid-code profile', () => {
  const addProfile = getAbiItem({ abi: ABIS.admissionPolicy, name: 'addProfile' }) as AbiFunction;

  it('of any name and content has the id that Solidity’s abi.encode gives it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), anyProfile, (name, profile) => {
        expect(gridCodeProfileId(name, profile)).toBe(keccak256(encodeAbiParameters(addProfile.inputs, [name, profile])));
      }),
    );
  });

  it('is added by anyone, announced, and read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), anyProfile.map(ordered), async (name, profile) => {
        await market.restore();
        const id = gridCodeProfileId(name, profile);
        const mined = await market.send('admissionPolicy', 'addProfile', [name, profile], 'stranger');
        expect(eventOf(mined, 'GridCodeProfileAdded')).toMatchObject({ id, name, profile });
        expect(await market.read('admissionPolicy', 'profileOf', [id])).toEqual(profile);
      }),
      { numRuns: 10 },
    );
  });

  it('added again changes nothing and is not announced again', async () => {
    await market.send('admissionPolicy', 'addProfile', ['wide', WIDE_PROFILE], 'stranger');
    expect((await market.send('admissionPolicy', 'addProfile', ['wide', WIDE_PROFILE], 'relayer')).events).toEqual([]);
  });

  it('that was never added is all zeros', async () => {
    expect(await market.read('admissionPolicy', 'profileOf', [`0x${'11'.repeat(32)}`])).toMatchObject({ maxVoltageMv: 0 });
  });

  it.each(GRID_CODE_PROFILE_FIELDS.filter(({ bits }) => bits > 1))('takes no $name of more than $bits bits', ({ name, bits }) => {
    const tooMuch = bits === 64 ? 2n ** 64n : 2 ** bits;
    expect(() => gridCodeProfileId('x', { ...WIDE_PROFILE, [name]: tooMuch })).toThrow(name);
    expect(() => gridCodeProfileId('x', { ...WIDE_PROFILE, [name]: -1 })).toThrow(name);
  });
});
