import { connect } from 'node:net';
import type { Connection, ConnectionListener } from './connection.ts';
import type { TcpAddress } from './device-address.ts';
import { openTraced } from './wire-trace.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 15_000;

/** Connects to a serial server or a meter on the network. One connection per device: many accept only one client. */
export function openTcp(address: TcpAddress, listener: ConnectionListener): Promise<Connection> {
  return openTraced(`${address.host}:${address.port}`, listener, (own) => openUntraced(address, own));
}

function openUntraced(address: TcpAddress, listener: ConnectionListener): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.host, port: address.port });
    let open = false;
    let given = false;
    const end = (reason: string) => {
      if (given) return;
      given = true;
      clearTimeout(timer);
      socket.destroy();
      if (open) listener.onClose(reason);
      else reject(new Error(reason));
    };
    const timer = setTimeout(() => end(`no answer within ${CONNECT_TIMEOUT_MS} ms`), CONNECT_TIMEOUT_MS);
    socket.on('data', (chunk: Buffer) => listener.onData(chunk));
    socket.on('error', (error) => end(error.message));
    socket.on('end', () => end('ended by the other side'));
    socket.on('close', () => end('closed'));
    socket.on('connect', () => {
      clearTimeout(timer);
      open = true;
      socket.setNoDelay(true);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      resolve({
        write: (bytes) => new Promise((done, fail) => void socket.write(bytes, (cause) => (cause ? fail(cause) : done()))),
        configure: undefined,
        pause: () => void socket.pause(),
        resume: () => void socket.resume(),
        close: async () => {
          given = true;
          socket.destroy();
        },
      });
    });
  });
}
