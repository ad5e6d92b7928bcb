import { EXCEPTION } from './unit.ts';

/** What goes wrong with one answer of a Modbus slave. */
export const MODBUS_FAULTS = [
  'bit-flip', // one bit turned over after the check value was made
  'wrong-check', // CRC of other bytes; on TCP, which has none, the same as bit-flip
  'truncated',
  'noise', // before the answer
  'silence',
  'exception', // device failure
  'busy', // exception 6
  'late', // after the other side has given up
  'doubled',
  'wrong-unit',
  'wrong-function',
  'wrong-transaction', // Modbus TCP
  'short-count', // fewer registers than asked for, and a byte count that says so
  'zeros', // all registers 0
  'all-ones', // all registers 0xFFFF
  'frozen', // the answer to the same request before, once more
] as const;
export type ModbusFault = (typeof MODBUS_FAULTS)[number];

/** Past the usual second of a master's patience. */
export const LATE_MS = 1500;

/** The faults of an answer's content. @param pdu function, byte count, registers */
export function spoilPdu(pdu: Buffer, fault: ModbusFault | undefined): Buffer {
  const functionCode = pdu[0] ?? 0;
  switch (fault) {
    case 'exception':
      return Buffer.from([functionCode | 0x80, EXCEPTION.deviceFailure]);
    case 'busy':
      return Buffer.from([functionCode | 0x80, EXCEPTION.busy]);
    case 'wrong-function':
      return Buffer.from([functionCode ^ 0x07, ...pdu.subarray(1)]);
    case 'short-count':
      return pdu.length > 4 ? Buffer.from([functionCode, pdu.length - 4, ...pdu.subarray(2, -2)]) : pdu;
    case 'zeros':
      return Buffer.from([...pdu.subarray(0, 2), ...Buffer.alloc(pdu.length - 2, 0)]);
    case 'all-ones':
      return Buffer.from([...pdu.subarray(0, 2), ...Buffer.alloc(pdu.length - 2, 0xff)]);
    default:
      return pdu;
  }
}
