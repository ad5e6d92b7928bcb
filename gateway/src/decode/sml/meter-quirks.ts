import type { SmlElement } from './tlv.ts';

/**
 * DZG's DVS74 before firmware 1.2 sends power of one or two bytes unsigned but marks it signed, so that 356.24 W reads as
 * -299.12 W; it sends what is really negative in four bytes. Its factory numbers, of those DZG named to
 * volkszaehler/libsml (pull request 136, issue 105); the maker's other models with numbers beside them do it right.
 */
const DZG_UNSIGNED_POWER: readonly (readonly [first: number, last: number])[] = [
  [42_000_000, 48_999_999],
  [55_000_000, 58_999_999],
];
const DZG = '1DZG00';
const UNSIGNED_BYTES_MAX = 2;

/** Power as the meter meant it, where it is known to send it otherwise. */
export function correctPower(value: SmlElement, meterSerial: string | undefined): SmlElement {
  if (value.type !== 'integer' || !value.isSigned || value.size > UNSIGNED_BYTES_MAX || !meterSerial?.startsWith(DZG)) return value;
  const number = Number(meterSerial.slice(DZG.length));
  const isAffected = DZG_UNSIGNED_POWER.some(([first, last]) => number >= first && number <= last);
  return isAffected ? { ...value, value: BigInt.asUintN(8 * value.size, value.value), isSigned: false } : value;
}
