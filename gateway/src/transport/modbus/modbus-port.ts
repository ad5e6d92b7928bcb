import { EventEmitter } from 'node:events';
import type { ErrorCode } from '../../domain/index.ts';
import type { Connection } from '../connection.ts';
import { crc16Modbus } from './crc16-modbus.ts';

/** What came that was not the answer awaited, for a refusal that says more than "timed out". */
export interface Mismatch {
  readonly code: Extract<ErrorCode, 'CRC_MISMATCH' | 'FRAME_MALFORMED' | 'FRAME_TRUNCATED'>;
  readonly message: string;
}

interface Awaited {
  readonly unitId: number;
  readonly functionCode: number;
  /** Whole RTU answer with its CRC; an exception is 5. */
  readonly length: number;
  /** Of Modbus TCP. */
  readonly transactionId: number;
}

const EXCEPTION_LENGTH = 5;
const CRC_LENGTH = 2;
const MBAP_LENGTH = 6;
/** 253 bytes of PDU, address and CRC (Modbus over serial line 1.02, 2.3). */
const ADU_MAX_LENGTH = 256;
const MBAP_MAX = 254;

/**
 * A port for modbus-serial that cuts answers out of a wire itself: the library's own ports match an answer by unit and
 * function alone, keep bytes of a late one for the next request, and its TCP port takes any transaction's answer. Here
 * only what answers the request under way gets through; the rest is counted and thrown away. Frames go in and out as RTU;
 * on TCP the MBAP header is put before and taken off (Modbus messaging on TCP/IP 1.0b, 3.1.3).
 */
export class ModbusPort extends EventEmitter {
  /** Read by the library to tell answers apart; requests never overlap, so one number does. */
  _transactionIdRead = 1;
  _transactionIdWrite = 1;
  readonly #kind: 'rtu' | 'tcp';
  readonly #onBroken: (reason: string) => void;
  #connection: Connection | undefined;
  #awaited: Awaited | undefined;
  #held: Buffer = Buffer.alloc(0);
  #transactionId = 0;
  #mismatch: Mismatch | undefined;
  /** Bytes that answered nothing. */
  discarded = 0;

  /** @param onBroken the stream can't be cut any more and the connection must be made anew. */
  constructor(kind: 'rtu' | 'tcp', onBroken: (reason: string) => void) {
    super();
    this.#kind = kind;
    this.#onBroken = onBroken;
  }

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  attach(connection: Connection): void {
    this.#connection = connection;
    this.#held = Buffer.alloc(0);
    this.#awaited = undefined;
  }

  detach(): void {
    this.#connection = undefined;
    this.discarded += this.#held.length;
    this.#held = Buffer.alloc(0);
    this.#awaited = undefined;
  }

  /** The library opens and closes what it is given; this one's connection is the bus's. */
  open(callback: (error?: Error) => void): void {
    callback();
  }

  close(callback: (error?: Error) => void): void {
    callback();
  }

  /** @param frame address, PDU, CRC. */
  write(frame: Buffer): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.discarded += this.#held.length;
    this.#held = Buffer.alloc(0);
    this.#mismatch = undefined;
    this.#transactionId = (this.#transactionId % 0xffff) + 1;
    const [unitId = 0, functionCode = 0] = frame;
    this.#awaited = { unitId, functionCode, length: answerLength(frame), transactionId: this.#transactionId };
    connection.write(this.#kind === 'rtu' ? frame : this.#withHeader(frame)).catch((cause: unknown) => this.#onBroken(String(cause)));
  }

