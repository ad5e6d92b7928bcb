import { accept, type Result, refuse } from '../domain/index.ts';
import { decodeBase64url } from './base64url.ts';
import { crc16X25 } from './crc16.ts';

/** What a native meter says (docs/wire.md §1). */
export type Jg1Message =
  /** `$JG1`: 132 bytes of a SignedReading. */
  | { readonly type: 'reading'; readonly raw: Uint8Array }
  /** `$JGI1`: 33-byte compressed secp256k1 key, and what the meter calls itself. */
  | { readonly type: 'identity'; readonly publicKey: Uint8Array; readonly model: string; readonly serial: string }
  /** `$JGP1`: 65 bytes r | s | v over the possession message. */
  | { readonly type: 'possession'; readonly signature: Uint8Array }
  /** `$JGN1`: the 33-byte compressed key that comes after the present one, and 65 bytes r | s | v by that over the succession message. */
  | { readonly type: 'next'; readonly publicKey: Uint8Array; readonly signature: Uint8Array };

/** Restated from docs/wire.md: this room knows no schema. Line ends included. */
const LINE_MAX_LENGTH = 256;
const READING_LENGTH = 132;
const COMPRESSED_KEY_LENGTH = 33;
const SIGNATURE_LENGTH = 65;
/** `*` and four hex digits. */
const TRAILER_LENGTH = 5;
/** Printable ASCII without the characters that delimit. */
const FIELD = /^[ -#%-)+\x2d-~]+$/;

/**
 * Parses one line of a native meter, with or without its CR LF.
 * @param line characters, or bytes taken as Latin-1 so that any byte has its own character
 * @returns the message, or FRAME_OVERLONG, FRAME_TRUNCATED, FRAME_MALFORMED or CRC_MISMATCH.
 */
export function parseJg1Line(line: string | Uint8Array): Result<Jg1Message> {
  if (line.length > LINE_MAX_LENGTH)
    return refuse('FRAME_OVERLONG', `line: at most ${LINE_MAX_LENGTH} characters expected, got ${line.length}`);
  const text = (typeof line === 'string' ? line : latin1(line)).replace(/\r?\n?$/, '');
  const body = checkFrame(text);
  return body.ok ? parseBody(body.value) : body;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** @returns the characters between `$` and `*`, once the CRC has been checked over them. */
function checkFrame(text: string): Result<string> {
  if (text.length === 0) return refuse('FRAME_TRUNCATED', 'line: $…*CRC expected, got an empty line');
  if (text[0] !== '$') return refuse('FRAME_MALFORMED', `line: $ expected first, got ${JSON.stringify(text[0])}`);
  const star = text.indexOf('*');
  if (star < 0) return refuse('FRAME_TRUNCATED', `line: * and CRC expected, got the end after ${text.length} characters`);
  const digits = text.slice(star + 1);
  if (digits.length < TRAILER_LENGTH - 1 && /^[0-9A-F]*$/.test(digits)) {
    return refuse('FRAME_TRUNCATED', `line: four digits of CRC expected, got ${digits.length}`);
  }
  if (!/^[0-9A-F]{4}$/.test(digits))
    return refuse('FRAME_MALFORMED', `line: four upper-case hex digits expected after *, got ${JSON.stringify(digits)}`);
  const body = text.slice(1, star);
  // A string may hold characters beyond Latin-1, which the CRC could not see.
  if (/[^\x20-\x7e]/.test(body)) return refuse('FRAME_MALFORMED', 'line: printable ASCII expected between $ and *');
  const crc = crc16X25(Buffer.from(body, 'latin1'));
  if (crc !== Number.parseInt(digits, 16)) {
    return refuse('CRC_MISMATCH', `line: CRC ${crc.toString(16).toUpperCase().padStart(4, '0')} expected, got ${digits}`);
  }
  return accept(body);
}

function parseBody(body: string): Result<Jg1Message> {
  const [kind = '', ...fields] = body.split(',');
  switch (kind) {
    case 'JG1':
      return onlyBytes(fields, READING_LENGTH, '$JG1', (raw) => ({ type: 'reading', raw }));
    case 'JGP1':
      return onlyBytes(fields, SIGNATURE_LENGTH, '$JGP1', (signature) => ({ type: 'possession', signature }));
    case 'JGI1':
      return parseIdentity(fields);
    case 'JGN1':
      return parseNext(fields);
    default:
      return refuse('FRAME_MALFORMED', `line: $JG1, $JGI1, $JGN1 or $JGP1 expected, got ${JSON.stringify(kind.slice(0, 16))}`);
  }
}

function onlyBytes(fields: string[], length: number, what: string, build: (bytes: Uint8Array) => Jg1Message): Result<Jg1Message> {
  const [text] = fields;
  if (text === undefined || fields.length !== 1) return refuse('FRAME_MALFORMED', `${what}: one field expected, got ${fields.length}`);
  const bytes = decodeBase64url(text, length, what);
  return bytes.ok ? accept(build(bytes.value)) : bytes;
}

function parseIdentity(fields: string[]): Result<Jg1Message> {
  const [key, model, serial] = fields;
  if (key === undefined || model === undefined || serial === undefined || fields.length !== 3) {
    return refuse('FRAME_MALFORMED', `$JGI1: key, model and serial expected, got ${fields.length} fields`);
  }
  const publicKey = decodeKey(key, '$JGI1 key');
  if (!publicKey.ok) return publicKey;
  if (!FIELD.test(model) || !FIELD.test(serial))
    return refuse('FRAME_MALFORMED', '$JGI1: model and serial in printable ASCII without $ and * expected');
  return accept({ type: 'identity', publicKey: publicKey.value, model, serial });
}

function parseNext(fields: string[]): Result<Jg1Message> {
  const [key, by] = fields;
  if (key === undefined || by === undefined || fields.length !== 2)
    return refuse('FRAME_MALFORMED', `$JGN1: key and signature expected, got ${fields.length} fields`);
  const publicKey = decodeKey(key, '$JGN1 key');
  if (!publicKey.ok) return publicKey;
  const signature = decodeBase64url(by, SIGNATURE_LENGTH, '$JGN1 signature');
  return signature.ok ? accept({ type: 'next', publicKey: publicKey.value, signature: signature.value }) : signature;
}

function decodeKey(text: string, what: string): Result<Uint8Array> {
  const key = decodeBase64url(text, COMPRESSED_KEY_LENGTH, what);
  if (!key.ok) return key;
  const prefix = key.value[0];
  return prefix === 2 || prefix === 3 ? key : refuse('FRAME_MALFORMED', `${what}: a compressed key begins with 02 or 03, got ${prefix}`);
}
