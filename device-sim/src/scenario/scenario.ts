import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { batteryModel, coalModel, householdModel, type PowerModel, solarModel, windModel } from '../models/power.ts';

export const FAULT_KINDS = ['forged-reading', 'replay', 'bit-flip', 'wrong-domain', 'register-down', 'truncated', 'overlong', 'noise', 'silence'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Something that goes wrong on a device's wire, from a time on. */
export interface Fault {
  /** Simulated seconds after the scenario's start. */
  readonly atSeconds: number;
  readonly device: string;
  readonly kind: FaultKind;
  /** Of a silence. */
  readonly seconds: number;
}

export interface ScenarioDevice {
  readonly id: string;
  readonly kind: string;
  readonly wire: 'native' | 'p1';
  readonly model: PowerModel;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

export interface Scenario {
  readonly seed: string;
  /** ISO 8601. */
  readonly start: string;
  /** Simulated seconds between a meter's readings. */
  readonly periodSeconds: number;
  readonly devices: readonly ScenarioDevice[];
  readonly faults: readonly Fault[];
}

/** What a model needs, in plain numbers; a scenario must name each. */
const PARAMETERS: Record<string, readonly string[]> = {
  solar: ['peakW', 'inverterLimitW', 'latitudeDegrees', 'longitudeDegrees'],
  household: ['baseW', 'peakW'],
  battery: ['capacityWh', 'maxW', 'efficiencyPercent'],
  wind: ['ratedW'],
  coal: ['minW', 'maxW'],
};

const BUILDERS: Record<string, (config: never, seed: string) => PowerModel> = {
  solar: solarModel,
  household: householdModel,
  battery: batteryModel,
  wind: windModel,
  coal: coalModel,
};

export class ScenarioError extends Error {}

function fail(path: string, expected: string, got: unknown): never {
  throw new ScenarioError(`scenario: ${path}: ${expected} expected, got ${JSON.stringify(got) ?? 'nothing'}`);
}

function record(path: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'a mapping', value);
  return value as Record<string, unknown>;
}

function numberAt(path: string, value: unknown, min: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < min) fail(path, `a number of at least ${min}`, value);
  return value;
}

function checkKeys(path: string, value: Record<string, unknown>, allowed: readonly string[]): void {
  for (const key of Object.keys(value)) if (!allowed.includes(key)) fail(`${path}.${key}`, `one of ${allowed.join(', ')}`, key);
}

function list(path: string, value: unknown): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) fail(path, 'a list', value);
  return value;
}

function parseDevice(value: unknown, path: string, seed: string): ScenarioDevice {
  const device = record(path, value);
  const { id, kind } = device;
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9_-]{0,62}$/.test(id)) fail(`${path}.id`, 'lower-case letters, digits, - and _', id);
  const names = PARAMETERS[String(kind)];
  if (names === undefined) fail(`${path}.kind`, `one of ${Object.keys(PARAMETERS).join(', ')}`, kind);
  checkKeys(path, device, ['id', 'kind', 'wire', 'importWh', 'exportWh', ...names]);
  const wire = device['wire'] ?? 'native';
  if (wire !== 'native' && wire !== 'p1') fail(`${path}.wire`, 'native or p1', wire);
  const parameters = Object.fromEntries(names.map((name) => [name, numberAt(`${path}.${name}`, device[name], name.endsWith('Degrees') ? -180 : 0)]));
  return {
    id,
    kind: String(kind),
    wire,
    model: (BUILDERS[String(kind)] as (config: unknown, seed: string) => PowerModel)(parameters, `${seed}/${id}`),
    importWh: BigInt(numberAt(`${path}.importWh`, device['importWh'] ?? 0, 0)),
    exportWh: BigInt(numberAt(`${path}.exportWh`, device['exportWh'] ?? 0, 0)),
  };
}

function parseFault(value: unknown, path: string, devices: readonly ScenarioDevice[]): Fault {
  const fault = record(path, value);
  checkKeys(path, fault, ['atSeconds', 'device', 'kind', 'seconds']);
  const kind = FAULT_KINDS.find((name) => name === fault['kind']) ?? fail(`${path}.kind`, `one of ${FAULT_KINDS.join(', ')}`, fault['kind']);
  const device = devices.find((candidate) => candidate.id === fault['device']);
  if (device === undefined) fail(`${path}.device`, `one of ${devices.map((d) => d.id).join(', ')}`, fault['device']);
  return { atSeconds: numberAt(`${path}.atSeconds`, fault['atSeconds'], 0), device: device.id, kind, seconds: numberAt(`${path}.seconds`, fault['seconds'] ?? 0, 0) };
}

/** @throws ScenarioError naming the place, what was expected there and what was got. */
export function parseScenario(text: string): Scenario {
  const scenario = record('file', parse(text));
  checkKeys('file', scenario, ['seed', 'start', 'periodSeconds', 'devices', 'faults']);
  const { seed, start } = scenario;
  if (typeof seed !== 'string' || seed === '') fail('seed', 'text', seed);
  if (typeof start !== 'string' || Number.isNaN(Date.parse(start))) fail('start', 'an ISO 8601 time', start);
  const periodSeconds = numberAt('periodSeconds', scenario['periodSeconds'], 1);
  const devices = list('devices', scenario['devices']).map((value, i) => parseDevice(value, `devices[${i}]`, seed));
  const twice = devices.find((device, i) => devices.findIndex((other) => other.id === device.id) !== i);
  if (twice !== undefined) fail('devices', 'a name of its own for each', twice.id);
  const faults = list('faults', scenario['faults']).map((value, i) => parseFault(value, `faults[${i}]`, devices));
  return { seed, start, periodSeconds, devices, faults };
}

export function loadScenario(file: string): Scenario {
  return parseScenario(readFileSync(file, 'utf8'));
}
