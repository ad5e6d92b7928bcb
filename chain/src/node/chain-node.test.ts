import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { verifyMerkleProof } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import {
  type Deployment,
  decodeReceipt,
  encodeTransaction,
  type Receipt,
  SOURCE,
  TRANSACTION_TOPIC_KIND,
  type Transaction,
} from '@joulegate/protos';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { keccak256, toHex } from 'viem';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectAccount, deploy } from '../deployment/index.ts';
import { startAnvil } from '../engine/anvil.ts';
import type { Engine } from '../engine/engine.ts';
import { CONTRACTS } from '../generated/contracts.ts';
import { ABIS } from './abis.ts';
import * as kit from './chain-node.test-kit.ts';
import { type ChainNode, startChainNode } from './chain-node.ts';
import { eventSelector } from './contract-calls.ts';
import { type ChainNodeOptions, type Hex, SILENT_LOGGER } from './options.ts';
import { startRpcProxy } from './rpc-proxy.test-kit.ts';

const START = 1_800_000_000; // a boundary of 900 s
const COIN = CONTRACTS.DemoEnergyCoin.abi as never;
let now = START;
let engine: Engine;
let broker: Aedes;
let server: Server;
let mqttUrl: string;
let gateway: MqttClient;
let deployment: Deployment;
let ticking: NodeJS.Timeout;
const running: ChainNode[] = [];
const receipts: Receipt[] = [];
const messages: { topic: string; json: Record<string, unknown> }[] = [];

const key = (index: number): Hex => engine.accounts[index]?.privateKey as Hex;
async function waitFor<T>(read: () => T | undefined | false, what: string, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = read();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; ${JSON.stringify(running.map((node) => node.stats()))}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
async function startNode(nodeId: string, relayer: number, more: Partial<ChainNodeOptions> = {}): Promise<ChainNode> {
  const node = await startChainNode({
    mqttUrl,
    nodeId,
    rpcUrls: [engine.rpcUrl],
    deployment,
    relayer: key(relayer),
    finality: { confirmations: 2 },
    limits: { pollMs: 50, batchWindowMs: 50 },
    matcher: { roundMs: 100 },
    ...more,
  });
  running.push(node);
  return node;
}
function send(transaction: Transaction, from = 'pi-1'): string {
  gateway.publish(`joulegate/${from}/tx/${TRANSACTION_TOPIC_KIND[transaction.body.kind]}`, Buffer.from(encodeTransaction(transaction)), {
    qos: 1,
  });
  return toHex(transaction.id);
}
const receiptsOf = (id: string): Receipt[] => receipts.filter((receipt) => toHex(receipt.id) === id);
const waitForState = (id: string, state: Receipt['state'], node?: string): Promise<Receipt> =>
  waitFor(
    () => receiptsOf(id).find((receipt) => receipt.state === state && (node === undefined || receipt.node === node)),
    `${state} of ${id}: ${JSON.stringify(receiptsOf(id).map((r) => [r.state, r.errorCode, r.errorMessage]))}`,
  );
const waitForEvent = (event: string): Promise<Record<string, unknown>> =>
  waitFor(() => messages.find(({ json }) => json['event'] === event)?.json, `event ${event}`);
async function countLogs(contract: 'readingLedger' | 'energyMarket', event: string): Promise<number> {
  const logs = await engine.request('eth_getLogs', [
    { address: deployment.contracts[contract], topics: [eventSelector(contract, event)], fromBlock: '0x0', toBlock: 'latest' },
  ]);
  return (logs as unknown[]).length;
}
/** As a gateway checks it: docs/wire.md section 4. */
async function checkProof(receipt: Receipt): Promise<void> {
  expect(keccak256(receipt.headerRlp)).toBe(toHex(receipt.blockHash));
  const root = (RLP.decode(receipt.headerRlp) as Uint8Array[])[5] as Uint8Array;
  const value = (await verifyMerkleProof(RLP.encode(receipt.transactionIndex), receipt.proof, { root })) as Uint8Array;
  const fields = RLP.decode((value[0] as number) < 0xc0 ? value.subarray(1) : value) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    [Uint8Array, Uint8Array[]][],
  ];
  expect(toHex(fields[0])).toBe('0x01');
  expect(fields[3].flatMap(([, topics]) => topics.map((topic) => toHex(topic)))).toContain(toHex(receipt.id));
}

