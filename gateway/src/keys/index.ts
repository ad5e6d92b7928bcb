/**
 * keys: secp256k1 keys of owners and of gateways that measure. In: a key URI. Out: a Signer; never the secret. Must not
 * know what is signed. A secure element stands behind `external:`.
 */

export { createKeystore, encryptKeyFile } from './create-keystore.ts';
export { createKeyFile } from './key-file.ts';
export { isKeyUri, parseKeyUri } from './key-uri.ts';
export { loadSigner } from './load-signer.ts';
export { addressOfKey, compressPublicKey, decompressPublicKey } from './public-key.ts';
export { loadSecretText } from './secret-text.ts';
export { loadTelegramKey } from './telegram-key.ts';
