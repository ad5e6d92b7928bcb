import { createServer, type Server, type Socket } from 'node:net';
import { LATE_MS, type ModbusFault, spoilPdu } from './faults.ts';
import { answerPdu, type ModbusUnit } from './unit.ts';

export interface ModbusTcpOptions {
  /** 0: any free one. */
  readonly port?: number;
  readonly units: ReadonlyMap<number, ModbusUnit>;
  readonly nextFault?: (unitId: number) => ModbusFault | undefined;
  /** A second client is accepted and then never answered, as cheap inverters do. */
  readonly oneClient?: boolean;
}

export interface ModbusTcpServer {
  readonly port: number;
  /** Connections made so far. */
  readonly accepted: number;
  /** Leaves every connection open and answers nobody any more; until called with false. */
  hang(isHanging?: boolean): void;
  stop(): Promise<void>;
}

const MBAP_LENGTH = 7;

/** Modbus TCP as a device serves it (Modbus messaging on TCP/IP 1.0b); units that are not there are exception 11. */
export async function startModbusTcpServer(options: ModbusTcpOptions): Promise<ModbusTcpServer> {
  const sockets = new Set<Socket>();
  const before = new Map<string, Buffer>();
  let accepted = 0;
  let isHanging = false;

  const answer = (socket: Socket, request: Buffer) => {
    const unitId = request[6] ?? 0;
    const unit = options.units.get(unitId);
    const fault = options.nextFault?.(unitId);
    const pdu = request.subarray(MBAP_LENGTH);
    let reply = unit === undefined ? Buffer.from([(pdu[0] ?? 0) | 0x80, 11]) : spoilPdu(answerPdu(unit, pdu), fault);
    const key = request.subarray(6).toString('hex');
    if (fault === 'frozen') reply = before.get(key) ?? reply;
    before.set(key, reply);
    if (before.size > 256) before.clear();
    if (fault === 'silence') return;
    const header = Buffer.alloc(MBAP_LENGTH);
    header.writeUInt16BE(request.readUInt16BE(0) ^ (fault === 'wrong-transaction' ? 1 : 0), 0);
    header.writeUInt16BE(reply.length + 1, 4);
    header[6] = fault === 'wrong-unit' ? unitId ^ 1 : unitId;
    const frame = Buffer.concat([header, reply]);
    if (fault === 'bit-flip' || fault === 'wrong-check') frame[9] = (frame[9] ?? 0) ^ 0x10;
    const bytes =
      fault === 'truncated'
        ? frame.subarray(0, frame.length >> 1)
        : fault === 'noise'
          ? Buffer.concat([Buffer.alloc(9, 0xaa), frame])
          : frame;
    const send = () => {
      if (!socket.destroyed) socket.write(fault === 'doubled' ? Buffer.concat([bytes, bytes]) : bytes);
    };
    if (fault === 'late') setTimeout(send, LATE_MS);
    else send();
  };

  const server: Server = createServer((socket) => {
    accepted += 1;
    const isMute = options.oneClient === true && sockets.size > 0;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let held = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      if (isMute || isHanging) return;
      held = Buffer.concat([held, chunk]);
      while (held.length >= MBAP_LENGTH) {
        const length = 6 + held.readUInt16BE(4);
        if (length > 260) {
          socket.destroy();
          return;
        }
        if (held.length < length) return;
        const request = Buffer.from(held.subarray(0, length));
        held = Buffer.from(held.subarray(length));
        answer(socket, request);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve());
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    get accepted() {
      return accepted;
    },
    hang(hanging = true) {
      isHanging = hanging;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
