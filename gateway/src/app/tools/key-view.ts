import { compressPublicKey, loadSigner } from '../../keys/index.ts';

/** Address and public key of a key file or key URI; the secret stays where it is. @throws JoulegateError KEY_INVALID */
export function describeKey(uri: string): string[] {
  const { address, publicKey } = loadSigner(/^(file|credential):/.test(uri) ? uri : `file:${uri}`);
  return [`address     ${address}`, `public key  0x${Buffer.from(compressPublicKey(publicKey)).toString('hex')}`];
}
