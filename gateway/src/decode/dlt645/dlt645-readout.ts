import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { parseDecimal } from '../decimal.ts';
import { type Dlt645Message, decodeDlt645 } from './dlt645.ts';
import type { Dlt645Value } from './dlt645-values.ts';

const PREAMBLE = 0xfe;
const LENGTH_AT = 9;
const AROUND_DATA = 12;
const CHINA_SECONDS = 8 * 3600;
const DATE = /^(\d{2})(\d{2})(\d{2})\d{2}$/;
const TIME = /^(\d{2})(\d{2})(\d{2})$/;
const I32_MAX = 0x7fff_ffffn;

/** Where each version keeps what a report needs; the first that is there. Registers: total, then the tariffs to sum. */
const ITEMS = {
  import: ['00010000', '9010'],
  importTariff: [/^0001(0[1-9A-F]|[12][0-9A-F]|3[0-9A-F])00$/, /^901[1-9A-E]$/],
  export: ['00020000', '9020'],
  exportTariff: [/^0002(0[1-9A-F]|[12][0-9A-F]|3[0-9A-F])00$/, /^902[1-9A-E]$/],
  power: ['02030000', 'B630'],
  voltages: /^(02010[123]00|B61[123])$/,
  frequency: ['02800002'],
  date: ['04000101', 'C010'],
  time: ['04000102', 'C011'],
} as const;

/**
 * Combines the replies of one cycle of one meter: forward and reverse active energy (00010000 and 00020000, or 9010 and
 * 9020 of 1997; else the sum of their tariffs), power, mean of the connected phases' voltages, frequency, and the clock.
 * Energy is floored to the Wh (the meter tells 10 Wh), the rest rounded to the nearest W, mV and mHz.
 * @param frames replies in the order they came, one or several to an entry; requests among them are passed over
 * @param options.offsetSeconds the meter's clock east of UTC; China unless told. The date is read before the time, so
 *   within a minute after midnight it may be yesterday's: then no time is told.
 * @returns what decodeDlt645 refuses; VALUE_INVALID where no energy register is there, one is a sentinel or two replies
 *   disagree; METER_UNKNOWN where the replies are of two meters.
 */
export function decodeDlt645Readout(
  frames: readonly Uint8Array[],
  options: { offsetSeconds: number } = { offsetSeconds: CHINA_SECONDS },
): Result<MeterReport> {
  const replies = decodeReplies(frames);
  if (!replies.ok) return replies;
  const gathered = gatherValues(replies.value);
  if (!gathered.ok) return gathered;
  const { values, address } = gathered.value;
  const imported = readEnergy(values, ITEMS.import, ITEMS.importTariff);
  if (!imported.ok) return imported;
  const exported = readEnergy(values, ITEMS.export, ITEMS.exportTariff);
  if (!exported.ok) return exported;
  if (imported.value === undefined && exported.value === undefined)
    return refuse('VALUE_INVALID', `DL/T 645 readout: 00010000 or 9010 expected, got ${[...values.keys()].join(', ') || 'no value'}`);
  const power = readNumber(values, ITEMS.power);
  const powerW = power ?? 0n;
  if (powerW > I32_MAX || powerW < -I32_MAX)
    return refuse('VALUE_INVALID', `DL/T 645 readout: power within 32 bits expected, got ${powerW} W`);
  const clock = readClock(values, options.offsetSeconds);
  return accept({
    reading: {
      time: clock === 'unset' ? undefined : clock,
      importWh: imported.value ?? 0n,
      exportWh: exported.value ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(readMeanVoltage(values)),
      frequencyMhz: Number(readNumber(values, ITEMS.frequency) ?? 0n),
      status: clock === 'unset' ? STATUS_BIT.clockUnset : 0,
    },
    meterSerial: address,
    importIsPresent: imported.value !== undefined,
    exportIsPresent: exported.value !== undefined,
    powerIsPresent: power !== undefined,
    integrity: 'checksum',
  });
}

type Values = ReadonlyMap<string, Dlt645Value>;

