import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import type { World } from '../../device-sim/src/demo/world.ts';
import { createWasmVerifier } from '../../gateway/src/attest/index.ts';
import { addressOfKey } from '../../gateway/src/keys/index.ts';
import { accountFor, counterOf } from '../support/accounting.ts';
import { until } from '../support/until.ts';
import { type ChainEvent, type Recorder, readEvents, withWorld } from '../support/world.ts';

const SCENARIO = fileURLToPath(new URL('./scenarios/crash.yaml', import.meta.url));
const UNITS = DEMO_UNITS.filter((unit) => ['solar-1', 'household-2'].includes(unit.id));
const run = promisify(execFile);
const joulegate = async (...args: string[]) => (await run(process.execPath, ['gateway/dist/cli.js', ...args], { encoding: 'utf8' })).stdout;
const verifier = createWasmVerifier();

/** The address of the key that signed a native reading: docs/wire.md, section 1. */
function signerOf(raw: Buffer): string {
  const key = verifier.recover(createHash('sha256').update(raw.subarray(0, 65)).digest(), raw.subarray(67));
  if (key === undefined) throw new Error('a signature that recovers expected');
  return addressOfKey(key);
}

/** Batches of a meter that stand after the nth rotation on chain. */
function batchesAfter(events: readonly ChainEvent[], meter: string, rotations: number): number {
  const at = events.flatMap(({ name }, i) => (name === 'MeterRotated' ? [i] : []))[rotations - 1];
  if (at === undefined) return 0;
  return events.slice(at).filter(({ name, args }) => name === 'BatchRecorded' && String(args['meter']).toLowerCase() === meter).length;
}

function checkReadings(world: World, recorder: Recorder, events: readonly ChainEvent[], meter: string, keys: number): void {
  const published = recorder.on(/\/village\/solar-1\/reading$/);
  const { covered } = accountFor(meter, published, events);
  expect(covered.size).toBeGreaterThan(20);
  const raws = new Map(published.map(({ payload }) => [counterOf(payload), payload] as const));
  const inOrder = [...raws].sort(([a], [b]) => (a < b ? -1 : 1));
  // None is missing: what the meter signed and somebody listened to was taken, whichever key signed it.
  const truth = world.fleet.truth().filter(({ device }) => device === 'solar-1');
  const heard = truth.filter(({ counter }) => counter > (inOrder[0]?.[0] ?? 0n) && counter < (inOrder.at(-1)?.[0] ?? 0n));
  const lost = heard.filter(({ counter }) => !raws.has(counter)).map(({ counter }) => counter);
  const signers = inOrder.map(([, raw]) => signerOf(raw));
  expect(signers[0]).toBe(meter);
  expect(new Set(signers).size, 'keys that signed').toBe(keys);
  const changes = signers.filter((signer, i) => i > 0 && signer !== signers[i - 1]);
  expect(changes, 'each key follows the one before, once').toHaveLength(keys - 1);
  const rotated = events.filter(({ name }) => name === 'MeterRotated').map(({ args }) => String(args['newKey']).toLowerCase());
  expect(rotated, 'each told once').toEqual(changes);
  expect(lost, 'readings lost').toEqual([]);
}

/** Every instant between the first and the last that is recorded has its reading: none was signed by a key that came too late. */
function checkBoundaries(events: readonly ChainEvent[], meter: string): void {
  const boundaries = events
    .filter(({ name, args }) => name === 'BoundaryRecorded' && String(args['meter']).toLowerCase() === meter)
    .map(({ args }) => Number(args['boundary']));
  const sorted = [...new Set(boundaries)].sort((a, b) => a - b);
  const [first = 0] = sorted;
  expect(sorted).toEqual(sorted.map((_, i) => first + i));
  expect(sorted.length).toBeGreaterThan(4);
}

