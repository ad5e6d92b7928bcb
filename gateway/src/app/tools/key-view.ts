import { compressPublicKey, openKey } from '../../keys/index.ts';

/** Address and public key of a key file or key URI; the secret stays where it is. @throws JoulegateError KEY_INVALID */
export async function describeKey(uri: string): Promise<string[]> {
  const signer = await openKey(uri);
  signer.close();
  const { address, publicKey } = signer;
  return [`address     ${address}`, `public key  0x${Buffer.from(compressPublicKey(publicKey)).toString('hex')}`];
}
