import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from './crc32.ts';
import { checkVersion, FORMAT_VERSION } from './preamble.ts';
import { writeDurably } from './repair.ts';
import { syncDirectory } from './segment.ts';

/** The file `format`: for people, for later programs, and to know the marker where a segment's beginning is damaged. */
interface FormatNote {
  readonly marker: Buffer;
  /** After a clean stop: the newest segment and its length, so that even its end can't go missing unseen. */
  readonly closed: { readonly segment: number; readonly length: number } | undefined;
}

const LINE = /^joulegate journal, format (\d{1,5}), marker ([0-9a-f]{8}), (?:closed at (\d{1,10}) (\d{1,15})|open), crc ([0-9a-f]{8})\n$/;

function encode({ marker, closed }: FormatNote): Buffer {
  const state = closed === undefined ? 'open' : `closed at ${closed.segment} ${closed.length}`;
  const text = `joulegate journal, format ${FORMAT_VERSION}, marker ${Buffer.from(marker).toString('hex')}, ${state}, crc `;
  return Buffer.from(`${text}${crc32(Buffer.from(text)).toString(16).padStart(8, '0')}\n`);
}

/** @returns undefined where it is missing or damaged. @throws JoulegateError JOURNAL_CORRUPT for a newer format. */
export function readFormatNote(directory: string): FormatNote | 'damaged' | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, 'format'), 'latin1');
  } catch {
    return undefined;
  }
  const crcAt = text.lastIndexOf(' ') + 1;
  const isSound =
    text.slice(crcAt) ===
    `${crc32(Buffer.from(text.slice(0, crcAt), 'latin1'))
      .toString(16)
      .padStart(8, '0')}\n`;
  const version = /^joulegate journal, format (\d{1,5}),/.exec(text)?.[1];
  if (!isSound) return 'damaged';
  checkVersion(Number(version), directory);
  const [, , marker = '', segment, length] = LINE.exec(text) ?? [];
  return {
    marker: Buffer.from(marker, 'hex'),
    closed: segment === undefined ? undefined : { segment: Number(segment), length: Number(length) },
  };
}

/** @throws the operating system's error; the note before it stays then. */
export function writeFormatNote(directory: string, note: FormatNote): void {
  const path = join(directory, 'format');
  writeDurably(`${path}.tmp`, [encode(note)]);
  renameSync(`${path}.tmp`, path);
  syncDirectory(directory);
}
