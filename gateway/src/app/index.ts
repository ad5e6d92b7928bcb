/**
 * app: configuration, the one wiring, one actor per job, shutdown. In: configuration files, every room. Out: a running
 * gateway, and what the command line asks of it. Must not hold a rule about readings or transactions that could be pure.
 */

export { isJoulegateError, type JoulegateError } from '../domain/index.ts';
export { createKeyFile, createKeystore, encryptKeyFile } from '../keys/index.ts';
export { loadConfig } from './config/config-load.ts';
export { installFaultHook } from './fault-hook.ts';
export { createLog } from './log.ts';
export { journalPath, startGateway } from './run.ts';
export { carbonBalance, listWishes } from './tools/carbon/balance.ts';
export { carbonForecast } from './tools/carbon/forecast.ts';
export { listGuarantees } from './tools/carbon/guarantees.ts';
export { carbonHistory } from './tools/carbon/history.ts';
export { signCarbonApplication, signGuaranteeRetirement, signPermitOffer, signPermitRetirement } from './tools/carbon/sign.ts';
export type { BrokerPoint } from './tools/connect-broker.ts';
export { runDemo } from './tools/demo-launch.ts';
export { checkDevice, type GridCodeCheckOptions, listGridCodes, showGridCode } from './tools/grid-code.ts';
export { type InspectOptions, inspect } from './tools/inspect.ts';
export { exportJournal } from './tools/journal-export.ts';
export { importJournal } from './tools/journal-import.ts';
export { journalStat, verifyJournal } from './tools/journal-view.ts';
export { type RenewalOptions, renewKey } from './tools/key-renewal.ts';
export { describeKey } from './tools/key-view.ts';
export { type AuditOptions, auditMarket } from './tools/market/audit.ts';
export { CARRIER_NAMES, type HistoryOptions, marketHistory, marketStatisticsOf } from './tools/market/history.ts';
export { listOrders, type OrdersOptions } from './tools/market/orders.ts';
export { publishSigned, readSigned, type SignedFile, signCancellation, signOrder } from './tools/market/post.ts';
export { type StorageOptions, watchStorage } from './tools/market/storage.ts';
export { signMeterRevocation, signMeterRotation } from './tools/meter-key.ts';
export { approveRecovery, showRecovery, signRecovery, signRecoveryRule, signRecoveryVeto } from './tools/owner-recovery.ts';
export { type ScanOptions, scan } from './tools/scan.ts';
export { formatFindings, toPlainText } from './tools/scan-finding.ts';
export { listTransactions, showTransaction } from './tools/tx-view.ts';
export { parseUnits } from './tools/units-text.ts';
export { verifyFile } from './tools/verify.ts';
export { VERIFIABLE_FORMATS, type VerifiableFormat } from './tools/verify-sources.ts';
export { watch } from './tools/watch.ts';
export { writeLines } from './tools/write-lines.ts';
export { VERSION } from './version.ts';