describe('a meter that signs on its own wire takes its next key', () => {
  it.each([
    ['twice, by command', undefined, 2],
    ['though the gateway is killed once the meter was told', 'key-switch-sent:1', 1],
    ['though the gateway is killed before the registry was told', 'key-pinned:1', 1],
  ] as const)(
    '%s; it stays the same meter, and no reading is lost',
    async (_, fault, times) => {
      const env = fault === undefined ? {} : { gatewayEnv: { village: { JOULEGATE_FAULT: fault } } };
      await withWorld({ scenarioFile: SCENARIO, units: UNITS, ...env }, async (world, recorder) => {
        const batches = async () => {
          const events = await readEvents(world);
          return events.filter(({ name, args }) => name === 'BatchRecorded' && world.nameOf(String(args['meter'])) === 'solar-1');
        };
        await until('two batches of the roof', async () => (await batches()).length >= 2, 60_000);
        const meter = String((await batches())[0]?.args['meter']).toLowerCase();
        const renew = ['keys', 'renew', '--config', world.gatewayConfigFile('village'), '--device', 'solar-1'];
        for (let time = 1; time <= times; time += 1) {
          if (fault === undefined) {
            const said = await joulegate(...renew, '--wait', '60');
            expect(said).toMatch(/the registry knows it/);
          } else {
            await joulegate(...renew);
            await world.programs.get('village')?.exited;
            world.startGateway('village');
          }
          await until(`two batches by key ${time + 1}`, async () => batchesAfter(await readEvents(world), meter, time) >= 2, 60_000);
        }
        const told = recorder.on(/\/village\/solar-1\/event$/).map(({ payload }) => JSON.parse(payload.toString()) as { code: string });
        expect(told.filter(({ code }) => code === 'METER_KEY_CHANGED')).toHaveLength(times);
        await world.programs.get('village')?.stop();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const events = await readEvents(world);
        if (fault === undefined) {
          checkReadings(world, recorder, events, meter, times + 1);
          expect(recorder.on(/\/village\/solar-1\/refusal$/).map(({ payload }) => payload.toString())).toEqual([]);
        }
        accountFor(meter, recorder.on(/\/village\/solar-1\/reading$/), events);
        checkBoundaries(events, meter);
        expect(events.filter(({ name }) => name === 'MeterRegistered')).toHaveLength(2);
        expect(await joulegate('journal', 'verify', '--state-dir', `${world.folder}/village`)).toMatch(/sound/);
      });
    },
    180_000,
  );
});

describe('a meter whose key the gateway holds', () => {
  it('takes another by command and configuration, and stays the same meter', async () => {
    await withWorld({ scenarioFile: SCENARIO, units: UNITS }, async (world, recorder) => {
      const batches = async () => {
        const events = await readEvents(world);
        return events.filter(({ name, args }) => name === 'BatchRecorded' && world.nameOf(String(args['meter'])) === 'household-2');
      };
      await until('two batches of the house', async () => (await batches()).length >= 2, 60_000);
      const meter = String((await batches())[0]?.args['meter']).toLowerCase();
      await world.programs.get('village')?.stop();
      const keys = join(world.folder, 'keys');
      const owner = UNITS.find(({ id }) => id === 'household-2')?.owner;
      await joulegate('keys', 'new', join(keys, 'next.key'));
      const signing = ['--deployment', join(world.folder, 'network.json'), '--key', join(keys, `${owner}.key`), '--meter', meter];
      const sending = ['--broker', world.brokerUrl, '--publish'];
      await joulegate('keys', 'rotate', ...signing, '--new-key', join(keys, 'next.key'), ...sending);
      const file = world.gatewayConfigFile('village');
      const config = parse(readFileSync(file, 'utf8')) as { devices: Record<string, unknown>[] };
      for (const device of config.devices)
        if (device['id'] === 'household-2') Object.assign(device, { gatewayKey: `file:${join(keys, 'next.key')}`, meter });
      writeFileSync(file, stringify(config));
      world.startGateway('village');
      await until('two batches by the next key', async () => batchesAfter(await readEvents(world), meter, 1) >= 2, 60_000);
      await world.programs.get('village')?.stop();
      const events = await readEvents(world);
      const published = recorder.on(/\/village\/household-2\/reading$/);
      const { covered } = accountFor(meter, published, events);
      expect(covered.size).toBeGreaterThan(20);
      const byNext = published.filter(({ payload }) => signerOf(payload) !== meter);
      expect(byNext.some(({ payload }) => covered.has(counterOf(payload)))).toBe(true);
      expect(events.filter(({ name }) => name === 'MeterRegistered')).toHaveLength(2);
      expect(await joulegate('journal', 'verify', '--state-dir', `${world.folder}/village`)).toMatch(/sound/);
    });
  }, 180_000);
});
