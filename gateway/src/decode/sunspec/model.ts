import { accept, type Result, refuse } from '../../domain/index.ts';
import { decodePoint, type SunSpecValue } from './point.ts';
import { findModelTable, HEADER_REGISTERS } from './table.ts';
import type { SunSpecGroupTable, SunSpecPointRow, SunSpecType } from './table-types.ts';

export interface SunSpecPoint {
  readonly name: string;
  readonly type: SunSpecType;
  readonly units: string | undefined;
  /** Undefined where the device does not implement the point, or its scale factor says nothing usable. */
  readonly value: SunSpecValue | undefined;
}

export interface SunSpecGroup {
  readonly name: string;
  readonly points: readonly SunSpecPoint[];
  /** Repeated groups one after another, in the order of the registers. */
  readonly groups: readonly SunSpecGroup[];
}

const SCALE_LIMIT = 10n;

/** The groups around a group, innermost first: where a scale factor or a count may stand. */
type Scope = readonly ReadonlyMap<string, SunSpecValue | undefined>[];

function lookUp(scope: Scope, name: string): bigint | undefined {
  const value = scope.find((values) => values.has(name))?.get(name);
  return value?.kind === 'integer' ? value.mantissa : undefined;
}

function applyScale(value: SunSpecValue | undefined, scale: string | number | null | undefined, scope: Scope): SunSpecValue | undefined {
  if (value?.kind !== 'integer' || scale === undefined || scale === null) return value;
  const exponent = typeof scale === 'number' ? BigInt(scale) : lookUp(scope, scale);
  if (exponent === undefined || exponent > SCALE_LIMIT || exponent < -SCALE_LIMIT) return undefined;
  return { ...value, exponent: Number(exponent) };
}

function readRow(row: SunSpecPointRow, registers: Uint8Array, at: number): SunSpecValue | undefined {
  const [, offset, type, size] = row;
  const start = 2 * (at + offset);
  const end = start + 2 * size;
  return end > registers.length ? undefined : decodePoint(type, registers.subarray(start, end));
}

function fixedSize(table: SunSpecGroupTable): number {
  const last = table.points.at(-1);
  return last === undefined ? 0 : last[1] + last[3];
}

/** Reads the group that begins at register `at`; returns it and where the next one begins. */
function readGroup(table: SunSpecGroupTable, registers: Uint8Array, at: number, around: Scope): { group: SunSpecGroup; next: number } {
  const values = new Map(table.points.map((row) => [row[0], readRow(row, registers, at)]));
  const scope = [values, ...around];
  const points = table.points.map(([name, , type, , scale, units]) => ({
    name,
    type,
    units,
    value: applyScale(values.get(name), scale, scope),
  }));
  const groups: SunSpecGroup[] = [];
  // A model may consist of repeated groups alone (304).
  let next = Math.max(at + fixedSize(table), 0);
  const end = registers.length / 2;
  for (const inner of table.groups ?? []) {
    const count = typeof inner.count === 'string' ? (lookUp(scope, inner.count) ?? 0n) : BigInt(inner.count ?? 1);
    const fits = () => (inner.count === 0 ? next + fixedSize(inner) <= end : next < end);
    for (let repeat = 0n; (inner.count === 0 || repeat < count) && fits(); repeat += 1n) {
      const read = readGroup(inner, registers, next, scope);
      groups.push(read.group);
      next = read.next;
    }
  }
  return { group: { name: table.name, points, groups }, next };
}

/**
 * Decodes one information model by its table (SunSpec Device Information Model Specification 1.1, §4): scale factors
 * −10…10 applied, not-implemented values recognised for every type, repeating groups as often as they are said to be and
 * the registers reach. A model shorter than its table (the common model has 65 or 66 registers) has its last points
 * not implemented; registers beyond the table are passed over.
 * @param id model id
 * @param registers the L registers behind ID and L, two bytes each, big-endian
 * @returns FORMAT_UNSUPPORTED for a model without table, FRAME_TRUNCATED for half a register
 */
export function decodeSunSpecModel(id: number, registers: Uint8Array): Result<SunSpecGroup> {
  const table = findModelTable(id);
  if (table === undefined) return refuse('FORMAT_UNSUPPORTED', `SunSpec: a model with a table expected, got model ${id}`);
  if (registers.length % 2 !== 0)
    return refuse('FRAME_TRUNCATED', `SunSpec model ${id}: whole registers expected, got ${registers.length} bytes`);
  return accept(readGroup(table, registers, -HEADER_REGISTERS, []).group);
}

/** The value of a point of the group itself; undefined where it is not implemented or not there. */
export function pointValue(group: SunSpecGroup, name: string): SunSpecValue | undefined {
  return group.points.find((point) => point.name === name)?.value;
}
