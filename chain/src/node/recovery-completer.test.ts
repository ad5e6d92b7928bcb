/** A lost owner's key, recovered over the broker: the nodes complete it when its time has come, and hand over what follows. */
import { SOURCE, type Transaction } from '@joulegate/protos';
import { hexToBytes, parseAbi, zeroAddress } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectAccount } from '../deployment/index.ts';
import { ABIS } from './abis.ts';
import * as kit from './chain-node.test-kit.ts';
import { type NodeWorld, START, startNodeWorld } from './node-world.test-kit.ts';
import type { Hex } from './options.ts';

const DAY = 86_400;
const DEPOSIT = 4_000n;
const roof = kit.makeMeter(1);
let world: NodeWorld;
let lost: kit.Owner;
let guardian: kit.Owner;
let next: kit.Owner;
let read: <T>(contract: 'meterRegistry' | 'energyMarket' | 'carbonLedger', functionName: string, args: readonly unknown[]) => Promise<T>;

beforeAll(async () => {
  world = await startNodeWorld();
  [lost, guardian, next] = [5, 6, 7].map((index) => kit.makeOwner(world.key(index))) as [kit.Owner, kit.Owner, kit.Owner];
  const admin = await connectAccount(world.engine.rpcUrl, world.key(0));
  const { contracts } = world.deployment;
  read = async (contract, functionName, args) => (await admin.read(contracts[contract], ABIS[contract], functionName, args)) as never;
  const token = parseAbi(['function mint(address, uint256)', 'function approve(address, uint256)']);
  const me = world.engine.accounts[0]?.address as Hex;
  await admin.call(contracts.token, token, 'mint', [me, DEPOSIT]);
  await admin.call(contracts.token, token, 'approve', [contracts.energyMarket, DEPOSIT]);
  await admin.call(contracts.energyMarket, ABIS.energyMarket, 'depositFor', [lost.address, DEPOSIT]);
  await world.startNode('setup', 3, { certifier: { signer: world.key(1), meters: 'all' } });
  const registration = await kit.makeRegistration(world.deployment, lost, roof, { source: SOURCE.coal, capacityW: 10_000n });
  await world.waitForState(world.send(registration), 'final');
  await admin.call(contracts.carbonLedger, ABIS.carbonLedger, 'allocate', [roof.id, Math.floor(START / DAY), 70n]);
  await world.stopNodes();
}, 60_000);
afterEach(() => world.stopNodes());
afterAll(() => world?.stop());

const body = (message: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(message).map(([name, value]) => [name, typeof value === 'string' ? hexToBytes(value as Hex) : value]));
const rule = (owner: kit.Owner, named: Hex, nonce: bigint): Promise<Transaction> => {
  const message = { owner: owner.address, guardian: named, delaySeconds: named === zeroAddress ? 0 : DAY, nonce };
  return kit.makeTransaction(world.deployment, owner, 'RecoveryRule', message, { kind: 'recoveryRule', value: body(message) as never });
};
async function recovery(nonce: bigint, { by = next, guard = guardian } = {}): Promise<Transaction> {
  const message = { owner: lost.address, newOwner: next.address, nonce, deadline: BigInt(START + 90 * DAY) };
  const digest = hexToBytes(kit.digestOf(world.deployment, 'Recovery', message));
  const value = { ...body(message), guardianSignature: await kit.signDigest(guard.key, digest) };
  return kit.makeTransaction(world.deployment, by, 'Recovery', message, { kind: 'recovery', value: value as never });
}
const veto = (recoveryId: Hex, by = lost): Promise<Transaction> => {
  const message = { owner: lost.address, recoveryId };
  return kit.makeTransaction(world.deployment, by, 'RecoveryVeto', message, { kind: 'recoveryVeto', value: body(message) as never });
};
const ownerOfRoof = async () => (await read<string>('meterRegistry', 'ownerOf', [roof.id])).toLowerCase();

describe('a lost owner’s key', () => {
  test('a recovery that nobody may ask for is refused, and costs nothing', async () => {
    await world.startNode('node-1', 2);
    const relayer = world.engine.accounts[2]?.address;
    const sent = () => world.engine.request('eth_getTransactionCount', [relayer, 'latest']);
    const before = await sent();
    const attempts: readonly [Transaction, string][] = [
      [await recovery(1n), 'VALUE_INVALID'],
      [await recovery(11n, { by: lost }), 'OWNER_SIGNATURE_INVALID'],
      [await veto(`0x${'11'.repeat(32)}`), 'VALUE_INVALID'],
    ];
    for (const [transaction, code] of attempts) {
      const receipt = await world.waitForState(world.send(transaction), 'refused');
      expect([receipt.errorCode, receipt.errorMessage]).toEqual([code, expect.any(String)]);
    }
    expect(await sent()).toBe(before);
  });

  test('is replaced by two nodes at once when the delay is over, also by one that was away; meter, money and permits follow', async () => {
    await world.startNode('node-1', 2);
    await world.startNode('node-2', 4);
    await world.waitForState(world.send(await rule(lost, guardian.address, 1n)), 'final');
    const vetoed = world.send(await recovery(2n));
    await world.waitForState(vetoed, 'final');
    await world.waitForState(world.send(await veto(vetoed as Hex)), 'final');
    await world.waitForState(world.send(await recovery(3n, { guard: lost })), 'refused');
    await world.waitForState(world.send(await recovery(4n)), 'final');
    await world.stopNodes();
    expect(await ownerOfRoof()).toBe(lost.address);

    world.pass(DAY + 1);
    await world.startNode('node-1', 2);
    await world.startNode('node-2', 4);
    await world.waitFor(async () => (await ownerOfRoof()) === next.address, 'the meter to follow');
    await world.waitFor(async () => (await read<bigint>('energyMarket', 'balanceOf', [next.address])) === DEPOSIT, 'the money to follow');
    const permits = () => read<bigint>('carbonLedger', 'balanceOf', [next.address, BigInt(Math.floor(START / DAY))]);
    await world.waitFor(async () => (await permits()) === 70n, 'the permits to follow');

    // What the new key signs counts, what the old one signs does not.
    const values = { counter: 9n, time: BigInt(world.now()), importWh: 5n, exportWh: 5n };
    await world.waitForState(world.send(await kit.makeBatch(world.deployment, lost, roof, values)), 'refused');
    await world.waitForState(world.send(await kit.makeBatch(world.deployment, next, roof, values)), 'final');
  }, 60_000);
});
