import { createInboundGuard, type InboundFault, type InboundLimits, MESSAGE_MAX_LENGTH } from '@joulegate/protos';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { JoulegateError } from '../domain/index.ts';
import { senderOf } from './topics.ts';
import { createWindow } from './window.ts';

export interface RelayOptions {
  /** mqtt://, mqtts://, ws:// or wss:// */
  readonly url: string;
  /** One per gateway and stable: a restarted gateway takes its old session over, so no late last will marks it offline. */
  readonly clientId: string;
  /** Carries `online` and `offline`, retained: at connect, at a clean stop, and by last will. */
  readonly statusTopic: string;
  readonly subscriptions: readonly string[];
  readonly username?: string;
  readonly password?: string;
  /** PEM texts, passed through to TLS, which always verifies the broker's name and chain. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** First level(s) of every topic, by which senders are told apart. */
  readonly base: string;
  readonly inbound?: InboundLimits;
  /** Publishes not yet acknowledged; further ones wait. Default 128. */
  readonly maxInFlight?: number;
  /** First pause before a reconnect; doubles to `reconnectMaxMs`, each time between half and the whole of it. */
  readonly reconnectMinMs?: number;
  readonly reconnectMaxMs?: number;
}

export interface RelayListener {
  onMessage(topic: string, payload: Uint8Array): void;
  /** Connected, retained topics sent again, subscriptions granted. */
  onConnect(): void;
  onDisconnect(reason: string): void;
  /** Inbound message dropped unread: over 64 KiB, nested too deep, or its sender over the rate. */
  onRefused(code: InboundFault, topic: string, length: number): void;
}

