import { accept, type Result, refuse } from '../../domain/index.ts';
import { computeCrc16Arc } from './crc16-arc.ts';

const SLASH = 0x2f;
const BANG = 0x21;
const NEWLINE = 0x0a;
const ENCRYPTED_START = 0xdb;
const HDLC_START = 0x7e;
const OBJECT = /^(\d+-\d+:\d+\.\d+\.\d+)(?:\*\d+)?\((.*)$/;
/** DSMR 4 and later: 1-3:0.2.8 of 40 and above; Fluvius and others: 0-0:96.1.4. They always send a CRC. */
const VERSION_WITH_CRC = /^(?:1-3:0\.2\.8\([45]\d\)|0-0:96\.1\.4\(\d+\))/m;

/** Objects of a telegram: OBIS code without channel suffix to everything after its first parenthesis, as printed. */
export type P1Objects = ReadonlyMap<string, readonly string[]>;

/**
 * Checks a telegram's frame and CRC and lists its objects; their meaning is p1.ts's.
 * @returns FRAME_MALFORMED, FRAME_TRUNCATED or CRC_MISMATCH for a broken or encrypted telegram.
 */
export function parseP1Lines(telegram: Uint8Array): Result<{ objects: P1Objects; crcIsPresent: boolean }> {
  const start = checkStart(telegram);
  if (!start.ok) return start;
  const bang = findEnd(telegram);
  if (bang < 0) return refuse('FRAME_TRUNCATED', `P1 telegram: a line with ! expected, got the end after ${telegram.length} bytes`);
  const covered = telegram.subarray(0, bang + 1);
  const text = Buffer.from(covered).toString('latin1');
  const trailer = Buffer.from(telegram.subarray(bang + 1))
    .toString('latin1')
    .replace(/\r?\n$/, '');
  if (!/^[0-9A-Fa-f]{0,4}$/.test(trailer))
    return refuse('FRAME_MALFORMED', `P1 telegram: up to four hex digits expected after !, got ${JSON.stringify(trailer.slice(0, 16))}`);
  if (trailer === '' && VERSION_WITH_CRC.test(text))
    return refuse('FRAME_TRUNCATED', 'P1 telegram: this version ends with a CRC, got none');
  if (trailer !== '') {
    const crc = computeCrc16Arc(covered);
    // Some meters print the CRC without leading zeros: compare numbers, not digits.
    if (crc !== Number.parseInt(trailer, 16)) {
      return refuse('CRC_MISMATCH', `P1 telegram: CRC ${crc.toString(16).toUpperCase().padStart(4, '0')} expected, got ${trailer}`);
    }
  }
  return accept({ objects: listObjects(text), crcIsPresent: trailer !== '' });
}

function checkStart(telegram: Uint8Array): Result<undefined> {
  const first = telegram[0];
  if (first === SLASH) return accept(undefined);
  if (first === undefined) return refuse('FRAME_TRUNCATED', 'P1 telegram: / expected first, got nothing');
  if (first === ENCRYPTED_START) {
    return refuse(
      'FRAME_MALFORMED',
      'P1 telegram: plain text expected, got an encrypted telegram (0xDB, general-glo-ciphering), which is not supported: ask the grid operator for an open P1 port',
    );
  }
  if (first === HDLC_START)
    return refuse('FRAME_MALFORMED', 'P1 telegram: plain text expected, got an HDLC frame (0x7E, DLMS push), which is not supported');
  return refuse('FRAME_MALFORMED', `P1 telegram: / expected first, got 0x${first.toString(16).padStart(2, '0')}`);
}

/** Offset of the first `!` that begins a line. */
function findEnd(telegram: Uint8Array): number {
  for (let at = telegram.indexOf(BANG); at >= 0; at = telegram.indexOf(BANG, at + 1)) {
    if (telegram[at - 1] === NEWLINE) return at;
  }
  return -1;
}

function listObjects(text: string): P1Objects {
  const objects = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const match = OBJECT.exec(line);
    const [, code, rest] = match ?? [];
    if (code === undefined || rest === undefined) continue;
    const values = objects.get(code);
    if (values === undefined) objects.set(code, [rest]);
    else if (!values.includes(rest)) values.push(rest);
  }
  return objects;
}
