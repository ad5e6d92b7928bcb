import { type GridCodeProfile, SETTINGS_NOT_TOLD } from '@joulegate/protos';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gridCodeProfileId } from '../src/deployment/index.ts';
import { hashEvidence, WIDE_PROFILE } from './support/actions.ts';
import { type Fields, type Meter, makeMeter, openStage, type Stage, signReading, zone } from './support/stage.ts';

let stage: Stage;
let snapshot: unknown;
const seller = privateKeyToAccount(generatePrivateKey());
const buyer = privateKeyToAccount(generatePrivateKey());
let roof: Meter;
let house: Meter;
const DEPOSIT = 1_000_000n;

beforeAll(async () => {
  stage = await openStage();
  [roof, house] = [makeMeter(), makeMeter()];
  await stage.commission(roof, seller);
  await stage.commission(house, buyer, { source: 0 });
  await stage.fund('energyMarket', buyer.address, DEPOSIT);
  snapshot = await stage.engine.request('evm_snapshot');
});
beforeEach(async () => {
  await stage.engine.request('evm_revert', [snapshot]);
  snapshot = await stage.engine.request('evm_snapshot');
});
afterAll(() => stage.stop());

const REQUEST = {
  zone: 1,
  nature: 1,
  capacityW: 8_000n,
  priceMicroPerKwh: 100_000n,
  gridCodeProfile: `0x${'00'.repeat(32)}` as Hex,
  ...SETTINGS_NOT_TOLD,
  nonce: 1n,
  deadline: 2n ** 40n,
};

async function request(meter: Meter, owner: typeof seller, change: object = {}, readings: readonly Partial<Fields>[] = [{}, {}]) {
  const evidence = await Promise.all(
    readings.map((reading, i) => signReading(stage.fields({ counter: BigInt(i + 1), ...reading }), meter)),
  );
  const message = { meter: meter.id, ...REQUEST, evidenceHash: hashEvidence(evidence), ...change };
  return [message, await stage.sign('AdmissionRequest', message, owner), evidence] as const;
}

/** Puts the zone under a grid code that demands this and nothing else. */
async function demand(what: Partial<GridCodeProfile>): Promise<Hex> {
  const profile = { ...WIDE_PROFILE, ...what };
  await stage.send('admissionPolicy', 'addProfile', ['demand', profile]);
  const gridCodeProfile = gridCodeProfileId('demand', profile);
  await stage.send('admissionPolicy', 'setCriteria', [1, zone(stage.admin, { gridCodeProfile })]);
  return gridCodeProfile;
}

async function verdictOf(args: readonly [object, Hex, readonly Hex[]]): Promise<number> {
  return stage.read('admissionPolicy', 'assess', [args[0], args[2]]);
}

