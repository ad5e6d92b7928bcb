import { createHash } from 'node:crypto';
import { SIGNED_READING_LENGTH, SIGNED_READING_SIGNATURE_OFFSET, SIGNED_READING_SIGNED_LENGTH } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, JoulegateError } from '../domain/index.ts';
import { encodeWord } from './abi-word.ts';
import { checkLength } from './unsigned.ts';

/**
 * Leaf of one native reading: keccak256(keccak256(abi.encode(address meter, bytes32 sha256(65 signed bytes), bytes32
 * keccak256(65 signature bytes)))). Hashed twice, so that no inner node can pass for a leaf; the signature is in it, so
 * that nobody can guess a household's readings from a root.
 * @throws JoulegateError CONFIG_INVALID for other than 132 bytes.
 */
export function readingLeaf(meter: Address, raw: Uint8Array): Uint8Array {
  checkLength(raw, SIGNED_READING_LENGTH, 'signed reading');
  const payloadDigest = createHash('sha256').update(raw.subarray(0, SIGNED_READING_SIGNED_LENGTH)).digest();
  const signatureDigest = keccak_256(raw.subarray(SIGNED_READING_SIGNATURE_OFFSET));
  return keccak_256(keccak_256(Buffer.concat([encodeWord('address', meter, 'meter'), payloadDigest, signatureDigest])));
}

export interface BatchTree {
  /** 32 bytes; for a single reading its leaf. */
  readonly root: Uint8Array;
  /** Siblings from the leaf upwards, 32 bytes each. @throws JoulegateError CONFIG_INVALID for an index outside the batch. */
  proof(index: number): Uint8Array[];
}

/**
 * The tree of docs/wire.md §2, equal to `SimpleMerkleTree.of(leaves, { sortLeaves: false })` of
 * @openzeppelin/merkle-tree, which a test compares; written out because that package costs a Pi 14 MB.
 * Layout: a complete binary tree in an array, root first, leaves from the end backwards; pairs hashed smaller first.
 * @param leaves 32 bytes each, of readings in counter order
 * @throws JoulegateError CONFIG_INVALID where there are none.
 */
export function buildBatchTree(leaves: readonly Uint8Array[]): BatchTree {
  if (leaves.length === 0) throw new JoulegateError('CONFIG_INVALID', 'batch: at least one reading expected');
  const nodes: Uint8Array[] = [...new Array<Uint8Array>(leaves.length - 1), ...leaves.toReversed()];
  for (let at = leaves.length - 2; at >= 0; at -= 1) nodes[at] = hashPair(nodeAt(nodes, 2 * at + 1), nodeAt(nodes, 2 * at + 2));
  return {
    root: nodeAt(nodes, 0),
    proof(index) {
      if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
        throw new JoulegateError('CONFIG_INVALID', `batch: an index below ${leaves.length} expected, got ${index}`);
      }
      const siblings: Uint8Array[] = [];
      for (let at = nodes.length - 1 - index; at > 0; at = (at - 1) >> 1) siblings.push(nodeAt(nodes, at % 2 === 0 ? at - 1 : at + 1));
      return siblings;
    },
  };
}

function nodeAt(nodes: readonly Uint8Array[], at: number): Uint8Array {
  const node = nodes[at];
  if (node === undefined) throw new Error(`no Merkle node ${at} among ${nodes.length}`);
  return node;
}

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  return keccak_256(Buffer.compare(a, b) <= 0 ? Buffer.concat([a, b]) : Buffer.concat([b, a]));
}
