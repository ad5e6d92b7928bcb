import type { AxdrValue } from './axdr.ts';

/** A COSEM object as a push list tells it. */
export interface PushedObject {
  /** `C.D.E` of its logical name: medium and channel do not matter here. */
  readonly code: string;
  readonly value: AxdrValue;
  /** Power of ten; undefined where the list names none. */
  readonly scaler: number | undefined;
  /** IEC 62056-6-2, table 4: 27 W, 30 Wh, 35 V, 44 Hz. */
  readonly unit: number | undefined;
}

export interface PushList {
  readonly objects: readonly PushedObject[];
  /** Which way of writing was recognised. */
  readonly layout: 'named' | 'defined' | 'kaifa' | 'iskra';
}

/** Scalers of lists that tell none; each with where it is said. */
export const LIST_SCALERS = {
  /** Kamstrup "HAN-NVE interface description" 2.0, table of OBIS codes: energy in 10 Wh, current in 10 mA, voltage in V. */
  kamstrup: { energy: 1, voltage: 0 },
  /** Kaifa "KFM_001" list, NVE OBIS specification 1.1: Wh, W, 0.1 V. */
  kaifa: { energy: 0, voltage: -1 },
  /** Iskraemeco's lists by position: Wh, W, 0.1 V (frames of github.com/UtilitechAS/amsreader-firmware). */
  iskra: { energy: 0, voltage: -1 },
  usual: { energy: 0, voltage: 0 },
} as const;
export type ListMaker = keyof typeof LIST_SCALERS;

const OBIS_LENGTH = 6;

function codeOf(value: AxdrValue | undefined): string | undefined {
  if (value?.type !== 'octets' || value.bytes.length !== OBIS_LENGTH) return undefined;
  const [a = 0, , c, d, e, f] = value.bytes;
  // Electricity and abstract objects; the storage number is 255 or that of the present.
  return a <= 1 && (f === 0xff || f === 0) ? `${c}.${d}.${e}` : undefined;
}

/** { scaler, unit } of class 3's attribute 3. */
function scalerOf(value: AxdrValue | undefined): { scaler: number; unit: number } | undefined {
  if (value?.type !== 'list' || value.items.length !== 2) return undefined;
  const [scaler, unit] = value.items;
  if (scaler?.type !== 'integer' || unit?.type !== 'integer' || scaler.tag !== 15 || (unit.tag !== 22 && unit.tag !== 17)) return undefined;
  return { scaler: Number(scaler.value), unit: Number(unit.value) };
}

/** All values in order, lists dissolved, but for pairs of scaler and unit. */
function flatten(value: AxdrValue, into: AxdrValue[] = []): AxdrValue[] {
  if (value.type !== 'list' || scalerOf(value) !== undefined) into.push(value);
  else for (const item of value.items) flatten(item, into);
  return into;
}

const DEVICE_ID = '96.1.0';
/** Austrian lists end with the meter's number, without a name (Netz NÖ, "Kundenschnittstelle Smart Meter"). */
const isSerial = (value: AxdrValue | undefined): value is AxdrValue =>
  value?.type === 'octets' && /^[\x21-\x7e]{6,32}$/.test(Buffer.from(value.bytes).toString('latin1'));

/** Logical name, value, and scaler with unit where the maker writes them: Aidon, Kamstrup, Landis+Gyr, Sagemcom, Kaifa in Austria. */
function readNamed(values: readonly AxdrValue[]): PushedObject[] {
  const objects: PushedObject[] = [];
  let end = -1;
  for (let i = 0; i < values.length; i += 1) {
    const code = codeOf(values[i]);
    const value = values[i + 1];
    if (code === undefined || value === undefined || codeOf(value) !== undefined) continue;
    const scale = scalerOf(values[i + 2]);
    objects.push({ code, value, scaler: scale?.scaler, unit: scale?.unit });
    i += scale === undefined ? 1 : 2;
    end = i;
  }
  const last = values.at(-1);
  if (end < values.length - 1 && isSerial(last) && !objects.some(({ code }) => code === DEVICE_ID))
    objects.push({ code: DEVICE_ID, value: last, scaler: undefined, unit: undefined });
  return objects;
}

/** A list of what is captured { class, logical name, attribute, index } first, then the values in that order: Landis+Gyr E450. */
function readDefined(list: AxdrValue): PushedObject[] | undefined {
  if (list.type !== 'list') return undefined;
  const [definitions, ...values] = list.items;
  if (definitions?.type !== 'list' || definitions.items.length < 2) return undefined;
  const names = definitions.items.map((definition) => {
    if (definition.type !== 'list' || definition.items.length !== 4) return undefined;
    const [classId, name, attribute] = definition.items;
    return classId?.type === 'integer' && attribute?.type === 'integer' ? { code: codeOf(name), attribute: attribute.value } : undefined;
  });
  if (names.includes(undefined)) return undefined;
  // The push setup itself heads the list and has this list as its value.
  const offset = values.length === names.length ? 0 : 1;
  return names.slice(offset).flatMap((name, i) => {
    const value = values[i];
    return name?.code === undefined || value === undefined || name.attribute !== 2n
      ? []
      : [{ code: name.code, value, scaler: undefined, unit: undefined }];
  });
}

/** A list that names nothing: what stands where, and how it is known. */
interface Positions {
  readonly layout: 'kaifa' | 'iskra';
  isOf(items: readonly AxdrValue[]): boolean;
  readonly codes: readonly string[];
}

