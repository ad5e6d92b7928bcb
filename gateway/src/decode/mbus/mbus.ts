import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { type Quantity, quantityOf } from './quantities.ts';
import { type MbusRecord, numberOf, parseRecords } from './records.ts';

const LONG_START = 0x68;
const STOP = 0x16;
const VARIABLE_DATA = 0x72;
const VARIABLE_DATA_NO_HEADER = 0x78;
const HEADER_LENGTH = 12;
const MEDIUM_ELECTRICITY = 0x02;
/** Status: bits 0 and 1 application busy or in error, 3 permanent, 4 temporary error (EN 13757-3, table 11). */
const STATUS_ERROR = 0x02;
const VIFE_NO_ERROR = 0x00;
const VIFE_MANUFACTURER = 0x7f;
/** ABB A- and B-series and Delta: subunit 0 active import, 1 active export, 2 and 3 reactive (B21/B23 manual 2CMC485003M0201, M-Bus chapter). */
const EXPORT_IN_SUBUNIT_1 = new Set(['ABB']);
/** Accumulation of positive and of negative contributions only (EN 13757-3, table 15): import and export. */
const VIFE_POSITIVE = 0x3b;
const VIFE_NEGATIVE = 0x3c;
const I32_MAX = 0x7fff_ffffn;

interface Telegram {
  readonly serial: string | undefined;
  readonly manufacturer: string | undefined;
  readonly status: number;
  readonly records: readonly MbusRecord[];
}

/** Three letters in 15 bits (EN 62056-21). */
function manufacturerOf(word: number): string {
  return String.fromCharCode(...[10, 5, 0].map((shift) => ((word >> shift) & 0x1f) + 64));
}

function parseTelegram(frame: Uint8Array): Result<Telegram> {
  const length = frame[1] ?? 0;
  const body = frame.subarray(4, 4 + length);
  if (frame[0] !== LONG_START || frame[2] !== length || frame[3] !== LONG_START)
    return refuse('FRAME_MALFORMED', 'M-Bus telegram: 68 L L 68 expected');
  if (frame.length !== length + 6 || frame[length + 5] !== STOP)
    return refuse('FRAME_TRUNCATED', `M-Bus telegram: ${length + 6} bytes expected, got ${frame.length}`);
  const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
  if (sum !== frame[length + 4]) return refuse('CRC_MISMATCH', `M-Bus telegram: checksum ${sum} expected, got ${frame[length + 4]}`);
  const ci = body[2] ?? 0;
  if (ci === VARIABLE_DATA_NO_HEADER) {
    const records = parseRecords(body.subarray(3));
    return records.ok ? accept({ serial: undefined, manufacturer: undefined, status: 0, records: records.value }) : records;
  }
  if (ci !== VARIABLE_DATA) return refuse('FORMAT_UNSUPPORTED', `M-Bus telegram: variable data (CI 72) expected, got ${ci.toString(16)}`);
  const header = body.subarray(3, 3 + HEADER_LENGTH);
  if (header.length < HEADER_LENGTH)
    return refuse('FRAME_TRUNCATED', `M-Bus telegram: a header of ${HEADER_LENGTH} bytes expected, got ${header.length}`);
  const medium = header[7] ?? 0;
  if (medium !== MEDIUM_ELECTRICITY)
    return refuse('FORMAT_UNSUPPORTED', `M-Bus telegram: an electricity meter (medium 2) expected, got medium ${medium}`);
  const records = parseRecords(body.subarray(3 + HEADER_LENGTH));
  if (!records.ok) return records;
  const id = Buffer.from(header.subarray(0, 4)).reverse().toString('hex').toUpperCase();
  const manufacturer = manufacturerOf((header[4] ?? 0) | ((header[5] ?? 0) << 8));
  return accept({ serial: id, manufacturer, status: header[9] ?? 0, records: records.value });
}

const power10 = (exponent: number) => 10n ** BigInt(exponent);

/** value × 10^exponent, floored. */
function floorScale(value: bigint, exponent: number): bigint {
  return exponent >= 0 ? value * power10(exponent) : value / power10(-exponent);
}

