/** Guarantees of origin: each exported renewable Wh once, from meter to retirement, whoever asks and in whatever order. */
import { SOURCE, type SourceName } from '@joulegate/protos';
import fc from 'fast-check';
import { type Address, concat, type Hex, keccak256, toBytes, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commission, recordBoundary, signReading, signTyped, type TestMeter } from './support/actions.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, type Role, startMarket, T0 } from './support/market.ts';

/** Gas of a unit's first guarantee, of each later one, and of a retirement by signature. Figures of 2026-11. */
const FIRST_GAS = 123_000;
const LATER_GAS = 106_000;
const RETIRE_GAS = 74_000;

const VALIDITY = 365n * 86_400n;
const PURPOSE = keccak256(toBytes('the bakery’s bread of November'));
let market: Market;
let roof: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  roof = await commission(market, 'seller', 1);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const at = (index: number) => BOUNDARY_0 + BigInt(index);
const idOf = (from: number, to: number, meter = roof): Hex => concat([meter.id, toHex(at(from), { size: 6 }), toHex(at(to), { size: 6 })]);
const person = (who: Role) => market.people[who].address;
const held = (who: Role | Address, id: Hex) =>
  market.read<bigint>('guaranteeOfOrigin', 'balanceOf', [who.startsWith('0x') ? who : person(who as Role), BigInt(id)]);

/** Registers at boundaries 0, 1, 2 …, counted from T0. */
async function measure(registers: readonly bigint[], meter = roof): Promise<void> {
  await market.setTime(T0 + BigInt(registers.length) * INTERVAL);
  for (const [index, exportWh] of registers.entries()) await recordBoundary(market, meter, index, 0n, exportWh);
}
const issue = (from: number, to: number, who: Role = 'stranger', meter = roof) =>
  market.send('guaranteeOfOrigin', 'issue', [meter.id, at(from), at(to)], who);
const refuseIssue = async (from: bigint | number, to: bigint | number, who: Role = 'stranger', meter = roof) =>
  (await market.refusal('guaranteeOfOrigin', 'issue', [meter.id, BigInt(from) + BOUNDARY_0, BigInt(to) + BOUNDARY_0], who)).name;

interface Retirement {
  readonly holder: Address;
  readonly guaranteeId: Hex;
  readonly energyWh: bigint;
  readonly beneficiary: Address;
  readonly purposeHash: Hex;
  readonly nonce: bigint;
  readonly deadline: bigint;
}
const retirement = (more: Partial<Retirement> = {}): Retirement => ({
  holder: person('seller'),
  guaranteeId: idOf(0, 1),
  energyWh: 400n,
  beneficiary: person('buyer'),
  purposeHash: PURPOSE,
  nonce: 1n,
  deadline: T0 + 10n * VALIDITY,
  ...more,
});
const retireArgs = async (more: Partial<Retirement> = {}, who: Role = 'seller') => {
  const message = retirement(more);
  return [message, await signTyped(market, who, 'GuaranteeRetirement', message)] as const;
};

