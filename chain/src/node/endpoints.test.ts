import type { Deployment } from '@joulegate/protos';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAnvil } from '../engine/anvil.ts';
import type { Engine } from '../engine/engine.ts';
import type { NodeContext } from './context.ts';
import { createCounters } from './counters.ts';
import { type EndpointState, type Endpoints, openEndpoints } from './endpoints.ts';
import { followHeads, type HeadFollower } from './heads.ts';
import { DEFAULT_LIMITS, type Hex, SILENT_LOGGER } from './options.ts';
import { type RpcProxy, startRpcProxy } from './rpc-proxy.test-kit.ts';
import { createSubmitter, type Submitter } from './submitter.ts';

/** Creates a contract that logs once per call (LOG1, topic 1). */
const LOGGER_INIT = '0x67600160006000a10060005260086018f3';
const limits = { ...DEFAULT_LIMITS, pollMs: 20, endpointTimeoutMs: 2_000, endpointProbeMs: 3_600_000, endpointCheckDepth: 2 };
let engine: Engine;
let proxies: RpcProxy[];
let endpoints: Endpoints;
let follower: HeadFollower;
let submitter: Submitter;
let context: NodeContext;
let target: Hex;

async function waitFor(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`waited in vain for ${what}: ${JSON.stringify([endpoints.health(), context.counters.snapshot()])}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const countLogs = async (): Promise<number> =>
  ((await engine.request('eth_getLogs', [{ address: target, fromBlock: '0x0', toBlock: 'latest' }])) as unknown[]).length;
const nonce = async (): Promise<number> => Number(await engine.request('eth_getTransactionCount', [submitter.address, 'latest']));
const send = (count: number) =>
  Promise.all(Array.from({ length: count }, () => submitter.submit({ to: target, data: '0x', label: 'test', gas: 100_000n })));
const mineUntil = (logs: number): Promise<void> =>
  waitFor(async () => {
    await engine.mine();
    return (await countLogs()) >= logs;
  }, `${logs} logs`);
const stateOf = (index: number): EndpointState | undefined => endpoints.health()[index]?.state;
const activeIndex = (): number => endpoints.health().findIndex(({ isActive }) => isActive);

async function open(count: number): Promise<void> {
  proxies = await Promise.all(Array.from({ length: count }, () => startRpcProxy(engine.rpcUrl)));
  const counters = createCounters();
  endpoints = await openEndpoints({
    urls: proxies.map(({ url }) => url),
    chainId: 31337,
    limits,
    counters,
    log: SILENT_LOGGER,
    onSwitch: () => submitter.resend(),
  });
  const names = ['meterRegistry', 'readingLedger', 'admissionPolicy', 'energyMarket', 'carbonLedger', 'storageBoard', 'token'];
  const contracts = Object.fromEntries(names.map((name) => [name, target])) as unknown as Deployment['contracts'];
  context = {
    nodeId: 'n1',
    base: 'joulegate',
    network: 'eip155:31337',
    deployment: { chainId: 31337, deployBlock: 0, intervalSeconds: 900, toleranceSeconds: 60, carbonPeriodSeconds: 86_400, contracts },
    limits,
    counters,
    log: SILENT_LOGGER,
    publish: () => {},
    rpc: endpoints.request,
  };
  submitter = createSubmitter(context, engine.accounts[0]?.privateKey as Hex);
  follower = await followHeads(
    context,
    { confirmations: 1 },
    { onBlock: () => {}, onRewind: (from) => submitter.onRewind(from), onHead: (head, final) => submitter.onHead(head, final) },
  );
}

beforeEach(async () => {
  engine = await startAnvil({ chainId: 31337, clock: { now: () => 1_700_000_000 }, blockMs: 60_000 });
  const deployer = privateKeyToAccount(engine.accounts[1]?.privateKey as Hex);
  const create = { chainId: 31337, nonce: 0, gas: 200_000n, gasPrice: 3_000_000_000n, type: 'legacy', data: LOGGER_INIT } as const;
  const hash = await engine.request('eth_sendRawTransaction', [await deployer.signTransaction(create)]);
  await engine.mine();
  target = ((await engine.request('eth_getTransactionReceipt', [hash])) as { contractAddress: Hex }).contractAddress;
  for (let count = 0; count < 8; count += 1) await engine.mine();
});
afterEach(async () => {
  await follower?.stop();
  await endpoints?.stop();
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  await engine.stop();
});

const toNumber = (result: unknown, change: (number: number) => number): unknown => {
  const block = result as { number: Hex } | null;
  return block && { ...block, number: `0x${change(Number(block.number)).toString(16)}` };
};

const FAULTS: readonly [string, EndpointState, (proxy: RpcProxy) => void][] = [
  [
    'cuts every connection',
    'failing',
    (proxy) => {
      proxy.dead = true;
    },
  ],
  [
    'answers too slowly',
    'failing',
    (proxy) => {
      proxy.delayMs = 6_000;
    },
  ],
  [
    'limits its clients',
    'failing',
    (proxy) => {
      proxy.alter = () => ({ error: { code: -32005, message: 'limit exceeded' } });
    },
  ],
  [
    'takes transactions and loses its answers',
    'failing',
    (proxy) => {
      proxy.loses = new Set(['eth_sendRawTransaction']);
    },
  ],
  [
    'is behind',
    'behind',
    (proxy) => {
      proxy.alter = (method, answer, [tag]) =>
        method === 'eth_getBlockByNumber' && tag === 'latest'
          ? { result: toNumber(answer.result, (number) => Math.max(0, number - limits.endpointLagBlocks - 1)) }
          : answer;
    },
  ],
  [
    'is of another chain',
    'wrong-chain',
    (proxy) => {
      proxy.alter = (method, answer) => (method === 'eth_chainId' ? { result: '0x1' } : answer);
    },
  ],
];

describe('an RPC endpoint is left, and come back to', () => {
  test.each(FAULTS)('that %s (%s); no transaction is lost, none goes out under two nonces', async (_what, state, breakIt) => {
    await open(2);
    await send(4);
    await mineUntil(4);
    breakIt(proxies[0] as RpcProxy);
    if (state !== 'failing') await endpoints.probe();
    await send(5);
    await mineUntil(9);
    expect(stateOf(0)).toBe(state);
    expect(activeIndex()).toBe(1);
    expect(context.counters.snapshot()).toMatchObject({ 'endpoints.switched': 1, [`endpoints.${state}`]: 1 });

    const [first] = proxies as [RpcProxy];
    Object.assign(first, { dead: false, delayMs: 0, loses: new Set(), alter: (_: string, answer: object) => answer });
    await endpoints.probe();
    expect(activeIndex()).toBe(1);
    await endpoints.probe();
    expect([stateOf(0), activeIndex()]).toEqual(['ok', 0]);
    await send(3);
    await mineUntil(12);
    for (let count = 0; count < 5; count += 1) await engine.mine();
    expect([await countLogs(), await nonce()]).toEqual([12, 12]);
  });

  test('of three, the one with another history is outvoted and asked no more', async () => {
    await open(3);
    const [first] = proxies as [RpcProxy];
    first.alter = (method, answer, [tag]) =>
      method === 'eth_getBlockByNumber' && tag !== 'latest'
        ? { result: { ...(answer.result as object), hash: `0x${'ab'.repeat(32)}` } }
        : answer;
    await endpoints.probe();
    expect([stateOf(0), activeIndex()]).toEqual(['contradicted', 1]);
    expect(context.counters.snapshot()['endpoints.disagree']).toBe(1);
    for (const proxy of proxies.slice(1)) proxy.dead = true;
    await expect(endpoints.request('eth_blockNumber')).rejects.toThrow(/does not answer/);
  });

  test('of three, one that claims a far head makes none of the others look slow', async () => {
    await open(3);
    (proxies[2] as RpcProxy).alter = (method, answer, [tag]) =>
      method === 'eth_getBlockByNumber' && tag === 'latest' ? { result: toNumber(answer.result, (number) => number + 1_000) } : answer;
    await endpoints.probe();
    expect([stateOf(0), stateOf(1), activeIndex()]).toEqual(['ok', 'ok', 0]);
    (proxies[1] as RpcProxy).dead = true;
    await endpoints.probe();
    expect([stateOf(0), stateOf(1), activeIndex()]).toEqual(['ok', 'failing', 0]);
  });

  test('no answer from any: what was sent keeps its nonce and is mined once when they are back', async () => {
    await open(2);
    for (const proxy of proxies) proxy.loses = new Set(['eth_sendRawTransaction']);
    await send(3);
    expect(submitter.pending()).toBe(3);
    for (const proxy of proxies) proxy.loses = new Set();
    await mineUntil(3);
    for (let count = 0; count < 5; count += 1) await engine.mine();
    expect([await countLogs(), await nonce()]).toEqual([3, 3]);
    expect(context.counters.snapshot()['transactions.unsure']).toBeGreaterThan(0);
  });

  test('endpoints of another chain only: the node does not start', async () => {
    await open(1);
    const [only] = proxies as [RpcProxy];
    only.alter = (method, answer) => (method === 'eth_chainId' ? { result: '0x1' } : answer);
    const more = { chainId: 31337, limits, counters: createCounters(), log: SILENT_LOGGER };
    await expect(openEndpoints({ urls: [only.url], ...more })).rejects.toThrow('chain id 31337 expected by the deployment');
  });
});
