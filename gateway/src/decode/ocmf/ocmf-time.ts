export interface OcmfTime {
  /** Unix seconds, milliseconds cut off. */
  readonly seconds: bigint;
  /** U unknown, I informative, S synchronised, R relative (OCMF 1.2, table 19). */
  readonly state: 'U' | 'I' | 'S' | 'R';
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)[.,]\d{3}([+-])(\d\d)(\d\d) ([UISR])$/;

/** Reads `2018-07-24T13:22:04,000+0200 S` (OCMF 1.2, "Time"). @returns undefined where it is none, or no day of the calendar. */
export function parseOcmfTime(text: string): OcmfTime | undefined {
  const found = TIME.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const [zoneHour = 0, zoneMinute = 0] = found.slice(8, 10).map(Number);
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 14 || zoneMinute > 59) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (year < 1970 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const local = midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second;
  const zone = (zoneHour * 3600 + zoneMinute * 60) * (found[7] === '-' ? -1 : 1);
  if (local - zone <= 0) return undefined;
  return { seconds: BigInt(local - zone), state: found[10] as OcmfTime['state'] };
}
