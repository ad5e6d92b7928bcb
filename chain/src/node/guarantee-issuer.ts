/**
 * Issues guarantees of origin: once a carbon period, or so many boundaries, a renewable unit's owner is given tokens for what
 * its meter proved. Anyone may; a node that was away catches up with the unit's next boundary.
 */
import { RENEWABLE_SOURCES } from '@joulegate/protos';
import { pad } from 'viem';
import { readContract, readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall, eventSelector } from './contract-calls.ts';
import type { ContractEvent } from './contract-events.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface GuaranteeIssuer {
  onEvents(events: readonly ContractEvent[]): void;
  onHead(): Promise<void>;
}

/** What others than the owner may ask for at once: IGuaranteeOfOrigin.issue. */
const MAX_RANGE_SECONDS = 31n * 86_400n;

const lower = (value: unknown) => String(value).toLowerCase() as Hex;

/** @param every boundaries between two guarantees of a unit, 0 for none */
export function createGuaranteeIssuer(context: NodeContext, submitter: Submitter, every: bigint): GuaranteeIssuer {
  const { deployment, counters, log } = context;
  const maxBoundaries = MAX_RANGE_SECONDS / BigInt(deployment.intervalSeconds);
  const isRenewable = new Map<Hex, boolean>();
  /** Where the issued range of a unit ends. */
  const ends = new Map<Hex, bigint>();
  /** Of each unit, what waits to be looked at: its latest edge of a period, and its latest boundary behind that. */
  const recorded = new Map<Hex, readonly bigint[]>();
  let running = false;

  async function renewable(meter: Hex): Promise<boolean> {
    let known = isRenewable.get(meter);
    if (known === undefined) {
      const { source } = await readContract<{ source: number }>(context, 'meterRegistry', 'meterOf', [meter]);
      known = RENEWABLE_SOURCES.includes(source);
      isRenewable.set(meter, known);
    }
    return known;
  }
  /** All that the ledger has of a unit, in order: asked for once in its life, and after long absences. */
  async function boundariesOf(meter: Hex): Promise<bigint[]> {
    const logs = await readLogs(context, 'readingLedger', [eventSelector('readingLedger', 'BoundaryRecorded'), pad(meter)]);
    return logs.map(({ topics }) => BigInt(topics[2] ?? 0)).sort((a, b) => (a < b ? -1 : 1));
  }
  async function endOf(meter: Hex): Promise<bigint | undefined> {
    const known = ends.get(meter);
    if (known !== undefined) return known;
    const [, next] = await readContract<readonly [bigint, bigint]>(context, 'guaranteeOfOrigin', 'issuedRangeOf', [meter]);
    const end = next > 0n ? next : (await boundariesOf(meter))[0];
    if (end !== undefined) ends.set(meter, end);
    return end;
  }
  const exportAt = async (meter: Hex, boundary: bigint) =>
    (await readContract<{ exportWh: bigint }>(context, 'readingLedger', 'boundaryOf', [meter, boundary])).exportWh;

  /** @returns whether there is more to issue at once */
  async function issue(meter: Hex, latest: bigint): Promise<boolean> {
    if (!(await renewable(meter))) return false;
    const from = await endOf(meter);
    if (from === undefined || latest <= from || (latest % every !== 0n && latest - from < every)) return false;
    const isLong = latest - from > maxBoundaries;
    const to = isLong ? (await boundariesOf(meter)).findLast((boundary) => boundary > from && boundary <= from + maxBoundaries) : latest;
    // Silent for more than a month: what it then says it exported, only its owner may have guaranteed.
    if (to === undefined) return false;
    // Nights are not worth a transaction of their own.
    if (!isLong && (await exportAt(meter, from)) === (await exportAt(meter, to))) return false;
    try {
      await submitter.submit({
        ...encodeCall(deployment, 'guaranteeOfOrigin', 'issue', [meter, from, to]),
        label: 'guarantee of origin',
        onReverted: () => ends.delete(meter),
      });
      ends.set(meter, to);
      counters.add('guarantees.issued');
      return isLong;
    } catch (cause) {
      const revert = extractRevert(cause);
      if (!revert) throw cause;
      // Another node was first, or the meter is suspended: the next boundary tries again.
      ends.delete(meter);
      log.debug({ meter, from: String(from), to: String(to), cause: revert.text }, 'guarantee not issued');
      return false;
    }
  }

  return {
    onEvents: (events) => {
      if (every <= 0n) return;
      for (const { contract, event, args } of events) {
        const meter = lower(args['meter']);
        if (contract === 'guaranteeOfOrigin' && event === 'GuaranteeIssued') {
          const to = BigInt(args['toBoundary'] as bigint);
          if (to > (ends.get(meter) ?? to)) ends.set(meter, to);
        }
        if (contract !== 'readingLedger' || event !== 'BoundaryRecorded') continue;
        const boundary = BigInt(args['boundary'] as bigint);
        const waiting = [...(recorded.get(meter) ?? []), boundary].sort((a, b) => (a < b ? -1 : 1));
        const edge = waiting.findLast((each) => each % every === 0n);
        recorded.set(
          meter,
          [...new Set([edge, waiting.at(-1)])].filter((each) => each !== undefined),
        );
      }
    },
    onHead: async () => {
      if (running) return;
      running = true;
      try {
        for (const [meter, boundaries] of [...recorded]) {
          let isMore = false;
          for (const boundary of boundaries) isMore = (await issue(meter, boundary)) || isMore;
          if (!isMore && recorded.get(meter) === boundaries) recorded.delete(meter);
        }
      } catch (cause) {
        log.warn({ cause: String(cause) }, 'guarantees wait for the chain endpoint');
      } finally {
        running = false;
      }
    },
  };
}