describe('a guarantee of origin', () => {
  it('is issued to the unit’s owner for what two boundaries prove, whoever asks, and says what it is', async () => {
    await measure([100n, 1_100n, 1_500n]);
    const mined = await issue(0, 2);
    const id = idOf(0, 2);
    expect(mined.gasUsed).toBeLessThanOrEqual(FIRST_GAS);
    expect(eventOf(mined, 'GuaranteeIssued')).toMatchObject({ guaranteeId: BigInt(id), energyWh: 1_400n });
    expect(await held('seller', id)).toBe(1_400n);
    expect(await market.read('guaranteeOfOrigin', 'guaranteeOf', [BigInt(id)])).toMatchObject({
      source: SOURCE.solar,
      carrier: 1,
      zone: 7,
      fromBoundary: at(0),
      toBoundary: at(2),
      issuedWh: 1_400n,
      retiredWh: 0n,
      expiresAt: T0 + VALIDITY,
    });
    expect(await market.read('guaranteeOfOrigin', 'issuedRangeOf', [roof.id])).toEqual([at(0), at(2)]);
  });

  it('continues where the last one ended, over nights too, and takes up what was measured before the first', async () => {
    await measure([0n, 300n, 300n, 900n, 1_000n]);
    await issue(1, 2);
    expect(await held('seller', idOf(1, 2)), 'a night').toBe(0n);
    expect((await issue(2, 3)).gasUsed).toBeLessThanOrEqual(LATER_GAS);
    await issue(0, 1);
    await issue(3, 4);
    const amounts = await Promise.all([idOf(0, 1), idOf(2, 3), idOf(3, 4)].map((id) => held('seller', id)));
    expect(amounts).toEqual([300n, 600n, 100n]);
  });

  it.each(Object.entries(SOURCE) as [SourceName, number][])('for %s as the directive has it', async (name, source) => {
    const unit = await commission(market, 'seller', 20 + source, { source });
    await measure([0n, 10n], unit);
    const isRenewable = ['wind', 'solar', 'tidal', 'geothermal', 'biomass', 'hydro'].includes(name);
    if (isRenewable) await issue(0, 1, 'stranger', unit);
    else expect(await refuseIssue(0, 1, 'stranger', unit)).toBe('NotRenewable');
  });

  it('is moved by its holder, and retired by a signature that anybody posts, once, for a beneficiary and a purpose', async () => {
    await measure([0n, 1_000n]);
    await issue(0, 1);
    const args = await retireArgs();
    const mined = await market.send('guaranteeOfOrigin', 'retireFor', args, 'relayer');
    expect(mined.gasUsed).toBeLessThanOrEqual(RETIRE_GAS);
    const digest = await market.read<Hex>('guaranteeOfOrigin', 'retirementDigest', [args[0]]);
    const told = eventOf(mined, 'GuaranteeRetired');
    expect(told).toMatchObject({ id: digest, guaranteeId: BigInt(idOf(0, 1)), energyWh: 400n, purposeHash: PURPOSE });
    expect([told['holder'], told['beneficiary']].map((who) => String(who).toLowerCase())).toEqual([person('seller'), person('buyer')]);
    expect((await market.refusal('guaranteeOfOrigin', 'retireFor', args)).name).toBe('RetirementUsed');
    const move = [person('seller'), person('buyer'), BigInt(idOf(0, 1)), 600n, '0x'];
    await market.send('guaranteeOfOrigin', 'safeTransferFrom', move, 'seller');
    await market.send('guaranteeOfOrigin', 'retire', [BigInt(idOf(0, 1)), 600n, person('buyer'), PURPOSE], 'buyer');
    expect(await held('buyer', idOf(0, 1))).toBe(0n);
    expect(await market.read('guaranteeOfOrigin', 'guaranteeOf', [BigInt(idOf(0, 1))])).toMatchObject({
      issuedWh: 1_000n,
      retiredWh: 1_000n,
    });
  });

  it('of energy older than a year is worth nothing: neither moved nor retired, by nobody', async () => {
    await measure([0n, 1_000n]);
    await issue(0, 1);
    await market.setTime(T0 + VALIDITY - 10n);
    await market.send('guaranteeOfOrigin', 'retire', [BigInt(idOf(0, 1)), 1n, person('seller'), PURPOSE], 'seller');
    await market.setTime(T0 + VALIDITY);
    const id = BigInt(idOf(0, 1));
    const refusals = [
      market.refusal('guaranteeOfOrigin', 'retire', [id, 1n, person('seller'), PURPOSE], 'seller'),
      market.refusal('guaranteeOfOrigin', 'retireFor', await retireArgs(), 'relayer'),
      market.refusal('guaranteeOfOrigin', 'safeTransferFrom', [person('seller'), person('buyer'), id, 1n, '0x'], 'seller'),
      market.refusal('guaranteeOfOrigin', 'safeBatchTransferFrom', [person('seller'), person('buyer'), [id], [1n], '0x'], 'seller'),
    ];
    for (const refusal of refusals) expect((await refusal).name).toBe('GuaranteeExpired');
  });

  it('from a meter whose key was shown to sign two truths is not issued any more', async () => {
    await measure([0n, 1_000n]);
    const [a, b] = await Promise.all([1n, 2n].map((exportWh) => signReading(market, roof, { counter: 5n, time: T0, exportWh })));
    await market.send('readingLedger', 'reportEquivocation', [roof.id, a, b], 'stranger');
    expect(await refuseIssue(0, 1)).toBe('MeterNotActive');
  });
});

