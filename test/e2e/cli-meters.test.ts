import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  createD0Meter,
  createDlt645Meter,
  createNativeMeter,
  createOcmfMeter,
  createP1Meter,
  createSmlMeter,
  type Device,
  type DeviceOptions,
} from '../../device-sim/src/devices/index.ts';
import { createBsmImage, createSunSpecImage, deriveSigningKey } from '../../device-sim/src/encode/index.ts';
import {
  attachRtuSlaves,
  createRandomMeterKey,
  encodeRegisterImage,
  type ModbusUnit,
  openPty,
  type Pty,
  parseScenario,
  type RegisterMapFile,
  startModbusTcpServer,
} from '../../device-sim/src/index.ts';
import { loadConfig } from '../../gateway/src/app/index.ts';

/** The built command line against simulated devices, which share no decoding with it. A pty has no speed: the first setting is heard. */
const CLI = fileURLToPath(new URL('../../gateway/dist/cli.js', import.meta.url));
const MAP_FILE = fileURLToPath(new URL('../../hardware/devices/eastron-sdm630.yaml', import.meta.url));
/** A telegram that somebody's meter encrypted, esphome-dsmr; not copied here. */
const ENCRYPTED = fileURLToPath(new URL('../../../shared/captures/esphome-dsmr/test_data/encrypted_packet.bin', import.meta.url));
const START_MS = Date.parse('2026-06-21T12:00:00Z');
const SCENARIO = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`);
const [HOUSE] = SCENARIO.devices as [(typeof SCENARIO.devices)[number]];
const COMMON = { description: HOUSE, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined };
const MAP = parse(readFileSync(MAP_FILE, 'utf8')) as RegisterMapFile;

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env: { PATH: process.env['PATH'] }, timeout: 90_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'jg-cli-meters-'));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function plug(): Promise<Pty> {
  const pty = await openPty(join(folder(), 'meter'));
  undo.push(() => pty.close());
  return pty;
}

/** Readings while somebody listens. */
function keepEmitting(meter: Device): void {
  let timeMs = START_MS;
  const timer = setInterval(() => {
    timeMs += 60_000;
    meter.emit(timeMs, []);
  }, 200);
  undo.push(() => clearInterval(timer));
}

function sdm630(): ModbusUnit {
  const image = encodeRegisterImage(MAP, {
    importWh: 1_234_500n,
    exportWh: 67_250n,
    powerW: 420n,
    voltageMv: 230_500n,
    frequencyMhz: 50_000n,
    serial: ['2107354'],
    time: BigInt(START_MS / 1000),
  });
  return { read: (functionCode, address, count) => image.read(functionCode, address, count) };
}

function inverter(): ModbusUnit {
  const image = createSunSpecImage(
    { base: 40_000, common: { manufacturer: 'Sim', model: 'INV-10', serial: 'S4711', version: '1.0' }, models: [{ id: 103 }, { id: 120 }] },
    { importWh: 0n, exportWh: 7_654_321n, powerW: -4200, voltageMv: 231_000, frequencyMhz: 50_010, ratedPowerW: 10_000 },
  );
  return {
    read(_functionCode, address, count) {
      const words = image.read(address, count);
      return words === undefined ? 2 : Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
    },
  };
}

/** A device whose registers end: a scan meets exceptions there, as it does in the field. */
async function serveSunSpec(): Promise<number> {
  const server = await startModbusTcpServer({ units: new Map([[3, inverter()]]) });
  undo.push(() => server.stop());
  return server.port;
}

const REST = 'gateway: g\nbroker: { url: mqtt://localhost }\nnetwork: n.json\nstateDir: s\nowners: { owner: { key: file:o.key } }\n';
/** What found.yaml is put into. */
function load(yaml: string) {
  const directory = folder();
  writeFileSync(join(directory, 'a.yaml'), REST);
  writeFileSync(join(directory, 'b.yaml'), yaml);
  return loadConfig([directory], {}).devices;
}

const QUICK = ['--listen', '3', '--timeout', '80', '--units', '1-3'];
const scan = (...args: string[]) => run('scan', ...args, ...QUICK);

async function expectFound(ended: Ended, config: Record<string, unknown>, description: RegExp): Promise<void> {
  expect(ended.code, ended.err).toBe(0);
  expect(ended.out.split('\n')[0]).toMatch(description);
  const devices = load(ended.out.slice(ended.out.indexOf('devices:')));
  expect(devices).toHaveLength(1);
  expect(devices[0]).toMatchObject(config);
}

describe('joulegate scan', () => {
  it.each<[string, (options: DeviceOptions) => Device, Record<string, unknown>]>([
    ['a P1 meter', createP1Meter, { format: 'p1', class: 'gateway' }],
    ['an SML meter', createSmlMeter, { format: 'sml' }],
    ['a D0 meter that pushes', (options) => createD0Meter({ ...options, pushes: true }), { format: 'd0', d0: { mode: 'D' } }],
    ['a native meter', (options) => createNativeMeter(options, createRandomMeterKey()), { format: 'native', class: 'meter' }],
  ])('hears %s', async (_name, create, config) => {
    const pty = await plug();
    keepEmitting(create({ ...COMMON, pty }));
    const ended = await scan('--port', pty.path);
    await expectFound(ended, config, config['format'] === 'native' ? /^native .*house/ : /import 2000\.\d+ kWh/);
    expect(ended.err).toContain('listening');
  });

  it('asks a Modbus meter and names the map that explains most of it', async () => {
    const pty = await plug();
    attachRtuSlaves(pty, new Map([[2, sdm630()]]));
    const ended = await scan('--port', pty.path, '--listen', '0.3');
    await expectFound(
      ended,
      { format: 'modbus', modbus: { map: 'eastron-sdm630', unitId: 2 } },
      /unit 2, Eastron SDM630: meter 2107354, import 1234\.5\d* kWh, export 67\.25\d* kWh, 420 W, 230\.500 V, 50\.000 Hz/,
    );
    expect(ended.out).toContain('these maps fit as well');
  });

  it('asks a SunSpec inverter over TCP, behind units that are not there', async () => {
    const port = await serveSunSpec();
    const ended = await scan('--host', `127.0.0.1:${port}`);
    await expectFound(
      ended,
      { format: 'sunspec', sunspec: { unitId: 3 }, source: 'solar', transport: { kind: 'tcp', host: '127.0.0.1', port } },
      /Sim INV-10 S4711: .*export 7654\.321 kWh/,
    );
  });

  it('reaches a unit behind many that say nothing', async () => {
    const pty = await plug();
    attachRtuSlaves(pty, new Map([[24, sdm630()]]));
    const ended = await run('scan', '--port', pty.path, '--listen', '0.3', '--timeout', '40', '--units', '1-24');
    await expectFound(ended, { modbus: { map: 'eastron-sdm630', unitId: 24 } }, /unit 24/);
  });

  it('asks a DL/T 645 meter', async () => {
    const pty = await plug();
    createDlt645Meter({ ...COMMON, pty, address: '000000000161', version: '2007' }).emit(START_MS, []);
    await expectFound(
      await scan('--port', pty.path, '--listen', '0.3', '--units', '1'),
      { format: 'dlt645' },
      /meter 000000000161, .*import 2000\.\d+ kWh/,
    );
  });

  it('asks a D0 meter', async () => {
    const pty = await plug();
    createD0Meter({ ...COMMON, pty }).emit(START_MS, []);
    await expectFound(
      await scan('--port', pty.path, '--listen', '0.3', '--units', '1'),
      { format: 'd0' },
      /meter house, .*import 2000\.\d+ kWh/,
    );
  });

  it.skipIf(!existsSync(ENCRYPTED))(
    'finds an encrypted P1 meter (../shared/captures/esphome-dsmr) although nothing of it can be read',
    async () => {
      const pty = await plug();
      const timer = setInterval(() => pty.write(readFileSync(ENCRYPTED)), 400);
      undo.push(() => clearInterval(timer));
      await expectFound(await scan('--port', pty.path), { format: 'p1', p1: { key: 'file:guek.key' } }, /encrypted telegrams/);
    },
  );

  it('says one JSON object per finding, or the configuration alone', async () => {
    const port = await serveSunSpec();
    const json = await scan('--host', `127.0.0.1:${port}`, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ format: 'sunspec', config: { sunspec: { unitId: 3 } } });
    const yaml = await scan('--host', `127.0.0.1:${port}`, '--yaml');
    expect(load(yaml.out)).toMatchObject([{ format: 'sunspec' }]);
  });

  it('says that a port is not there, and goes on to the next', async () => {
    const pty = await plug();
    keepEmitting(createP1Meter({ ...COMMON, pty }));
    const ended = await scan('--port', '/does/not/exist', '--port', pty.path);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.err).toMatch(/\/does\/not\/exist.*: not there: is it plugged in\?/);
  });

  it('ends with 1 where nothing answers', async () => {
    const ended = await scan('--host', '127.0.0.1:1');
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(/ECONNREFUSED[\s\S]*nothing found/);
  });
});

describe('joulegate inspect', () => {
  it('shows bytes and values of a meter that pushes', async () => {
    const pty = await plug();
    keepEmitting(createP1Meter({ ...COMMON, pty }));
    const ended = await run('inspect', '--transport', `serial:${pty.path}`, '--format', 'p1', '--count', '2', '--trace');
    expect(ended.code, ended.err).toBe(0);
    expect(ended.out).toMatch(/^\d\d:\d\d:\d\d\.\d{3} < ([0-9a-f]{2} ){15}[0-9a-f]{2} {2}\|.{16}\|$/m);
    expect(ended.out).toMatch(
      /reading {2}meter house, 2026-06-21T\S+Z, import 2000\.\d+ kWh, export .* \(integrity: crc, signed by nobody\)/,
    );
  });

  it('shows both directions of Modbus, its values as JSON, and what a wrong unit answers', async () => {
    const pty = await plug();
    attachRtuSlaves(pty, new Map([[1, sdm630()]]));
    const target = ['--transport', `serial:${pty.path}?baud=9600`, '--format', 'modbus', '--map', 'eastron-sdm630', '--count', '1'];
    const { out, code, err } = await run('inspect', ...target, '--trace', '--json');
    expect(code, err).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const sent = lines.find(({ event }) => event === 'sent');
    expect(sent?.['hex']).toMatch(/^010[34]/);
    expect(lines.some(({ event }) => event === 'received')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ event: 'reading', importWh: '1234500', powerW: 420, voltageMv: 230_500, signature: 'none' });
    const wrong = await run('inspect', ...target, '--unit', '9');
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('refused  DEVICE_TIMEOUT');
  });

  it('shows the dialogue with a meter that is asked, by its name in the configuration', async () => {
    const pty = await plug();
    createD0Meter({ ...COMMON, pty }).emit(START_MS, []);
    const file = join(folder(), 'gateway.yaml');
    const d0 = `{ id: stairwell, format: d0, transport: "serial:${pty.path}?baud=300&data=7&parity=even", owner: owner, class: gateway, gatewayKey: file:k, source: load, zone: 1, capacityW: 9000 }`;
    writeFileSync(file, `${REST}devices: [${d0}]\n`);
    const { out, code, err } = await run('inspect', 'stairwell', '--config', file, '--count', '1', '--trace');
    expect(code, err).toBe(0);
    expect(out).toMatch(/> 2f 3f 21 0d 0a +\|\/\?!\.\.\|/);
    expect(out).toMatch(/reading {2}meter house/);
    expect(await run('inspect', 'attic', '--config', file)).toMatchObject({
      code: 3,
      err: expect.stringContaining('stairwell expected, got "attic"'),
    });
  });

  it('checks what a native meter signs, against its own key or the one that was told', async () => {
    const pty = await plug();
    keepEmitting(createNativeMeter({ ...COMMON, pty }, createRandomMeterKey()));
    const target = ['--transport', `serial:${pty.path}`, '--count', '3'];
    const own = await run('inspect', ...target);
    expect(own.code, own.err).toBe(0);
    expect(own.out).toMatch(/identity .*key 0[23][0-9a-f]{64}/);
    expect(own.out).toMatch(/reading {2}#\d+, .*import 2000\.\d+ kWh.*signature valid: native, secp256k1/);
    const other = createRandomMeterKey().publicKeyHex;
    const refused = await run('inspect', ...target, '--key', other);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('refused  SIGNATURE_INVALID');
  });

  it('checks OCMF records against the key that was told, and says where none was', async () => {
    const pty = await plug();
    const meter = createOcmfMeter({ ...COMMON, pty });
    keepEmitting(meter);
    const target = ['--transport', `serial:${pty.path}`, '--format', 'ocmf', '--count', '2'];
    const key = Buffer.from(meter.signingKey.publicKey).toString('hex');
    const good = await run('inspect', ...target, '--key', key);
    expect(good.code, good.err).toBe(0);
    expect(good.out).toMatch(/reading {2}#\d+, meter .*import 2000\.\d+ kWh.*signature valid: ocmf, P-256/);
    const other = Buffer.from(deriveSigningKey('P-256', 'another', 'meter').publicKey).toString('hex');
    expect(await run('inspect', ...target, '--key', other)).toMatchObject({ code: 1, out: expect.stringContaining('SIGNATURE_INVALID') });
    expect(await run('inspect', ...target)).toMatchObject({ code: 1, out: expect.stringContaining('--key') });
    const found = await scan('--port', pty.path);
    expect(found).toMatchObject({ code: 0, out: expect.stringMatching(/^ocmf .*signed records[\s\S]*# key: the public key printed on/) });
  });

  it('finds a BSM meter, reads its key and checks its snapshots', async () => {
    const pty = await plug();
    const image = createBsmImage({
      serial: '001BZR1521070006',
      key: deriveSigningKey('P-256', 'test', 'bsm'),
      readValues: () => ({ time: BigInt(START_MS / 1000), importWh: 2_000_000n, powerW: 1_200, operatingSeconds: 3600 }),
    });
    attachRtuSlaves(pty, new Map([[2, image]]));
    await expectFound(
      await scan('--port', pty.path, '--listen', '0.3'),
      { format: 'bsm', bsm: { unitId: 2 }, class: 'meter' },
      /unit 2, BAUER BSM/,
    );
    const { out, code, err } = await run(
      'inspect',
      '--transport',
      `serial:${pty.path}?baud=19200`,
      '--format',
      'bsm',
      '--unit',
      '2',
      '--count',
      '1',
      '--trace',
    );
    expect(code, err).toBe(0);
    expect(out).toMatch(/^\S+ > 02 (03|10) /m);
    expect(out).toMatch(
      /reading {2}#\d+, meter 001BZR1521070006, 2026-06-21T12:00:00Z, import 2000\.000 kWh, 1200 W \(signature valid: bsm, P-256/,
    );
  });

  it('says that a port is in use', async () => {
    const pty = await plug();
    const target = ['--transport', `serial:${pty.path}`, '--format', 'p1'];
    const first = run('inspect', ...target, '--seconds', '6');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    for (const format of ['p1', 'sunspec', 'd0']) {
      const second = await run('inspect', '--transport', `serial:${pty.path}`, '--format', format, '--seconds', '3');
      expect(second).toMatchObject({ code: 1, err: expect.stringMatching(/in use: stop the gateway/) });
    }
    expect((await scan('--port', pty.path)).err).toMatch(/in use: stop the gateway/);
    expect(await first).toMatchObject({ code: 1, out: '' });
  });

  it.each([
    [[], /a device of the configuration, or --transport and --format expected/],
    [['house'], /--config/],
    [['--transport', 'serial:/dev/null', '--format', 'morse'], /--format: one of native/],
    [['--transport', 'nowhere', '--format', 'p1'], /--transport: serial:\/dev/],
    [['--transport', 'tcp://h:1', '--format', 'p1', '--unit', '3'], /--unit: none expected with format p1/],
    [['--transport', 'tcp://h:1', '--format', 'modbus'], /--modbus/],
  ])('refuses %j with what was expected', async (args, text) => {
    const ended = await run('inspect', ...args);
    expect(ended.code).toBe(3);
    expect(ended.err).toMatch(text);
  });
});
