import { accept, type Result, refuse } from '../../domain/index.ts';
import { ERROR_WORDS } from './dlt645-items.ts';
import { type Dlt645Value, readDlt645Values } from './dlt645-values.ts';

const START = 0x68;
const END = 0x16;
const PREAMBLE = 0xfe;
const ADDRESS_AT = 1;
const SECOND_START_AT = 7;
const CONTROL_AT = 8;
const LENGTH_AT = 9;
const HEAD_LENGTH = 10;
const OFFSET = 0x33;
const REPLY_BIT = 0x80;
const ERROR_BIT = 0x40;
const MORE_BIT = 0x20;
const FUNCTION_BITS = 0x1f;
const READ_ADDRESS = 0x13;
/** Functions whose data begin with an identifier: read, read on, read again (1997), write; likewise of 2007. */
const WITH_IDENTIFIER: Readonly<Record<'1997' | '2007', readonly number[]>> = {
  '1997': [0x01, 0x02, 0x03, 0x04],
  '2007': [0x11, 0x12, 0x14],
};
/** They carry the number of the frame as their last byte (DL/T 645-2007 7.2.3). */
const READ_ON_2007 = 0x12;
const BROADCAST_TIME = 0x08;

export interface Dlt645Message {
  readonly version: '1997' | '2007';
  /** Twelve digits, highest first, as printed on the meter; A where a request leaves a digit open. */
  readonly address: string;
  /** As on the wire. */
  readonly control: number;
  readonly isReply: boolean;
  /** The meter has more of this block in a frame to come. */
  readonly hasMore: boolean;
  /** Data identifier, highest byte first: `00010000`, or `9010` of 1997; undefined where the function has none. */
  readonly identifier: string | undefined;
  /** The data field after the identifier, 33H taken off, lowest byte first. */
  readonly data: Uint8Array;
  /** Of a reply to a known identifier: one, or each of a block. */
  readonly values: readonly Dlt645Value[];
}

/**
 * Decodes one DL/T 645 frame of 2007 or 1997, request or reply (DL/T 645-2007 5.2 and annex A, DL/T 645-1997 5.2 and
 * annex A): 68, address of six BCD bytes lowest first, 68, control, length, data each plus 33H, sum modulo 256 of all
 * before it, 16. Wake-up bytes FE before it are allowed. The control's function tells the version.
 * @returns the message, with values as decimal text; FRAME_TRUNCATED, FRAME_MALFORMED, CRC_MISMATCH for a wrong sum,
 *   DEVICE_EXCEPTION for an error reply, in words, VALUE_INVALID where a known item has another length or no BCD digits.
 */
export function decodeDlt645(frame: Uint8Array): Result<Dlt645Message> {
  const checked = checkFrame(frame);
  if (!checked.ok) return checked;
  const bytes = checked.value;
  const control = bytes[CONTROL_AT] ?? 0;
  const address = formatReversed(bytes.subarray(ADDRESS_AT, SECOND_START_AT));
  const plain = Uint8Array.from(bytes.subarray(HEAD_LENGTH, -2), (byte) => byte - OFFSET);
  const action = control & FUNCTION_BITS;
  const version = action < 0x10 && action !== BROADCAST_TIME ? '1997' : '2007';
  const isReply = (control & REPLY_BIT) !== 0;
  if (isReply && (control & ERROR_BIT) !== 0) return refuse('DEVICE_EXCEPTION', describeError(version, address, control, plain[0]));
  const identifierLength = WITH_IDENTIFIER[version].includes(action) ? (version === '1997' ? 2 : 4) : 0;
  // A write is confirmed without data.
  if (plain.length < identifierLength && !(isReply && plain.length === 0))
    return refuse('FRAME_TRUNCATED', `DL/T 645 frame: an identifier of ${identifierLength} bytes expected, got ${plain.length}`);
  const isBare = plain.length === 0 || identifierLength === 0;
  const identifier = isBare ? undefined : formatReversed(plain.subarray(0, identifierLength));
  const rest = isBare ? plain : plain.subarray(identifierLength);
  const data = isReply && version === '2007' && action === READ_ON_2007 ? rest.subarray(0, -1) : rest;
  const hasMore = isReply && (control & MORE_BIT) !== 0;
  const message = { version, address, control, isReply, hasMore, identifier, data } as const;
  if (!isReply) return accept({ ...message, values: [] });
  const item = action === READ_ADDRESS ? '04000401' : identifier;
  if (item === undefined || data.length === 0) return accept({ ...message, values: [] });
  const values = readDlt645Values(version, item, data, hasMore);
  return values.ok ? accept({ ...message, values: values.value }) : values;
}

/** The frame without what is before its first 68, checked from end to end. */
function checkFrame(frame: Uint8Array): Result<Uint8Array> {
  let start = 0;
  while (frame[start] === PREAMBLE) start += 1;
  const bytes = frame.subarray(start);
  const [first, second] = [bytes[0], bytes[SECOND_START_AT]];
  if (first !== undefined && first !== START) return refuse('FRAME_MALFORMED', `DL/T 645 frame: 68 expected first, got ${hexOf(first)}`);
  if (second !== undefined && second !== START)
    return refuse('FRAME_MALFORMED', `DL/T 645 frame: 68 expected after the address, got ${hexOf(second)}`);
  const dataLength = bytes[LENGTH_AT];
  if (dataLength === undefined) return refuse('FRAME_TRUNCATED', `DL/T 645 frame: 12 bytes or more expected, got ${bytes.length}`);
  const expected = HEAD_LENGTH + dataLength + 2;
  if (bytes.length < expected) return refuse('FRAME_TRUNCATED', `DL/T 645 frame: ${expected} bytes expected, got ${bytes.length}`);
  if (bytes.length > expected) return refuse('FRAME_MALFORMED', `DL/T 645 frame: ${expected} bytes expected, got ${bytes.length}`);
  if (bytes[expected - 1] !== END) return refuse('FRAME_MALFORMED', `DL/T 645 frame: 16 expected last, got ${hexOf(bytes[expected - 1])}`);
  const sum = bytes.subarray(0, expected - 2).reduce((total, byte) => (total + byte) & 0xff, 0);
  if (sum !== bytes[expected - 2])
    return refuse('CRC_MISMATCH', `DL/T 645 frame: check sum ${hexOf(sum)} expected, got ${hexOf(bytes[expected - 2])}`);
  return accept(bytes);
}

function hexOf(byte: number | undefined): string {
  return (byte ?? 0).toString(16).padStart(2, '0').toUpperCase();
}

function formatReversed(bytes: Uint8Array): string {
  return [...bytes].reverse().map(hexOf).join('');
}

function describeError(version: '1997' | '2007', address: string, control: number, word: number | undefined): string {
  const bits = ERROR_WORDS[version].filter((_, bit) => ((word ?? 0) >> bit) & 1);
  const said = word === undefined ? 'no error word' : `${hexOf(word)} (${bits.join(', ') || 'no error bit'})`;
  return `DL/T 645 meter ${address}: data expected, got the error reply ${hexOf(control)} with ${said}`;
}
