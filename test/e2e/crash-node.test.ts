import { fileURLToPath } from 'node:url';
import { decodeReceipt, decodeTransaction } from '@joulegate/protos';
import { describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import { accountFor } from '../support/accounting.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

const SCENARIO = fileURLToPath(new URL('./scenarios/crash.yaml', import.meta.url));
const UNITS = DEMO_UNITS.filter((unit) => ['solar-1', 'household-2'].includes(unit.id)).map((unit) => ({ ...unit, orders: [] }));

/** Where the chain node is killed, and how often it may pass there before. */
const POINTS = [
  ['message-arrived', 5, 'after a transaction came, before anything is known of it'],
  ['intake-checked', 5, 'after its signatures were checked'],
  ['entry-tracked', 5, 'after it was noted, before it is handled'],
  ['batch-queued', 2, 'while a batch waits for company'],
  ['gas-estimated', 5, 'after the contract said yes, before the gateway is told'],
  ['accepted-said', 5, 'after the gateway was told, before a nonce is taken'],
  ['before-send', 5, 'with the transaction signed and not sent'],
  ['after-send', 5, 'with the transaction sent and not noted'],
  ['block-seen', 4, 'when the block that holds it is seen'],
  ['log-located', 4, 'when its log is found'],
  ['mined-seen', 4, 'when it is known to have run'],
  ['before-final-receipt', 4, 'with the proof made and the receipt not sent'],
  ['after-final-receipt', 4, 'with the receipt given to the broker'],
  ['head-done', 40, 'between two heads'],
] as const;

describe('a chain node killed with SIGKILL', () => {
  it.each(POINTS)(
    'at %s (passing %i): %s — each transaction takes effect exactly once',
    async (point, nth) => {
      const options = { scenarioFile: SCENARIO, units: UNITS, nodeEnv: { 1: { JOULEGATE_FAULT: `${point}:${nth}` } } };
      await withWorld(options, async (world, recorder) => {
        const node = world.programs.get('chain-node');
        if (node === undefined) throw new Error('the chain node expected');
        let isDead = false;
        void node.exited.then(() => {
          isDead = true;
        });
        await until(`the chain node to be killed at ${point}`, () => isDead, 60_000);
        world.startNode(1);
        const batchesOf = async () => (await readEvents(world)).filter((event) => event.name === 'BatchRecorded');
        const before = (await batchesOf()).length;
        await until('four more batches', async () => (await batchesOf()).length >= before + 4, 60_000);

        const events = await readEvents(world);
        for (const name of ['BatchRecorded', 'MeterRegistered', 'AdmissionDecided']) {
          const ids = events.filter((event) => event.name === name).map((event) => event.args['id']);
          expect(new Set(ids).size, `each ${name} once`).toBe(ids.length);
        }
        const meters = events.filter((event) => event.name === 'MeterRegistered').map((event) => String(event.args['meter']));
        expect(meters).toHaveLength(2);
        for (const meter of meters) {
          const published = recorder.on(new RegExp(`/village/${world.nameOf(meter)}/reading$`));
          const accounting = accountFor(meter, published, events);
          expect(accounting.batches, 'batches').toBeGreaterThanOrEqual(2);
          expect(accounting.covered.size, 'readings on chain').toBeGreaterThan(20);
        }
      });
    },
    180_000,
  );

  it('with the gateway gone for good: what it had acknowledged takes effect all the same', async () => {
    const options = { scenarioFile: SCENARIO, units: UNITS, nodeEnv: { 1: { JOULEGATE_FAULT: 'accepted-said:9' } } };
    await withWorld(options, async (world, recorder) => {
      const [node, gateway] = ['chain-node', 'village'].map((name) => world.programs.get(name));
      let isDead = false;
      void node?.exited.then(() => {
        gateway?.kill('SIGKILL');
        isDead = true;
      });
      await until('the chain node to be killed', () => isDead, 60_000);
      await gateway?.exited;
      const final = () =>
        recorder.on(/\/village\/receipt\//).flatMap(({ payload }) => {
          const receipt = decodeReceipt(payload);
          return receipt.ok && receipt.value.state === 'final' ? [Buffer.from(receipt.value.id).toString('hex')] : [];
        });
      const said = recorder.on(/\/village\/tx\//).flatMap(({ payload }) => {
        const transaction = decodeTransaction(payload);
        return transaction.ok ? [Buffer.from(transaction.value.id).toString('hex')] : [];
      });
      const open = said.filter((id) => !final().includes(id));
      expect(open.length, 'said, and not yet proven').toBeGreaterThan(0);
      world.startNode(1);
      await until('all of it on the chain', () => open.every((id) => final().includes(id)), 30_000);
    });
  }, 120_000);
});
