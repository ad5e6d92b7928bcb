/**
 * Announces contract events to the whole network (paper C1, A3, T4), in the chain's order and each once per node: by
 * default only what is final, so that nobody acts on what a reorganisation takes back.
 */
import { toJson } from './bytes.ts';
import type { NodeContext } from './context.ts';
import { type ContractEvent, EVENT_KIND } from './contract-events.ts';
import { topics } from './topics.ts';

export interface Announcer {
  onEvents(blockNumber: number, events: readonly ContractEvent[]): void;
  onRewind(fromNumber: number): void;
  onHead(finalNumber: number): void;
}

/** @param onFinal told of each event once it is final, announced before or now. */
export function createAnnouncer(
  context: NodeContext,
  when: 'included' | 'final',
  onFinal: (event: ContractEvent) => void = () => {},
): Announcer {
  const waiting = new Map<number, readonly ContractEvent[]>();

  function announce({ contract, event, args, log }: ContractEvent): void {
    const payload = {
      event,
      contract,
      args,
      blockNumber: Number(log.blockNumber),
      blockHash: log.blockHash,
      transactionHash: log.transactionHash,
      logIndex: Number(log.logIndex),
      node: context.nodeId,
    };
    context.counters.add(`events.${event}`);
    context.publish(topics.event(context.base, context.network, EVENT_KIND[contract]), toJson(payload), { qos: 1 });
  }

  return {
    onEvents: (blockNumber, events) => {
      if (events.length === 0) return;
      if (when === 'included') events.forEach(announce);
      waiting.set(blockNumber, events);
    },
    onRewind: (fromNumber) => {
      for (const number of waiting.keys()) if (number >= fromNumber) waiting.delete(number);
    },
    onHead: (finalNumber) => {
      for (const number of [...waiting.keys()].sort((a, b) => a - b)) {
        if (number > finalNumber) break;
        for (const event of waiting.get(number) ?? []) {
          if (when === 'final') announce(event);
          onFinal(event);
        }
        waiting.delete(number);
      }
    },
  };
}
