/** What every meter has to tell at one instant; each format adds what else it tells. */
export interface MeterReading {
  /** Unix seconds. */
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** Positive is import. */
  readonly powerW: number;
  readonly voltageMv: number;
}

/** Wh as the meter prints kWh: six digits, point, three digits. */
export function printKwh(wh: bigint): string {
  const digits = wh.toString().padStart(9, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
