import { accept, type Result, refuse } from '../../domain/index.ts';
import { parseDecimal } from '../decimal.ts';
import type { D0Object } from './d0-lines.ts';

/**
 * Decimal places from the printed unit to ours: Wh, W, mV, mHz. `usual` is what a bare number means: meters that print
 * no unit count energy in kWh and power in kW (Hager EHZ010C and others; VDEW-Lastenheft 2.1.2 tells no other).
 */
const QUANTITY = {
  energy: { places: { kwh: 3, wh: 0, mwh: 6 }, usual: 'kwh', rounding: 'floor', expected: 'kWh, Wh or MWh' },
  power: { places: { kw: 3, w: 0, mw: 6 }, usual: 'kw', rounding: 'nearest', expected: 'kW, W or MW' },
  voltage: { places: { v: 3, kv: 6 }, usual: 'v', rounding: 'nearest', expected: 'V or kV' },
  frequency: { places: { hz: 3 }, usual: 'hz', rounding: 'nearest', expected: 'Hz' },
} as const;
type Quantity = keyof typeof QUANTITY;

const TARIFFS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Where meters print a number of their own, most telling first: equipment id, server id, maker's number, address. */
const SERIAL_CODES = ['96.1.255', '96.1.0', '96.1.1', '0.0.9', 'C.1.0', 'C.1', '0.0.0', '0.0', '0.0.1'];
/** Channel 0, as most print it or leave it out, before the first of an industrial meter. */
const CHANNELS = [undefined, '1-0', '1-1', '0-0'];
const PHASE_IMPORT = ['21', '41', '61'];
const PHASE_EXPORT = ['22', '42', '62'];
const PHASE_NET = ['36', '56', '76'];
const NOTHING: Result<undefined> = accept(undefined);

/** The first object there is among the codes, of channel 0 before others; VALUE_INVALID where two disagree. */
export function findObject(objects: readonly D0Object[], codes: readonly string[]): Result<D0Object | undefined> {
  for (const code of codes) {
    for (const channel of CHANNELS) {
      const [first, ...others] = objects.filter((one) => one.code === code && one.channel === channel);
      if (first === undefined) continue;
      const other = others.find((one) => one.text !== first.text || one.unit !== first.unit);
      if (other !== undefined)
        return refuse(
          'VALUE_INVALID',
          `D0 readout: ${code} once expected, got ${JSON.stringify(first.text)} and ${JSON.stringify(other.text)}`,
        );
      return accept(first);
    }
  }
  return NOTHING;
}

/** Wh, W, mV or mHz; undefined where the object is absent or empty. E is 0, 255 or not printed at all. */
function readQuantity(objects: readonly D0Object[], group: string, quantity: Quantity): Result<bigint | undefined> {
  const codes = /\.\d+\./.test(group) ? [group] : [`${group}.0`, `${group}.255`, group];
  const found = findObject(objects, codes);
  if (!found.ok) return found;
  if (found.value === undefined || found.value.text === '') return NOTHING;
  const { code, text, unit } = found.value;
  const { places, usual, rounding, expected } = QUANTITY[quantity];
  const shift = (places as Readonly<Record<string, number>>)[(unit ?? usual).toLowerCase()];
  const value = shift === undefined ? undefined : parseDecimal(text, shift, rounding);
  if (value === undefined || (quantity !== 'power' && value < 0n)) {
    const got = unit === undefined ? text : `${text}*${unit}`;
    return refuse('VALUE_INVALID', `D0 readout: ${code} in ${expected} expected, got ${JSON.stringify(got.slice(0, 40))}`);
  }
  return accept(value);
}

/** Total register C.8.0, else the sum of the tariffs from C.8.1 on, in Wh. A tariff without those before it is a lost line. */
export function readEnergy(objects: readonly D0Object[], direction: '1' | '2'): Result<bigint | undefined> {
  const total = readQuantity(objects, `${direction}.8`, 'energy');
  if (!total.ok || total.value !== undefined) return total;
  let sum: bigint | undefined;
  let missing: number | undefined;
  for (const tariff of TARIFFS) {
    const register = readQuantity(objects, `${direction}.8.${tariff}`, 'energy');
    if (!register.ok) return register;
    if (register.value === undefined) missing ??= tariff;
    else if (missing !== undefined)
      return refuse('VALUE_INVALID', `D0 readout: ${direction}.8.${missing} expected beside ${direction}.8.${tariff}`);
    else sum = (sum ?? 0n) + register.value;
  }
  return accept(sum);
}

function sumOf(objects: readonly D0Object[], groups: readonly string[]): Result<bigint | undefined> {
  let sum: bigint | undefined;
  for (const group of groups) {
    const value = readQuantity(objects, `${group}.7`, 'power');
    if (!value.ok) return value;
    if (value.value !== undefined) sum = (sum ?? 0n) + value.value;
  }
  return accept(sum);
}

function difference(imported: Result<bigint | undefined>, exported: Result<bigint | undefined>): Result<bigint | undefined> {
  if (!imported.ok) return imported;
  if (!exported.ok) return exported;
  if (imported.value === undefined && exported.value === undefined) return NOTHING;
  return accept((imported.value ?? 0n) - (exported.value ?? 0n));
}

/** Signed net power 16.7, import 1.7 less export 2.7, or the same of the phases; in W. */
export function readPower(objects: readonly D0Object[]): Result<bigint | undefined> {
  for (const read of [
    () => sumOf(objects, ['16']),
    () => difference(sumOf(objects, ['1']), sumOf(objects, ['2'])),
    () => sumOf(objects, PHASE_NET),
    () => difference(sumOf(objects, PHASE_IMPORT), sumOf(objects, PHASE_EXPORT)),
  ]) {
    const power = read();
    if (!power.ok || power.value !== undefined) return power;
  }
  return NOTHING;
}

/** Mean of the connected phases in mV, rounded to the nearest, or the voltage of no phase in particular, 12.7. */
export function readMeanVoltage(objects: readonly D0Object[]): Result<bigint | undefined> {
  let sum = 0n;
  let phases = 0n;
  for (const group of ['32.7', '52.7', '72.7']) {
    const voltage = readQuantity(objects, group, 'voltage');
    if (!voltage.ok) return voltage;
    if (voltage.value === undefined || voltage.value === 0n) continue;
    sum += voltage.value;
    phases += 1n;
  }
  return phases === 0n ? readQuantity(objects, '12.7', 'voltage') : accept((2n * sum + phases) / (2n * phases));
}

export function readFrequency(objects: readonly D0Object[]): Result<bigint | undefined> {
  return readQuantity(objects, '14.7', 'frequency');
}

/** The first identifier that is not empty nor all zeros. */
export function readSerial(objects: readonly D0Object[]): string | undefined {
  for (const code of SERIAL_CODES) {
    const found = objects.find((one) => one.code === code && /[1-9A-Za-z]/.test(one.text));
    if (found !== undefined) return found.text;
  }
  return undefined;
}
