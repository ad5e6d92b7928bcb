import type { Deployment } from '@joulegate/protos';
import { hexToBytes, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startAnvil } from '../engine/anvil.ts';
import type { Engine } from '../engine/engine.ts';
import type { NodeContext } from './context.ts';
import { createCounters } from './counters.ts';
import { followHeads, type HeadFollower } from './heads.ts';
import { DEFAULT_LIMITS, type FinalityRule, type Hex, SILENT_LOGGER } from './options.ts';
import { createSubmitter, type Submitter } from './submitter.ts';

/** Creates a contract that logs once per call (LOG1, topic 1). */
const LOGGER_INIT = '0x67600160006000a1006000526008601 8f3'.replace(' ', '');
let engine: Engine;
let context: NodeContext;
let submitter: Submitter;
let submitters: Submitter[];
let follower: HeadFollower | undefined;
let target: Hex;
const rewinds: number[] = [];
const seen = new Map<number, number>();

async function waitFor(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
async function follow(rule: FinalityRule): Promise<void> {
  follower = await followHeads(context, rule, {
    onBlock: (block, logs) => void seen.set(block.number, logs.length),
    onRewind: (from) => {
      rewinds.push(from);
      for (const number of seen.keys()) if (number >= from) seen.delete(number);
      for (const each of submitters) each.onRewind(from);
    },
    onHead: async (head, finalNumber) => {
      for (const each of submitters) await each.onHead(head, finalNumber);
    },
  });
}
const countLogs = (): number => [...seen.values()].reduce((sum, count) => sum + count, 0);
const send = (more: object = {}) => submitter.submit({ to: target, data: '0x', label: 'test', ...more });

beforeEach(async () => {
  rewinds.length = 0;
  seen.clear();
  engine = await startAnvil({ chainId: 31337, clock: { now: () => 1_700_000_000 }, blockMs: 60_000 });
  const deployer = privateKeyToAccount(engine.accounts[1]?.privateKey as Hex);
  const raw = await deployer.signTransaction({
    chainId: 31337,
    nonce: 0,
    gas: 200_000n,
    gasPrice: 3_000_000_000n,
    type: 'legacy',
    data: LOGGER_INIT as Hex,
  });
  const hash = await engine.request('eth_sendRawTransaction', [raw]);
  await engine.mine();
  target = ((await engine.request('eth_getTransactionReceipt', [hash])) as { contractAddress: Hex }).contractAddress;
  const contracts = {
    meterRegistry: target,
    readingLedger: target,
    admissionPolicy: target,
    energyMarket: target,
    carbonLedger: target,
    storageBoard: target,
    guaranteeOfOrigin: target,
    boughtEnergy: target,
    token: target,
  };
  context = {
    nodeId: 'n1',
    base: 'joulegate',
    network: 'eip155:31337',
    deployment: {
      chainId: 31337,
      deployBlock: 0,
      intervalSeconds: 900,
      toleranceSeconds: 60,
      carbonPeriodSeconds: 86_400,
      contracts,
    } satisfies Deployment,
    limits: { ...DEFAULT_LIMITS, pollMs: 30, feeBumpSeconds: 0.3 },
    counters: createCounters(),
    log: SILENT_LOGGER,
    publish: () => {},
    rpc: engine.request,
  };
  submitter = createSubmitter(context, engine.accounts[0]?.privateKey as Hex);
  submitters = [submitter];
});
afterEach(async () => {
  await follower?.stop();
  await engine.stop();
});

test('many at once take consecutive nonces and are all mined', async () => {
  await follow({ confirmations: 1 });
  let mined = 0;
  await Promise.all(
    Array.from({ length: 20 }, () =>
      send({
        onMined: () => {
          mined += 1;
        },
      }),
    ),
  );
  expect(submitter.pending()).toBe(20);
  await engine.mine();
  await waitFor(async () => {
    await engine.mine();
    return mined === 20;
  }, 'twenty receipts');
  expect(countLogs()).toBe(20);
});

test('what a pool forgot is sent again', async () => {
  await follow({ confirmations: 1 });
  await send();
  await engine.request('anvil_dropAllTransactions');
  await waitFor(async () => {
    await engine.mine();
    return countLogs() === 1;
  }, 'the transaction to return');
});

test('a stuck transaction is replaced at a higher fee and takes effect once', async () => {
  await follow({ confirmations: 1 });
  // A base fee far above what was offered: unminable as it is.
  await send();
  await engine.request('anvil_setNextBlockBaseFeePerGas', ['0x4a817c8000']);
  await engine.mine();
  await waitFor(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await engine.mine();
    return countLogs() === 1;
  }, 'the replacement');
  expect(context.counters.snapshot()['transactions.replaced']).toBeGreaterThan(0);
});

