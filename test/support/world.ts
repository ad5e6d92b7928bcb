import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ABIS } from '@joulegate/chain';
import { connectAsync, type MqttClient } from 'mqtt';
import { createPublicClient, decodeEventLog, type Hex, http } from 'viem';
import { startWorld, type World, type WorldOptions } from '../../device-sim/src/demo/world.ts';

export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retained: boolean;
}

/** Everything said on a broker, in order. */
export interface Recorder {
  readonly messages: Message[];
  readonly client: MqttClient;
  on(topic: RegExp): Message[];
  stop(): Promise<void>;
}

export async function record(url: string): Promise<Recorder> {
  const client = await connectAsync(url, { protocolVersion: 4 });
  const messages: Message[] = [];
  client.on('message', (topic, payload, packet) => messages.push({ topic, payload: Buffer.from(payload), retained: packet.retain }));
  await client.subscribeAsync('#', { qos: 1 });
  return {
    messages,
    client,
    on: (topic) => messages.filter((message) => topic.test(message.topic)),
    stop: () => client.endAsync(true),
  };
}

export interface ChainEvent {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: Hex;
}

/** All events of the deployment's contracts, in chain order, straight from the EVM. */
export async function readEvents(world: World): Promise<ChainEvent[]> {
  const client = createPublicClient({ transport: http(world.rpcUrl), cacheTime: 0 });
  const names = [
    'meterRegistry',
    'readingLedger',
    'admissionPolicy',
    'energyMarket',
    'carbonLedger',
    'storageBoard',
    'guaranteeOfOrigin',
    'boughtEnergy',
  ] as const;
  const logs = await client.getLogs({ address: names.map((name) => world.deployment.contracts[name]), fromBlock: 0n, toBlock: 'latest' });
  return logs.flatMap((log) => {
    const name = names.find((candidate) => world.deployment.contracts[candidate] === log.address.toLowerCase());
    if (name === undefined) return [];
    try {
      const decoded = decodeEventLog({ abi: ABIS[name], data: log.data, topics: log.topics }) as unknown as {
        eventName: string;
        args: Record<string, unknown>;
      };
      return [
        {
          name: decoded.eventName,
          args: decoded.args,
          blockNumber: log.blockNumber,
          logIndex: log.logIndex,
          transactionHash: log.transactionHash,
        },
      ];
    } catch {
      return [];
    }
  });
}

/** A world of its own for one test, thrown away after it; `use` may stop it earlier. */
export async function withWorld<T>(options: Partial<WorldOptions>, use: (world: World, recorder: Recorder) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'joulegate-test-'));
  let world: World | undefined;
  let recorder: Recorder | undefined;
  try {
    world = await startWorld({ folder, base: 'joulegate', speed: 300, engine: 'anvil', ...options });
    recorder = await record(world.brokerUrl);
    return await use(world, recorder);
  } finally {
    await recorder?.stop();
    await world?.stop();
    if (!process.env['JOULEGATE_KEEP']) rmSync(folder, { recursive: true, force: true });
  }
}
