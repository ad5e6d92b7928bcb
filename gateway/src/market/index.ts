/**
 * market: what the market contract's events and the broadcast orders say, for whoever wants to look back or to check.
 * In: logs, decoded announcements. Out: records, statistics, CSV, deviations of a round from its rule. Must not know
 * where they come from, nor hold a key.
 */
export { auditRound, type BroadcastOrder, type Deviation } from './audit-round.ts';
export { auditTrades, type Round } from './audit-trades.ts';
export { formatCsv } from './csv.ts';
export { completeRecords, type HistoryQuery, selectRecords } from './history.ts';
export { decodeMarketLog, MARKET_EVENTS, type MarketRecord, RECORD_FIELDS, topicOf } from './market-events.ts';
export { type MarketStatistics, marketStatistics, type ParticipantStatistics, participantStatistics } from './statistics.ts';