beforeAll(async () => {
  broker = await Aedes.createBroker();
  server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mqttUrl = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  engine = await startAnvil({ chainId: 31337, clock: { now: () => now }, blockMs: 20 });
  ticking = setInterval(() => {
    now += 1;
  }, 25);
  const operator = engine.accounts[0]?.address as Hex;
  const zone = {
    operator,
    sources: 0x7ff,
    carriers: 0x1e,
    natures: 0x1e,
    minAttestationClass: 1,
    minEvidence: 0,
    permitSeconds: 0,
    maxThdPermille: 0,
    minCapacityW: 1n,
    maxCapacityW: 100_000n,
    hostingCapacityW: 1_000_000n,
    priceCeilingMicroPerKwh: 300_000n,
    basePriceMicroPerKwh: 100_000n,
    minVoltageMv: 200_000,
    maxVoltageMv: 260_000,
    minFrequencyMhz: 49_000,
    maxFrequencyMhz: 51_000,
    maxEvidenceAgeSeconds: 3600,
    gridCodeProfile: `0x${'00'.repeat(32)}` as Hex,
  };
  deployment = await deploy({
    rpcUrl: engine.rpcUrl,
    deployer: key(0),
    certifier: engine.accounts[1]?.address as Hex,
    zones: { 1: zone },
    carbonPeriodSeconds: 86_400,
  });
  gateway = await mqtt.connectAsync(mqttUrl);
  gateway.on('message', (topic, payload) => {
    if (topic.includes('/receipt/')) {
      const receipt = decodeReceipt(payload);
      if (!receipt.ok) throw new Error(receipt.message);
      receipts.push(receipt.value);
    } else if (topic.includes('/event/') || topic.endsWith('/refusal') || topic.endsWith('/head')) {
      messages.push({ topic, json: JSON.parse(payload.toString()) as Record<string, unknown> });
    } else {
      messages.push({ topic, json: { text: payload.toString() } });
    }
  });
  await gateway.subscribeAsync(['joulegate/+/receipt/+', 'joulegate/chain/#', 'joulegate/market/#'], { qos: 1 });
}, 60_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((node) => node.stop()));
});
afterAll(async () => {
  clearInterval(ticking);
  await gateway?.endAsync();
  await engine?.stop();
  broker?.close();
  server?.close();
});

const withCertifier = (): Partial<ChainNodeOptions> => ({ certifier: { signer: key(1), meters: 'all' } });
const solar = kit.makeMeter(1);
const house = kit.makeMeter(2);
const seller = (): kit.Owner => kit.makeOwner(key(5));
const buyer = (): kit.Owner => kit.makeOwner(key(6));
const boundary = (): bigint => BigInt(Math.floor(now / 900));

test('registration, certification, batch: each ends in a receipt that proves itself; bad input is refused and stops nothing', async () => {
  const node = await startNode('n1', 2, withCertifier());
  const registration = await kit.makeRegistration(deployment, seller(), solar, { source: SOURCE.solar, capacityW: 10_000n });
  gateway.publish('joulegate/pi-1/tx/reading-batch', 'garbage', { qos: 1 });
  gateway.publish('joulegate/pi-1/tx/constructor', Buffer.from(encodeTransaction(registration)), { qos: 1 });
  const early = await kit.makeBatch(deployment, seller(), solar, { counter: 1n, time: BigInt(START), importWh: 0n, exportWh: 0n });
  expect((await waitForState(send(early), 'deferred')).errorCode).toBe('METER_UNKNOWN');

  await checkProof(await waitForState(send(registration), 'final'));
  await waitForEvent('MeterCertified');
  const reading = await kit.makeBatch(deployment, seller(), solar, { counter: 2n, time: BigInt(START), importWh: 5n, exportWh: 100n });
  const id = send(reading);
  await checkProof(await waitForState(id, 'final'));
  // Inclusion goes unsaid where one poll brings both the block and its finality.
  expect(['accepted,final', 'accepted,included,final']).toContain(
    receiptsOf(id)
      .map((receipt) => receipt.state)
      .join(),
  );
  expect(await waitForEvent('BatchRecorded')).toMatchObject({
    contract: 'readingLedger',
    args: { meter: expect.any(String), closingCounter: '2' },
    node: 'n1',
  });

  // Again, and an older counter under another id.
  receipts.length = 0;
  send(reading);
  await checkProof(await waitForState(id, 'final'));
  const old = await kit.makeBatch(deployment, seller(), solar, { counter: 1n, time: BigInt(START), importWh: 0n, exportWh: 0n });
  const refused = await waitForState(send(old), 'refused');
  expect(refused).toMatchObject({ errorCode: 'COUNTER_REPLAYED', errorMessage: expect.stringContaining('CounterNotIncreasing(meter:') });
  expect(node.stats()).toMatchObject({
    connected: true,
    counters: { MQTT_TOPIC_INVALID: 1, PROTOBUF_MALFORMED: 1, COUNTER_REPLAYED: 1 },
    queues: { tracked: 0, pendingTransactions: 0 },
  });
  expect(messages.find(({ topic }) => topic.endsWith('/refusal'))?.json).toMatchObject({ gateway: 'pi-1', node: 'n1' });
});

