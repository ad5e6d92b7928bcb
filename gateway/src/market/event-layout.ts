import { keccak_256 } from '@noble/hashes/sha3.js';
import type { ChainLog } from '../domain/index.ts';

export interface EventLayout<Kind extends string, Field extends string> {
  readonly kind: Kind;
  /** As the contract's interface declares it, with structs as tuples; a test reads it there and compares. */
  readonly signature: string;
  /** Indexed values in topics, then the words of the data; undefined is a word that no record needs. */
  readonly indexed: readonly Field[];
  readonly words: readonly (Field | undefined)[];
}

/** An event's values by name: addresses and hashes in hex, all else as integers; and where the chain has it. */
export type EventRecord<Kind extends string, Field extends string> = {
  readonly kind: Kind;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: string;
} & { readonly [F in Field]?: string | bigint };

export interface EventReader<Kind extends string, Field extends string> {
  /** topics[0] of the event of a kind, in hex. */
  topicOf(kind: Kind): string;
  /** @returns undefined for another event's log, or one whose length is not that of its event. */
  decode(log: ChainLog): EventRecord<Kind, Field> | undefined;
}

/** Reads events whose values are all of one word each. @param shapes fields that are no integers */
export function createEventReader<Kind extends string, Field extends string>(
  layouts: readonly EventLayout<Kind, Field>[],
  shapes: { readonly addresses: readonly Field[]; readonly hashes: readonly Field[] },
): EventReader<Kind, Field> {
  const topics = new Map(
    layouts.map(({ kind, signature }) => [kind, `0x${Buffer.from(keccak_256(new TextEncoder().encode(signature))).toString('hex')}`]),
  );
  const topicOf = (kind: Kind) => topics.get(kind) as string;
  const layoutOf = new Map(layouts.map((layout) => [topicOf(layout.kind), layout]));
  const toValue = (name: Field, word: string): string | bigint => {
    if (shapes.hashes.includes(name)) return `0x${word}`;
    return shapes.addresses.includes(name) ? `0x${word.slice(24)}` : BigInt(`0x${word}`);
  };
  return {
    topicOf,
    decode(log) {
      const layout = layoutOf.get(log.topics[0] ?? '');
      if (layout === undefined || log.topics.length !== 1 + layout.indexed.length) return undefined;
      if (!/^0x([0-9a-f]{64})*$/.test(log.data) || log.data.length !== 2 + 64 * layout.words.length) return undefined;
      const values: Partial<Record<Field, string | bigint>> = {};
      layout.indexed.forEach((name, at) => {
        values[name] = toValue(name, (log.topics[at + 1] as string).slice(2));
      });
      layout.words.forEach((name, at) => {
        if (name !== undefined) values[name] = toValue(name, log.data.slice(2 + 64 * at, 66 + 64 * at));
      });
      const { blockNumber, logIndex, transactionHash } = log;
      return { kind: layout.kind, blockNumber, logIndex, transactionHash, ...values };
    },
  };
}
