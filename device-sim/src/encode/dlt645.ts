import type { MeterReading } from './meter-reading.ts';

/** What a DL/T 645 meter shows: registers and measurements at one instant. */
export interface Dlt645Reading extends MeterReading {
  readonly frequencyMhz: number;
}

const CHINA_MS = 8 * 3_600_000;

/** A whole number as BCD, highest byte first. */
function bcd(value: bigint | number, bytes: number): string {
  return value.toString().padStart(2 * bytes, '0');
}

/** YYMMDDWW and hhmmss of Beijing: DL/T 645-2007 table A.5; Sunday is 0. */
function clock(time: bigint): { date: string; time: string } {
  const local = new Date(Number(time) * 1000 + CHINA_MS);
  const digits = local.toISOString().replace(/[-T:]/g, '');
  return { date: `${digits.slice(2, 8)}0${local.getUTCDay()}`, time: digits.slice(8, 14) };
}

/** Tenths of watts in three bytes; the top bit is the sign in 2007, which 1997 does not have. */
function power(powerW: number, isSigned: boolean): string {
  const digits = bcd(Math.abs(powerW) * 10, 3);
  if (powerW >= 0 || !isSigned) return digits;
  return (Number.parseInt(digits.slice(0, 2), 16) | 0x80).toString(16) + digits.slice(2);
}

/** Items that the meter has, by identifier, as hex digits highest byte first: DL/T 645-2007 annex A, DL/T 645-1997 annex A. */
export function listDlt645Items(version: '2007' | '1997', address: string, reading: Dlt645Reading): Readonly<Record<string, string>> {
  const [imported, exported] = [bcd(reading.importWh / 10n, 4), bcd(reading.exportWh / 10n, 4)];
  const now = clock(reading.time);
  if (version === '1997') {
    return {
      '9010': imported,
      '9020': exported,
      B611: bcd(Math.round(reading.voltageMv / 1000), 2),
      B630: power(reading.powerW, false),
      C010: now.date,
      C011: now.time,
      C032: address,
    };
  }
  return {
    '00010000': imported,
    '00020000': exported,
    '02010100': bcd(Math.round(reading.voltageMv / 100), 2),
    '02010200': 'FFFF',
    '02030000': power(reading.powerW, true),
    '02800002': bcd(Math.round(reading.frequencyMhz / 10), 2),
    '04000101': now.date,
    '04000102': now.time,
    '04000401': address,
  };
}

/** Hex digits highest byte first, as the wire sends them: lowest byte first. */
function lowestFirst(hex: string): Buffer {
  return Buffer.from(hex, 'hex').reverse();
}

/**
 * FE four times, 68, address, 68, control, length, data plus 33H, sum, 16: DL/T 645-2007 5.2.
 * @param address twelve digits as printed
 * @param data fields highest byte first, in their order
 */
export function encodeDlt645Frame(address: string, control: number, ...data: readonly string[]): Uint8Array {
  const plain = Buffer.concat(data.map(lowestFirst));
  const frame = Buffer.concat([
    Buffer.of(0x68),
    lowestFirst(address),
    Buffer.of(0x68, control, plain.length),
    plain.map((byte) => (byte + 0x33) & 0xff),
  ]);
  const sum = frame.reduce((total, byte) => (total + byte) & 0xff, 0);
  return Buffer.concat([Buffer.alloc(4, 0xfe), frame, Buffer.of(sum, 0x16)]);
}
