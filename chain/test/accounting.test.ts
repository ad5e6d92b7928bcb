/**
 * What is counted, and where: energy over several markets, money through any sequence of actions, boundaries over time,
 * emissions over periods. Properties rather than refusals; these stand in refusals.test.ts.
 */
import { CARRIER, NATURE, SOURCE, STATUS_BIT, VERDICT_BIT } from '@joulegate/protos';
import fc from 'fast-check';
import type { Abi, Address, Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChainAccount, connectAccount } from '../src/deployment/index.ts';
import { CONTRACTS } from '../src/generated/contracts.ts';
import {
  admit,
  commission,
  deposit,
  fillArgs,
  hashEvidence,
  makeApplication,
  makeMeter,
  makeOffer,
  makeOrder,
  makeRequest,
  matchArgs,
  oneReadingBatch,
  recordBoundary,
  registrationArgs,
  requestArgs,
  signReading,
  type TestMeter,
} from './support/actions.ts';
import {
  BOUNDARY_0,
  type Contract,
  eventOf,
  FINE_PER_KG,
  GRACE,
  INTERVAL,
  type Market,
  makeCriteria,
  PERIOD,
  PERIOD_0,
  SETTLEMENT_DEADLINE,
  startMarket,
  T0,
  TOLERANCE,
  ZONE,
} from './support/market.ts';

const DEPOSIT = 5_000_000n;
const NO_REASON: Hex = `0x${'00'.repeat(32)}`;

let market: Market;
let chain: ChainAccount;
let seller: TestMeter;
let buyer: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  chain = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
  await market.setTime(T0);
  seller = await commission(market, 'seller', 1);
  buyer = await commission(market, 'buyer', 2, { source: SOURCE.load });
  await admit(market, 'seller', seller);
  await deposit(market, 'energyMarket', 'buyer', DEPOSIT);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market.stop());

const min = (...values: readonly bigint[]): bigint => values.reduce((least, value) => (value < least ? value : least));
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const escrowOf = (who: 'seller' | 'buyer' | 'treasury', where: Contract = 'energyMarket') =>
  chain.read(market.deployment.contracts[where], CONTRACTS.EnergyMarket.abi as Abi, 'balanceOf', [
    market.people[who].address,
  ]) as Promise<bigint>;
/** Marks this moment; each call of the answer goes back to it. Leaves the marks of beforeEach alone. */
async function markHere(): Promise<() => Promise<void>> {
  let mark = await market.engine.request('evm_snapshot');
  return async () => {
    await market.engine.request('evm_revert', [mark]);
    mark = await market.engine.request('evm_snapshot');
  };
}
/** `accepted`, or the name of the error. */
const outcomeOf = (contract: Contract, functionName: string, args: readonly unknown[]): Promise<string> =>
  market.refusal(contract, functionName, args).then(
    ({ name }) => name,
    (cause: unknown) => {
      if (cause instanceof Error && cause.message.endsWith('got an acceptance')) return 'accepted';
      throw cause;
    },
  );

async function openTrade(energyWh: bigint, price: bigint, nonce: bigint, on: Market = market): Promise<Record<string, unknown>> {
  const sell = makeOrder('sell', seller, { nonce, priceMicroPerKwh: 1n });
  const args = await matchArgs(on, sell, makeOrder('buy', buyer, { nonce, priceMicroPerKwh: 400_000n }), energyWh, price);
  return eventOf(await on.send('energyMarket', 'postMatch', args), 'TradeOpened')['terms'] as Record<string, unknown>;
}

async function deliver(exportWh: bigint, importWh: bigint): Promise<void> {
  await market.setTime(T0 + INTERVAL + 5n);
  for (const [index, share] of [
    [0, 0n],
    [1, 1n],
  ] as const) {
    await recordBoundary(market, seller, index, 0n, share * exportWh);
    await recordBoundary(market, buyer, index, share * importWh, 0n);
  }
}

