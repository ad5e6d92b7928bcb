import type { Context } from './context.ts';
import type { Outbox } from './outbox.ts';

/** The health topic's JSON, docs/wire.md §3; `stalled` names devices that a full journal holds back. */
export function describeHealth(
  context: Context,
  outbox: Outbox,
  now: { readonly stalled: readonly string[]; readonly agedReadings: number; readonly startedAt: number },
): string {
  const { entries, bytes, oldestAt } = context.journal.stat();
  return JSON.stringify({
    journal: {
      entries,
      bytes,
      oldestAgeSeconds: oldestAt === undefined ? 0 : Math.max(0, Math.round((context.clock.now() - oldestAt) / 1000)),
      agedReadings: now.agedReadings,
      damages: context.journal.corrupt.length,
    },
    counters: context.tally.counters,
    perDevice: context.tally.perDevice,
    pendingTransactions: [...outbox.all()].length,
    stalled: now.stalled,
    verifier: context.verifier.name,
    rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    time: context.time.describe(),
    chainNodes: context.chainNodes.records(),
    uptimeSeconds: Math.round((performance.now() - now.startedAt) / 1000),
  });
}
