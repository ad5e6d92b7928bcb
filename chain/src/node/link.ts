/**
 * The node's MQTT connection: last will, retained topics published again on every connect, subscriptions, and a bounded
 * outbox. Works with MQTT 3.1.1, so with any broker.
 */
import mqtt from 'mqtt';
import type { Publish } from './context.ts';
import type { Counters } from './counters.ts';
import type { NodeLogger } from './options.ts';

export interface LinkOptions {
  readonly url: string;
  readonly clientId: string;
  readonly statusTopic: string;
  readonly subscriptions: readonly string[];
  readonly onMessage: (topic: string, payload: Uint8Array, retained: boolean) => void;
  readonly counters: Counters;
  readonly log: NodeLogger;
}

export interface Link {
  readonly publish: Publish;
  connected(): boolean;
  /** Resolves at the first connection, or after the time: the broker may come later. */
  ready(timeoutMs: number): Promise<void>;
  /** Says offline, then leaves. */
  stop(): Promise<void>;
}

/** Messages in flight or waiting for a connection; more are dropped and counted: every one can be asked for again. */
const OUTBOX_MAX = 10_000;

export function openLink(options: LinkOptions): Link {
  const { statusTopic, counters, log } = options;
  const retained = new Map<string, { payload: string | Uint8Array; qos: 0 | 1 }>();
  let outbox = 0;
  const client = mqtt.connect(options.url, {
    clientId: options.clientId,
    clean: true,
    reconnectPeriod: 1000,
    connectTimeout: 10_000,
    queueQoSZero: false,
    resubscribe: false,
    will: { topic: statusTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
  });

  function send(topic: string, payload: string | Uint8Array, qos: 0 | 1, retain: boolean): void {
    if (outbox >= OUTBOX_MAX) {
      counters.add('mqtt.dropped');
      return;
    }
    outbox += 1;
    const data = typeof payload === 'string' ? payload : Buffer.from(payload);
    client.publish(topic, data, { qos, retain }, (error) => {
      outbox -= 1;
      if (error) counters.add('mqtt.failed');
    });
  }
  client.on('connect', () => {
    client.subscribe([...options.subscriptions], { qos: 1 }, (error) => {
      if (error) log.warn({ cause: error.message }, 'the broker refuses a subscription');
    });
    send(statusTopic, 'online', 1, true);
    for (const [topic, { payload, qos }] of retained) send(topic, payload, qos, true);
    log.info({}, 'connected to the broker');
  });
  client.on('message', (topic, payload, packet) => options.onMessage(topic, payload, packet.retain));
  // Without a listener an error would end the process; mqtt.js connects again by itself.
  client.on('error', (error) => log.warn({ cause: error.message }, 'broker connection'));
  client.on('close', () => counters.add('mqtt.closed'));

  return {
    publish: (topic, payload, { qos = 1, retain = false } = {}) => {
      if (retain) retained.set(topic, { payload, qos });
      if (retain && !client.connected) return;
      send(topic, payload, qos, retain);
    },
    connected: () => client.connected,
    ready: (timeoutMs) =>
      new Promise((resolve) => {
        if (client.connected) return resolve();
        const timer = setTimeout(resolve, timeoutMs);
        client.once('connect', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    stop: async () => {
      if (client.connected) {
        await Promise.race([
          client.publishAsync(statusTopic, 'offline', { qos: 1, retain: true }),
          new Promise((resolve) => setTimeout(resolve, 1000)),
        ]).catch(() => {});
      }
      await client.endAsync(!client.connected).catch(() => {});
    },
  };
}
