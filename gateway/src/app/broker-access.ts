import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JoulegateError } from '../domain/index.ts';
import { loadSecretText } from '../keys/index.ts';

/** Where the broker's credentials stand: paths, or `credential:<name>`; never the secrets themselves. */
export interface BrokerFiles {
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** PEM texts and password, as the MQTT client takes them. */
export type BrokerAccess = Partial<Record<'username' | 'password' | 'ca' | 'cert' | 'key', string>>;

/**
 * Reads the broker's credentials. The password and the client's key must be this user's alone.
 * @param base directory of relative paths.
 * @throws JoulegateError CONFIG_INVALID for a file that can't be read, KEY_INVALID for a secret that others may read.
 */
export function readBrokerAccess(files: BrokerFiles, base: string): BrokerAccess {
  const open = (path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return readFileSync(resolve(base, path), 'utf8');
    } catch (cause) {
      throw new JoulegateError('CONFIG_INVALID', `broker: ${path} can't be read: ${(cause as Error).message}`, { cause });
    }
  };
  const secret = (uri: string | undefined) => (uri === undefined ? undefined : loadSecretText(uri, base));
  const all = {
    username: files.username,
    password: secret(files.passwordFile),
    ca: open(files.caFile),
    cert: open(files.certFile),
    key: secret(files.keyFile),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as BrokerAccess;
}

/** @returns what is wrong with how the parts go together, or undefined. */
export function checkBrokerFiles({ url, ...files }: BrokerFiles & { readonly url: string }): string | undefined {
  if (/^[a-z]+:\/\/[^/]*@/i.test(url))
    return 'an address without user and password expected (username and passwordFile hold them), got one with';
  if ((files.certFile === undefined) !== (files.keyFile === undefined)) return 'certFile and keyFile together expected, got one of them';
  if (files.passwordFile !== undefined && files.username === undefined) return 'username beside passwordFile expected, got none';
  const isPlain = /^(mqtt|ws):/.test(url);
  if (isPlain && (files.caFile ?? files.certFile) !== undefined)
    return 'mqtts:// or wss:// beside caFile and certFile expected, got an address without TLS';
  return undefined;
}
