import { accept, type Result, refuse } from '../../domain/index.ts';

/** One value of a file of the Transparenzsoftware of SAFE e.V.: what was signed, and under whose key. */
export interface TransparencyValue {
  /** `OCMF`, `EDL40_P`, … as the file says. */
  readonly format: string;
  readonly signedData: Uint8Array;
  /** As it stands, white space taken out. */
  readonly publicKey: string | undefined;
}

const VALUES_MAX = 10_000;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const VALUE = /<value\b[^>]*>([\s\S]*?)<\/value>/g;
const DATA = /<(signedData|encodedData)\b([^>]*)>([\s\S]*?)<\/\1>/;
const KEY = /<publicKey\b[^>]*>([\s\S]*?)<\/publicKey>/;

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1];
}

/** Character references and the five named ones; nothing else is ever expanded. */
function expand(text: string): string {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  if (cdata?.[1] !== undefined) return cdata[1];
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function decodeData(text: string, encoding: string): Uint8Array {
  const compact = text.replace(/\s/g, '');
  if (encoding === 'hex') return Buffer.from(compact, 'hex');
  if (encoding === 'base64') return Buffer.from(compact, 'base64');
  return Buffer.from(expand(text).trim(), 'utf8');
}

/**
 * Takes the signed values out of a transparency file. Reads only what it needs of XML: no document types, so no entities of the
 * file's own and nothing that could be expanded without end.
 * @returns FRAME_MALFORMED for a document type or no `<values>`.
 */
export function extractTransparencyValues(xml: Uint8Array): Result<readonly TransparencyValue[]> {
  const text = Buffer.from(xml.buffer, xml.byteOffset, xml.length).toString('utf8');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return refuse('FRAME_MALFORMED', 'transparency file: no document type expected');
  if (!/<values[\s>]/.test(text)) return refuse('FRAME_MALFORMED', 'transparency file: <values> expected');
  const values: TransparencyValue[] = [];
  for (const [, body = ''] of text.matchAll(VALUE)) {
    const data = DATA.exec(body);
    if (data === null) continue;
    if (values.length >= VALUES_MAX) return refuse('FRAME_OVERLONG', `transparency file: at most ${VALUES_MAX} values expected`);
    const [, , attributes = '', content = ''] = data;
    const publicKey = KEY.exec(body)?.[1];
    values.push({
      format: attribute(attributes, 'format') ?? '',
      signedData: decodeData(content, (attribute(attributes, 'encoding') ?? 'plain').toLowerCase()),
      publicKey: publicKey === undefined ? undefined : expand(publicKey).replace(/\s/g, ''),
    });
  }
  return accept(values);
}
