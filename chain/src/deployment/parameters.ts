/**
 * The one file that says what a market is: YAML (JSON is YAML too), every field named, typed and bounded by FIELDS; the
 * fields of a zone are those of the contract's own Criteria struct. A JSON schema is made of the same table.
 */
import { readFileSync } from 'node:fs';
import { CARRIER, GRID_CODE_PROFILE_FIELDS, type GridCodeProfile, NATURE, SOURCE } from '@joulegate/protos';
import type { Abi, AbiParameter, Address } from 'viem';
import { parse } from 'yaml';
import { CONTRACTS } from '../generated/contracts.ts';
import type { MarketParameters, ZoneCriteria } from './deploy.ts';

export interface DeploymentParameters extends MarketParameters {
  readonly chainId: number;
  readonly confirmations?: number;
}

interface Field {
  readonly type: 'uint' | 'address' | 'bytes32' | 'bitmap' | 'bool';
  readonly bits?: number;
  readonly names?: Readonly<Record<string, number>>;
  readonly isOptional?: boolean;
  readonly description?: string;
}
const uint = (bits: number, description: string, isOptional = true): Field => ({ type: 'uint', bits, description, isOptional });
const address = (description: string): Field => ({ type: 'address', description, isOptional: true });

const FIELDS: Readonly<Record<string, Field>> = {
  chainId: uint(53, 'The chain that is meant: on another one nothing is sent.', false),
  confirmations: uint(20, 'Blocks to wait for after the last transaction. Default 1.'),
  token: address('An ERC-20 that exists. Default: the DemoEnergyCoin is created.'),
  certifier: address('Confirms meters. Default: the deployer.'),
  authority: address('Sets intensities and factors of bought energy, issues allowances, appoints verifiers. Default: the deployer.'),
  treasury: address('Whose escrow receives fines. Default: the deployer.'),
  intervalSeconds: uint(32, 'Length of a trading interval. Default 900.'),
  toleranceSeconds: uint(32, 'How far from a boundary its reading may be. Default 30.'),
  settlementDeadlineSeconds: uint(32, 'How long missing boundaries are waited for. Default 86400.'),
  carbonPeriodSeconds: uint(32, 'Length of a carbon period, a multiple of the interval. Default 2592000.'),
  carbonGraceSeconds: uint(32, 'After a period, how long its permits can still be bought. Default 604800.'),
  finePriceMicroPerKg: uint(64, 'Millionths of a coin per kilogram of deficit. Default 100000.'),
  guaranteeValiditySeconds: uint(32, 'How long a guarantee of origin is good for, from its first Wh on. Default 31536000.'),
};
/** These take 64-bit values, the rest of FIELDS fits a number. */
const BIGINTS = new Set(['finePriceMicroPerKg']);

/** What the contract counts itself. */
const KEPT_BY_CONTRACT = new Set(['version', 'grantedCapacityW']);
const BITMAPS: Readonly<Record<string, Readonly<Record<string, number>>>> = { sources: SOURCE, carriers: CARRIER, natures: NATURE };

const zoneInputs = (): readonly AbiParameter[] => {
  const found = (CONTRACTS.AdmissionPolicy.abi as Abi).find((item) => item.type === 'function' && item.name === 'setCriteria');
  const criteria = found?.type === 'function' ? found.inputs[1] : undefined;
  return (criteria && 'components' in criteria ? criteria.components : []) as readonly AbiParameter[];
};
const ZONE_FIELDS: Readonly<Record<string, Field>> = Object.fromEntries(
  zoneInputs()
    .filter(({ name }) => name !== undefined && !KEPT_BY_CONTRACT.has(name))
    .map(({ name = '', type }): [string, Field] => {
      const names = BITMAPS[name];
      if (names) return [name, { type: 'bitmap', bits: Number(type.slice(4)), names }];
      if (type === 'address' || type === 'bytes32' || type === 'bool') return [name, { type, isOptional: type === 'bytes32' }];
      return [name, { type: 'uint', bits: Number(type.slice(4)) }];
    }),
);
const PROFILE_FIELDS: Readonly<Record<string, Field>> = Object.fromEntries(
  GRID_CODE_PROFILE_FIELDS.map(({ name, bits }): [string, Field] => [name, { type: bits === 1 ? 'bool' : 'uint', bits, isOptional: true }]),
);
const NO_PROFILE = `0x${'00'.repeat(32)}`;