test('F3: two nodes at once: a transaction takes effect once, and both prove it; after a restart too', async () => {
  await Promise.all([startNode('n1', 2), startNode('n2', 3)]);
  const before = await countLogs('readingLedger', 'BatchRecorded');
  const batches = await Promise.all(
    [3n, 4n, 5n].map((counter) =>
      kit.makeBatch(deployment, seller(), solar, { counter, time: BigInt(START) + counter, importWh: 5n, exportWh: 100n }),
    ),
  );
  const ids = batches.map((batch) => send(batch));
  for (const id of ids) for (const node of ['n1', 'n2']) await checkProof(await waitForState(id, 'final', node));
  expect(await countLogs('readingLedger', 'BatchRecorded')).toBe(before + 3);

  await Promise.all(running.splice(0).map((node) => node.stop()));
  await waitFor(() => messages.findLast(({ topic }) => topic.endsWith('/n2/status'))?.json['text'] === 'offline', 'offline of n2');
  receipts.length = 0;
  await startNode('n1', 2);
  for (const batch of batches) send(batch, 'pi-2');
  for (const id of ids) await checkProof(await waitForState(id, 'final', 'n1'));
  expect(await countLogs('readingLedger', 'BatchRecorded')).toBe(before + 3);
});

test('one bad batch among many holds up none of them', async () => {
  const node = await startNode('n1', 2, { limits: { pollMs: 50, batchWindowMs: 300 } });
  const counters = [20n, 21n, 22n, 23n];
  const good = await Promise.all(
    counters.map((counter) =>
      kit.makeBatch(deployment, seller(), solar, { counter, time: BigInt(START) + counter, importWh: 5n, exportWh: 100n }),
    ),
  );
  const lower = await kit.makeBatch(deployment, seller(), solar, { counter: 24n, time: BigInt(START) + 24n, importWh: 4n, exportWh: 100n });
  const [bad, ...ids] = [lower, ...good].map((batch) => send(batch));
  for (const id of ids) await checkProof(await waitForState(id, 'final'));
  expect(await waitForState(bad as string, 'refused')).toMatchObject({ errorCode: 'REGISTER_DECREASED' });
  expect(node.stats().counters).toMatchObject({ 'batches.calls': 1, 'batches.entries': 4 });
});

test("a flood keeps each meter's order: nothing is refused for having been overtaken", async () => {
  const node = await startNode('n1', 2);
  const counters = Array.from({ length: 60 }, (_, index) => BigInt(30 + index));
  const flood = await Promise.all(
    counters.map((counter) =>
      kit.makeBatch(deployment, seller(), solar, { counter, time: BigInt(START) + counter, importWh: 5n, exportWh: 100n }),
    ),
  );
  for (const id of flood.map((batch) => send(batch))) await waitForState(id, 'final');
  expect(node.stats().counters['receipts.refused']).toBeUndefined();
});

