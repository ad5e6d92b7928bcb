/**
 * Says which blocks with events of our contracts this node calls final, each once, under the node's own topic: a gateway
 * believes a receipt's block once enough nodes name it, whoever of them brought the proof.
 */
import type { NodeContext } from './context.ts';
import type { Block } from './heads.ts';
import { topics } from './topics.ts';

export interface FinalBlocks {
  onBlock(block: Block, events: number): void;
  onRewind(fromNumber: number): void;
  onHead(finalNumber: number): void;
}

export function createFinalBlocks(context: NodeContext): FinalBlocks {
  const waiting = new Map<number, string>();
  const topic = topics.final(context.base, context.network, context.nodeId);
  return {
    onBlock: ({ number, hash }, events) => {
      if (events > 0) waiting.set(number, hash);
    },
    onRewind: (fromNumber) => {
      for (const number of waiting.keys()) if (number >= fromNumber) waiting.delete(number);
    },
    onHead: (finalNumber) => {
      for (const [number, hash] of waiting) {
        if (number > finalNumber) continue;
        waiting.delete(number);
        context.publish(topic, JSON.stringify({ number, hash }), { qos: 1 });
      }
    },
  };
}
