import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JG1_LINE_MAX_LENGTH } from '@joulegate/protos';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TruthReading } from './devices/index.ts';
import { encodeLine } from './encode/index.ts';
import { type Fleet, type FleetOptions, formatTruth, readResumeMs, startFleet } from './fleet.ts';
import { deriveMeterKey } from './keys.ts';
import { prepareLoad } from './load.ts';
import { parseScenario } from './scenario/index.ts';

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const PERIOD_MS = 60_000;
const SCENARIO = parseScenario(`
seed: fleet-test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: roof, kind: solar, peakW: 5000, inverterLimitW: 4600, latitudeDegrees: 52.5, longitudeDegrees: 13.4, exportWh: 1000000 }
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000, port: meter-2 }
faults:
  - { atSeconds: 90, device: roof, kind: noise }
  - { atSeconds: 120, device: house, kind: silence, seconds: 60 }
`);

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'jg-fleet-'));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function start(clock: { ms: number }, more: Partial<FleetOptions> = {}): Promise<Fleet> {
  const fleet = await startFleet({
    scenario: SCENARIO,
    domain: 7n,
    clock: { now: () => clock.ms },
    portDir: join(folder(), 'ports'),
    ...more,
  });
  undo.push(() => fleet.stop());
  return fleet;
}

async function connect(path: string): Promise<{ port: SerialPort; text: () => string }> {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  let all = '';
  port.on('data', (chunk: Buffer) => {
    all += chunk.toString('latin1');
  });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  undo.push(() => new Promise<void>((resolve) => port.close(() => resolve())));
  return { port, text: () => all };
}

const timesOf = (truth: readonly TruthReading[], device: string) =>
  truth.filter((reading) => reading.device === device).map((reading) => Number(reading.time) * 1000);
const everyPeriod = (fromMs: number, count: number) => Array.from({ length: count }, (_, index) => fromMs + index * PERIOD_MS);

