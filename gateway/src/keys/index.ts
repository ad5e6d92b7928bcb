/**
 * keys: secp256k1 keys of owners, of gateways that measure, and of who pays gas. In: a key URI. Out: a Signer; never the
 * secret. Must not know what is signed. A secure element stands behind `external:`. The chain's command line opens its keys
 * here too, by the name @joulegate/gateway/keys.
 */

export type { Signer } from '../domain/index.ts';
export { createKeystore, encryptKeyFile } from './create-keystore.ts';
export { createKeyFile } from './key-file.ts';
export { parseSecretUri } from './key-uri.ts';
export { loadSigner, openKey } from './load-signer.ts';
export { addressOfKey, compressPublicKey, decompressPublicKey } from './public-key.ts';
export { loadSecretText } from './secret-text.ts';
export { loadTelegramKey } from './telegram-key.ts';
