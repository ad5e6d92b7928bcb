/**
 * Certifies registered meters with the certifier's key: those on its list, or all in a demo. In production the list is
 * what the commissioning engineer has seen.
 */

import { readContract, readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall, eventSelector } from './contract-calls.ts';
import { type ContractEvent, decodeLog } from './contract-events.ts';
import type { Hex } from './options.ts';
import { extractRevert, METER_STATUS } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface Certifier {
  /** Registrations that nobody certified while this node was away. */
  catchUp(): Promise<void>;
  onEvents(events: readonly ContractEvent[]): void;
  certifyDue(): void;
}

export function createCertifier(context: NodeContext, submitter: Submitter, meters: 'all' | readonly string[]): Certifier {
  const allowed = meters === 'all' ? undefined : new Set(meters.map((meter) => meter.toLowerCase()));
  const due = new Set<Hex>();

  function want(event: ContractEvent): void {
    if (event.event !== 'MeterRegistered') return;
    const meter = String(event.args['meter']).toLowerCase() as Hex;
    if (allowed && !allowed.has(meter)) {
      context.counters.add('certify.notListed');
      return;
    }
    due.add(meter);
  }
  async function certify(meter: Hex): Promise<void> {
    try {
      const { status } = await readContract<{ status: number }>(context, 'meterRegistry', 'meterOf', [meter]);
      if (status !== METER_STATUS.pending) return;
      await submitter.submit({
        ...encodeCall(context.deployment, 'meterRegistry', 'certify', [meter]),
        label: `certify ${meter}`,
        onMined: () => context.counters.add('certified'),
        onReverted: () => due.add(meter),
      });
      context.log.info({ meter }, 'meter certified');
    } catch (cause) {
      const revert = extractRevert(cause);
      context.log.warn({ meter, cause: revert?.text ?? String(cause) }, 'meter not certified');
      // Another certifier was first, or the role is missing: asking again would not help. A silent endpoint may return.
      if (!revert) due.add(meter);
    }
  }

  return {
    catchUp: async () => {
      const logs = await readLogs(context, 'meterRegistry', [eventSelector('meterRegistry', 'MeterRegistered')]);
      for (const log of logs) {
        const event = decodeLog(log, context.deployment);
        if (event) want(event);
      }
    },
    onEvents: (events) => events.forEach(want),
    certifyDue: () => {
      const now = [...due];
      due.clear();
      for (const meter of now) void certify(meter);
    },
  };
}
