import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeyFile } from '../../device-sim/src/demo/key-files.ts';
import { type FleetDevice, SCENARIO_DIR } from '../../device-sim/src/index.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

/** scenarios/meters.yaml: one simulated device of every wire, each read by the gateway as an installer would configure it. */
const SCENARIO = join(SCENARIO_DIR, 'meters.yaml');

/** What stands in the gateway's YAML beside the transport. */
const CONFIG: Readonly<Record<string, Record<string, unknown>>> = {
  'native-1': { format: 'native', class: 'meter', source: 'solar' },
  'p1-1': { format: 'p1' },
  'p1-encrypted': { format: 'p1', p1: { key: 'file:keys/p1.guek' } },
  'sml-1': { format: 'sml' },
  'd0-1': { format: 'd0', settings: '?baud=300&data=7&parity=even' },
  'dlms-1': { format: 'dlms', dlms: { link: 'hdlc' } },
  'dlms-2': { format: 'dlms', dlms: { link: 'mbus', key: 'file:keys/dlms.guek', authenticationKey: 'file:keys/dlms.ak' } },
  'dlt645-1': { format: 'dlt645', dlt645: { address: '202107300049' }, settings: '?baud=2400&parity=even' },
  'mbus-1': { format: 'mbus', mbus: { address: '1' }, settings: '?baud=2400&parity=even' },
  'modbus-1': { format: 'modbus', modbus: { map: 'eastron-sdm630', unitId: 1 }, settings: '?baud=9600' },
  'modbus-2': { format: 'modbus', modbus: { map: 'chint-dtsu666', unitId: 2 }, settings: '?baud=9600' },
  'modbus-3': { format: 'modbus', modbus: { map: 'sma-sunny-tripower', unitId: 3 }, source: 'solar' },
  'sunspec-1': { format: 'sunspec', sunspec: { unitId: 1 }, source: 'solar' },
  'ocmf-1': { format: 'ocmf', class: 'meter', register: false },
  'bsm-1': { format: 'bsm', bsm: { unitId: 42 }, class: 'meter', settings: '?baud=19200&parity=even' },
};
const KEY_FILES = {
  'p1.guek': '000102030405060708090a0b0c0d0e0f',
  'dlms.guek': '101112131415161718191a1b1c1d1e1f',
  'dlms.ak': '202122232425262728292a2b2c2d2e2f',
};
const UNSIGNED = Object.keys(CONFIG).filter((id) => CONFIG[id]?.['class'] === undefined);

function configOf(device: FleetDevice, folder: string): Record<string, unknown> {
  const { settings = '', ...own } = CONFIG[device.id] ?? {};
  const transport = device.path.startsWith('tcp://') ? device.path : `serial:${device.path}${settings}`;
  const signs = own['class'] === 'meter';
  return {
    id: device.id,
    transport,
    owner: 'owner',
    class: 'gateway',
    source: 'load',
    zone: 1,
    capacityW: 200_000,
    register: true,
    pollSeconds: 1,
    ...(signs ? {} : { gatewayKey: `file:${createKeyFile(join(folder, 'keys', `${device.id}-gateway.key`)).path}` }),
    ...(device.publicKeyHex !== undefined && { key: device.publicKeyHex }),
    ...own,
  };
}

describe('one device of every wire', () => {
  it('reaches the chain with its own registers', async () => {
    await withWorld({ scenarioFile: SCENARIO, units: [], speed: 1 }, async (world, recorder) => {
      const owner = createKeyFile(join(world.folder, 'keys', 'owner.key'));
      for (const [name, key] of Object.entries(KEY_FILES)) writeFileSync(join(world.folder, 'keys', name), `${key}\n`, { mode: 0o600 });
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
          limits: { batchAgeSeconds: 2, healthSeconds: 1, retryMinSeconds: 1 },
          devices: world.fleet.devices.map((device) => configOf(device, world.folder)),
        }),
      );
      world.startGateway('bench');

      const stateOf = (id: string) => {
        const payload = recorder
          .on(new RegExp(`/bench/${id}/state$`))
          .at(-1)
          ?.payload.toString();
        return payload === undefined ? undefined : (JSON.parse(payload) as { importWh: number; exportWh: number });
      };
      await until('a reading of every device', async () => Object.keys(CONFIG).every((id) => stateOf(id) !== undefined), 60_000);

      const meterOf = new Map<string, string>();
      await until(
        'every unsigned device on chain, and BSM',
        async () => {
          const text =
            recorder
              .on(/\/bench\/devices$/)
              .at(-1)
              ?.payload.toString() ?? '[]';
          for (const { id, meter } of JSON.parse(text) as { id: string; meter: string | null }[])
            if (meter !== null) meterOf.set(id, meter);
          const recorded = new Set(
            (await readEvents(world)).filter(({ name }) => name === 'BatchRecorded').map(({ args }) => String(args['meter']).toLowerCase()),
          );
          return [...UNSIGNED, 'native-1', 'bsm-1'].every((id) => recorded.has(meterOf.get(id) ?? ''));
        },
        90_000,
      );
      const batches = (await readEvents(world)).filter(({ name }) => name === 'BatchRecorded');
      for (const device of world.fleet.devices) {
        const { id } = device;
        const truth = device.registers();
        const last = stateOf(id);
        // Coarser registers are floored; nothing is invented, and no more is missing than the coarsest step and a few seconds.
        for (const [name, value, real] of [
          ['import', last?.importWh, truth.importWh],
          ['export', last?.exportWh, truth.exportWh],
        ] as const) {
          if (value === 0) continue;
          expect(BigInt(value ?? -1) <= real, `${id} ${name} ${value} of ${real}`).toBe(true);
          expect(real - BigInt(value ?? 0) <= 1200n, `${id} ${name} ${value} of ${real}`).toBe(true);
        }
        expect((last?.importWh ?? 0) + (last?.exportWh ?? 0), id).toBeGreaterThan(0);
        if (id === 'ocmf-1') continue;
        const closing = batches.filter(({ args }) => String(args['meter']).toLowerCase() === meterOf.get(id)).at(-1);
        expect((closing?.args['importWh'] as bigint) <= truth.importWh && (closing?.args['exportWh'] as bigint) <= truth.exportWh, id).toBe(
          true,
        );
      }
    });
  }, 200_000);
});