describe('energy', () => {
  it('is sold once, whatever two markets with the role settle, and in whatever order', async () => {
    const { token, meterRegistry, readingLedger, admissionPolicy, energyMarket } = market.deployment.contracts;
    const { abi } = CONTRACTS.EnergyMarket;
    const second = await chain.deployContract(CONTRACTS.EnergyMarket, [
      token,
      meterRegistry,
      readingLedger,
      admissionPolicy,
      SETTLEMENT_DEADLINE,
    ]);
    const me = market.people.admin.address;
    await chain.call(token, CONTRACTS.DemoEnergyCoin.abi as Abi, 'mint', [me, DEPOSIT]);
    await chain.call(token, CONTRACTS.DemoEnergyCoin.abi as Abi, 'approve', [second, DEPOSIT]);
    await chain.call(second, abi as Abi, 'depositFor', [market.people.buyer.address, DEPOSIT]);
    const elsewhere: Market = {
      ...market,
      deployment: { ...market.deployment, contracts: { ...market.deployment.contracts, energyMarket: second } },
    };
    const settledBy = async (address: Address, terms: Record<string, unknown>): Promise<bigint> => {
      const before = (await chain.read(address, abi as Abi, 'balanceOf', [market.people.seller.address])) as bigint;
      await chain.call(address, abi as Abi, 'settle', [terms]);
      // At 1000 millionths a kWh a watt-hour costs one millionth, so what was paid counts what was settled.
      return ((await chain.read(address, abi as Abi, 'balanceOf', [market.people.seller.address])) as bigint) - before;
    };
    const openThere = async (energyWh: bigint) => {
      const sell = makeOrder('sell', seller, { nonce: 9n, priceMicroPerKwh: 1n });
      const args = await matchArgs(elsewhere, sell, makeOrder('buy', buyer, { nonce: 9n }), energyWh, 1_000n);
      await chain.call(second, abi as Abi, 'postMatch', args);
      const orderId = (order: unknown) => chain.read(second, abi as Abi, 'orderDigest', [order]);
      const [sellOrderId, buyOrderId] = [await orderId(args[0]), await orderId(args[2])];
      const common = {
        sellerMeter: seller.id,
        buyerMeter: buyer.id,
        seller: market.people.seller.address,
        buyer: market.people.buyer.address,
      };
      return { ...common, sellOrderId, buyOrderId, interval: BOUNDARY_0, energyWh, priceMicroPerKwh: 1_000n, sellFilledBeforeWh: 0n };
    };
    expect((await market.refusal('readingLedger', 'allocate', [seller.id, BOUNDARY_0, 0n, 1n], 'admin')).name).toBe(
      'AccessControlUnauthorizedAccount',
    );
    const goBack = await markHere();

    const wh = fc.bigInt(1n, 2_000n);
    await fc.assert(
      fc.asyncProperty(
        wh,
        wh,
        fc.bigInt(0n, 2_400n),
        fc.bigInt(0n, 2_400n),
        fc.boolean(),
        async (here, there, exported, imported, isHereFirst) => {
          await goBack();
          const role = await chain.read(readingLedger, CONTRACTS.ReadingLedger.abi as Abi, 'MARKET_ROLE', []);
          await chain.call(readingLedger, CONTRACTS.ReadingLedger.abi as Abi, 'grantRole', [role, second]);
          const trades = [
            [energyMarket, await openTrade(here, 1_000n, 1n)],
            [second, await openThere(there)],
          ] as const;
          await deliver(exported, imported);
          let settled = 0n;
          for (const [address, terms] of isHereFirst ? trades : [...trades].reverse()) settled += await settledBy(address, terms);
          expect(settled).toBe(min(here + there, exported, imported));
          const boundary = await market.read('readingLedger', 'boundaryOf', [seller.id, BOUNDARY_0 + 1n]);
          expect(boundary).toMatchObject({ exportFreeWh: exported - settled, importFreeWh: 0n });
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('that a market may not speak for stays free: a market without the role settles nothing', async () => {
    const { token, meterRegistry, readingLedger, admissionPolicy } = market.deployment.contracts;
    const rogue = await chain.deployContract(CONTRACTS.EnergyMarket, [
      token,
      meterRegistry,
      readingLedger,
      admissionPolicy,
      SETTLEMENT_DEADLINE,
    ]);
    await deliver(100n, 100n);
    const refused = await market.refusal('readingLedger', 'allocatePair', [seller.id, buyer.id, BOUNDARY_0, 1n, false], rogue);
    expect(refused.name).toBe('AccessControlUnauthorizedAccount');
    expect(await market.read('readingLedger', 'availableWh', [seller.id, BOUNDARY_0])).toEqual([0n, 100n]);
  });
});

describe('money', () => {
  it('is neither made nor lost by any sequence of matches, settlements and withdrawals', async () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('match' as const), wh: fc.bigInt(1n, 700n), price: fc.bigInt(1n, 399_999n) }),
      fc.record({ kind: fc.constant('settle' as const), pick: fc.nat(9) }),
      fc.record({ kind: fc.constant('withdraw' as const), part: fc.bigInt(1n, 5n) }),
    );
    const held = () => market.read<bigint>('token', 'balanceOf', [market.deployment.contracts.energyMarket]);
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 9 }), fc.bigInt(0n, 3_000n), async (actions, exported) => {
        await market.restore();
        // Trading ends with the interval, so matches come first; what follows comes in any order.
        const matches = actions.filter(({ kind }) => kind === 'match');
        const others = actions.filter(({ kind }) => kind !== 'match');
        const open: { terms: Record<string, unknown>; locked: bigint }[] = [];
        let withdrawn = 0n;
        for (const [index, step] of [...matches, ...others].entries()) {
          if (index === matches.length) await deliver(exported, 2_500n);
          if (step.kind === 'match') {
            const terms = await openTrade(step.wh, step.price, BigInt(index + 1));
            open.push({ terms, locked: (step.wh * step.price + 999n) / 1000n });
          } else if (step.kind === 'settle' && open.length > 0) {
            const [trade] = open.splice(step.pick % open.length, 1);
            if (!trade) continue;
            const { paidMicro, refundedMicro } = eventOf(await market.send('energyMarket', 'settle', [trade.terms]), 'TradeSettled');
            expect(BigInt(String(paidMicro)) + BigInt(String(refundedMicro)), 'what was locked is paid or returned').toBe(trade.locked);
          } else if (step.kind === 'withdraw') {
            const amount = (await escrowOf('seller')) / step.part;
            await market.send('energyMarket', 'withdraw', [market.people.stranger.address, amount], 'seller');
            withdrawn += amount;
          }
          const owed = (await escrowOf('seller')) + (await escrowOf('buyer')) + sum(open.map(({ locked }) => locked));
          expect(owed).toBe(DEPOSIT - withdrawn);
          expect(await held()).toBe(owed);
        }
      }),
      { numRuns: 6 },
    );
  }, 60_000);
});