test('a flood of one gateway is answered QUOTA_EXCEEDED; what another sends after it goes through all the same', async () => {
  const quota = { transactionsPerMinute: 20, openTransactions: 12 };
  const node = await startNode('n1', 2, { quota, limits: { pollMs: 50, batchWindowMs: 50, batchSize: 4 } });
  const batch = (counter: bigint) =>
    kit.makeBatch(deployment, seller(), solar, { counter, time: BigInt(START) + counter, importWh: 5n, exportWh: 100n });
  const flood = await Promise.all(
    Array.from({ length: 60 }, (_, index) => kit.makeMeter(100 + index)).map((meter) =>
      kit.makeRegistration(deployment, seller(), meter, { source: SOURCE.solar, capacityW: 1_000n }),
    ),
  );
  const honest = await Promise.all([90n, 91n, 92n, 93n, 94n].map(batch));
  const sent = flood.map((registration) => send(registration, 'mallory'));
  const ids = honest.map((one) => send(one, 'pi-1'));
  for (const id of ids) await checkProof(await waitForState(id, 'final'));
  const throughIds = () => sent.filter((id) => receiptsOf(id).some(({ state }) => state === 'final'));
  const counted = (name: string) => node.stats().counters[name] ?? 0;
  // Told while answers last, then no longer worth a message; each of the sixty is one of three.
  await waitFor(() => throughIds().length + counted('QUOTA_EXCEEDED') + counted('dropped.quota') === 60, 'the end of the flood');
  const through = throughIds().length;
  const told = () => sent.flatMap(receiptsOf).filter(({ state }) => state === 'deferred');
  await waitFor(() => told().length >= counted('QUOTA_EXCEEDED'), 'the answers');
  const codes = sent.flatMap((id) => receiptsOf(id).map(({ errorCode }) => errorCode)).filter(Boolean);
  expect(new Set(codes)).toEqual(new Set(['QUOTA_EXCEEDED']));
  expect(through).toBeGreaterThanOrEqual(12);
  expect(through).toBeLessThanOrEqual(30);
  expect(codes).toHaveLength(counted('QUOTA_EXCEEDED'));
  expect(codes.length).toBeGreaterThanOrEqual(20);
  expect(receipts.some((receipt) => receipt.errorCode === 'QUOTA_EXCEEDED' && ids.includes(toHex(receipt.id)))).toBe(false);
});

test('a reorganisation after inclusion: no final receipt until the batch is final again', async () => {
  const node = await startNode('n1', 2, { finality: { confirmations: 12 } });
  const batch = await kit.makeBatch(deployment, seller(), solar, {
    counter: 100n,
    time: BigInt(START) + 100n,
    importWh: 5n,
    exportWh: 100n,
  });
  const id = send(batch);
  const included = await waitForState(id, 'included');
  engine.pauseMining();
  await new Promise((resolve) => setTimeout(resolve, 60));
  const head = Number(await engine.request('eth_blockNumber'));
  await engine.request('anvil_reorg', [head - Number(included.blockNumber) + 1, []]);
  engine.resumeMining();
  const final = await waitForState(id, 'final');
  await checkProof(final);
  expect(toHex(final.blockHash)).not.toBe(toHex(included.blockHash));
  expect(node.stats().counters['reorganisations']).toBe(1);
});

