import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';

export interface Broker {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A real MQTT 3.1.1 broker (aedes) on loopback, for a machine that has none.
 * @param port 0 takes a free one.
 */
export async function startBroker(port = 0): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('broker: a TCP port expected');
  return {
    url: `mqtt://127.0.0.1:${bound.port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}
