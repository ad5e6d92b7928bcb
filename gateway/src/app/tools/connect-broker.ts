import { connectAsync, type MqttClient } from 'mqtt';
import { JoulegateError } from '../../domain/index.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** A client of its own for one command. @throws JoulegateError TRANSPORT_FAILED where there is no broker. */
export async function connectBroker(url: string): Promise<MqttClient> {
  try {
    const client = await connectAsync(url, { protocolVersion: 4, connectTimeout: CONNECT_TIMEOUT_MS, clean: true }, false);
    client.on('error', () => undefined);
    return client;
  } catch (cause) {
    throw new JoulegateError('TRANSPORT_FAILED', `no broker at ${url}: ${(cause as Error).message || String(cause)}`, { cause });
  }
}
