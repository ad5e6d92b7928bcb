import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type BatteryConfig, batteryModel, coalModel, householdModel, type PowerModel, solarModel, windModel } from '../models/index.ts';
import {
  FAULT_KINDS,
  type FaultKind,
  RELAY_WIRE,
  WIRE_NAMES,
  WIRES,
  type WireKind,
  type WireName,
  type WireOption,
  type WireValue,
} from './wires.ts';

/** Something that goes wrong on a device's wire at the first reading at or after a time. The true reading is sent as well. */
export interface Fault {
  /** Simulated seconds after the scenario's start. */
  readonly atSeconds: number;
  readonly device: string;
  readonly kind: FaultKind;
  /** Length of a silence, simulated; 0 for the others. */
  readonly seconds: number;
}

export interface ScenarioDevice {
  readonly id: string;
  /** Name of the model. */
  readonly kind: string;
  readonly wire: WireName;
  /** What the wire's own keys say. */
  readonly options: Readonly<Record<string, WireValue>>;
  readonly model: PowerModel;
  /** Of a battery. */
  readonly battery: { readonly capacityWh: number; readonly efficiencyPercent: number } | undefined;
  /** A contactor between it and the grid, behind Modbus: on the bus of a port, or with `tcpPort` on TCP. */
  readonly relay: { readonly port: string; readonly options: Readonly<Record<string, WireValue>> } | undefined;
  /** Registers at the start, Wh. */
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** Name of the port's link in the port folder; the id where the scenario names none. */
  readonly port: string;
  /** The key is derived from this and the id; the scenario's seed where it names none. */
  readonly keySeed: string;
}

export interface Scenario {
  readonly seed: string;
  /** ISO 8601 with an offset or Z. */
  readonly start: string;
  /** Simulated seconds per real second, where nobody says otherwise. */
  readonly speed: number;
  /** Simulated seconds between a meter's readings, which fall on multiples of it since 1970. */
  readonly periodSeconds: number;
  readonly devices: readonly ScenarioDevice[];
  readonly faults: readonly Fault[];
}

interface Parameter {
  readonly min: number;
  readonly max: number;
  readonly optional?: boolean;
}

const WATTS: Parameter = { min: 0, max: 1e9 };
/** What a model needs, in plain numbers, and their bounds. */
const PARAMETERS: Record<string, Record<string, Parameter>> = {
  solar: {
    peakW: WATTS,
    inverterLimitW: WATTS,
    latitudeDegrees: { min: -90, max: 90 },
    longitudeDegrees: { min: -180, max: 180 },
  },
  household: { baseW: WATTS, peakW: WATTS },
  battery: { capacityWh: WATTS, maxW: WATTS, efficiencyPercent: { min: 1, max: 100 } },
  wind: { ratedW: WATTS, scaleMetresPerSecond: { min: 1, max: 30, optional: true } },
  coal: { minW: WATTS, maxW: WATTS },
};

const BUILDERS: Record<string, (config: never, seed: string) => PowerModel> = {
  solar: solarModel,
  household: householdModel,
  battery: batteryModel,
  wind: windModel,
  coal: coalModel,
};

/** Bad input of a person: where it stands, what was expected there, what was got. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

function fail(path: string, expected: string, got: unknown): never {
  throw new ScenarioError(`scenario: ${path}: ${expected} expected, got ${JSON.stringify(got) ?? 'nothing'}`);
}

function record(path: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'a mapping', value);
  return value as Record<string, unknown>;
}

function numberAt(path: string, value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max)
    fail(path, `a number from ${min} to ${max}`, value);
  return value;
}

function wholeAt(path: string, value: unknown, min: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < min) fail(path, `a whole number of at least ${min}`, value);
  return value as number;
}

function textAt(path: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') fail(path, 'text', value);
  return value;
}

function nameAt(path: string, value: unknown): string {
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(value)) fail(path, 'lower-case letters, digits, - and _', value);
  return value;
}

/** @returns the text itself. Without an offset a time would mean another one on each machine. */
function timeAt(path: string, value: unknown): string {
  const isTime = typeof value === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
  if (!isTime) fail(path, 'an ISO 8601 time with Z or an offset, such as 2026-06-21T09:00:00Z', value);
  return value as string;
}

