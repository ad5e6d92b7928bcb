import { createHash } from 'node:crypto';
import { type Address, type MeterState, type Refusal, refuse, type SignedReading, type Verifier } from '../domain/index.ts';
import { checkRate, checkRegisters, checkTime, type TimeReference } from './plausibility.ts';
import { hasHighS } from './signature.ts';

export interface AttestReadingInput extends TimeReference {
  readonly reading: SignedReading;
  readonly meter: {
    readonly address: Address;
    /** x | y of the current signing key, 64 bytes big-endian. */
    readonly publicKey: Uint8Array;
    readonly domain: bigint;
    /** Nameplate; undefined skips the rate. */
    readonly maxPowerW: bigint | undefined;
  };
  /** Undefined for a meter never seen. */
  readonly state: MeterState | undefined;
  readonly verifier: Verifier;
}

/** A Result<MeterState> that also says what a caller treats differently. */
export type AttestOutcome =
  /** `flagged`: believed and kept, but the meter reports a fault of its own. */
  | { readonly ok: true; readonly value: MeterState; readonly flagged?: 'METER_FAULT' }
  /** `repeated`: the very reading last accepted, sent again; harmless and common on a line. */
  | ({ readonly ok: false; readonly repeated?: true } & Refusal);

/** Restated from docs/wire.md §1: this room knows no schema. */
const SIGNED_LENGTH = 65;
const SIGNATURE_OFFSET = 67;
const STATUS_METER_FAULT = 1 << 2;

/**
 * Decides whether a signed reading may be believed: domain, signature, counter, registers, time, rate, in this order, so
 * that nothing an unsigned byte says is compared with what the meter said before.
 * @returns the meter's next state, or DOMAIN_MISMATCH, SIGNATURE_HIGH_S, SIGNATURE_INVALID, COUNTER_REPLAYED,
 *   EQUIVOCATION (another payload validly signed under the last counter), REGISTER_DECREASED, TIME_IMPLAUSIBLE or
 *   RATE_IMPLAUSIBLE.
 */
export function attestReading(input: AttestReadingInput): AttestOutcome {
  const { reading, meter, state } = input;
  if (reading.domain !== meter.domain) return refuse('DOMAIN_MISMATCH', `domain: ${meter.domain} expected, got ${reading.domain}`);
  const payloadDigest = createHash('sha256').update(reading.raw.subarray(0, SIGNED_LENGTH)).digest();
  const forged = checkSignature(input, payloadDigest);
  if (forged !== undefined) return forged;
  const digest = payloadDigest.toString('hex');
  if (state !== undefined) {
    const refused = checkCounter(reading, digest, state);
    if (refused !== undefined) return refused;
    const registers = checkRegisters(reading, state);
    if (!registers.ok) return registers;
  }
  const time = checkTime(reading, state, input);
  if (!time.ok) return time;
  if (state !== undefined && meter.maxPowerW !== undefined) {
    const rate = checkRate(reading, state, meter.maxPowerW);
    if (!rate.ok) return rate;
  }
  const value: MeterState = {
    counter: reading.counter,
    time: reading.time,
    importWh: reading.importWh,
    exportWh: reading.exportWh,
    digest,
  };
  return (reading.status & STATUS_METER_FAULT) === 0 ? { ok: true, value } : { ok: true, value, flagged: 'METER_FAULT' };
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

function checkCounter(reading: SignedReading, digest: string, state: MeterState): AttestOutcome | undefined {
  if (reading.counter > state.counter) return undefined;
  if (reading.counter < state.counter)
    return refuse('COUNTER_REPLAYED', `counter: more than ${state.counter} expected, got ${reading.counter}`);
  if (digest === state.digest)
    return { ...refuse('COUNTER_REPLAYED', `counter ${reading.counter}: the same reading again`), repeated: true };
  return refuse('EQUIVOCATION', `counter ${reading.counter}: payload ${state.digest} expected, got ${digest} under a valid signature`);
}
