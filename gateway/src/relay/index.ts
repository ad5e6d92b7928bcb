/**
 * relay: MQTT 3.1.1 to any broker. In: topics and payloads. Out: PUBACKs, inbound messages within the size limit, the
 * state of the connection. Must not know the journal, nor what a receipt means.
 */
export { createRelay, type Relay, type RelayListener, type RelayOptions } from './mqtt-relay.ts';
export { chainTopics, checkBaseTopic, classifyTopic, gatewayTopics, type TopicSubject } from './topics.ts';
