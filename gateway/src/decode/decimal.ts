const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/**
 * Reads a decimal number as an integer of a smaller unit, by digits alone: "12345.678" with 3 places is 12345678n.
 * @param places decimal places of the result's unit (kWh to Wh: 3)
 * @param rounding what becomes of digits beyond: `floor` for energy, which shall never exceed what was measured;
 *   `nearest` (half away from zero) for measurements
 * @returns undefined where the text is no decimal number.
 */
export function parseDecimal(text: string, places: number, rounding: 'floor' | 'nearest'): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  const rest = fraction.slice(places);
  const negative = sign === '-';
  if (rounding === 'nearest') {
    const magnitude = rest >= '5' ? kept + 1n : kept;
    return negative ? -magnitude : magnitude;
  }
  if (!negative) return kept;
  return /[1-9]/.test(rest) ? -kept - 1n : -kept;
}
