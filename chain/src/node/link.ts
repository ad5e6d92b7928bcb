/**
 * The node's MQTT connection: last will, retained topics published again on every connect, subscriptions, and a bounded
 * outbox. Works with MQTT 3.1.1, so with any broker.
 */
import { createInboundGuard, type InboundLimits } from '@joulegate/protos';
import mqtt from 'mqtt';
import type { Publish } from './context.ts';
import type { Counters } from './counters.ts';
import type { BrokerAccess, NodeLogger } from './options.ts';
import { senderOf } from './topics.ts';

export interface LinkOptions {
  readonly url: string;
  readonly access?: BrokerAccess | undefined;
  /** First level(s) of every topic, by which senders are told apart. */
  readonly base: string;
  readonly inbound?: InboundLimits;
  readonly clientId: string;
  readonly statusTopic: string;
  readonly subscriptions: readonly string[];
  /** Taken back at each connection: the broker's session outlives this process and how it was started. */
  readonly unsubscriptions?: readonly string[];
  /** Asked before the message is handed on; resolves when it may be acknowledged. */
  readonly beforeAck?: ((topic: string, payload: Uint8Array, retained: boolean) => Promise<void>) | undefined;
  readonly onMessage: (topic: string, payload: Uint8Array, retained: boolean) => void;
  /** A message was dropped unread; `isTold` now and then, the counters have them all. */
  readonly onDropped?: (topic: string, payload: Uint8Array, code: string, isTold: boolean) => void;
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
/** A gateway that was away for a day sends some hundred batches at once; its allowance is far above that. */
const INBOUND: InboundLimits = { perSecond: 100, burst: 2_000, senders: 4_096 };
const RECONNECT_MIN_MS = 500;
const RECONNECT_MAX_MS = 30_000;
const REFUSAL_PAUSE_MS = 10_000;

export function openLink(options: LinkOptions): Link {
  const { statusTopic, counters, log } = options;
  const retained = new Map<string, { payload: string | Uint8Array; qos: 0 | 1 }>();
  let outbox = 0;
  const client = mqtt.connect(options.url, {
    clientId: options.clientId,
    protocolVersion: 4,
    ...options.access,
    // The broker keeps transactions for us while we are away.
    clean: false,
    reconnectPeriod: RECONNECT_MIN_MS,
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
    const { unsubscriptions = [] } = options;
    if (unsubscriptions.length > 0) client.unsubscribe([...unsubscriptions]);
    client.subscribe([...options.subscriptions], { qos: 1 }, (error) => {
      if (error) log.warn({ cause: error.message }, 'the broker refuses a subscription');
    });
    send(statusTopic, 'online', 1, true);
    for (const [topic, { payload, qos }] of retained) send(topic, payload, qos, true);
    attempt = 0;
    log.info({}, 'connected to the broker');
  });
  const guard = createInboundGuard(options.inbound ?? INBOUND);
  let toldAt = Number.NEGATIVE_INFINITY;
  // mqtt.js tells of a message, then waits for this with the acknowledgement, and with the next message.
  const kept = new WeakMap<object, Promise<void>>();
  client.handleMessage = (packet, done) => void (kept.get(packet) ?? Promise.resolve()).then(() => done());
  client.on('message', (topic, payload, packet) => {
    if (options.beforeAck) kept.set(packet, options.beforeAck(topic, payload, packet.retain));
    const now = performance.now();
    const fault = guard.admit(senderOf(options.base, topic), payload, now);
    if (fault === undefined) return options.onMessage(topic, payload, packet.retain);
    counters.add(fault);
    const isTold = now - toldAt >= REFUSAL_PAUSE_MS;
    if (isTold) {
      toldAt = now;
      log.warn({ code: fault, topic: topic.slice(0, 256), length: payload.length }, 'message dropped unread; the counters tell how many');
    }
    options.onDropped?.(topic, payload, fault, isTold);
  });
  // Without a listener an error would end the process; mqtt.js connects again by itself.
  client.on('error', (error) => log.warn({ cause: error.message }, 'broker connection'));
  let attempt = 0;
  client.on('close', () => {
    counters.add('mqtt.closed');
    const pause = Math.min(RECONNECT_MAX_MS, RECONNECT_MIN_MS * 2 ** attempt);
    attempt = Math.min(attempt + 1, 16);
    // Jitter, so that nodes and gateways do not all return to a broker in the same instant.
    client.options.reconnectPeriod = Math.round(pause / 2 + (Math.random() * pause) / 2);
  });

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
      // A message that may not be acknowledged holds up an orderly end.
      const orderly = client.endAsync(!client.connected).then(() => true);
      const isOver = await Promise.race([orderly, new Promise<false>((resolve) => setTimeout(() => resolve(false), 1000))]).catch(
        () => true,
      );
      if (!isOver) client.stream?.destroy();
    },
  };
}
