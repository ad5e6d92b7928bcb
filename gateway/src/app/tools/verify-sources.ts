import { extractTransparencyValues } from '../../decode/index.ts';
import { accept, type Result, refuse } from '../../domain/index.ts';
import { createSmlFramer, parseJg1Line } from '../../framing/index.ts';

export const VERIFIABLE_FORMATS = ['ocmf', 'bsm', 'native', 'edl40'] as const;
export type VerifiableFormat = (typeof VERIFIABLE_FORMATS)[number];

/** Something that a meter signed, as it stands in a file. */
export interface Signed {
  readonly format: VerifiableFormat;
  readonly raw: Uint8Array;
  /** That stands beside it. */
  readonly key?: Uint8Array | string;
}

/** What a file holds that is meant to be signed and can't be read as such. */
export type SignedItem = Result<Signed>;

const NATIVE_LENGTH = 132;
/** Tag of the first field: docs/wire.md §1. */
const NATIVE_FIRST_BYTE = 0x09;
const SML_START = Buffer.from('1b1b1b1b01010101', 'hex');
const SML_MAX_LENGTH = 65_536;
/** Registers of a snapshot up to its signature, twice; two bytes each. */
const BSM_LENGTH_MIN = 408;
const BSM_LENGTH_MAX = 504;
const ITEMS_MAX = 100_000;
const JSON_DEPTH_MAX = 16;

const signed = (format: VerifiableFormat, raw: Uint8Array, key?: Uint8Array | string): SignedItem =>
  accept({ format, raw, ...(key !== undefined && { key }) });

/** Bytes that are what a meter's own memory or wire holds. */
function fromBinary(bytes: Uint8Array, format: VerifiableFormat | undefined, key?: Uint8Array | string): readonly SignedItem[] | undefined {
  const isSml = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(SML_START) >= 0;
  if (format === 'edl40' || (format === undefined && isSml)) {
    const { frames } = createSmlFramer({ maxLength: SML_MAX_LENGTH }).push(bytes);
    return frames.map((frame) => signed('edl40', Uint8Array.from(frame), key));
  }
  const isNative = bytes[0] === NATIVE_FIRST_BYTE && bytes.length > 0 && bytes.length % NATIVE_LENGTH === 0;
  if (format === 'native' || (format === undefined && isNative)) {
    const count = Math.ceil(bytes.length / NATIVE_LENGTH);
    return Array.from({ length: count }, (_, i) => signed('native', bytes.slice(i * NATIVE_LENGTH, (i + 1) * NATIVE_LENGTH), key));
  }
  const isBsm = bytes.length >= BSM_LENGTH_MIN && bytes.length <= BSM_LENGTH_MAX && bytes[0] === 0;
  if (format === 'bsm' || (format === undefined && isBsm)) return [signed('bsm', bytes, key)];
  return undefined;
}

/** Records begin a line; strings in them may hold the same letters, but then not at its beginning. */
function fromOcmf(text: string): readonly SignedItem[] {
  return text
    .split(/(?:^|[\r\n])\s*(?=OCMF\|)/)
    .filter((part) => part.startsWith('OCMF|'))
    .map((record) => signed('ocmf', Buffer.from(record.trimEnd(), 'latin1')));
}

/** What a native meter's wire said; a key that it names belongs to what follows. */
function fromJg1Lines(text: string): readonly SignedItem[] {
  let key: Uint8Array | undefined;
  return text.split(/\r\n|\n|\r/).flatMap((line): readonly SignedItem[] => {
    const start = line.indexOf('$JG');
    if (start < 0) return [];
    const parsed = parseJg1Line(line.slice(start));
    if (!parsed.ok) return [parsed];
    if (parsed.value.type === 'identity') key = parsed.value.publicKey;
    return parsed.value.type === 'reading' ? [signed('native', parsed.value.raw, key)] : [];
  });
}

