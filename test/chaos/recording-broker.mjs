// A real MQTT broker (aedes) that writes down what was published, survives its own restart on the same port, and repeats itself.
import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** @param wanted topics to be written down */
export async function startRecordingBroker(wanted) {
  const records = [];
  let aedes;
  let server;
  let port = 0;
  const sockets = new Set();
  const open = async () => {
    aedes = await Aedes.createBroker();
    // Before any acknowledgement: what a gateway believes delivered is in the records.
    aedes.authorizePublish = (client, packet, done) => {
      if (client && wanted.test(packet.topic)) records.push({ topic: packet.topic, payload: Buffer.from(packet.payload) });
      done(null);
    };
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
      aedes.handle(socket);
    });
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    port = server.address().port;
  };
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => aedes.close(resolve));
    await closed;
  };
  await open();
  let isOpen = true;
  return {
    records,
    get port() {
      return port;
    },
    /** Retained messages and sessions are forgotten, as by a broker without persistence. */
    async stop() {
      if (!isOpen) return;
      isOpen = false;
      await close();
    },
    async start() {
      if (isOpen) return;
      await open();
      isOpen = true;
    },
    /** As from a client of its own, not written down. */
    publish(topic, payload, retain = false) {
      if (isOpen) aedes.publish({ cmd: 'publish', topic, payload, qos: 1, retain, dup: false }, () => undefined);
    },
  };
}
