/**
 * Meters emissions (paper C2): when a generating unit's boundary is recorded, its carbon account follows; when a load's is, the
 * statement of what it bought from the grid.
 */
import { SOURCE } from '@joulegate/protos';
import { readContract } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall } from './contract-calls.ts';
import type { ContractEvent } from './contract-events.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface CarbonMetering {
  onEvents(events: readonly ContractEvent[]): void;
  onHead(): Promise<void>;
}

const UNITS_PER_CALL = 100;
/** Heads to wait for the other units of the same boundary. */
const GATHER_HEADS = 3;

/** What a generator emits is owed; what was emitted for what a load buys is only told. */
const METERS = {
  generated: { contract: 'carbonLedger', one: 'meterUpTo', many: 'meterMany', counter: 'carbon.metered' },
  bought: { contract: 'boughtEnergy', one: 'meterBought', many: 'meterBoughtMany', counter: 'carbon.bought' },
} as const;
type Meters = (typeof METERS)[keyof typeof METERS];

export function createCarbonMetering(context: NodeContext, submitter: Submitter, every: number): CarbonMetering {
  const { deployment, counters, log } = context;
  const metersOf = new Map<Hex, Meters>();
  const due = new Map<bigint, { readonly units: Set<Hex>; heads: number }>();
  let running = false;

  function wanted(boundary: bigint): boolean {
    if (every <= 0) return false;
    // The edge of a carbon period closes its account: always metered.
    const isEdge = (boundary * BigInt(deployment.intervalSeconds)) % BigInt(deployment.carbonPeriodSeconds) === 0n;
    return isEdge || boundary % BigInt(every) === 0n;
  }
  function want(unit: Hex, boundary: bigint): void {
    const item = due.get(boundary) ?? { units: new Set<Hex>(), heads: 0 };
    item.units.add(unit);
    due.set(boundary, item);
  }
  async function findMeters(unit: Hex): Promise<Meters> {
    const known = metersOf.get(unit);
    if (known) return known;
    const { source } = await readContract<{ source: number }>(context, 'meterRegistry', 'meterOf', [unit]);
    const meters = source === SOURCE.load ? METERS.bought : METERS.generated;
    metersOf.set(unit, meters);
    return meters;
  }
  /** @returns whether the units are metered up to there, by us or by another node */
  async function send(meters: Meters, units: readonly Hex[], boundary: bigint): Promise<boolean> {
    const [only] = units;
    if (!only) return true;
    const { contract, one, many, counter } = meters;
    const call =
      units.length === 1
        ? encodeCall(deployment, contract, one, [only, boundary])
        : encodeCall(deployment, contract, many, [units, boundary]);
    try {
      await submitter.submit({ ...call, label: `${one} of ${units.length}` });
      counters.add(counter, units.length);
      return true;
    } catch (cause) {
      const revert = extractRevert(cause);
      if (!revert) throw cause;
      if (units.length > 1) {
        for (const unit of units) await send(meters, [unit], boundary);
        return false;
      }
      // A period or an intensity ends before: an edge lies ahead of its boundary, so this comes to an end.
      const edge = revert.name === 'EdgeBoundaryFirst' ? BigInt(revert.args['edgeBoundary'] as bigint) : boundary;
      if (edge < boundary && (await send(meters, [only], edge))) want(only, boundary);
      // Else another node was first, the boundary is not recorded yet and will come as an event of its own, or its zone has no
      // factors for what is bought.
      else log.debug({ unit: only, boundary: String(boundary), cause: revert.text }, 'carbon not metered');
      return revert.name === 'BoundaryNotNewer';
    }
  }

  return {
    onEvents: (events) => {
      for (const { event, args } of events) {
        if (event !== 'BoundaryRecorded') continue;
        const boundary = BigInt(args['boundary'] as bigint);
        if (wanted(boundary)) want(args['meter'] as Hex, boundary);
      }
    },
    onHead: async () => {
      for (const item of due.values()) item.heads += 1;
      if (running) return;
      running = true;
      try {
        for (const [boundary, item] of [...due].sort(([a], [b]) => (a < b ? -1 : 1))) {
          if (item.heads < GATHER_HEADS) continue;
          due.delete(boundary);
          for (const meters of Object.values(METERS)) {
            const units: Hex[] = [];
            for (const unit of item.units) if ((await findMeters(unit)) === meters) units.push(unit);
            for (let start = 0; start < units.length; start += UNITS_PER_CALL)
              await send(meters, units.slice(start, start + UNITS_PER_CALL), boundary);
          }
        }
      } catch (cause) {
        log.warn({ cause: String(cause) }, 'carbon metering waits for the chain endpoint');
      } finally {
        running = false;
      }
    },
  };
}
