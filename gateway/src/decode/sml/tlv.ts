import { accept, type Result, refuse } from '../../domain/index.ts';

/** One element of SML's binary encoding. What is left out as optional (`01`) is an octet string without octets. */
export type SmlElement =
  | { readonly type: 'octets'; readonly octets: Uint8Array }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** `size`: how many bytes it took on the wire, for meters leave leading zeros out or forget the sign. */
  | { readonly type: 'integer'; readonly value: bigint; readonly size: number; readonly isSigned: boolean }
  | { readonly type: 'list'; readonly items: readonly SmlElement[] }
  /** `00`, which ends a message. */
  | { readonly type: 'end' };

const TYPE = { octets: 0, boolean: 4, signed: 5, unsigned: 6, list: 7 } as const;
/** A GetListRes needs seven: message, body, list, entries, entry, time, local time. */
const DEPTH_MAX = 12;
/** Length fields of more bytes would count more than any frame holds. */
const LENGTH_BYTES_MAX = 4;
const INTEGER_BYTES_MAX = 8;

export interface SmlParsed {
  readonly element: SmlElement;
  /** Where the next element begins. */
  readonly next: number;
}

interface Header {
  readonly type: number;
  /** Of a list its items, of all others the octets behind the header. */
  readonly length: number;
  readonly next: number;
}

function readHeader(bytes: Uint8Array, at: number): Result<Header> {
  let length = 0;
  let type = 0;
  for (let count = 0; count < LENGTH_BYTES_MAX; count += 1) {
    const byte = bytes[at + count];
    if (byte === undefined) return refuse('FRAME_TRUNCATED', `SML: a type-length field expected at byte ${at + count}, got the end`);
    if (count === 0) type = (byte >> 4) & 7;
    length = length * 16 + (byte & 0x0f);
    if (byte & 0x80) continue;
    const headerLength = count + 1;
    const payload = type === TYPE.list ? length : length - headerLength;
    if (payload < 0) return refuse('FRAME_MALFORMED', `SML: a length of at least ${headerLength} expected at byte ${at}, got ${length}`);
    return accept({ type, length: payload, next: at + headerLength });
  }
  return refuse('FRAME_MALFORMED', `SML: a type-length field of at most ${LENGTH_BYTES_MAX} bytes expected at byte ${at}`);
}

function readInteger(octets: Uint8Array, isSigned: boolean): SmlElement {
  let value = 0n;
  for (const octet of octets) value = (value << 8n) | BigInt(octet);
  if (isSigned) value = BigInt.asIntN(8 * octets.length, value);
  return { type: 'integer', value, size: octets.length, isSigned };
}

/**
 * Reads one element, lists with all that is in them (SML 1.04, 6: binary encoding). Integers have 1 to 8 bytes, big-endian,
 * whatever the field's declared width, since meters leave leading zeros out.
 * @returns the element and where the next begins; FRAME_TRUNCATED where the bytes end within it; FRAME_MALFORMED for
 *   unknown types, integers of other sizes, and lists nested deeper than any message here is.
 */
export function parseSmlElement(bytes: Uint8Array, at: number, depth = 0): Result<SmlParsed> {
  if (bytes[at] === 0) return accept({ element: { type: 'end' }, next: at + 1 });
  const header = readHeader(bytes, at);
  if (!header.ok) return header;
  const { type, length, next: start } = header.value;
  if (type === TYPE.list) {
    if (depth >= DEPTH_MAX)
      return refuse('FRAME_MALFORMED', `SML: at most ${DEPTH_MAX} lists within each other expected, got more at byte ${at}`);
    const items: SmlElement[] = [];
    let next = start;
    for (let count = 0; count < length; count += 1) {
      const item = parseSmlElement(bytes, next, depth + 1);
      if (!item.ok) return item;
      items.push(item.value.element);
      next = item.value.next;
    }
    return accept({ element: { type: 'list', items }, next });
  }
  const next = start + length;
  if (next > bytes.length)
    return refuse('FRAME_TRUNCATED', `SML: ${length} octets expected behind byte ${at}, got ${bytes.length - start}`);
  const octets = bytes.slice(start, next);
  if (type === TYPE.octets) return accept({ element: { type: 'octets', octets }, next });
  if (type === TYPE.boolean && length === 1) return accept({ element: { type: 'boolean', value: octets[0] !== 0 }, next });
  if ((type === TYPE.signed || type === TYPE.unsigned) && length >= 1 && length <= INTEGER_BYTES_MAX)
    return accept({ element: readInteger(octets, type === TYPE.signed), next });
  return refuse('FRAME_MALFORMED', `SML: a known type and size expected at byte ${at}, got type ${type} with ${length} octets`);
}
