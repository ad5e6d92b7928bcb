/**
 * framing: cuts a stream of bytes into frames and checks that each is whole.
 * In: chunks as a wire delivers them, one line, one command. Out: frames, messages, counts of discarded bytes.
 * Must not know what a reading means, whose key signed it, or which wire it came over.
 */
export { crc16Arc, crc16X25 } from './crc16.ts';
export { createD0Dialogue, type D0DialogueOptions } from './d0-dialogue.ts';
export { createD0Framer } from './d0-framer.ts';
export { createDlt645Dialogue, type Dlt645DialogueOptions } from './dlt645-dialogue.ts';
export { createDlt645Framer } from './dlt645-framer.ts';
export type { Framer } from './framer.ts';
export { createGloFramer } from './glo-framer.ts';
export { createHdlcFramer } from './hdlc-framer.ts';
export { formatJg1Command, type Jg1Command } from './jg1-command.ts';
export { type Jg1Message, parseJg1Line } from './jg1-line.ts';
export { createLineLimiter, type LineLimiter } from './line-limiter.ts';
export { createMbusDialogue } from './mbus-dialogue.ts';
export { createMbusFramer } from './mbus-framer.ts';
export { checkModbusRtuFrame, type ModbusRtuFrame } from './modbus-rtu.ts';
export { createP1Framer } from './p1-framer.ts';
export { createSmlFramer } from './sml-framer.ts';
