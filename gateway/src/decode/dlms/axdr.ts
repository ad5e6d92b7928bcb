import { accept, type Result, refuse } from '../../domain/index.ts';

/** Data of COSEM attributes as A-XDR writes it (IEC 62056-6-2, 4.1.5; DLMS UA 1000-2, 9.5). */
export type AxdrValue =
  | { readonly type: 'null' }
  | { readonly type: 'list'; readonly items: readonly AxdrValue[] }
  | { readonly type: 'integer'; readonly value: bigint; readonly tag: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'octets'; readonly bytes: Uint8Array }
  | { readonly type: 'text'; readonly text: string };

const DEPTH_MAX = 8;
const ITEMS_MAX = 512;
/** Tag, bytes, signed. */
const INTEGERS: Readonly<Record<number, readonly [bytes: number, signed: boolean]>> = {
  3: [1, false],
  5: [4, true],
  6: [4, false],
  13: [1, false],
  15: [1, true],
  16: [2, true],
  17: [1, false],
  18: [2, false],
  20: [8, true],
  21: [8, false],
  22: [1, false],
};
const FIXED_OCTETS: Readonly<Record<number, number>> = { 25: 12, 26: 5, 27: 4 };

/**
 * Reads one value. A list whose end is missing is taken as far as it goes, and `isCut` says so: meters exist that announce
 * more members than they send, under a check value that holds.
 */
export function parseAxdr(
  bytes: Uint8Array,
  start: number,
): Result<{ readonly value: AxdrValue; readonly end: number; readonly isCut: boolean }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = start;
  let isCut = false;

  const readLength = (): number | undefined => {
    const first = bytes[at++];
    if (first === undefined || first < 0x80) return first;
    let length = 0;
    for (let i = 0; i < first - 0x80; i += 1) {
      const byte = bytes[at++];
      if (byte === undefined || i > 2) return undefined;
      length = length * 256 + byte;
    }
    return length;
  };
  const take = (length: number): Uint8Array | undefined => {
    if (at + length > bytes.length) return undefined;
    at += length;
    return Uint8Array.from(bytes.subarray(at - length, at));
  };
  const cut = (what: string) => refuse('FRAME_TRUNCATED', `DLMS data: ${what} at ${at} expected, got the end`);

  const parseValue = (depth: number): Result<AxdrValue> => {
    if (depth > DEPTH_MAX) return refuse('FRAME_MALFORMED', `DLMS data: at most ${DEPTH_MAX} levels expected`);
    const tag = bytes[at++];
    if (tag === undefined) return cut('a value');
    const integer = INTEGERS[tag];
    if (integer !== undefined) {
      const [size, signed] = integer;
      const raw = take(size);
      if (raw === undefined) return cut(`${size} bytes`);
      const unsigned = BigInt(`0x${Buffer.from(raw).toString('hex')}`);
      return accept({ type: 'integer', value: signed ? BigInt.asIntN(size * 8, unsigned) : unsigned, tag });
    }
    switch (tag) {
      case 0:
      case 255:
        return accept({ type: 'null' });
      case 1:
      case 2:
        return parseList(depth);
      case 4: {
        const bits = readLength();
        const raw = bits === undefined ? undefined : take(Math.ceil(bits / 8));
        return raw === undefined ? cut('a bit string') : accept({ type: 'octets', bytes: raw });
      }
      case 9:
      case 10:
      case 12: {
        const length = readLength();
        const raw = length === undefined ? undefined : take(length);
        if (raw === undefined) return cut('a string');
        return accept(tag === 9 ? { type: 'octets', bytes: raw } : { type: 'text', text: Buffer.from(raw).toString('utf8') });
      }
      case 23:
      case 24: {
        const size = tag === 23 ? 4 : 8;
        if (at + size > bytes.length) return cut(`${size} bytes`);
        const value = tag === 23 ? view.getFloat32(at) : view.getFloat64(at);
        at += size;
        return accept({ type: 'float', value });
      }
      default: {
        const fixed = FIXED_OCTETS[tag];
        const raw = fixed === undefined ? undefined : take(fixed);
        if (raw !== undefined) return accept({ type: 'octets', bytes: raw });
        return fixed === undefined
          ? refuse('FORMAT_UNSUPPORTED', `DLMS data: a type of attribute data expected at ${at - 1}, got ${tag}`)
          : cut('a date');
      }
    }
  };

  const parseList = (depth: number): Result<AxdrValue> => {
    const count = readLength();
    if (count === undefined) return cut('a number of members');
    if (count > ITEMS_MAX) return refuse('FRAME_MALFORMED', `DLMS data: at most ${ITEMS_MAX} members expected, got ${count}`);
    const items: AxdrValue[] = [];
    for (let i = 0; i < count; i += 1) {
      const item = parseValue(depth + 1);
      if (!item.ok) {
        if (item.code !== 'FRAME_TRUNCATED' || depth > 1) return item;
        isCut = true;
        break;
      }
      items.push(item.value);
      if (isCut) break;
    }
    return accept({ type: 'list', items });
  };

  const value = parseValue(1);
  return value.ok ? accept({ value: value.value, end: at, isCut }) : value;
}