describe('a boundary', () => {
  it('is what was read within the tolerance of its instant, before or after, and nothing else', async () => {
    await market.setTime(T0 + 10n * INTERVAL);
    const offsets = fc.oneof(fc.bigInt(-450n, 449n), fc.constantFrom(-TOLERANCE - 1n, -TOLERANCE, TOLERANCE, TOLERANCE + 1n));
    await fc.assert(
      fc.asyncProperty(fc.bigInt(-5n, 9n), offsets, async (index, offset) => {
        const time = (BOUNDARY_0 + index) * INTERVAL + offset;
        const reading = await signReading(market, seller, { counter: 1n, time });
        const isNear = offset >= -TOLERANCE && offset <= TOLERANCE;
        expect(await outcomeOf('readingLedger', 'recordBoundary', [seller.id, reading])).toBe(isNear ? 'accepted' : 'NotAtBoundary');
      }),
      { numRuns: 60 },
    );
  });

  it('comes with a batch whose closing reading is near it, unless the meter’s clock is not set', async () => {
    const recorded = async (meter: TestMeter) =>
      (await market.read<{ recorded: boolean }>('readingLedger', 'boundaryOf', [meter.id, BOUNDARY_0])).recorded;
    await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', seller, { counter: 1n, time: T0 + 30n }));
    expect(await recorded(seller)).toBe(true);
    const adrift = { counter: 1n, time: T0, status: STATUS_BIT.clockUnset };
    await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'buyer', buyer, adrift));
    expect(await recorded(buyer)).toBe(false);
  });

  it('recorded late must lie between what is known around it', async () => {
    await market.setTime(T0 + 3n * INTERVAL);
    const last = { counter: 100n, time: T0 + 2_000n, importWh: 500n, exportWh: 900n };
    await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', seller, last));
    await recordLate({ counter: 40n, time: T0 + INTERVAL, importWh: 100n, exportWh: 300n }, 'accepted');
    await recordLate({ counter: 40n, time: T0 + INTERVAL, importWh: 501n, exportWh: 300n }, 'RegisterDecreased');
    await recordLate({ counter: 40n, time: T0 + INTERVAL, importWh: 100n, exportWh: 901n }, 'RegisterDecreased');
    await recordLate({ counter: 101n, time: T0 + INTERVAL, importWh: 600n, exportWh: 901n }, 'TimeNotIncreasing');
    await recordLate({ counter: 99n, time: T0 + 3n * INTERVAL, importWh: 100n, exportWh: 300n }, 'TimeNotIncreasing');
    await recordLate({ counter: 101n, time: T0 + 3n * INTERVAL, importWh: 499n, exportWh: 900n }, 'RegisterDecreased');
    await recordLate({ counter: 101n, time: T0 + 3n * INTERVAL, importWh: 500n, exportWh: 900n }, 'accepted');
    await recordLate({ counter: 1n, time: 2n ** 64n - 1n }, 'TimeInFuture');
  });

  async function recordLate(values: Parameters<typeof signReading>[2], expected: string): Promise<void> {
    const args = [seller.id, await signReading(market, seller, values)];
    expect(await outcomeOf('readingLedger', 'recordBoundary', args), `counter ${values.counter} at ${values.time}`).toBe(expected);
  }

  it('must not contradict its neighbours, even when it comes with a batch', async () => {
    await market.setTime(T0 + 3n * INTERVAL);
    await recordBoundary(market, seller, 1, 0n, 500n);
    const contradicting = await oneReadingBatch(market, 'seller', seller, { counter: 5n, time: T0, exportWh: 501n });
    expect(await outcomeOf('readingLedger', 'recordBatch', contradicting)).toBe('RegisterDecreased');
    const fitting = await oneReadingBatch(market, 'seller', seller, { counter: 5n, time: T0, exportWh: 500n });
    expect(await outcomeOf('readingLedger', 'recordBatch', fitting)).toBe('accepted');
  });
});

