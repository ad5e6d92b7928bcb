import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACTS } from '@joulegate/chain';
import { NATURE, SOURCE, SUSPENSION_BIT } from '@joulegate/protos';
import { describe, expect, it } from 'vitest';
import { createKeyFile } from '../../device-sim/src/demo/key-files.ts';
import type { World } from '../../device-sim/src/demo/world.ts';
import { decodeSignedReading } from '../../gateway/src/decode/index.ts';
import { until } from '../support/until.ts';
import { type Recorder, readEvents, withWorld } from '../support/world.ts';

/** Two plants that would run day and night: one behind a contactor, one that SunSpec itself connects. */
const SCENARIO = `seed: output
start: "2026-06-21T09:00:00Z"
speed: 300
periodSeconds: 60
devices:
  - { id: plant, kind: coal, minW: 3000, maxW: 6000, exportWh: 1000000, relay: { tcpPort: 0 } }
  - { id: inverter, kind: coal, minW: 2000, maxW: 4000, wire: sunspec, tcpPort: 0, isDer: true, exportWh: 500000 }
`;
const ZONE = 1;
const { abi } = CONTRACTS.AdmissionPolicy;
const REASON = `0x${'00'.repeat(32)}`;
const FEEDBACK_SECONDS = 2;
/** Forty real seconds. */
const PERMIT_SECONDS = 12_000;

interface OutputSaid {
  readonly wanted: string;
  readonly feedback: string;
  readonly reason: string;
}

async function openZone(world: World, more: Record<string, unknown> = {}): Promise<void> {
  const policy = world.deployment.contracts.admissionPolicy;
  const criteria = (await world.authority.read(policy, abi, 'criteriaOf', [ZONE])) as Record<string, unknown>;
  // The inverter signs nothing itself.
  const changed = { ...criteria, minAttestationClass: 1, sources: 1 << SOURCE.biomass, natures: 1 << NATURE.renewable, ...more };
  await world.authority.call(policy, abi, 'setCriteria', [ZONE, changed]);
}

function writeConfig(world: World): void {
  const key = (name: string) => `file:${createKeyFile(join(world.folder, 'keys', `${name}.key`)).path}`;
  const [plant, inverter] = world.fleet.devices;
  const common = {
    owner: 'owner',
    source: 'biomass',
    zone: ZONE,
    capacityW: 10_000,
    register: true,
    admission: { nature: 'renewable', priceMicroPerKwh: 100_000 },
  };
  writeFileSync(
    world.gatewayConfigFile('shed'),
    // JSON is YAML.
    JSON.stringify({
      gateway: 'shed',
      broker: { url: world.brokerUrl },
      network: join(world.folder, 'network.json'),
      stateDir: join(world.folder, 'shed'),
      clock: { start: new Date(world.clock.startMs).toISOString(), speed: 300, epochRealMs: world.clock.epochRealMs },
      owners: { owner: { key: key('owner') } },
      devices: [
        {
          ...common,
          id: 'plant',
          transport: `serial:${plant?.path}?baud=115200`,
          class: 'meter',
          output: {
            kind: 'modbus-coil',
            transport: plant?.relay?.path,
            coil: 0,
            feedback: { type: 'input', address: 0 },
            feedbackSeconds: FEEDBACK_SECONDS,
          },
        },
        {
          ...common,
          id: 'inverter',
          format: 'sunspec',
          transport: inverter?.path,
          class: 'gateway',
          gatewayKey: key('inverter-gateway'),
          pollSeconds: 0.2,
          output: { kind: 'sunspec', feedbackSeconds: FEEDBACK_SECONDS },
        },
      ],
    }),
  );
}

