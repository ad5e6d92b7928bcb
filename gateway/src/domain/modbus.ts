import type { Result } from './errors.ts';

/** One request to one Modbus slave, as the application protocol 1.1b3 names its functions. */
export type ModbusRequest =
  /** Function 3 (holding) or 4 (input): `count` registers from `address` (0-based, as on the wire), at most 125. */
  | { readonly type: 'read'; readonly functionCode: 3 | 4; readonly address: number; readonly count: number }
  /** Function 1 (coils) or 2 (discrete inputs): answered with bytes, the first bit lowest (6.1). */
  | { readonly type: 'read-bits'; readonly functionCode: 1 | 2; readonly address: number; readonly count: number }
  /** Function 16: `registers` are big-endian words, two bytes each. */
  | { readonly type: 'write'; readonly address: number; readonly registers: Uint8Array }
  /** Function 5. */
  | { readonly type: 'write-coil'; readonly address: number; readonly on: boolean }
  /** Leave the slave in peace for so long; the bus may serve others meanwhile. Answered with no bytes. */
  | { readonly type: 'wait'; readonly ms: number };

/**
 * A conversation with one slave as a pure plan: it yields requests, is given the register bytes verbatim (two per
 * register, big-endian, as they came) or the refusal, and returns what it was held for. Whoever has the bus runs it.
 */
export type ModbusConversation<T> = Generator<ModbusRequest, T, Result<Uint8Array>>;
