/** Minutes since midnight of an instant by a zone's wall clock, summer time included. @param time Unix seconds */
export function minuteOfDay(time: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(
    time * 1000,
  );
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return 60 * value('hour') + value('minute');
}
