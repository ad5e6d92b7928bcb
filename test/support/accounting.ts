import { createHash } from 'node:crypto';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { encodeAbiParameters, type Hex, keccak256, toHex } from 'viem';
import type { ChainEvent, Message } from './world.ts';

/** Counter of a native reading: bytes 10 to 17, little-endian (docs/wire.md, section 1). */
export const counterOf = (raw: Buffer) => raw.readBigUInt64LE(10);

function leafOf(meter: string, raw: Buffer): Hex {
  const signed = createHash('sha256').update(raw.subarray(0, 65)).digest();
  const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const;
  return keccak256(keccak256(encodeAbiParameters(types, [meter as Hex, toHex(signed), keccak256(raw.subarray(67))])));
}

export interface Accounting {
  readonly batches: number;
  /** Readings under a root on chain, each shown to be there by recomputing the root. */
  readonly covered: Set<bigint>;
  /** Published, but later than the last batch. */
  readonly waiting: bigint[];
}

/**
 * Checks every batch of a meter against the readings that were published: ranges ascend and never overlap, counts are what
 * lies in them, and the root is exactly that of those readings. So each reading is accounted for once, or still waits.
 * @throws Error saying which batch or reading is wrong.
 */
export function accountFor(meter: string, published: readonly Message[], events: readonly ChainEvent[]): Accounting {
  const raws = new Map<bigint, Buffer>();
  for (const { payload } of published) {
    const counter = counterOf(payload);
    const before = raws.get(counter);
    if (before !== undefined && !before.equals(payload)) throw new Error(`two payloads under counter ${counter}`);
    raws.set(counter, payload);
  }
  const covered = new Set<bigint>();
  let last = 0n;
  const batches = events.filter(
    (event) => event.name === 'BatchRecorded' && String(event.args['meter']).toLowerCase() === meter.toLowerCase(),
  );
  for (const { args } of batches) {
    const first = BigInt(String(args['firstCounter']));
    const closing = BigInt(String(args['closingCounter']));
    if (first <= last) throw new Error(`batch ${first}..${closing} begins before the end ${last} of the one before`);
    const within = [...raws].filter(([counter]) => counter >= first && counter <= closing).sort(([a], [b]) => (a < b ? -1 : 1));
    if (within.length !== Number(args['count']))
      throw new Error(`batch ${first}..${closing}: ${args['count']} readings said, ${within.length} published`);
    const leaves = within.map(([, raw]) => leafOf(meter, raw));
    const root = leaves.length === 1 ? leaves[0] : SimpleMerkleTree.of(leaves, { sortLeaves: false }).root;
    if (root !== args['root']) throw new Error(`batch ${first}..${closing}: root ${root} expected, got ${args['root']}`);
    for (const [counter] of within) covered.add(counter);
    last = closing;
  }
  const waiting = [...raws.keys()].filter((counter) => !covered.has(counter));
  const lost = waiting.filter((counter) => counter <= last);
  if (lost.length > 0) throw new Error(`readings ${lost.join(', ')} were published but are under no root`);
  return { batches: batches.length, covered, waiting };
}
