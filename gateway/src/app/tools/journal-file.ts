import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { JoulegateError, type JournalEntry } from '../../domain/index.ts';

/**
 * A journal as a file that anything can read: JSON Lines. First {"joulegate":"journal","version":1,…}, then values and
 * entries with their bytes in base64, untouched; last {"end":true,"entries","values","sha256"} over all lines before it,
 * line feeds included.
 */
const EXPORT_VERSION = 1;

const base64 = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
);
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const Line = v.union([
  v.strictObject({ joulegate: v.literal('journal'), version: whole, exportedAt: v.string(), entries: whole, values: whole }),
  v.strictObject({ value: v.string(), bytes: base64 }),
  v.strictObject({ entry: whole, kind: v.picklist(['reading', 'transaction']), key: v.string(), at: v.number(), bytes: base64 }),
  v.strictObject({ end: v.literal(true), entries: whole, values: whole, sha256: v.string() }),
]);

export interface ExportedEntry {
  readonly kind: 'reading' | 'transaction';
  readonly key: string;
  readonly at: number;
  readonly bytes: Uint8Array;
}

function hashLine(hash: Hash, line: string): void {
  hash.update(`${line}\n`);
}

/**
 * Writes values and entries in the order given, one at a time: a full journal is larger than the memory this has.
 * @param count of the entries
 */
export function writeExport(
  values: readonly (readonly [name: string, value: Uint8Array])[],
  entries: Iterable<JournalEntry>,
  count: number,
  write: (line: string) => void,
): void {
  const hash = createHash('sha256');
  const put = (line: object) => {
    const text = JSON.stringify(line);
    hashLine(hash, text);
    write(text);
  };
  const counts = { entries: count, values: values.length };
  put({ joulegate: 'journal', version: EXPORT_VERSION, exportedAt: new Date().toISOString(), ...counts });
  for (const [value, bytes] of values) put({ value, bytes: Buffer.from(bytes).toString('base64') });
  for (const { seq, kind, key, at, bytes } of entries) put({ entry: seq, kind, key, at, bytes: Buffer.from(bytes).toString('base64') });
  write(JSON.stringify({ end: true, ...counts, sha256: hash.digest('hex') }));
}

/**
 * Reads an exported journal line by line, and to its end: what came before is to be believed only when this returns.
 * @throws JoulegateError JOURNAL_CORRUPT naming the line where it is damaged, cut off, or of a newer version.
 */
export async function readExport(
  path: string,
  on: { value?(name: string, value: Uint8Array): void; entry?(entry: ExportedEntry): void | Promise<void> },
): Promise<void> {
  const fail = (line: number, message: string): never => {
    throw new JoulegateError('JOURNAL_CORRUPT', `journal export ${path}, line ${line}: ${message}`);
  };
  const hash = createHash('sha256');
  const seen = { entries: 0, values: 0 };
  let number = 0;
  let isWhole = false;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (isWhole) fail(number, 'nothing expected behind the end');
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      fail(number, 'a JSON object expected');
    }
    const parsed = v.safeParse(Line, json);
    if (!parsed.success) return fail(number, 'no line of a journal export');
    const line = parsed.output;
    if (number === 1 && !('joulegate' in line)) fail(1, 'the head of a journal export expected');
    if ('joulegate' in line) {
      if (number !== 1) fail(number, 'a second head');
      if (line.version > EXPORT_VERSION) fail(1, `version ${line.version} of a newer joulegate, this one knows up to ${EXPORT_VERSION}`);
    } else if ('value' in line) {
      seen.values += 1;
      on.value?.(line.value, line.bytes);
    } else if ('entry' in line) {
      seen.entries += 1;
      await on.entry?.({ kind: line.kind, key: line.key, at: line.at, bytes: line.bytes });
    } else {
      if (line.sha256 !== hash.digest('hex')) fail(number, 'the SHA-256 of the lines before is another: the file was altered');
      if (line.entries !== seen.entries || line.values !== seen.values) fail(number, 'another number of entries or values');
      isWhole = true;
    }
    if (!isWhole) hashLine(hash, text);
  }
  if (!isWhole) fail(number, 'its end is missing: the file is cut off');
}
