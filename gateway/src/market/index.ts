/**
 * market: what the market's events and broadcast orders say, for whoever looks back or checks, and what an owner's policy
 * asks for next; the same of emission permits. In: logs, decoded announcements, measured energy. Out: records, statistics,
 * CSV, deviations of a round from its rule, planned orders, forecasts. Must not know where they come from, nor hold a key.
 */
export { auditRound, type BroadcastOrder, type Deviation } from './audit-round.ts';
export { auditTrades, type Round } from './audit-trades.ts';
export {
  CARBON_EVENTS,
  CARBON_FIELDS,
  type CarbonQuery,
  type CarbonRecord,
  carbonTopicOf,
  decodeCarbonLog,
  GUARANTEE_EVENTS,
  selectCarbon,
} from './carbon-events.ts';
export {
  type ComplianceCost,
  complianceCost,
  type EmissionsForecast,
  forecastEmissions,
  meteredSteps,
  obligationOf,
  type PermitSource,
  recentPrice,
} from './carbon-forecast.ts';
export { formatCsv } from './csv.ts';
export { completeRecords, decodeMeterMarket, type HistoryQuery, selectRecords } from './history.ts';
export { decodeMarketLog, MARKET_EVENTS, type MarketRecord, RECORD_FIELDS, topicOf } from './market-events.ts';
export {
  type BatteryPolicy,
  type DeliverySlot,
  type OrderPolicy,
  type Plan,
  type PlannedOrder,
  type PriceStep,
  planBatteryOrder,
  planOrder,
  storedByRegisters,
} from './order-policy.ts';
export { type MarketStatistics, marketStatistics, type ParticipantStatistics, participantStatistics } from './statistics.ts';
export { decodeTransfers, movesOf, TRANSFER_TOPICS } from './token-transfers.ts';