/** To the nearest, half away from zero. */
function roundScale(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value * power10(exponent);
  const divisor = power10(-exponent);
  const magnitude = value < 0n ? -value : value;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return value < 0n ? -rounded : rounded;
}

/** IEEE 754 as an integer and a power of ten, exact to a thousandth. */
function realOf({ raw }: MbusRecord): number | undefined {
  const value = new DataView(raw.buffer, raw.byteOffset, raw.length).getFloat32(0, true);
  return Number.isFinite(value) ? value : undefined;
}

interface Value extends Quantity {
  readonly record: MbusRecord;
  readonly value: bigint;
}

function readValues({ records, manufacturer }: Telegram): Value[] {
  return records.flatMap((record) => {
    const quantity = quantityOf(record, manufacturer);
    if (quantity === undefined || record.functionField !== 0 || record.storage !== 0) return [];
    if (record.kind === 'real') {
      const real = realOf(record);
      return real === undefined ? [] : [{ ...quantity, exponent: quantity.exponent - 3, value: BigInt(Math.trunc(real * 1000)), record }];
    }
    const value = numberOf(record);
    return value === undefined ? [] : [{ ...quantity, value, record }];
  });
}

/** Without an extension that says what else it is: 00 is "no error" (EN 13757-3, table 17), and 3B and 3C are the direction. */
function isPlain({ vife }: MbusRecord): boolean {
  return vife.every((extension) => extension === VIFE_NO_ERROR || extension === VIFE_POSITIVE || extension === VIFE_NEGATIVE);
}

/**
 * Phase behind a maker's own extension FF: 1 to 3, or 0 for all; undefined where there is none (Saia-Burgess ALE3, EMU, Finder 7E).
 * ABB writes an error state behind it as it does everywhere.
 */
function phaseOf({ vife }: MbusRecord): number | undefined {
  const isErrorFree = vife.length === 2 || (vife.length === 3 && vife[2] === VIFE_NO_ERROR);
  return isErrorFree && vife[0] === VIFE_MANUFACTURER ? vife[1] : undefined;
}

/**
 * Import and export of a meter's energy records. A meter that says which way energy went does so by an extension of the unit
 * (3B, 3C); ABB counts active export in subunit 1, while other makers' subunits are reactive energy. The total is tariff 0, else the sum
 * of the tariffs.
 */
function readEnergy(values: readonly Value[], direction: 'import' | 'export', manufacturer: string | undefined): bigint | undefined {
  const own = values.filter(({ quantity, record }) => {
    if (quantity !== 'energy' || !isPlain(record)) return false;
    const isSubunitExport = record.subunit === 1 && EXPORT_IN_SUBUNIT_1.has(manufacturer ?? '');
    if (record.subunit !== 0 && !isSubunitExport) return false;
    return (isSubunitExport || record.vife.includes(VIFE_NEGATIVE)) === (direction === 'export');
  });
  const total = own.find(({ record }) => record.tariff === 0);
  if (total !== undefined) return floorScale(total.value, total.exponent);
  return own.length === 0
    ? undefined
    : sumOf(
        firstOfEach(own, ({ record }) => record.tariff),
        0,
        floorScale,
      );
}

/** A telegram that came twice must not count twice. */
function firstOfEach(values: readonly Value[], keyOf: (value: Value) => number | undefined): Value[] {
  const first = new Map<number | undefined, Value>();
  for (const value of values) if (!first.has(keyOf(value))) first.set(keyOf(value), value);
  return [...first.values()];
}

/** Of values with exponents of their own, times 10^places. */
function sumOf(values: readonly Value[], places: number, round: (value: bigint, exponent: number) => bigint): bigint {
  const least = Math.min(...values.map(({ exponent }) => exponent));
  return round(
    values.reduce((sum, { value, exponent }) => sum + value * power10(exponent - least), 0n),
    least + places,
  );
}