test('A3, F6: from admission over orders to settlement and carbon, without a hand on it', async () => {
  const node = await startNode('n1', 2, withCertifier());
  await waitForState(send(await kit.makeRegistration(deployment, buyer(), house, { source: SOURCE.load, capacityW: 20_000n })), 'final');
  const admission = await kit.makeAdmission(deployment, seller(), solar, 8_000n);
  await checkProof(await waitForState(send(admission), 'final'));

  const interval = boundary() + 1n;
  const expiry = BigInt(START) + 100_000n;
  const over = await kit.makeOrder(deployment, seller(), solar, {
    side: 'sell',
    interval,
    energyWh: 2_001n,
    priceMicroPerKwh: 100_000n,
    expiry,
  });
  expect((await waitForState(send(over), 'refused')).errorCode).toBe('ORDER_OVER_LIMIT');
  const dear = await kit.makeOrder(deployment, seller(), solar, {
    side: 'sell',
    interval,
    energyWh: 1_000n,
    priceMicroPerKwh: 300_001n,
    expiry,
  });
  expect((await waitForState(send(dear), 'refused')).errorCode).toBe('ORDER_OVER_LIMIT');
  const late = await kit.makeOrder(deployment, seller(), solar, {
    side: 'sell',
    interval,
    energyWh: 1_000n,
    priceMicroPerKwh: 1n,
    expiry: BigInt(START),
  });
  expect((await waitForState(send(late), 'refused')).errorCode).toBe('ORDER_EXPIRED');

  const sell = await kit.makeOrder(deployment, seller(), solar, {
    side: 'sell',
    interval,
    energyWh: 1_000n,
    priceMicroPerKwh: 100_000n,
    expiry,
  });
  const buy = await kit.makeOrder(deployment, buyer(), house, {
    side: 'buy',
    interval,
    energyWh: 600n,
    priceMicroPerKwh: 200_000n,
    expiry,
  });
  await waitForState(send(sell), 'accepted');
  await waitForState(send(buy), 'accepted');
  // The buyer has no money yet: no match.
  await waitFor(() => (node.stats().counters['INSUFFICIENT_BALANCE'] ?? 0) > 0, 'the empty escrow to be seen');
  expect(await countLogs('energyMarket', 'TradeOpened')).toBe(0);
  const bank = await connectAccount(engine.rpcUrl, key(0));
  const { token, energyMarket, carbonLedger, boughtEnergy } = deployment.contracts;
  await bank.call(token, COIN, 'mint', [bank.account.address, 10_000_000_000n]);
  await bank.call(token, COIN, 'approve', [energyMarket, 10_000_000_000n]);
  await bank.call(energyMarket, ABIS.energyMarket, 'depositFor', [buyer().address, 1_000_000n]);
  await checkProof(await waitForState(toHex(sell.id), 'final'));
  await checkProof(await waitForState(toHex(buy.id), 'final'));
  expect(await waitForEvent('TradeOpened')).toMatchObject({ args: { terms: { energyWh: '600', priceMicroPerKwh: '100000' } } });
  expect(messages.some(({ topic }) => topic === 'joulegate/market/1/match')).toBe(true);

  // The interval passes; both meters show what was delivered: 500 of 600 Wh.
  const [opens, closes] = [interval * 900n, (interval + 1n) * 900n];
  const factors = new Array(24).fill(400_000);
  await bank.call(boughtEnergy, ABIS.boughtEnergy, 'setFactors', [1, factors, opens, 'the same all day']);
  now = Number(closes) + 5;
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const [counter, time, wh] of [
    [200n, opens, 0n],
    [201n, closes, 500n],
  ] as const) {
    const sold = await kit.makeBatch(deployment, seller(), solar, { counter, time, importWh: 5n, exportWh: 100n + wh });
    const used = await kit.makeBatch(deployment, buyer(), house, { counter, time, importWh: wh, exportWh: 0n });
    await Promise.all([send(sold), send(used)].map((id) => waitForState(id, 'final')));
  }
  expect(await waitForEvent('TradeSettled')).toMatchObject({ args: { settledWh: '500', paidMicro: '50000', refundedMicro: '10000' } });
  const metered = await waitFor(() => messages.find(({ json }) => json['event'] === 'EmissionsMetered')?.json, 'carbon to be metered');
  expect(metered).toMatchObject({ args: { intensityMgPerKwh: expect.anything() } });
  // What the house took is told too, at the grid's factor; it owes nothing for it.
  expect(await waitForEvent('BoughtEnergyMetered')).toMatchObject({ args: { energyWh: '500', emissionsUg: '200000000' } });

  // Permits: the authority allocates to the seller, who offers some; the buyer applies.
  const period = Math.floor(now / 86_400);
  await bank.call(carbonLedger, ABIS.carbonLedger, 'allocate', [solar.id, period, 1_000n]);
  await bank.call(token, COIN, 'approve', [carbonLedger, 10_000_000_000n]);
  await bank.call(carbonLedger, ABIS.carbonLedger, 'depositFor', [buyer().address, 1_000_000n]);
  const offer = await kit.makeOffer(deployment, seller(), { period, grams: 400n, priceMicroPerKg: 50_000n, expiry });
  const application = await kit.makeApplication(deployment, buyer(), house, { period, grams: 300n, maxPriceMicroPerKg: 60_000n, expiry });
  await Promise.all([send(offer), send(application)].map((id) => waitForState(id, 'final').then(checkProof)));
  expect(await waitForEvent('PermitsTraded')).toMatchObject({ args: { grams: '300', paidMicro: '15000' } });
  expect(node.stats().queues.openTrades).toBe(0);
}, 60_000);

