/** Who may say and read what on a broker: docs/wire.md section 3 as a Mosquitto access list. Pure. */
import { checkBase, isName } from '../node/topics.ts';

export interface BrokerParties {
  readonly base: string;
  /** CAIP-2, `eip155:1`. */
  readonly network: string;
  /** Chain nodes by node id, which is their user name. */
  readonly nodes: readonly string[];
  /** User names that may read everything and say nothing. */
  readonly watchers: readonly string[];
  /** User names of gateways; undefined: whoever the broker lets in under a gateway's name. */
  readonly gateways: readonly string[] | undefined;
}

/** Topics under a gateway's own name, docs/wire.md section 3. */
const GATEWAY_WRITES = [
  'status',
  'info',
  'devices',
  'health',
  ...['availability', 'state', 'reading', 'event', 'refusal', 'storage', 'output'].map((last) => `+/${last}`),
  'tx/+',
  'response/readings',
];
/** Names of topics that no user may have: by pattern they would speak for the chain and for the market. */
const RESERVED = ['chain', 'market'];

function checkParties({ base, network, nodes, watchers, gateways = [] }: BrokerParties): void {
  checkBase(base);
  if (!/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/.test(network))
    throw new Error(`network: a CAIP-2 id such as eip155:1 expected, got ${network}`);
  const all = [...nodes, ...watchers, ...gateways];
  const wrong = all.find((name) => !isName(name));
  if (wrong !== undefined)
    throw new Error(`user name: lower-case letters, digits, _ and -, but not chain or market, expected, got ${JSON.stringify(wrong)}`);
  const twice = all.find((name, at) => all.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`user name: each once expected, got ${twice} in two places`);
}

const gatewayRules = (word: 'topic' | 'pattern', base: string, network: string, name: string): string[] => [
  ...GATEWAY_WRITES.map((topic) => `${word} write ${base}/${name}/${topic}`),
  `${word} read ${base}/${name}/receipt/+`,
  `${word} read ${base}/${name}/request/readings`,
  `${word} read ${base}/chain/${network}/#`,
];

const nodeRules = (base: string, network: string, node: string): string[] => [
  ...[`${node}/#`, 'event/+', 'refusal'].map((topic) => `topic write ${base}/chain/${network}/${topic}`),
  `topic write ${base}/+/receipt/+`,
  `topic write ${base}/+/request/readings`,
  `topic read ${base}/+/response/readings`,
  `topic write ${base}/market/+/match`,
  `topic readwrite ${base}/market/+/order`,
  `topic read ${base}/+/tx/+`,
];

/**
 * The text of Mosquitto's `acl_file`. What it does not name is refused, to anonymous clients everything.
 * @throws Error for a name that can't stand in a topic, or that two parties share.
 */
export function formatAccessList(parties: BrokerParties): string {
  checkParties(parties);
  const { base, network, nodes, watchers, gateways } = parties;
  // Patterns hold for every user: those who are no gateway get what a gateway of their name had taken away first.
  const silence = (name: string) => (gateways === undefined ? [`topic deny ${base}/${name}/#`] : []);
  const block = (title: string, name: string, rules: readonly string[]) => [`# ${title}`, `user ${name}`, ...rules, ''];
  return [
    `# Made by "joulegate-chain broker-acl". The user name is the common name of the client's certificate, or of its password.`,
    '',
    ...(gateways === undefined ? ['# any gateway: its own topics', ...gatewayRules('pattern', base, network, '%u'), ''] : []),
    ...(gateways ?? []).flatMap((name) => block('gateway', name, gatewayRules('topic', base, network, name))),
    ...nodes.flatMap((name) => block('chain node', name, [...silence(name), ...nodeRules(base, network, name)])),
    ...watchers.flatMap((name) => block('watcher', name, [...silence(name), `topic read ${base}/#`])),
    ...(gateways === undefined ? RESERVED.flatMap((name) => block('reserved', name, [`topic deny ${base}/#`])) : []),
  ].join('\n');
}
