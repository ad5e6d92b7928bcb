/** Allowances as an authority writes them down: YAML, or CSV with a header. Pure. */
import { parse } from 'yaml';

export interface Allowance {
  readonly unit: `0x${string}`;
  readonly period: number;
  readonly grams: bigint;
}

const FIELDS = ['unit', 'period', 'grams'] as const;

function readCsv(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = header.split(',').map((name) => name.trim());
  return lines.map((line, at) => {
    const values = line.split(',').map((value) => value.trim());
    if (values.length !== columns.length) throw new Error(`line ${at + 2}: ${columns.length} values expected, got ${values.length}`);
    return Object.fromEntries(columns.map((name, index) => [name, values[index] ?? '']));
  });
}

/** @throws Error naming the row, the field and what was expected there */
export function parseAllowances(text: string, kind: 'csv' | 'yaml'): Allowance[] {
  const rows: unknown = kind === 'csv' ? readCsv(text) : parse(text, { intAsBigInt: true });
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`a list of ${FIELDS.join(', ')} expected`);
  const seen = new Set<string>();
  return rows.map((row: unknown, at) => {
    const where = `row ${at + 1}`;
    if (typeof row !== 'object' || row === null) throw new Error(`${where}: ${FIELDS.join(', ')} expected`);
    const unknown = Object.keys(row).find((name) => !(FIELDS as readonly string[]).includes(name));
    if (unknown !== undefined) throw new Error(`${where}: ${unknown}: no such field; there are ${FIELDS.join(', ')}`);
    const { unit, period, grams } = row as Record<string, unknown>;
    const whole = (name: string, value: unknown, bits: bigint): bigint => {
      const text = String(value ?? '');
      if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 1n << bits)
        throw new Error(`${where}: ${name}: a whole number below 2^${bits} expected, got ${text || 'nothing'}`);
      return BigInt(text);
    };
    if (typeof unit !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(unit))
      throw new Error(`${where}: unit: an address as 0x and 40 hex digits, in quotes, expected, got ${String(unit)}`);
    const allowance = {
      unit: unit.toLowerCase() as Allowance['unit'],
      period: Number(whole('period', period, 32n)),
      grams: whole('grams', grams, 64n),
    };
    const key = `${allowance.unit}/${allowance.period}`;
    if (seen.has(key)) throw new Error(`${where}: a second allowance of ${allowance.unit} for period ${allowance.period}`);
    seen.add(key);
    return allowance;
  });
}
