import { accept, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';

/** Function 3's most (Modbus Application Protocol 1.1b3, 6.3). */
export const READ_COUNT_MAX = 125;
/** Tried in turn when a device refuses a longer read: some give 100 at most, serial gateways fewer. */
const SHORTER_READS = [100, 50, 16];

export interface ReadOptions {
  /** Registers per request; 125 unless told. */
  readonly countMax?: number;
  /** Where requests may be cut, in registers from `address`, rising: between points, so that none is read in two halves. */
  readonly borders?: readonly number[];
}

/** The farthest border within reach, or the reach itself where a point is longer than a request. */
function cut(from: number, end: number, countMax: number, borders: readonly number[] | undefined): number {
  const reach = from + countMax;
  if (reach >= end) return end;
  return borders?.findLast((border) => border > from && border <= reach) ?? reach;
}

function* readInRequests(
  address: number,
  count: number,
  countMax: number,
  borders: readonly number[] | undefined,
): ModbusConversation<Result<Uint8Array>> {
  const registers = new Uint8Array(2 * count);
  for (let from = 0; from < count; ) {
    const until = cut(from, count, countMax, borders);
    const answer = yield { type: 'read', functionCode: 3, address: address + from, count: until - from };
    if (!answer.ok) return answer;
    if (answer.value.length !== 2 * (until - from))
      return refuse(
        'FRAME_TRUNCATED',
        `SunSpec: ${2 * (until - from)} bytes of registers from ${address + from} expected, got ${answer.value.length}`,
      );
    registers.set(answer.value, 2 * from);
    from = until;
  }
  return accept(registers);
}

/**
 * Reads a stretch of holding registers in as few requests as the device allows, again in shorter ones where it answers
 * with an exception.
 * @param address first register, 0-based
 * @returns the registers as they came, two bytes each, big-endian; the device's refusal, or FRAME_TRUNCATED
 */
export function* readRegisters(address: number, count: number, options: ReadOptions = {}): ModbusConversation<Result<Uint8Array>> {
  const countMax = Math.min(options.countMax ?? READ_COUNT_MAX, READ_COUNT_MAX);
  let result = yield* readInRequests(address, count, countMax, options.borders);
  for (const shorter of SHORTER_READS) {
    if (result.ok || result.code !== 'DEVICE_EXCEPTION') break;
    if (shorter < Math.min(count, countMax)) result = yield* readInRequests(address, count, shorter, options.borders);
  }
  return result;
}

export function wordAt(registers: Uint8Array, index: number): number {
  return ((registers[2 * index] ?? 0) << 8) | (registers[2 * index + 1] ?? 0);
}
