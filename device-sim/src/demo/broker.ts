import { createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';

export interface Broker {
  readonly url: string;
  readonly port: number;
  /** As from a client of its own, with QoS 1 and not retained. */
  publish(topic: string, payload: Uint8Array): void;
  stop(): Promise<void>;
}

/**
 * A real MQTT 3.1.1 broker (aedes) on loopback, for a machine that has none.
 * @param port 0 takes a free one.
 * @param onPublish hears what clients publish, before they get an acknowledgement.
 */
export async function startBroker(port = 0, onPublish?: (topic: string, payload: Uint8Array) => void): Promise<Broker> {
  const aedes = await Aedes.createBroker();
  if (onPublish) {
    aedes.authorizePublish = (client, { topic, payload }, done) => {
      if (client) onPublish(topic, Uint8Array.from(Buffer.from(payload)));
      done(null);
    };
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
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
    port: bound.port,
    publish: (topic, payload) =>
      aedes.publish({ cmd: 'publish', topic, payload: Buffer.from(payload), qos: 1, retain: false, dup: false }, () => undefined),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}
