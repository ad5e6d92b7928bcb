import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import { accountFor } from '../support/accounting.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

const SCENARIO = fileURLToPath(new URL('./scenarios/crash.yaml', import.meta.url));
const UNITS = DEMO_UNITS.filter((unit) => ['solar-1', 'household-2'].includes(unit.id)).map((unit) => ({ ...unit, orders: [] }));

/** Where the gateway is killed, and how often it may pass there before. */
const POINTS = [
  ['journal-written', 40, 'between journal write and publish of a reading'],
  ['reading-published', 40, 'after a reading went out, before anything else is known of it'],
  ['transaction-journaled', 5, 'between journal write and publish of a transaction'],
  ['transaction-published', 5, 'between publish and receipt of a transaction'],
  ['receipt-checked', 4, 'after a receipt was checked, before the journal lets go'],
  ['receipt-journaled', 4, 'after the journal let go'],
] as const;

describe('a gateway killed with SIGKILL', () => {
  it.each(POINTS)(
    'at %s (passing %i): %s — each reading is on chain exactly once',
    async (point, nth) => {
      await withWorld(
        { scenarioFile: SCENARIO, units: UNITS, gatewayEnv: { village: { JOULEGATE_FAULT: `${point}:${nth}` } } },
        async (world, recorder) => {
          const gateway = world.programs.get('village');
          if (gateway === undefined) throw new Error('the village gateway expected');
          await until(
            `the gateway to be killed at ${point}`,
            async () =>
              (await Promise.race([gateway.exited.then(() => true), new Promise((resolve) => setTimeout(resolve, 50, false))])) === true,
            60_000,
          );
          const killedAt = recorder.on(/\/reading$/).length;
          world.startGateway('village');
          const meters = new Map([
            ['solar-1', ''],
            ['household-2', ''],
          ]);
          // Two more intervals, each of which ends in a batch.
          const batchesOf = async () => (await readEvents(world)).filter((event) => event.name === 'BatchRecorded');
          const before = (await batchesOf()).length;
          await until('four more batches', async () => (await batchesOf()).length >= before + 4, 60_000);

          const events = await readEvents(world);
          for (const event of events)
            if (event.name === 'MeterRegistered') meters.set(world.nameOf(String(event.args['meter'])), String(event.args['meter']));
          for (const [device, meter] of meters) {
            const accounting = accountFor(meter, recorder.on(new RegExp(`/village/${device}/reading$`)), events);
            expect(accounting.batches, `${device}: batches`).toBeGreaterThanOrEqual(2);
            expect(accounting.covered.size, `${device}: readings on chain`).toBeGreaterThan(20);
            const truth = readFileSync(world.truthFile, 'utf8')
              .split('\n')
              .filter((line) => line.includes(`"${device}"`));
            expect(truth.length).toBeGreaterThanOrEqual(accounting.covered.size);
          }
          expect(recorder.on(/\/reading$/).length).toBeGreaterThan(killedAt);
          // Once more at leisure: no log of a batch stands twice.
          const ids = events.filter((event) => event.name === 'BatchRecorded').map((event) => event.args['id']);
          expect(new Set(ids).size).toBe(ids.length);
        },
      );
    },
    180_000,
  );
});
