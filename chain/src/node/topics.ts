/** MQTT topics of docs/wire.md, section 3: building and parsing. Pure. */
import { TRANSACTION_TOPIC_KIND, type TransactionBodyName } from '@joulegate/protos';

const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const RESERVED = new Set(['chain', 'market']);

/** A name that may stand for a gateway, device or node. */
export function isName(text: string): boolean {
  return NAME.test(text) && !RESERVED.has(text);
}

/** @throws Error for a base with wildcards, empty levels or control characters. */
export function checkBase(base: string): string {
  if (!/^[^#+\0/]+(\/[^#+\0/]+)*$/.test(base))
    throw new Error(`MQTT base without wildcards or empty levels expected, got ${JSON.stringify(base)}`);
  return base;
}

/** Who a message is from, as far as its topic says: its first two levels, `<gw>/tx` or `market/<zone>`. */
export function senderOf(base: string, topic: string): string {
  return topic
    .slice(base.length + 1)
    .split('/', 2)
    .join('/');
}

export interface TransactionTopic {
  readonly gateway: string;
  /** As in the topic, `reading-batch` for instance. */
  readonly kind: string;
}

export function parseTransactionTopic(base: string, topic: string): TransactionTopic | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const [gateway, tx, kind, ...rest] = topic.slice(base.length + 1).split('/');
  if (tx !== 'tx' || gateway === undefined || kind === undefined || rest.length > 0 || !isName(gateway)) return undefined;
  return { gateway, kind };
}

/** The zone of `<base>/market/<zone>/order`. */
export function parseOrderTopic(base: string, topic: string): number | undefined {
  if (!topic.startsWith(`${base}/market/`)) return undefined;
  const match = /^(\d{1,10})\/order$/.exec(topic.slice(base.length + '/market/'.length));
  return match ? Number(match[1]) : undefined;
}

/** The gateway of `<base>/<gw>/response/readings`. */
export function parseAnswerTopic(base: string, topic: string): string | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const [gateway, ...rest] = topic.slice(base.length + 1).split('/');
  return gateway !== undefined && isName(gateway) && rest.join('/') === 'response/readings' ? gateway : undefined;
}

/** Kinds that a node must hear whoever else deals with them: what is matched, and what its parts' orders and wishes are told by. */
const HEARD_BY_ALL: readonly TransactionBodyName[] = [
  'order',
  'orderCancellation',
  'carbonApplication',
  'permitOffer',
  'match',
  'settlement',
];

/**
 * What a node subscribes to.
 * @param group nodes under one name share the kinds that one node alone deals with: each message goes to one of them
 * ($share, of MQTT 5 and known to Mosquitto for MQTT 3.1.1 too)
 * @returns the subscriptions, and what an earlier start with another group, or without one, may have left in the broker's session
 */
export function subscriptionsOf(base: string, group: string | undefined): { readonly wanted: string[]; readonly stale: string[] } {
  const ofAll = [topics.orders(base), topics.answers(base)];
  const whole = topics.transactions(base);
  const kinds = Object.keys(TRANSACTION_TOPIC_KIND) as TransactionBodyName[];
  const each = (kind: TransactionBodyName) => `${base}/+/tx/${TRANSACTION_TOPIC_KIND[kind]}`;
  const plain = kinds.filter((kind) => HEARD_BY_ALL.includes(kind)).map(each);
  if (group === undefined) return { wanted: [whole, ...ofAll], stale: plain };
  const shared = kinds.filter((kind) => !HEARD_BY_ALL.includes(kind)).map((kind) => `$share/${group}/${each(kind)}`);
  return { wanted: [...shared, ...plain, ...ofAll], stale: [whole] };
}

export const topics = {
  transactions: (base: string) => `${base}/+/tx/+`,
  orders: (base: string) => `${base}/market/+/order`,
  answers: (base: string) => `${base}/+/response/readings`,
  request: (base: string, gateway: string) => `${base}/${gateway}/request/readings`,
  receipt: (base: string, gateway: string, id: string) => `${base}/${gateway}/receipt/${id.replace(/^0x/, '')}`,
  status: (base: string, network: string, node: string) => `${base}/chain/${network}/${node}/status`,
  final: (base: string, network: string, node: string) => `${base}/chain/${network}/${node}/final`,
  health: (base: string, network: string, node: string) => `${base}/chain/${network}/${node}/health`,
  head: (base: string, network: string, node: string) => `${base}/chain/${network}/${node}/head`,
  event: (base: string, network: string, kind: string) => `${base}/chain/${network}/event/${kind}`,
  access: (base: string, network: string, node: string, meter: string, what: string) =>
    `${base}/chain/${network}/${node}/access/${meter}/${what}`,
  refusal: (base: string, network: string) => `${base}/chain/${network}/refusal`,
  order: (base: string, zone: number) => `${base}/market/${zone}/order`,
  match: (base: string, zone: number) => `${base}/market/${zone}/match`,
};
