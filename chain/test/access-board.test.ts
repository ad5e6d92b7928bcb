/** What a chain node retains of each meter's access (A8), with proofs: the last of each kind, also of the time it was away. */
import { verifyMerkleProof } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { hexToBytes, keccak256, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAccessBoard } from '../src/node/access-board.ts';
import { readLogs } from '../src/node/chain-reader.ts';
import type { NodeContext } from '../src/node/context.ts';
import { decodeLog } from '../src/node/contract-events.ts';
import { createCounters } from '../src/node/counters.ts';
import { createProver, type Prover } from '../src/node/inclusion-proof.ts';
import { DEFAULT_LIMITS, SILENT_LOGGER } from '../src/node/options.ts';
import { admit, commission, type TestMeter } from './support/actions.ts';
import { type Market, startMarket, T0 } from './support/market.ts';

interface Retained {
  readonly event: string;
  readonly args: Record<string, unknown>;
  readonly blockNumber: number;
  readonly blockHash: `0x${string}`;
  readonly transactionIndex: number;
  readonly headerRlp?: `0x${string}`;
  readonly proof?: `0x${string}`[];
}

const OPERATOR_BIT = 3;
const ZERO = `0x${'00'.repeat(32)}`;
let market: Market;
let unit: TestMeter;
let context: NodeContext;
let retained: Map<string, Retained>;
let published: number;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  unit = await commission(market, 'seller', 1);
  await admit(market, 'seller', unit);
  await market.keep();
});
beforeEach(async () => {
  await market.restore();
  retained = new Map();
  published = 0;
  context = {
    nodeId: 'n1',
    base: 'joulegate',
    network: 'eip155:31337',
    deployment: market.deployment,
    limits: DEFAULT_LIMITS,
    counters: createCounters(),
    log: SILENT_LOGGER,
    publish: (topic, payload, options) => {
      expect(options).toEqual({ qos: 1, retain: true });
      published += 1;
      retained.set(topic, JSON.parse(String(payload)) as Retained);
    },
    rpc: market.engine.request,
  };
});
afterAll(() => market?.stop());

const topic = (what: string) => `joulegate/chain/eip155:31337/n1/access/${unit.id}/${what}`;
const suspend = () => market.send('admissionPolicy', 'suspend', [unit.id, OPERATOR_BIT, ZERO], 'operator');
const cure = () => market.send('admissionPolicy', 'cure', [unit.id, OPERATOR_BIT], 'operator');
const revoke = () => market.send('admissionPolicy', 'revoke', [unit.id], 'operator');
const events = async () => (await readLogs(context, 'admissionPolicy', [])).flatMap((raw) => decodeLog(raw, market.deployment) ?? []);
const told = (what: string, event: string) => vi.waitFor(() => expect(retained.get(topic(what))).toMatchObject({ event }), 5_000);

/** Header, root, path, and the meter in the receipt. */
async function expectProven({ blockHash, headerRlp, proof, transactionIndex }: Retained): Promise<void> {
  if (headerRlp === undefined || proof === undefined) throw new Error('a proof expected');
  expect(keccak256(headerRlp)).toBe(blockHash);
  const header = RLP.decode(hexToBytes(headerRlp)) as Uint8Array[];
  expect(keccak256(proof[0] as `0x${string}`)).toBe(toHex(header[5] as Uint8Array));
  const nodes = proof.map((node) => hexToBytes(node));
  const receipt = await verifyMerkleProof(RLP.encode(transactionIndex), nodes);
  expect(Buffer.from(receipt as Uint8Array).toString('hex')).toContain(unit.id.slice(2).toLowerCase());
}

describe('A8 what a chain node retains of access', () => {
  it('is the last of each kind since before it started, and each with its proof', async () => {
    await suspend();
    await cure();
    await suspend();
    await revoke();
    const board = createAccessBoard(context, createProver(context.rpc));
    await board.catchUp(Number.MAX_SAFE_INTEGER);
    await told('suspension', 'AccessSuspended');
    await told('end', 'AccessRevoked');
    expect(published).toBe(2);
    for (const one of retained.values()) await expectProven(one);
  });

  it('leaves what is not final yet', async () => {
    await suspend();
    const before = (await events()).at(-1);
    await cure();
    const board = createAccessBoard(context, createProver(context.rpc));
    await board.catchUp(Number(before?.log.blockNumber));
    await told('suspension', 'AccessSuspended');
    expect(published).toBe(1);
  });

  it('follows events, never back, whatever comes late', async () => {
    await suspend();
    await cure();
    const [suspended, cured] = (await events()).slice(-2);
    if (suspended === undefined || cured === undefined) throw new Error('two events expected');
    const board = createAccessBoard(context, createProver(context.rpc));
    board.onEvent(suspended);
    await told('suspension', 'AccessSuspended');
    board.onEvent(cured);
    await told('suspension', 'AccessCured');
    board.onEvent(suspended);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(retained.get(topic('suspension'))).toMatchObject({ event: 'AccessCured', args: { suspensions: 0 } });
  });

  it('is said at once where the proof can’t be had, and proven when it can', async () => {
    await suspend();
    const real = createProver(context.rpc);
    let isDown = true;
    const prover: Prover = { prove: (...args) => (isDown ? Promise.reject(new Error('down')) : real.prove(...args)) };
    const board = createAccessBoard(context, prover);
    await board.catchUp(Number.MAX_SAFE_INTEGER);
    await told('suspension', 'AccessSuspended');
    expect(retained.get(topic('suspension'))?.proof).toBeUndefined();
    isDown = false;
    board.onHead();
    await vi.waitFor(() => expect(retained.get(topic('suspension'))?.proof).toBeDefined(), 5_000);
  });

  it('says nothing of what changes no access', async () => {
    const board = createAccessBoard(context, createProver(context.rpc));
    for (const event of await events()) board.onEvent(event);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(published).toBe(0);
  });
});
