import { type MeterReading, printKwh } from './meter-reading.ts';

/** What a D0 meter shows: registers and measurements at one instant. */
export interface D0Reading extends MeterReading {
  readonly serial: string;
  readonly frequencyMhz: number;
}

/** Seven bits and even parity, as a 7E1 line looks to a port that reads eight bits: IEC 62056-21 5.1.1. */
export function addEvenParity(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte) => {
    let parity = byte;
    for (const shift of [4, 2, 1]) parity ^= parity >> shift;
    return (byte & 0x7f) | ((parity & 1) << 7);
  });
}

/** `/XXXZident` and CR LF: IEC 62056-21 6.3.2. The letter names mode and speed. */
export function encodeD0Identification(letter: string, identification: string): Uint8Array {
  return Buffer.from(`/JGS${letter}${identification}\r\n`, 'latin1');
}

/** The data block: one data set to a line, then `!`: IEC 62056-21 6.5. The clock shows Central European standard time all year. */
export function encodeD0Block(reading: D0Reading): Uint8Array {
  const clock = new Date(Number(reading.time) * 1000 + 3_600_000).toISOString();
  const lines = [
    'F.F(00000000)',
    `C.1.0(${reading.serial})`,
    `0.9.1(${clock.slice(11, 19)})`,
    `0.9.2(${clock.slice(2, 10)})`,
    `1.8.0(${printKwh(reading.importWh)}*kWh)`,
    `2.8.0(${printKwh(reading.exportWh)}*kWh)`,
    `1.8.0*01(${printKwh(0n)}*kWh)`,
    `16.7.0(${reading.powerW < 0 ? '-' : ''}${Math.trunc(Math.abs(reading.powerW) / 1000)}.${String(Math.abs(reading.powerW) % 1000).padStart(3, '0')}*kW)`,
    `32.7.0(${(reading.voltageMv / 1000).toFixed(1)}*V)`,
    `14.7.0(${(reading.frequencyMhz / 1000).toFixed(2)}*Hz)`,
    '!\r\n',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** STX, block, ETX and the XOR of all after STX through ETX: IEC 62056-21 6.1, ISO 1155. */
export function guardD0Block(block: Uint8Array): Uint8Array {
  const covered = Buffer.concat([block, Buffer.of(0x03)]);
  return Buffer.concat([Buffer.of(0x02), covered, Buffer.of(covered.reduce((sum, byte) => sum ^ byte, 0))]);
}
