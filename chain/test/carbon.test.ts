import fc from 'fast-check';
import { type Address, parseAbi } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Meter, makeMeter, openStage, type Stage, signReading } from './support/stage.ts';

let stage: Stage;
let snapshot: unknown;
const polluter = privateKeyToAccount(generatePrivateKey());
const cleaner = privateKeyToAccount(generatePrivateKey());
let coal: Meter;
let roof: Meter;
const DEPOSIT = 10_000_000n;
/** Boundary and carbon period at the stage's start, which is a full hour. */
const b0 = () => stage.start / 900n;
const p0 = () => Number(stage.start / 3600n);

beforeAll(async () => {
  stage = await openStage();
  [coal, roof] = [makeMeter(), makeMeter()];
  await stage.commission(coal, polluter, { source: 8, capacityW: 1_000_000n });
  await stage.commission(roof, cleaner);
  await stage.fund('carbonLedger', polluter.address, DEPOSIT);
  snapshot = await stage.engine.request('evm_snapshot');
});
beforeEach(async () => {
  await stage.engine.request('evm_revert', [snapshot]);
  snapshot = await stage.engine.request('evm_snapshot');
});
afterAll(() => stage.stop());

/** Records a unit's boundary k intervals after the start. */
async function boundary(meter: Meter, k: number, exportWh: bigint): Promise<void> {
  const reading = stage.fields({ counter: BigInt(k + 1), time: stage.start + BigInt(k) * 900n, exportWh });
  await stage.send('readingLedger', 'recordBoundary', [meter.id, await signReading(reading, meter)]);
}

const metered = (meter: Meter, k: number) => ['carbonLedger', 'meterUpTo', [meter.id, b0() + BigInt(k)]] as const;
const account = (meter: Meter, period: number) =>
  stage.read<{ emissionsUg: bigint; allowanceGrams: bigint; settled: boolean; surrenderedGrams: bigint; deficitGrams: bigint }>(
    'carbonLedger',
    'accountOf',
    [meter.id, period],
  );
/** ERC-1155's balanceOf and the escrow's share their name: each is asked by its own signature. */
const ESCROW = parseAbi(['function balanceOf(address account) view returns (uint256)']);
const PERMITS = parseAbi(['function balanceOf(address account, uint256 id) view returns (uint256)']);
const escrow = (owner: Address) =>
  stage.client.readContract({ address: stage.deployment.contracts.carbonLedger, abi: ESCROW, functionName: 'balanceOf', args: [owner] });
const permits = (owner: Address, period: number) =>
  stage.client.readContract({
    address: stage.deployment.contracts.carbonLedger,
    abi: PERMITS,
    functionName: 'balanceOf',
    args: [owner, BigInt(period)],
  });

async function purchase(grams: bigint, change: { application?: object; offer?: object } = {}) {
  const application = {
    unit: coal.id,
    period: p0(),
    grams: 1_000n,
    maxPriceMicroPerKg: 100_000n,
    expiry: 2n ** 40n,
    nonce: 1n,
    ...change.application,
  };
  const offer = {
    seller: cleaner.address,
    period: p0(),
    grams: 800n,
    priceMicroPerKg: 60_000n,
    expiry: 2n ** 40n,
    nonce: 1n,
    ...change.offer,
  };
  return [
    application,
    await stage.sign('CarbonApplication', application, polluter),
    offer,
    await stage.sign('PermitOffer', offer, cleaner),
    grams,
  ] as const;
}

describe('C1 allowances', () => {
  it('are issued by the authority alone, to the unit’s owner, announced and counted', async () => {
    expect((await stage.revertOf('carbonLedger', 'allocate', [coal.id, p0(), 5n], polluter.address))?.name).toBe(
      'AccessControlUnauthorizedAccount',
    );
    expect((await stage.revertOf('carbonLedger', 'allocate', [makeMeter().id, p0(), 5n]))?.name).toBe('UnitUnknown');
    await stage.send('carbonLedger', 'allocate', [coal.id, p0(), 5_000n]);
    expect(await permits(polluter.address, p0())).toBe(5_000n);
    expect(await account(coal, p0())).toMatchObject({ allowanceGrams: 5_000n });
  });
});

