import { readFileSync } from 'node:fs';
import { JoulegateError } from '../domain/index.ts';
import { createRelay, type Relay } from '../relay/index.ts';
import type { Config } from './config/config-schema.ts';

/**
 * Makes the relay that the configuration describes, reading its secret files.
 * @param at resolves a path of the configuration.
 * @throws JoulegateError CONFIG_INVALID naming the file that can't be read.
 */
export function openRelay(config: Config, at: (path: string) => string, statusTopic: string, subscriptions: string[]): Relay {
  const read = (path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return readFileSync(at(path), 'utf8').trim();
    } catch (cause) {
      throw new JoulegateError('CONFIG_INVALID', `broker: ${at(path)} can't be read: ${(cause as Error).message}`, { cause });
    }
  };
  const { url, username, passwordFile, caFile, certFile, keyFile } = config.broker;
  const optional = { username, password: read(passwordFile), ca: read(caFile), cert: read(certFile), key: read(keyFile) };
  return createRelay({
    url,
    clientId: `joulegate-${config.gateway}`,
    statusTopic,
    subscriptions,
    maxInFlight: config.limits.publishInFlight,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<
      Record<keyof typeof optional, string>
    >),
  });
}
