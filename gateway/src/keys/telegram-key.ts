import { readTelegramKey } from './key-file.ts';
import { parseSecretUri } from './key-uri.ts';

/**
 * Opens the key behind a URI that a meter's telegrams are encrypted or authenticated with.
 * @returns 16 bytes
 * @throws JoulegateError KEY_INVALID saying what is wrong, never what the key is.
 */
export function loadTelegramKey(uri: string, base?: string): Uint8Array {
  return readTelegramKey(parseSecretUri(uri, base));
}
