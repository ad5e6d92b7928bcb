import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createKeyFile } from '../../device-sim/src/demo/key-files.ts';
import { openPty, replayFile } from '../../device-sim/src/index.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

/** Telegrams of real meters, github.com/ndokter/dsmr_parser (MIT), commit fa20ee4; registers read off them by eye, in Wh. */
const FOLDER = fileURLToPath(new URL('../../../shared/captures/dsmr_parser/txt/', import.meta.url));
const SCENARIO = fileURLToPath(new URL('./scenarios/crash.yaml', import.meta.url));
const TELEGRAMS = [
  ['V2_2', 2_002n, 2_002n],
  ['V3', 24_691_356n, 24_691_356n],
  ['V4_2', 3_016_829n, 0n],
  ['V5', 6_825n, 2_444n],
  ['FLUVIUS_V171', 15_792n, 11n],
  ['ISKRA_IE', 20_363n, 20_563n],
  ['SAGEMCOM_T210_D_R', 6_545_766n, 58n],
  ['V5_EON_HU', 173_640n, 627_177n],
  ['ESY5Q3DB1024_V304', 52_185_782n, 19_949_322n],
] as const;

const idOf = (name: string) => name.toLowerCase();

describe('telegrams of real P1 meters', () => {
  if (!existsSync(FOLDER)) {
    it.skip('are not here: ../shared/captures/dsmr_parser is absent', () => undefined);
    return;
  }

  it('replayed through pseudo-terminals at line speed, reach the chain with their registers, signed by the gateway', async () => {
    await withWorld({ scenarioFile: SCENARIO, units: [], speed: 1 }, async (world, recorder) => {
      const ptys = await Promise.all(TELEGRAMS.map(([name]) => openPty(join(world.folder, 'ports', idOf(name)))));
      const owner = createKeyFile(join(world.folder, 'keys', 'owner.key'));
      try {
        writeFileSync(
          world.gatewayConfigFile('bench'),
          // JSON is YAML.
          JSON.stringify({
            gateway: 'bench',
            broker: { url: world.brokerUrl },
            network: join(world.folder, 'network.json'),
            stateDir: join(world.folder, 'bench'),
            clock: { start: new Date(world.clock.startMs).toISOString(), speed: 1, epochRealMs: world.clock.epochRealMs },
            owners: { owner: { key: `file:${owner.path}` } },
            limits: { batchAgeSeconds: 1, healthSeconds: 1, retryMinSeconds: 1 },
            devices: TELEGRAMS.map(([name], i) => ({
              id: idOf(name),
              format: 'p1',
              transport: `serial:${ptys[i]?.path}?baud=115200`,
              owner: 'owner',
              class: 'gateway',
              gatewayKey: `file:${createKeyFile(join(world.folder, 'keys', `${name}.key`)).path}`,
              source: 'load',
              zone: 1,
              capacityW: 17_000,
              register: true,
            })),
          }),
        );
        world.startGateway('bench');
        await Promise.all(
          TELEGRAMS.map(([name], i) => replayFile(readFileSync(join(FOLDER, `TELEGRAM_${name}.txt`)), ptys[i] as never, { baud: 115_200 })),
        );

        const meterOf = new Map<string, string>();
        const batches = await until(
          'every telegram on chain',
          async () => {
            const recorded = (await readEvents(world)).filter((event) => event.name === 'BatchRecorded');
            return recorded.length >= TELEGRAMS.length && recorded;
          },
          60_000,
        );
        for (const device of JSON.parse(
          recorder
            .on(/\/bench\/devices$/)
            .at(-1)
            ?.payload.toString() ?? '[]',
        ) as { id: string; meter: string }[])
          meterOf.set(device.id, device.meter);
        for (const [name, importWh, exportWh] of TELEGRAMS) {
          const own = batches.filter((event) => String(event.args['meter']).toLowerCase() === meterOf.get(idOf(name)));
          expect(
            own.map(({ args }) => [args['count'], args['importWh'], args['exportWh']]),
            name,
          ).toEqual([[1, importWh, exportWh]]);
        }
      } finally {
        await Promise.all(ptys.map((pty) => pty.close()));
      }
    });
  }, 120_000);
});
