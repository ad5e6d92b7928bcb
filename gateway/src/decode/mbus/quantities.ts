import type { MbusRecord } from './records.ts';

/** Unit that the maker alone knows: all of it stands in the next byte. */
const VIF_MANUFACTURER = 0x7f;

/** What a record measures. */
export interface Quantity {
  readonly quantity: 'energy' | 'power' | 'voltage' | 'frequency';
  /** Of Wh, W, V or Hz. */
  readonly exponent: number;
}

/**
 * Frequency, which makers write behind a unit of their own: ABB 0.01 Hz (2CMC485003M0201, M-Bus chapter), EMU 0.1 Hz (Professional
 * 3/75, github.com/rscada/libmbus, test/test-frames).
 */
const OWN_FREQUENCY: Readonly<Record<string, { readonly vife: number; readonly exponent: number }>> = {
  ABB: { vife: 0x59, exponent: -2 },
  EMU: { vife: 0x52, exponent: -1 },
};

/** Tables 10, 12 and 14 of EN 13757-3, as far as electricity meters use them. */
export function quantityOf({ vif, vife }: MbusRecord, manufacturer: string | undefined): Quantity | undefined {
  const [first = 0, second] = vif;
  const own = OWN_FREQUENCY[manufacturer ?? ''];
  if (first === VIF_MANUFACTURER && own !== undefined && vife[0] === own.vife) return { quantity: 'frequency', exponent: own.exponent };
  if (second === undefined) {
    if (first <= 0x07) return { quantity: 'energy', exponent: first - 3 };
    if (first >= 0x28 && first <= 0x2f) return { quantity: 'power', exponent: first - 0x28 - 3 };
    return undefined;
  }
  if (first === 0x7b) {
    // 0.1 and 1 MWh; MW; 0.1 Hz.
    if (second <= 0x01) return { quantity: 'energy', exponent: 5 + second };
    if (second === 0x28 || second === 0x29) return { quantity: 'power', exponent: 5 + second - 0x28 };
    if (second >= 0x2c && second <= 0x2f) return { quantity: 'frequency', exponent: second - 0x2c - 3 };
    return undefined;
  }
  if (first === 0x7d && second >= 0x40 && second <= 0x4f) return { quantity: 'voltage', exponent: second - 0x40 - 9 };
  return undefined;
}
