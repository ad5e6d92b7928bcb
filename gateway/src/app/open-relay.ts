import { createRelay, type Relay } from '../relay/index.ts';
import { readBrokerAccess } from './broker-access.ts';
import type { Config } from './config/config-schema.ts';

/**
 * Makes the relay that the configuration describes, reading its secret files.
 * @throws JoulegateError CONFIG_INVALID or KEY_INVALID naming the file.
 */
export function openRelay(config: Config, statusTopic: string, subscriptions: string[]): Relay {
  return createRelay({
    url: config.broker.url,
    clientId: `joulegate-${config.gateway}`,
    base: config.base,
    statusTopic,
    subscriptions,
    maxInFlight: config.limits.publishInFlight,
    ...readBrokerAccess(config.broker, config.directory),
  });
}
