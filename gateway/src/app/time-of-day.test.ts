import { describe, expect, it } from 'vitest';
import { minuteOfDay } from './time-of-day.ts';

describe('the time of day of a price', () => {
  it.each([
    ['by UTC', '2026-06-21T17:30:59Z', 'UTC', 17 * 60 + 30],
    ['in summer', '2026-06-21T17:30:00Z', 'Europe/Paris', 19 * 60 + 30],
    ['in winter', '2026-12-21T17:30:00Z', 'Europe/Paris', 18 * 60 + 30],
    ['at midnight', '2026-06-20T22:00:00Z', 'Europe/Paris', 0],
    ['just before it', '2026-06-20T21:59:59Z', 'Europe/Paris', 23 * 60 + 59],
    ['where clocks differ by part of an hour', '2026-06-21T00:00:00Z', 'Asia/Kathmandu', 5 * 60 + 45],
  ])('%s', (_name, iso, zone, minutes) => {
    expect(minuteOfDay(Date.parse(iso) / 1000, zone)).toBe(minutes);
  });
});
