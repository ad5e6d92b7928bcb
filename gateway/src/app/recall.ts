import { createHash } from 'node:crypto';
import type { ForeignReading, MeterState, SignedReading } from '../domain/index.ts';
import { boundaryOf } from './batch-plan.ts';
import type { Context, Unit } from './context.ts';
import { getMeterState } from './values.ts';

/** After a restart, what the unit's actors keep at hand comes back from the journal: evidence and boundary registers. */
export function recallReadings(context: Context, unit: Unit): void {
  const meter = unit.pinned?.meter;
  if (meter === undefined || unit.form === undefined) return;
  for (const { bytes } of context.journal.entries('reading', meter)) {
    const decoded = unit.form.read(bytes);
    if (decoded.ok) unit.noteReading(decoded.value, boundaryOf(Number(decoded.value.time), context.deployment));
  }
}

const SIGNED_LENGTH = 65;

function digestOf(reading: SignedReading | ForeignReading): string {
  const digest =
    'messageDigest' in reading ? reading.messageDigest : createHash('sha256').update(reading.raw.subarray(0, SIGNED_LENGTH)).digest();
  return Buffer.from(digest).toString('hex');
}

/**
 * Where a meter's readings stand. In a journal that was damaged the note of it may be older than the readings: then the
 * newest reading that is left tells it.
 */
export function recallState(context: Context, unit: Unit, meter: string): MeterState | undefined {
  let state = getMeterState(context.journal, meter);
  if (context.journal.corrupt.length === 0) return state;
  for (const { bytes } of context.journal.entries('reading', meter)) {
    const decoded = unit.form?.read(bytes);
    if (decoded?.ok !== true || decoded.value.counter <= (state?.counter ?? -1n)) continue;
    const { counter, time, importWh, exportWh } = decoded.value;
    state = { counter, time, importWh, exportWh, digest: digestOf(decoded.value) };
  }
  return state;
}

/** More readings than one damaged record holds. */
const COUNTERS_STEPPED_OVER = 1_000_000n;

/**
 * The lowest counter the gateway may sign next. What damage took may have been published: a number given twice would be
 * proof of a cloned key, and the contract would suspend the meter for it.
 */
export function lowestFreeCounter(context: Context, state: MeterState | undefined): bigint {
  return (state?.counter ?? 0n) + 1n + (context.journal.corrupt.length > 0 ? COUNTERS_STEPPED_OVER : 0n);
}
