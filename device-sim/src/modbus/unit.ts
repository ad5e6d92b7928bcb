/** What answers behind one unit id. An exception is its code (Modbus application protocol 1.1b3, clause 7). */
export interface ModbusUnit {
  /** @returns two bytes per register, high byte first, or an exception code. */
  read(functionCode: 3 | 4, address: number, count: number): Uint8Array | number;
  /** @param registers two bytes per register @returns an exception code where it will not. */
  write?(address: number, registers: Uint8Array): number | undefined;
  readInputs?(address: number, count: number): readonly boolean[] | number;
  readCoils?(address: number, count: number): readonly boolean[] | number;
  writeCoil?(address: number, on: boolean): number | undefined;
}

export const EXCEPTION = { illegalFunction: 1, illegalAddress: 2, illegalValue: 3, deviceFailure: 4, busy: 6 } as const;

const ADDRESSES = 0x1_0000;

/** A unit made of memory: registers by number, the same for both functions unless told. Outside of it: exception 2. */
export function memoryUnit(
  holding: ReadonlyMap<number, number> | (() => ReadonlyMap<number, number>),
  options: { readonly input?: ReadonlyMap<number, number>; readonly onWrite?: (address: number, word: number) => void } = {},
): ModbusUnit {
  const words = (functionCode: 3 | 4) =>
    functionCode === 4 && options.input !== undefined ? options.input : typeof holding === 'function' ? holding() : holding;
  return {
    read(functionCode, address, count) {
      const space = words(functionCode);
      const bytes = Buffer.alloc(count * 2);
      for (let i = 0; i < count; i += 1) {
        const word = space.get(address + i);
        if (word === undefined || address + i >= ADDRESSES) return EXCEPTION.illegalAddress;
        bytes.writeUInt16BE(word, i * 2);
      }
      return bytes;
    },
    write(address, registers) {
      const { onWrite } = options;
      if (onWrite === undefined) return EXCEPTION.illegalAddress;
      for (let i = 0; i < registers.length / 2; i += 1) {
        if (words(3).get(address + i) === undefined) return EXCEPTION.illegalAddress;
      }
      for (let i = 0; i < registers.length / 2; i += 1) onWrite(address + i, ((registers[2 * i] ?? 0) << 8) | (registers[2 * i + 1] ?? 0));
      return undefined;
    },
  };
}

const exception = (functionCode: number, code: number) => Buffer.from([functionCode | 0x80, code]);

/**
 * A slave's answer to one request, both without address and check value (Modbus application protocol 1.1b3, clause 6):
 * functions 1 to 6 and 16; any other is exception 1, a count beyond the protocol's exception 3.
 */
export function answerPdu(unit: ModbusUnit, pdu: Buffer): Buffer {
  const functionCode = pdu[0] ?? 0;
  const address = pdu.length >= 3 ? pdu.readUInt16BE(1) : 0;
  const value = pdu.length >= 5 ? pdu.readUInt16BE(3) : 0;
  switch (functionCode) {
    case 1:
    case 2: {
      if (value < 1 || value > 2000) return exception(functionCode, EXCEPTION.illegalValue);
      const read = functionCode === 1 ? unit.readCoils : unit.readInputs;
      const states = read?.(address, value) ?? EXCEPTION.illegalFunction;
      if (typeof states === 'number') return exception(functionCode, states);
      const bytes = Buffer.alloc(Math.ceil(value / 8));
      for (const [i, on] of states.entries()) if (on) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
      return Buffer.concat([Buffer.from([functionCode, bytes.length]), bytes]);
    }
    case 3:
    case 4: {
      if (value < 1 || value > 125) return exception(functionCode, EXCEPTION.illegalValue);
      const bytes = unit.read(functionCode, address, value);
      return typeof bytes === 'number' ? exception(functionCode, bytes) : Buffer.concat([Buffer.from([functionCode, bytes.length]), bytes]);
    }
    case 5: {
      const refused = unit.writeCoil === undefined ? EXCEPTION.illegalFunction : unit.writeCoil(address, value === 0xff00);
      return refused === undefined ? Buffer.from(pdu.subarray(0, 5)) : exception(functionCode, refused);
    }
    case 6: {
      const refused = unit.write === undefined ? EXCEPTION.illegalFunction : unit.write(address, pdu.subarray(3, 5));
      return refused === undefined ? Buffer.from(pdu.subarray(0, 5)) : exception(functionCode, refused);
    }
    case 16: {
      const bytes = pdu.subarray(6);
      if (value < 1 || value > 123 || pdu[5] !== value * 2 || bytes.length !== value * 2)
        return exception(functionCode, EXCEPTION.illegalValue);
      const refused = unit.write === undefined ? EXCEPTION.illegalFunction : unit.write(address, bytes);
      return refused === undefined ? Buffer.from(pdu.subarray(0, 5)) : exception(functionCode, refused);
    }
    default:
      return exception(functionCode, EXCEPTION.illegalFunction);
  }
}
