/**
 * Tells the contract what a node sees anyway, so that nobody need watch for it: permits past their end, meters that say
 * they are tampered with, units that feed in without a permit. The contract decides; a refusal costs nothing, since it is
 * asked before anything is sent. Limits are not watched: their proof is readings without a gap, and a node sees closings.
 */
import { PERMIT_STATE, SIGNED_READING_FIELDS, SIGNED_READING_LENGTH, STATUS_BIT } from '@joulegate/protos';
import { toHex } from './bytes.ts';
import { readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall } from './contract-calls.ts';
import { type ContractEvent, decodeLog } from './contract-events.ts';
import type { Entry } from './entry.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface AccessWatch {
  /** Permits decided while this node was away. */
  catchUp(): Promise<void>;
  /** A transaction that intake has passed: what readings it carries. */
  onEntry(entry: Entry): void;
  onEvents(events: readonly ContractEvent[]): void;
  onHead(head: { readonly timestamp: number }): void;
}

interface Access {
  state: number;
  /** Unix seconds; 0 without end. */
  validUntil: number;
  suspensions: number;
}

/** Meters remembered at once; the oldest is forgotten first. */
const METERS_KEPT = 10_000;

function remember<T>(map: Map<Hex, T>, meter: Hex, value: T): void {
  map.delete(meter);
  map.set(meter, value);
  const oldest = map.size > METERS_KEPT ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}

const offsetOf = (name: 'exportWh' | 'status') => SIGNED_READING_FIELDS.find((field) => field.name === name)?.offset ?? 0;
const isTampered = (raw: Uint8Array) => (Buffer.from(raw).readUInt32LE(offsetOf('status')) & STATUS_BIT.tamper) !== 0;
const exportOf = (raw: Uint8Array) => Buffer.from(raw).readBigUInt64LE(offsetOf('exportWh'));

export function createAccessWatch(context: NodeContext, submitter: Submitter): AccessWatch {
  const { counters, log, deployment } = context;
  const accesses = new Map<Hex, Access>();
  const closings = new Map<Hex, Uint8Array>();
  /** What was proposed and may still be on its way: by function and meter, and a feed-in by its last register too. */
  const proposed = new Set<string>();
  let time = 0;

  const isOver = ({ state, validUntil }: Access) => state === PERMIT_STATE.granted && validUntil !== 0 && time >= validUntil;
  const isOut = (access: Access) =>
    access.suspensions !== 0 || isOver(access) || (access.state !== PERMIT_STATE.granted && access.state !== PERMIT_STATE.none);

  async function propose(functionName: string, meter: Hex, readings: readonly Uint8Array[] = [], which = ''): Promise<void> {
    const key = `${functionName} ${meter}${which}`;
    if (proposed.has(key)) return;
    proposed.add(key);
    const done = (): void => void proposed.delete(key);
    try {
      const call = encodeCall(deployment, 'admissionPolicy', functionName, [meter, ...readings.map(toHex)]);
      await submitter.submit({ ...call, label: `${functionName} ${meter}`, onMined: done, onReverted: done });
      counters.add(`access.${functionName}`);
      log.info({ meter, report: functionName }, 'access reported');
    } catch (cause) {
      done();
      // Somebody was first, or the readings show less than they seemed to: the contract knows better.
      log.debug({ meter, report: functionName, cause: extractRevert(cause)?.text ?? String(cause) }, 'access not reported');
    }
  }

  function onReading(meter: Hex, raw: Uint8Array): void {
    if (raw.length === SIGNED_READING_LENGTH && isTampered(raw)) void propose('reportTamper', meter, [raw]);
  }

  function onClosing(meter: Hex, raw: Uint8Array): void {
    if (raw.length !== SIGNED_READING_LENGTH) return;
    const earlier = closings.get(meter);
    const access = accesses.get(meter);
    remember(closings, meter, raw);
    if (earlier === undefined || access === undefined || !isOut(access) || exportOf(raw) <= exportOf(earlier)) return;
    void propose('reportFeedIn', meter, [earlier, raw], ` ${exportOf(raw)}`);
  }

  function onEvent({ contract, event, args }: ContractEvent): void {
    if (contract !== 'admissionPolicy' || args['meter'] === undefined) return;
    const meter = String(args['meter']).toLowerCase() as Hex;
    const access = accesses.get(meter) ?? { state: PERMIT_STATE.none, validUntil: 0, suspensions: 0 };
    if (event === 'AdmissionDecided') {
      access.state = Number(args['state']);
      access.validUntil = Number(args['validUntil']);
    } else if (event === 'AccessSuspended' || event === 'AccessCured') access.suspensions = Number(args['suspensions']);
    else if (event === 'AccessExpired') access.state = PERMIT_STATE.expired;
    else if (event === 'AccessRevoked') access.state = PERMIT_STATE.revoked;
    else return;
    remember(accesses, meter, access);
  }

  return {
    catchUp: async () => {
      for (const raw of await readLogs(context, 'admissionPolicy', [])) {
        const event = decodeLog(raw, deployment);
        if (event) onEvent(event);
      }
    },
    onEntry: ({ transaction: { body }, message }) => {
      const meter = String(message['meter']).toLowerCase() as Hex;
      if (body.kind === 'admissionRequest') for (const raw of body.value.evidence) onReading(meter, raw);
      if (body.kind !== 'readingBatch') return;
      onReading(meter, body.value.closing);
      onClosing(meter, body.value.closing);
    },
    // In one block a decision's AccessExpired comes before the decision itself, so the last word stands.
    onEvents: (events) => events.forEach(onEvent),
    onHead: ({ timestamp }) => {
      time = timestamp;
      for (const [meter, access] of accesses) if (isOver(access)) void propose('expire', meter);
    },
  };
}
