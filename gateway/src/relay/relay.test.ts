import { createServer, type Server, type Socket } from 'node:net';
import type { InboundLimits } from '@joulegate/protos';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gatewayId } from '../domain/index.ts';
import { checkBaseTopic, classifyTopic, createRelay, gatewayTopics, type RelayListener } from './index.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface TestBroker {
  url: string;
  port: number;
  retained: Map<string, string>;
  onRetained: ((topic: string) => void) | undefined;
  drop(): void;
  stop(): Promise<void>;
}

async function startBroker(port = 0): Promise<TestBroker> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const retained = new Map<string, string>();
  aedes.on('publish', (packet) => {
    if (!packet.retain || packet.topic.startsWith('$')) return;
    retained.set(packet.topic, packet.payload.toString());
    broker.onRetained?.(packet.topic);
  });
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as { port: number }).port;
  let stopped = false;
  const broker: TestBroker = {
    onRetained: undefined,
    url: `mqtt://127.0.0.1:${bound}`,
    port: bound,
    retained,
    drop: () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      broker.drop();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
  cleanups.push(() => broker.stop());
  return broker;
}

function startRelay(url: string, subscriptions: string[] = [], inbound?: InboundLimits) {
  const relay = createRelay({
    url,
    clientId: 'joulegate-test',
    base: 'b',
    statusTopic: 'b/gw/status',
    subscriptions,
    ...(inbound && { inbound }),
    reconnectMinMs: 20,
    reconnectMaxMs: 60,
  });
  const listener = { onMessage: vi.fn(), onConnect: vi.fn(), onDisconnect: vi.fn(), onRefused: vi.fn() } satisfies RelayListener;
  relay.start(listener);
  cleanups.push(() => relay.stop());
  return { relay, listener };
}

describe('relay', () => {
  it('says online, resolves a publish on PUBACK, and says offline at a clean stop', async () => {
    const broker = await startBroker();
    const { relay, listener } = startRelay(broker.url);
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalled());
    expect(broker.retained.get('b/gw/status')).toBe('online');
    await relay.publish('b/gw/tx/order', Uint8Array.of(1, 2, 3));
    const started = Date.now();
    await relay.stop();
    expect(Date.now() - started).toBeLessThan(1000);
    expect(broker.retained.get('b/gw/status')).toBe('offline');
  });

  it('leaves the last will to say offline when it is cut off, and republishes every retained topic on reconnect', async () => {
    const broker = await startBroker();
    const { relay, listener } = startRelay(broker.url);
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalledTimes(1));
    relay.retain('b/gw/info', '{"v":1}');
    relay.retain('b/gw/m/availability', 'online');
    await vi.waitFor(() => expect(broker.retained.get('b/gw/m/availability')).toBe('online'));
    broker.retained.clear(); // a broker that forgot
    broker.drop();
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalledTimes(2), { timeout: 3000 });
    expect(Object.fromEntries(broker.retained)).toEqual({
      'b/gw/status': 'online',
      'b/gw/info': '{"v":1}',
      'b/gw/m/availability': 'online',
    });
  });

  it('leaves no value behind that changed while it greeted the broker', async () => {
    const broker = await startBroker();
    const { relay, listener } = startRelay(broker.url);
    relay.retain('b/gw/m/availability', 'offline');
    // The port opens in the moment in which the broker has just taken the value before.
    broker.onRetained = (topic) => {
      if (topic === 'b/gw/m/availability') relay.retain(topic, 'online');
    };
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalledTimes(1));
    await vi.waitFor(() => expect(broker.retained.get('b/gw/m/availability')).toBe('online'));
  });

  it('comes back to a broker that was away, and rejects meanwhile', async () => {
    const broker = await startBroker();
    const { relay, listener } = startRelay(broker.url);
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalledTimes(1));
    await broker.stop();
    await vi.waitFor(() => expect(relay.isConnected).toBe(false));
    await expect(relay.publish('b/gw/x', 'y')).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    await startBroker(broker.port);
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalledTimes(2), { timeout: 5000 });
    await relay.publish('b/gw/x', 'y');
  });

  it('takes messages it subscribed to, within 64 KiB', async () => {
    const broker = await startBroker();
    const { relay, listener } = startRelay(broker.url, ['b/gw/receipt/+']);
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalled());
    const other = await connectAsync(broker.url, { protocolVersion: 4 });
    cleanups.push(() => other.endAsync(true));
    await other.publishAsync('b/gw/receipt/aa', Buffer.alloc(65537), { qos: 1 });
    await other.publishAsync('b/gw/receipt/bb', Buffer.alloc(65536), { qos: 1 });
    await other.publishAsync('b/other/receipt/cc', Buffer.alloc(1), { qos: 1 });
    await vi.waitFor(() => expect(listener.onMessage).toHaveBeenCalledTimes(1));
    expect(listener.onMessage.mock.calls[0]?.[0]).toBe('b/gw/receipt/bb');
    expect(listener.onRefused).toHaveBeenCalledWith('MQTT_PAYLOAD_OVERSIZE', 'b/gw/receipt/aa', 65537);
    await expect(relay.publish('b/x', new Uint8Array(65537))).rejects.toMatchObject({ code: 'MQTT_PAYLOAD_OVERSIZE' });
  });

  it.each(['before', 'after'])('hears what is retained where it subscribes %s it is connected, and after a reconnect', async (when) => {
    const broker = await startBroker();
    const other = await connectAsync(broker.url, { protocolVersion: 4 });
    cleanups.push(() => other.endAsync(true));
    await other.publishAsync('b/chain/n/node-1/access/0xab/end', 'kept', { qos: 1, retain: true });
    const { relay, listener } = startRelay(broker.url, ['b/gw/receipt/+']);
    if (when === 'after') await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalled());
    await relay.subscribe('b/chain/n/+/access/0xab/+');
    await relay.subscribe('b/chain/n/+/access/0xab/+');
    const heard = () => listener.onMessage.mock.calls.map(([topic]) => topic);
    await vi.waitFor(() => expect(heard()).toEqual(['b/chain/n/node-1/access/0xab/end']));
    broker.drop();
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalledTimes(2), { timeout: 3000 });
    const again = await connectAsync(broker.url, { protocolVersion: 4 });
    cleanups.push(() => again.endAsync(true));
    await again.publishAsync('b/chain/n/node-2/access/0xab/end', 'new', { qos: 1 });
    await vi.waitFor(() => expect(heard()).toContain('b/chain/n/node-2/access/0xab/end'));
  });

  it('drops unread what is nested too deep and what a sender says beyond its rate', async () => {
    const broker = await startBroker();
    const { listener } = startRelay(broker.url, ['b/gw/receipt/+', 'b/chain/n/+/status'], { perSecond: 0.001, burst: 3, senders: 10 });
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalled());
    const other = await connectAsync(broker.url, { protocolVersion: 4 });
    cleanups.push(() => other.endAsync(true));
    await other.publishAsync('b/gw/receipt/deep', '['.repeat(1000), { qos: 1 });
    for (const id of ['1', '2', '3', '4']) await other.publishAsync(`b/gw/receipt/${id}`, 'x', { qos: 1 });
    await other.publishAsync('b/chain/n/node-1/status', 'online', { qos: 1 });
    await vi.waitFor(() => expect(listener.onMessage).toHaveBeenCalledWith('b/chain/n/node-1/status', expect.anything()));
    expect(listener.onMessage.mock.calls.map(([topic]) => topic)).toEqual(['b/gw/receipt/1', 'b/gw/receipt/2', 'b/chain/n/node-1/status']);
    expect(listener.onRefused.mock.calls.map(([code]) => code)).toEqual(['MQTT_PAYLOAD_DEPTH', 'MQTT_RATE_EXCEEDED', 'MQTT_RATE_EXCEEDED']);
  });

  it('keeps order and bounds what is in flight', async () => {
    const broker = await startBroker();
    const { relay, listener } = startRelay(broker.url, ['seq']);
    await vi.waitFor(() => expect(listener.onConnect).toHaveBeenCalled());
    await Promise.all(Array.from({ length: 1000 }, (_, n) => relay.publish('seq', String(n))));
    await vi.waitFor(() => expect(listener.onMessage).toHaveBeenCalledTimes(1000));
    expect(listener.onMessage.mock.calls.map(([, payload]) => Number(Buffer.from(payload as Uint8Array).toString()))).toEqual(
      Array.from({ length: 1000 }, (_, n) => n),
    );
  });
});

