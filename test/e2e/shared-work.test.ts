import { decodeReceipt } from '@joulegate/protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import { MOSQUITTO, type Mosquitto, startMosquitto } from '../support/mosquitto.ts';
import { whereThere } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { type Recorder, readEvents, withWorld } from '../support/world.ts';

/** Which nodes have said of which batch that they take it on. */
function takenBy(recorder: Recorder): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { payload } of recorder.on(/\/receipt\//)) {
    const receipt = decodeReceipt(payload);
    if (!receipt.ok || receipt.value.state !== 'accepted') continue;
    const id = Buffer.from(receipt.value.id).toString('hex');
    taken.set(id, (taken.get(id) ?? new Set()).add(receipt.value.node));
  }
  return taken;
}

const tools = whereThere(MOSQUITTO);
describe.skipIf(tools.isMissing)(tools.named('two chain nodes of one group, on Mosquitto'), () => {
  let broker: Mosquitto;
  beforeAll(async () => {
    broker = await startMosquitto();
  });
  afterAll(() => broker?.stop());

  it('share the work, and one goes on alone when the other is killed; each batch is recorded once', async () => {
    const units = DEMO_UNITS.filter((unit) => unit.gateway === 'village');
    await withWorld({ units, brokerUrl: broker.url, nodes: 2, nodeArgs: ['--share', 'village-nodes'] }, async (world, recorder) => {
      const batches = async () => (await readEvents(world)).filter(({ name }) => name === 'BatchRecorded');
      const names = () => new Set([...takenBy(recorder).values()].flatMap((nodes) => [...nodes]));
      await until('both nodes at work', () => names().size === 2 && takenBy(recorder).size >= 12, 60_000);
      const taken = [...takenBy(recorder).values()];
      // A gateway repeats what it has heard nothing of, so that a few may have been told to both.
      expect(taken.filter((nodes) => nodes.size === 1).length).toBeGreaterThan(taken.length / 2);
      expect((await readEvents(world)).some(({ name }) => name === 'MeterRegistered')).toBe(true);

      world.programs.get('chain-node-2')?.kill('SIGKILL');
      const before = (await batches()).length;
      await until('the other one going on alone', async () => (await batches()).length >= before + 2 * units.length, 60_000);
      const ids = (await batches()).map(({ args }) => String(args['id']));
      expect(new Set(ids).size).toBe(ids.length);
    });
  }, 150_000);
});