describe('a fleet', () => {
  it('takes each due reading once, in order, on multiples of the period, however late it is', async () => {
    const clock = { ms: START_MS };
    const fleet = await start(clock);
    await vi.waitFor(() => expect(fleet.truth().length).toBe(2));
    clock.ms += 25.5 * PERIOD_MS; // a long pause
    await vi.waitFor(() => expect(fleet.truth().length).toBe(52));
    clock.ms += 0.4 * PERIOD_MS;
    clock.ms += 0.2 * PERIOD_MS;
    await vi.waitFor(() => expect(fleet.truth().length).toBe(54));
    for (const id of ['roof', 'house']) expect(timesOf(fleet.truth(), id)).toEqual(everyPeriod(START_MS, 27));
    const roof = fleet.devices.find((device) => device.id === 'roof');
    expect(roof?.truth()?.counter).toBe(27n);
    expect(roof?.registers().exportWh).toBe(roof?.truth()?.exportWh);
  });

  it('is the same day again with the same seed, whenever the first look at the clock was', async () => {
    const clocks = [{ ms: START_MS }, { ms: START_MS + 12_345 }];
    const fleets: Fleet[] = [];
    for (const clock of clocks) fleets.push(await start(clock));
    for (const clock of clocks) clock.ms = START_MS + 10 * PERIOD_MS;
    await vi.waitFor(() => expect(fleets.map((fleet) => fleet.truth().length)).toEqual([22, 22]));
    expect(fleets[0]?.truth()).toEqual(fleets[1]?.truth());
    expect(fleets[0]?.devices.map((device) => device.publicKeyHex)).toEqual([deriveMeterKey('fleet-test', 'roof').publicKeyHex, undefined]);
  });

  it('waits for its start where the clock is a little before it or the start is given', async () => {
    const clock = { ms: START_MS - 40_000 };
    const near = await start(clock);
    const given = await start(clock, { startAtMs: START_MS + PERIOD_MS + 1 });
    clock.ms = START_MS + 3 * PERIOD_MS;
    await vi.waitFor(() => expect([near.truth().length, given.truth().length]).toEqual([8, 4]));
    expect(timesOf(near.truth(), 'roof')).toEqual(everyPeriod(START_MS, 4));
    expect(timesOf(given.truth(), 'roof')).toEqual(everyPeriod(START_MS + 2 * PERIOD_MS, 2));
  });

  it('begins its story at once, on a boundary, where the clock lives on another day', async () => {
    const clock = { ms: Date.parse('2027-01-01T00:00:59Z') };
    const fleet = await start(clock);
    await vi.waitFor(() => expect(timesOf(fleet.truth(), 'roof')).toEqual([Date.parse('2027-01-01T00:00:00Z')]));
    expect(fleet.devices[0]?.registers().exportWh).toBe(1_000_000n);
  });

  it('has nowhere to go on from without a state', () => {
    expect(readResumeMs(SCENARIO, join(folder(), 'none'))).toBeUndefined();
  });

  it('writes every reading to the truth file', async () => {
    const clock = { ms: START_MS };
    const truthFile = join(folder(), 'deep', 'truth.jsonl');
    const fleet = await start(clock, { truthFile });
    clock.ms += 5 * PERIOD_MS;
    await vi.waitFor(() => expect(fleet.truth().length).toBe(12));
    expect(readFileSync(truthFile, 'utf8').trim().split('\n')).toEqual(fleet.truth().map(formatTruth));
    expect(JSON.parse(formatTruth(fleet.truth()[0] as TruthReading))).toEqual({
      device: 'roof',
      counter: '1',
      time: String(START_MS / 1000),
      importWh: '0',
      exportWh: '1000000',
    });
  });

  it('after a restart goes on with the next counter and takes no reading twice', async () => {
    const clock = { ms: START_MS };
    const stateDir = join(folder(), 'state');
    const first = await start(clock, { stateDir });
    clock.ms += 3 * PERIOD_MS;
    await vi.waitFor(() => expect(first.truth().length).toBe(8));
    await first.stop();
    expect(readResumeMs(SCENARIO, stateDir)).toBe(START_MS + 3 * PERIOD_MS);
    const second = await start(clock, { stateDir });
    expect(second.devices.map((device) => device.truth())).toEqual(first.devices.map((device) => device.truth()));
    expect(second.devices.map((device) => device.registers())).toEqual(first.devices.map((device) => device.registers()));
    clock.ms += 5 * PERIOD_MS;
    await vi.waitFor(() => expect(timesOf(second.truth(), 'roof').length).toBe(5));
    const roof = [...first.truth(), ...second.truth()].filter((reading) => reading.device === 'roof');
    expect(roof.map((reading) => reading.counter)).toEqual(everyPeriod(START_MS, 9).map((_, index) => BigInt(index + 1)));
    expect(timesOf(roof, 'roof')).toEqual(everyPeriod(START_MS, 9));
  });

  it('speaks over real serial ports: readings, their faults at their times, and answers', async () => {
    const clock = { ms: START_MS };
    const fleet = await start(clock);
    const [roof, house] = fleet.devices;
    expect(house?.path.endsWith('/meter-2')).toBe(true);
    const native = await connect(roof?.path ?? '');
    const p1 = await connect(house?.path ?? '');
    await vi.waitFor(() => expect(fleet.truth().length).toBe(2));
    await vi.waitFor(() => expect(fleet.devices.map((device) => device.isOpen())).toEqual([true, true]));
    for (let period = 1; period <= 4; period++) {
      clock.ms = START_MS + period * PERIOD_MS;
      await vi.waitFor(() => expect(fleet.truth().length).toBe(2 + 2 * period));
    }
    await vi.waitFor(() => expect(native.text().match(/\$JG1,[^*]{176}\*[0-9A-F]{4}\r\n/g)?.length).toBeGreaterThanOrEqual(4));
    expect(native.text().match(/[\x80-\xff]{200}/g)?.length).toBe(1);
    const perNative = native
      .text()
      .split('\r\n')
      .filter((line) => line.startsWith('$JG1'));
    expect(Math.max(...perNative.map((line) => line.length))).toBeLessThanOrEqual(JG1_LINE_MAX_LENGTH);
    // Of 12:01 to 12:04 that of 12:02 was silent.
    await vi.waitFor(() =>
      expect([...p1.text().matchAll(/0-0:1\.0\.0\((\d+S)\)/g)].map((match) => match[1]).filter((time) => time !== '260621140000S')).toEqual(
        ['260621140100S', '260621140300S', '260621140400S'],
      ),
    );
    native.port.write(encodeLine('JGQ1,identity'));
    await vi.waitFor(() =>
      expect(native.text()).toContain(`$JGI1,${Buffer.from(roof?.publicKeyHex ?? '', 'hex').toString('base64url')},JG-SIM,roof*`),
    );
  });

  it('loses what nobody reads, and says how much', async () => {
    const clock = { ms: START_MS };
    const fleet = await start(clock);
    clock.ms += 2 * PERIOD_MS;
    await vi.waitFor(() => expect(fleet.truth().length).toBe(6));
    expect(fleet.devices[0]?.droppedBytes()).toBeGreaterThanOrEqual(3 * 187);
  });

  it('goes on where one part fails, and says so', async () => {
    const clock = { ms: START_MS };
    const errors: string[] = [];
    const fleet = await start(clock, {
      onError: (error) => errors.push(error.message),
      onReading: ({ device }) => {
        if (device === 'roof') throw new Error('disk full');
      },
    });
    await vi.waitFor(() => expect(fleet.truth().map((reading) => reading.device)).toContain('house'));
    expect(errors).toEqual(['fleet: roof: disk full']);
  });

  it('leaves no port behind after stop, nor after a failed start', async () => {
    const portDir = join(folder(), 'ports');
    const fleet = await start({ ms: START_MS }, { portDir });
    await fleet.stop();
    await fleet.stop();
    expect(fleet.devices.map((device) => existsSync(device.path))).toEqual([false, false]);
    await expect(startFleet({ scenario: SCENARIO, domain: 1n << 64n, clock: { now: () => 0 }, portDir })).rejects.toThrow(/64 bits/);
  });
});

