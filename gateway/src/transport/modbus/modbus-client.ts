import modbusSerial from 'modbus-serial';
import { accept, type ModbusRequest, type Result, refuse } from '../../domain/index.ts';
import type { ModbusPort } from './modbus-port.ts';

type Next = (error: Error | null | undefined, result?: { readonly buffer?: Uint8Array }) => void;

/** What is used of the library's class. */
interface Library {
  setTimeout(ms: number): void;
  open(callback: () => void): void;
  on(event: 'error', listener: () => void): void;
  writeFC1(unitId: number, address: number, count: number, next: Next): void;
  writeFC2(unitId: number, address: number, count: number, next: Next): void;
  writeFC3(unitId: number, address: number, count: number, next: Next): void;
  writeFC4(unitId: number, address: number, count: number, next: Next): void;
  writeFC5(unitId: number, address: number, on: boolean, next: Next): void;
  writeFC16(unitId: number, address: number, words: readonly number[], next: Next): void;
}

/** The package is CommonJS: its class is the whole export, which its types call `default`. */
const ModbusRTU = ((modbusSerial as { default?: unknown }).default ?? modbusSerial) as new (port: ModbusPort) => Library;

type Asked = Exclude<ModbusRequest, { type: 'wait' }>;

/** Modbus application protocol 1.1b3, clause 7, in words. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'illegal function: the device does not know this function',
  2: 'illegal data address: the device has no such register',
  3: 'illegal data value: the device refuses the count or the value',
  4: 'server device failure: the device failed while it tried',
  5: 'acknowledge: the device works on it and needs long',
  6: 'server device busy: ask again later',
  7: 'negative acknowledge: the device can’t do that',
  8: 'memory parity error: the device found its memory damaged',
  10: 'gateway path unavailable: the gateway between is set up wrong or overloaded',
  11: 'gateway target device failed to respond: nobody answers behind the gateway',
};

export function explainException(code: number): string {
  return `exception ${code}, ${EXCEPTIONS[code] ?? 'which no standard names'}`;
}

interface LibraryError extends Error {
  readonly modbusCode?: number;
  readonly errno?: string;
}

export interface ModbusClient {
  /** One request at a time; resolves always. The value of a read is its bytes verbatim, of a write none. */
  send(unitId: number, request: Asked): Promise<Result<Uint8Array>>;
}

/** modbus-serial's part: requests in bytes, answers out of bytes, exceptions and the timeout of one request. */
export function createModbusClient(port: ModbusPort, timeoutMs: number): ModbusClient {
  const client = new ModbusRTU(port);
  client.setTimeout(timeoutMs);
  // Registers the library's listeners on the port; ours calls back at once.
  client.open(() => undefined);
  // Without a listener an `error` event would end the process.
  client.on('error', () => undefined);

  const name = (unitId: number, request: Asked) =>
    request.type === 'read' || request.type === 'read-bits'
      ? `unit ${unitId}, function ${request.functionCode}, ${request.count} from ${request.address}`
      : `unit ${unitId}, writing at ${request.address}`;

  const explain = (error: LibraryError, unitId: number, request: Asked): Result<Uint8Array> => {
    const where = name(unitId, request);
    const mismatch = port.giveUp();
    if (error.modbusCode !== undefined) return refuse('DEVICE_EXCEPTION', `${where}: ${explainException(error.modbusCode)}`);
    if (mismatch !== undefined) return refuse(mismatch.code, `${where}: ${mismatch.message}`);
    if (error.errno === 'ETIMEDOUT') return refuse('DEVICE_TIMEOUT', `${where}: an answer within ${timeoutMs} ms expected, got none`);
    return refuse('FRAME_MALFORMED', `${where}: ${error.message}`);
  };

  return {
    send: (unitId, request) =>
      new Promise((resolve) => {
        let isOver = false;
        const next: Next = (error, result) => {
          if (isOver) return;
          isOver = true;
          if (error) resolve(explain(error, unitId, request));
          else resolve(accept(Uint8Array.from(result?.buffer ?? [])));
        };
        const { address } = request;
        if (request.type === 'read') client[request.functionCode === 3 ? 'writeFC3' : 'writeFC4'](unitId, address, request.count, next);
        else if (request.type === 'read-bits')
          client[request.functionCode === 1 ? 'writeFC1' : 'writeFC2'](unitId, address, request.count, next);
        else if (request.type === 'write-coil') client.writeFC5(unitId, address, request.on, (error) => next(error));
        else {
          const { registers } = request;
          const words = Array.from(
            { length: registers.length >> 1 },
            (_, i) => ((registers[2 * i] ?? 0) << 8) | (registers[2 * i + 1] ?? 0),
          );
          client.writeFC16(unitId, address, words, (error) => next(error));
        }
      }),
  };
}
