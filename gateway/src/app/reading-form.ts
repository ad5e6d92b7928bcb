import { decodeSignedReading } from '../decode/index.ts';
import type { Address, ForeignReading, Result, SignedReading } from '../domain/index.ts';
import { encodeBsmClosing, encodeOcmfClosing, foreignLeaf, readingLeaf } from '../tx/index.ts';
import { verifyForeign } from './wires/foreign-formats.ts';

/** What the readings of one meter are made of: how they are read back from the journal, and how they stand on chain. */
export interface ReadingForm {
  /** Reads what was attested before it was journaled; it is not judged again. */
  read(raw: Uint8Array): Result<SignedReading>;
  /** Its leaf under a batch's root. */
  leaf(meter: Address, raw: Uint8Array): Uint8Array;
  /** What the contract is given to verify. */
  closing(raw: Uint8Array): Uint8Array;
}

export const NATIVE_FORM: ReadingForm = { read: decodeSignedReading, leaf: readingLeaf, closing: (raw) => raw };

/** Of a meter that signs in a format of its own, once its key is known: x | y, 64 bytes. */
export function foreignForm(format: ForeignReading['format'], publicKey: Uint8Array): ReadingForm {
  const verified = (raw: Uint8Array): ForeignReading => {
    const reading = verifyForeign(format, raw, publicKey);
    if (!reading.ok) throw new Error(`journaled ${format} reading: ${reading.message}`);
    return reading.value;
  };
  return {
    read: (raw) => verifyForeign(format, raw, publicKey),
    leaf(meter, raw) {
      const { messageDigest, signature, curve } = verified(raw);
      return foreignLeaf(meter, messageDigest, { r: signature.subarray(0, 32), s: signature.subarray(32) }, curve);
    },
    closing: (raw) => foreignClosing(verified(raw)),
  };
}

export function foreignClosing(reading: ForeignReading): Uint8Array {
  const { format, publicKey, raw, signature, signedText, curve } = reading;
  if (format === 'bsm') return encodeBsmClosing({ publicKey, image: raw });
  return encodeOcmfClosing({ publicKey, r: signature.subarray(0, 32), s: signature.subarray(32), payload: signedText, curve });
}
