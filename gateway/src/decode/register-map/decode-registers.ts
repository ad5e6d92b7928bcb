import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { type Fraction, floor, nearest, ONE, plus, powerOfTen, times, ZERO } from './fraction.ts';
import type { Place, RegisterMap, ScaledPlace, ScaleRegister } from './register-map.ts';
import { hexOf, readNumber, readSerial } from './register-value.ts';

/** The registers of a place, two bytes each, as they came; undefined where the device refused them. */
export type RegisterImage = (place: Pick<Place, 'functionCode' | 'address' | 'count'>) => Uint8Array | undefined;

type Quantity = 'importWh' | 'exportWh' | 'powerW' | 'voltageMv' | 'frequencyMhz';
/** The numbers of one quantity in its own unit; those that the device does not implement are left out. */
type Numbers = Result<readonly Fraction[]>;

const UINT64_MAX = (1n << 64n) - 1n;
const INT32_MAX = (1n << 31n) - 1n;
const UINT32_MAX = (1n << 32n) - 1n;

/** "4:0x0048 (30073)" */
export function nameOf(place: Pick<Place, 'functionCode' | 'address' | 'register'>): string {
  const address = `${place.functionCode}:0x${place.address.toString(16).padStart(4, '0')}`;
  return place.register === undefined ? address : `${address} (${place.register})`;
}

function scaleOf(register: ScaleRegister, image: RegisterImage): Fraction | string {
  const words = image(register);
  if (words === undefined) return `scale register ${nameOf(register)}: a number expected, the device refused it`;
  const value = readNumber(words, register);
  const said = `scale register ${nameOf(register)}: got ${hexOf(words)}`;
  if (typeof value === 'string') return `${said}, a number expected`;
  if (register.as === 'ratio') return value.numerator <= 0n ? `${said}, a ratio above zero expected` : times(value, register.factor);
  const exponent = value.denominator === 1n ? Number(value.numerator) : Number.NaN;
  return exponent >= -12 && exponent <= 12 ? powerOfTen(exponent) : `${said}, an exponent of -12 to 12 expected`;
}

/** One number, scaled; undefined where the device has none. */
function readScaled(quantity: Quantity, place: ScaledPlace, image: RegisterImage): Result<Fraction | undefined> {
  const words = image(place);
  if (words === undefined) return accept(undefined);
  const where = `${quantity} at ${nameOf(place)}`;
  const value = readNumber(words, place);
  if (value === 'malformed') return refuse('VALUE_INVALID', `${where}: ${place.type} expected, got ${hexOf(words)}`);
  const energy = quantity === 'importWh' || quantity === 'exportWh';
  if (value === 'not-implemented')
    return energy && !place.optional
      ? refuse('VALUE_INVALID', `${where}: an energy expected, got ${hexOf(words)}, which says "not implemented"`)
      : accept(undefined);
  if (energy && value.numerator < 0n && place.factor.numerator > 0n)
    return refuse('VALUE_INVALID', `${where}: an energy of zero or more expected, got ${hexOf(words)}`);
  let factor = ONE;
  for (const register of place.scaleRegisters) {
    const scale = scaleOf(register, image);
    if (typeof scale === 'string') return refuse('VALUE_INVALID', `${where}: ${scale}`);
    factor = times(factor, scale);
  }
  return accept(times(times(value, place.factor), factor));
}

function readAll(quantity: Quantity, map: RegisterMap, image: RegisterImage): Numbers {
  const numbers: Fraction[] = [];
  for (const place of map[quantity]) {
    const number = readScaled(quantity, place, image);
    if (!number.ok) return number;
    if (number.value !== undefined) numbers.push(number.value);
  }
  return accept(numbers);
}

const sum = (numbers: readonly Fraction[]): Fraction => numbers.reduce(plus, ZERO);

/** Phases without voltage are not connected, and tell nothing of the others. */
function meanOfLive(numbers: readonly Fraction[]): Fraction {
  const live = numbers.filter((number) => number.numerator !== 0n);
  return live.length === 0 ? ZERO : times(sum(live), { numerator: 1n, denominator: BigInt(live.length) });
}

function within(quantity: Quantity, map: RegisterMap, value: bigint, min: bigint, max: bigint): Result<bigint> {
  if (value >= min && value <= max) return accept(value);
  const places = map[quantity].map(nameOf).join(', ');
  return refuse('VALUE_INVALID', `${quantity} at ${places}: ${min} to ${max} expected, got ${value}`);
}

