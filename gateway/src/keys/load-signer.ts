import { JoulegateError, type Signer } from '../domain/index.ts';
import { openExternalSigner } from './external-signer.ts';
import { readKey, readSecret } from './key-file.ts';
import { isKeyUri, parseSignerUri, type SecretSource } from './key-uri.ts';
import { decryptKeystore } from './keystore.ts';
import { createSigner } from './local-signer.ts';

const KEYSTORE_MAX_BYTES = 16 * 1024;
const PASSWORD_MAX_BYTES = 4096;

/** A password's bytes without the line end after it; the caller zeroes them. */
export function readPassword(source: SecretSource): Buffer {
  const content = readSecret(source, PASSWORD_MAX_BYTES);
  let end = content.length;
  while (end > 0 && (content[end - 1] === 0x0a || content[end - 1] === 0x0d)) end -= 1;
  return content.subarray(0, end);
}

/**
 * Opens the key behind a URI: `file:<path>`, `credential:<name>`, `env:<NAME>`, `keystore:<path>?password=<one of these>`, or
 * `external:<program> <arguments>`, which holds it and signs.
 * @throws JoulegateError KEY_INVALID saying what is wrong, never what the key is.
 */
export async function loadSigner(uri: string, base?: string): Promise<Signer> {
  const source = parseSignerUri(uri, base);
  if (source.kind === 'external') return openExternalSigner(source.command);
  if (source.kind !== 'keystore') return createSigner(readKey(source));
  const password = readPassword(source.password);
  try {
    const keystore = readSecret({ kind: 'file', path: source.path }, KEYSTORE_MAX_BYTES).toString('utf8');
    return createSigner(decryptKeystore(keystore, password));
  } finally {
    password.fill(0);
  }
}

/**
 * As loadSigner; a plain path is taken too, as a command line gives it.
 * @throws JoulegateError KEY_INVALID; of a key that was pasted in place of its file, nothing is shown.
 */
export async function openKey(text: string): Promise<Signer> {
  if (/^(0x)?[0-9a-fA-F]{64}$/.test(text))
    throw new JoulegateError('KEY_INVALID', 'key: a file or a key URI expected, got what looks like the key itself');
  return loadSigner(isKeyUri(text) ? text : `file:${text}`);
}
