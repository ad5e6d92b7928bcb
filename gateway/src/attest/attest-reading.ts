import { createHash } from 'node:crypto';
import { type Address, type NativeReading, refuse, type Verifier } from '../domain/index.ts';
import { type AttestOutcome, attestSequence, type SequenceInput } from './attest-sequence.ts';
import { hasHighS } from './signature.ts';

export interface AttestReadingInput extends Omit<SequenceInput, 'digest' | 'maxPowerW' | 'reading'> {
  readonly reading: NativeReading;
  readonly meter: {
    readonly address: Address;
    /** x | y of the current signing key, 64 bytes big-endian. */
    readonly publicKey: Uint8Array;
    readonly domain: bigint;
    /** Nameplate; undefined skips the rate. */
    readonly maxPowerW: bigint | undefined;
  };
  readonly verifier: Verifier;
}

/** Restated from docs/wire.md §1: this room knows no schema. */
const SIGNED_LENGTH = 65;
const SIGNATURE_OFFSET = 67;

/**
 * Decides whether a native reading may be believed: domain, signature, then its place after the ones before, in this
 * order, so that nothing an unsigned byte says is compared with what the meter said before.
 * @returns the meter's next state, or DOMAIN_MISMATCH, SIGNATURE_HIGH_S, SIGNATURE_INVALID, or as attestSequence.
 */
export function attestReading(input: AttestReadingInput): AttestOutcome {
  const { reading, meter } = input;
  if (reading.domain !== meter.domain) return refuse('DOMAIN_MISMATCH', `domain: ${meter.domain} expected, got ${reading.domain}`);
  const digest = createHash('sha256').update(reading.raw.subarray(0, SIGNED_LENGTH)).digest();
  const forged = checkSignature(input, digest);
  return forged ?? attestSequence({ ...input, digest, maxPowerW: meter.maxPowerW });
}

function checkSignature({ reading, meter, verifier }: AttestReadingInput, digest: Uint8Array): AttestOutcome | undefined {
  const signature = reading.raw.subarray(SIGNATURE_OFFSET);
  if (hasHighS(signature))
    return refuse('SIGNATURE_HIGH_S', `signature of meter ${meter.address}: s of at most half the curve's order expected`);
  const key = verifier.recover(digest, signature);
  if (key === undefined) return refuse('SIGNATURE_INVALID', `signature of meter ${meter.address}: it recovers to no key`);
  if (Buffer.compare(key, meter.publicKey) !== 0)
    return refuse('SIGNATURE_INVALID', `signature of meter ${meter.address}: it is another key's, or the bytes were altered`);
  return undefined;
}
