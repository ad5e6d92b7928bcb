import { connectAsync, type MqttClient } from 'mqtt';
import { JoulegateError } from '../../domain/index.ts';
import { checkBrokerFiles, readBrokerAccess } from '../broker-access.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Which broker a command talks to, and as whom: an address, and paths or `credential:<name>`; never the secrets themselves. */
export interface BrokerPoint {
  readonly broker: string;
  readonly brokerUsername?: string | undefined;
  readonly brokerPasswordFile?: string | undefined;
  readonly brokerCa?: string | undefined;
  readonly brokerCert?: string | undefined;
  readonly brokerKey?: string | undefined;
}

/**
 * A client of its own for one command.
 * @throws JoulegateError TRANSPORT_FAILED where there is no broker or it lets nobody in; CONFIG_INVALID and KEY_INVALID for
 * files that are not what is expected.
 */
export async function connectBroker(point: BrokerPoint): Promise<MqttClient> {
  const { broker: url, brokerUsername: username, brokerPasswordFile: passwordFile } = point;
  const files = { username, passwordFile, caFile: point.brokerCa, certFile: point.brokerCert, keyFile: point.brokerKey };
  const fault = checkBrokerFiles({ url, ...files });
  if (fault !== undefined) throw new JoulegateError('CONFIG_INVALID', `broker: ${fault}`);
  const access = readBrokerAccess(files, '.');
  try {
    const client = await connectAsync(url, { protocolVersion: 4, connectTimeout: CONNECT_TIMEOUT_MS, clean: true, ...access }, false);
    client.on('error', () => undefined);
    return client;
  } catch (cause) {
    throw new JoulegateError('TRANSPORT_FAILED', `no broker at ${url}: ${(cause as Error).message || String(cause)}`, { cause });
  }
}
