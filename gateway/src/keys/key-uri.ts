import { isAbsolute, join, resolve } from 'node:path';
import { JoulegateError } from '../domain/index.ts';

/**
 * Turns a key URI into a file's path: `file:/etc/joulegate/owner.key` (relative to `base` where not absolute), or
 * `credential:<name>`, which systemd places under $CREDENTIALS_DIRECTORY.
 * @throws JoulegateError KEY_INVALID for another scheme, or where systemd gave no credentials.
 */
export function parseKeyUri(uri: string, base = process.cwd()): { readonly path: string; readonly isCredential: boolean } {
  const [, scheme, rest] = /^(file|credential):(.+)$/.exec(uri) ?? [];
  if (scheme === 'file' && rest !== undefined) return { path: isAbsolute(rest) ? rest : resolve(base, rest), isCredential: false };
  if (scheme === 'credential' && rest !== undefined && /^[A-Za-z0-9._-]+$/.test(rest)) {
    const directory = process.env['CREDENTIALS_DIRECTORY'];
    if (directory === undefined || directory === '') {
      throw new JoulegateError(
        'KEY_INVALID',
        `key ${uri}: $CREDENTIALS_DIRECTORY expected; start under systemd with LoadCredential=${rest}:<file>`,
      );
    }
    return { path: join(directory, rest), isCredential: true };
  }
  // The text itself is not shown: it might be a key that someone pasted.
  throw new JoulegateError('KEY_INVALID', 'key: file:<path> or credential:<name> expected');
}

/** How a key is held. */
export type SignerUri =
  | { readonly kind: 'secret'; readonly path: string; readonly isCredential: boolean }
  | { readonly kind: 'keystore'; readonly path: string; readonly passwordUri: string }
  | { readonly kind: 'external'; readonly command: readonly [string, ...string[]] };

/** Whether a text names a key by a scheme, rather than a file by its path. */
export function isKeyUri(text: string): boolean {
  return /^(file|credential|keystore|external):/.test(text);
}

/** @throws JoulegateError KEY_INVALID for another scheme; the text is not shown. */
export function parseSignerUri(uri: string, base = process.cwd()): SignerUri {
  const [, keystore, passwordUri] = /^keystore:([^?]+)\?password=((?:file|credential):.+)$/.exec(uri) ?? [];
  if (keystore !== undefined && passwordUri !== undefined)
    return { kind: 'keystore', path: isAbsolute(keystore) ? keystore : resolve(base, keystore), passwordUri };
  if (uri.startsWith('keystore:'))
    throw new JoulegateError('KEY_INVALID', 'key: keystore:<path>?password=file:<path> or ?password=credential:<name> expected');
  const [program, ...args] = /^external:(.+)$/.exec(uri)?.[1]?.split(/\s+/).filter(Boolean) ?? [];
  if (program !== undefined) return { kind: 'external', command: [program, ...args] };
  return { kind: 'secret', ...parseKeyUri(uri, base) };
}
