import { type MeterState, type Refusal, refuse, type SignedReading } from '../domain/index.ts';
import { checkRate, checkRegisters, checkTime, type TimeReference } from './plausibility.ts';

export interface SequenceInput extends TimeReference {
  readonly reading: SignedReading;
  /** Of what the meter signed. */
  readonly digest: Uint8Array;
  /** Undefined for a meter never seen. */
  readonly state: MeterState | undefined;
  /** Nameplate; undefined skips the rate. */
  readonly maxPowerW: bigint | undefined;
}

/** A Result<MeterState> that also says what a caller treats differently. */
export type AttestOutcome =
  /** `flagged`: believed and kept, but the meter reports a fault of its own. */
  | { readonly ok: true; readonly value: MeterState; readonly flagged?: 'METER_FAULT' }
  /** `repeated`: the very reading last accepted, sent again; harmless and common on a line. */
  | ({ readonly ok: false; readonly repeated?: true } & Refusal);

/** Restated from docs/wire.md §1: this room knows no schema. */
const STATUS_METER_FAULT = 1 << 2;

/**
 * Decides whether a reading whose signature holds may follow the ones before it: counter, registers, time, rate, in this order.
 * @returns the meter's next state, or COUNTER_REPLAYED, EQUIVOCATION (another payload validly signed under the last
 *   counter), REGISTER_DECREASED, TIME_IMPLAUSIBLE or RATE_IMPLAUSIBLE.
 */
export function attestSequence(input: SequenceInput): AttestOutcome {
  const { reading, state, maxPowerW } = input;
  const digest = Buffer.from(input.digest).toString('hex');
  if (state !== undefined) {
    const refused = checkCounter(reading, digest, state);
    if (refused !== undefined) return refused;
    const registers = checkRegisters(reading, state);
    if (!registers.ok) return registers;
  }
  const time = checkTime(reading, state, input);
  if (!time.ok) return time;
  if (state !== undefined && maxPowerW !== undefined) {
    const rate = checkRate(reading, state, maxPowerW);
    if (!rate.ok) return rate;
  }
  const { counter, importWh, exportWh } = reading;
  const value: MeterState = { counter, time: reading.time, importWh, exportWh, digest };
  return (reading.status & STATUS_METER_FAULT) === 0 ? { ok: true, value } : { ok: true, value, flagged: 'METER_FAULT' };
}

function checkCounter(reading: SignedReading, digest: string, state: MeterState): AttestOutcome | undefined {
  if (reading.counter > state.counter) return undefined;
  if (reading.counter < state.counter)
    return refuse('COUNTER_REPLAYED', `counter: more than ${state.counter} expected, got ${reading.counter}`);
  if (digest === state.digest)
    return { ...refuse('COUNTER_REPLAYED', `counter ${reading.counter}: the same reading again`), repeated: true };
  return refuse('EQUIVOCATION', `counter ${reading.counter}: payload ${state.digest} expected, got ${digest} under a valid signature`);
}