function decodeReplies(frames: readonly Uint8Array[]): Result<readonly Dlt645Message[]> {
  const bytes = Buffer.concat(frames);
  const replies: Dlt645Message[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === PREAMBLE) {
      at += 1;
      continue;
    }
    const end = at + AROUND_DATA + (bytes[at + LENGTH_AT] ?? 0);
    const message = decodeDlt645(bytes.subarray(at, end));
    if (!message.ok) return message;
    if (message.value.isReply) replies.push(message.value);
    at = end;
  }
  return accept(replies);
}

function gatherValues(replies: readonly Dlt645Message[]): Result<{ values: Values; address: string | undefined }> {
  const values = new Map<string, Dlt645Value>();
  const address = replies[0]?.address;
  for (const reply of replies) {
    if (reply.address !== address)
      return refuse('METER_UNKNOWN', `DL/T 645 readout: replies of meter ${address} expected, got one of ${reply.address}`);
    for (const value of reply.values) {
      const before = values.get(value.identifier);
      if (before !== undefined && before.text !== value.text)
        return refuse('VALUE_INVALID', `DL/T 645 readout: ${value.identifier} once expected, got ${before.text} and ${value.text}`);
      values.set(value.identifier, value);
    }
  }
  return accept({ values, address });
}

/** Wh; undefined where the meter has no such register. */
function readEnergy(values: Values, totals: readonly string[], tariffs: readonly RegExp[]): Result<bigint | undefined> {
  const total = totals.map((identifier) => values.get(identifier)).find((value) => value !== undefined);
  const parts = [...values.values()].filter(({ identifier }) => tariffs.some((pattern) => pattern.test(identifier)));
  let sum: bigint | undefined;
  for (const { identifier, text } of total === undefined ? parts : [total]) {
    const energyWh = text === undefined ? undefined : parseDecimal(text, 3, 'floor');
    if (energyWh === undefined || energyWh < 0n)
      return refuse('VALUE_INVALID', `DL/T 645 readout: energy expected in ${identifier}, got ${text ?? 'a sentinel'}`);
    sum = (sum ?? 0n) + energyWh;
  }
  return accept(sum);
}

/** Thousandths of the printed unit: W, mV, mHz; undefined where absent or a sentinel. */
function readNumber(values: Values, identifiers: readonly string[]): bigint | undefined {
  const text = identifiers.map((identifier) => values.get(identifier)?.text).find((one) => one !== undefined);
  return text === undefined ? undefined : parseDecimal(text, 3, 'nearest');
}

function readMeanVoltage(values: Values): bigint {
  let sum = 0n;
  let phases = 0n;
  for (const { identifier } of values.values()) {
    const voltage = ITEMS.voltages.test(identifier) ? readNumber(values, [identifier]) : undefined;
    if (voltage === undefined || voltage === 0n) continue;
    sum += voltage;
    phases += 1n;
  }
  return phases === 0n ? 0n : (2n * sum + phases) / (2n * phases);
}

/** Unix seconds; `unset` where there is no such date; undefined where the meter tells none or midnight is near. */
function readClock(values: Values, offsetSeconds: number): bigint | 'unset' | undefined {
  const textOf = (identifiers: readonly string[]) => identifiers.map((one) => values.get(one)?.text).find((one) => one !== undefined) ?? '';
  const [dateText, timeText] = [textOf(ITEMS.date), textOf(ITEMS.time)];
  const [date, time] = [DATE.exec(dateText), TIME.exec(timeText)];
  if (date === null || time === null) return undefined;
  const [year = 0, month = 0, day = 0] = date.slice(1).map(Number);
  const [hour = 0, minute = 0, second = 0] = time.slice(1).map(Number);
  const milliseconds = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const shown = new Date(milliseconds);
  // Date.UTC carries 31 February over into March; the meter did not mean that.
  const exists = shown.getUTCMonth() === month - 1 && shown.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!exists) return 'unset';
  return hour === 0 && minute === 0 ? undefined : BigInt(milliseconds / 1000 - offsetSeconds);
}
