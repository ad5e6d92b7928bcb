/** What a chain node reports by itself (F6): permits past their end, tampering, feeding in without a permit. */
import { STATUS_BIT, type Transaction } from '@joulegate/protos';
import { hexToBytes } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AccessWatch, createAccessWatch } from '../src/node/access-watch.ts';
import { readLogs } from '../src/node/chain-reader.ts';
import type { NodeContext } from '../src/node/context.ts';
import { decodeLog } from '../src/node/contract-events.ts';
import { createCounters } from '../src/node/counters.ts';
import type { Entry } from '../src/node/entry.ts';
import { DEFAULT_LIMITS, SILENT_LOGGER } from '../src/node/options.ts';
import { createSubmitter } from '../src/node/submitter.ts';
import { admit, commission, signReading, type TestMeter, type Values } from './support/actions.ts';
import { type Market, makeCriteria, startMarket, T0, ZONE } from './support/market.ts';

let market: Market;
let unit: TestMeter;
let context: NodeContext;
let watch: AccessWatch;
let heardUpTo: number;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  unit = await commission(market, 'seller', 1);
  const criteria = makeCriteria(market.people.operator.address, { permitSeconds: 86_400 });
  await market.send('admissionPolicy', 'setCriteria', [ZONE, criteria], 'operator');
  await admit(market, 'seller', unit);
  await market.keep();
});
beforeEach(async () => {
  await market.restore();
  context = {
    nodeId: 'n1',
    base: 'joulegate',
    network: 'eip155:31337',
    deployment: market.deployment,
    limits: DEFAULT_LIMITS,
    counters: createCounters(),
    log: SILENT_LOGGER,
    publish: () => {},
    rpc: market.engine.request,
  };
  watch = createAccessWatch(context, createSubmitter(context, market.people.relayer.key));
  await watch.catchUp();
  heardUpTo = (await head()).number;
});
afterAll(() => market?.stop());

async function head(): Promise<{ number: number; timestamp: number }> {
  const block = (await market.engine.request('eth_getBlockByNumber', ['latest', false])) as { number: string; timestamp: string };
  return { number: Number(block.number), timestamp: Number(block.timestamp) };
}
/** What has happened since, as a node's follower of heads tells it. */
async function hear(): Promise<void> {
  const events = (await readLogs(context, 'admissionPolicy', [])).flatMap((raw) => decodeLog(raw, market.deployment) ?? []);
  watch.onEvents(events.filter(({ log }) => Number(log.blockNumber) > heardUpTo));
  const now = await head();
  heardUpTo = now.number;
  watch.onHead(now);
}
const permit = () => market.read<{ state: number; suspensions: number }>('admissionPolicy', 'permitOf', [unit.id]);
const entryOf = (body: unknown) => ({ transaction: { body } as Transaction, message: { meter: unit.id } }) as unknown as Entry;
async function close(values: Values): Promise<void> {
  watch.onEntry(entryOf({ kind: 'readingBatch', value: { closing: hexToBytes(await signReading(market, unit, values)) } }));
}
const names = async () =>
  (await readLogs(context, 'admissionPolicy', []))
    .map((raw) => decodeLog(raw, market.deployment)?.event)
    .filter((name) => name !== 'RoleGranted');
const counted = (name: string) => context.counters.snapshot()[`access.${name}`] ?? 0;
/** Long enough for a call to be asked and sent, if it were. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 300));

describe('a chain node', () => {
  it('ends a permit once its time is over, and not before', async () => {
    await market.setTime(T0 + 86_000n);
    await hear();
    await settle();
    expect(await permit()).toMatchObject({ state: 1 });
    await market.setTime(T0 + 87_000n);
    await hear();
    await vi.waitFor(async () => expect(await permit()).toMatchObject({ state: 4 }), 5_000);
    await hear();
    await settle();
    expect(counted('expire')).toBe(1);
  });

  it('leaves a permit that was renewed in time', async () => {
    await market.setTime(T0 + 80_000n);
    await admit(market, 'seller', unit, { nonce: 2n });
    await market.setTime(T0 + 87_000n);
    await hear();
    await settle();
    expect(await permit()).toMatchObject({ state: 1 });
  });

  it('reports a tampered meter by the closing of a batch', async () => {
    await close({ counter: 1n, time: T0, status: STATUS_BIT.tamper });
    await vi.waitFor(async () => expect(await permit()).toMatchObject({ suspensions: 1 << 4 }), 5_000);
  });

  it('reports a tampered meter by the evidence of a request', async () => {
    const evidence = [hexToBytes(await signReading(market, unit, { counter: 1n, time: T0, status: STATUS_BIT.tamper }))];
    watch.onEntry(entryOf({ kind: 'admissionRequest', value: { evidence } }));
    await vi.waitFor(async () => expect(await permit()).toMatchObject({ suspensions: 1 << 4 }), 5_000);
  });

  it('says nothing of a good meter, nor of one whose reading proves nothing', async () => {
    await close({ counter: 1n, time: T0 });
    await close({ counter: 2n, time: T0 - 90_000n, status: STATUS_BIT.tamper });
    await settle();
    expect(await permit()).toMatchObject({ suspensions: 0 });
    expect(counted('reportTamper')).toBe(0);
  });

  it('reports what a unit feeds in after its permit was revoked, by two closings since', async () => {
    await market.send('admissionPolicy', 'revoke', [unit.id], 'operator');
    await market.setTime(T0 + 2_000n);
    await hear();
    await close({ counter: 1n, time: T0 - 500n, exportWh: 10n });
    await close({ counter: 2n, time: T0 + 900n, exportWh: 20n });
    await close({ counter: 3n, time: T0 + 1_800n, exportWh: 50n });
    await vi.waitFor(async () => expect(await names()).toContain('FedInWithoutPermit'), 5_000);
  });

  it.each([
    ['an admitted unit', () => Promise.resolve()],
    ['a unit that is shut out and feeds nothing in', () => market.send('admissionPolicy', 'revoke', [unit.id], 'operator')],
  ])('reports no feeding in of %s', async (which, act) => {
    await act();
    await market.setTime(T0 + 2_000n);
    await hear();
    const later = which === 'an admitted unit' ? 90n : 10n;
    await close({ counter: 1n, time: T0 + 900n, exportWh: 10n });
    await close({ counter: 2n, time: T0 + 1_800n, exportWh: later });
    await settle();
    expect(await names()).not.toContain('FedInWithoutPermit');
  });
});