  onData(chunk: Uint8Array): void {
    if (this.#awaited === undefined && this.#kind === 'rtu') {
      this.discarded += chunk.length;
      return;
    }
    this.#held = Buffer.concat([this.#held, chunk]);
    if (this.#kind === 'rtu') this.#cutRtu();
    else this.#cutTcp();
  }

  /** The request is over, answered or not: what comes for it from now on is late. @returns what came instead of an answer. */
  giveUp(): Mismatch | undefined {
    const awaited = this.#awaited;
    this.#awaited = undefined;
    const mismatch = this.#mismatch ?? (awaited === undefined || this.#held.length === 0 ? undefined : this.#judgeRest(awaited));
    this.#mismatch = undefined;
    if (this.#kind === 'rtu') {
      this.discarded += this.#held.length;
      this.#held = Buffer.alloc(0);
    }
    return mismatch;
  }

  #withHeader(frame: Buffer): Buffer {
    const header = Buffer.alloc(MBAP_LENGTH);
    header.writeUInt16BE(this.#transactionId, 0);
    header.writeUInt16BE(frame.length - CRC_LENGTH, 4);
    return Buffer.concat([header, frame.subarray(0, -CRC_LENGTH)]);
  }

  #cutRtu(): void {
    const awaited = this.#awaited;
    if (awaited === undefined) return;
    const { unitId, functionCode, length } = awaited;
    for (let at = 0; at + EXCEPTION_LENGTH <= this.#held.length; at += 1) {
      if (this.#held[at] !== unitId) continue;
      const got = this.#held[at + 1];
      const wanted = got === functionCode ? length : got === (functionCode | 0x80) ? EXCEPTION_LENGTH : undefined;
      if (wanted === undefined || at + wanted > this.#held.length) continue;
      const frame = this.#held.subarray(at, at + wanted);
      if (crc16Modbus(frame.subarray(0, -CRC_LENGTH)) !== frame.readUInt16LE(wanted - CRC_LENGTH)) continue;
      if (got === functionCode && !hasRightCount(frame, functionCode, length)) continue;
      this.discarded += this.#held.length - wanted;
      this.#deliver(Buffer.from(frame));
      return;
    }
    if (this.#held.length > 2 * ADU_MAX_LENGTH) {
      this.discarded += this.#held.length - ADU_MAX_LENGTH;
      this.#held = Buffer.from(this.#held.subarray(-ADU_MAX_LENGTH));
    }
  }

  #cutTcp(): void {
    while (this.#held.length >= MBAP_LENGTH + 2) {
      const protocolId = this.#held.readUInt16BE(2);
      const length = this.#held.readUInt16BE(4);
      if (protocolId !== 0 || length < 2 || length > MBAP_MAX) {
        this.discarded += this.#held.length;
        this.#held = Buffer.alloc(0);
        this.#onBroken(`MBAP header: protocol 0 and a length from 2 to ${MBAP_MAX} expected, got ${protocolId} and ${length}`);
        return;
      }
      if (this.#held.length < MBAP_LENGTH + length) return;
      const transactionId = this.#held.readUInt16BE(0);
      const pdu = this.#held.subarray(MBAP_LENGTH, MBAP_LENGTH + length);
      this.#held = Buffer.from(this.#held.subarray(MBAP_LENGTH + length));
      this.#takeTcp(transactionId, pdu);
    }
  }

  #takeTcp(transactionId: number, body: Buffer): void {
    const awaited = this.#awaited;
    const [unitId, functionCode] = body;
    const misfit =
      awaited === undefined
        ? 'nothing is awaited'
        : transactionId !== awaited.transactionId
          ? `transaction ${awaited.transactionId} expected, got ${transactionId}`
          : unitId !== awaited.unitId
            ? `unit ${awaited.unitId} expected, got ${unitId}`
            : functionCode !== awaited.functionCode && functionCode !== (awaited.functionCode | 0x80)
              ? `function ${awaited.functionCode} expected, got ${functionCode}`
              : undefined;
    if (awaited === undefined || misfit !== undefined) {
      this.discarded += MBAP_LENGTH + body.length;
      if (awaited !== undefined) this.#mismatch = { code: 'FRAME_MALFORMED', message: misfit ?? '' };
      return;
    }
    const wanted = functionCode === awaited.functionCode ? awaited.length - CRC_LENGTH : EXCEPTION_LENGTH - CRC_LENGTH;
    if (body.length !== wanted) {
      this.discarded += MBAP_LENGTH + body.length;
      this.#mismatch = { code: 'FRAME_MALFORMED', message: `an answer of ${wanted} bytes expected, got ${body.length}` };
      return;
    }
    const frame = Buffer.alloc(body.length + CRC_LENGTH);
    body.copy(frame);
    if (functionCode === awaited.functionCode && !hasRightCount(frame, functionCode, awaited.length)) {
      this.#mismatch = { code: 'FRAME_MALFORMED', message: `a byte count of ${awaited.length - 5} expected, got ${frame[2]}` };
      return;
    }
    frame.writeUInt16LE(crc16Modbus(body), body.length);
    this.#deliver(frame);
  }

  #deliver(frame: Buffer): void {
    this.#awaited = undefined;
    if (this.#kind === 'rtu') this.#held = Buffer.alloc(0);
    this.emit('data', frame);
  }

  /** Why what is held is no answer, as far as its beginning tells. */
  #judgeRest({ unitId, functionCode, length }: Awaited): Mismatch {
    const bytes = this.#held.length;
    if (this.#kind === 'tcp')
      return { code: 'FRAME_TRUNCATED', message: `an answer of ${MBAP_LENGTH + length - CRC_LENGTH} bytes expected, got ${bytes}` };
    const [gotUnit = 0, gotFunction = 0] = this.#held;
    if (gotUnit !== unitId)
      return { code: 'FRAME_MALFORMED', message: `an answer of unit ${unitId} expected, got ${bytes} bytes of unit ${gotUnit}` };
    if ((gotFunction & 0x7f) !== functionCode)
      return { code: 'FRAME_MALFORMED', message: `function ${functionCode} expected, got ${gotFunction}` };
    const wanted = gotFunction === functionCode ? length : EXCEPTION_LENGTH;
    if (bytes < wanted) return { code: 'FRAME_TRUNCATED', message: `an answer of ${wanted} bytes expected, got ${bytes}` };
    return { code: 'CRC_MISMATCH', message: `an answer of ${wanted} bytes with a right CRC expected, got ${bytes}` };
  }
}

/** Of the RTU answer to a request, its CRC included (Modbus application protocol 1.1b3, 6.1 to 6.12). */
function answerLength(request: Buffer): number {
  const functionCode = request[1] ?? 0;
  const count = request.length >= 6 ? request.readUInt16BE(4) : 0;
  if (functionCode === 1 || functionCode === 2) return 5 + Math.ceil(count / 8);
  if (functionCode === 3 || functionCode === 4) return 5 + 2 * count;
  return 8;
}

function hasRightCount(frame: Buffer, functionCode: number, length: number): boolean {
  return functionCode > 4 || frame[2] === length - 5;
}
