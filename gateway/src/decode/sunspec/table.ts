import { SUNSPEC_MODELS } from './generated/models.ts';
import type { SunSpecModelTable, SunSpecPointRow } from './table-types.ts';

/** ID and L, before the first point of every model. */
export const HEADER_REGISTERS = 2;

const BY_ID: ReadonlyMap<number, SunSpecModelTable> = new Map(SUNSPEC_MODELS.map((model) => [model.id, model]));

export function findModelTable(id: number): SunSpecModelTable | undefined {
  return BY_ID.get(id);
}

/** A point of a model's fixed part; throws for a name the data has not, which is a mistake of ours. */
export function pointRow(id: number, name: string): SunSpecPointRow {
  const row = BY_ID.get(id)?.points.find(([candidate]) => candidate === name);
  if (row === undefined) throw new Error(`SunSpec model ${id} has no point ${name}`);
  return row;
}

/** Registers from ID to the end of the last of these points and their scale factors: what one read must cover. */
export function registersThrough(id: number, names: readonly string[]): number {
  let end = HEADER_REGISTERS;
  for (const name of names) {
    const [, offset, , size, scale] = pointRow(id, name);
    end = Math.max(end, offset + size, typeof scale === 'string' ? pointRow(id, scale)[1] + 1 : 0);
  }
  return end;
}
