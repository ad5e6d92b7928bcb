/**
 * Nothing that would revert is paid for: the contract's own code is asked before a transaction is signed, on top of what
 * is still in the pool, so that two messages that exclude one another cost gas once.
 */
import { SOURCE, type Transaction } from '@joulegate/protos';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as kit from './chain-node.test-kit.ts';
import { type NodeWorld, START, startNodeWorld } from './node-world.test-kit.ts';

const RELAYER = 2;
const solar = kit.makeMeter(1);
const house = kit.makeMeter(2);
let world: NodeWorld;
let seller: kit.Owner;
let stranger: kit.Owner;

beforeAll(async () => {
  world = await startNodeWorld();
  seller = kit.makeOwner(world.key(5));
  stranger = kit.makeOwner(world.key(6));
  await world.startNode('setup', 3, { certifier: { key: world.key(1), meters: 'all' } });
  const { deployment } = world;
  for (const transaction of [
    await kit.makeRegistration(deployment, seller, solar, { source: SOURCE.solar, capacityW: 10_000n }),
    await kit.makeRegistration(deployment, seller, house, { source: SOURCE.load, capacityW: 10_000n }),
  ])
    await world.waitForState(world.send(transaction), 'final');
  await world.waitFor(async () => {
    const id = world.send(await kit.makeBatch(deployment, seller, solar, { counter: 5n, time: BigInt(START), importWh: 5n, exportWh: 5n }));
    return world.receiptsOf(id).some(({ state }) => state === 'final');
  }, 'the first batch');
  for (const make of [
    kit.makeSupplyAgreement(deployment, seller, solar, 5n),
    kit.makeAdmission(deployment, seller, solar, 8_000n, { nonce: 5n }),
  ])
    await world.waitForState(world.send(await make), 'final');
  await world.stopNodes();
}, 60_000);
afterEach(() => world.stopNodes());
afterAll(() => world?.stop());

async function relayerStands(): Promise<{ nonce: number; balance: bigint }> {
  const address = world.engine.accounts[RELAYER]?.address;
  const [nonce, balance] = await Promise.all(
    ['eth_getTransactionCount', 'eth_getBalance'].map((method) => world.engine.request(method, [address, 'latest'])),
  );
  return { nonce: Number(nonce), balance: BigInt(balance as string) };
}
const batch = (counter: bigint, importWh = 5n, owner = seller) =>
  kit.makeBatch(world.deployment, owner, solar, { counter, time: BigInt(START) + counter, importWh, exportWh: 5n });
const order = (more: object = {}) =>
  kit.makeOrder(world.deployment, seller, solar, {
    side: 'sell',
    interval: BigInt(Math.floor(world.now() / 900)) + 1n,
    energyWh: 500n,
    priceMicroPerKwh: 100_000n,
    expiry: BigInt(START) + 100_000n,
    ...more,
  });

const REFUSED: readonly [kind: string, why: string, make: () => Promise<Transaction>, code: string][] = [
  [
    'registration',
    'of a meter that is registered',
    () => kit.makeRegistration(world.deployment, seller, solar, { source: SOURCE.solar, capacityW: 9n }),
    'CONTRACT_REVERTED',
  ],
  [
    'registration',
    'whose possession proof is of another key',
    () =>
      kit.makeRegistration(
        world.deployment,
        seller,
        { ...kit.makeMeter(50), privateKey: kit.makeMeter(51).privateKey },
        { source: SOURCE.solar, capacityW: 9n },
      ),
    'SIGNATURE_INVALID',
  ],
  ['batch', 'with a counter that was', () => batch(4n), 'COUNTER_REPLAYED'],
  ['batch', 'with a register that fell', () => batch(6n, 4n), 'REGISTER_DECREASED'],
  ['batch', "not signed by the meter's owner", () => batch(6n, 5n, stranger), 'OWNER_SIGNATURE_INVALID'],
  ['admission', 'with a nonce that was', () => kit.makeAdmission(world.deployment, seller, solar, 8_000n, { nonce: 4n }), 'VALUE_INVALID'],
  [
    'admission',
    'to a zone that is none',
    () => kit.makeAdmission(world.deployment, seller, solar, 8_000n, { nonce: 9n, zone: 77 }),
    'CONTRACT_REVERTED',
  ],
  ['order', 'above its limit', () => order({ energyWh: 1_000_000n }), 'ORDER_OVER_LIMIT'],
  ['order', 'past its end', () => order({ expiry: BigInt(START) }), 'ORDER_EXPIRED'],
  [
    'supply agreement',
    'played again under an older nonce',
    () => kit.makeSupplyAgreement(world.deployment, seller, solar, 4n),
    'CONTRACT_REVERTED',
  ],
  [
    'supply termination',
    'older than the agreement',
    () => kit.makeSupplyTermination(world.deployment, seller, solar, 4n),
    'CONTRACT_REVERTED',
  ],
];

