import { accept, type Result, refuse } from '../../domain/index.ts';

const STX = 0x02;
const ETX = 0x03;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;
const SLASH = 0x2f;
/** As a line of 7E1 shows them to a port of eight bits. */
const SLASH_WITH_PARITY = 0xaf;
const STX_WITH_PARITY = 0x82;
const CARRIAGE_RETURN_WITH_PARITY = 0x8d;
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
  const parts = splitParts(readout);
  if (!parts.ok) return parts;
  const { head, guarded, hasParity } = parts.value;
  let text = Buffer.from(head).toString('latin1');
  if (guarded !== undefined) {
    const block = checkBlock(guarded);
    if (!block.ok) return block;
    text += Buffer.from(block.value).toString('latin1');
  }
  const wrong = /[^\x20-\x7e\r\n]/.exec(text);
  if (wrong !== null)
    return refuse(
      'FRAME_MALFORMED',
      `D0 readout: printable characters expected, got 0x${hex(wrong[0].charCodeAt(0))} at byte ${wrong.index}`,
    );
  if (guarded === undefined && !/[\r\n]![\r\n]*$/.test(text))
    return refuse('FRAME_TRUNCATED', `D0 readout: a line with ! expected last, got ${text.length} bytes without one`);
  return listObjects(text, guarded !== undefined || hasParity);
}

interface Parts {
  /** The identification with its line end where a guarded block follows, else the whole readout. */
  readonly head: Uint8Array;
  /** From STX on. */
  readonly guarded: Uint8Array | undefined;
  readonly hasParity: boolean;
}

/** Tells the parts apart and takes parity bits off. What a change of speed leaves between identification and STX is nobody's. */
function splitParts(readout: Uint8Array): Result<Parts> {
  const first = readout[0];
  if (first === undefined) return refuse('FRAME_TRUNCATED', 'D0 readout: / expected first, got nothing');
  if (first !== SLASH && first !== SLASH_WITH_PARITY) return refuse('FRAME_MALFORMED', `D0 readout: / expected first, got 0x${hex(first)}`);
  const hasParity = first === SLASH_WITH_PARITY;
  const [lineEnd, start] = hasParity ? [CARRIAGE_RETURN_WITH_PARITY, STX_WITH_PARITY] : [CARRIAGE_RETURN, STX];
  const headEnd = readout.findIndex((byte) => byte === lineEnd || byte === NEWLINE);
  const stx = headEnd < 0 ? -1 : readout.indexOf(start, headEnd);
  const head = stripParity(stx < 0 ? readout : readout.subarray(0, headEnd + 1), 0, hasParity);
  if (!head.ok) return head;
  if (stx < 0) return accept({ head: head.value, guarded: undefined, hasParity });
  const guarded = stripParity(readout.subarray(stx), stx, hasParity);
  return guarded.ok ? accept({ head: head.value, guarded: guarded.value, hasParity }) : guarded;
}

function stripParity(bytes: Uint8Array, offset: number, hasParity: boolean): Result<Uint8Array> {
  if (!hasParity) return accept(bytes);
  for (const [at, byte] of bytes.entries()) {
    if (countOnes(byte) % 2 === 1)
      return refuse('CRC_MISMATCH', `D0 readout: even parity expected at byte ${offset + at}, got 0x${hex(byte)}`);
  }
  return accept(bytes.map((byte) => byte & 0x7f));
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

function countOnes(byte: number): number {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
}

/** Block between STX and ETX; the check character is the XOR from after STX through ETX (IEC 62056-21:2002 6.1, ISO 1155). */
function checkBlock(guarded: Uint8Array): Result<Uint8Array> {
  const etx = guarded.indexOf(ETX);
  const check = guarded[etx + 1];
  if (etx < 0 || check === undefined)
    return refuse('FRAME_TRUNCATED', `D0 readout: ETX and a check character expected after STX, got ${guarded.length} bytes without them`);
  let sum = 0;
  for (const byte of guarded.subarray(1, etx + 1)) sum ^= byte;
  // The sum is of seven bits, whatever the eighth of a meter that speaks 8N1.
  if ((sum & 0x7f) !== (check & 0x7f))
    return refuse('CRC_MISMATCH', `D0 readout: check character 0x${hex(sum & 0x7f)} expected, got 0x${hex(check)}`);
  return accept(guarded.subarray(1, etx));
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
