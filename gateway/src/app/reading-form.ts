import { decodeSignedReading } from '../decode/index.ts';
import type { Address, Result, SignedReading } from '../domain/index.ts';
import { readingLeaf } from '../tx/index.ts';

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