/** Each could stand alone; together one must give way. */
const EXCLUSIVE: readonly [kind: string, why: string, make: () => Promise<Transaction[]>][] = [
  [
    'registrations',
    'of one meter by two owners',
    () =>
      Promise.all(
        [seller, stranger].map((owner) =>
          kit.makeRegistration(world.deployment, owner, kit.makeMeter(60), { source: SOURCE.solar, capacityW: 9n }),
        ),
      ),
  ],
  [
    'admission requests',
    'under one nonce',
    () => Promise.all([8_001n, 8_002n].map((watt) => kit.makeAdmission(world.deployment, seller, solar, watt, { nonce: 20n }))),
  ],
  [
    'supply agreement and termination',
    'under one nonce',
    () =>
      Promise.all([
        kit.makeSupplyAgreement(world.deployment, seller, solar, 20n),
        kit.makeSupplyTermination(world.deployment, seller, solar, 20n),
      ]),
  ],
  ['batches', 'with one counter and two stories', () => Promise.all([batch(30n, 6n), batch(30n, 7n)])],
];

describe('what the contract would refuse costs no gas', () => {
  test.each(REFUSED)('%s %s', async (_kind, _why, make, code) => {
    await world.startNode('n1', RELAYER);
    const before = await relayerStands();
    const id = world.send(await make());
    const answer = await world.waitFor(
      () => world.receiptsOf(id).find(({ state }) => state === 'refused' || state === 'deferred'),
      `an answer to ${id}`,
    );
    expect(answer.errorCode).toBe(code);
    expect(await relayerStands()).toEqual(before);
  });

  test.each(EXCLUSIVE)('%s %s, sent before either is mined: one is paid for', async (_kind, _why, make) => {
    const node = await world.startNode('n1', RELAYER, { limits: { pollMs: 50, batchWindowMs: 5 } });
    const before = await relayerStands();
    const [first, second] = (await make()) as [Transaction, Transaction];
    // The first stands in the pool, and no block comes, while the second is looked at.
    world.engine.pauseMining();
    const one = world.send(first);
    await world.waitForState(one, 'accepted');
    await world.waitFor(() => node.stats().counters['transactions.sent'] === 1, 'the first to be sent');
    const other = world.send(second);
    await world.waitFor(
      () => (node.stats().counters['transactions.sent'] ?? 0) > 1 || node.stats().queues.waiting > 0,
      'a word on the second',
    );
    // Nobody is turned away for what a block may still undo.
    expect(world.receiptsOf(other)).toEqual([]);
    world.engine.resumeMining();
    await world.waitForState(one, 'final');
    await world.waitFor(() => world.receiptsOf(other).some(({ state }) => state === 'refused'), 'the second to be refused');
    expect((await relayerStands()).nonce).toBe(before.nonce + 1);
    expect(node.stats().counters['transactions.reverted']).toBeUndefined();
  });
});
