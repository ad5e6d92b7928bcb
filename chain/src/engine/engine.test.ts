import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAnvil } from './anvil.ts';
import { startEdr } from './edr.ts';
import type { Engine, EngineOptions } from './engine.ts';

const engines: [string, (options: EngineOptions) => Promise<Engine>][] = [
  ['anvil', startAnvil],
  ['edr', startEdr],
];

async function blockOf(engine: Engine): Promise<{ number: number; timestamp: number }> {
  const block = (await engine.request('eth_getBlockByNumber', ['latest', false])) as { number: string; timestamp: string };
  return { number: Number(block.number), timestamp: Number(block.timestamp) };
}

test.each(engines)('%s funds its accounts and knows no key itself', async (_, start) => {
  const engine = await start({ chainId: 4242 });
  try {
    expect(await engine.request('eth_chainId')).toBe('0x1092');
    const balance = await engine.request('eth_getBalance', [engine.accounts[9]?.address, 'latest']);
    expect(BigInt(balance as string)).toBe(10_000n * 10n ** 18n);
    expect(await engine.request('eth_accounts')).toEqual([]);
  } finally {
    await engine.stop();
  }
});

test.each(engines)('%s answers a batch, and a call without params', async (_, start) => {
  const engine = await start({ chainId: 31337 });
  try {
    const body = JSON.stringify([
      { jsonrpc: '2.0', id: 1, method: 'eth_chainId' },
      { jsonrpc: '2.0', id: 2, method: 'eth_blockNumber', params: [] },
    ]);
    const reply = await fetch(engine.rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(await reply.json()).toMatchObject([
      { id: 1, result: '0x7a69' },
      { id: 2, result: '0x0' },
    ]);
  } finally {
    await engine.stop();
  }
});

test.each(engines)('%s mines by a simulated clock, never ahead of it', async (_, start) => {
  const startedAt = Date.now();
  const clock = { now: () => 1_700_000_000 + ((Date.now() - startedAt) / 1000) * 900 };
  const engine = await start({ chainId: 31337, clock, blockMs: 50 });
  try {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const block = await blockOf(engine);
    expect(block.number).toBeGreaterThan(2);
    expect(block.timestamp).toBeLessThanOrEqual(clock.now());
    expect(block.timestamp).toBeGreaterThan(clock.now() - 400);
    engine.pauseMining();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const still = await blockOf(engine);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await blockOf(engine)).number).toBe(still.number);
    await engine.mine();
    expect((await blockOf(engine)).number).toBe(still.number + 1);
  } finally {
    await engine.stop();
  }
});

test('anvil keeps state and accounts in its folder; the words are readable by their owner only', async () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'jg-anvil-')), 'data');
  const first = await startAnvil({ chainId: 31337, dataDir });
  const account = first.accounts[0]?.address;
  await first.mine();
  await first.mine();
  const before = await blockOf(first);
  await first.stop();
  expect(existsSync(join(dataDir, 'state.json'))).toBe(true);
  expect(statSync(join(dataDir, 'mnemonic')).mode & 0o077).toBe(0);
  const second = await startAnvil({ chainId: 31337, dataDir });
  expect(second.accounts[0]?.address).toBe(account);
  expect((await blockOf(second)).number).toBe(before.number);
  await second.stop();
});
