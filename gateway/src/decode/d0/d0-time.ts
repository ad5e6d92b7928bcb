/** Leading digit of the season (VDEW-Lastenheft 2.1.2, time stamps): seconds that a clock is ahead of standard time. */
const SEASON_SECONDS: Readonly<Record<string, number | 'utc'>> = { '0': 0, '1': 3600, '2': 'utc' };
const TIME = /^(\d)?(\d{2}):?(\d{2})(?::?(\d{2}))?$/;
const DATE = /^(?:20)?(\d{2})-?(\d{2})-?(\d{2})$/;
const DATE_WITH_SEASON = /^([012])(\d{2})-?(\d{2})-?(\d{2})$/;

/**
 * Reads a meter's clock from 0.9.1 (hhmmss, hh:mm:ss or hh:mm) and 0.9.2 (YYMMDD, YY-MM-DD or YYYY-MM-DD), each with or
 * without the digit that tells the season: 0 standard time, 1 summer time, 2 UTC.
 * @param standardOffsetSeconds standard time east of UTC; a clock that tells no season is taken to show it all year
 * @returns Unix seconds of 2000 to 2099; `unset` where there is no such date; undefined where the texts are no clock of these
 *   forms (DD.MM.YY is none: it can't be told from YY.MM.DD).
 */
export function parseD0Time(timeText: string, dateText: string, standardOffsetSeconds: number): bigint | 'unset' | undefined {
  const time = TIME.exec(timeText);
  const seasonal = DATE_WITH_SEASON.exec(dateText);
  const date = seasonal === null ? DATE.exec(dateText) : [seasonal[0], ...seasonal.slice(2)];
  if (time === null || date === null) return undefined;
  const [year = 0, month = 0, day = 0] = date.slice(1).map(Number);
  const [hour = 0, minute = 0, second = 0] = time.slice(2).map((digits) => Number(digits ?? 0));
  const ahead = SEASON_SECONDS[time[1] ?? seasonal?.[1] ?? '0'];
  if (ahead === undefined) return undefined;
  const milliseconds = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const shown = new Date(milliseconds);
  // Date.UTC carries 31 February over into March; the meter did not mean that.
  const exists = shown.getUTCMonth() === month - 1 && shown.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!exists) return 'unset';
  return BigInt(milliseconds / 1000 - (ahead === 'utc' ? 0 : standardOffsetSeconds + ahead));
}