test('a stuck transaction is replaced in its time though the clock was set back by a day', async () => {
  await follow({ confirmations: 1 });
  await send();
  await engine.request('anvil_setNextBlockBaseFeePerGas', ['0x4a817c8000']);
  await engine.mine();
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    vi.setSystemTime(Date.now() - 86_400_000);
    for (let tries = 0; context.counters.snapshot()['transactions.replaced'] === undefined && tries < 60; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await engine.mine();
    }
    expect(context.counters.snapshot()['transactions.replaced']).toBeGreaterThan(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a reorganisation is noticed, and what it dropped is mined again', async () => {
  await follow({ confirmations: 10 });
  await send();
  await send();
  await engine.mine();
  await waitFor(() => countLogs() === 2, 'both logs');
  await engine.mine();
  await waitFor(() => follower?.head()?.number === 3, 'block 3');
  await engine.request('anvil_reorg', [2, []]);
  await waitFor(() => rewinds.length === 1 && countLogs() === 0, 'the rewind');
  expect(rewinds).toEqual([2]);
  await waitFor(async () => {
    await engine.mine();
    return countLogs() === 2;
  }, 'both logs to return');
});

test('another sender on the same account only costs a new nonce', async () => {
  const twin = createSubmitter(context, engine.accounts[0]?.privateKey as Hex);
  submitters.push(twin);
  await follow({ confirmations: 1 });
  const sendTwin = (): Promise<void> =>
    twin.submit({
      to: target,
      data: '0x01',
      label: 'twin',
      onReverted: () => void sendTwin(),
    });
  await send();
  await sendTwin();
  await send({ onReverted: () => void send() });
  await waitFor(async () => {
    await engine.mine();
    return countLogs() === 3;
  }, 'three logs');
});

test.each<[FinalityRule, number]>([
  [{ confirmations: 1 }, 5],
  [{ confirmations: 3 }, 3],
  ['finalized', 3],
])('final under %j', async (rule, expected) => {
  await follow(rule);
  for (let count = 0; count < 4; count += 1) await engine.mine();
  await waitFor(() => follower?.head()?.number === 5, 'block 5');
  expect(follower?.finalNumber()).toBe(expected);
});

test('a signer that fails takes no nonce: what follows leaves no gap behind it', async () => {
  const account = privateKeyToAccount(engine.accounts[2]?.privateKey as Hex);
  let isThere = true;
  const held = createSubmitter(context, {
    address: account.address,
    sign: async (digest) => {
      if (!isThere) throw new Error('the card was pulled');
      return hexToBytes(await account.sign({ hash: toHex(digest) }));
    },
  });
  submitters = [held];
  await follow({ confirmations: 1 });
  const call = { to: target, data: '0x', label: 'test' } as const;
  await held.submit(call);
  isThere = false;
  await expect(held.submit(call)).rejects.toThrow('the card was pulled');
  isThere = true;
  await held.submit(call);
  await engine.mine();
  await waitFor(() => countLogs() === 2, 'both that were signed');
  expect(Number(await engine.request('eth_getTransactionCount', [account.address, 'latest']))).toBe(2);
});