test('F1: what was not traded is settled at the base price once due, by a node that was away too; a played-out message is refused', async () => {
  const node = await startNode('n1', 2);
  const bank = await connectAccount(engine.rpcUrl, key(0));
  const { energyMarket } = deployment.contracts;
  await bank.call(energyMarket, ABIS.energyMarket, 'offerBasePrice', [1]);
  expect(await waitForEvent('BasePriceSet')).toMatchObject({ args: { zone: 1, priceMicroPerKwh: '100000' } });
  await bank.call(energyMarket, ABIS.energyMarket, 'depositFor', [bank.account.address, 1_000_000n]);
  for (const [owner, meter] of [
    [seller(), solar],
    [buyer(), house],
  ] as const) {
    await checkProof(await waitForState(send(await kit.makeSupplyAgreement(deployment, owner, meter, 7n)), 'final'));
  }
  const stale = await kit.makeSupplyTermination(deployment, buyer(), house, 6n);
  expect(await waitForState(send(stale), 'refused')).toMatchObject({ errorMessage: expect.stringContaining('SupplyNonceNotNewer') });

  const interval = boundary() + 1n;
  now = Number((interval + 1n) * 900n) + 5;
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const [counter, time, wh] of [
    [300n, interval * 900n, 0n],
    [301n, (interval + 1n) * 900n, 400n],
  ] as const) {
    const sold = await kit.makeBatch(deployment, seller(), solar, { counter, time, importWh: 5n, exportWh: 700n + wh });
    const used = await kit.makeBatch(deployment, buyer(), house, { counter, time, importWh: 600n + wh / 2n, exportWh: 0n });
    await Promise.all([send(sold), send(used)].map((id) => waitForState(id, 'final')));
  }
  expect(node.stats().queues.residuals).toBeGreaterThan(0);
  await Promise.all(running.splice(0).map((one) => one.stop()));

  now += 2 * 86_400;
  await startNode('n2', 3);
  const settled = (meter: kit.TestMeter) =>
    waitFor(
      () => messages.find(({ json }) => json['event'] === 'ResidualSettled' && sameMeter(json, meter))?.json['args'],
      `residual of ${meter.id}`,
    );
  const sameMeter = (json: Record<string, unknown>, { id }: kit.TestMeter) =>
    String((json['args'] as { meter: string }).meter).toLowerCase() === id;
  expect(await settled(solar)).toMatchObject({ exportWh: '400', importWh: '0', boughtMicro: '40000', interval: String(interval) });
  expect(await settled(house)).toMatchObject({ exportWh: '0', importWh: '200', suppliedMicro: '20000', interval: String(interval) });
}, 60_000);

test('counters that two batches leave out are asked for on the broker, and the answer is taken', async () => {
  const node = await startNode('n1', 2, withCertifier());
  const meter = kit.makeMeter(77);
  const questions: Record<string, string>[] = [];
  const pi = await mqtt.connectAsync(mqttUrl);
  pi.on('message', (_, payload) => questions.push(JSON.parse(payload.toString()) as Record<string, string>));
  await pi.subscribeAsync('joulegate/pi-1/request/readings', { qos: 1 });
  await waitForState(send(await kit.makeRegistration(deployment, seller(), meter, { source: SOURCE.solar, capacityW: 10_000n })), 'final');
  await waitFor(
    () =>
      messages.some(
        ({ json }) =>
          json['event'] === 'MeterCertified' && String((json['args'] as Record<string, unknown>)['meter']).toLowerCase() === meter.id,
      ),
    'the meter to be certified',
  );
  for (const counter of [1n, 5n]) {
    const batch = await kit.makeBatch(deployment, seller(), meter, { counter, time: BigInt(now), importWh: 0n, exportWh: 0n });
    await waitForState(send(batch), 'final');
  }
  await waitFor(() => questions.length > 0, 'a question');
  expect(questions[0]).toMatchObject({ meter: meter.id, from: '2', to: '4' });
  const answer = { id: questions[0]?.['id'], meter: meter.id, waiting: [], missing: [['2', '4']] };
  pi.publish('joulegate/pi-1/response/readings', JSON.stringify(answer), { qos: 1 });
  await waitFor(() => node.stats().counters['missing.answered'] === 1, 'the answer to count');
  await pi.endAsync();
});

test('a node that comes up before its endpoint waits for it; one of another chain ends the start', async () => {
  const proxy = await startRpcProxy(engine.rpcUrl);
  proxy.dead = true;
  const warnings: string[] = [];
  const logger = {
    ...SILENT_LOGGER,
    warn: (_: object, message: string) => {
      warnings.push(message);
    },
  };
  const starting = startNode('early', 3, { rpcUrls: [proxy.url], logger });
  await waitFor(() => warnings.includes('no RPC endpoint answers: the start waits for one'), 'the node to say that it waits');
  proxy.dead = false;
  const node = await starting;
  await waitFor(() => node.stats().head !== null, 'its first head');
  proxy.alter = (method, answer) => (method === 'eth_chainId' ? { result: '0x1' } : answer);
  await expect(startNode('elsewhere', 3, { rpcUrls: [proxy.url] })).rejects.toThrow('chain id 31337 expected by the deployment');
  await node.stop();
  running.splice(running.indexOf(node), 1);
  await proxy.stop();
});
