import { closingKey } from './foreign-leaf.ts';
import { checkLength } from './unsigned.ts';

/** Model 64901 in registers: 204 before the signature, 48 for it (chargeIT bsm-python, models/smdx_64901.xml). */
const IMAGE_LENGTH = 2 * (204 + 48);

/**
 * A signed snapshot of a BSM meter as the ledger takes it: x | y | registers of SunSpec model 64901 from point Typ to its end,
 * big-endian and verbatim, with the DER signature in them.
 * @param closing.publicKey x | y (64 bytes), or the same behind 0x04 (65 bytes)
 * @param closing.image 504 bytes
 * @returns 568 bytes
 * @throws JoulegateError CONFIG_INVALID for parts of another length.
 */
export function encodeBsmClosing(closing: { readonly publicKey: Uint8Array; readonly image: Uint8Array }): Uint8Array {
  return new Uint8Array(Buffer.concat([closingKey(closing.publicKey), checkLength(closing.image, IMAGE_LENGTH, 'image')]));
}