describe('A1, A4, A6, A7 an admission request', () => {
  it.each([
    [
      'another zone than the meter’s',
      1,
      async () => {
        await stage.send('admissionPolicy', 'setCriteria', [2, zone(stage.admin)]);
        return request(roof, seller, { zone: 2 });
      },
    ],
    [
      'a source that the zone does not take',
      2,
      async () => {
        await stage.send('admissionPolicy', 'setCriteria', [1, zone(stage.admin, { sources: 1 << 8 })]);
        return request(roof, seller);
      },
    ],
    [
      'a carrier that the zone does not take',
      3,
      async () => {
        await stage.send('admissionPolicy', 'setCriteria', [1, zone(stage.admin, { carriers: 1 << 2 })]);
        return request(roof, seller);
      },
    ],
    ['a nature that does not fit the source', 4, () => request(roof, seller, { nature: 3 })],
    ['less capacity than the least', 5, () => request(roof, seller, { capacityW: 999n })],
    ['more capacity than certified', 5, () => request(roof, seller, { capacityW: 10_001n })],
    [
      'more capacity than the zone can host',
      6,
      async () => {
        await stage.send('admissionPolicy', 'setCriteria', [1, zone(stage.admin, { hostingCapacityW: 7_999n })]);
        return request(roof, seller);
      },
    ],
    ['a price above the ceiling', 7, () => request(roof, seller, { priceMicroPerKwh: 400_001n })],
    [
      'a meter of too low an attestation class',
      8,
      async () => {
        const weak = makeMeter();
        await stage.commission(weak, seller, { attestationClass: 1 });
        return request(weak, seller);
      },
    ],
    ['too few readings as evidence', 9, () => request(roof, seller, {}, [{}])],
    ['the same reading twice as evidence', 9, () => request(roof, seller, {}, [{ counter: 1n }, { counter: 1n }])],
    ['evidence that is too old', 9, () => request(roof, seller, {}, [{ time: 1n }, { time: 2n }])],
    ['a voltage below the window', 10, () => request(roof, seller, {}, [{}, { voltageMv: 206_999 }])],
    ['a voltage above the window', 10, () => request(roof, seller, {}, [{}, { voltageMv: 253_001 }])],
    ['a frequency outside the window', 11, () => request(roof, seller, {}, [{ frequencyMhz: 47_499 }, {}])],
    ['a tamper flag', 12, () => request(roof, seller, {}, [{}, { status: 2 }])],
    [
      'no grid-code profile where one is demanded',
      13,
      async () => {
        await stage.send('admissionPolicy', 'addProfile', ['wide', WIDE_PROFILE]);
        const gridCodeProfile = gridCodeProfileId('wide', WIDE_PROFILE);
        await stage.send('admissionPolicy', 'setCriteria', [1, zone(stage.admin, { gridCodeProfile })]);
        return request(roof, seller);
      },
    ],
    [
      'no certificate where the grid code demands one',
      14,
      async () => {
        const gridCodeProfile = await demand({ certificateDemanded: true });
        return request(roof, seller, { gridCodeProfile });
      },
    ],
    [
      'a capacity above what the grid code is for',
      5,
      async () => request(roof, seller, { gridCodeProfile: await demand({ maxCapacityW: 7_999n }) }),
    ],
    ...(
      [
        ['underVoltageTrip', 'Mv', 180_000],
        ['overVoltageTrip', 'Mv', 264_500],
        ['underFrequencyTrip', 'Mhz', 47_500],
        ['overFrequencyTrip', 'Mhz', 51_500],
      ] as const
    ).flatMap(([trip, unit, at]) =>
      [0, at - 1, at + 1].map(
        (set) =>
          [
            `${trip} set to ${set === 0 ? 'what it does not tell' : `${set} where ${at} is demanded`}`,
            15,
            async () =>
              request(roof, seller, {
                gridCodeProfile: await demand({ [`${trip}Low${unit}`]: at, [`${trip}High${unit}`]: at }),
                [`${trip}${unit}`]: set,
              }),
          ] as const,
      ),
    ),
    [
      'a reconnection a second too soon',
      15,
      async () => request(roof, seller, { gridCodeProfile: await demand({ minReconnectDelaySeconds: 60 }), reconnectDelaySeconds: 59 }),
    ],
    [
      'a power factor that it cannot go down to',
      15,
      async () => request(roof, seller, { gridCodeProfile: await demand({ minPowerFactorPermille: 900 }), minPowerFactorPermille: 901 }),
    ],
    [
      'a power factor that it does not tell',
      15,
      async () => request(roof, seller, { gridCodeProfile: await demand({ minPowerFactorPermille: 900 }) }),
    ],
    [
      'a distortion above the grid code’s limit',
      16,
      async () => request(roof, seller, { gridCodeProfile: await demand({ maxThdPermille: 50 }), thdPermille: 51 }),
    ],
    [
      'a distortion above the zone’s limit',
      16,
      async () => {
        await stage.send('admissionPolicy', 'setCriteria', [1, zone(stage.admin, { maxThdPermille: 30 })]);
        return request(roof, seller, { thdPermille: 31 });
      },
    ],
  ] as const)('with %s fails exactly criterion %i', async (_, bit, make) => {
    const args = await make();
    expect(await verdictOf(args)).toBe(1 << bit);
    await stage.send('admissionPolicy', 'decide', args);
    expect(await stage.read('admissionPolicy', 'permitOf', [args[0] ? (args[0] as { meter: Hex }).meter : roof.id])).toMatchObject({
      state: 2,
      verdict: 1 << bit,
    });
    expect(await stage.read('admissionPolicy', 'isAdmitted', [(args[0] as { meter: Hex }).meter])).toBe(false);
  });

  it('is judged by the distortion of its current only where it tells it', async () => {
    const args = await request(roof, seller, { gridCodeProfile: await demand({ maxThdPermille: 50 }) });
    expect(await verdictOf(args)).toBe(0);
  });

  it('that meets them all is granted, takes hosting capacity, and gives it back when revoked', async () => {
    const granted = async () => (await stage.read<{ grantedCapacityW: bigint }>('admissionPolicy', 'criteriaOf', [1])).grantedCapacityW;
    await stage.send('admissionPolicy', 'decide', await request(roof, seller));
    expect(await stage.read('admissionPolicy', 'isAdmitted', [roof.id])).toBe(true);
    expect(await granted()).toBe(8_000n);
    expect((await stage.revertOf('admissionPolicy', 'revoke', [roof.id], seller.address))?.name).toBe('NotZoneOperator');
    await stage.send('admissionPolicy', 'revoke', [roof.id]);
    expect(await granted()).toBe(0n);
    expect(await stage.read('admissionPolicy', 'isAdmitted', [roof.id])).toBe(false);
  });

  it.each([
    [
      'decided once is not decided again',
      'NonceInvalid',
      async () => {
        const args = await request(roof, seller, { nature: 3 });
        await stage.send('admissionPolicy', 'decide', args);
        return args;
      },
    ],
    ['signed by another is refused', 'OwnerSignatureInvalid', () => request(roof, buyer)],
    ['after its deadline is refused', 'DeadlinePassed', () => request(roof, seller, { deadline: 1n })],
    ['to a zone that nobody opened is refused', 'ZoneUnknown', () => request(roof, seller, { zone: 9 })],
    ['of an unknown meter is refused', 'MeterUnknown', () => request(makeMeter(), seller)],
    [
      'with forged evidence is refused',
      'SignatureInvalid',
      async () => {
        const [message] = await request(roof, seller);
        const forged = [await signReading(stage.fields(), house)];
        const bound = { ...message, evidenceHash: hashEvidence(forged) };
        return [bound, await stage.sign('AdmissionRequest', bound, seller), forged] as const;
      },
    ],
  ] as const)('%s: %s', async (_, error, make) => {
    expect((await stage.revertOf('admissionPolicy', 'decide', await make()))?.name).toBe(error);
  });

  it('is the operator’s to set the criteria of, and to suspend and cure', async () => {
    const criteria = zone(stage.admin);
    expect((await stage.revertOf('admissionPolicy', 'setCriteria', [1, criteria], seller.address))?.name).toBe('NotZoneOperator');
    expect((await stage.revertOf('admissionPolicy', 'setCriteria', [5, criteria], seller.address))?.name).toBe(
      'AccessControlUnauthorizedAccount',
    );
    await stage.send('admissionPolicy', 'decide', await request(roof, seller));
    await stage.send('admissionPolicy', 'suspend', [roof.id, 3, `0x${'00'.repeat(32)}`]);
    expect(await stage.read('admissionPolicy', 'isAdmitted', [roof.id])).toBe(false);
    expect((await stage.revertOf('admissionPolicy', 'suspend', [roof.id, 1, `0x${'00'.repeat(32)}`]))?.name).toBe(
      'AccessControlUnauthorizedAccount',
    );
    await stage.send('admissionPolicy', 'cure', [roof.id, 3]);
    expect(await stage.read('admissionPolicy', 'isAdmitted', [roof.id])).toBe(true);
  });
});

