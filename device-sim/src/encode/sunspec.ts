import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type SunSpecPoints, type SunSpecValues, sunSpecPoints } from './sunspec-points.ts';

export interface SunSpecImageOptions {
  /** Register of `SunS`, 0-based. */
  readonly base: number;
  readonly common: { readonly manufacturer: string; readonly model: string; readonly serial: string; readonly version: string };
  /** Behind the common model, in this order; a repeated group (160's modules, 714's ports) stands there as often as told, once unless told. */
  readonly models: readonly { readonly id: number; readonly repeats?: number }[];
}

export interface SunSpecImage {
  readonly base: number;
  /** Registers from `base` on: 16-bit words. */
  readonly words: readonly number[];
  /** What 123 Conn or 703 ES was last told; a device that is not connected delivers nothing. */
  readonly isConnected: boolean;
  update(values: SunSpecValues): void;
  /** Undefined where it does not have all of these registers: exception 2. */
  read(address: number, count: number): number[] | undefined;
  /** False where it takes no such value there: only Conn and ES are writable. */
  write(address: number, words: readonly number[]): boolean;
}

type Row = readonly [name: string, offset: number, type: string, size: number, scale?: string | number | null];
interface Group {
  readonly name: string;
  readonly count?: number | string;
  readonly points: readonly Row[];
  readonly groups?: readonly Group[];
}

/** SunS, and behind the last model 0xFFFF of length 0. */
const MARK = [0x5375, 0x6e53];
const END = [0xffff, 0];
const CONNECT_POINTS: Readonly<Record<number, string>> = { 123: 'Conn', 703: 'ES' };

let loaded: ReadonlyMap<number, Group> | undefined;

function loadModels(): ReadonlyMap<number, Group> {
  if (loaded !== undefined) return loaded;
  const file = new URL('../../../hardware/sunspec/models.yaml', import.meta.url);
  const models = parse(readFileSync(file, 'utf8')) as (Group & { id: number })[];
  loaded = new Map(models.map((model) => [model.id, model]));
  return loaded;
}

/** The pattern of a point the device does not have. */
function absent(type: string, bits: number): bigint {
  if (/^(int|sunssf|pad)/.test(type)) return 1n << BigInt(bits - 1);
  if (/^(acc|count|string|ipaddr|ipv6addr)/.test(type)) return 0n;
  if (type === 'float32') return 0x7fc0_0000n;
  return (1n << BigInt(bits)) - 1n;
}

function pointWords([, , type, size]: Row, value: number | bigint | string | undefined): number[] {
  const buffer = Buffer.alloc(2 * size);
  if (typeof value === 'string') buffer.write(value.slice(0, 2 * size), 'latin1');
  else if (type === 'float32' && value !== undefined) buffer.writeFloatBE(Number(value));
  else {
    const raw = value === undefined ? absent(type, 16 * size) : BigInt.asUintN(16 * size, BigInt(value));
    buffer.write(raw.toString(16).padStart(4 * size, '0'), 'hex');
  }
  return Array.from({ length: size }, (_, index) => buffer.readUInt16BE(2 * index));
}

function groupWords(group: Group, points: SunSpecPoints, repeats: number): number[] {
  const own = group.points.flatMap((row) => pointWords(row, points[row[0]]));
  const inner = (group.groups ?? []).flatMap((each) => Array.from({ length: repeats }, () => groupWords(each, points, repeats)).flat());
  return [...own, ...inner];
}

/**
 * The holding registers of a SunSpec device: `SunS`, the common model, the models asked for, 0xFFFF. Inverter
 * (101–113, 120–123, 160), meter (201–214), DER (701–714) and battery (802) show the values; what they do not give is
 * shown as not implemented. Big-endian words; 32-bit accumulators roll over at 2^32 Wh.
 * Source: SunSpec Device Information Model Specification 1.1, §4 and §6; models as in hardware/sunspec.
 */
export function createSunSpecImage(options: SunSpecImageOptions, values: SunSpecValues): SunSpecImage {
  const tables = loadModels();
  const tableOf = (id: number): Group => {
    const table = tables.get(id);
    if (table === undefined) throw new Error(`SunSpec image: a model of hardware/sunspec expected, got ${id}`);
    return table;
  };
  const { common, base } = options;
  const named = { Mn: common.manufacturer, Md: common.model, SN: common.serial, Vr: common.version, DA: 1 };
  const writable = new Set<number>();
  let isConnected = true;
  let latest = values;
  let words: number[] = [];

  function build(): void {
    const chain = [...MARK];
    for (const { id, repeats = 1 } of [{ id: 1 }, ...options.models]) {
      const table = tableOf(id);
      const points = id === 1 ? named : sunSpecPoints(id, repeats, latest, isConnected);
      const registers = groupWords(table, points, repeats);
      const connect = table.points.find(([name]) => name === CONNECT_POINTS[id]);
      if (connect !== undefined) writable.add(base + chain.length + connect[1]);
      chain.push(id, registers.length, ...registers);
    }
    words = [...chain, ...END];
  }
  build();

  return {
    base,
    get words() {
      return words;
    },
    get isConnected() {
      return isConnected;
    },
    update(next) {
      latest = next;
      build();
    },
    read(address, count) {
      const from = address - base;
      return from < 0 || count < 1 || from + count > words.length ? undefined : words.slice(from, from + count);
    },
    write(address, [word, ...more]) {
      if (more.length > 0 || !writable.has(address) || (word !== 0 && word !== 1)) return false;
      isConnected = word === 1;
      build();
      return true;
    },
  };
}
