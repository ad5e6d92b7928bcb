import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import { type LyingRpc, startLyingRpc } from '../support/lying-rpc.ts';
import { until } from '../support/until.ts';
import { withWorld } from '../support/world.ts';

const SCENARIO = fileURLToPath(new URL('./scenarios/crash.yaml', import.meta.url));
const UNITS = DEMO_UNITS.filter((unit) => ['solar-1', 'household-2'].includes(unit.id)).map((unit) => ({ ...unit, orders: [] }));

describe('F3 a lying chain endpoint', () => {
  it('three nodes, the endpoint of one tells another history: readings settle by the other two, and the third is named and ignored', async () => {
    let liar: LyingRpc | undefined;
    const lie = async (url: string) => {
      liar = await startLyingRpc(url);
      return [liar.url];
    };
    try {
      const more = { scenarioFile: SCENARIO, units: UNITS, nodes: 3, nodeRpc: { 3: lie }, gatewayMore: { receiptQuorum: 2 } };
      await withWorld(more, async (_world, recorder) => {
        const json = (topic: RegExp) => JSON.parse(String(recorder.on(topic).at(-1)?.payload ?? '{}')) as Record<string, unknown>;
        const { hash: trueHash } = await until('a block of node-1', () => recorder.on(/node-1\/final$/).at(0) && json(/node-1\/final$/));
        expect(trueHash).toMatch(/^0x/);
        await until('the liar in info', () => (json(/village\/info$/)['distrusted'] as string[] | undefined)?.includes('node-3'), 90_000);
        // What is settled after that is settled without it.
        const pending = () => (json(/village\/health$/)['journal'] as { entries: number } | undefined)?.entries;
        const events = () =>
          recorder.on(/event\/reading$/).map(({ payload }) => JSON.parse(String(payload)) as { event: string; node: string });
        const recorded = () => events().filter(({ event, node }) => event === 'BatchRecorded' && node === 'node-1').length;
        const before = recorded();
        await until('four more batches', () => recorded() >= before + 4, 90_000);
        const waiting = () => Number(json(/village\/health$/)['pendingTransactions'] ?? 99);
        await until('nothing but the newest to wait', () => waiting() <= 2, 60_000);
        expect(pending()).toBeDefined();
        const health = json(/village\/health$/) as { chainNodes: Record<string, object>; counters: Record<string, number> };
        expect(Object.keys(health.chainNodes)).toEqual(['node-3']);
        expect(health.chainNodes['node-3']).toMatchObject({
          unproven: 0,
          contradicted: expect.any(Number),
          ignoredForSeconds: expect.any(Number),
        });
        expect(health.counters['RECEIPT_CONTRADICTED']).toBe(1);
      });
    } finally {
      await liar?.stop();
    }
  }, 240_000);
});