function serialOf(map: RegisterMap, image: RegisterImage): Result<string | undefined> {
  const parts: string[] = [];
  for (const place of map.meterSerial) {
    const words = image(place);
    if (words === undefined) continue;
    const part = readSerial(words, place, place.hex);
    if (part === undefined) return refuse('VALUE_INVALID', `meterSerial at ${nameOf(place)}: ${place.type} expected, got ${hexOf(words)}`);
    parts.push(part);
  }
  return accept(parts.join('').trim() || undefined);
}

/** Unix seconds; undefined where the device has no clock or it was never set. */
function timeOf(map: RegisterMap, image: RegisterImage): bigint | undefined {
  const [place] = map.time;
  const words = place && image(place);
  const seconds = place && words && readNumber(words, place);
  return typeof seconds === 'object' && seconds.numerator > 0n ? seconds.numerator : undefined;
}

/** Whether nothing that a device at work never shows as zero is other than zero, and no energy either. */
function isAsleep(map: RegisterMap, image: RegisterImage, energies: readonly bigint[]): boolean {
  const marked = (['importWh', 'exportWh', 'powerW', 'voltageMv', 'frequencyMhz'] as const).flatMap((quantity) =>
    map[quantity].filter((place) => place.neverZero),
  );
  if (marked.length === 0 || energies.some((energy) => energy !== 0n)) return false;
  return marked.every((place) => {
    const words = image(place);
    const value = words && readNumber(words, place);
    return typeof value !== 'object' || value.numerator === 0n;
  });
}

/**
 * Reads one device's registers as a report. Energy is the exact sum, floored to Wh; power, voltage and frequency are
 * rounded to the nearest W, mV and mHz.
 * @returns VALUE_INVALID for an energy that is not implemented, negative or above 64 bits; for power, voltage or frequency
 *   out of their range; for a broken scale or BCD; for a device asleep, which shows zeros only.
 */
export function decodeRegisters(map: RegisterMap, image: RegisterImage, integrity: MeterReport['integrity']): Result<MeterReport> {
  const imported = readAll('importWh', map, image);
  if (!imported.ok) return imported;
  const exported = readAll('exportWh', map, image);
  if (!exported.ok) return exported;
  const powers = readAll('powerW', map, image);
  if (!powers.ok) return powers;
  const voltages = readAll('voltageMv', map, image);
  if (!voltages.ok) return voltages;
  const frequencies = readAll('frequencyMhz', map, image);
  if (!frequencies.ok) return frequencies;
  if (imported.value.length + exported.value.length === 0)
    return refuse('VALUE_INVALID', `${[...map.importWh, ...map.exportWh].map(nameOf).join(', ')}: an energy expected, the device has none`);

  const importWh = within('importWh', map, floor(sum(imported.value)), 0n, UINT64_MAX);
  if (!importWh.ok) return importWh;
  const exportWh = within('exportWh', map, floor(sum(exported.value)), 0n, UINT64_MAX);
  if (!exportWh.ok) return exportWh;
  const powerW = within('powerW', map, nearest(sum(powers.value)), -INT32_MAX, INT32_MAX);
  if (!powerW.ok) return powerW;
  const voltageMv = within('voltageMv', map, nearest(meanOfLive(voltages.value)), 0n, UINT32_MAX);
  if (!voltageMv.ok) return voltageMv;
  const frequencyMhz = within('frequencyMhz', map, nearest(sum(frequencies.value)), 0n, UINT32_MAX);
  if (!frequencyMhz.ok) return frequencyMhz;
  const meterSerial = serialOf(map, image);
  if (!meterSerial.ok) return meterSerial;
  if (isAsleep(map, image, [importWh.value, exportWh.value]))
    return refuse('VALUE_INVALID', `${map.maker} ${map.model}: a device at work expected, its energy, voltage and frequency are all zero`);

  return accept({
    reading: {
      time: timeOf(map, image),
      importWh: importWh.value,
      exportWh: exportWh.value,
      powerW: Number(powerW.value),
      voltageMv: Number(voltageMv.value),
      frequencyMhz: Number(frequencyMhz.value),
      status: 0,
    },
    meterSerial: meterSerial.value,
    importIsPresent: imported.value.length > 0,
    exportIsPresent: exported.value.length > 0,
    powerIsPresent: powers.value.length > 0,
    integrity,
  });
}
