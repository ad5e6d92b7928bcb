import { accept, type Result, refuse } from '../../domain/index.ts';
import { parseDecimal } from '../decimal.ts';
import type { P1Objects } from './p1-lines.ts';

/** Decimal places from the printed unit to ours: Wh, W, mV, mHz. */
const UNIT = {
  energy: { kWh: 3, Wh: 0 },
  power: { kW: 3, W: 0 },
  V: { V: 3 },
  Hz: { Hz: 3 },
} as const;
const ROUNDING = { energy: 'floor', power: 'nearest', V: 'nearest', Hz: 'nearest' } as const;
const TARIFFS = [1, 2, 3, 4];
/** Where meters put their equipment identifier, most telling first. */
const SERIAL_CODES = ['0-0:96.1.1', '0-0:96.1.0', '0-0:96.1.255', '0-0:42.0.0'];
const NOTHING: Result<undefined> = accept(undefined);

/** @returns the first value of an object without its parentheses; undefined where absent; VALUE_INVALID where it has no end or two values disagree. */
export function readText(objects: P1Objects, code: string): Result<string | undefined> {
  const values = objects.get(code);
  const [first] = values ?? [];
  if (values === undefined || first === undefined) return NOTHING;
  if (values.length > 1) return refuse('VALUE_INVALID', `P1 telegram: ${code} once expected, got ${values.length} different values`);
  const end = first.indexOf(')');
  if (end < 0) return refuse('VALUE_INVALID', `P1 telegram: ) expected after the value of ${code}`);
  return accept(first.slice(0, end));
}

/** @returns the value in Wh, W, mV or mHz; undefined where the object is absent or empty. */
export function readQuantity(objects: P1Objects, code: string, kind: keyof typeof UNIT): Result<bigint | undefined> {
  const text = readText(objects, code);
  if (!text.ok) return text;
  if (text.value === undefined || text.value === '') return NOTHING;
  const star = text.value.lastIndexOf('*');
  const places = (UNIT[kind] as Readonly<Record<string, number>>)[star < 0 ? '' : text.value.slice(star + 1)];
  const value = places === undefined ? undefined : parseDecimal(text.value.slice(0, star), places, ROUNDING[kind]);
  if (value === undefined || (kind !== 'power' && value < 0n)) {
    return refuse(
      'VALUE_INVALID',
      `P1 telegram: ${code} in ${Object.keys(UNIT[kind]).join(' or ')} expected, got ${JSON.stringify(text.value.slice(0, 40))}`,
    );
  }
  return accept(value);
}

/** Total register C.8.0, else the sum of the tariffs from C.8.1 on, in Wh. A tariff without those before it is a lost line. */
export function readEnergy(objects: P1Objects, direction: '1' | '2'): Result<bigint | undefined> {
  const total = readQuantity(objects, `1-0:${direction}.8.0`, 'energy');
  if (!total.ok || total.value !== undefined) return total;
  let sum: bigint | undefined;
  let missing: number | undefined;
  for (const tariff of TARIFFS) {
    const register = readQuantity(objects, `1-0:${direction}.8.${tariff}`, 'energy');
    if (!register.ok) return register;
    if (register.value === undefined) missing ??= tariff;
    else if (missing !== undefined)
      return refuse('VALUE_INVALID', `P1 telegram: 1-0:${direction}.8.${missing} expected beside 1-0:${direction}.8.${tariff}`);
    else sum = (sum ?? 0n) + register.value;
  }
  return accept(sum);
}

/** Import less export in W, or the signed net power 16.7.0. */
export function readPower(objects: P1Objects): Result<bigint | undefined> {
  const imported = readQuantity(objects, '1-0:1.7.0', 'power');
  if (!imported.ok) return imported;
  const exported = readQuantity(objects, '1-0:2.7.0', 'power');
  if (!exported.ok) return exported;
  if (imported.value === undefined && exported.value === undefined) return readQuantity(objects, '1-0:16.7.0', 'power');
  return accept((imported.value ?? 0n) - (exported.value ?? 0n));
}

/** Mean of the connected phases in mV, rounded to the nearest; a phase that reads 0 V is not connected. */
export function readMeanVoltage(objects: P1Objects): Result<bigint | undefined> {
  let sum = 0n;
  let phases = 0n;
  for (const code of ['1-0:32.7.0', '1-0:52.7.0', '1-0:72.7.0']) {
    const voltage = readQuantity(objects, code, 'V');
    if (!voltage.ok) return voltage;
    if (voltage.value === undefined || voltage.value === 0n) continue;
    sum += voltage.value;
    phases += 1n;
  }
  if (phases === 0n) return NOTHING;
  const mean = (2n * sum + phases) / (2n * phases);
  return mean > 0xffff_ffffn ? refuse('VALUE_INVALID', `P1 telegram: a voltage within 32 bits expected, got ${mean} mV`) : accept(mean);
}

/** DSMR prints identifiers as hex of their ASCII; other meters print them plainly. */
export function readSerial(objects: P1Objects): string | undefined {
  for (const code of SERIAL_CODES) {
    const text = readText(objects, code);
    if (!text.ok || text.value === undefined || text.value === '') continue;
    const decoded = /^(?:[0-9A-Fa-f]{2})+$/.test(text.value) ? Buffer.from(text.value, 'hex').toString('latin1') : '';
    return /^[\x20-\x7e]+$/.test(decoded) ? decoded.trim() : text.value;
  }
  return undefined;
}
