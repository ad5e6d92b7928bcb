import { boundaryOf } from './batch-plan.ts';
import type { Context, Unit } from './context.ts';

/** After a restart, what the unit's actors keep at hand comes back from the journal: evidence and boundary registers. */
export function recallReadings(context: Context, unit: Unit): void {
  const meter = unit.pinned?.meter;
  if (meter === undefined || unit.form === undefined) return;
  for (const { bytes } of context.journal.entries('reading', meter)) {
    const decoded = unit.form.read(bytes);
    if (decoded.ok) unit.noteReading(decoded.value, boundaryOf(Number(decoded.value.time), context.deployment));
  }
}
