import type { MeterReading } from './meter-reading.ts';

/** What an M-Bus electricity meter shows at one instant. */
export interface MbusReading extends Omit<MeterReading, 'time'> {
  readonly frequencyMhz: number;
}

export interface MbusMeterName {
  /** Eight digits. */
  readonly id: string;
  /** Three capital letters. */
  readonly manufacturer: string;
  readonly version: number;
}

const RSP_UD = 0x08;
const VARIABLE_DATA = 0x72;
const ELECTRICITY = 0x02;
const MORE_FOLLOWS = 0x1f;

const hex = (text: string): number[] => [...Buffer.from(text.replace(/ /g, ''), 'hex')];
/** Four bytes, two's complement, lowest first. */
function int32(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return [...bytes];
}
const int16 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff];
/** Twelve digits, lowest first. */
const bcd12 = (value: bigint): number[] => hex(value.toString().padStart(12, '0')).reverse();

/** Three letters in fifteen bits: EN 62056-21. */
function manufacturerWord(letters: string): number {
  return [...letters].reduce((word, letter) => (word << 5) | ((letter.codePointAt(0) ?? 64) - 64), 0);
}

/** Id, manufacturer, version and medium as they stand in telegrams and in a selection: lowest byte first. */
export function encodeMbusName({ id, manufacturer, version }: MbusMeterName): Uint8Array {
  return Uint8Array.of(...hex(id).reverse(), ...int16(manufacturerWord(manufacturer)), version, ELECTRICITY);
}

/** The records of energy, then those of measurements. */
export interface MbusRecords {
  readonly energy: readonly number[];
  readonly measurements: readonly number[];
}

/**
 * Records (EN 13757-3, 6). Plain: Wh and W in four bytes, import and export told apart by 3B and 3C behind the unit. ABB: twelve
 * digits of 10 Wh, export in subunit 1, 0.01 W and 0.1 V with the phase behind FF (ABB B23/B24 user manual 2CMC485004M0201, 9.4).
 */
export function encodeMbusRecords(reading: MbusReading, style: 'plain' | 'abb'): MbusRecords {
  const { importWh, exportWh, powerW, voltageMv, frequencyMhz } = reading;
  const tenthVolts = Math.round(voltageMv / 100);
  if (style === 'abb')
    return {
      energy: [...hex('0e 84 00'), ...bcd12(importWh / 10n), ...hex('8e 40 84 00'), ...bcd12(exportWh / 10n)],
      measurements: [...hex('04 a9 00'), ...int32(powerW * 100), ...hex('04 fd c8 ff 81 00'), ...int32(tenthVolts)],
    };
  return {
    energy: [...hex('04 83 3b'), ...int32(Number(importWh)), ...hex('04 83 3c'), ...int32(Number(exportWh))],
    measurements: [
      ...[...hex('04 2b'), ...int32(powerW), ...hex('02 fd 48'), ...int16(tenthVolts)],
      ...[...hex('04 fb 2c'), ...int32(frequencyMhz)],
    ],
  };
}

/**
 * A telegram of a meter that was asked: long frame, fixed header, records (EN 13757-2, 5.3, EN 13757-3, 5).
 * @param options.access counts telegrams; @param options.isFollowed says that there are more records to be asked for
 */
export function encodeMbusTelegram(
  address: number,
  name: MbusMeterName,
  records: readonly number[],
  options: { readonly access: number; readonly isFollowed?: boolean },
): Uint8Array {
  const header = [...encodeMbusName(name), options.access & 0xff, 0x00, 0x00, 0x00];
  const body = [RSP_UD, address, VARIABLE_DATA, ...header, ...records, ...(options.isFollowed === true ? [MORE_FOLLOWS] : [])];
  const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
  return Uint8Array.of(0x68, body.length, body.length, 0x68, ...body, sum, 0x16);
}
