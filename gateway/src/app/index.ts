/**
 * app: configuration, the one wiring, one actor per job, shutdown. In: configuration files, every room. Out: a running
 * gateway, and what the command line asks of it. Must not hold a rule about readings or transactions that could be pure.
 */

export { isJoulegateError, type JoulegateError } from '../domain/index.ts';
export { createKeyFile } from '../keys/index.ts';
export { loadConfig } from './config-load.ts';
export { runDemo } from './demo-launch.ts';
export { installFaultHook } from './fault-hook.ts';
export { type InspectOptions, inspect } from './inspect.ts';
export { describeKey } from './key-view.ts';
export { createLog } from './log.ts';
export { journalPath, startGateway } from './run.ts';
export { type ScanOptions, scan } from './scan.ts';
export { formatFindings, toPlainText } from './scan-finding.ts';
export { listTransactions, showTransaction } from './tx-view.ts';
export { parseUnits } from './units-text.ts';
export { verifyFile } from './verify.ts';
export { VERIFIABLE_FORMATS, type VerifiableFormat } from './verify-sources.ts';
export { VERSION } from './version.ts';
export { watch } from './watch.ts';