describe('evidence for a permit', () => {
  // Ahead of whatever seconds the setup took: anvil's clock runs on from T0.
  const NOW = T0 + 600n;
  const bit = 1 << VERDICT_BIT.evidence;
  it.each([
    ['now', { time: NOW }, 0],
    ['as far ahead as a clock may run', { time: NOW + 120n }, 0],
    ['further ahead', { time: NOW + 121n }, bit],
    ['as old as the zone takes', { time: NOW - 3_600n }, 0],
    ['older', { time: NOW - 3_601n }, bit],
    ['at the end of all time', { time: 2n ** 64n - 1n }, bit],
    ['by a clock that is not set', { time: NOW, status: STATUS_BIT.clockUnset }, bit],
    ['by a meter that reports a fault', { time: NOW, status: STATUS_BIT.meterFault }, 1 << VERDICT_BIT.meterStatus],
    ['by a meter whose power came back', { time: NOW, status: STATUS_BIT.powerRestored }, 0],
  ] as const)('read %s', async (_, values, verdict) => {
    const unit = await commission(market, 'seller', 5);
    await market.send(
      'admissionPolicy',
      'setCriteria',
      [ZONE, makeCriteria(market.people.operator.address, { minEvidence: 1 })],
      'operator',
    );
    await market.setTime(NOW);
    const evidence = [await signReading(market, unit, { counter: 1n, ...values })];
    // eth_call runs at the time of the last block.
    expect(await market.read('admissionPolicy', 'assess', [makeRequest(unit, { evidenceHash: hashEvidence(evidence) }), evidence])).toBe(
      verdict,
    );
  });

  it('agrees with the nature that a unit claims, for every source', async () => {
    const natures = Object.values(NATURE);
    const renewable = [SOURCE.wind, SOURCE.solar, SOURCE.tidal, SOURCE.geothermal, SOURCE.biomass, SOURCE.hydro] as readonly number[];
    for (const source of Object.values(SOURCE)) {
      const unit = await commission(market, 'seller', 50 + source, { source });
      const fits = await Promise.all(
        natures.map(async (nature) =>
          (await market.read<number>('admissionPolicy', 'assess', [makeRequest(unit, { nature }), []])) === 0 ? [nature] : [],
        ),
      );
      const expected =
        source === SOURCE.load
          ? [NATURE.load]
          : source === SOURCE.storage
            ? [NATURE.storage]
            : renewable.includes(source)
              ? [NATURE.renewable, NATURE.dispatchable]
              : [NATURE.dispatchable];
      expect(fits.flat(), `source ${source}`).toEqual(expected);
    }
  });
});

