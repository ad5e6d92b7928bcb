import { crc16Arc, formatCrc } from './crc16.ts';
import { type MeterReading, printKwh } from './meter-reading.ts';

export interface P1Reading extends MeterReading {
  readonly serial: string;
}

function kw(watts: number): string {
  return `${String(Math.trunc(watts / 1000)).padStart(2, '0')}.${String(watts % 1000).padStart(3, '0')}`;
}

/** Last Sunday of a month at 01:00 UTC, when the EU's clocks change (Directive 2000/84/EC). */
function clockChange(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * 86_400_000;
}

/** YYMMDDhhmmss and S in summer, W in winter, Central European Time: DSMR 5.0.2 P1, section 6.4 (TST). */
export function formatP1Time(unixSeconds: bigint): string {
  const ms = Number(unixSeconds) * 1000;
  const year = new Date(ms).getUTCFullYear();
  const summer = ms >= clockChange(year, 2) && ms < clockChange(year, 9);
  const local = new Date(ms + (summer ? 2 : 1) * 3_600_000).toISOString();
  return `${local.slice(2, 19).replace(/[-T:]/g, '')}${summer ? 'S' : 'W'}`;
}

/** A DSMR 5 telegram of a single-phase meter with its CRC-16/ARC over `/` to `!`: DSMR 5.0.2 P1, sections 6.2 and 6.12. */
export function encodeP1Telegram(reading: P1Reading): Uint8Array {
  // Tariff 1 holds what was metered before the meter's night tariff was switched off.
  const night = reading.importWh / 3n;
  const lines = [
    '/JGS5\\2SIMULATED-P1',
    '',
    '1-3:0.2.8(50)',
    `0-0:1.0.0(${formatP1Time(reading.time)})`,
    `0-0:96.1.1(${Buffer.from(reading.serial).toString('hex').toUpperCase()})`,
    `1-0:1.8.1(${printKwh(night)}*kWh)`,
    `1-0:1.8.2(${printKwh(reading.importWh - night)}*kWh)`,
    `1-0:2.8.1(${printKwh(0n)}*kWh)`,
    `1-0:2.8.2(${printKwh(reading.exportWh)}*kWh)`,
    '0-0:96.14.0(0002)',
    `1-0:1.7.0(${kw(Math.max(reading.powerW, 0))}*kW)`,
    `1-0:2.7.0(${kw(Math.max(-reading.powerW, 0))}*kW)`,
    `1-0:32.7.0(${(reading.voltageMv / 1000).toFixed(1).padStart(5, '0')}*V)`,
    '!',
  ];
  const text = lines.join('\r\n');
  return Buffer.from(`${text}${formatCrc(crc16Arc(Buffer.from(text, 'latin1')))}\r\n`, 'latin1');
}
