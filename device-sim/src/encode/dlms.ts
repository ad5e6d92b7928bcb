import type { MeterReading } from './meter-reading.ts';

export interface DlmsReading extends MeterReading {
  readonly serial: string;
}

/** `named`: logical names with scalers and units, as Kaifa's MA309M in Austria; `kaifa`: list 3 of the MA105H2E in Norway, by position alone. */
export type DlmsLayout = 'named' | 'kaifa';

const DATA_NOTIFICATION = 0x0f;
const STRUCTURE = 0x02;
const DOUBLE_LONG_UNSIGNED = 0x06;
const OCTET_STRING = 0x09;
const INTEGER = 0x0f;
const LONG_UNSIGNED = 0x12;
const LONG64_UNSIGNED = 0x15;
const ENUM = 0x16;
const UNIT = { watt: 27, wattHour: 30, volt: 35 } as const;
const U32_MAX = 0xffff_ffffn;
const HOUR_S = 3600n;
/** Central European Time, the whole year. */
const DEVIATION_MINUTES = -60;
const UNSPECIFIED_DEVIATION = -0x8000;

const octets = (bytes: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(OCTET_STRING, bytes.length), bytes]);
const text = (value: string): Uint8Array => octets(Buffer.from(value, 'latin1'));
const structure = (members: readonly Uint8Array[]): Uint8Array => Buffer.concat([Uint8Array.of(STRUCTURE, members.length), ...members]);

/** double-long-unsigned, or long64-unsigned where 32 bits are too few. */
function unsigned(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(value, 1);
  if (value <= U32_MAX) return Buffer.concat([Uint8Array.of(DOUBLE_LONG_UNSIGNED), bytes.subarray(5)]);
  bytes[0] = LONG64_UNSIGNED;
  return bytes;
}

function longUnsigned(value: number): Uint8Array {
  return Uint8Array.of(LONG_UNSIGNED, (value >> 8) & 0xff, value & 0xff);
}

/** date-time of 12 bytes (IEC 62056-6-2, 4.1.6.1) in Central European Time. */
export function encodeCosemTime(unixSeconds: bigint, isDeviationTold: boolean): Uint8Array {
  const local = new Date(Number(unixSeconds + HOUR_S) * 1000);
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(local.getUTCFullYear());
  bytes.set([local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCDay() === 0 ? 7 : local.getUTCDay()], 2);
  bytes.set([local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds(), isDeviationTold ? 0 : 0xff], 5);
  bytes.writeInt16BE(isDeviationTold ? DEVIATION_MINUTES : UNSPECIFIED_DEVIATION, 9);
  return bytes;
}

const OBIS = {
  importWh: [1, 0, 1, 8, 0, 255],
  exportWh: [1, 0, 2, 8, 0, 255],
  importW: [1, 0, 1, 7, 0, 255],
  exportW: [1, 0, 2, 7, 0, 255],
  voltage: [1, 0, 32, 7, 0, 255],
} as const;

function named(reading: DlmsReading): Uint8Array {
  const { importWh, exportWh, powerW, voltageMv, serial, time } = reading;
  const register = (name: readonly number[], value: Uint8Array, scaler: number, unit: number): Uint8Array[] => [
    octets(Uint8Array.from(name)),
    value,
    structure([Uint8Array.of(INTEGER, scaler & 0xff), Uint8Array.of(ENUM, unit)]),
  ];
  return structure([
    octets(encodeCosemTime(time, true)),
    ...register(OBIS.importWh, unsigned(importWh), 0, UNIT.wattHour),
    ...register(OBIS.exportWh, unsigned(exportWh), 0, UNIT.wattHour),
    ...register(OBIS.importW, unsigned(BigInt(Math.max(powerW, 0))), 0, UNIT.watt),
    ...register(OBIS.exportW, unsigned(BigInt(Math.max(-powerW, 0))), 0, UNIT.watt),
    ...register(OBIS.voltage, longUnsigned(Math.round(voltageMv / 100)), -1, UNIT.volt),
    text(serial),
  ]);
}

function kaifa(reading: DlmsReading): Uint8Array {
  const { importWh, exportWh, powerW, voltageMv, serial, time } = reading;
  const currentMa = voltageMv === 0 ? 0 : Math.round((Math.abs(powerW) * 1_000_000) / voltageMv);
  const numbers = (...values: number[]): Uint8Array[] => values.map((value) => unsigned(BigInt(value)));
  return structure([
    ...[text('KFM_001'), text(serial), text('MA105H2E')],
    ...numbers(Math.max(powerW, 0), Math.max(-powerW, 0), 0, 0, currentMa, Math.round(voltageMv / 100)),
    octets(encodeCosemTime(time, false)),
    ...[importWh, exportWh, 0n, 0n].map(unsigned),
  ]);
}

/**
 * A data notification (DLMS UA 1000-2, 9.5) with a meter's list in A-XDR: 0F, invoke id of 4 bytes, date-time, data. Kaifa's Norwegian
 * meters write the date-time with a tag and name no deviation, so that nobody can tell UTC from it.
 */
export function encodeDlmsNotification(reading: DlmsReading, layout: DlmsLayout): Uint8Array {
  const isNamed = layout === 'named';
  const time = encodeCosemTime(reading.time, isNamed);
  const head = isNamed ? [DATA_NOTIFICATION, 0x80, 0, 0, 0, time.length] : [DATA_NOTIFICATION, 0x40, 0, 0, 0, OCTET_STRING, time.length];
  return Buffer.concat([Uint8Array.from(head), time, isNamed ? named(reading) : kaifa(reading)]);
}