describe('C2 metered emissions', () => {
  it.each([
    ['coal, 811.2 g/kWh', () => coal, 811_200n],
    ['solar PV, 92.83 g/kWh', () => roof, 92_830n],
  ] as const)(
    'of %s are energy times intensity, exact to the microgram',
    async (_, unit, intensity) => {
      await fc.assert(
        fc.asyncProperty(fc.bigInt(0n, 2n ** 40n), fc.bigInt(0n, 2n ** 30n), async (startWh, energyWh) => {
          await stage.engine.request('evm_revert', [snapshot]);
          snapshot = await stage.engine.request('evm_snapshot');
          await boundary(unit(), 0, startWh);
          await boundary(unit(), 1, startWh + energyWh);
          await stage.send(...metered(unit(), 0));
          await stage.send(...metered(unit(), 1));
          expect((await account(unit(), p0())).emissionsUg).toBe(energyWh * intensity);
        }),
        { numRuns: 10 },
      );
    },
    30_000,
  );

  it('count each boundary once, need it recorded, and give a period exactly its energy', async () => {
    await boundary(coal, 0, 0n);
    await boundary(coal, 3, 300n);
    await boundary(coal, 4, 400n);
    await boundary(coal, 6, 900n);
    expect((await stage.revertOf(...metered(coal, 1)))?.name).toBe('BoundaryMissing');
    await stage.send(...metered(coal, 0));
    await stage.send(...metered(coal, 3));
    expect((await stage.revertOf(...metered(coal, 3)))?.name).toBe('BoundaryNotNewer');
    expect((await stage.revertOf(...metered(coal, 6)))?.name).toBe('EdgeBoundaryFirst');
    await stage.send('carbonLedger', 'meterMany', [[coal.id], b0() + 4n]);
    await stage.send(...metered(coal, 6));
    expect((await account(coal, p0())).emissionsUg).toBe(400n * 811_200n);
    expect((await account(coal, p0() + 1)).emissionsUg).toBe(500n * 811_200n);
  });
});

describe('C4, C5 permits', () => {
  beforeEach(() => stage.send('carbonLedger', 'allocate', [roof.id, p0(), 1_000n]));

  it('change hands against payment, in parts, never beyond either side’s limit', async () => {
    await stage.send('carbonLedger', 'fill', await purchase(500n));
    expect([await permits(polluter.address, p0()), await permits(cleaner.address, p0())]).toEqual([500n, 500n]);
    expect([await escrow(polluter.address), await escrow(cleaner.address)]).toEqual([DEPOSIT - 30_000n, 30_000n]);
    expect((await stage.revertOf('carbonLedger', 'fill', await purchase(301n)))?.name).toBe('Overfilled');
    await stage.send('carbonLedger', 'fill', await purchase(300n));
  });

  it.each([
    ['of another period', 'PeriodMismatch', () => purchase(1n, { offer: { period: p0() + 1 } })],
    ['above the buyer’s price', 'PriceOutsideLimit', () => purchase(1n, { offer: { priceMicroPerKg: 100_001n } })],
    ['against an expired offer', 'Expired', () => purchase(1n, { offer: { expiry: 1n } })],
    ['for an expired application', 'Expired', () => purchase(1n, { application: { expiry: 1n } })],
    ['of nothing', 'Overfilled', () => purchase(0n)],
    [
      'that the seller does not hold',
      'ERC1155InsufficientBalance',
      () => purchase(2_000n, { application: { grams: 5_000n }, offer: { grams: 5_000n } }),
    ],
    [
      'that the buyer cannot pay',
      'InsufficientBalance',
      () => purchase(800n, { application: { maxPriceMicroPerKg: 2n ** 50n }, offer: { priceMicroPerKg: 2n ** 50n } }),
    ],
    [
      'in another’s name',
      'OwnerSignatureInvalid',
      async () => {
        const [application, , offer, signature, grams] = await purchase(1n);
        return [application, signature, offer, signature, grams] as const;
      },
    ],
  ] as const)('are not sold %s: %s', async (_, error, make) => {
    expect((await stage.revertOf('carbonLedger', 'fill', await make()))?.name).toBe(error);
  });

  it('are retired by their holder, for good', async () => {
    await stage.send('carbonLedger', 'retire', [p0(), 0n]);
    expect((await stage.revertOf('carbonLedger', 'retire', [p0(), 1n], polluter.address))?.name).toBe('ERC1155InsufficientBalance');
  });
});

