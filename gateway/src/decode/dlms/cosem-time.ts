const UNSPECIFIED_DEVIATION = -0x8000;
const CLOCK_INVALID = 0x01;

export interface CosemTime {
  /** Unix seconds; undefined where the meter does not say how far from UTC its clock goes. */
  readonly seconds: bigint | undefined;
  /** The meter calls its clock invalid. */
  readonly isInvalid: boolean;
}

/**
 * Reads date-time of 12 bytes (IEC 62056-6-2, 4.1.6.1): year, month, day, weekday, hour, minute, second, hundredths, deviation in
 * minutes from local time to UTC, clock status.
 * @param standardOffsetSeconds taken where the deviation is not specified; none: such a time is undefined
 * @returns undefined where it is no date-time of 12 bytes or has no date.
 */
export function readCosemTime(bytes: Uint8Array, standardOffsetSeconds?: number): CosemTime | undefined {
  if (bytes.length !== 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [year, month = 0, day = 0] = [view.getUint16(0), bytes[2], bytes[3]];
  const [hour = 0, minute = 0] = [bytes[5], bytes[6]];
  const second = bytes[7] === 0xff ? 0 : (bytes[7] ?? 0);
  if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const deviation = view.getInt16(9);
  const status = bytes[11] ?? 0;
  const isInvalid = status !== 0xff && (status & CLOCK_INVALID) !== 0;
  const local = BigInt(Date.UTC(year, month - 1, day, hour, minute, second) / 1000);
  if (deviation === UNSPECIFIED_DEVIATION)
    return { seconds: standardOffsetSeconds === undefined ? undefined : local - BigInt(standardOffsetSeconds), isInvalid };
  return Math.abs(deviation) > 840 ? undefined : { seconds: local + BigInt(deviation * 60), isInvalid };
}
