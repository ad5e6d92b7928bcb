/**
 * Nothing that would revert is paid for: the contract's own code is asked before a transaction is signed, on top of what
 * is still in the pool, so that two messages that exclude one another cost gas once.
 */
import { SOURCE, type Transaction, type TypedDataName } from '@joulegate/protos';
import { encodeAbiParameters, hexToBytes, keccak256, parseAbiParameters } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as kit from './chain-node.test-kit.ts';
import { type NodeWorld, START, startNodeWorld } from './node-world.test-kit.ts';
import { matchId } from './typed-message.ts';

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
  await world.startNode('setup', 3, { certifier: { signer: world.key(1), meters: 'all' } });
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

const WORD = (byte: string) => `0x${byte.repeat(32)}` as const;
/** Stored 7 of 10 kWh, as a unit says that is none. */
const stateOf = (meter: string, time: bigint): [Record<string, unknown>, Record<string, unknown>] => {
  const [storedWh, usableWh, powerW, maxChargeW, maxDischargeW] = [7_000n, 10_000n, 500, 3_000, 3_000];
  const types = parseAbiParameters('uint64, uint64, int32, uint32, uint32, bytes32');
  const stateHash = keccak256(encodeAbiParameters(types, [storedWh, usableWh, powerW, maxChargeW, maxDischargeW, WORD('05')]));
  return [
    { meter, time, stateHash },
    { storedWh, usableWh, powerW, maxChargeW, maxDischargeW, salt: hexToBytes(WORD('05')) },
  ];
};
const any = (kind: readonly [Transaction['body']['kind'], TypedDataName], message: Record<string, unknown>, beside = {}, owner = seller) =>
  kit.makeAny(world.deployment, owner, kind, message, beside);
/** No owner signs a match or a settlement: the id follows from what it names. */
const unsigned = (id: Uint8Array, body: Transaction['body']): Transaction => ({
  network: `eip155:${world.deployment.chainId}`,
  id,
  created: 0n,
  ownerSignature: new Uint8Array(),
  body,
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
  [
    'rotation',
    'to a key that nobody shows to hold',
    () => {
      const next = kit.makeMeter(70);
      const message = { meter: solar.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
      return any(['meterRotation', 'Rotation'], message, { possessionSignature: new Uint8Array(65).fill(1) });
    },
    'SIGNATURE_INVALID',
  ],
  [
    'revocation',
    "not signed by the meter's owner",
    () => any(['meterRevocation', 'Revocation'], { meter: solar.id, nonce: 1n }, {}, stranger),
    'OWNER_SIGNATURE_INVALID',
  ],
  [
    'revocation',
    'of a meter that nobody registered',
    () => any(['meterRevocation', 'Revocation'], { meter: kit.makeMeter(71).id, nonce: 1n }),
    'METER_UNKNOWN',
  ],
  [
    'cancellation',
    'of an order that nobody knows',
    () => any(['orderCancellation', 'OrderCancellation'], { orderId: WORD('11') }),
    'VALUE_INVALID',
  ],
  [
    'storage state',
    'of a unit that stores nothing',
    () => any(['storageState', 'StorageState'], ...stateOf(solar.id, BigInt(world.now()))),
    'VALUE_INVALID',
  ],
  [
    'permit retirement',
    'of more than its owner holds',
    () => {
      const message = { owner: seller.address, period: 20_000, grams: 5n, nonce: 1n, deadline: BigInt(START) * 2n };
      return any(['permitRetirement', 'PermitRetirement'], message);
    },
    'INSUFFICIENT_BALANCE',
  ],
  [
    'guarantee retirement',
    'of what was never issued',
    () => {
      const common = {
        holder: seller.address,
        guaranteeId: WORD('22'),
        energyWh: 5n,
        beneficiary: stranger.address,
        purposeHash: WORD('33'),
      };
      return any(['guaranteeRetirement', 'GuaranteeRetirement'], { ...common, nonce: 1n, deadline: BigInt(START) * 2n });
    },
    'INSUFFICIENT_BALANCE',
  ],
  [
    'recovery rule',
    'without time for a veto',
    () => any(['recoveryRule', 'RecoveryRule'], { owner: seller.address, guardian: stranger.address, delaySeconds: 60, nonce: 1n }),
    'VALUE_INVALID',
  ],
  [
    'permit offer',
    'that has expired',
    () =>
      kit.makeOffer(world.deployment, seller, {
        period: Math.floor(START / 86_400),
        grams: 5n,
        priceMicroPerKg: 1n,
        expiry: BigInt(START) - 1n,
      }),
    'ORDER_EXPIRED',
  ],
  [
    'application for permits',
    "not signed by the unit's owner",
    () =>
      kit.makeApplication(world.deployment, stranger, solar, {
        period: Math.floor(START / 86_400),
        grams: 5n,
        maxPriceMicroPerKg: 1n,
        expiry: BigInt(START) * 2n,
      }),
    'OWNER_SIGNATURE_INVALID',
  ],
  [
    'match',
    'of orders that this node does not know',
    () => {
      const value = { sellOrderId: hexToBytes(WORD('44')), buyOrderId: hexToBytes(WORD('55')), energyWh: 5n, priceMicroPerKwh: 7n };
      return Promise.resolve(unsigned(hexToBytes(matchId(WORD('44'), WORD('55'), 5n, 7n)), { kind: 'match', value }));
    },
    'VALUE_INVALID',
  ],
  [
    'settlement',
    'of a trade that is not open',
    () => Promise.resolve(unsigned(hexToBytes(WORD('66')), { kind: 'settlement', value: { tradeId: hexToBytes(WORD('66')) } })),
    'VALUE_INVALID',
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
