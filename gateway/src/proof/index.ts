/**
 * proof: checks that a receipt proves what a chain node claims.
 * In: a Receipt from anyone, and what the gateway asked for. Out: the proven log, or what does not hold.
 * Must not know who sent it; that the block is the chain's own is for a quorum of nodes to say, not for this room.
 */
export { type AdmissionVerdict, decodeAdmissionVerdict } from './admission-verdict.ts';
export { closingCounterOf } from './batch-recorded.ts';
export { checkEvent, type EventProof } from './check-event.ts';
export { checkReceipt, type EventPosition, type ExpectedReceipt, type ProvenReceipt } from './check-receipt.ts';
export type { ProvenLog } from './evm-receipt.ts';
export { bodyIdsOf, type EventName, eventTopic } from './expected-log.ts';
