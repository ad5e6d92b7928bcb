import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from './config-load.ts';

const directory = mkdtempSync(join(tmpdir(), 'joulegate-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

const BASE = `gateway: roof
broker:
  url: mqtt://localhost:1883
network: network.json
stateDir: state
owners:
  anna: { key: "file:anna.key" }
devices:
  - id: pv
    transport: serial:/dev/serial/by-id/pv
    owner: anna
    class: meter
    source: solar
    zone: 1
    capacityW: 10000
`;

function load(text: string, environment: NodeJS.ProcessEnv = {}) {
  const path = join(directory, 'gateway.yaml');
  writeFileSync(path, text);
  return loadConfig([path], environment);
}

function errorOf(text: string, environment: NodeJS.ProcessEnv = {}): string {
  try {
    load(text, environment);
  } catch (cause) {
    return (cause as Error).message.replaceAll(`${directory}/`, '');
  }
  return 'no error';
}

describe('configuration', () => {
  it('reads the commented example as it is', () => {
    const config = loadConfig([new URL('../../../config.example.yaml', import.meta.url).pathname], {});
    expect(config.devices.map((d) => [d.id, d.transport.kind, d.admission.length, d.orders.length])).toEqual([
      ['pv', 'serial', 2, 1],
      ['wallbox', 'tcp', 0, 0],
      ['bsm', 'serial', 0, 0],
      ['house', 'tcp', 1, 1],
      ['heatpump', 'serial', 0, 0],
      ['inverter', 'tcp', 0, 0],
      ['stairwell', 'serial', 0, 0],
      ['nordic', 'serial', 0, 0],
      ['workshop', 'serial', 0, 0],
      ['cellar', 'serial', 0, 0],
      ['battery', 'tcp', 1, 0],
    ]);
  });

  it('fills in what is usual', () => {
    const config = load(BASE);
    expect(config).toMatchObject({ base: 'joulegate', receiptQuorum: 1, verifier: 'wasm', clock: { speed: 1 }, log: { level: 'info' } });
    expect(config.devices[0]).toMatchObject({
      format: 'native',
      carrier: 'electricity',
      register: false,
      batch: { intervals: 1 },
      orders: [],
      admission: [],
      carbon: { applications: [], offers: [] },
    });
  });

  // Golden table: what is written, and the whole message.
  it.each<[name: string, yaml: string, message: string]>([
    [
      'an unknown key',
      BASE.replace('zone: 1', 'zone: 1\n    colour: red'),
      'gateway.yaml:15: devices[0].colour: unknown key; is it misspelt, or in the wrong place?',
    ],
    ['an unknown key on top', `${BASE}webPort: 1\n`, 'gateway.yaml:16: webPort: unknown key; is it misspelt, or in the wrong place?'],
    ['a missing key', BASE.replace('    zone: 1\n', ''), 'gateway.yaml:9: devices[0].zone: missing'],
    [
      'a wrong transport',
      BASE.replace('serial:/dev/serial/by-id/pv', '/dev/ttyUSB0'),
      'gateway.yaml:10: devices[0].transport: serial:/dev/…?baud=115200 or tcp://host:port expected, got "/dev/ttyUSB0"',
    ],
    [
      'a wrong name',
      BASE.replace('gateway: roof', 'gateway: Roof'),
      'gateway.yaml:1: gateway: lower-case letters, digits, - and _ (at most 63, not starting with - or _) expected, got "Roof"',
    ],
    [
      'a wrong choice',
      BASE.replace('solar', 'sun'),
      'gateway.yaml:13: devices[0].source: one of load, wind, solar, tidal, geothermal, biomass, hydro, nuclear, coal, gas, storage expected, got "sun"',
    ],
    [
      'a password in the broker’s address, which is not told',
      BASE.replace('mqtt://localhost', 'mqtt://roof:hunter2@localhost'),
      'gateway.yaml:2: broker: an address without user and password expected (username and passwordFile hold them), got one with',
    ],
    [
      'certificates without TLS',
      BASE.replace('url: mqtt://localhost:1883', 'url: mqtt://localhost:1883\n  caFile: ca.pem'),
      'gateway.yaml:2: broker: mqtts:// or wss:// beside caFile and certFile expected, got an address without TLS',
    ],
    [
      'a certificate without its key',
      BASE.replace('url: mqtt://localhost:1883', 'url: mqtts://localhost:8883\n  certFile: roof.pem'),
      'gateway.yaml:2: broker: certFile and keyFile together expected, got one of them',
    ],
    [
      'a password of nobody',
      BASE.replace('url: mqtt://localhost:1883', 'url: mqtts://localhost:8883\n  passwordFile: password'),
      'gateway.yaml:2: broker: username beside passwordFile expected, got none',
    ],
    [
      'a key instead of its file, which is not told',
      BASE.replace('file:anna.key', `0x${'ab'.repeat(32)}`),
      'gateway.yaml:7: owners.anna.key: file:<path>, credential:<name>, env:<NAME>, keystore:<path>?password=… or external:<program> expected, got what may be a secret and is not shown',
    ],
    ['text for a number', BASE.replace('10000', 'much'), 'gateway.yaml:15: devices[0].capacityW: a whole number of W expected, got "much"'],
    [
      'an unknown owner',
      BASE.replace('owner: anna', 'owner: bert'),
      'gateway.yaml:11: devices[0].owner: one of the owners (anna) expected, got "bert"',
    ],
    [
      'class gateway without a key',
      BASE.replace('class: meter', 'class: gateway\n    format: p1'),
      'gateway.yaml:9: devices[0].gatewayKey: the key file of class gateway expected: file:<path>, got nothing',
    ],
    [
      'a meter’s id without its present key',
      BASE.replace('class: meter', `class: meter\n    meter: "0x${'ab'.repeat(20)}"`),
      `gateway.yaml:13: devices[0].meter: its present key expected beside its id: gatewayKey, or key, got what may be a secret and is not shown`,
    ],
    [
      'a wildcard in the base',
      `${BASE}base: a/+\n`,
      'gateway.yaml:16: base: levels without +, #, $ or empty ones (at most 128 characters) expected, got "a/+"',
    ],
    [
      'a fault within a list of requests',
      `${BASE}    admission: [{ nature: green, priceMicroPerKwh: 1 }]\n`,
      'gateway.yaml:16: devices[0].admission[0].nature: one of renewable, dispatchable, storage, load expected, got "green"',
    ],
    [
      'broken YAML',
      'gateway: [a\n',
      'gateway.yaml:2: YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'a list of lists of lists: ten lines that are a billion entries',
      `a: &a [x, x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(', ')}]\n`).join('')}`,
      'gateway.yaml:3: YAML: Excessive alias count indicates a resource exhaustion attack',
    ],
    [
      'lists nested twenty thousand deep',
      `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
      'gateway.yaml:1: YAML: Maximum call stack size exceeded',
    ],
    ['an alias of nothing', 'a: *b\n', 'gateway.yaml:1: YAML: Unresolved alias (the anchor must be set before the alias): b'],
    [
      'a signing class for a format that nobody signs',
      BASE.replace('class: meter', 'class: meter\n    format: sml'),
      'gateway.yaml:12: devices[0].class: class meter or module expected with native, ocmf, bsm, gateway with any other format: nobody else signs there, got "meter"',
    ],
    [
      'a section of another format',
      BASE.replace('class: meter', 'class: meter\n    bsm: { unitId: 3 }'),
      'gateway.yaml:13: devices[0].bsm: none expected with format native, got {"unitId":3,"nameOwner":true}',
    ],
    [
      'Modbus without a map',
      BASE.replace('class: meter', 'class: gateway\n    gatewayKey: file:k\n    format: modbus'),
      'gateway.yaml:9: devices[0].modbus: modbus: { map: <name in hardware/devices> } expected, got nothing',
    ],
    [
      'a Modbus unit that is none',
      BASE.replace('class: meter', 'class: gateway\n    gatewayKey: file:k\n    format: sunspec\n    sunspec: { unitId: 300 }'),
      'gateway.yaml:15: devices[0].sunspec.unitId: a Modbus unit id from 0 to 247 expected, got 300',
    ],
    [
      'OCMF without a key',
      BASE.replace('class: meter', 'class: meter\n    format: ocmf'),
      'gateway.yaml:9: devices[0].key: the public key that belongs to the signatures expected: OCMF does not carry it, got nothing',
    ],
    [
      'a generator behind a BSM',
      BASE.replace('class: meter', 'class: meter\n    format: bsm'),
      'gateway.yaml:14: devices[0].source: load expected: a BSM signs no export register, and the contract takes no generator’s reading without one, got "solar"',
    ],
    [
      'a battery of something that is none',
      `${BASE}    storage: { usableWh: 1, storedWh: 0, maxChargeW: 1, maxDischargeW: 1 }\n`,
      'gateway.yaml:16: devices[0].storage: none expected but with source storage, got {"usableWh":1,"storedWh":0,"maxChargeW":1,"maxDischargeW"…',
    ],
    [
      'orders beside a battery’s own',
      `${BASE.replace('solar', 'storage')}    orders: [{ side: buy, energyWh: 1, priceMicroPerKwh: 1 }]\n    storage: { usableWh: 1, storedWh: 0, maxChargeW: 1, maxDischargeW: 1, trade: { buyBelow: 1 } }\n`,
      'gateway.yaml:16: devices[0].orders: none expected beside storage.trade: it decides which side is due, got [{"side":"buy","energyWh":1,"forecastIntervals":4,"percen…',
    ],
    [
      'more stored than fits',
      `${BASE.replace('solar', 'storage')}    storage: { usableWh: 10, storedWh: 11, maxChargeW: 1, maxDischargeW: 1 }\n`,
      'gateway.yaml:16: devices[0].storage.storedWh: at most usableWh expected, got 11',
    ],
    [
      'a time of day that is none',
      `${BASE}    orders: [{ side: sell, energyWh: 1, priceMicroPerKwh: [{ from: "25:00", microPerKwh: 1 }] }]\n`,
      'gateway.yaml:16: devices[0].orders[0].priceMicroPerKwh[0].from: a time of day expected, such as "17:30", got "25:00"',
    ],
    [
      'a time zone that is none',
      `${BASE}timeZone: Europe/Nowhere\n`,
      'gateway.yaml:16: timeZone: a time zone expected, such as Europe/Paris, got "Europe/Nowhere"',
    ],
    ['a key given twice', `gateway: a\n${BASE}`, 'gateway.yaml:2: YAML: Map keys must be unique'],
    [
      'two faults',
      BASE.replace('solar', 'sun').replace('10000', '0'),
      'gateway.yaml:13: devices[0].source: one of load, wind, solar, tidal, geothermal, biomass, hydro, nuclear, coal, gas, storage expected, got "sun"\ngateway.yaml:15: devices[0].capacityW: a whole number of W, at least 1, expected, got 0',
    ],
  ])('says where and what: %s', (_name, yaml, message) => {
    expect(errorOf(yaml)).toBe(message);
  });

  it('names a device that stands twice', () => {
    expect(errorOf(`${BASE}${BASE.slice(BASE.indexOf('  - id'))}`)).toBe(
      'gateway.yaml:16: devices[1].id: a name of its own expected, another device is pv too, got "pv"',
    );
  });

  it('joins several files and directories, later ones winning, devices added', () => {
    const first = join(directory, 'a.yaml');
    const more = join(directory, 'conf.d');
    mkdirSync(more);
    writeFileSync(first, BASE);
    writeFileSync(join(more, '10-broker.yaml'), 'broker: { username: me }\nreceiptQuorum: 2\n');
    writeFileSync(
      join(more, '20-wind.yaml'),
      `devices:\n${BASE.slice(BASE.indexOf('  - id')).replace('id: pv', 'id: wind').replace('solar', 'breeze')}`,
    );
    expect(() => loadConfig([first, more], {})).toThrow(/20-wind\.yaml:6: devices\[1\]\.source/);
    writeFileSync(join(more, '20-wind.yaml'), readFileSync(join(more, '20-wind.yaml'), 'utf8').replace('breeze', 'wind'));
    const config = loadConfig([first, more], {});
    expect(config.devices.map((d) => d.id)).toEqual(['pv', 'wind']);
    expect(config.broker).toEqual({ url: 'mqtt://localhost:1883', username: 'me' });
    expect(config.receiptQuorum).toBe(2);
  });

  it('takes the environment last and refuses names it does not know', () => {
    expect(
      load(BASE, {
        JOULEGATE_BROKER__URL: 'mqtt://other',
        JOULEGATE_STATE_DIR: '/elsewhere',
        JOULEGATE_LIMITS__HEALTH_SECONDS: '2',
        JOULEGATE_FAULT: 'journal-written',
        PATH: '/bin',
      }),
    ).toMatchObject({
      broker: { url: 'mqtt://other' },
      stateDir: '/elsewhere',
      limits: { healthSeconds: 2 },
    });
    expect(errorOf(BASE, { JOULEGATE_RECEIPT_QUORUM: '[2' })).toBe('$JOULEGATE_RECEIPT_QUORUM: YAML: MISSING_CHAR');
    expect(errorOf(BASE, { JOULEGATE_BROKER__URI: 'x' })).toBe(
      '$JOULEGATE_BROKER__URI: broker.uri: unknown key; is it misspelt, or in the wrong place?',
    );
  });
});
