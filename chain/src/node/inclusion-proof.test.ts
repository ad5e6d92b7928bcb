import { verifyMerkleProof } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { startAnvil } from '../engine/anvil.ts';
import { startEdr } from '../engine/edr.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { encodeHeader, type RpcHeader, toInteger } from './block-header.ts';
import { sameHex, toHex } from './bytes.ts';
import { createProver } from './inclusion-proof.ts';
import type { Hex } from './options.ts';

/** Init code: LOG1 with topic 1, no data. */
const LOGGING_CODE = '0x600160006000a100';
const cases: [string, string, (options: EngineOptions) => Promise<Engine>][] = [
  ['anvil', 'london', startAnvil],
  ['anvil', 'shanghai', startAnvil],
  ['anvil', 'cancun', startAnvil],
  ['anvil', 'prague', startAnvil],
  ['edr', 'london', startEdr],
  ['edr', 'cancun', startEdr],
];

/** A block with `count` transactions of both fee types, each with a log. */
async function fillBlock(engine: Engine, count: number): Promise<RpcHeader & { transactions: Hex[] }> {
  const [sender] = engine.accounts;
  const account = privateKeyToAccount(sender?.privateKey as Hex);
  for (let nonce = 0; nonce < count; nonce += 1) {
    const fees =
      nonce % 2
        ? { type: 'legacy' as const, gasPrice: 3_000_000_000n }
        : { type: 'eip1559' as const, maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1n };
    await engine.request('eth_sendRawTransaction', [
      await account.signTransaction({ chainId: engine.chainId, nonce, gas: 100_000n, data: LOGGING_CODE, ...fees }),
    ]);
  }
  await engine.mine();
  return (await engine.request('eth_getBlockByNumber', ['latest', false])) as RpcHeader & { transactions: Hex[] };
}

test.each(cases)('%s, %s rules: header and receipts prove each of many transactions', async (_, hardfork, start) => {
  const engine = await start({ chainId: 31337, hardfork, clock: { now: () => 1_700_000_000 }, blockMs: 60_000 });
  try {
    const block = await fillBlock(engine, 21);
    expect(block.transactions.length).toBe(21);
    const prover = createProver(engine.request);
    for (const index of [0, 1, 15, 20]) {
      const { headerRlp, proof } = await prover.prove(block.hash, index);
      expect(keccak256(headerRlp)).toBe(block.hash);
      const value = await verifyMerkleProof(RLP.encode(toInteger(index)), proof, {
        root: (RLP.decode(headerRlp) as Uint8Array[])[5] as Uint8Array,
      });
      const bytes = value as Uint8Array;
      const fields = RLP.decode((bytes[0] as number) < 0xc0 ? bytes.subarray(1) : bytes) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
        [Uint8Array, Uint8Array[]][],
      ];
      expect(toHex(fields[0])).toBe('0x01');
      expect(BigInt(toHex(fields[3][0]?.[1][0] as Uint8Array))).toBe(1n);
    }
  } finally {
    await engine.stop();
  }
});

test('no proof rather than a false one: a header or a receipt that was tampered with', async () => {
  const engine = await startAnvil({ chainId: 31337, clock: { now: () => 1_700_000_000 }, blockMs: 60_000 });
  try {
    const block = await fillBlock(engine, 2);
    expect(() => encodeHeader({ ...block, gasUsed: '0x1' } as RpcHeader)).toThrow(/hash to/);
    expect(() => encodeHeader({ ...block, stateRoot: undefined } as RpcHeader)).toThrow(/stateRoot is missing/);
    const lying = createProver(async (method, params) => {
      const answer = await engine.request(method, params);
      if (method !== 'eth_getBlockReceipts') return answer;
      return (answer as { logs: unknown[] }[]).map((receipt) => ({ ...receipt, logs: [] }));
    });
    await expect(lying.prove(block.hash, 0)).rejects.toThrow(/the header says/);
    await expect(createProver(engine.request).prove(`0x${'11'.repeat(32)}`, 0)).rejects.toThrow(/no block/);
    const without = createProver(async (method, params) => {
      if (method === 'eth_getBlockReceipts') throw new Error('not supported');
      return engine.request(method, params);
    });
    expect(sameHex(keccak256((await without.prove(block.hash, 1)).headerRlp), block.hash)).toBe(true);
  } finally {
    await engine.stop();
  }
});
