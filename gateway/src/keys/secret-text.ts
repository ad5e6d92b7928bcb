import { readSecret } from './key-file.ts';
import { parseSecretPath } from './key-uri.ts';

const TEXT_MAX_BYTES = 64 * 1024;

/**
 * A password or a TLS key in PEM, which no other user may read.
 * @param uri a path, `file:<path>`, `credential:<name>` or `env:<NAME>`.
 * @returns the text without the line end after it.
 * @throws JoulegateError KEY_INVALID saying what is wrong, never what the secret is.
 */
export function loadSecretText(uri: string, base?: string): string {
  const content = readSecret(parseSecretPath(uri, base), TEXT_MAX_BYTES);
  const text = content.toString('utf8').replace(/\r?\n$/, '');
  content.fill(0);
  return text;
}
