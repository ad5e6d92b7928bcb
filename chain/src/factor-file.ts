/** The factors of bought energy of a day, as an authority writes them down: YAML. Pure. */
import { parse } from 'yaml';

export interface FactorTable {
  /** Unix seconds. */
  readonly validFrom: bigint;
  /** Of each hour of the day, UTC, mg of CO2 a kWh. */
  readonly mgPerKwh: readonly number[];
  readonly citation: string;
}

const FIELDS = ['validFrom', 'citation', 'mgPerKwh'];

/** @throws Error naming the field and what was expected there */
export function parseFactors(text: string): FactorTable {
  const given: unknown = parse(text);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error(`${FIELDS.join(', ')} expected`);
  const unknown = Object.keys(given).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown}: no such field; there are ${FIELDS.join(', ')}`);
  const { validFrom, mgPerKwh, citation } = given as Record<string, unknown>;
  const seconds = typeof validFrom === 'number' ? validFrom : Date.parse(String(validFrom ?? '')) / 1000;
  if (!Number.isSafeInteger(seconds) || seconds < 0)
    throw new Error(`validFrom: Unix seconds or an ISO 8601 date expected, got ${String(validFrom ?? 'nothing')}`);
  if (typeof citation !== 'string' || citation.trim() === '') throw new Error('citation: where the factors stand expected, got nothing');
  if (!Array.isArray(mgPerKwh) || mgPerKwh.length !== 24)
    throw new Error(
      `mgPerKwh: a list of 24 numbers, one an hour from 00:00 UTC, expected, got ${Array.isArray(mgPerKwh) ? mgPerKwh.length : 'none'}`,
    );
  for (const [hour, factor] of mgPerKwh.entries()) {
    if (!Number.isSafeInteger(factor) || (factor as number) < 0 || (factor as number) >= 2 ** 32)
      throw new Error(`mgPerKwh, hour ${hour}: a whole number of mg/kWh below 2^32 expected, got ${String(factor)}`);
  }
  return { validFrom: BigInt(seconds), mgPerKwh: mgPerKwh as number[], citation };
}