describe('a suspension', () => {
  it('by an operator is for meters in its zone, whether or not they asked for anything, and wherever they asked', async () => {
    const { stranger, operator } = market.people;
    await market.send('admissionPolicy', 'setCriteria', [8, makeCriteria(stranger.address)], 'admin');
    await market.send(
      'admissionPolicy',
      'decide',
      await requestArgs(market, 'buyer', makeRequest(buyer, { zone: 8, nature: NATURE.load })),
    );
    expect(await market.refusal('admissionPolicy', 'suspend', [buyer.id, 3, NO_REASON], 'stranger')).toMatchObject({
      name: 'NotZoneOperator',
      args: { zone: ZONE },
    });
    await market.send('admissionPolicy', 'suspend', [buyer.id, 3, NO_REASON], 'operator');
    expect(await market.read('admissionPolicy', 'tradeLimits', [seller.id, buyer.id])).toMatchObject([true, 10_000n, false, 400_000n]);
    await market.send('admissionPolicy', 'cure', [buyer.id, 3], 'operator');
    expect(await market.read('admissionPolicy', 'tradeLimits', [seller.id, buyer.id])).toMatchObject([true, 10_000n, true, 400_000n]);
    expect(operator.address).not.toBe(stranger.address);
  });

  it('of a meter never makes an uncertified one active', async () => {
    const pending = makeMeter(6);
    await market.send('meterRegistry', 'register', await registrationArgs(market, 'seller', pending));
    expect(await market.refusal('meterRegistry', 'suspend', [pending.id, NO_REASON], 'admin')).toMatchObject({
      name: 'MeterNotActive',
      args: { status: 1 },
    });
    await market.send('meterRegistry', 'suspend', [seller.id, NO_REASON], 'admin');
    expect(await market.read('admissionPolicy', 'isAdmitted', [seller.id])).toBe(false);
    await market.send('meterRegistry', 'reinstate', [seller.id], 'admin');
    expect(await market.read('admissionPolicy', 'isAdmitted', [seller.id])).toBe(true);
  });

  it('holds its capacity until it ends, whatever the operator writes meanwhile', async () => {
    const most = 2n ** 64n - 1n;
    expect(await market.read('admissionPolicy', 'criteriaOf', [ZONE])).toMatchObject({ grantedCapacityW: 10_000n });
    await market.send(
      'admissionPolicy',
      'setCriteria',
      [ZONE, { ...makeCriteria(market.people.operator.address, { hostingCapacityW: most }), grantedCapacityW: 77n }],
      'operator',
    );
    expect(await market.read('admissionPolicy', 'criteriaOf', [ZONE])).toMatchObject({ grantedCapacityW: 10_000n });
    await market.send('admissionPolicy', 'revoke', [seller.id], 'operator');
    expect(await market.read('admissionPolicy', 'criteriaOf', [ZONE])).toMatchObject({ hostingCapacityW: most, grantedCapacityW: 0n });
    expect(await market.read('admissionPolicy', 'permitOf', [seller.id])).toMatchObject({ state: 3, capacityW: 0n });
  });
});

