/**
 * Announces contract events to the whole network (paper C1, A3, T4), in the chain's order and each once per node: by
 * default only what is final, so that nobody acts on what a reorganisation takes back.
 */
import { toHex, toJson } from './bytes.ts';
import type { NodeContext } from './context.ts';
import { type ContractEvent, EVENT_KIND } from './contract-events.ts';
import type { InclusionProof, Prover } from './inclusion-proof.ts';
import { topics } from './topics.ts';

/** What a gateway may close a contact on: it believes no announcement, so these carry their proof. */
const PROVEN = ['AccessSuspended', 'AccessCured'];

export interface Announcer {
  onEvents(blockNumber: number, events: readonly ContractEvent[]): void;
  onRewind(fromNumber: number): void;
  onHead(finalNumber: number): void;
}

export function createAnnouncer(context: NodeContext, when: 'included' | 'final', prover: Prover): Announcer {
  const waiting = new Map<number, readonly ContractEvent[]>();

  // One after the other: a proof takes a while, and the chain's order is kept.
  let tail: Promise<void> = Promise.resolve();
  let isProving = 0;

  function announce(event: ContractEvent): void {
    const isProven = PROVEN.includes(event.event);
    if (!isProven && isProving === 0) {
      say(event);
      return;
    }
    isProving += 1;
    tail = tail.then(async () => {
      // Better late and unproven than never: an opening needs no proof.
      const proof = isProven
        ? await prover.prove(event.log.blockHash, Number(event.log.transactionIndex)).catch((cause: unknown) => {
            context.log.warn(`no proof for ${event.event}: ${String(cause)}`);
            return undefined;
          })
        : undefined;
      say(event, proof);
      isProving -= 1;
    });
  }

  function say({ contract, event, args, log }: ContractEvent, proof?: InclusionProof): void {
    const payload = {
      event,
      contract,
      args,
      blockNumber: Number(log.blockNumber),
      blockHash: log.blockHash,
      transactionHash: log.transactionHash,
      logIndex: Number(log.logIndex),
      node: context.nodeId,
      ...(proof && {
        transactionIndex: Number(log.transactionIndex),
        headerRlp: toHex(proof.headerRlp),
        proof: proof.proof.map(toHex),
      }),
    };
    context.counters.add(`events.${event}`);
    context.publish(topics.event(context.base, context.network, EVENT_KIND[contract]), toJson(payload), { qos: 1 });
  }

  return {
    onEvents: (blockNumber, events) => {
      if (events.length === 0) return;
      if (when === 'included') events.forEach(announce);
      else waiting.set(blockNumber, events);
    },
    onRewind: (fromNumber) => {
      for (const number of waiting.keys()) if (number >= fromNumber) waiting.delete(number);
    },
    onHead: (finalNumber) => {
      for (const number of [...waiting.keys()].sort((a, b) => a - b)) {
        if (number > finalNumber) break;
        waiting.get(number)?.forEach(announce);
        waiting.delete(number);
      }
    },
  };
}