function fromXml(bytes: Uint8Array): readonly SignedItem[] {
  const values = extractTransparencyValues(bytes);
  if (!values.ok) return [values];
  return values.value.map(({ format, signedData, publicKey }) => {
    if (/^OCMF$/i.test(format)) return signed('ocmf', signedData, publicKey);
    if (/EDL/i.test(format)) return signed('edl40', signedData, publicKey);
    return refuse('FORMAT_UNSUPPORTED', `transparency file: a value of format OCMF or EDL40 expected, got ${JSON.stringify(format)}`);
  });
}

const KEY_NAMES = /^(publicKey\w*|key)$/;
const HEX = /^(0x)?([0-9a-fA-F]{2})+$/;
/** A key of a JSON object that stands beside what it signed. */
const keyBeside = (node: object): string | undefined =>
  Object.entries(node).find(([name, value]) => KEY_NAMES.test(name) && typeof value === 'string')?.[1] as string | undefined;

/** Records and snapshots anywhere in JSON: a text that is one, with the nearest public key beside or above it. */
function fromJson(node: unknown, format: VerifiableFormat | undefined, key?: string, depth = 0): readonly SignedItem[] {
  if (typeof node === 'string') {
    if (/^\s*OCMF\|/.test(node)) return [signed('ocmf', Buffer.from(node.trim(), 'utf8'), key)];
    const text = node.trim();
    if (text.length < 2 * NATIVE_LENGTH || !HEX.test(text)) return [];
    return fromBinary(Buffer.from(text.replace(/^0x/, ''), 'hex'), format, key) ?? [];
  }
  if (typeof node !== 'object' || node === null || depth > JSON_DEPTH_MAX) return [];
  const nearest = Array.isArray(node) ? key : (keyBeside(node) ?? key);
  return Object.values(node).flatMap((child) => fromJson(child, format, nearest, depth + 1));
}

/** One line of hex is one thing; lines that each begin as one are many. */
function fromHex(text: string, format: VerifiableFormat | undefined): readonly SignedItem[] | undefined {
  const lines = text.split(/[\r\n]+/).map((line) => line.replace(/[\s:]/g, '').replace(/^0x/, ''));
  const filled = lines.filter((line) => line !== '');
  if (filled.length === 0 || !filled.every((line) => HEX.test(line))) return undefined;
  const each = filled.map((line) => fromBinary(Buffer.from(line, 'hex'), undefined));
  if (filled.length > 1 && each.every((items) => items !== undefined)) return each.flat() as SignedItem[];
  return fromBinary(Buffer.from(filled.join(''), 'hex'), format);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Finds what meters signed in a file, whatever it is: OCMF records as text, one or many; a transparency file (XML) with its
 * own keys; JSON that holds records or snapshots; $JG1 lines; BSM snapshots, SML frames and native readings as bytes or hex.
 * @param format where the content does not say
 * @returns each in its order; what is damaged as a refusal in its place; FORMAT_UNSUPPORTED where nothing is recognised
 */
export function findSigned(bytes: Uint8Array, format?: VerifiableFormat): Result<readonly SignedItem[]> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  const found = recognise(bytes, text, format);
  const items = format === undefined ? found : found?.filter((item) => !item.ok || item.value.format === format);
  if (items === undefined || items.length === 0) {
    const expected = format ?? 'an OCMF record, a transparency file, a BSM snapshot, native readings or signed SML';
    return refuse('FORMAT_UNSUPPORTED', `${expected} expected, none found in ${bytes.length} bytes`);
  }
  if (items.length > ITEMS_MAX) return refuse('FRAME_OVERLONG', `at most ${ITEMS_MAX} records expected, got ${items.length}`);
  return accept(items);
}

function recognise(bytes: Uint8Array, text: string, format: VerifiableFormat | undefined): readonly SignedItem[] | undefined {
  const start = text.trimStart();
  if (start.startsWith('<') || start.startsWith('\xff\xfe')) return fromXml(bytes);
  if (start.startsWith('{') || start.startsWith('[')) {
    const json = parseJson(Buffer.from(text, 'latin1').toString('utf8'));
    if (json !== undefined) return fromJson(json, format);
  }
  if (/(^|[\r\n])\s*OCMF\|/.test(text)) return fromOcmf(text);
  if (text.includes('$JG')) return fromJg1Lines(text);
  return fromHex(text, format) ?? fromBinary(bytes, format);
}
