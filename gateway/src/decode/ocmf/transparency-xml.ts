import { accept, type Result, refuse } from '../../domain/index.ts';

/** One value of a file of the Transparenzsoftware of SAFE e.V.: what was signed, and under whose key. */
export interface TransparencyValue {
  /** `OCMF`, `EDL40_P`, … as the file says; of records that say so themselves, `OCMF` also where it does not. */
  readonly format: string;
  readonly signedData: Uint8Array;
  /** As it stands, white space taken out. */
  readonly publicKey: string | undefined;
}

const FILE_MAX_BYTES = 1 << 24;
const VALUES_MAX = 10_000;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** No `<` in a value of an attribute (XML 1.0, 3.1), so that no tag is looked for beyond the next one's start. */
const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const LATIN1 = /^<\?xml[^>]{0,200}encoding\s*=\s*["'](?:ISO-8859-1|ISO-8859-15|windows-1252|latin1|US-ASCII)["']/i;
/** The leaves that are read, of the parts of a value they are. */
const LEAVES: ReadonlyMap<string, 'data' | 'key'> = new Map([
  ['signedData', 'data'],
  ['encodedData', 'data'],
  ['publicKey', 'key'],
]);

type Markup =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'open' | 'close'; readonly name: string; readonly attributes: string; readonly isEmpty: boolean };

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found?.[1] ?? found?.[2];
}

/** Character references and the five named ones; nothing else is ever expanded. */
function expand(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Text and tags in their order, each character looked at once; comments and instructions are left out. */
function* readMarkup(text: string): Generator<Markup, Result<undefined>> {
  const skipTo = (end: string, from: number): number => {
    const found = text.indexOf(end, from);
    return found < 0 ? -1 : found + end.length;
  };
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf('<', at);
    if (next !== at) {
      const end = next < 0 ? text.length : next;
      yield { type: 'text', text: expand(text.slice(at, end)) };
      at = end;
      continue;
    }
    let end: number;
    if (text.startsWith('<!--', at)) end = skipTo('-->', at + 4);
    else if (text.startsWith('<?', at)) end = skipTo('?>', at + 2);
    else if (text.startsWith('<![CDATA[', at)) {
      end = skipTo(']]>', at + 9);
      if (end > 0) yield { type: 'text', text: text.slice(at + 9, end - 3) };
    } else if (text.startsWith('<!', at))
      return refuse('FRAME_MALFORMED', `transparency file: no document type expected, got one at ${at}`);
    else {
      TAG.lastIndex = at;
      const [whole = '', slash, name = '', attributes = '', empty] = TAG.exec(text) ?? [];
      end = whole === '' ? -1 : at + whole.length;
      if (end > 0) yield { type: slash === '/' ? 'close' : 'open', name, attributes, isEmpty: empty === '/' };
    }
    if (end < 0)
      return refuse(
        'FRAME_MALFORMED',
        `transparency file: a tag that ends expected at ${at}, got ${JSON.stringify(text.slice(at, at + 16))}`,
      );
    at = end;
  }
  return accept(undefined);
}

/** Files leave the encoding out: a record has pipes, hex and base64 have none. */
function decodeData(text: string, encoding: string | undefined): Uint8Array {
  const compact = text.replace(/\s/g, '');
  const isHex = /^(?:[0-9a-fA-F]{2})+$/.test(compact);
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
  if (encoding === 'hex' || (encoding === undefined && isHex)) return Buffer.from(compact, 'hex');
  if (encoding === 'base64' || (encoding === undefined && isBase64)) return Buffer.from(compact, 'base64');
  return Buffer.from(text.trim(), 'utf8');
}

interface OpenValue {
  data: { text: string; readonly attributes: string } | undefined;
  key: { text: string } | undefined;
}

function closeValue({ data, key }: OpenValue): TransparencyValue | undefined {
  if (data === undefined) return undefined;
  const signedData = decodeData(data.text, attribute(data.attributes, 'encoding')?.toLowerCase());
  const saysOcmf = Buffer.from(signedData.subarray(0, 5)).toString('latin1') === 'OCMF|';
  return {
    format: attribute(data.attributes, 'format') ?? (saysOcmf ? 'OCMF' : ''),
    signedData: Uint8Array.from(signedData),
    publicKey: key?.text.replace(/\s/g, ''),
  };
}

function decodeText(xml: Uint8Array): string {
  const bytes = Buffer.from(xml.buffer, xml.byteOffset, xml.length);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  const head = bytes.subarray(0, 256).toString('latin1');
  // Line ends become LF (XML 1.0, 2.11).
  return bytes
    .toString(LATIN1.test(head) ? 'latin1' : 'utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n');
}

/**
 * Takes the signed values out of a transparency file (`<values><value><signedData format="OCMF" encoding="plain">…`,
 * SAFE e.V. Transparenzsoftware). Reads only what it needs of XML: no document types, so no entities of the file's own and
 * nothing that could be expanded without end; time and memory grow with the file's length and no faster.
 * @param xml the file, UTF-8 unless it says otherwise, up to 16 MiB
 * @returns FRAME_OVERLONG, or FRAME_MALFORMED for a document type, a tag without end or no `<values>`.
 */
export function extractTransparencyValues(xml: Uint8Array): Result<readonly TransparencyValue[]> {
  if (xml.length > FILE_MAX_BYTES)
    return refuse('FRAME_OVERLONG', `transparency file: at most ${FILE_MAX_BYTES} bytes expected, got ${xml.length}`);
  const values: TransparencyValue[] = [];
  let hasValues = false;
  let value: OpenValue | undefined;
  let leaf: { name: string; text: string[]; readonly take: (text: string) => void } | undefined;
  const markup = readMarkup(decodeText(xml));
  for (;;) {
    const step = markup.next();
    if (step.done) {
      if (!step.value.ok) return step.value;
      return hasValues ? accept(values) : refuse('FRAME_MALFORMED', 'transparency file: <values> expected');
    }
    const part = step.value;
    if (part.type === 'text') {
      leaf?.text.push(part.text);
    } else if (part.type === 'open') {
      const { name, attributes, isEmpty } = part;
      if (name === 'values') hasValues = true;
      if (name === 'value' && !isEmpty) value = { data: undefined, key: undefined };
      const open = value;
      const role = LEAVES.get(name);
      if (open === undefined || role === undefined || isEmpty || open[role] !== undefined) continue;
      const take = role === 'data' ? (text: string) => (open.data = { text, attributes }) : (text: string) => (open.key = { text });
      leaf = { name, text: [], take };
    } else if (leaf?.name === part.name) {
      leaf.take(leaf.text.join(''));
      leaf = undefined;
    } else if (part.name === 'value' && value !== undefined) {
      const closed = closeValue(value);
      value = undefined;
      if (closed === undefined) continue;
      if (values.length === VALUES_MAX) return refuse('FRAME_OVERLONG', `transparency file: at most ${VALUES_MAX} values expected`);
      values.push(closed);
    }
  }
}
