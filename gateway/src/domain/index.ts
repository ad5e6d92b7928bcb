/**
 * domain: the words every room shares — ids, readings, refusals, and the small interfaces through which `app` joins the
 * rooms. Knows no bytes, no clock, no disk, no network.
 */
export * from './chain-log.ts';
export * from './clock.ts';
export * from './counter-ranges.ts';
export * from './dialogue.ts';
export * from './edl40-reading.ts';
export * from './error-code.ts';
export * from './errors.ts';
export * from './fault-point.ts';
export * from './foreign-reading.ts';
export * from './ids.ts';
export * from './journal.ts';
export * from './meter-report.ts';
export * from './modbus.ts';
export * from './reading.ts';
export * from './signer.ts';
export * from './storage-charge.ts';
export * from './transport.ts';
