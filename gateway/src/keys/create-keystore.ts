import { JoulegateError } from '../domain/index.ts';
import { createKeyFile, readKey } from './key-file.ts';
import { parseSecretPath } from './key-uri.ts';
import { encryptKeystore, type ScryptCost } from './keystore.ts';
import { readPassword } from './load-signer.ts';
import { createSigner } from './local-signer.ts';

const PASSWORD_MIN_LENGTH = 8;

function keep(path: string, passwordUri: string, secret: Uint8Array<ArrayBuffer> | undefined, cost: ScryptCost | undefined): void {
  const password = readPassword(parseSecretPath(passwordUri));
  if (password.length < PASSWORD_MIN_LENGTH)
    throw new JoulegateError(
      'KEY_INVALID',
      `keystore: a password of at least ${PASSWORD_MIN_LENGTH} bytes expected, got ${password.length}`,
    );
  try {
    createKeyFile(path, (key) => encryptKeystore(key, createSigner(key).address, password, cost), secret);
  } finally {
    password.fill(0);
  }
}

/** Makes a new key in a keystore. @param passwordUri a file, or the URI of a secret @throws JoulegateError KEY_INVALID */
export function createKeystore(path: string, passwordUri: string, cost?: ScryptCost): void {
  keep(path, passwordUri, undefined, cost);
}

/** Puts a key that stands in a plain file into a keystore; the plain file stays, to be removed by hand. @throws JoulegateError KEY_INVALID */
export function encryptKeyFile(from: string, path: string, passwordUri: string, cost?: ScryptCost): void {
  keep(path, passwordUri, readKey(parseSecretPath(from)), cost);
}
