import { accept, type Result, refuse } from '../domain/index.ts';
import { crc16Modbus } from './crc16.ts';

/** Unit, function, CRC. */
const LENGTH_MIN = 4;
/** Modbus over serial line 1.02, 2.3. */
const LENGTH_MAX = 256;
const EXCEPTION_BIT = 0x80;
const EXCEPTION_LENGTH = 5;

/** How long a frame is by what stands in it, unit and CRC included; undefined where it can't be. */
type Length = (frame: Uint8Array) => number | undefined;
const fixed: Length = () => 8;
/** One byte at an offset counts those behind it and before the CRC, which are whole units. */
const counted =
  (offset: number, unit: 1 | 2): Length =>
  (frame) => {
    const count = frame[offset];
    return count === undefined || count === 0 || count % unit !== 0 ? undefined : offset + 1 + count + 2;
  };

/** By function (Modbus application protocol 1.1b3, clause 6). */
const LENGTHS: Readonly<Record<number, { readonly request: Length; readonly response: Length }>> = {
  1: { request: fixed, response: counted(2, 1) },
  2: { request: fixed, response: counted(2, 1) },
  3: { request: fixed, response: counted(2, 2) },
  4: { request: fixed, response: counted(2, 2) },
  5: { request: fixed, response: fixed },
  6: { request: fixed, response: fixed },
  15: { request: counted(6, 1), response: fixed },
  16: { request: counted(6, 2), response: fixed },
};

export interface ModbusRtuFrame {
  /** 0 is a broadcast. */
  readonly unitId: number;
  /** Without the bit that marks an exception. */
  readonly functionCode: number;
  /** Its code where the slave refused; words for it has the transport. */
  readonly exceptionCode: number | undefined;
  /** Who may have said it: `either` where both look alike, `unknown` for functions without a length of their own. */
  readonly kind: 'request' | 'response' | 'either' | 'unknown';
  /** What stands between function and CRC, verbatim: addresses, counts and registers, high byte first. */
  readonly data: Uint8Array;
}

function kindOf(frame: Uint8Array, functionCode: number): ModbusRtuFrame['kind'] | undefined {
  const lengths = LENGTHS[functionCode];
  if (lengths === undefined) return 'unknown';
  const isResponse = lengths.response(frame) === frame.length;
  if (lengths.request(frame) === frame.length) return isResponse ? 'either' : 'request';
  return isResponse ? 'response' : undefined;
}

/**
 * Checks one Modbus RTU frame that silence has already cut out of the line, and takes it apart: unit, function, data, CRC
 * low byte first (Modbus over serial line 1.02, 2.3 and 6.2.2). Says nothing about what the registers mean.
 * @param frame as it went over the wire, 4 to 256 bytes
 * @returns FRAME_TRUNCATED, FRAME_OVERLONG, CRC_MISMATCH, or FRAME_MALFORMED where a good CRC stands behind a length that the
 *   function has not.
 */
export function checkModbusRtuFrame(frame: Uint8Array): Result<ModbusRtuFrame> {
  const { length } = frame;
  if (length < LENGTH_MIN) return refuse('FRAME_TRUNCATED', `Modbus RTU: at least ${LENGTH_MIN} bytes expected, got ${length}`);
  if (length > LENGTH_MAX) return refuse('FRAME_OVERLONG', `Modbus RTU: at most ${LENGTH_MAX} bytes expected, got ${length}`);
  const [unitId = 0, marked = 0] = frame;
  const expected = crc16Modbus(frame.subarray(0, length - 2));
  const got = ((frame[length - 1] ?? 0) << 8) | (frame[length - 2] ?? 0);
  if (expected !== got) return refuse('CRC_MISMATCH', `Modbus RTU: CRC 0x${hex(expected)} expected, got 0x${hex(got)}`);
  const functionCode = marked & ~EXCEPTION_BIT;
  const isException = (marked & EXCEPTION_BIT) !== 0;
  const kind = isException ? (length === EXCEPTION_LENGTH ? 'response' : undefined) : kindOf(frame, functionCode);
  if (kind === undefined)
    return refuse('FRAME_MALFORMED', `Modbus RTU: a length that function ${marked} has expected, got ${length} bytes`);
  const exceptionCode = isException ? frame[2] : undefined;
  return accept({ unitId, functionCode, exceptionCode, kind, data: frame.slice(2, length - 2) });
}

const hex = (word: number): string => word.toString(16).padStart(4, '0');