describe('emissions', () => {
  const emissionsOf = async (unit: TestMeter, period: number) =>
    (await market.read<{ emissionsUg: bigint }>('carbonLedger', 'accountOf', [unit.id, period])).emissionsUg;

  it('are complete: whatever boundaries are missing and whenever periods are settled, all energy has its grams', async () => {
    const coal = await commission(market, 'buyer', 30, { source: SOURCE.coal });
    await market.setTime(T0 + 20n * PERIOD);
    const goBack = await markHere();
    const steps = fc.array(fc.record({ skip: fc.integer({ min: 1, max: 6 }), wh: fc.bigInt(0n, 5_000n), settle: fc.boolean() }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        await goBack();
        let [index, register] = [0, 77n];
        await recordBoundary(market, coal, 0, 0n, register);
        await market.send('carbonLedger', 'meterUpTo', [coal.id, BOUNDARY_0]);
        for (const { skip, wh, settle } of list) {
          // Anyone may settle what is over, also before the energy in it is proven.
          if (settle) await market.send('carbonLedger', 'settlePeriod', [coal.id, PERIOD_0 + Math.floor(index / 4)]).catch(() => undefined);
          [index, register] = [index + skip, register + wh];
          await recordBoundary(market, coal, index, 0n, register);
          await market.send('carbonLedger', 'meterUpTo', [coal.id, BOUNDARY_0 + BigInt(index)]);
        }
        const periods = await Promise.all(Array.from({ length: 20 }, (_, k) => emissionsOf(coal, PERIOD_0 + k)));
        expect(sum(periods)).toBe((register - 77n) * 811_200n);
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('proven only after their period was settled burden the next one that is open', async () => {
    const coal = await commission(market, 'buyer', 30, { source: SOURCE.coal });
    await recordBoundary(market, coal, 0, 0n, 0n);
    await market.send('carbonLedger', 'meterUpTo', [coal.id, BOUNDARY_0]);
    await market.setTime(T0 + PERIOD + GRACE);
    await market.send('carbonLedger', 'settlePeriod', [coal.id, PERIOD_0]);
    await recordBoundary(market, coal, 4, 0n, 1_000n);
    const metered = eventOf(await market.send('carbonLedger', 'meterUpTo', [coal.id, BOUNDARY_0 + 4n]), 'EmissionsMetered');
    expect(metered).toMatchObject({ period: PERIOD_0 + 1, energyWh: 1_000n, intensityMgPerKwh: 811_200 });
    expect([await emissionsOf(coal, PERIOD_0), await emissionsOf(coal, PERIOD_0 + 1)]).toEqual([0n, 811_200_000n]);
  });

  it('are owed by the whole gram, a fine by the whole coin, both rounded up, and the fine is taken from escrow at once', async () => {
    const coal = await commission(market, 'buyer', 30, { source: SOURCE.coal });
    await deposit(market, 'carbonLedger', 'buyer', 1_000n);
    await recordBoundary(market, coal, 0, 0n, 0n);
    await market.setTime(T0 + PERIOD + GRACE);
    await recordBoundary(market, coal, 4, 0n, 2n);
    await market.send('carbonLedger', 'meterMany', [[coal.id], BOUNDARY_0]);
    await market.send('carbonLedger', 'meterMany', [[coal.id], BOUNDARY_0 + 4n]);
    // 2 Wh of coal are 1.6224 g: two grams, fined at 100,000 millionths a kilogram.
    const settled = await market.send('carbonLedger', 'settlePeriod', [coal.id, PERIOD_0]);
    const fineMicro = (2n * FINE_PER_KG) / 1000n;
    expect(eventOf(settled, 'PeriodSettled')).toMatchObject({ obligationGrams: 2n, surrenderedGrams: 0n, deficitGrams: 2n, fineMicro });
    expect(eventOf(settled, 'FinePaid')).toMatchObject({ amount: fineMicro });
    expect([await escrowOf('buyer', 'carbonLedger'), await escrowOf('treasury', 'carbonLedger')]).toEqual([1_000n - fineMicro, fineMicro]);
  });

  it('that exceed the escrow suspend the unit, and whoever fills the owner’s escrow and pays ends it', async () => {
    const coal = await commission(market, 'buyer', 30, { source: SOURCE.coal });
    await recordBoundary(market, coal, 0, 0n, 0n);
    await market.setTime(T0 + PERIOD + GRACE);
    await recordBoundary(market, coal, 4, 0n, 10_000n);
    await market.send('carbonLedger', 'meterUpTo', [coal.id, BOUNDARY_0]);
    await market.send('carbonLedger', 'meterUpTo', [coal.id, BOUNDARY_0 + 4n]);
    await market.send('carbonLedger', 'settlePeriod', [coal.id, PERIOD_0]);
    const due = (8_112n * FINE_PER_KG) / 1000n;
    expect(await market.read('carbonLedger', 'fineDueMicro', [coal.id])).toBe(due);
    expect(await market.read('admissionPolicy', 'permitOf', [coal.id])).toMatchObject({ suspensions: 0b10 });
    await deposit(market, 'carbonLedger', 'buyer', due + 5n);
    await market.send('carbonLedger', 'payFine', [coal.id], 'relayer');
    expect([await escrowOf('buyer', 'carbonLedger'), await escrowOf('treasury', 'carbonLedger')]).toEqual([5n, due]);
    expect(await market.read('admissionPolicy', 'permitOf', [coal.id])).toMatchObject({ suspensions: 0 });
  });
});

describe('permits', () => {
  const PERMITS = CONTRACTS.CarbonLedger.abi.filter(
    (item) => item.type === 'function' && item.name === 'balanceOf' && item.inputs.length === 2,
  ) as Abi;
  const permitsOf = (who: 'seller' | 'buyer') =>
    chain.read(market.deployment.contracts.carbonLedger, PERMITS, 'balanceOf', [
      market.people[who].address,
      BigInt(PERIOD_0),
    ]) as Promise<bigint>;

  it('cost the same however a sale is split, and every gram issued is held, surrendered or retired', async () => {
    const unit = await commission(market, 'buyer', 31, { source: SOURCE.gas, carrier: CARRIER.electricity });
    await market.send('carbonLedger', 'allocate', [seller.id, PERIOD_0, 5_000n], 'authority');
    await deposit(market, 'carbonLedger', 'buyer', DEPOSIT);
    const goBack = await markHere();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt(1n, 900n), { minLength: 1, maxLength: 5 }),
        fc.bigInt(1n, 99_999n),
        fc.bigInt(0n, 300n),
        async (parts, price, retired) => {
          await goBack();
          const application = makeApplication(unit, PERIOD_0, { maxPriceMicroPerKg: 100_000n });
          const offer = makeOffer(market, 'seller', PERIOD_0, { priceMicroPerKg: price });
          for (const grams of parts) await market.send('carbonLedger', 'fill', await fillArgs(market, application, offer, grams));
          const paid = (sum(parts) * price) / 1000n;
          expect([await escrowOf('buyer', 'carbonLedger'), await escrowOf('seller', 'carbonLedger')]).toEqual([DEPOSIT - paid, paid]);
          await market.send('carbonLedger', 'retire', [PERIOD_0, retired], 'seller');
          const [issued, surrendered, gone] = await market.read<readonly bigint[]>('carbonLedger', 'supplyOf', [PERIOD_0]);
          expect(issued).toBe((await permitsOf('seller')) + (await permitsOf('buyer')) + (surrendered ?? 0n) + (gone ?? 0n));
          expect(gone).toBe(retired);
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);
});
