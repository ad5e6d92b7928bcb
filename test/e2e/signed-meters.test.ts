import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createKeyFile } from '../../device-sim/src/demo/key-files.ts';
import { createBsmImage, deriveSigningKey, signOcmfRecord } from '../../device-sim/src/encode/index.ts';
import { attachRtuSlaves, openPty } from '../../device-sim/src/index.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

/** Meters whose own P-256 signature the contract verifies: nobody between signs a reading for them. */
const SCENARIO = fileURLToPath(new URL('./scenarios/crash.yaml', import.meta.url));
const OCMF_KEY = deriveSigningKey('P-256', 'signed-meters', 'wallbox');
const OTHERS_KEY = deriveSigningKey('P-256', 'signed-meters', 'another');
const BSM_KEY = deriveSigningKey('P-256', 'signed-meters', 'bsm');
/** Registers as a function of the second, so that a reading's time tells what it must say. */
const START_WH = 1_000_000n;
const registerAt = (seconds: bigint, startSeconds: bigint) => START_WH + ((seconds - startSeconds) / 10n) * 10n;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe('meters that sign in a format of their own', () => {
  it('reach the contract with their own signature, registered by a reading that names the owner', async () => {
    await withWorld({ scenarioFile: SCENARIO, units: [], speed: 1 }, async (world, recorder) => {
      const startSeconds = BigInt(Math.floor(world.clock.now() / 1000));
      const nowSeconds = () => BigInt(Math.floor(world.clock.now() / 1000));
      const owner = createKeyFile(join(world.folder, 'keys', 'owner.key'));

      const bsmPort = await openPty({ linkPath: join(world.folder, 'ports', 'bsm') });
      undo.push(() => bsmPort.close());
      const bsm = createBsmImage({
        serial: '001SIM0000000042',
        key: BSM_KEY,
        readValues: () => ({
          time: nowSeconds(),
          importWh: registerAt(nowSeconds(), startSeconds),
          powerW: 3600,
          operatingSeconds: Number(nowSeconds() - startSeconds),
        }),
      });
      attachRtuSlaves(bsmPort, new Map([[42, bsm]]), { baud: 19_200 });

      const wallboxPort = await openPty({ linkPath: join(world.folder, 'ports', 'wallbox') });
      undo.push(() => wallboxPort.close());
      let counter = 0n;
      const speak = (key: typeof OCMF_KEY, importWh: bigint) => {
        const timeMs = Number(nowSeconds()) * 1000;
        const identification = owner.address.toLowerCase();
        const values = { serial: 'SIM-7', pagination: counter, timeMs, offsetMinutes: 60, importWh, exportWh: 0n, identification };
        wallboxPort.write(Buffer.concat([signOcmfRecord(values, key), Buffer.from('\r\n')]));
      };
      const talking = setInterval(() => {
        counter += 1n;
        // Somebody on the wire claims another register under the same counter, first.
        if (counter === 3n) speak(OTHERS_KEY, START_WH * 2n);
        speak(OCMF_KEY, registerAt(nowSeconds(), startSeconds));
      }, 1000);
      undo.push(() => clearInterval(talking));

      const common = { owner: 'owner', class: 'meter', source: 'load', zone: 1, capacityW: 100_000, register: true };
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
          devices: [
            {
              id: 'bsm',
              format: 'bsm',
              bsm: { unitId: 42 },
              pollSeconds: 1,
              transport: `serial:${bsmPort.path}?baud=19200&parity=even`,
              ...common,
            },
            {
              id: 'wallbox',
              format: 'ocmf',
              key: Buffer.from(OCMF_KEY.spki).toString('hex'),
              transport: `serial:${wallboxPort.path}?baud=115200`,
              ...common,
            },
          ],
        }),
      );
      world.startGateway('bench');

      const events = await until(
        'batches of both meters on chain',
        async () => {
          const all = await readEvents(world);
          const meters = new Set(all.filter(({ name }) => name === 'BatchRecorded').map(({ args }) => args['meter']));
          return meters.size >= 2 && all;
        },
        90_000,
      );
      const devices = JSON.parse(
        recorder
          .on(/\/bench\/devices$/)
          .at(-1)
          ?.payload.toString() ?? '[]',
      ) as { id: string; meter: string }[];
      for (const { id, meter } of devices) {
        const [closing] = events.filter(({ name, args }) => name === 'BatchRecorded' && String(args['meter']).toLowerCase() === meter);
        expect(closing?.args['importWh'], id).toBe(registerAt(closing?.args['time'] as bigint, startSeconds));
        expect(
          events.some(({ name, args }) => name === 'MeterRegistered' && String(args['meter']).toLowerCase() === meter),
          id,
        ).toBe(true);
      }

      // Verbatim: what crossed the broker is what the meters wrote.
      const records = recorder.on(/\/wallbox\/reading$/).map(({ payload }) => payload.toString());
      expect(records.every((record) => record.startsWith('OCMF|'))).toBe(true);
      expect(recorder.on(/\/bsm\/reading$/).every(({ payload }) => payload.length === 504)).toBe(true);
      const refusals = recorder.on(/\/wallbox\/refusal$/).map(({ payload }) => (JSON.parse(payload.toString()) as { code: string }).code);
      expect(refusals).toContain('SIGNATURE_INVALID');
      expect(records.some((record) => record.includes('2000.'))).toBe(false);
    });
  }, 150_000);
});
