import type { SmlElement } from './tlv.ts';

const CHOICE = { timestamp: 2n, localTimestamp: 3n } as const;
/** 2000-01-01: a clock before that, or at its end, was never set. */
const SET_FROM = 946_684_800n;
const NEVER_SET = 0xffff_ffffn;
const SECONDS_PER_MINUTE = 60n;

/** A meter's own time; its seconds index, which counts from when it was switched on, is none. */
export interface SmlTime {
  /** Unix seconds. */
  readonly time: bigint;
  /** What the meter's local time, daylight saving included, adds to them; 0 where it does not tell. */
  readonly offsetSeconds: bigint;
  readonly isSet: boolean;
}

const integerOf = (element: SmlElement | undefined): bigint | undefined => (element?.type === 'integer' ? element.value : undefined);

/**
 * Reads SML_Time (SML 1.04, 5.2: choice 1 seconds index, 2 Unix timestamp, 3 timestamp with offset and season in
 * minutes).
 * @returns undefined for a seconds index, also one without its choice as Holley sends it, for nothing, and for what is no
 *   SML_Time: none of them says when.
 */
export function readSmlTime(element: SmlElement): SmlTime | undefined {
  if (element.type !== 'list' || element.items.length !== 2) return undefined;
  const choice = integerOf(element.items[0]);
  const content = element.items[1];
  const parts = content?.type === 'list' ? content.items : [content];
  if (choice !== CHOICE.timestamp && (choice !== CHOICE.localTimestamp || parts.length !== 3)) return undefined;
  const [time, offset = 0n, season = 0n] = parts.map(integerOf);
  if (time === undefined) return undefined;
  const offsetSeconds = choice === CHOICE.localTimestamp ? (offset + season) * SECONDS_PER_MINUTE : 0n;
  return { time, offsetSeconds, isSet: time >= SET_FROM && time < NEVER_SET };
}

/** Choice 1, or a bare number. */
export function readSecondsIndex(element: SmlElement): bigint | undefined {
  if (element.type === 'integer') return element.value;
  if (element.type !== 'list' || element.items.length !== 2) return undefined;
  return integerOf(element.items[0]) === 1n ? integerOf(element.items[1]) : undefined;
}
