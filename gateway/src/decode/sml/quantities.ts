import { accept, type Result, refuse } from '../../domain/index.ts';
import type { SmlEntry } from './messages.ts';
import { correctPower } from './meter-quirks.ts';
import { addScaled, type Quantity, readScaled, roundScaled, type Scaled } from './scaled-value.ts';

/** Every entry that a meter told of itself, and which meter it is: some need to be read otherwise. */
export interface SmlEntries {
  readonly entries: readonly SmlEntry[];
  readonly meterSerial: string | undefined;
}

/** C groups of OBIS, IEC 62056-61: import and export of phases 1 to 3, and their net. */
const PHASE_IMPORT = [21, 41, 61];
const PHASE_EXPORT = [22, 42, 62];
const PHASE_NET = [36, 56, 76];
const VOLTAGE = [32, 52, 72];
const TARIFF_MAX = 15;

/** 1-0:C.D.E*255 */
function nameOf(group: number, kind: number, tariff = 0): string {
  return `0100${Buffer.from([group, kind, tariff]).toString('hex')}ff`;
}

function find(from: SmlEntries, name: string, quantity: Quantity): Result<Scaled | undefined> {
  const [first, ...others] = from.entries.filter((entry) => entry.name === name);
  if (first === undefined) return accept(undefined);
  const read = (entry: SmlEntry): Result<Scaled | undefined> =>
    readScaled(entry, quantity, quantity === 'power' ? correctPower(entry.value, from.meterSerial) : entry.value);
  const value = read(first);
  for (const other of others) {
    const again = read(other);
    if (!again.ok) return again;
    if (value.ok && (again.value?.value !== value.value?.value || again.value?.exponent !== value.value?.exponent))
      return refuse('VALUE_INVALID', `SML: ${name} once expected, got it with different values`);
  }
  return value;
}

function sumOf(from: SmlEntries, names: readonly string[], quantity: Quantity): Result<Scaled | undefined> {
  const terms: Scaled[] = [];
  for (const name of names) {
    const term = find(from, name, quantity);
    if (!term.ok) return term;
    if (term.value !== undefined) terms.push(term.value);
  }
  return accept(addScaled(terms));
}

function round(found: Result<Scaled | undefined>, rounding: 'floor' | 'nearest'): Result<bigint | undefined> {
  if (!found.ok) return found;
  return accept(found.value === undefined ? undefined : roundScaled(found.value, rounding));
}

/**
 * Import (1) or export (2) in Wh, floored: the total C.8.0, else the sum of the tariffs, else C.17.0, the signed register
 * of EDL40 meters, which send it alone. A tariff without those before it is a lost entry.
 */
export function readSmlEnergy(from: SmlEntries, direction: 1 | 2): Result<bigint | undefined> {
  const total = round(find(from, nameOf(direction, 8), 'energy'), 'floor');
  if (!total.ok || total.value !== undefined) return total;
  const terms: Scaled[] = [];
  let missing: number | undefined;
  for (let tariff = 1; tariff <= TARIFF_MAX; tariff += 1) {
    const term = find(from, nameOf(direction, 8, tariff), 'energy');
    if (!term.ok) return term;
    if (term.value === undefined) missing ??= tariff;
    else if (missing !== undefined)
      return refuse('VALUE_INVALID', `SML: ${nameOf(direction, 8, missing)} expected beside ${nameOf(direction, 8, tariff)}`);
    else terms.push(term.value);
  }
  const sum = addScaled(terms);
  if (sum !== undefined) return accept(roundScaled(sum, 'floor'));
  return round(find(from, nameOf(direction, 17), 'energy'), 'floor');
}

function difference(from: SmlEntries, plus: readonly number[], minus: readonly number[]): Result<Scaled | undefined> {
  const imported = sumOf(
    from,
    plus.map((group) => nameOf(group, 7)),
    'power',
  );
  if (!imported.ok) return imported;
  const exported = sumOf(
    from,
    minus.map((group) => nameOf(group, 7)),
    'power',
  );
  if (!exported.ok || exported.value === undefined) return exported.ok ? imported : exported;
  const negative = { ...exported.value, value: -exported.value.value };
  return accept(addScaled(imported.value === undefined ? [negative] : [imported.value, negative]));
}

/**
 * Active power in W to the nearest, import positive: 16.7.0; 1.7.0 less 2.7.0; the same of the phases; 15.7.0, which has
 * no sign, with the one direction that the meter counts; 1.7.1, under which Hager's eHZ361 tells the signed sum.
 */
export function readSmlPower(from: SmlEntries, direction: { import: boolean; export: boolean }): Result<bigint | undefined> {
  const steps = [
    () => difference(from, [16], []),
    () => difference(from, [1], [2]),
    () => difference(from, PHASE_NET, []),
    () => difference(from, PHASE_IMPORT, PHASE_EXPORT),
    () =>
      direction.import === direction.export
        ? accept(undefined)
        : difference(from, direction.import ? [15] : [], direction.import ? [] : [15]),
    () => find(from, nameOf(1, 7, 1), 'power'),
  ];
  for (const step of steps) {
    const power = round(step(), 'nearest');
    if (!power.ok || power.value !== undefined) return power;
  }
  return accept(undefined);
}

/** Mean of the phases under voltage in mV, to the nearest, or the voltage of no phase in particular, 12.7.0. */
export function readSmlVoltage(from: SmlEntries): Result<bigint | undefined> {
  const phases: Scaled[] = [];
  for (const group of VOLTAGE) {
    const phase = find(from, nameOf(group, 7), 'voltage');
    if (!phase.ok) return phase;
    if (phase.value !== undefined && phase.value.value !== 0n) phases.push(phase.value);
  }
  const sum = addScaled(phases);
  if (sum !== undefined) return accept(roundScaled(sum, 'nearest', BigInt(phases.length)));
  return round(find(from, nameOf(12, 7), 'voltage'), 'nearest');
}

/** 14.7.0 in mHz, to the nearest. */
export function readSmlFrequency(from: SmlEntries): Result<bigint | undefined> {
  return round(find(from, nameOf(14, 7), 'frequency'), 'nearest');
}
