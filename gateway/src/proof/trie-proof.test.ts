import { createMerkleProof, createMPT, type MerklePatriciaTrie, verifyMerkleProof } from '@ethereumjs/mpt';
import { encode } from '@ethereumjs/rlp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyTrieProof } from './trie-proof.ts';

async function buildTrie(entries: readonly (readonly [Uint8Array, Uint8Array])[]): Promise<MerklePatriciaTrie> {
  const trie = await createMPT({});
  for (const [key, value] of entries) await trie.put(key, value);
  return trie;
}

const value = fc.uint8Array({ minLength: 1, maxLength: 300 });
/** Keys as in a receipts trie, and others that share prefixes, end inside branches or lie below one another. */
const entries = fc.oneof(
  fc.array(value, { minLength: 1, maxLength: 300 }).map((values) => values.map((v, index) => [encode(index), v] as const)),
  fc
    .uniqueArray(fc.array(fc.constantFrom(0, 1, 16, 17, 255), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 40,
      selector: (key) => key.join(),
    })
    .chain((keys) =>
      fc.tuple(...keys.map((key) => fc.tuple(fc.constant(Uint8Array.from(key)), fc.uint8Array({ minLength: 1, maxLength: 40 })))),
    ),
);

describe('a trie proof', () => {
  it('by @ethereumjs/mpt is accepted for every key, and leads to its value', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (pairs) => {
        const trie = await buildTrie(pairs);
        for (const [key, expected] of pairs.slice(0, 12)) {
          const proof = await createMerkleProof(trie, key);
          // createMerkleProof repeats nodes that stand inside their parents; a proof over the wire has none of these.
          const wire = proof.filter((node, at) => at === 0 || node.length >= 32);
          expect(verifyTrieProof(trie.root(), key, wire)).toEqual({ ok: true, value: expected });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is never accepted where @ethereumjs/mpt finds another value or none', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.array(fc.constantFrom(0, 1, 16, 17, 255), { minLength: 1, maxLength: 4 }), async (pairs, other) => {
        const trie = await buildTrie(pairs);
        const key = Uint8Array.from(other);
        const proof = await createMerkleProof(trie, key);
        const reference = await verifyMerkleProof(key, proof, { root: trie.root() }).catch(() => null);
        const ours = verifyTrieProof(
          trie.root(),
          key,
          proof.filter((node, at) => at === 0 || node.length >= 32),
        );
        expect(ours.ok ? Buffer.from(ours.value).toString('hex') : null).toBe(
          reference === null ? null : Buffer.from(reference).toString('hex'),
        );
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['no nodes', []],
    ['too many nodes', new Array<Uint8Array>(66).fill(new Uint8Array(40))],
    ['noise', [new Uint8Array(40)]],
  ])('of %s is refused', (_, nodes) => {
    expect(verifyTrieProof(new Uint8Array(32), Uint8Array.of(1), nodes)).toMatchObject({ ok: false, code: 'RECEIPT_UNPROVEN' });
  });
});
