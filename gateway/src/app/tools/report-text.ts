import type { MeterReport, Reading } from '../../domain/index.ts';
import { formatDecimal, formatKwh } from './watch-format.ts';

/** What stands in a report, with units; nothing where it is not there. */
type Told = Pick<MeterReport, 'meterSerial' | 'importIsPresent' | 'exportIsPresent'> & {
  readonly reading: Omit<Reading, 'time'> & { readonly time: bigint | undefined };
  readonly powerIsPresent: boolean;
};

const LAST_DATE_S = 8_640_000_000_000n;

/** ISO 8601; digits alone where a calendar ends. */
export function formatUnixTime(seconds: bigint): string {
  return seconds > LAST_DATE_S ? `${seconds} s` : new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/** A report in a line, for people: `meter 4711, import 12.345 kWh, 230 W, 231.0 V`. */
export function describeReport({ reading, meterSerial, importIsPresent, exportIsPresent, powerIsPresent }: Told): string {
  return [
    meterSerial === undefined ? '' : `meter ${meterSerial}`,
    reading.time === undefined ? '' : formatUnixTime(reading.time),
    importIsPresent ? `import ${formatKwh(reading.importWh)}` : '',
    exportIsPresent ? `export ${formatKwh(reading.exportWh)}` : '',
    powerIsPresent ? `${reading.powerW} W` : '',
    reading.voltageMv > 0 ? `${formatDecimal(BigInt(reading.voltageMv), 3)} V` : '',
    reading.frequencyMhz > 0 ? `${formatDecimal(BigInt(reading.frequencyMhz), 3)} Hz` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The same as an object for JSON: energy and time as decimal text, since they may exceed what a number holds; null where absent. */
export function reportFields({ reading, meterSerial, importIsPresent, exportIsPresent, powerIsPresent }: Told): Record<string, unknown> {
  return {
    meter: meterSerial ?? null,
    time: reading.time === undefined ? null : String(reading.time),
    importWh: importIsPresent ? String(reading.importWh) : null,
    exportWh: exportIsPresent ? String(reading.exportWh) : null,
    powerW: powerIsPresent ? reading.powerW : null,
    voltageMv: reading.voltageMv > 0 ? reading.voltageMv : null,
    frequencyMhz: reading.frequencyMhz > 0 ? reading.frequencyMhz : null,
  };
}