const headOf = (value: AxdrValue | undefined): string =>
  value?.type === 'text' ? value.text : value?.type === 'octets' ? Buffer.from(value.bytes).toString('latin1') : '';
const isOctets = (value: AxdrValue | undefined, length: number): boolean => value?.type === 'octets' && value.bytes.length === length;
const isKaifa = (items: readonly AxdrValue[], length: number): boolean => items.length === length && /^KF/.test(headOf(items[0]));
const isIskra = (items: readonly AxdrValue[], length: number): boolean => items.length === length && /^ISK/.test(headOf(items[0]));

/** NVE OBIS specification 1.1, lists 1 to 3 of Kaifa: head, power, one phase or three, hourly energy. */
const KAIFA_HEAD = ['list', '96.1.0', '96.1.7', '1.7.0', '2.7.0', '3.7.0', '4.7.0'];
const KAIFA_HOURLY = ['1.0.0', '1.8.0', '2.8.0', '3.8.0', '4.8.0'];
const ONE_PHASE = ['31.7.0', '32.7.0'];
const THREE_PHASES = ['31.7.0', '51.7.0', '71.7.0', '32.7.0', '52.7.0', '72.7.0'];
const POSITIONS: readonly Positions[] = [
  { layout: 'kaifa', isOf: (items) => items.length === 1 && items[0]?.type === 'integer', codes: ['1.7.0'] },
  { layout: 'kaifa', isOf: (items) => isKaifa(items, 9), codes: [...KAIFA_HEAD, ...ONE_PHASE] },
  { layout: 'kaifa', isOf: (items) => isKaifa(items, 13), codes: [...KAIFA_HEAD, ...THREE_PHASES] },
  { layout: 'kaifa', isOf: (items) => isKaifa(items, 14), codes: [...KAIFA_HEAD, ...ONE_PHASE, ...KAIFA_HOURLY] },
  { layout: 'kaifa', isOf: (items) => isKaifa(items, 18), codes: [...KAIFA_HEAD, ...THREE_PHASES, ...KAIFA_HOURLY] },
  // Iskraemeco in Slovenia: github.com/UtilitechAS/amsreader-firmware, frames/slovenia-iskra.raw
  {
    layout: 'iskra',
    isOf: (items) => isIskra(items, 18),
    codes: ['42.0.0', '96.1.0', '1.7.0', '2.7.0', '3.7.0', '4.7.0', '32.7.0', '52.7.0', '72.7.0', '31.7.0', '51.7.0', '71.7.0'],
  },
  {
    layout: 'iskra',
    isOf: (items) => isIskra(items, 12),
    codes: ['42.0.0', '96.1.0', '96.3.10', '96.14.0', '1.8.0', '1.8.1', '1.8.2', '2.8.0', '2.8.1', '2.8.2', '3.8.0', '4.8.0'],
  },
  // Iskraemeco in Croatia: the same, frames/iskra_croatia.txt; totals are the sums of both tariffs
  {
    layout: 'iskra',
    isOf: (items) => items.length === 33 && isOctets(items[1], 4) && isOctets(items[2], 5),
    codes: [
      ...['96.1.0', 'time', 'date', '1.8.0', '1.8.1', '1.8.2', '2.8.0', '2.8.1', '2.8.2', '5.8.0', '6.8.0', '7.8.0', '8.8.0'],
      ...['1.7.0', '2.7.0', '13.7.0', '21.7.0', '41.7.0', '61.7.0', '22.7.0', '42.7.0', '62.7.0', '32.7.0', '52.7.0', '72.7.0'],
    ],
  },
];
/** Iskraemeco AM550's list for the customer interface, by position after the push setup's name. */
const ISKRA = ['96.1.0', 'time', 'date', '1.8.0', '2.8.0', '3.8.0', '4.8.0', '1.7.0', '2.7.0', '3.7.0', '4.7.0'];
const PUSH_SETUP = '25.9.0';

function readByPosition(items: readonly AxdrValue[], names: readonly string[]): PushedObject[] {
  return items.flatMap((value, i) => {
    const code = names[i];
    return code === undefined ? [] : [{ code, value, scaler: undefined, unit: undefined }];
  });
}

/** Finds the objects of a push list, however its maker writes them. Lists that name their objects come before those that do not. */
export function readPushList(data: AxdrValue): PushList {
  const items = data.type === 'list' ? data.items : [data];
  const [first, second] = items;
  const defined = readDefined(data);
  if (defined !== undefined) return { objects: defined, layout: 'defined' };
  if (codeOf(first) === PUSH_SETUP && codeOf(second) === undefined && second?.type === 'octets')
    return { objects: readByPosition(items.slice(1), ISKRA), layout: 'iskra' };
  const named = readNamed(flatten(data));
  if (named.length > 0) return { objects: named, layout: 'named' };
  const positions = POSITIONS.find((candidate) => candidate.isOf(items));
  return { objects: readByPosition(items, positions?.codes ?? []), layout: positions?.layout ?? 'kaifa' };
}

/** Whose list it is, as far as scalers depend on it: Kamstrup and Kaifa head lists that name their objects with their own version. */
export function findMaker(data: AxdrValue, layout: PushList['layout']): ListMaker {
  if (layout === 'kaifa' || layout === 'iskra') return layout;
  const head = flatten(data)
    .slice(0, 3)
    .map((value) => headOf(value));
  if (head.some((text) => /^Kamstrup/i.test(text))) return 'kamstrup';
  return head.some((text) => /^KFM_/.test(text)) ? 'kaifa' : 'usual';
}
