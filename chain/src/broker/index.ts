/** broker: what a Mosquitto must be told so that each party keeps to its own topics. In: names. Out: its files' text. */
export { type BrokerParties, formatAccessList } from './access-list.ts';
export { formatListener, type ListenerOptions } from './mosquitto-conf.ts';
