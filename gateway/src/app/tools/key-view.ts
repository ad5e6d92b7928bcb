import { compressPublicKey, isKeyUri, loadSigner } from '../../keys/index.ts';

/** Address and public key of a key file or key URI; the secret stays where it is. @throws JoulegateError KEY_INVALID */
export async function describeKey(uri: string): Promise<string[]> {
  const signer = await loadSigner(isKeyUri(uri) ? uri : `file:${uri}`);
  signer.close();
  const { address, publicKey } = signer;
  return [`address     ${address}`, `public key  0x${Buffer.from(compressPublicKey(publicKey)).toString('hex')}`];
}
