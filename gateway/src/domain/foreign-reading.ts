import type { SignedReading } from './reading.ts';

/** A reading that a meter signed in a format of its own; `raw` travels unchanged. */
export interface ForeignReading extends SignedReading {
  readonly format: 'ocmf' | 'bsm';
  readonly curve: 'P-256' | 'secp256k1';
  /** SHA-256 of what was signed. */
  readonly messageDigest: Uint8Array;
  /** r | s, 32 bytes each, s in the lower half of the group's order. */
  readonly signature: Uint8Array;
  /** x | y, 64 bytes. */
  readonly publicKey: Uint8Array;
  /** What of the signed bytes people wrote: an OCMF record's payload, a BSM snapshot's metadata. It may name the owner. */
  readonly signedText: Uint8Array;
  readonly meterSerial: string | undefined;
  /** A record may omit a register, and omitted is not zero. */
  readonly importIsPresent: boolean;
  readonly exportIsPresent: boolean;
}
