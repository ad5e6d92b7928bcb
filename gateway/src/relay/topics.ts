import { TRANSACTION_TOPIC_KIND, type TransactionBodyName } from '@joulegate/protos';
import { type DeviceId, type GatewayId, JoulegateError, type TransactionId } from '../domain/index.ts';

/** @throws JoulegateError MQTT_TOPIC_INVALID for wildcards, empty levels, `$` topics and over 128 characters. */
export function checkBaseTopic(base: string): string {
  if (base.length > 128 || !/^[^+#$/\0][^+#\0]*$/.test(base) || base.split('/').includes('')) {
    throw new JoulegateError(
      'MQTT_TOPIC_INVALID',
      `base topic: levels without +, #, $ or empty ones (at most 128 characters) expected, got ${JSON.stringify(base)}`,
    );
  }
  return base;
}

/** Topics that this gateway publishes under; docs/wire.md §3. */
export function gatewayTopics(base: string, gateway: GatewayId) {
  const root = `${base}/${gateway}`;
  return {
    status: `${root}/status`,
    info: `${root}/info`,
    devices: `${root}/devices`,
    health: `${root}/health`,
    availability: (device: DeviceId) => `${root}/${device}/availability`,
    state: (device: DeviceId) => `${root}/${device}/state`,
    reading: (device: DeviceId) => `${root}/${device}/reading`,
    output: (device: DeviceId) => `${root}/${device}/output`,
    storage: (device: DeviceId) => `${root}/${device}/storage`,
    refusal: (device: DeviceId) => `${root}/${device}/refusal`,
    event: (device: DeviceId) => `${root}/${device}/event`,
    transaction: (kind: TransactionBodyName) => `${root}/tx/${TRANSACTION_TOPIC_KIND[kind]}`,
    receipt: (id: TransactionId | '+') => `${root}/receipt/${id}`,
    /** Asked by chain nodes: which of a meter's counters are here; and the answer. */
    request: `${root}/request/readings`,
    response: `${root}/response/readings`,
  };
}

/** @param network CAIP-2, its colon kept. */
export function chainTopics(base: string, network: string) {
  const root = `${base}/chain/${network}`;
  return {
    nodeStatus: `${root}/+/status`,
    nodeHead: `${root}/+/head`,
    /** Blocks with events of ours that a node calls final. */
    nodeFinal: `${root}/+/final`,
    event: (kind: string) => `${root}/event/${kind}`,
    access: (meter: string) => `${root}/+/access/${meter}/+`,
    /** The node that says something of a meter's access there; undefined where the topic is another. */
    accessNode(topic: string): string | undefined {
      const [node, access] = topic.startsWith(`${root}/`) ? topic.slice(root.length + 1).split('/') : [];
      return access === 'access' ? node : undefined;
    },
  };
}

/**
 * Who a message is from, as far as its topic says: a chain node by name (its events: the chain), else the topic's first two
 * levels, `<gw>/receipt` for instance.
 */
export function senderOf(base: string, topic: string): string {
  const levels = topic.slice(base.length + 1).split('/');
  return levels.slice(0, levels[0] === 'chain' ? 3 : 2).join('/');
}

/** What a topic is about, for a reader of everything. */
export type TopicSubject =
  | { readonly what: 'status' | 'info' | 'devices' | 'health'; readonly gateway: string }
  | {
      readonly what: 'availability' | 'state' | 'output' | 'reading' | 'storage' | 'reading-refusal' | 'meter-event';
      readonly gateway: string;
      readonly device: string;
    }
  | { readonly what: 'question' | 'answer'; readonly gateway: string }
  | { readonly what: 'transaction'; readonly gateway: string; readonly kind: string }
  | { readonly what: 'receipt'; readonly gateway: string; readonly id: string }
  | { readonly what: 'node-status' | 'node-health' | 'head' | 'final' | 'access'; readonly network: string; readonly node: string }
  | { readonly what: 'event'; readonly network: string; readonly kind: string }
  | { readonly what: 'refusal'; readonly network: string }
  | { readonly what: 'order' | 'match'; readonly zone: string };

/** @returns undefined for a topic that docs/wire.md does not list. */
export function classifyTopic(base: string, topic: string): TopicSubject | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const [a = '', b = '', c = '', d, ...more] = topic.slice(base.length + 1).split('/');
  if (a === 'chain' && d === 'access' && more.length === 2) return { what: 'access', network: b, node: c };
  if (more.length > 0) return undefined;
  if (a === 'chain') return classifyChain(b, c, d);
  if (d !== undefined) return undefined;
  if (a === 'market') return c === 'order' || c === 'match' ? { what: c, zone: b } : undefined;
  if (c === '') return b === 'status' || b === 'info' || b === 'devices' || b === 'health' ? { what: b, gateway: a } : undefined;
  if (c === 'readings')
    return b === 'request' || b === 'response' ? { what: b === 'request' ? 'question' : 'answer', gateway: a } : undefined;
  if (b === 'tx') return { what: 'transaction', gateway: a, kind: c };
  if (b === 'receipt') return { what: 'receipt', gateway: a, id: c };
  if (c === 'refusal') return { what: 'reading-refusal', gateway: a, device: b };
  if (c === 'event') return { what: 'meter-event', gateway: a, device: b };
  return c === 'availability' || c === 'state' || c === 'output' || c === 'reading' || c === 'storage'
    ? { what: c, gateway: a, device: b }
    : undefined;
}

function classifyChain(network: string, c: string, d: string | undefined): TopicSubject | undefined {
  if (c === 'event' && d !== undefined) return { what: 'event', network, kind: d };
  if (c === 'refusal' && d === undefined) return { what: 'refusal', network };
  if (d === 'status') return { what: 'node-status', network, node: c };
  if (d === 'head' || d === 'final') return { what: d, network, node: c };
  if (d === 'health') return { what: 'node-health', network, node: c };
  return undefined;
}