/** Active power of all phases, or the sum of them. */
function readPower(values: readonly Value[]): bigint | undefined {
  const own = values.filter(({ quantity, record }) => quantity === 'power' && record.subunit === 0 && record.tariff === 0);
  const total = own.find(({ record }) => isPlain(record)) ?? own.find(({ record }) => phaseOf(record) === 0);
  if (total !== undefined) return roundScale(total.value, total.exponent);
  const phases = firstOfEach(
    own.filter(({ record }) => phaseOf(record) !== undefined),
    ({ record }) => phaseOf(record),
  );
  return phases.length === 0 ? undefined : sumOf(phases, 0, roundScale);
}

/**
 * Decodes a cycle's answers of one wired electricity meter (EN 13757-3:2018, variable data structure). Energy is floored to the Wh,
 * measurements rounded to W, mV and mHz. The meter's own clock is not told: M-Bus dates name no time zone.
 * @param telegrams RSP_UD long frames one after the other, checksums included
 * @returns CRC_MISMATCH, FRAME_TRUNCATED, FRAME_MALFORMED, FORMAT_UNSUPPORTED for another medium or structure, METER_UNKNOWN where two meters
 *   answered, VALUE_INVALID for negative energy.
 */
export function decodeMbusReadout(telegrams: Uint8Array): Result<MeterReport> {
  const parsed: Telegram[] = [];
  for (let at = 0; at < telegrams.length; ) {
    const end = at + (telegrams[at + 1] ?? 0) + 6;
    const telegram = parseTelegram(telegrams.subarray(at, end));
    if (!telegram.ok) return telegram;
    parsed.push(telegram.value);
    at = end;
  }
  const serials = new Set(parsed.flatMap(({ serial }) => serial ?? []));
  if (serials.size > 1) return refuse('METER_UNKNOWN', `M-Bus readout: telegrams of one meter expected, got ${[...serials].join(' and ')}`);
  if (parsed.length === 0) return refuse('FRAME_TRUNCATED', 'M-Bus readout: a telegram expected, got none');
  const values = parsed.flatMap(readValues);
  const [head] = parsed;
  const [imported, exported] = [readEnergy(values, 'import', head?.manufacturer), readEnergy(values, 'export', head?.manufacturer)];
  for (const wh of [imported, exported])
    if (wh !== undefined && wh < 0n) return refuse('VALUE_INVALID', `M-Bus: a register of at least 0 Wh expected, got ${wh}`);
  const power = readPower(values);
  const powerW = power ?? 0n;
  if (powerW > I32_MAX || powerW < -I32_MAX) return refuse('VALUE_INVALID', `M-Bus: power within 32 bits expected, got ${powerW} W`);
  const volts = values
    .filter(({ quantity, value, record }) => quantity === 'voltage' && value > 0n && (isPlain(record) || phaseOf(record) !== undefined))
    .map(({ value, exponent }) => roundScale(value, exponent + 3))
    .slice(0, 3);
  const sum = volts.reduce((total, volt) => total + volt, 0n);
  const voltageMv = volts.length === 0 ? 0n : (2n * sum + BigInt(volts.length)) / BigInt(2 * volts.length);
  const frequency = values.find(({ quantity }) => quantity === 'frequency');
  const frequencyMhz = frequency === undefined ? 0n : roundScale(frequency.value, frequency.exponent + 3);
  if (voltageMv > 0xffff_ffffn || frequencyMhz < 0n || frequencyMhz > 0xffff_ffffn)
    return refuse('VALUE_INVALID', `M-Bus: mV and mHz within 32 bits expected, got ${voltageMv} and ${frequencyMhz}`);
  const name = head?.serial === undefined ? undefined : `${head.manufacturer}${head.serial}`;
  return accept({
    reading: {
      time: undefined,
      importWh: imported ?? 0n,
      exportWh: exported ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(voltageMv),
      frequencyMhz: Number(frequencyMhz),
      status: ((head?.status ?? 0) & STATUS_ERROR) === 0 ? 0 : STATUS_BIT.meterFault,
    },
    meterSerial: name,
    importIsPresent: imported !== undefined,
    exportIsPresent: exported !== undefined,
    powerIsPresent: power !== undefined,
    integrity: 'checksum',
  });
}
