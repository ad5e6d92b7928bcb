import type { Deployment, Transaction, TransactionBodyName } from '@joulegate/protos';
import type { Clock, DeviceId, JournalOperation, Refusal, SignedReading, Signer, Verifier } from '../domain/index.ts';
import type { FileJournal } from '../journal/index.ts';
import type { EventPosition, ProvenLog } from '../proof/index.ts';
import type { gatewayTopics, Relay } from '../relay/index.ts';
import type { SettingsTold } from '../tx/index.ts';
import type { ChainNodes } from './chain-nodes.ts';
import { secondsOf } from './clock.ts';
import { type Completeness, recallCompleteness } from './completeness.ts';
import type { Config, DeviceConfig } from './config/config-schema.ts';
import type { GroupInstants } from './group-instants.ts';
import type { History } from './history.ts';
import type { Logger } from './log.ts';
import { foreignForm, NATIVE_FORM, type ReadingForm } from './reading-form.ts';
import type { Tally } from './tally.ts';
import type { TimeSync } from './time-sync.ts';
import { type Flow, FRESH_FLOW, getValue, type PinnedDevice, setValue, VALUE } from './values.ts';

/** What every actor shares; made once, in run.ts. */
export interface Context {
  readonly config: Config;
  readonly clock: Clock;
  readonly time: TimeSync;
  readonly journal: FileJournal;
  readonly groupInstants: GroupInstants;
  readonly relay: Relay;
  readonly log: Logger;
  readonly deployment: Deployment;
  /** CAIP-2. */
  readonly network: string;
  readonly domain: bigint;
  readonly verifier: Verifier;
  readonly tally: Tally;
  readonly history: History;
  /** What chain nodes say of blocks, and whose word counts. */
  readonly chainNodes: ChainNodes;
  readonly topics: ReturnType<typeof gatewayTopics>;
}

/** How a transaction ended, as far as its sender must know. */
export type Outcome =
  | { readonly state: 'final'; readonly log: ProvenLog; readonly position: EventPosition }
  | { readonly state: 'refused'; readonly code: string; readonly message: string }
  | { readonly state: 'expired' };

/** What the end of a transaction changes: operations for the one commit that removes it, and what follows after. */
export interface Decision {
  readonly operations: readonly JournalOperation[];
  after?(): void;
}

export type OutcomeHandler = (outcome: Outcome, transaction: Transaction) => Decision;

export interface BoundaryRegisters {
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** Evidence and the last intervals: so many readings are kept at hand. */
const LATEST_KEPT = 96;
const BOUNDARIES_KEPT = 98;
/** Noise on a wire must not become noise on the broker. */
const REFUSAL_EVERY_MS = 250;

/** One device and the unit behind it: what its actors share. Each field is written by one of them. */
export interface Unit {
  readonly id: DeviceId;
  readonly config: DeviceConfig;
  readonly owner: Signer;
  readonly log: Logger;
  /** Who is at the wire's end; written by the registrar (or, for class gateway, at start). */
  pinned: PinnedDevice | undefined;
  /** Undefined until it is known whose key signs, where that matters. */
  readonly form: ReadingForm | undefined;
  flow: Flow;
  /** Newest last. */
  readonly latest: SignedReading[];
  readonly boundaries: Map<number, BoundaryRegisters>;
  /** Counts a frame or reading that was not taken, and tells the broker why, a few times a second at most. */
  refuse(refusal: Refusal): void;
  /** Tells the broker of something that is no refusal: what changed the registers' meaning, or what they show. */
  announce(event: { readonly code: string; readonly message: string; readonly readings?: readonly string[] }): void;
  readonly handlers: Partial<Record<TransactionBodyName, OutcomeHandler>>;
  /** Its contracts know the meter: registered here, or long before. */
  isRegistered(): boolean;
  /** It may trade: its permit runs, or it was admitted long before. */
  isAdmitted(): boolean;
  noteReading(reading: SignedReading, boundary: number | undefined): void;
  /** What the device itself says of its capacity and settings. */
  told: SettingsTold;
  /** Which of its counters the chain has; undefined until it is known whose they are. */
  readonly completeness: Completeness | undefined;
}

export function createUnit(context: Context, config: DeviceConfig, owner: Signer): Unit {
  const id = config.id as DeviceId;
  let refusalAt = Number.NEGATIVE_INFINITY;
  let form: ReadingForm | undefined;
  let complete: { readonly meter: string; readonly completeness: Completeness } | undefined;
  const unit: Unit = {
    id,
    config,
    owner,
    log: context.log.child({ device: id }),
    pinned: getValue<PinnedDevice>(context.journal, VALUE.device(id)),
    get form() {
      if (config.format !== 'ocmf' && config.format !== 'bsm') return NATIVE_FORM;
      const publicKey = unit.pinned?.publicKey;
      if (publicKey === undefined) return undefined;
      form ??= foreignForm(config.format, Uint8Array.from(Buffer.from(publicKey, 'hex')));
      return form;
    },
    flow: { ...FRESH_FLOW, ...getValue<Partial<Flow>>(context.journal, VALUE.flow(id)) },
    latest: [],
    get completeness() {
      const meter = unit.pinned?.meter;
      const current = unit.form;
      if (meter === undefined || current === undefined) return undefined;
      if (complete?.meter !== meter) complete = { meter, completeness: recallCompleteness(context.journal, meter, current) };
      return complete.completeness;
    },
    told: {},
    boundaries: new Map(),
    handlers: {},
    refuse({ code, message }) {
      context.tally.refuse(id, code);
      unit.log.debug({ code, message }, 'not taken');
      if (performance.now() - refusalAt < REFUSAL_EVERY_MS) return;
      refusalAt = performance.now();
      context.relay.send(context.topics.refusal(id), JSON.stringify({ code, message, at: new Date(context.clock.now()).toISOString() }));
    },
    announce(event) {
      context.relay.send(context.topics.event(id), JSON.stringify({ ...event, at: new Date(context.clock.now()).toISOString() }));
    },
    isRegistered: () => !config.register || unit.flow.registration === 'done',
    isAdmitted() {
      const { admission, validUntil } = unit.flow;
      const isRunning = admission === 'granted' && (validUntil === 0 || secondsOf(context.clock) < validUntil);
      return unit.isRegistered() && (config.admission.length === 0 || isRunning);
    },
    noteReading(reading, boundary) {
      unit.latest.push(reading);
      if (unit.latest.length > LATEST_KEPT) unit.latest.shift();
      if (boundary === undefined) return;
      // The same choice as the batch's: the first at or after the instant, else the last before it.
      const instant = BigInt(boundary * context.deployment.intervalSeconds);
      if (unit.boundaries.has(boundary) && reading.time > instant && (unit.latest.at(-2)?.time ?? 0n) >= instant) return;
      unit.boundaries.set(boundary, { importWh: reading.importWh, exportWh: reading.exportWh });
      for (const old of unit.boundaries.keys()) {
        if (unit.boundaries.size <= BOUNDARIES_KEPT) break;
        unit.boundaries.delete(old);
      }
    },
  };
  return unit;
}

/** Changes where a unit stands. @returns the operation that makes it durable. */
export function moveFlow(unit: Unit, change: Partial<Flow>): JournalOperation {
  unit.flow = { ...unit.flow, ...change };
  return setValue(VALUE.flow(unit.id), unit.flow);
}
