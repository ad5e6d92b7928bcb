import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { encodeAbiParameters, keccak256, sha256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { address } from '../domain/index.ts';
import { buildBatchTree, readingLeaf } from './batch-tree.ts';

const METER = address('0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf');
const readings = fc.array(fc.uint8Array({ minLength: 132, maxLength: 132 }), { minLength: 1, maxLength: 40 });

describe('a batch', () => {
  it('has leaves as docs/wire.md spells them, by viem’s encoder', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 132, maxLength: 132 }), (raw) => {
        const inner = encodeAbiParameters(
          [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }],
          [METER, sha256(raw.subarray(0, 65)), keccak256(raw.subarray(67))],
        );
        expect(toHex(readingLeaf(METER, raw))).toBe(keccak256(keccak256(inner)));
      }),
      { numRuns: 30 },
    );
  });

  it('has the root and the proofs of OpenZeppelin’s SimpleMerkleTree without sorted leaves', () => {
    fc.assert(
      fc.property(readings, (raws) => {
        const tree = buildBatchTree(raws.map((raw) => readingLeaf(METER, raw)));
        const leaves = raws.map((raw) => readingLeaf(METER, raw));
        const reference = SimpleMerkleTree.of(leaves, { sortLeaves: false });
        expect(toHex(tree.root)).toBe(reference.root);
        leaves.forEach((leaf, index) => {
          const proof = tree.proof(index).map((sibling) => toHex(sibling));
          expect(proof).toEqual(reference.getProof(index));
          expect(SimpleMerkleTree.verify(tree.root, leaf, proof)).toBe(true);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('of one reading has its leaf for a root and an empty proof', () => {
    const raw = new Uint8Array(132);
    const tree = buildBatchTree([readingLeaf(METER, raw)]);
    expect(tree.root).toEqual(readingLeaf(METER, raw));
    expect(tree.proof(0)).toEqual([]);
  });

  it.each([-1, 2, 0.5])('has no proof at %s', (index) => {
    expect(() => buildBatchTree([new Uint8Array(32), new Uint8Array(32)]).proof(index)).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  it('of nothing, or of a reading of another length, is refused', () => {
    expect(() => buildBatchTree([])).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(() => readingLeaf(METER, new Uint8Array(131))).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
