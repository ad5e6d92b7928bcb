import { isAbsolute, join, resolve } from 'node:path';
import { JoulegateError } from '../domain/index.ts';

/** Where a secret stands. */
export type SecretSource =
  | { readonly kind: 'file' | 'credential'; readonly path: string }
  /** Of our own environment: for tests, since any program of this user can read it. */
  | { readonly kind: 'env'; readonly name: string };

/** How a key is held. */
export type SignerSource =
  | SecretSource
  | { readonly kind: 'keystore'; readonly path: string; readonly password: SecretSource }
  | { readonly kind: 'external'; readonly command: readonly [string, ...string[]] };

const SECRET_URI = /^(file|credential|env):(.+)$/;
/** What a text may name a secret by. */
export const SECRET_URIS = 'file:<path>, credential:<name> or env:<NAME>';

const absolute = (path: string, base: string) => (isAbsolute(path) ? path : resolve(base, path));

/**
 * Finds where a secret stands: `file:/etc/joulegate/owner.key` (relative to `base` where not absolute), `credential:<name>`,
 * which systemd places under $CREDENTIALS_DIRECTORY, or `env:<NAME>`.
 * @throws JoulegateError KEY_INVALID for another scheme, or where systemd gave no credentials.
 */
export function parseSecretUri(uri: string, base = process.cwd()): SecretSource {
  const [, scheme, rest = ''] = SECRET_URI.exec(uri) ?? [];
  if (scheme === 'file') return { kind: 'file', path: absolute(rest, base) };
  if (scheme === 'env' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest)) return { kind: 'env', name: rest };
  if (scheme === 'credential' && /^[A-Za-z0-9._-]+$/.test(rest)) {
    const directory = process.env['CREDENTIALS_DIRECTORY'];
    if (directory === undefined || directory === '') {
      throw new JoulegateError(
        'KEY_INVALID',
        `key ${uri}: $CREDENTIALS_DIRECTORY expected; start under systemd with LoadCredential=${rest}:<file>`,
      );
    }
    return { kind: 'credential', path: join(directory, rest) };
  }
  // The text itself is not shown: it might be a key that someone pasted.
  throw new JoulegateError('KEY_INVALID', `key: ${SECRET_URIS} expected`);
}

/** As parseSecretUri; a plain path is taken too, as a command line gives it. @throws JoulegateError KEY_INVALID */
export function parseSecretPath(text: string, base?: string): SecretSource {
  return parseSecretUri(SECRET_URI.test(text) ? text : `file:${text}`, base);
}

/** Whether a text names a key by a scheme, rather than a file by its path. */
export function isKeyUri(text: string): boolean {
  return /^(file|credential|env|keystore|external):/.test(text);
}

/** @throws JoulegateError KEY_INVALID for another scheme; the text is not shown. */
export function parseSignerUri(uri: string, base = process.cwd()): SignerSource {
  const [, keystore, password] = /^keystore:([^?]+)\?password=(.+)$/.exec(uri) ?? [];
  if (keystore !== undefined && password !== undefined && SECRET_URI.test(password))
    return { kind: 'keystore', path: absolute(keystore, base), password: parseSecretUri(password, base) };
  if (uri.startsWith('keystore:'))
    throw new JoulegateError('KEY_INVALID', `key: keystore:<path>?password=… expected, there ${SECRET_URIS}`);
  const [program, ...args] = /^external:(.+)$/.exec(uri)?.[1]?.split(/\s+/).filter(Boolean) ?? [];
  if (program !== undefined) return { kind: 'external', command: [program, ...args] };
  return parseSecretUri(uri, base);
}
