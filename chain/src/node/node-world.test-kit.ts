/** For tests only: an anvil, a broker, a deployment with one zone, and what gateways would send and hear. */
import { type AddressInfo, createServer } from 'node:net';
import {
  type Deployment,
  decodeReceipt,
  encodeTransaction,
  type Receipt,
  TRANSACTION_TOPIC_KIND,
  type Transaction,
} from '@joulegate/protos';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';
import { toHex } from 'viem';
import { deploy } from '../deployment/index.ts';
import { startAnvil } from '../engine/anvil.ts';
import type { Engine } from '../engine/engine.ts';
import { type ChainNode, startChainNode } from './chain-node.ts';
import type { ChainNodeOptions, Hex } from './options.ts';

/** A boundary of 900 s. */
export const START = 1_800_000_000;

export interface NodeWorld {
  readonly engine: Engine;
  readonly deployment: Deployment;
  readonly receipts: Receipt[];
  now(): number;
  /** Lets so much time pass at once, on the chain and off it. */
  pass(seconds: number): void;
  key(index: number): Hex;
  startNode(nodeId: string, relayer: number, more?: Partial<ChainNodeOptions>): Promise<ChainNode>;
  /** @returns the id */
  send(transaction: Transaction, from?: string): string;
  receiptsOf(id: string): Receipt[];
  waitFor<T>(read: () => T | undefined | false | Promise<T | undefined | false>, what: string): Promise<T>;
  waitForState(id: string, state: Receipt['state'], node?: string): Promise<Receipt>;
  stopNodes(): Promise<void>;
  stop(): Promise<void>;
}

export async function startNodeWorld(): Promise<NodeWorld> {
  let now = START;
  const running: ChainNode[] = [];
  const receipts: Receipt[] = [];
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const mqttUrl = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const engine = await startAnvil({ chainId: 31337, clock: { now: () => now }, blockMs: 20 });
  const ticking = setInterval(() => {
    now += 1;
  }, 25);
  const key = (index: number): Hex => engine.accounts[index]?.privateKey as Hex;
  const zone = {
    operator: engine.accounts[0]?.address as Hex,
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
  const deployment = await deploy({
    rpcUrl: engine.rpcUrl,
    deployer: key(0),
    certifier: engine.accounts[1]?.address as Hex,
    zones: { 1: zone },
    carbonPeriodSeconds: 86_400,
  });
  const gateway = await mqtt.connectAsync(mqttUrl);
  gateway.on('message', (_topic, payload) => {
    const receipt = decodeReceipt(payload);
    if (!receipt.ok) throw new Error(receipt.message);
    receipts.push(receipt.value);
  });
  await gateway.subscribeAsync('joulegate/+/receipt/+', { qos: 1 });

  const receiptsOf = (id: string): Receipt[] => receipts.filter((receipt) => toHex(receipt.id) === id);
  const waitFor: NodeWorld['waitFor'] = async (read, what) => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const value = await read();
      if (value) return value;
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; ${JSON.stringify(running.map((node) => node.stats()))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const stopNodes = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((node) => node.stop()));
  };
  return {
    engine,
    deployment,
    receipts,
    now: () => now,
    pass: (seconds) => {
      now += seconds;
    },
    key,
    receiptsOf,
    waitFor,
    stopNodes,
    startNode: async (nodeId, relayer, more = {}) => {
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
    },
    send: (transaction, from = 'pi-1') => {
      const topic = `joulegate/${from}/tx/${TRANSACTION_TOPIC_KIND[transaction.body.kind]}`;
      gateway.publish(topic, Buffer.from(encodeTransaction(transaction)), { qos: 1 });
      return toHex(transaction.id);
    },
    waitForState: (id, state, node) =>
      waitFor(
        () => receiptsOf(id).find((receipt) => receipt.state === state && (node === undefined || receipt.node === node)),
        `${state} of ${id}: ${JSON.stringify(receiptsOf(id).map((r) => [r.state, r.errorCode, r.errorMessage]))}`,
      ),
    stop: async () => {
      await stopNodes();
      clearInterval(ticking);
      await gateway.endAsync();
      await engine.stop();
      broker.close();
      server.close();
    },
  };
}
