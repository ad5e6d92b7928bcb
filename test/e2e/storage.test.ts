import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTransaction, type StorageState } from '@joulegate/protos';
import { describe, expect, it } from 'vitest';
import { createKeyFile } from '../../device-sim/src/demo/key-files.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

/** A battery behind SunSpec, which says itself what it holds (models 701 and 802), and charges from nine on. */
const SCENARIO = `seed: storage
start: "2026-06-21T09:00:00Z"
speed: 300
periodSeconds: 60
devices:
  - { id: battery-s, kind: battery, wire: sunspec, tcpPort: 0, capacityWh: 20000, maxW: 4000, efficiencyPercent: 90, importWh: 500000, exportWh: 450000 }
`;

describe('F1 a battery that tells its charge', () => {
  it('has it shared as it tells it, growing by what its meter took in less the loss, and hashed on chain', async () => {
    const file = join(process.env['TMPDIR'] ?? '/tmp', `joulegate-storage-${process.pid}.yaml`);
    writeFileSync(file, SCENARIO);
    await withWorld({ scenarioFile: file, units: [], speed: 300 }, async (world, recorder) => {
      const key = (name: string) => createKeyFile(join(world.folder, 'keys', `${name}.key`)).path;
      writeFileSync(
        world.gatewayConfigFile('bench'),
        // JSON is YAML.
        JSON.stringify({
          gateway: 'bench',
          broker: { url: world.brokerUrl },
          network: join(world.folder, 'network.json'),
          stateDir: join(world.folder, 'bench'),
          clock: { start: new Date(world.clock.startMs).toISOString(), speed: 300, epochRealMs: world.clock.epochRealMs },
          owners: { owner: { key: `file:${key('owner')}` } },
          devices: [
            {
              id: 'battery-s',
              format: 'sunspec',
              transport: world.fleet.devices[0]?.path,
              owner: 'owner',
              class: 'gateway',
              gatewayKey: `file:${key('battery-gateway')}`,
              source: 'storage',
              zone: 1,
              capacityW: 5000,
              register: true,
              pollSeconds: 0.2,
              // Wrong on purpose: the device knows better.
              storage: { usableWh: 9000, storedWh: 9000, maxChargeW: 4000, maxDischargeW: 4000 },
            },
          ],
        }),
      );
      world.startGateway('bench');
      const states = (): StorageState[] =>
        recorder.on(/\/bench\/battery-s\/storage$/).flatMap(({ payload }) => {
          const decoded = decodeTransaction(new Uint8Array(payload));
          return decoded.ok && decoded.value.body.kind === 'storageState' ? [decoded.value.body.value] : [];
        });
      const onChain = async () => (await readEvents(world)).filter(({ name }) => name === 'StorageStateShared');
      await until('three states on chain', async () => (await onChain()).length >= 3, 60_000);

      const shared = states();
      expect(shared.map(({ usableWh }) => usableWh)).toEqual(shared.map(() => 20_000n));
      // Empty at nine, then 4 kW less a tenth: it holds more each time, and never more than can have gone in by then.
      const start = BigInt(world.clock.startMs / 1000);
      shared.forEach(({ storedWh, time, powerW }, at) => {
        expect(storedWh).toBeLessThanOrEqual((3_600n * (time - start)) / 3600n);
        expect(storedWh).toBeGreaterThanOrEqual(shared[at - 1]?.storedWh ?? 0n);
        expect(powerW).toBeGreaterThan(3_700);
      });
      expect(shared.at(-1)?.storedWh ?? 0n).toBeGreaterThan(shared[0]?.storedWh ?? 0n);
      const times = (await onChain()).map(({ args }) => BigInt(String(args['time'])));
      expect(shared.map(({ time }) => time)).toEqual(expect.arrayContaining(times));
      expect([...times].sort((a, b) => Number(a - b))).toEqual(times);
    });
  });
});
