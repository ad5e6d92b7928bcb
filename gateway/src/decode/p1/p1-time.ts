const TIMESTAMP = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})([WS])?$/;

/**
 * Reads a P1 timestamp YYMMDDhhmmssX (DSMR P1 Companion Standard 5.0.2 §6.4): local time of 2000–2099, X is W for
 * standard or S for summer time.
 * @param standardOffsetSeconds east of UTC in winter; Central Europe 3600
 * @returns Unix seconds; `unset` where no moment can be told (no flag, or no such date: a meter whose clock was never
 *   set); undefined where the text is no timestamp at all.
 */
export function parseP1Time(text: string, standardOffsetSeconds: number): bigint | 'unset' | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const flag = match[7];
  if (flag === undefined) return 'unset';
  const milliseconds = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const date = new Date(milliseconds);
  // Date.UTC carries 31 February over into March; the meter did not mean that.
  const exists =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    second < 60;
  if (!exists) return 'unset';
  return BigInt(milliseconds / 1000 - standardOffsetSeconds - (flag === 'S' ? 3600 : 0));
}
