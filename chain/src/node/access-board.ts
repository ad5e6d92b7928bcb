/**
 * What stands between a unit and the grid, per meter, retained and each with its proof (docs/wire.md, "What changes a unit's
 * access"): a gateway that was away, or starts, learns it at once and need not believe it.
 */
import type { ContractName } from '@joulegate/protos';
import { toEventSelector } from 'viem';
import { ABIS } from './abis.ts';
import { toHex, toJson } from './bytes.ts';
import { readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { type ContractEvent, decodeLog } from './contract-events.ts';
import type { Prover } from './inclusion-proof.ts';
import type { Hex } from './options.ts';
import { topics } from './topics.ts';

/** Of each, the last event is what holds. */
const WHAT: Readonly<Record<string, 'suspension' | 'end' | 'meter'>> = {
  AccessSuspended: 'suspension',
  AccessCured: 'suspension',
  AccessExpired: 'end',
  AccessRevoked: 'end',
  MeterSuspended: 'meter',
  MeterReinstated: 'meter',
  MeterRevoked: 'meter',
};

export interface AccessBoard {
  /** What happened up to a final block while this node was away. */
  catchUp(finalNumber: number): Promise<void>;
  /** An event that is final. */
  onEvent(event: ContractEvent): void;
  /** Asks again for proofs that could not be had. */
  onHead(): void;
}

/** What any receiver takes: docs/wire.md, section 3. */
const PAYLOAD_MAX = 64 * 1024;
const topicsOf = (contract: ContractName): Hex[] =>
  ABIS[contract].flatMap((item) => (item.type === 'event' && WHAT[item.name] !== undefined ? [toEventSelector(item)] : []));
const orderOf = ({ log }: ContractEvent) => Number(log.blockNumber) * 1e6 + Number(log.logIndex);

export function createAccessBoard(context: NodeContext, prover: Prover): AccessBoard {
  const { base, network, nodeId, log } = context;
  /** By topic. */
  const latest = new Map<string, ContractEvent>();
  const unproven = new Set<string>();
  let tail: Promise<void> = Promise.resolve();

  async function publish(topic: string): Promise<void> {
    const event = latest.get(topic) as ContractEvent;
    const { blockHash, blockNumber, transactionIndex, logIndex } = event.log;
    const said = {
      event: event.event,
      contract: event.contract,
      args: event.args,
      blockNumber: Number(blockNumber),
      blockHash,
      logIndex: Number(logIndex),
      transactionIndex: Number(transactionIndex),
    };
    let payload = toJson(said);
    try {
      const { headerRlp, proof } = await prover.prove(blockHash, Number(transactionIndex));
      const proven = toJson({ ...said, headerRlp: toHex(headerRlp), proof: proof.map(toHex) });
      if (proven.length <= PAYLOAD_MAX) payload = proven;
      else log.warn({ event: event.event, length: proven.length }, 'access is announced without its proof: too long for a message');
    } catch (cause) {
      // Said all the same: nobody needs a proof to open a contact.
      unproven.add(topic);
      log.warn({ event: event.event, cause: String(cause) }, 'access is announced without its proof');
    }
    if (latest.get(topic) === event) context.publish(topic, payload, { qos: 1, retain: true });
  }
  const enqueue = (topic: string): void => {
    tail = tail.then(() => publish(topic));
  };

  function onEvent(event: ContractEvent): void {
    const what = WHAT[event.event];
    const meter = event.args['meter'];
    if (what === undefined || typeof meter !== 'string') return;
    const topic = topics.access(base, network, nodeId, meter.toLowerCase(), what);
    const before = latest.get(topic);
    if (before !== undefined && orderOf(before) >= orderOf(event)) return;
    latest.set(topic, event);
    enqueue(topic);
  }

  return {
    catchUp: async (finalNumber) => {
      const found: ContractEvent[] = [];
      for (const contract of ['admissionPolicy', 'meterRegistry'] as const) {
        for (const raw of await readLogs(context, contract, [topicsOf(contract)])) {
          const event = Number(raw.blockNumber) <= finalNumber ? decodeLog(raw, context.deployment) : undefined;
          if (event !== undefined) found.push(event);
        }
      }
      // The newest first: what it replaces is not proven for nothing.
      for (const event of found.sort((a, b) => orderOf(b) - orderOf(a))) onEvent(event);
    },
    onEvent,
    onHead: () => {
      const again = [...unproven];
      unproven.clear();
      again.forEach(enqueue);
    },
  };
}
