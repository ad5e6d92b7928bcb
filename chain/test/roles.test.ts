/** The admin's roles pass to a multisig, which then acts as admin, and nobody else can. */
import { type Abi, type Address, encodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ChainAccount, connectAccount, handOverRoles, listRoles } from '../src/deployment/index.ts';
import { CONTRACTS } from '../src/generated/contracts.ts';
import { compileTestContracts } from './support/compile.ts';
import { type Market, startMarket } from './support/market.ts';

let market: Market;
let multisig: Address;
let abi: Abi;
let owners: ChainAccount[];

beforeAll(async () => {
  market = await startMarket();
  owners = await Promise.all(
    (['seller', 'buyer', 'stranger'] as const).map((who) => connectAccount(market.engine.rpcUrl, market.people[who].key)),
  );
  const compiled = compileTestContracts('TwoOfThree.sol')['TwoOfThree'];
  if (!compiled) throw new Error('TwoOfThree expected');
  abi = compiled.abi;
  multisig = (await owners[0]?.deployContract(
    compiled,
    owners.map(({ account }) => account.address),
  )) as Address;
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const handOver = (more: { to?: Hex; roles?: string[]; isPlainAccountAllowed?: boolean; key?: Hex } = {}) =>
  handOverRoles({ rpcUrl: market.engine.rpcUrl, deployment: market.deployment, holder: market.people.admin.key, to: multisig, ...more });
const holdersOf = async (role: string) => {
  const all = await listRoles(market.engine.rpcUrl, market.deployment);
  return Object.fromEntries(all.filter((entry) => entry.role === role).map((entry) => [entry.contract, entry.holders]));
};
const approve = (owner: number, data: Hex) =>
  owners[owner]?.call(multisig, abi, 'approve', [market.deployment.contracts.meterRegistry, data]);
const setIntensity = encodeFunctionData({
  abi: CONTRACTS.MeterRegistry.abi as Abi,
  functionName: 'setIntensity',
  args: [7, 820_000, 'a citation'],
});

describe('handing the admin role over', () => {
  test('leaves it with the new holder alone, in every contract that has one', async () => {
    const before = await holdersOf('DEFAULT_ADMIN_ROLE');
    expect(new Set(Object.values(before).flat())).toEqual(new Set([market.people.admin.address]));
    const passed = await handOver();
    expect(passed.map(({ contract }) => contract).sort()).toEqual(Object.keys(before).sort());
    const after = await holdersOf('DEFAULT_ADMIN_ROLE');
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(new Set(Object.values(after).flat())).toEqual(new Set([multisig]));
    expect((await market.refusal('meterRegistry', 'grantRole', [`0x${'00'.repeat(32)}`, market.people.admin.address], 'admin')).name).toBe(
      'AccessControlUnauthorizedAccount',
    );
  });

  test('lets two of the three owners do what an admin does, and one of them not', async () => {
    await handOver({ roles: ['DEFAULT_ADMIN_ROLE', 'AUTHORITY_ROLE'] });
    await approve(0, setIntensity);
    expect(await market.read('meterRegistry', 'intensityOf', [7])).toBe(12_000);
    await approve(2, setIntensity);
    expect(await market.read('meterRegistry', 'intensityOf', [7])).toBe(820_000);
    expect((await market.refusal('meterRegistry', 'setIntensity', [7, 1, ''], 'admin')).name).toBe('AccessControlUnauthorizedAccount');
  });

  test('with other roles named takes those that the account holds, and leaves the others where they are', async () => {
    const passed = await handOver({ roles: ['DEFAULT_ADMIN_ROLE', 'CERTIFIER_ROLE', 'MINTER_ROLE'] });
    expect(passed).toContainEqual({ contract: 'token', role: 'MINTER_ROLE' });
    expect((await holdersOf('CERTIFIER_ROLE'))['meterRegistry']).toEqual([market.people.certifier.address]);
    expect((await holdersOf('MINTER_ROLE'))['token']).toEqual([multisig]);
    expect((await holdersOf('SUSPENDER_ROLE'))['meterRegistry']).toContain(market.people.admin.address);
  });

  test('done again finds nothing left to do; granted before and interrupted, it renounces', async () => {
    const { meterRegistry } = market.deployment.contracts;
    const admin = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
    await admin.call(meterRegistry, CONTRACTS.MeterRegistry.abi as Abi, 'grantRole', [`0x${'00'.repeat(32)}`, multisig]);
    await handOver();
    expect((await holdersOf('DEFAULT_ADMIN_ROLE'))['meterRegistry']).toEqual([multisig]);
    expect(await handOver()).toEqual([]);
  });
});

describe('handing over refuses', () => {
  const nobody: Hex = `0x${'ab'.repeat(20)}`;
  test.each([
    ['an address without code', () => ({ to: nobody }), 'has no code on this chain'],
    ['the zero address', () => ({ to: `0x${'00'.repeat(20)}` as Hex, isPlainAccountAllowed: true }), 'another account than'],
    ['the account itself', () => ({ to: market.people.admin.address, isPlainAccountAllowed: true }), 'another account than'],
    ['a contract of the market', () => ({ to: market.deployment.contracts.energyMarket }), 'is the energyMarket of this market'],
    ['a role that no contract has', () => ({ roles: ['OWNER_ROLE'] }), 'role OWNER_ROLE: one of'],
    [
      'a role whose admin the account is not',
      () => ({ holder: market.people.certifier.key, roles: ['CERTIFIER_ROLE'] }),
      'is not its admin',
    ],
  ] as const)('%s, and changes nothing', async (_, change, message) => {
    const before = await listRoles(market.engine.rpcUrl, market.deployment);
    await expect(handOver(change() as object)).rejects.toThrow(message);
    expect(await listRoles(market.engine.rpcUrl, market.deployment)).toEqual(before);
  });

  test('not an account without code where that is asked for', async () => {
    await handOver({ to: nobody, isPlainAccountAllowed: true });
    expect((await holdersOf('DEFAULT_ADMIN_ROLE'))['meterRegistry']).toEqual([nobody]);
  });
});