function checkKeys(path: string, value: Record<string, unknown>, allowed: readonly string[]): void {
  for (const key of Object.keys(value)) if (!allowed.includes(key)) fail(`${path}.${key}`, `one of ${allowed.join(', ')}`, key);
}

function listAt(path: string, value: unknown): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) fail(path, 'a list', value);
  return value;
}

function parseDevice(value: unknown, path: string, seed: string): ScenarioDevice {
  const device = record(path, value);
  const id = nameAt(`${path}.id`, device['id']);
  const kind = String(device['kind']);
  const parameters = Object.hasOwn(PARAMETERS, kind) ? PARAMETERS[kind] : undefined;
  const build = BUILDERS[kind];
  if (parameters === undefined || build === undefined)
    return fail(`${path}.kind`, `one of ${Object.keys(PARAMETERS).join(', ')}`, device['kind']);
  const wanted = device['wire'] ?? 'native';
  const wire = WIRE_NAMES.find((name) => name === wanted) ?? fail(`${path}.wire`, `one of ${WIRE_NAMES.join(', ')}`, wanted);
  const own: WireKind = WIRES[wire];
  const common = ['id', 'kind', 'wire', 'importWh', 'exportWh', 'port', 'keySeed', 'relay'];
  checkKeys(path, device, [...common, ...Object.keys(parameters), ...Object.keys(own.options)]);
  const config: Record<string, number> = {};
  for (const [name, { min, max, optional }] of Object.entries(parameters)) {
    if (optional && device[name] === undefined) continue;
    config[name] = numberAt(`${path}.${name}`, device[name], min, max);
  }
  if (kind === 'coal' && (config['minW'] ?? 0) > (config['maxW'] ?? 0))
    fail(`${path}.minW`, `at most maxW (${config['maxW']})`, config['minW']);
  return {
    id,
    kind,
    wire,
    options: parseOptions(device, path, own),
    model: (build as (config: unknown, seed: string) => PowerModel)(config, `${seed}/${id}`),
    battery: kind === 'battery' ? (config as unknown as BatteryConfig) : undefined,
    relay: device['relay'] === undefined ? undefined : parseRelay(device['relay'], `${path}.relay`, id),
    importWh: BigInt(wholeAt(`${path}.importWh`, device['importWh'] ?? 0, 0)),
    exportWh: BigInt(wholeAt(`${path}.exportWh`, device['exportWh'] ?? 0, 0)),
    port: nameAt(`${path}.port`, device['port'] ?? id),
    keySeed: textAt(`${path}.keySeed`, device['keySeed'] ?? seed),
  };
}

function parseRelay(value: unknown, path: string, id: string): ScenarioDevice['relay'] {
  const relay = record(path, value);
  checkKeys(path, relay, ['port', ...Object.keys(RELAY_WIRE.options)]);
  return { port: nameAt(`${path}.port`, relay['port'] ?? `${id}-relay`), options: parseOptions(relay, path, RELAY_WIRE) };
}

function optionAt(
  path: string,
  value: unknown,
  { type, pattern, expected = 'text', max = Number.MAX_SAFE_INTEGER }: WireOption,
): WireValue {
  if (type === 'flag') return typeof value === 'boolean' ? value : fail(path, 'true or false', value);
  if (type === 'whole') {
    const number = wholeAt(path, value, 0);
    return number > max ? fail(path, `at most ${max}`, value) : number;
  }
  const text = textAt(path, value);
  if (type === 'key' && !/^[0-9a-fA-F]{32}$/.test(text)) fail(path, '32 hex digits', 'something else');
  if (pattern !== undefined && !pattern.test(text)) fail(path, expected, value);
  return text;
}

function parseOptions(device: Record<string, unknown>, path: string, wire: WireKind): Record<string, WireValue> {
  const options: Record<string, WireValue> = {};
  for (const [name, option] of Object.entries(wire.options)) {
    if (device[name] !== undefined) options[name] = optionAt(`${path}.${name}`, device[name], option);
    else if (option.required === true) fail(`${path}.${name}`, option.expected ?? 'text', undefined);
  }
  return options;
}

