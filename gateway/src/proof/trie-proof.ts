import { keccak_256 } from '@noble/hashes/sha3.js';
import { accept, type Result, refuse } from '../domain/index.ts';
import { isBytes, type RlpItem, tryDecodeRlp } from './rlp.ts';

/** 64 nibbles are the longest key of any Ethereum trie; a receipts trie's keys are shorter still. */
const MAX_NODES = 65;

/**
 * Follows a Merkle Patricia proof from a root to the value of a key (Ethereum yellow paper, appendix D). Every node must
 * hash to what its parent names, or stand inside it where it is shorter than 32 bytes, and every node given must be used.
 * Written out, and compared by tests with @ethereumjs/mpt, because that package costs a Pi 17 MB.
 * @param root 32 bytes
 * @param key as it stands in the trie; for receipts rlp(transactionIndex), not hashed
 * @param nodes RLP of the nodes from the root downwards
 * @returns the value, or RECEIPT_UNPROVEN; never a proof of absence.
 */
export function verifyTrieProof(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): Result<Uint8Array> {
  if (nodes.length === 0 || nodes.length > MAX_NODES)
    return refuse('RECEIPT_UNPROVEN', `proof: 1 to ${MAX_NODES} nodes expected, got ${nodes.length}`);
  const path = toNibbles(key);
  let at = 0;
  let used = 0;
  let reference: RlpItem = root;
  for (;;) {
    const node = resolve(reference, nodes, used);
    if (!node.ok) return node;
    if (reference instanceof Uint8Array) used += 1;
    const step = descend(node.value, path, at);
    if (!step.ok) return step;
    at = step.value.at;
    if (step.value.isValue) {
      if (used !== nodes.length) return refuse('RECEIPT_UNPROVEN', `proof: ${used} nodes lead to the value, got ${nodes.length}`);
      return isBytes(step.value.next)
        ? accept(step.value.next)
        : refuse('RECEIPT_UNPROVEN', 'proof: bytes expected as the value, got a list');
    }
    reference = step.value.next;
  }
}

function resolve(reference: RlpItem, nodes: readonly Uint8Array[], used: number): Result<RlpItem[]> {
  // A node of fewer than 32 bytes stands inside its parent and has no hash of its own.
  if (!(reference instanceof Uint8Array)) return accept(reference);
  const bytes = nodes[used];
  if (bytes === undefined) return refuse('RECEIPT_UNPROVEN', `proof: a node after the ${used} given expected, got none`);
  const hash = keccak_256(bytes);
  if (Buffer.compare(hash, reference) !== 0)
    return refuse('RECEIPT_UNPROVEN', `proof: node ${used} with hash ${hex(reference)} expected, got ${hex(hash)}`);
  const node = tryDecodeRlp(bytes);
  return Array.isArray(node) ? accept(node) : refuse('RECEIPT_UNPROVEN', `proof: a list expected in node ${used}`);
}

interface Step {
  readonly next: RlpItem;
  readonly at: number;
  readonly isValue: boolean;
}

function descend(node: RlpItem[], path: readonly number[], at: number): Result<Step> {
  if (node.length === 17) {
    const nibble = path[at];
    const next = nibble === undefined ? node[16] : node[nibble];
    if (next === undefined || next.length === 0) return refuse('RECEIPT_UNPROVEN', 'proof: the branch is empty at this key');
    return accept(nibble === undefined ? { next, at, isValue: true } : { next, at: at + 1, isValue: false });
  }
  const [encoded, next] = node;
  if (node.length !== 2 || next === undefined || !isBytes(encoded) || encoded.length === 0)
    return refuse('RECEIPT_UNPROVEN', `proof: a node of 2 or 17 items expected, got ${node.length}`);
  const nibbles = toNibbles(encoded);
  const flag = nibbles[0] ?? 0;
  // Hex-prefix: bit 1 of the first nibble marks a leaf, bit 0 an odd number of nibbles.
  if (flag > 3 || ((flag & 1) === 0 && nibbles[1] !== 0))
    return refuse('RECEIPT_UNPROVEN', `proof: a hex-prefix of 0 to 3 expected, got ${flag}`);
  const part = nibbles.slice((flag & 1) === 1 ? 1 : 2);
  const isLeaf = flag >= 2;
  const end = at + part.length;
  if (part.some((nibble, offset) => path[at + offset] !== nibble) || (isLeaf && end !== path.length) || (!isLeaf && part.length === 0)) {
    return refuse('RECEIPT_UNPROVEN', 'proof: it leads to another key');
  }
  return accept({ next, at: end, isValue: isLeaf });
}

function toNibbles(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
