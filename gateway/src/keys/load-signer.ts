import type { Signer } from '../domain/index.ts';
import { openExternalSigner } from './external-signer.ts';
import { readKeyFile, readSecretFile } from './key-file.ts';
import { isKeyUri, parseKeyUri, parseSignerUri } from './key-uri.ts';
import { decryptKeystore } from './keystore.ts';
import { createSigner } from './local-signer.ts';

const KEYSTORE_MAX_BYTES = 16 * 1024;

/** A password's bytes without the line end after it; the caller zeroes them. */
export function readPassword(uri: string, base?: string): Buffer {
  const { path, isCredential } = parseKeyUri(isKeyUri(uri) ? uri : `file:${uri}`, base);
  const content = readSecretFile(path, !isCredential, 4096);
  let end = content.length;
  while (end > 0 && (content[end - 1] === 0x0a || content[end - 1] === 0x0d)) end -= 1;
  return content.subarray(0, end);
}

/**
 * Opens the key behind a URI: `file:<path>`, `credential:<name>`, `keystore:<path>?password=<URI of its password>`, or
 * `external:<program> <arguments>`, which holds it and signs.
 * @throws JoulegateError KEY_INVALID saying what is wrong, never what the key is.
 */
export async function loadSigner(uri: string, base?: string): Promise<Signer> {
  const parsed = parseSignerUri(uri, base);
  if (parsed.kind === 'external') return openExternalSigner(parsed.command);
  if (parsed.kind === 'secret') return createSigner(readKeyFile(parsed.path, !parsed.isCredential));
  const password = readPassword(parsed.passwordUri, base);
  try {
    return createSigner(decryptKeystore(readSecretFile(parsed.path, true, KEYSTORE_MAX_BYTES).toString('utf8'), password));
  } finally {
    password.fill(0);
  }
}