describe('topics', () => {
  it('refuses a base with wildcards or empty levels', () => {
    expect(checkBaseTopic('home/joulegate')).toBe('home/joulegate');
    for (const wrong of ['', '+', 'a/#', '/a', 'a/', 'a//b', '$SYS', 'a\0', 'a'.repeat(129)])
      expect(() => checkBaseTopic(wrong), wrong).toThrow(/base topic/);
  });

  it('knows each topic of docs/wire.md again', () => {
    const topics = gatewayTopics('home/jg', gatewayId('roof'));
    expect(classifyTopic('home/jg', topics.health)).toEqual({ what: 'health', gateway: 'roof' });
    expect(classifyTopic('home/jg', topics.transaction('readingBatch'))).toEqual({
      what: 'transaction',
      gateway: 'roof',
      kind: 'reading-batch',
    });
    expect(classifyTopic('home/jg', 'home/jg/roof/pv/reading')).toEqual({ what: 'reading', gateway: 'roof', device: 'pv' });
    expect(classifyTopic('home/jg', 'home/jg/chain/eip155:1/node-a/head')).toEqual({ what: 'head', network: 'eip155:1', node: 'node-a' });
    expect(classifyTopic('home/jg', 'home/jg/chain/eip155:1/event/trade')).toEqual({ what: 'event', network: 'eip155:1', kind: 'trade' });
    expect(classifyTopic('home/jg', 'home/jg/market/7/order')).toEqual({ what: 'order', zone: '7' });
    for (const other of [
      'home/jg',
      'home/jg/roof',
      'home/jg/roof/x/y',
      'home/jg/market/7/x',
      'other/roof/status',
      'home/jg/roof/a/reading/b',
    ])
      expect(classifyTopic('home/jg', other), other).toBeUndefined();
  });
});
