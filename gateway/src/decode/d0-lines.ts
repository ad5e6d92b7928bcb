import { accept, type Result, refuse } from '../domain/index.ts';

const STX = 0x02;
const ETX = 0x03;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;
const SLASH = 0x2f;
const SLASH_WITH_PARITY = 0xaf;
const IDENTIFICATION = /^\/([A-Za-z]{3})(.)(.*)$/;
/** Address and value of a data set (IEC 62056-21:2002 6.5): `1-0:1.8.0*255(000001.2963*kWh)`, `F.F(00)`, `0.9.1()`. */
const DATA_SET = /([^()/!\s]+) *((?:\([^()]*\))+)/g;
const ADDRESS = /^(?:(\d{1,3})-(\d{1,3}):)?([0-9A-Z]{1,3})\.([0-9A-Z]{1,3})(?:\.([0-9A-Z]{1,3}))?(?:[*&](\d{1,3}))?$/;
/** Group F of the current value; anything else is one stored at the end of a billing period. */
const CURRENT = 255;

/** One value as the meter prints it. */
export interface D0Object {
  /** Groups C.D.E, or C.D where the meter prints no E: `1.8.0`, `F.F`, `0.9.1`. */
  readonly code: string;
  /** Groups A and B: `1-0`; undefined where the meter prints the short form. */
  readonly channel: string | undefined;
  /** Without spaces around it. */
  readonly text: string;
  /** As printed; undefined where there is none. */
  readonly unit: string | undefined;
}

export interface D0Readout {
  /** Three letters of the FLAG association; a lower-case third tells a reaction time of 20 ms. */
  readonly manufacturer: string;
  /** The letter that names mode and speed: digits are mode C, A to I mode B. */
  readonly baudLetter: string;
  readonly identification: string;
  /** In the order of the meter, current values only. */
  readonly objects: readonly D0Object[];
  /** Which of block check character and parity the readout carried, both found right. */
  readonly integrity: 'none' | 'checksum';
}

/**
 * Checks a D0 readout's parity bits and block check character where it has them, and lists its objects; their meaning is
 * d0.ts's. Historical values (`1.8.0*01`) and lines that are no data sets are left out.
 * @param readout from `/` to `!`, or to the block check character after ETX; 7E1 read as 8N1 is recognised by its `/`
 * @returns FRAME_TRUNCATED, FRAME_MALFORMED, or CRC_MISMATCH where a byte's parity or the check character is wrong.
 *   Source: IEC 62056-21:2002 6.3.2 (identification), 6.3.5 (data message), 6.5 (data sets), annex B (codes).
 */
export function parseD0Readout(readout: Uint8Array): Result<D0Readout> {
  const plain = stripParity(readout);
  if (!plain.ok) return plain;
  const bytes = plain.value;
  const stx = bytes.indexOf(STX);
  const head = stx < 0 ? bytes : bytes.subarray(0, stx);
  let block = bytes;
  if (stx >= 0) {
    const checked = checkBlock(bytes, stx);
    if (!checked.ok) return checked;
    block = checked.value;
  }
  const text = Buffer.from(stx < 0 ? block : Buffer.concat([head, block])).toString('latin1');
  const wrong = /[^\x20-\x7e\r\n]/.exec(text);
  if (wrong !== null)
    return refuse(
      'FRAME_MALFORMED',
      `D0 readout: printable characters expected, got 0x${hex(wrong[0].charCodeAt(0))} at byte ${wrong.index}`,
    );
  if (stx < 0 && !/[\r\n]![\r\n]*$/.test(text))
    return refuse('FRAME_TRUNCATED', `D0 readout: a line with ! expected last, got ${text.length} bytes without one`);
  return listObjects(text, stx >= 0 || bytes !== readout);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

/** The very bytes where there are no parity bits. */
function stripParity(readout: Uint8Array): Result<Uint8Array> {
  const first = readout[0];
  if (first === undefined) return refuse('FRAME_TRUNCATED', 'D0 readout: / expected first, got nothing');
  if (first === SLASH) return accept(readout);
  if (first !== SLASH_WITH_PARITY) return refuse('FRAME_MALFORMED', `D0 readout: / expected first, got 0x${hex(first)}`);
  for (const [at, byte] of readout.entries()) {
    if (countOnes(byte) % 2 === 1) return refuse('CRC_MISMATCH', `D0 readout: even parity expected at byte ${at}, got 0x${hex(byte)}`);
  }
  return accept(readout.map((byte) => byte & 0x7f));
}

function countOnes(byte: number): number {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
}

/** Block between STX and ETX; the check character is the XOR from after STX through ETX (IEC 62056-21:2002 6.1, ISO 1155). */
function checkBlock(bytes: Uint8Array, stx: number): Result<Uint8Array> {
  const etx = bytes.indexOf(ETX, stx + 1);
  const check = bytes[etx + 1];
  if (etx < 0 || check === undefined)
    return refuse('FRAME_TRUNCATED', `D0 readout: ETX and a check character expected after STX, got ${bytes.length} bytes without them`);
  let sum = 0;
  for (const byte of bytes.subarray(stx + 1, etx + 1)) sum ^= byte;
  // The sum is of seven bits, whatever the eighth of a meter that speaks 8N1.
  if ((sum & 0x7f) !== (check & 0x7f))
    return refuse('CRC_MISMATCH', `D0 readout: check character 0x${hex(sum & 0x7f)} expected, got 0x${hex(check)}`);
  if (bytes[stx - 1] !== NEWLINE && bytes[stx - 1] !== CARRIAGE_RETURN)
    return refuse('FRAME_MALFORMED', 'D0 readout: STX expected at the start of a line');
  return accept(bytes.subarray(stx + 1, etx));
}

function listObjects(text: string, isGuarded: boolean): Result<D0Readout> {
  const lines = text.split(/[\r\n]+/);
  const identification = IDENTIFICATION.exec(lines[0] ?? '');
  const [, manufacturer, baudLetter, ident] = identification ?? [];
  if (manufacturer === undefined || baudLetter === undefined || ident === undefined)
    return refuse(
      'FRAME_MALFORMED',
      `D0 readout: /XXXZ and an identification expected, got ${JSON.stringify((lines[0] ?? '').slice(0, 24))}`,
    );
  const objects: D0Object[] = [];
  for (const line of lines.slice(1)) {
    for (const [, address = '', values = ''] of line.matchAll(DATA_SET)) {
      const [, a, b, c, d, e, f] = ADDRESS.exec(address) ?? [];
      if (c === undefined || d === undefined || (f !== undefined && Number(f) !== CURRENT)) continue;
      const value = values.slice(1, values.indexOf(')'));
      const star = value.lastIndexOf('*');
      objects.push({
        code: e === undefined ? `${c}.${d}` : `${c}.${d}.${e}`,
        channel: a === undefined ? undefined : `${a}-${b}`,
        text: (star < 0 ? value : value.slice(0, star)).trim(),
        unit: star < 0 ? undefined : value.slice(star + 1).trim(),
      });
    }
  }
  return accept({ manufacturer, baudLetter, identification: ident, objects, integrity: isGuarded ? 'checksum' : 'none' });
}