function watch(world: World, recorder: Recorder) {
  const json = (topic: RegExp) => recorder.on(topic).map(({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>);
  const said = (device: string) => json(new RegExp(`/shed/${device}/output$`)).at(-1) as OutputSaid | undefined;
  const policy = (functionName: string, args: readonly unknown[]) =>
    world.authority.call(world.deployment.contracts.admissionPolicy, abi, functionName, args);
  return {
    json,
    said,
    policy,
    exportWh: (device: string) => world.fleet.devices.find(({ id }) => id === device)?.registers().exportWh ?? 0n,
    becomes: (device: string, wanted: string, reason: string) =>
      until(
        `${device} to be ${wanted}: ${reason}`,
        () => {
          const now = said(device);
          return now?.wanted === wanted && now.feedback === wanted && now.reason === reason;
        },
        30_000,
      ).catch((cause: unknown) => {
        throw new Error(`${device} said ${JSON.stringify(said(device))}`, { cause });
      }),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A8, F6 the verdict drives a real output', () => {
  it('is closed by a proven permit alone, opened by what takes it away, and read back', { timeout: 180_000 }, async () => {
    const file = join(process.env['TMPDIR'] ?? '/tmp', `joulegate-output-${process.pid}.yaml`);
    writeFileSync(file, SCENARIO);
    await withWorld({ scenarioFile: file, units: [], speed: 300 }, async (world, recorder) => {
      await openZone(world);
      writeConfig(world);
      const plant = world.fleet.devices[0];
      const relay = plant?.relay?.relay;
      if (plant?.meter === undefined || relay === undefined) throw new Error('a meter behind a relay expected');
      const { meter } = plant;
      const { json, said, policy, exportWh, becomes } = watch(world, recorder);
      const opensFor = async (device: string) => {
        const before = exportWh(device);
        await pause(2_000);
        expect(exportWh(device)).toBe(before);
      };

      // Granted: it closes, and only then is there a feed-in.
      expect(exportWh('plant')).toBe(1_000_000n);
      world.startGateway('shed');
      await becomes('plant', 'closed', 'admitted');
      await becomes('inverter', 'closed', 'admitted');
      expect(relay.isConducting).toBe(true);
      await until('energy through the contact', () => exportWh('plant') > 1_000_100n);
      expect(json(/\/shed\/plant\/output$/)[0]).toMatchObject({ wanted: 'open' });

      // Suspended by the zone's operator: both open, and the registers stand.
      await policy('suspend', [meter, SUSPENSION_BIT.operator, REASON]);
      await becomes('plant', 'open', 'suspended');
      expect(relay.isConducting).toBe(false);
      await opensFor('plant');
      const inverterMeter = createKeyFile(join(world.folder, 'keys', 'inverter-gateway.key')).address;
      await policy('suspend', [inverterMeter, SUSPENSION_BIT.operator, REASON]);
      await becomes('inverter', 'open', 'suspended');
      await opensFor('inverter');

      // A cure that nobody granted, with no proof, and with the proof of the suspension.
      const topic = new RegExp(`/node-1/access/${meter}/suspension$`, 'i');
      const suspension = recorder.on(topic).at(-1);
      if (suspension === undefined) throw new Error('the suspension expected, retained');
      const real = JSON.parse(suspension.payload.toString()) as Record<string, unknown>;
      const cured = { ...real, event: 'AccessCured', args: { meter, suspensions: 0 } };
      for (const forged of [{ ...cured, proof: undefined }, cured]) {
        await recorder.client.publishAsync(suspension.topic, JSON.stringify(forged), { qos: 1, retain: true });
        await pause(1_500);
        expect(said('plant')).toMatchObject({ wanted: 'open', reason: 'suspended' });
      }

      // Cured: closed. Suspended again, the old cure's proof lifts nothing, and a gateway that starts stays open.
      await policy('cure', [meter, SUSPENSION_BIT.operator]);
      await becomes('plant', 'closed', 'admitted');
      const cure = recorder.on(topic).at(-1)?.payload ?? Buffer.alloc(0);
      await policy('suspend', [meter, SUSPENSION_BIT.operator, REASON]);
      await becomes('plant', 'open', 'suspended');
      await recorder.client.publishAsync(suspension.topic, cure, { qos: 1, retain: true });
      await pause(1_500);
      await world.programs.get('shed')?.stop();
      const from = recorder.messages.length;
      world.startGateway('shed');
      await until('the output told anew', () => recorder.messages.slice(from).some(({ topic: at }) => at.endsWith('/shed/plant/output')));
      await pause(4_000);
      const since = recorder.messages.slice(from).filter(({ topic: at }) => at.endsWith('/shed/plant/output'));
      for (const { payload } of since) expect(JSON.parse(payload.toString())).toMatchObject({ wanted: 'open' });
      expect(relay.isPulledIn).toBe(false);

      // Cured, then its contact welds; the permit ends and the unit feeds in all the same.
      await policy('cure', [meter, SUSPENSION_BIT.operator]);
      await becomes('plant', 'closed', 'admitted');
      relay.fail('welded');
      await policy('revoke', [meter]);
      await until('the mismatch told', () => json(/\/shed\/plant\/refusal$/).some(({ code }) => code === 'OUTPUT_MISMATCH'));
      expect(said('plant')).toMatchObject({ wanted: 'open', feedback: 'closed', reason: 'ended' });
      const told = await until('the feed-in told', () =>
        json(/\/shed\/plant\/event$/).find(({ code }) => code === 'FED_IN_WITHOUT_PERMIT'),
      );
      const [earlier, later] = (told['readings'] as string[]).map((raw) => {
        const decoded = decodeSignedReading(Uint8Array.from(Buffer.from(raw, 'hex')));
        return decoded.ok ? decoded.value.exportWh : 0n;
      });
      expect(later).toBeGreaterThan(earlier ?? 0n);
      // The chain node shows it to the contract by itself, from the closings of two batches.
      // On a busy machine the inverter's reaction to its own suspension may be one too.
      await until(
        'FedInWithoutPermit of the plant on chain',
        async () =>
          (await readEvents(world)).some(
            ({ name, args }) => name === 'FedInWithoutPermit' && String(args['meter']).toLowerCase() === meter.toLowerCase(),
          ),
        30_000,
      );
    });
  });

  it('opens at the end of its permit, and for a while on anybody’s word', { timeout: 180_000 }, async () => {
    const file = join(process.env['TMPDIR'] ?? '/tmp', `joulegate-output-end-${process.pid}.yaml`);
    writeFileSync(file, SCENARIO);
    await withWorld({ scenarioFile: file, units: [], speed: 300 }, async (world, recorder) => {
      await openZone(world, { permitSeconds: PERMIT_SECONDS });
      writeConfig(world);
      const plant = world.fleet.devices[0];
      if (plant?.meter === undefined) throw new Error('a meter expected');
      const { json, exportWh, becomes } = watch(world, recorder);
      world.startGateway('shed');
      await becomes('plant', 'closed', 'admitted');
      // The zone takes no such source any more: renewals are refused, and the permit runs to its end.
      await openZone(world, { permitSeconds: PERMIT_SECONDS, sources: 1 << SOURCE.wind });

      // Somebody who is no chain node says that it was revoked: it opens, and nobody proves it.
      const lie = { event: 'AccessRevoked', contract: 'admissionPolicy', args: { meter: plant.meter }, blockNumber: 99_999 };
      const topic = `joulegate/chain/eip155:31337/nobody/access/${plant.meter.toLowerCase()}/end`;
      await recorder.client.publishAsync(topic, JSON.stringify(lie), { qos: 1 });
      await becomes('plant', 'open', 'doubted');
      await becomes('plant', 'closed', 'admitted');

      const granted = (await readEvents(world)).find(
        ({ name, args }) => name === 'AdmissionDecided' && String(args['meter']).toLowerCase() === plant.meter?.toLowerCase(),
      );
      const endMs = Number(granted?.args['validUntil']) * 1000;
      const outputs = () => json(/\/shed\/plant\/output$/).filter(({ since }) => Date.parse(String(since)) >= endMs);
      const opened = await until('the contact to open at the end', () => outputs().find(({ feedback }) => feedback === 'open'), 90_000);
      expect(opened).toMatchObject({ wanted: 'open' });
      expect(opened['reason']).toMatch(/expired|ended|unknown|refused/);
      // Not before, and within ten real seconds.
      expect(Date.parse(String(opened['since']))).toBeLessThan(endMs + 10_000 * 300);
      const last = json(/\/shed\/plant\/output$/).filter(({ since }) => Date.parse(String(since)) < endMs);
      expect(last.at(-1)).toMatchObject({ wanted: 'closed', feedback: 'closed', reason: 'admitted' });
      const before = exportWh('plant');
      await pause(2_000);
      expect(exportWh('plant')).toBe(before);
      // The chain node gives its capacity back by itself.
      await until('AccessExpired on chain', async () => (await readEvents(world)).some(({ name }) => name === 'AccessExpired'), 30_000);
    });
  });
});
