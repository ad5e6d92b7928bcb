/** Whose a meter is that signs nothing but readings: its text names the owner, or a certifier has seen it. */
import { FORMAT } from '@joulegate/protos';
import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeMeter, register, signTyped } from './support/actions.ts';
import {
  type Foreign,
  type ForeignKey,
  foreignBatchArgs,
  foreignRegistrationArgs,
  makeForeignKey,
  ocmfPayload,
  signBsm,
  signOcmf,
} from './support/foreign.ts';
import { type Market, type Role, startMarket, T0 } from './support/market.ts';

let market: Market;
beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const TIME = T0 - 400n;
const ocmf = (key: ForeignKey, id: string, counter = 1): Foreign =>
  signOcmf(key, ocmfPayload({ counter, time: TIME + BigInt(counter), importKwh: '7.5', id }));
const bsm = (key: ForeignKey, meta1: string, counter = 1): Foreign =>
  signBsm(key, { counter, epoch: Number(TIME) + counter, totWhImp: 7_500, meta1 });
const tryRegister = async (who: Role, foreign: Foreign, from: Role = 'stranger') =>
  market.refusal('meterRegistry', 'register', await foreignRegistrationArgs(market, who, foreign), from);
const statusOf = async (meter: Hex) => (await market.read<{ status: number; owner: Hex }>('meterRegistry', 'meterOf', [meter])).status;
const ownerOf = async (meter: Hex) => (await market.read<Hex>('meterRegistry', 'ownerOf', [meter])).toLowerCase();

describe.each([
  ['OCMF on P-256', 'P256', ocmf],
  ['OCMF on secp256k1', 'secp256k1', ocmf],
  ['BSM', 'P256', bsm],
] as const)('a meter of %s', (_, curve, sign) => {
  const text = (who: Role, more = '') => `owner: ${market.people[who].address}${more}`;

  it('is registered by anyone with a reading that names its owner, and waits for a certifier', async () => {
    const foreign = sign(makeForeignKey(curve), text('seller', ', since 2026'));
    await market.send('meterRegistry', 'register', await foreignRegistrationArgs(market, 'seller', foreign), 'stranger');
    expect([await statusOf(foreign.key.id), await ownerOf(foreign.key.id)]).toEqual([1, market.people.seller.address]);
  });

  it.each([
    ['names nobody', () => 'a card'],
    ['names another', () => text('buyer')],
    ['names the owner in capitals', () => `0x${market.people.seller.address.slice(2).toUpperCase()}`],
    ['names the owner but for the last digit', () => text('seller').slice(0, -1)],
    ['names the owner without 0x', () => market.people.seller.address.slice(2)],
  ])('is not registered with a reading that %s', async (_name, id) => {
    expect((await tryRegister('seller', sign(makeForeignKey(curve), id()))).name).toBe('OwnerNotNamed');
  });

  it('is registered by a certifier with any reading of it', async () => {
    const foreign = sign(makeForeignKey(curve), 'a card');
    await market.send('meterRegistry', 'register', await foreignRegistrationArgs(market, 'seller', foreign), 'certifier');
    expect(await statusOf(foreign.key.id)).toBe(1);
  });

  it('is not registered with a reading of another meter, nor one that nobody signed, not even by a certifier', async () => {
    const [mine, other] = [sign(makeForeignKey(curve), text('seller')), sign(makeForeignKey(curve), text('seller'))];
    expect((await tryRegister('seller', { ...mine, closing: other.closing }, 'certifier')).name).toBe('PossessionNotProven');
    const grafted: Hex = `${mine.closing.slice(0, 130) as Hex}${other.closing.slice(130)}`;
    expect((await tryRegister('seller', { ...mine, closing: grafted }, 'certifier')).name).toBe('SignatureInvalid');
    expect((await tryRegister('seller', { ...mine, closing: mine.closing.slice(0, 2 + 66 * 2) as Hex }, 'certifier')).name).toBe(
      'ForeignReadingInvalid',
    );
    expect((await tryRegister('seller', { ...mine, closing: '0x' }, 'certifier')).name).toBe('PossessionNotProven');
  });

  it('taken by whoever had it sign his name is given to its owner by a certifier, as long as it is pending', async () => {
    const key = makeForeignKey(curve);
    const captured = sign(key, text('buyer'));
    await market.send('meterRegistry', 'register', await foreignRegistrationArgs(market, 'buyer', captured), 'stranger');
    const own = sign(key, text('seller'), 2);
    expect((await tryRegister('seller', own)).name).toBe('MeterAlreadyRegistered');
    await market.send('meterRegistry', 'register', await foreignRegistrationArgs(market, 'seller', own), 'certifier');
    expect(await ownerOf(key.id)).toBe(market.people.seller.address);
    await market.send('meterRegistry', 'certify', [key.id], 'certifier');
    expect((await tryRegister('buyer', captured, 'certifier')).name).toBe('MeterAlreadyRegistered');
  });

  it('is given another key by a certifier alone, and the readings of the first stay proven', async () => {
    const [key, next] = [makeForeignKey(curve), makeForeignKey(curve)];
    const first = sign(key, text('seller'));
    await market.send('meterRegistry', 'register', await foreignRegistrationArgs(market, 'seller', first), 'stranger');
    await market.send('meterRegistry', 'certify', [key.id], 'certifier');
    await market.send('readingLedger', 'recordBatch', await foreignBatchArgs(market, 'seller', key.id, first, 1n));

    const rotation = { meter: key.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
    const reading = sign(next, text('seller'), 2);
    const args = [key.id, next.keyX, next.keyY, 1n, await signTyped(market, 'seller', 'Rotation', rotation), reading.closing];
    expect((await market.refusal('meterRegistry', 'rotate', args, 'stranger')).name).toBe('AccessControlUnauthorizedAccount');
    const foreignKey = [...args.slice(0, -1), sign(makeForeignKey(curve), text('seller'), 2).closing];
    expect((await market.refusal('meterRegistry', 'rotate', foreignKey, 'certifier')).name).toBe('PossessionNotProven');
    await market.send('meterRegistry', 'rotate', args, 'certifier');

    expect((await market.refusal('readingLedger', 'verify', [key.id, sign(key, '', 3).closing])).name).toBe('SignatureInvalid');
    expect(await market.read('readingLedger', 'verify', [key.id, reading.closing])).toMatchObject({ counter: 2n });
    expect(await market.read('readingLedger', 'proveReading', [key.id, first.closing, 1n, []])).toMatchObject({ counter: 1n });
  });
});

describe('a possession proof', () => {
  it('over the registration itself still does, for a meter that can sign one', async () => {
    const meter = makeMeter(70);
    await register(market, 'seller', meter, { format: FORMAT.ocmf });
    expect(await statusOf(meter.id)).toBe(1);
  });
});
