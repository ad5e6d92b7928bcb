import { accept, type Result, refuse } from '../../domain/index.ts';
import { type Dlt645Format, FAMILIES_1997, FAMILIES_2007, ITEMS_1997, ITEMS_2007 } from './dlt645-items.ts';

export interface Dlt645Value {
  /** Of this item; within a block, of its member. */
  readonly identifier: string;
  /** All digits with the point in its place: `000100.26`, `-00.4331`; undefined where the meter has none (FF, EE). */
  readonly text: string | undefined;
  readonly unit: string;
}

interface Layout {
  readonly format: Dlt645Format;
  readonly identifierOf: (index: number) => string;
  readonly isBlock: boolean;
}

/** Ends a block of 1997 (DL/T 645-1997 6.2). */
const BLOCK_END_1997 = 0xaa;

/**
 * Reads the data of an item or block whose identifier is known; of another, nothing.
 * @param data without identifier and offset, lowest byte first
 * @param isCut the rest of the block comes in a later frame
 * @returns VALUE_INVALID where the length is another or a digit is none.
 */
export function readDlt645Values(
  version: '1997' | '2007',
  identifier: string,
  data: Uint8Array,
  isCut: boolean,
): Result<readonly Dlt645Value[]> {
  const layout = version === '2007' ? find2007(identifier) : find1997(identifier);
  if (layout === undefined) return accept([]);
  const { format, identifierOf, isBlock } = layout;
  const endsWithMark = isBlock && version === '1997' && data.length % format.bytes === 1 && data.at(-1) === BLOCK_END_1997;
  const length = endsWithMark ? data.length - 1 : data.length;
  const count = Math.floor(length / format.bytes);
  if ((!isCut && length % format.bytes !== 0) || (!isBlock && count !== 1)) {
    const times = isBlock ? 'a multiple of ' : '';
    return refuse('VALUE_INVALID', `DL/T 645 ${identifier}: ${times}${format.bytes} bytes expected, got ${data.length}`);
  }
  const values: Dlt645Value[] = [];
  for (let index = 0; index < count; index += 1) {
    const member = identifierOf(index);
    const text = readText(member, format, data.subarray(index * format.bytes, (index + 1) * format.bytes), version);
    if (!text.ok) return text;
    values.push({ identifier: member, text: text.value, unit: format.unit });
  }
  return accept(values);
}

function find2007(identifier: string): Layout | undefined {
  const item = ITEMS_2007[identifier];
  if (item !== undefined) return { format: item, identifierOf: () => identifier, isBlock: false };
  const family = FAMILIES_2007[identifier.slice(0, 4)];
  const [member, period] = [identifier.slice(4, 6), identifier.slice(6, 8)];
  if (family === undefined || (member === 'FF' && period === 'FF')) return undefined;
  const { format, blockFrom } = family;
  const two = (value: number) => value.toString(16).padStart(2, '0').toUpperCase();
  if (member === 'FF') return { format, identifierOf: (index) => identifier.slice(0, 4) + two(blockFrom + index) + period, isBlock: true };
  if (period === 'FF') return { format, identifierOf: (index) => identifier.slice(0, 6) + two(index), isBlock: true };
  return { format, identifierOf: () => identifier, isBlock: false };
}

function find1997(identifier: string): Layout | undefined {
  const item = ITEMS_1997[identifier];
  if (item !== undefined) return { format: item, identifierOf: () => identifier, isBlock: false };
  const family = FAMILIES_1997[identifier.slice(0, 3)];
  if (family === undefined) return undefined;
  const { format, blockFrom } = family;
  if (!identifier.endsWith('F')) return { format, identifierOf: () => identifier, isBlock: false };
  return { format, identifierOf: (index) => identifier.slice(0, 3) + (blockFrom + index).toString(16).toUpperCase(), isBlock: true };
}

function readText(identifier: string, format: Dlt645Format, data: Uint8Array, version: '1997' | '2007'): Result<string | undefined> {
  if (data.every((byte) => byte === 0xff) || data.every((byte) => byte === 0xee)) return accept(undefined);
  const bytes = Uint8Array.from(data).reverse();
  if (format.kind === 'ascii') return accept(Buffer.from(bytes).toString('latin1').replace(/\0+/g, '').trim());
  const isNegative = format.isSigned && ((bytes[0] ?? 0) & 0x80) !== 0;
  if (isNegative) bytes[0] = (bytes[0] ?? 0) & 0x7f;
  const digits = Buffer.from(bytes).toString('hex').toUpperCase();
  if (format.kind === 'hex') return accept(digits);
  if (!/^\d+$/.test(digits)) return refuse('VALUE_INVALID', `DL/T 645 ${identifier}: BCD digits expected, got ${digits}`);
  return accept((isNegative ? '-' : '') + point(digits, decimalsOf(format, digits, version)));
}

/**
 * A voltage of 1997 is of whole volts in three digits (table A.3); meters that send a fourth mean tenths, for no meter on
 * low voltage measures a kilovolt.
 */
function decimalsOf(format: Dlt645Format, digits: string, version: '1997' | '2007'): number {
  return version === '1997' && format.unit === 'V' && !digits.startsWith('0') ? 1 : format.decimals;
}

function point(digits: string, decimals: number): string {
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
