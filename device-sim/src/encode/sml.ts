import { encodeServerId, encodeSmlList, entry, list, octets, type SmlCrc, secondsIndexTime, signed, unsigned } from './sml-elements.ts';

export interface SmlReading {
  /** As on the nameplate, DIN 43863-5: "1JGS0012345678". */
  readonly serial: string;
  /** Seconds since the meter was switched on. */
  readonly secondsIndex: number;
  /** Unix seconds, where the meter has a clock and tells it. */
  readonly time: bigint | undefined;
  /** Undefined: the meter has no such register. */
  readonly importWh: bigint | undefined;
  /** Undefined: the meter has no such register. */
  readonly exportWh: bigint | undefined;
  /** Positive is import; undefined: not told, as meters do without their PIN. */
  readonly powerW: number | undefined;
  readonly voltageMv: number | undefined;
}

const WH = 30;
const WATT = 27;
const VOLT = 35;

/** What a modern German meter pushes every second or two: FNN Lastenheft Basiszähler, "INFO" interface with PIN entered. */
export function encodeSmlFrame(reading: SmlReading, options: { readonly crc: SmlCrc } = { crc: 'x25' }): Uint8Array {
  const serverId = encodeServerId(reading.serial);
  const time = reading.time === undefined ? secondsIndexTime(reading.secondsIndex) : list(unsigned(2), unsigned(reading.time, 4));
  const entries = [
    entry({ code: '1-0:96.50.1*1', value: octets(serverId.subarray(2, 5)) }),
    entry({ code: '1-0:96.1.0*255', value: octets(serverId) }),
  ];
  const register = (code: string, wh: bigint | undefined, status?: Buffer): void => {
    if (wh === undefined) return;
    entries.push(entry({ code, ...(status === undefined ? {} : { status }), unit: WH, scaler: -1, value: unsigned(wh * 10n, 8) }));
  };
  register('1-0:1.8.0*255', reading.importWh, unsigned(0x1c0104, 4));
  register('1-0:2.8.0*255', reading.exportWh);
  if (reading.powerW !== undefined)
    entries.push(entry({ code: '1-0:16.7.0*255', unit: WATT, scaler: 0, value: signed(reading.powerW, 4) }));
  if (reading.voltageMv !== undefined)
    entries.push(entry({ code: '1-0:32.7.0*255', unit: VOLT, scaler: -1, value: unsigned(Math.round(reading.voltageMv / 100), 2) }));
  return encodeSmlList({ serverId, secondsIndex: reading.secondsIndex, listName: '1-0:98.10.255*255', time, entries }, options.crc);
}