export interface Relay {
  readonly isConnected: boolean;
  start(listener: RelayListener): void;
  /** Resolves on PUBACK. @throws JoulegateError TRANSPORT_FAILED while there is no broker; MQTT_PAYLOAD_OVERSIZE. */
  publish(topic: string, payload: Uint8Array | string): Promise<void>;
  /** QoS 0: now or never. */
  send(topic: string, payload: Uint8Array | string): void;
  /** Keeps the topic's last value and publishes it retained, now and at every connect. */
  retain(topic: string, payload: string): void;
  /** From now on, at every connect. Resolves once the broker granted it: what it retains there is on its way. */
  subscribe(topic: string): Promise<void>;
  /** Says `offline` and leaves; at most about half a second. */
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_SECONDS = 30;
/** What a chain node sends to a gateway that was away for a day fits in the burst. */
const INBOUND: InboundLimits = { perSecond: 500, burst: 5_000, senders: 256 };

function createSubscription(): { readonly granted: Promise<void>; grant(): void } {
  let grant: () => void = () => undefined;
  const granted = new Promise<void>((resolve) => {
    grant = () => resolve();
  });
  return { granted, grant };
}

/** A client of any MQTT 3.1.1 broker. Nothing is queued here: what must not be lost waits in the journal. */
export function createRelay(options: RelayOptions): Relay {
  const { reconnectMinMs = 500, reconnectMaxMs = 30_000, maxInFlight = 128 } = options;
  const subscribed = new Map(options.subscriptions.map((topic) => [topic, createSubscription()]));
  const retained = new Map<string, string>([[options.statusTopic, 'online']]);
  const window = createWindow(maxInFlight);
  const guard = createInboundGuard(options.inbound ?? INBOUND);
  let client: MqttClient | undefined;
  let attempt = 0;
  let ready = false;

  const clientOptions: IClientOptions = {
    protocolVersion: 4,
    clientId: options.clientId,
    // The broker keeps our receipts while we are away: the session outlives the connection and our restart.
    clean: false,
    keepalive: KEEP_ALIVE_SECONDS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: reconnectMinMs,
    resubscribe: false,
    queueQoSZero: false,
    will: { topic: options.statusTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.cert === undefined ? {} : { cert: options.cert }),
    ...(options.key === undefined ? {} : { key: options.key }),
  };

  const publishNow = (topic: string, payload: Uint8Array | string, qos: 0 | 1, retain: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = typeof payload === 'string' ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.length);
      client?.publish(topic, body, { qos, retain }, (cause) => {
        if (cause) reject(new JoulegateError('TRANSPORT_FAILED', `MQTT ${topic}: ${cause.message}`, { cause }));
        else resolve();
      });
    });

  const greet = async (current: MqttClient, listener: RelayListener) => {
    const granted = new Set<string>();
    // Values change while we greet, and none of them may be left behind: a port that opens meanwhile is online.
    const sent = new Map<string, string>();
    for (;;) {
      const missing = [...subscribed.keys()].filter((topic) => !granted.has(topic));
      if (missing.length > 0) await current.subscribeAsync(missing, { qos: 1 });
      for (const topic of missing) {
        granted.add(topic);
        subscribed.get(topic)?.grant();
      }
      const stale = [...retained].filter(([topic, value]) => sent.get(topic) !== value);
      if (stale.length === 0 && missing.length === 0) break;
      await Promise.all(stale.map(([topic, value]) => publishNow(topic, value, 1, true)));
      for (const [topic, value] of stale) sent.set(topic, value);
    }
    if (!current.connected || client !== current) return;
    attempt = 0;
    ready = true;
    listener.onConnect();
  };

  return {
    get isConnected() {
      return ready;
    },
    start(listener) {
      const current = connect(options.url, clientOptions);
      client = current;
      current.on('connect', () => {
        // A broker that goes away in the middle shows itself as `close`; the next connect greets anew.
        greet(current, listener).catch((cause: unknown) => {
          listener.onDisconnect(`greeting the broker failed: ${String(cause)}`);
          if (client === current) current.reconnect();
        });
      });
      current.on('close', () => {
        attempt = Math.min(attempt + 1, 16);
        const pause = Math.min(reconnectMaxMs, reconnectMinMs * 2 ** attempt);
        // Jitter, so that a whole street of gateways does not return in the same instant.
        current.options.reconnectPeriod = Math.round(pause / 2 + (Math.random() * pause) / 2);
        if (ready) listener.onDisconnect('connection closed');
        ready = false;
      });
      current.on('error', (cause) => listener.onDisconnect(cause.message));
      current.on('message', (topic, payload) => {
        const fault = guard.admit(senderOf(options.base, topic), payload, performance.now());
        if (fault === undefined) listener.onMessage(topic, payload);
        else listener.onRefused(fault, topic, payload.length);
      });
    },
    async publish(topic, payload) {
      if (payload.length > MESSAGE_MAX_LENGTH)
        throw new JoulegateError(
          'MQTT_PAYLOAD_OVERSIZE',
          `MQTT ${topic}: at most ${MESSAGE_MAX_LENGTH} bytes expected, got ${payload.length}`,
        );
      const leave = await window.enter();
      try {
        if (!ready) throw new JoulegateError('TRANSPORT_FAILED', `MQTT ${topic}: no broker at ${options.url}`);
        await publishNow(topic, payload, 1, false);
      } finally {
        leave();
      }
    },
    send(topic, payload) {
      if (ready) publishNow(topic, payload, 0, false).catch(() => undefined);
    },
    subscribe(topic) {
      const known = subscribed.get(topic);
      if (known !== undefined) return known.granted;
      const subscription = createSubscription();
      subscribed.set(topic, subscription);
      const current = client;
      if (ready && current !== undefined) {
        // Where it fails the next connect asks for it with the others.
        current.subscribeAsync(topic, { qos: 1 }).then(subscription.grant, () => client === current && current.reconnect());
      }
      return subscription.granted;
    },
    retain(topic, payload) {
      if (retained.get(topic) === payload) return;
      retained.set(topic, payload);
      // Lost with the connection? It is sent again at the next connect.
      if (ready) publishNow(topic, payload, 1, true).catch(() => undefined);
    },
    async stop() {
      const current = client;
      if (current === undefined) return;
      const timeout = new Promise<void>((resolve) => setTimeout(resolve, STOP_TIMEOUT_MS).unref());
      if (current.connected) await Promise.race([publishNow(options.statusTopic, 'offline', 1, true).catch(() => undefined), timeout]);
      client = undefined;
      ready = false;
      await Promise.race([current.endAsync(!current.connected).catch(() => undefined), timeout]);
      current.end(true);
    },
  };
}
