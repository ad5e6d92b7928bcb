// A real MQTT broker that writes down what was published, and survives its own restart on the same port.
import { startBroker } from '../../device-sim/dist/demo/broker.js';

/** @param wanted topics to be written down */
export async function startRecordingBroker(wanted) {
  const records = [];
  // Before any acknowledgement: what a gateway believes delivered is in the records.
  const note = (topic, payload) => {
    if (wanted.test(topic)) records.push({ topic, payload: Buffer.from(payload) });
  };
  let broker = await startBroker(0, note);
  const { port } = broker;
  return {
    records,
    port,
    /** Retained messages and sessions are forgotten, as by a broker without persistence. */
    async stop() {
      await broker?.stop();
      broker = undefined;
    },
    async start() {
      broker ??= await startBroker(port, note);
    },
    publish: (topic, payload) => broker?.publish(topic, payload),
  };
}
