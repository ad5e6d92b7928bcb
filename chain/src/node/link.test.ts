import { createServer, type Socket } from 'node:net';
import { MESSAGE_MAX_LENGTH } from '@joulegate/protos';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCounters } from './counters.ts';
import { openLink } from './link.ts';
import { SILENT_LOGGER } from './options.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startBroker() {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    return new Promise<void>((resolve) => aedes.close(() => resolve()));
  });
  return `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe('the chain node’s link', () => {
  it('drops unread, and counts, what no parser should see: a loud gateway does not silence another', async () => {
    const url = await startBroker();
    const counters = createCounters();
    const taken: string[] = [];
    const warn = vi.fn();
    const link = openLink({
      url,
      base: 'b',
      inbound: { perSecond: 0.001, burst: 100, senders: 10 },
      clientId: 'joulegate-chain-n',
      statusTopic: 'b/chain/x/n/status',
      subscriptions: ['b/+/tx/+'],
      onMessage: (topic) => taken.push(topic),
      counters,
      log: { ...SILENT_LOGGER, warn },
    });
    cleanups.push(() => link.stop());
    await link.ready(5_000);
    const sender = await connectAsync(url, { protocolVersion: 4 });
    cleanups.push(() => sender.endAsync(true));
    await sender.publishAsync('b/odd/tx/order', Buffer.alloc(MESSAGE_MAX_LENGTH + 1), { qos: 1 });
    await sender.publishAsync('b/odd/tx/order', '{"a":'.repeat(2_000), { qos: 1 });
    await Promise.all(Array.from({ length: 400 }, () => sender.publishAsync('b/loud/tx/order', 'x', { qos: 1 })));
    await sender.publishAsync('b/quiet/tx/order', 'x', { qos: 1 });
    await vi.waitFor(() => expect(taken).toContain('b/quiet/tx/order'), { timeout: 10_000 });
    const counted = counters.snapshot();
    expect(counted).toMatchObject({ MQTT_PAYLOAD_OVERSIZE: 1, MQTT_PAYLOAD_DEPTH: 1 });
    const loud = taken.filter((topic) => topic === 'b/loud/tx/order').length;
    expect([loud, counted['MQTT_RATE_EXCEEDED']]).toEqual([100, 300]);
    expect(warn.mock.calls.filter(([fields]) => 'code' in (fields as object))).toHaveLength(1);
  });

  it('acknowledges what may be acknowledged, and nothing else: the broker keeps it for the next start', async () => {
    const url = await startBroker();
    const taken: string[] = [];
    const open = (beforeAck: () => Promise<void>) =>
      openLink({
        url,
        base: 'b',
        clientId: 'joulegate-chain-n',
        statusTopic: 'b/chain/x/n/status',
        subscriptions: ['b/+/tx/+'],
        beforeAck,
        onMessage: (_, payload) => taken.push(Buffer.from(payload).toString()),
        counters: createCounters(),
        log: SILENT_LOGGER,
      });
    const sender = await connectAsync(url, { protocolVersion: 4 });
    cleanups.push(() => sender.endAsync(true));
    const stuck = open(() => new Promise(() => undefined));
    await stuck.ready(5_000);
    await sender.publishAsync('b/pi-1/tx/order', 'first', { qos: 1 });
    await vi.waitFor(() => expect(taken).toEqual(['first']));
    await sender.publishAsync('b/pi-1/tx/order', 'second', { qos: 1 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(taken, 'nothing more is taken on while a message is not kept').toEqual(['first']);
    await stuck.stop();
    const next = open(() => Promise.resolve());
    cleanups.push(() => next.stop());
    await vi.waitFor(() => expect(taken).toEqual(['first', 'first', 'second']), { timeout: 10_000 });
  });
});