function parseFault(value: unknown, path: string, devices: readonly ScenarioDevice[], startMs: number): Fault {
  const fault = record(path, value);
  checkKeys(path, fault, ['at', 'atSeconds', 'device', 'kind', 'seconds']);
  const kind =
    FAULT_KINDS.find((name) => name === fault['kind']) ?? fail(`${path}.kind`, `one of ${FAULT_KINDS.join(', ')}`, fault['kind']);
  const device = devices.find((candidate) => candidate.id === fault['device']);
  if (device === undefined) return fail(`${path}.device`, `one of ${devices.map((d) => d.id).join(', ')}`, fault['device']);
  const possible: readonly FaultKind[] = WIRES[device.wire].faults;
  if (!possible.includes(kind)) fail(`${path}.kind`, `a fault of wire ${device.wire} for ${device.id} (${possible.join(', ')})`, kind);
  if ((fault['at'] === undefined) === (fault['atSeconds'] === undefined)) fail(path, 'either at or atSeconds', fault);
  const atSeconds =
    fault['at'] === undefined
      ? numberAt(`${path}.atSeconds`, fault['atSeconds'], 0)
      : (Date.parse(timeAt(`${path}.at`, fault['at'])) - startMs) / 1000;
  if (atSeconds < 0) fail(`${path}.at`, 'a time after the start', fault['at']);
  if ((kind === 'silence') !== (fault['seconds'] !== undefined))
    fail(`${path}.seconds`, kind === 'silence' ? 'its length' : 'nothing', fault['seconds']);
  return { atSeconds, device: device.id, kind, seconds: numberAt(`${path}.seconds`, fault['seconds'] ?? 0, 0) };
}

function checkUnique(path: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) fail(path, 'another one for each device', twice);
}

/** Slaves of one bus have addresses of their own, and share the port with nothing but slaves. */
function checkBuses(devices: readonly ScenarioDevice[]): void {
  const isBus = ({ wire }: ScenarioDevice) => 'isBus' in WIRES[wire];
  const relays = devices.flatMap(({ relay }) => relay ?? []);
  const places = [...devices.filter(isBus), ...relays].filter(({ options }) => options['tcpPort'] === undefined);
  checkUnique(
    'devices[].unitId on one port',
    places.map((device) => `${device.port}, unit ${device.options['unitId'] ?? 1}`),
  );
  const others = new Set(devices.filter((device) => !isBus(device)).map(({ port }) => port));
  const shared = places.find(({ port }) => others.has(port));
  if (shared !== undefined) fail('devices[].port', 'another port for a bus and for a meter', shared.port);
}

/** @throws ScenarioError naming the place, what was expected there and what was got. */
export function parseScenario(text: string): Scenario {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (cause) {
    throw new ScenarioError(`scenario: YAML expected: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const scenario = record('file', parsed);
  checkKeys('file', scenario, ['seed', 'start', 'speed', 'periodSeconds', 'devices', 'faults']);
  const seed = textAt('seed', scenario['seed']);
  const start = timeAt('start', scenario['start']);
  const speed = numberAt('speed', scenario['speed'] ?? 1, 0.001, 100_000);
  const periodSeconds = wholeAt('periodSeconds', scenario['periodSeconds'], 1);
  const devices = listAt('devices', scenario['devices']).map((value, index) => parseDevice(value, `devices[${index}]`, seed));
  if (devices.length === 0) fail('devices', 'at least one device', scenario['devices']);
  checkUnique(
    'devices[].id',
    devices.map((device) => device.id),
  );
  checkUnique(
    'devices[].port',
    devices.filter(({ wire }) => !('isBus' in WIRES[wire])).map((device) => device.port),
  );
  checkBuses(devices);
  const startMs = Date.parse(start);
  const faults = listAt('faults', scenario['faults']).map((value, index) => parseFault(value, `faults[${index}]`, devices, startMs));
  return { seed, start, speed, periodSeconds, devices, faults };
}

/** @throws ScenarioError, also where the file can't be read. */
export function loadScenario(file: string): Scenario {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ScenarioError(`scenario: a readable file expected, got ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  return parseScenario(text);
}

/** Folder of the scenarios that come with the simulator; as deep from the source as from the built file. */
export const SCENARIO_DIR: string = fileURLToPath(new URL('../../scenarios', import.meta.url));

/** Names of the scenarios that come with the simulator. */
export function listScenarios(): string[] {
  return readdirSync(SCENARIO_DIR)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}