describe('refused', () => {
  beforeEach(async () => {
    await measure([0n, 100n, 250n, 400n, 700n]);
    await issue(1, 3);
  });

  it.each<[says: string, from: number, to: number, error: string]>([
    ['the same range again', 1, 3, 'RangeNotAdjacent'],
    ['a part of it', 1, 2, 'RangeNotAdjacent'],
    ['a range that reaches into it from before', 0, 2, 'RangeNotAdjacent'],
    ['a range that reaches out of it', 2, 4, 'RangeNotAdjacent'],
    ['a range around it', 0, 4, 'RangeNotAdjacent'],
    ['a range behind a gap', 4, 5, 'RangeNotAdjacent'],
    ['a boundary that the ledger does not have', 3, 5, 'BoundaryMissing'],
    ['no range', 3, 3, 'RangeInvalid'],
    ['a range backwards', 3, 1, 'RangeInvalid'],
    ['a boundary beyond 48 bits', 3, 2 ** 49, 'RangeInvalid'],
    ['more than 31 days for one who is not the owner', 3, 3 + 31 * 96 + 1, 'RangeTooLong'],
  ])('is %s', async (_, from, to, error) => {
    expect(await refuseIssue(from, to)).toBe(error);
  });

  it('is more than 31 days to others alone: the owner may have a silent summer guaranteed', async () => {
    const late = 3 + 31 * 96 + 1;
    await market.setTime(T0 + BigInt(late) * INTERVAL);
    await recordBoundary(market, roof, late, 0n, 9_000n);
    expect(await refuseIssue(3, late)).toBe('RangeTooLong');
    await issue(3, late, 'seller');
    expect(await held('seller', idOf(3, late))).toBe(8_600n);
  });

  const mine: Partial<Retirement> = {
    get guaranteeId() {
      return idOf(1, 3);
    },
    energyWh: 300n,
  };
  it.each<[says: string, more: () => Partial<Retirement>, who: Role, error: string]>([
    ['a retirement of more than is held', () => ({ ...mine, energyWh: 301n }), 'seller', 'ERC1155InsufficientBalance'],
    ['a retirement of nothing', () => ({ ...mine, energyWh: 0n }), 'seller', 'NothingToRetire'],
    ['a retirement of a token never issued', () => ({ ...mine, guaranteeId: idOf(3, 4) }), 'seller', 'ERC1155InsufficientBalance'],
    ['a retirement by a stranger in the holder’s name', () => mine, 'stranger', 'OwnerSignatureInvalid'],
    [
      'a retirement in the name of nobody',
      () => ({ ...mine, holder: `0x${'00'.repeat(20)}` as Address }),
      'seller',
      'OwnerSignatureInvalid',
    ],
    ['a retirement after its deadline', () => ({ ...mine, deadline: T0 }), 'seller', 'DeadlinePassed'],
  ])('is %s', async (_, more, who, error) => {
    const args = await retireArgs(more(), who);
    expect((await market.refusal('guaranteeOfOrigin', 'retireFor', args)).name).toBe(error);
  });

  it('is another amount, beneficiary or purpose under a holder’s signature', async () => {
    const [message, signature] = await retireArgs(mine);
    for (const change of [{ energyWh: 1n }, { beneficiary: person('stranger') }, { purposeHash: keccak256('0x') }, { nonce: 2n }])
      expect((await market.refusal('guaranteeOfOrigin', 'retireFor', [{ ...message, ...change }, signature])).name).toBe(
        'OwnerSignatureInvalid',
      );
  });

  it('is a signature a second time, even when as much is held again', async () => {
    const half = { ...mine, energyWh: 150n };
    await market.send('guaranteeOfOrigin', 'retireFor', await retireArgs(half));
    expect((await market.refusal('guaranteeOfOrigin', 'retireFor', await retireArgs(half))).name).toBe('RetirementUsed');
    await market.send('guaranteeOfOrigin', 'retireFor', await retireArgs({ ...half, nonce: 2n }));
    expect(await held('seller', idOf(1, 3))).toBe(0n);
  });
});

describe('whatever is asked for in whatever order', () => {
  it('no Wh is issued twice, and what was issued is held or retired', async () => {
    const steps = fc.record({
      energies: fc.array(fc.bigInt({ min: 0n, max: 50_000n }), { minLength: 4, maxLength: 4 }),
      attempts: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(2), fc.bigInt({ min: 0n, max: 60_000n })), { minLength: 4, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(steps, async ({ energies, attempts }) => {
        await market.restore();
        const registers = [0n];
        for (const energy of energies) registers.push((registers.at(-1) ?? 0n) + energy);
        await measure(registers);
        const ids = new Map<Hex, bigint>();
        for (const [from, to, act, amount] of attempts) {
          const mined = await issue(from, to).catch(() => undefined);
          if (mined) ids.set(idOf(from, to), BigInt(String(eventOf(mined, 'GuaranteeIssued')['energyWh'])));
          const [id] = [...ids.keys()].slice(-1);
          if (id === undefined) continue;
          const move = [person('seller'), person('buyer'), BigInt(id), amount, '0x'];
          if (act === 0) await market.send('guaranteeOfOrigin', 'safeTransferFrom', move, 'seller').catch(() => undefined);
          if (act === 1)
            await market
              .send('guaranteeOfOrigin', 'retireFor', await retireArgs({ guaranteeId: id, energyWh: amount }), 'relayer')
              .catch(() => undefined);
        }
        const [first, next] = await market.read<readonly [bigint, bigint]>('guaranteeOfOrigin', 'issuedRangeOf', [roof.id]);
        const register = (boundary: bigint) => registers[Number(boundary - BOUNDARY_0)] as bigint;
        let sum = 0n;
        for (const [id, energyWh] of ids) {
          sum += energyWh;
          const { issuedWh, retiredWh } = await market.read<{ issuedWh: bigint; retiredWh: bigint }>('guaranteeOfOrigin', 'guaranteeOf', [
            BigInt(id),
          ]);
          expect(issuedWh).toBe(energyWh);
          expect((await held('seller', id)) + (await held('buyer', id)) + retiredWh).toBe(issuedWh);
        }
        expect(sum).toBe(next === 0n ? 0n : register(next) - register(first));
      }),
      { numRuns: 12 },
    );
  });
});
