/** Reorganisations, depth by depth: what was included is undone and redone once, and final is said only of what stays. */
import { SOURCE, type Transaction } from '@joulegate/protos';
import { toHex } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as kit from './chain-node.test-kit.ts';
import { readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { eventSelector } from './contract-calls.ts';
import { type NodeWorld, START, startNodeWorld } from './node-world.test-kit.ts';
import type { Hex } from './options.ts';

const CONFIRMATIONS = 8;
const solar = kit.makeMeter(1);
const house = kit.makeMeter(2);
let world: NodeWorld;
let seller: kit.Owner;
let buyer: kit.Owner;

beforeAll(async () => {
  world = await startNodeWorld();
  [seller, buyer] = [5, 6].map((index) => kit.makeOwner(world.key(index))) as [kit.Owner, kit.Owner];
  await world.startNode('setup', 3, { certifier: { signer: world.key(1), meters: 'all' } });
  for (const transaction of [
    await kit.makeRegistration(world.deployment, seller, solar, { source: SOURCE.solar, capacityW: 10_000n }),
    await kit.makeRegistration(world.deployment, buyer, house, { source: SOURCE.load, capacityW: 10_000n }),
  ])
    await world.waitForState(world.send(transaction), 'final');
  await world.waitFor(async () => {
    const id = world.send(await batch(1n));
    return world.receiptsOf(id).some(({ state }) => state === 'final');
  }, 'the first batch');
  await world.stopNodes();
}, 60_000);
afterEach(() => world.stopNodes());
afterAll(() => world?.stop());

const batch = (counter: bigint) =>
  kit.makeBatch(world.deployment, seller, solar, { counter, time: BigInt(START) + counter, importWh: 5n, exportWh: 5n });

/** How often the chain as it is now tells of an id. */
async function toldOf(contract: 'readingLedger' | 'admissionPolicy' | 'energyMarket', event: string, id: string): Promise<number> {
  const context = {
    deployment: world.deployment,
    limits: { logRangeBlocks: 10_000 },
    rpc: (method: string, params: unknown[] = []) => world.engine.request(method, params),
  } as unknown as NodeContext;
  return (await readLogs(context, contract, [eventSelector(contract, event), id as Hex])).length;
}

async function includedTogether(transactions: readonly Transaction[], blocksOnTop: number): Promise<string[]> {
  world.engine.pauseMining();
  const ids = transactions.map((transaction) => world.send(transaction));
  for (const id of ids) await world.waitForState(id, 'accepted');
  const pending = async () => Number(((await world.engine.request('txpool_status')) as { pending: string }).pending);
  await world.waitFor(async () => (await pending()) >= ids.length, 'all of them in the pool');
  await world.engine.request('evm_mine');
  for (const id of ids) await world.waitForState(id, 'included');
  for (let block = 0; block < blocksOnTop; block++) await world.engine.request('evm_mine');
  return ids;
}

describe('a reorganisation', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    '%i deep: batch, admission and agreement are undone, redone once, and final only then',
    async (depth) => {
      const node = await world.startNode('n1', 2, { finality: { confirmations: CONFIRMATIONS } });
      const nonce = 100n + BigInt(depth);
      const ids = await includedTogether(
        [
          await batch(nonce),
          await kit.makeAdmission(world.deployment, seller, solar, 8_000n, { nonce }),
          await kit.makeSupplyAgreement(world.deployment, seller, solar, nonce),
        ],
        depth - 1,
      );
      const head = Number(await world.engine.request('eth_blockNumber'));
      await world.waitFor(() => node.stats().head?.number === head, 'the node to see all of it');
      const before = ids.map((id) =>
        toHex(world.receiptsOf(id).findLast(({ state }) => state === 'included')?.blockHash ?? new Uint8Array()),
      );
      await world.engine.request('anvil_reorg', [depth, []]);
      world.engine.resumeMining();
      for (const [at, id] of ids.entries()) {
        const final = await world.waitForState(id, 'final');
        expect(toHex(final.blockHash), 'another block').not.toBe(before[at]);
      }
      expect(node.stats().counters['reorganisations']).toBe(1);
      const [batchId, admissionId, agreementId] = ids as [string, string, string];
      expect(await toldOf('readingLedger', 'BatchRecorded', batchId)).toBe(1);
      expect(await toldOf('admissionPolicy', 'AdmissionDecided', admissionId)).toBe(1);
      expect(await toldOf('energyMarket', 'SupplyAgreed', agreementId)).toBe(1);
    },
    30_000,
  );

  test('deeper than the finality rule is said aloud: what was final is in doubt, and what comes after goes on', async () => {
    const said: string[] = [];
    const logger = { trace() {}, debug() {}, info() {}, warn() {}, error: (_: object, text: string) => said.push(text) };
    const node = await world.startNode('n1', 2, { finality: { confirmations: 2 }, logger: logger as never });
    const id = world.send(await batch(300n));
    const { blockNumber } = await world.waitForState(id, 'final');
    world.engine.pauseMining();
    const head = Number(await world.engine.request('eth_blockNumber'));
    await world.waitFor(() => (node.stats().head?.number ?? 0) >= head, 'the node to see the head');
    await world.engine.request('anvil_reorg', [head - Number(blockNumber) + 1, []]);
    world.engine.resumeMining();
    await world.waitFor(() => said.some((text) => text.startsWith('a block held final was undone')), 'it to be said');
    // The gateway's own proof no longer stands on the chain, and so it asks again: the same batch, once.
    await world.waitFor(async () => {
      world.send(await batch(300n));
      return (await toldOf('readingLedger', 'BatchRecorded', id)) === 1;
    }, 'the batch to be there again');
    await world.waitForState(world.send(await batch(301n)), 'final');
    expect(await toldOf('readingLedger', 'BatchRecorded', id)).toBe(1);
  }, 30_000);
});
