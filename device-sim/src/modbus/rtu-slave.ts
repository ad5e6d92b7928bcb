import type { Pty } from '../pty/index.ts';
import { crc16Modbus, withCrc } from './crc16.ts';
import { LATE_MS, type ModbusFault, spoilPdu } from './faults.ts';
import { answerPdu, type ModbusUnit } from './unit.ts';

export interface RtuSlaveOptions {
  /** Makes an answer take as long as its bits and the request's would; nothing: at once. */
  readonly baud?: number;
  /** What goes wrong with the next answer of a unit; asked once per answer. */
  readonly nextFault?: (unitId: number) => ModbusFault | undefined;
}

const REQUEST_MAX = 264;
const BITS_PER_CHARACTER = 11;
const NOISE = Buffer.from([0x00, 0xff, 0x55, 0xaa, 0x13, 0x37, 0x80]);

/** Length of a request that begins here; undefined while too little of it is there. */
function requestLength(held: Buffer): number | undefined {
  const functionCode = held[1];
  if (functionCode === undefined) return undefined;
  if (functionCode === 16) return held[6] === undefined ? undefined : 9 + held[6];
  return 8;
}

/**
 * Slaves on one serial line, by unit id: everybody hears every request, the one it names answers. A request with a wrong
 * CRC is answered by nobody.
 */
export function attachRtuSlaves(pty: Pty, units: ReadonlyMap<number, ModbusUnit>, options: RtuSlaveOptions = {}): void {
  let held = Buffer.alloc(0);
  const before = new Map<string, Buffer>();

  const send = (bytes: Buffer, delayMs: number) => {
    if (delayMs <= 0) pty.write(bytes);
    else setTimeout(() => pty.write(bytes), delayMs);
  };

  const answer = (request: Buffer) => {
    const unitId = request[0] ?? 0;
    const unit = units.get(unitId);
    if (unit === undefined) return;
    const fault = options.nextFault?.(unitId);
    const pdu = spoilPdu(answerPdu(unit, request.subarray(1, -2)), fault);
    const address = Buffer.from([fault === 'wrong-unit' ? unitId ^ 1 : unitId]);
    let frame = withCrc(Buffer.concat([address, pdu]));
    const key = request.toString('hex');
    if (fault === 'frozen') frame = before.get(key) ?? frame;
    before.set(key, frame);
    if (before.size > 256) before.clear();
    if (fault === 'silence') return;
    if (fault === 'bit-flip') frame[3] = (frame[3] ?? 0) ^ 0x10;
    if (fault === 'wrong-check') frame[frame.length - 1] = (frame.at(-1) ?? 0) ^ 0xff;
    const bits = (request.length + frame.length) * BITS_PER_CHARACTER;
    const wireMs = options.baud === undefined ? 0 : (bits * 1000) / options.baud;
    const delayMs = wireMs + (fault === 'late' ? LATE_MS : 0);
    if (fault === 'truncated') send(frame.subarray(0, frame.length >> 1), delayMs);
    else if (fault === 'noise') send(Buffer.concat([NOISE, frame]), delayMs);
    else send(frame, delayMs);
    if (fault === 'doubled') send(frame, delayMs);
  };

  pty.onData((bytes) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= 4) {
      const length = requestLength(held);
      if (length === undefined || length > held.length) break;
      const request = held.subarray(0, length);
      if (crc16Modbus(request.subarray(0, -2)) === request.readUInt16LE(length - 2)) {
        held = Buffer.from(held.subarray(length));
        answer(Buffer.from(request));
      } else held = Buffer.from(held.subarray(1));
    }
    if (held.length > REQUEST_MAX) held = Buffer.from(held.subarray(-REQUEST_MAX));
  });
}
