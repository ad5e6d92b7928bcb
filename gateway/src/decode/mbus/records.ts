import { accept, type Result, refuse } from '../../domain/index.ts';

/** One data record of a variable data structure (EN 13757-3, 6). */
export interface MbusRecord {
  /** 0 of now, 1 and more of the past. */
  readonly storage: number;
  readonly tariff: number;
  readonly subunit: number;
  /** 0 instantaneous, 1 maximum, 2 minimum, 3 at an error. */
  readonly functionField: number;
  /** Value information without extension bits: one byte, or FB / FD and the next. */
  readonly vif: readonly number[];
  /** What combines with it. */
  readonly vife: readonly number[];
  readonly raw: Uint8Array;
  readonly kind: 'none' | 'integer' | 'real' | 'bcd' | 'text';
}

const IDLE = 0x2f;
const MANUFACTURER_DATA = 0x0f;
const MORE_FOLLOWS = 0x1f;
const EXTENDED = 0x80;
const DIFE_MAX = 10;
const PLAIN_TEXT_VIF = 0x7c;
const EXTENSION_VIFS = new Set([0x7b, 0x7d, 0x6f]);
/** Data field of a DIF: bytes and kind (EN 13757-3, table 5); 0D has its own length byte. */
const FIELDS: readonly (readonly [bytes: number, kind: MbusRecord['kind']])[] = [
  [0, 'none'],
  [1, 'integer'],
  [2, 'integer'],
  [3, 'integer'],
  [4, 'integer'],
  [4, 'real'],
  [6, 'integer'],
  [8, 'integer'],
  [0, 'none'],
  [1, 'bcd'],
  [2, 'bcd'],
  [3, 'bcd'],
  [4, 'bcd'],
  [0, 'text'],
  [6, 'bcd'],
  [0, 'none'],
];

/** Reads the records of one telegram, up to the manufacturer's own data. @returns FRAME_TRUNCATED where one is cut off. */
export function parseRecords(bytes: Uint8Array): Result<readonly MbusRecord[]> {
  const records: MbusRecord[] = [];
  let at = 0;
  const cut = () => refuse('FRAME_TRUNCATED', `M-Bus record ${records.length}: more bytes expected at ${at}`);
  while (at < bytes.length) {
    const dif = bytes[at++] ?? 0;
    if (dif === IDLE) continue;
    if (dif === MANUFACTURER_DATA || dif === MORE_FOLLOWS) break;
    let storage = (dif >> 6) & 1;
    let tariff = 0;
    let subunit = 0;
    let extended = (dif & EXTENDED) !== 0;
    for (let i = 0; extended; i += 1) {
      const dife = bytes[at++];
      if (dife === undefined || i >= DIFE_MAX) return cut();
      if (i < 6) storage |= (dife & 0x0f) << (1 + 4 * i);
      tariff |= ((dife >> 4) & 3) << (2 * i);
      subunit |= ((dife >> 6) & 1) << i;
      extended = (dife & EXTENDED) !== 0;
    }
    const first = bytes[at++];
    if (first === undefined) return cut();
    const vif = [first & 0x7f];
    const vife: number[] = [];
    let more = (first & EXTENDED) !== 0;
    // A unit in plain text stands before the extensions, its length first.
    if ((first & 0x7f) === PLAIN_TEXT_VIF) at += 1 + (bytes[at] ?? 0);
    for (let i = 0; more; i += 1) {
      const next = bytes[at++];
      if (next === undefined || i >= DIFE_MAX) return cut();
      if (i === 0 && EXTENSION_VIFS.has(first & 0x7f)) vif.push(next & 0x7f);
      else vife.push(next & 0x7f);
      more = (next & EXTENDED) !== 0;
    }
    const [fixed = 0, kind = 'none'] = FIELDS[dif & 0x0f] ?? [];
    let length = fixed;
    if (kind === 'text') {
      const announced = bytes[at++];
      if (announced === undefined) return cut();
      length =
        announced <= 0xbf ? announced : announced <= 0xcf ? announced - 0xc0 : announced <= 0xdf ? announced - 0xd0 : announced - 0xe0;
    }
    if (at + length > bytes.length) return cut();
    records.push({
      storage,
      tariff,
      subunit,
      functionField: (dif >> 4) & 3,
      vif,
      vife,
      kind,
      raw: Uint8Array.from(bytes.subarray(at, at + length)),
    });
    at += length;
  }
  return accept(records);
}

/** A record's number: an integer and a power of ten; undefined for none, for all ones, for BCD that says error. */
export function numberOf({ kind, raw }: MbusRecord): bigint | undefined {
  if (raw.length === 0) return undefined;
  const big = [...raw].reverse();
  if (kind === 'integer') {
    const unsigned = BigInt(`0x${Buffer.from(big).toString('hex')}`);
    const bits = raw.length * 8;
    // The least value is EN 13757-3's mark of an invalid integer (annex A, type B).
    if (unsigned === 1n << BigInt(bits - 1)) return undefined;
    return BigInt.asIntN(bits, unsigned);
  }
  if (kind === 'bcd') {
    const digits = Buffer.from(big).toString('hex');
    // The highest digit F is a minus sign (annex A, type A).
    const isNegative = digits.startsWith('f');
    const text = isNegative ? digits.slice(1) : digits;
    return /^\d+$/.test(text) ? BigInt(text) * (isNegative ? -1n : 1n) : undefined;
  }
  return undefined;
}