/** @throws Error naming the file, the field and what was expected there */
export function readParameters(file: string): DeploymentParameters {
  try {
    return parseParameters(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** @throws Error naming the field and what was expected there */
export function parseParameters(text: string): DeploymentParameters {
  const { zones = {}, ...market } = asObject('the file', parse(text, { intAsBigInt: true }));
  const values = readFields('', market, FIELDS);
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'bigint' && !BIGINTS.has(name)) values[name] = Number(value);
  }
  const read = Object.entries(asObject('zones', zones)).map(([zone, criteria]) => {
    if (!/^(0|[1-9]\d{0,9})$/.test(zone) || Number(zone) >= 2 ** 32)
      throw new Error(`zones: a zone's number below 2^32 expected, got ${zone}`);
    return [zone, { gridCodeProfile: NO_PROFILE, ...readTyped(`zones.${zone}`, criteria, ZONE_FIELDS) }];
  });
  return { ...values, zones: Object.fromEntries(read) } as unknown as DeploymentParameters;
}

/** Criteria of one zone: the fields below `zones.<number>` of the parameter file. @throws Error naming the field and what was expected there */
export function parseCriteria(text: string): ZoneCriteria {
  const fields = readTyped('criteria', parse(text, { intAsBigInt: true }), ZONE_FIELDS);
  return { gridCodeProfile: NO_PROFILE, ...fields } as unknown as ZoneCriteria;
}

/** `name`, and `profile` with every field of the contract's GridCodeProfile; what is left out demands nothing. @throws Error as above */
export function parseProfile(text: string): { readonly name: string; readonly profile: GridCodeProfile } {
  const { name, profile } = asObject('the file', parse(text, { intAsBigInt: true }));
  if (typeof name !== 'string' || name === '') throw new Error('name: a text expected');
  const nothing = Object.fromEntries(
    GRID_CODE_PROFILE_FIELDS.map(({ name: field, bits }) => [field, bits === 1 ? false : bits === 64 ? 0n : 0]),
  );
  return { name, profile: { ...nothing, ...readTyped('profile', profile, PROFILE_FIELDS) } as unknown as GridCodeProfile };
}

/** Values as viem wants them: numbers up to 48 bits, bigint above. */
function readTyped(path: string, given: unknown, fields: Readonly<Record<string, Field>>): Record<string, unknown> {
  const values = readFields(`${path}.`, asObject(path, given), fields);
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'bigint' && (fields[name]?.bits ?? 0) <= 48) values[name] = Number(value);
  }
  return values;
}

function asObject(path: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${path}: named fields expected`);
  return value as Record<string, unknown>;
}

function readFields(path: string, given: Record<string, unknown>, fields: Readonly<Record<string, Field>>): Record<string, unknown> {
  for (const name of Object.keys(given)) {
    if (!(name in fields)) throw new Error(`${path}${name}: no such field; there are ${Object.keys(fields).join(', ')}`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name];
    if (value !== undefined) values[name] = readValue(`${path}${name}`, value, field);
    else if (!field.isOptional) throw new Error(`${path}${name}: missing`);
  }
  return values;
}

function readValue(path: string, value: unknown, { type, bits = 0, names = {} }: Field): unknown {
  const fail = (expected: string): never => {
    throw new Error(
      `${path}: ${expected} expected, got ${JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))}`,
    );
  };
  if (type === 'bool') return typeof value === 'boolean' ? value : fail('true or false');
  if (type === 'bytes32')
    return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value) ? value : fail('0x and 64 hex digits, in quotes,');
  if (type === 'address') {
    if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value) || /^0x0+$/.test(value))
      fail('an address as 0x and 40 hex digits, in quotes,');
    return value as Address;
  }
  if (type === 'bitmap' && Array.isArray(value)) {
    const numbers = value.map((name) => names[String(name)] ?? fail(`a list of ${Object.keys(names).join(', ')}`));
    return BigInt(numbers.reduce((map, bit) => map | (1 << bit), 0));
  }
  if (typeof value === 'bigint' && value >= 0n && value < 1n << BigInt(bits)) return value;
  return fail(type === 'bitmap' ? `a list of ${Object.keys(names).join(', ')}` : `a whole number from 0 to ${(1n << BigInt(bits)) - 1n}`);
}

/** JSON schema (2020-12) of the file, for editors. */
export function parametersSchema(): object {
  const property = ({ type, bits = 0, names, description }: Field): object => ({
    ...(description === undefined ? {} : { description }),
    ...(type === 'bool'
      ? { type: 'boolean' }
      : type === 'address' || type === 'bytes32'
        ? { type: 'string', pattern: `^0x[0-9a-fA-F]{${type === 'address' ? 40 : 64}}$` }
        : type === 'bitmap'
          ? { type: 'array', items: { enum: Object.keys(names ?? {}) } }
          : { type: 'integer', minimum: 0, maximum: 2 ** bits - 1 }),
  });
  const object = (fields: Readonly<Record<string, Field>>, more: object = {}) => ({
    type: 'object',
    additionalProperties: false,
    required: Object.keys(fields).filter((name) => !fields[name]?.isOptional),
    properties: { ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, property(field)])), ...more },
  });
  const zones = { type: 'object', propertyNames: { pattern: '^\\d+$' }, additionalProperties: object(ZONE_FIELDS) };
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Joulegate deployment', ...object(FIELDS, { zones }) };
}
