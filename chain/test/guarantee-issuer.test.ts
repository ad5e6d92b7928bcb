/** Guarantees of origin as a chain node issues them: once a period, from the first reading on, without a gap, by whichever node is there. */
import { SOURCE } from '@joulegate/protos';
import { concat, type Hex, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLogs } from '../src/node/chain-reader.ts';
import type { NodeContext } from '../src/node/context.ts';
import { decodeLog } from '../src/node/contract-events.ts';
import { createCounters } from '../src/node/counters.ts';
import { createGuaranteeIssuer, type GuaranteeIssuer } from '../src/node/guarantee-issuer.ts';
import { DEFAULT_LIMITS, SILENT_LOGGER } from '../src/node/options.ts';
import { createSubmitter } from '../src/node/submitter.ts';
import { commission, recordBoundary, type TestMeter } from './support/actions.ts';
import { BOUNDARY_0, INTERVAL, type Market, type Role, startMarket, T0 } from './support/market.ts';

const EVERY = 4n;
let market: Market;
let roof: TestMeter;
let coal: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  roof = await commission(market, 'seller', 1);
  coal = await commission(market, 'seller', 2, { source: SOURCE.coal });
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

interface Node {
  readonly issuer: GuaranteeIssuer;
  readonly context: NodeContext;
  /** Tells the node what has happened since it last heard, as its follower of heads does. */
  hear(): Promise<void>;
}
async function startNode(who: Role, every = EVERY): Promise<Node> {
  const context: NodeContext = {
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
  const issuer = createGuaranteeIssuer(context, createSubmitter(context, market.people[who].key), every);
  const number = async () => Number(await market.engine.request('eth_blockNumber', []));
  let heard = await number();
  return {
    issuer,
    context,
    async hear() {
      const head = await number();
      for (const contract of ['readingLedger', 'guaranteeOfOrigin'] as const) {
        const events = (await readLogs(context, contract, [])).flatMap((raw) => decodeLog(raw, market.deployment) ?? []);
        issuer.onEvents(events.filter(({ log }) => Number(log.blockNumber) > heard && Number(log.blockNumber) <= head));
      }
      heard = head;
      await issuer.onHead();
      await market.engine.mine();
    },
  };
}
async function measure(index: number, exportWh: bigint, meter = roof): Promise<void> {
  const time = T0 + BigInt(index) * INTERVAL + 5n;
  const { timestamp } = (await market.engine.request('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
  if (time > BigInt(timestamp)) await market.setTime(time);
  await recordBoundary(market, meter, index, 0n, exportWh);
}
const range = async (meter = roof) => {
  const [first, next] = await market.read<readonly [bigint, bigint]>('guaranteeOfOrigin', 'issuedRangeOf', [meter.id]);
  return next === 0n ? [] : [Number(first - BOUNDARY_0), Number(next - BOUNDARY_0)];
};
const held = (from: number, to: number) => {
  const edge = (index: number) => toHex(BOUNDARY_0 + BigInt(index), { size: 6 });
  const id = concat([roof.id, edge(from), edge(to)] as Hex[]);
  return market.read<bigint>('guaranteeOfOrigin', 'balanceOf', [market.people.seller.address, BigInt(id)]);
};

describe('a chain node', () => {
  it('issues at a period’s edge for all since the first reading, and for nothing in between', async () => {
    const node = await startNode('relayer');
    for (const index of [1, 2, 3]) {
      await measure(index, BigInt(index) * 100n);
      await node.hear();
      expect(await range()).toEqual([]);
    }
    await measure(4, 450n);
    await node.hear();
    expect([await range(), await held(1, 4)]).toEqual([[1, 4], 350n]);
    for (const index of [5, 6, 7, 8]) {
      await measure(index, 450n + BigInt(index));
      await node.hear();
    }
    expect([await range(), await held(4, 8)]).toEqual([[1, 8], 8n]);
    expect(node.context.counters.snapshot()['guarantees.issued']).toBe(2);
  });

  it('where the edge has no reading, issues with the first reading as late as a whole period', async () => {
    const node = await startNode('relayer');
    for (const index of [0, 3]) await measure(index, BigInt(index) * 100n);
    await node.hear();
    expect(await range()).toEqual([]);
    await measure(5, 500n);
    await node.hear();
    expect(await range()).toEqual([0, 5]);
  });

  it('issues nothing for a unit that is not renewable, for a night, or when told not to', async () => {
    const node = await startNode('relayer');
    const idle = await startNode('stranger', 0n);
    for (const index of [0, 4]) {
      await measure(index, BigInt(index), coal);
      await measure(index, 70n);
    }
    await node.hear();
    await idle.hear();
    expect([await range(), await range(coal)]).toEqual([[], []]);
    await measure(8, 90n);
    await node.hear();
    expect([await range(), await held(0, 8)]).toEqual([[0, 8], 20n]);
  });

  it('is one of several: another may have been first, and what one misses another takes up', async () => {
    const [one, two] = [await startNode('relayer'), await startNode('stranger')];
    for (const index of [0, 4]) await measure(index, BigInt(index) * 10n);
    await one.hear();
    await two.hear();
    expect(await range()).toEqual([0, 4]);
    await measure(8, 80n);
    const late = await startNode('operator');
    await measure(12, 130n);
    await late.hear();
    expect([await range(), await held(4, 12)]).toEqual([[0, 12], 90n]);
    await measure(16, 200n);
    await one.hear();
    await two.hear();
    expect([await range(), await held(12, 16)]).toEqual([[0, 16], 70n]);
  });

  it('after more than a month takes one step after the other, as far as it may', async () => {
    const month = 31 * 96;
    const node = await startNode('relayer');
    for (const index of [0, month - 1]) await measure(index, BigInt(index));
    await measure(month + 10, BigInt(month + 10));
    await node.hear();
    await node.hear();
    expect(await range()).toEqual([0, month + 10]);
    expect(await held(0, month - 1)).toBe(BigInt(month - 1));
  });
});