describe('a load', () => {
  it('is signed beforehand and sent whole, at its rate, once somebody listens', async () => {
    const load = await prepareLoad({
      key: deriveMeterKey('load', 'x'),
      domain: 7n,
      readings: 400,
      readingsPerSecond: 2000,
      startSeconds: 1_782_000_000n,
    });
    undo.push(() => load.close());
    const { text } = await connect(load.path);
    const { sent, elapsedMs } = await load.run();
    expect(sent).toBe(400);
    expect(elapsedMs).toBeGreaterThanOrEqual(190);
    await vi.waitFor(() => expect(text().match(/\$JG1,[^*]{176}\*[0-9A-F]{4}\r\n/g)?.length).toBe(400));
  });

  it('goes as fast as it is read and loses nothing to a reader that pauses; a signal ends its wait', async () => {
    const options = { key: deriveMeterKey('load', 'x'), domain: 7n, readings: 1500, readingsPerSecond: 0, startSeconds: 1_782_000_000n };
    const load = await prepareLoad(options);
    undo.push(() => load.close());
    const { port, text } = await connect(load.path);
    port.pause();
    setTimeout(() => port.resume(), 200);
    const { sent, elapsedMs } = await load.run();
    expect(sent).toBe(1500);
    expect(elapsedMs).toBeGreaterThanOrEqual(150);
    await vi.waitFor(() => expect(text().match(/\$JG1,[^*]{176}\*[0-9A-F]{4}\r\n/g)?.length).toBe(1500));
    port.pause();
    expect((await load.run(AbortSignal.timeout(200))).sent).toBeLessThan(1500);
  });
});

describe('a unit behind a contactor', () => {
  const scenario = parseScenario(`
seed: contactor-test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: plant, kind: coal, minW: 3000, maxW: 6000, exportWh: 1000000, relay: { port: box } }
  - { id: other, kind: coal, minW: 3000, maxW: 6000, exportWh: 1000000, relay: { port: box, unitId: 2 } }
  - { id: inverter, kind: coal, minW: 3000, maxW: 6000, exportWh: 1000000, wire: sunspec, tcpPort: 0 }
`);

  it('feeds in while it is closed, and only then', async () => {
    const clock = { ms: START_MS };
    const fleet = await start(clock, { scenario });
    const [plant, other] = fleet.devices;
    const exportWh = () => plant?.truth()?.exportWh ?? 0n;
    const pass = async (periods: number) => {
      const before = exportWh();
      clock.ms += periods * PERIOD_MS;
      await vi.waitFor(() => expect(Number(plant?.truth()?.time) * 1000).toBe(clock.ms));
      return exportWh() - before;
    };
    await vi.waitFor(() => expect(plant?.truth()).toBeDefined());
    expect(plant?.relay?.path).toBe(other?.relay?.path);
    expect(await pass(10)).toBe(0n);
    for (const isClosed of [true, false, true]) {
      plant?.relay?.relay.unit.writeCoil?.(0, isClosed);
      expect((await pass(10)) > 0n).toBe(isClosed);
    }
    plant?.relay?.relay.fail('welded');
    plant?.relay?.relay.unit.writeCoil?.(0, false);
    expect(await pass(10)).toBeGreaterThan(0n);
    expect(other?.truth()?.exportWh).toBe(1_000_000n);
  });

  it('of SunSpec feeds in while model 123 connects it', async () => {
    const clock = { ms: START_MS };
    const fleet = await start(clock, { scenario });
    const inverter = fleet.devices[2];
    const { port } = new URL(inverter?.path ?? '');
    const connectTo = async (connected: number) => {
      const socket = createConnection(Number(port), '127.0.0.1');
      undo.push(() => socket.destroy());
      // Registers of SunS, 1, 103, 120, 121 and 122 stand before 123: its Conn is its third point.
      const at = 40_000 + 2 + 68 + 52 + 28 + 32 + 46 + 2 + 2;
      socket.write(Buffer.from([0, 1, 0, 0, 0, 9, 1, 16, at >> 8, at & 0xff, 0, 1, 2, 0, connected]));
      const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
      expect(answer[7]).toBe(16);
    };
    const exportAfter = async (periods: number) => {
      clock.ms += periods * PERIOD_MS;
      await vi.waitFor(() => expect(Number(inverter?.truth()?.time) * 1000).toBe(clock.ms));
      return inverter?.truth()?.exportWh ?? 0n;
    };
    let before = await exportAfter(10);
    expect(before).toBeGreaterThan(1_000_000n);
    for (const isConnected of [false, true]) {
      await connectTo(isConnected ? 1 : 0);
      const now = await exportAfter(10);
      expect(now > before).toBe(isConnected);
      before = now;
    }
  });
});