describe('C3 the end of a period', () => {
  it.each([
    ['within the allowance surrenders what was emitted and keeps the rest', 400n, 325n, 0n],
    ['beyond it surrenders all and is fined for the deficit', 2_000n, 1_000n, 623n],
  ])('%s', async (_, energyWh, surrendered, deficit) => {
    await stage.send('carbonLedger', 'allocate', [coal.id, p0(), 1_000n]);
    await boundary(coal, 0, 0n);
    await boundary(coal, 4, energyWh);
    await stage.send(...metered(coal, 0));
    expect(
      (await stage.revertOf('carbonLedger', 'settlePeriod', [coal.id, p0()]))?.name,
      'the edge is on the ledger, not yet metered',
    ).toBe('EdgeBoundaryFirst');
    await stage.send(...metered(coal, 4));
    await stage.send('carbonLedger', 'settlePeriod', [coal.id, p0()], stage.engine.accounts[6]?.address);
    expect(await account(coal, p0())).toMatchObject({ settled: true, surrenderedGrams: surrendered, deficitGrams: deficit });
    // 100,000 millionths a kilogram, rounded up: 100 a gram.
    expect(await escrow(polluter.address)).toBe(DEPOSIT - deficit * 100n);
    expect(await permits(polluter.address, p0())).toBe(1_000n - surrendered);
    const [issued, gone, retired] = await stage.read<[bigint, bigint, bigint]>('carbonLedger', 'supplyOf', [p0()]);
    expect(issued).toBe((await permits(polluter.address, p0())) + gone + retired);
    expect((await stage.revertOf('carbonLedger', 'settlePeriod', [coal.id, p0()]))?.name).toBe('PeriodAlreadySettled');
    expect((await stage.revertOf('carbonLedger', 'allocate', [coal.id, p0(), 1n]))?.name).toBe('PeriodAlreadySettled');
  });

  it('comes only once period and grace are over', async () => {
    const now = Number((await stage.client.getBlock()).timestamp);
    expect((await stage.revertOf('carbonLedger', 'settlePeriod', [coal.id, Math.floor(now / 3600)]))?.name).toBe('PeriodNotOver');
  });

  it('suspends a unit whose fine exceeds its escrow, until the fine is paid', async () => {
    await boundary(coal, 0, 0n);
    await boundary(coal, 4, 10_000_000n);
    await stage.send(...metered(coal, 0));
    await stage.send(...metered(coal, 4));
    await stage.send('carbonLedger', 'settlePeriod', [coal.id, p0()]);
    const due = await stage.read<bigint>('carbonLedger', 'fineDueMicro', [coal.id]);
    expect(due).toBe(8_112_000n * 100n);
    expect(await stage.read('admissionPolicy', 'permitOf', [coal.id])).toMatchObject({ suspensions: 2 });
    await stage.send('token', 'mint', [stage.admin, due]);
    await stage.send('token', 'approve', [stage.deployment.contracts.carbonLedger, due]);
    await stage.send('carbonLedger', 'payFine', [coal.id]);
    expect(await stage.read('admissionPolicy', 'permitOf', [coal.id])).toMatchObject({ suspensions: 0 });
    expect((await stage.revertOf('carbonLedger', 'payFine', [coal.id]))?.name).toBe('NoFineDue');
  });
});
