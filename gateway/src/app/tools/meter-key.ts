import { address, JoulegateError } from '../../domain/index.ts';
import { openKey } from '../../keys/index.ts';
import { attachPossession, buildMeterRevocation, buildMeterRotation, possessionMessageDigest } from '../../tx/index.ts';
import { readNetworkFile } from '../config/network-file.ts';
import { type SignedFile, type Signing, seal } from './market/post.ts';

export interface MeterKeyOptions extends Signing {
  readonly meter: string;
  /** Above the last that the registry took for this meter; default Unix seconds. */
  readonly nonce?: bigint | undefined;
}

const nonceOr = (nonce: bigint | undefined) => nonce ?? BigInt(Math.floor(Date.now() / 1000));

/**
 * Gives a meter a new key; its id, its owner and its registers stay. Signed by the owner and, as proof that it is held, by the
 * new key.
 * @param options.newKey file or URI of the new key: one of a gateway that measures, or of a secure element behind `external:`
 * @throws JoulegateError KEY_INVALID, CONFIG_INVALID
 */
export async function signMeterRotation({
  deployment,
  key,
  meter,
  nonce,
  newKey,
}: MeterKeyOptions & { readonly newKey: string }): Promise<SignedFile> {
  const held = await openKey(newKey);
  try {
    const fields = {
      meter: address(meter),
      newKeyX: held.publicKey.slice(0, 32),
      newKeyY: held.publicKey.slice(32),
      nonce: nonceOr(nonce),
    };
    if (held.address === fields.meter)
      throw new JoulegateError('CONFIG_INVALID', 'new key: another than the first of the meter expected, got that');
    const unsigned = buildMeterRotation(fields, readNetworkFile(deployment));
    return await seal(key, attachPossession(unsigned, await held.sign(possessionMessageDigest(unsigned.digest))));
  } finally {
    held.close();
  }
}

/** Ends a meter for good: nothing that it signed is taken after it. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signMeterRevocation({ deployment, key, meter, nonce }: MeterKeyOptions): Promise<SignedFile> {
  return seal(key, buildMeterRevocation({ meter: address(meter), nonce: nonceOr(nonce) }, readNetworkFile(deployment)));
}