describe('T2, T3 the market', () => {
  /** A boundary an hour or two ahead of now: trading in an interval ends with it. */
  const begin = () => stage.start + 102n * 3600n;
  const interval = () => begin() / 900n;
  const goTo = async (time: bigint) => {
    await stage.engine.request('evm_setNextBlockTimestamp', [Number(time)]);
    await stage.engine.request('evm_mine');
  };
  const order = (meter: Meter, side: number, change: object = {}) => ({
    meter: meter.id,
    side,
    carrier: 1,
    zone: 1,
    interval: interval(),
    energyWh: 1_000n,
    priceMicroPerKwh: side === 1 ? 150_000n : 250_000n,
    expiry: 2n ** 40n,
    nonce: 1n,
    ...change,
  });
  const pair = async (energyWh: bigint, price: bigint, sell: object = {}, buy: object = {}, sellSigner = seller, buySigner = buyer) => {
    const [s, b] = [order(roof, 1, sell), order(house, 2, buy)];
    return [s, await stage.sign('Order', s, sellSigner), b, await stage.sign('Order', b, buySigner), energyWh, price] as const;
  };
  /** Boundary readings of both sides: the seller exports, the buyer imports, so many Wh in the interval. */
  const deliver = async (exportWh: bigint, importWh: bigint) => {
    await goTo(begin() + 905n);
    for (const [meter, end] of [
      [roof, { exportWh }],
      [house, { importWh }],
    ] as const) {
      await stage.send('readingLedger', 'recordBoundary', [
        meter.id,
        await signReading(stage.fields({ counter: 1n, time: begin() }), meter),
      ]);
      await stage.send('readingLedger', 'recordBoundary', [
        meter.id,
        await signReading(stage.fields({ counter: 2n, time: begin() + 900n, ...end }), meter),
      ]);
    }
  };
  const open = async (energyWh: bigint, price: bigint, sellFilledBeforeWh = 0n, sell: object = {}, buy: object = {}) => {
    const args = await pair(energyWh, price, sell, buy);
    await stage.send('energyMarket', 'postMatch', args);
    return {
      sellOrderId: await stage.read<Hex>('energyMarket', 'orderDigest', [args[0]]),
      buyOrderId: await stage.read<Hex>('energyMarket', 'orderDigest', [args[2]]),
      sellerMeter: roof.id,
      buyerMeter: house.id,
      seller: seller.address,
      buyer: buyer.address,
      interval: interval(),
      energyWh,
      priceMicroPerKwh: price,
      sellFilledBeforeWh,
    };
  };
  const money = (account: Hex) => stage.read<bigint>('energyMarket', 'balanceOf', [account]);

  beforeEach(async () => {
    await stage.send('admissionPolicy', 'decide', await request(roof, seller));
  });

  it.each([
    ['two sells', 'SideInvalid', () => pair(10n, 200_000n, {}, { side: 1 })],
    ['orders of two zones', 'OrderMismatch', () => pair(10n, 200_000n, {}, { zone: 2 })],
    ['orders of two intervals', 'OrderMismatch', () => pair(10n, 200_000n, {}, { interval: 5n })],
    ['orders of two carriers', 'OrderMismatch', () => pair(10n, 200_000n, {}, { carrier: 2 })],
    ['a zone that is not the meters’', 'OrderMismatch', () => pair(10n, 200_000n, { zone: 2 }, { zone: 2 })],
    ['a price below the seller’s limit', 'PriceOutsideLimits', () => pair(10n, 149_999n)],
    ['a price above the buyer’s limit', 'PriceOutsideLimits', () => pair(10n, 250_001n)],
    ['no energy', 'ZeroEnergy', () => pair(0n, 200_000n)],
    ['more than ordered', 'OrderOverfilled', () => pair(1_001n, 200_000n)],
    ['an order beyond what the unit can deliver', 'OrderOverLimit', () => pair(10n, 200_000n, { energyWh: 2_001n })],
    ['an order beyond what the connection can take', 'OrderOverLimit', () => pair(10n, 200_000n, {}, { energyWh: 2_501n })],
    [
      'a sell above the zone’s ceiling',
      'OrderOverLimit',
      () => pair(10n, 400_001n, { priceMicroPerKwh: 400_001n }, { priceMicroPerKwh: 500_000n }),
    ],
    ['an expired sell', 'OrderExpired', () => pair(10n, 200_000n, { expiry: 1n })],
    ['a sell signed by another', 'OwnerSignatureInvalid', () => pair(10n, 200_000n, {}, {}, buyer)],
    ['a buy signed by another', 'OwnerSignatureInvalid', () => pair(10n, 200_000n, {}, {}, seller, seller)],
    [
      'a buyer without the money',
      'InsufficientBalance',
      async () => {
        await stage.engine.request('evm_revert', [snapshot]);
        snapshot = await stage.engine.request('evm_snapshot');
        await stage.send('admissionPolicy', 'decide', await request(roof, seller));
        await open(1_000n, 250_000n);
        await open(1_000n, 250_000n, 0n, { nonce: 2n }, { nonce: 2n });
        await open(1_000n, 250_000n, 0n, { nonce: 3n }, { nonce: 3n });
        await open(1_000n, 250_000n, 0n, { nonce: 4n }, { nonce: 4n });
        return pair(1_000n, 250_000n, { nonce: 5n }, { nonce: 5n });
      },
    ],
  ] as const)('takes no match of %s: %s', async (_, error, make) => {
    expect((await stage.revertOf('energyMarket', 'postMatch', await make()))?.name).toBe(error);
  });

  it('takes no match of a seller without a permit, or suspended, nor of a suspended buyer', async () => {
    await stage.send('admissionPolicy', 'suspend', [roof.id, 3, `0x${'00'.repeat(32)}`]);
    expect((await stage.revertOf('energyMarket', 'postMatch', await pair(10n, 200_000n)))?.name).toBe('NotAdmitted');
  });

  it('fills orders in parts, two equal parts included, and never beyond', async () => {
    const first = await open(400n, 200_000n);
    const second = await open(400n, 200_000n, 400n);
    expect((await stage.revertOf('energyMarket', 'postMatch', await pair(400n, 200_000n)))?.args.slice(1)).toEqual([400n, 200n]);
    await deliver(800n, 800n);
    await stage.send('energyMarket', 'settleMany', [[first, second]]);
    expect(await money(seller.address)).toBe(160_000n);
  });

  it('cancels an order for its owner only', async () => {
    const sell = order(roof, 1);
    const orderId = await stage.read<Hex>('energyMarket', 'orderDigest', [sell]);
    expect(
      (await stage.revertOf('energyMarket', 'cancelOrder', [sell, await stage.sign('OrderCancellation', { orderId }, buyer)]))?.name,
    ).toBe('OwnerSignatureInvalid');
    await stage.send('energyMarket', 'cancelOrder', [sell, await stage.sign('OrderCancellation', { orderId }, seller)]);
    expect((await stage.revertOf('energyMarket', 'postMatch', await pair(10n, 200_000n)))?.name).toBe('OrderIsCancelled');
  });

  it.each([
    ['all that was sold', 1_000n, 1_000n, 1_000n],
    ['less than sold: the seller was short', 700n, 1_000n, 700n],
    ['less than bought: the buyer took less', 1_000n, 300n, 300n],
    ['nothing', 0n, 0n, 0n],
    ['more than sold: the rest is not this trade’s', 5_000n, 5_000n, 1_000n],
  ])('pays for what was delivered: %s', async (_, exportWh, importWh, settledWh) => {
    const terms = await open(1_000n, 199_999n);
    await deliver(exportWh, importWh);
    await stage.send('energyMarket', 'settle', [terms], stage.engine.accounts[5]?.address);
    const paid = (settledWh * 199_999n) / 1000n;
    expect([await money(seller.address), await money(buyer.address)]).toEqual([paid, DEPOSIT - paid]);
    expect((await stage.revertOf('energyMarket', 'settle', [terms]))?.name).toBe('TradeUnknown');
  });

  it('sells no watt-hour twice, over any trades of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt(1n, 900n), { minLength: 2, maxLength: 4 }),
        fc.bigInt(0n, 1_500n),
        fc.bigInt(0n, 1_500n),
        async (parts, exportWh, importWh) => {
          await stage.engine.request('evm_revert', [snapshot]);
          snapshot = await stage.engine.request('evm_snapshot');
          await stage.send('admissionPolicy', 'decide', await request(roof, seller));
          const trades = [];
          for (const [i, part] of parts.entries()) trades.push(await open(part, 200_000n, 0n, { nonce: BigInt(i) }, { nonce: BigInt(i) }));
          await deliver(exportWh, importWh);
          for (const trade of trades) await stage.send('energyMarket', 'settle', [trade]);
          const sold = parts.reduce((sum, part) => sum + part, 0n);
          const expected = [sold, exportWh, importWh].reduce((least, value) => (value < least ? value : least));
          const [paid, left] = [await money(seller.address), await money(buyer.address)];
          expect(paid + left, 'escrow is neither made nor lost').toBe(DEPOSIT);
          expect(paid).toBeLessThanOrEqual((expected * 200_000n) / 1000n);
          expect(paid).toBeGreaterThanOrEqual((expected * 200_000n) / 1000n - BigInt(parts.length));
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('waits for the boundaries, and after the deadline settles without a silent side’s', async () => {
    const terms = await open(1_000n, 200_000n);
    await goTo(begin() + 905n);
    expect((await stage.revertOf('energyMarket', 'settle', [terms]))?.name).toBe('BoundaryMissing');
    expect((await stage.revertOf('energyMarket', 'settle', [{ ...terms, energyWh: 999n }]))?.name).toBe('TradeUnknown');
    for (const counter of [1n, 2n]) {
      const reading = stage.fields({ counter, time: begin() + (counter - 1n) * 900n, exportWh: (counter - 1n) * 600n });
      await stage.send('readingLedger', 'recordBoundary', [roof.id, await signReading(reading, roof)]);
    }
    await stage.engine.request('evm_increaseTime', [14 * 86_400]);
    await stage.engine.request('evm_mine');
    // The buyer's meter is silent: it took what the seller delivered.
    await stage.send('energyMarket', 'settle', [terms]);
    expect([await money(seller.address), await money(buyer.address)]).toEqual([120_000n, DEPOSIT - 120_000n]);
  });

  it('gives all back after the deadline where the seller’s meter is silent', async () => {
    const terms = await open(1_000n, 200_000n);
    await stage.engine.request('evm_increaseTime', [14 * 86_400]);
    await stage.engine.request('evm_mine');
    await stage.send('energyMarket', 'settle', [terms]);
    expect([await money(seller.address), await money(buyer.address)]).toEqual([0n, DEPOSIT]);
  });

  it('settles no interval that is not over', async () => {
    const ahead = { interval: interval() + 10_000n };
    const terms = await open(1_000n, 200_000n, 0n, ahead, ahead);
    expect((await stage.revertOf('energyMarket', 'settle', [{ ...terms, ...ahead }]))?.name).toBe('IntervalNotOver');
  });

  it('pays out to whoever holds the balance, and to nobody else', async () => {
    expect((await stage.revertOf('energyMarket', 'withdraw', [seller.address, 1n], seller.address))?.name).toBe('InsufficientBalance');
    const { signTypedData } = buyer;
    const message = { account: buyer.address, to: seller.address, amount: 5n, nonce: 1n, deadline: 2n ** 40n };
    const domain = {
      name: 'Joulegate',
      version: '1',
      chainId: stage.deployment.chainId,
      verifyingContract: stage.deployment.contracts.energyMarket,
    };
    const types = {
      Withdrawal: [
        { name: 'account', type: 'address' },
        { name: 'to', type: 'address' },
        { name: 'amount', type: 'uint256' },
        { name: 'nonce', type: 'uint64' },
        { name: 'deadline', type: 'uint64' },
      ],
    } as const;
    const signature = await signTypedData({ domain, types, primaryType: 'Withdrawal', message });
    const args = [buyer.address, seller.address, 5n, 1n, 2n ** 40n, signature];
    expect(
      (await stage.revertOf('energyMarket', 'withdrawSigned', [seller.address, seller.address, 5n, 1n, 2n ** 40n, signature]))?.name,
    ).toBe('WithdrawalInvalid');
    await stage.send('energyMarket', 'withdrawSigned', args);
    expect(await stage.read('token', 'balanceOf', [seller.address])).toBe(5n);
    expect((await stage.revertOf('energyMarket', 'withdrawSigned', args))?.name).toBe('WithdrawalUsed');
  });
});
