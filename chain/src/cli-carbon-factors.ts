/** Commands for what a kWh emits: factors of bought energy by the hour, and measurements that replace a unit's default. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Hex, keccak256 } from 'viem';
import {
  abiOf,
  addReading,
  addSending,
  checkHex,
  openReader,
  openSender,
  print,
  refusedOr,
  type Sending,
  usage,
  type Where,
} from './cli-contract.ts';
import { fileOr } from './cli-support.ts';
import { parseFactors } from './factor-file.ts';

const LEDGER = abiOf('carbonLedger');
const BOUGHT = abiOf('boughtEnergy');

function checkWhole(name: string, text: string, bits: number): number {
  return /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < 2 ** bits
    ? Number(text)
    : usage(`${name}: a whole number below 2^${bits} expected, got ${text}`);
}

/** Unix seconds of an ISO 8601 date or of seconds. */
function checkTime(name: string, text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : usage(`${name}: an ISO 8601 date or Unix seconds expected, got ${text}`);
}

/** The boundary at a time, which must be one: what is measured changes between intervals, never within. */
function boundaryAt(name: string, text: string, intervalSeconds: number): bigint {
  const seconds = checkTime(name, text);
  if (seconds % intervalSeconds === 0) return BigInt(seconds / intervalSeconds);
  const before = Math.floor(seconds / intervalSeconds) * intervalSeconds;
  const [earlier, later] = [before, before + intervalSeconds].map((at) => new Date(at * 1000).toISOString());
  return usage(`${name}: the end of an interval expected, ${earlier} or ${later}, got ${text}`);
}

interface MeasureFlags extends Sending {
  readonly mgPerKwh: string;
  readonly evidence: string;
  readonly from: string;
  readonly until: string;
}

/** keccak256 of a document's bytes, or a hash that is one already. */
function evidenceHashOf(text: string): Hex {
  return /^0x[0-9a-fA-F]{64}$/.test(text) ? (text as Hex) : keccak256(fileOr(() => readFileSync(text)));
}

async function measure(unit: string, flags: MeasureFlags): Promise<void> {
  const { deployment } = await openReader(flags);
  const { intervalSeconds, contracts } = deployment;
  const [validFrom, validUntil] = [boundaryAt('--from', flags.from, intervalSeconds), boundaryAt('--until', flags.until, intervalSeconds)];
  const [mgPerKwh, evidenceHash] = [checkWhole('--mg-per-kwh', flags.mgPerKwh, 32), evidenceHashOf(flags.evidence)];
  const args = [checkHex('unit', unit, 20), mgPerKwh, evidenceHash, validFrom, validUntil];
  const account = await openSender(flags);
  await refusedOr(account.call(contracts.carbonLedger, LEDGER, 'postMeasurement', args));
  print({ unit, mgPerKwh, evidenceHash, validFrom, validUntil });
}

async function endMeasurement(unit: string, flags: Sending & { readonly from: string; readonly reason: string }): Promise<void> {
  const { deployment } = await openReader(flags);
  const boundary = boundaryAt('--from', flags.from, deployment.intervalSeconds);
  const account = await openSender(flags);
  const args = [checkHex('unit', unit, 20), boundary, flags.reason];
  await refusedOr(account.call(deployment.contracts.carbonLedger, LEDGER, 'endMeasurement', args));
  print({ unit, endsAt: boundary, reason: flags.reason });
}

async function showIntensity(unit: string, flags: Where & { readonly at?: string }): Promise<void> {
  const { deployment, reader, view } = await openReader(flags);
  const seconds = flags.at === undefined ? Number((await reader.getBlock()).timestamp) : checkTime('--at', flags.at);
  const boundary = BigInt(Math.floor(seconds / deployment.intervalSeconds));
  const [mgPerKwh, isMeasured] = await view<readonly [number, boolean]>('carbonLedger', 'intensityAt', [
    checkHex('unit', unit, 20),
    boundary,
  ]);
  print({ unit, boundary, mgPerKwh, isMeasured });
}

/** Appoints or dismisses who may post measurements. */
async function setVerifier(functionName: 'grantRole' | 'revokeRole', verifier: string, flags: Sending): Promise<void> {
  const { deployment, view } = await openReader(flags);
  const role = await view<Hex>('carbonLedger', 'VERIFIER_ROLE');
  const account = await openSender(flags);
  await refusedOr(account.call(deployment.contracts.carbonLedger, LEDGER, functionName, [role, checkHex('verifier', verifier, 20)]));
  print({ verifier, mayMeasure: functionName === 'grantRole' });
}

async function setFactors(zoneText: string, flags: Sending & { readonly file: string }): Promise<void> {
  const zone = checkWhole('zone', zoneText, 32);
  const { validFrom, mgPerKwh, citation } = fileOr(() => {
    try {
      return parseFactors(readFileSync(flags.file, 'utf8'));
    } catch (cause) {
      throw new Error(`${flags.file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  });
  const { deployment } = await openReader(flags);
  const account = await openSender(flags);
  await refusedOr(account.call(deployment.contracts.boughtEnergy, BOUGHT, 'setFactors', [zone, mgPerKwh, validFrom, citation]));
  print({ zone, validFrom, citation });
}

async function showFactors(zoneText: string, flags: Where & { readonly at?: string }): Promise<void> {
  const { reader, view } = await openReader(flags);
  const seconds = flags.at === undefined ? Number((await reader.getBlock()).timestamp) : checkTime('--at', flags.at);
  const zone = checkWhole('zone', zoneText, 32);
  const [version, mgPerKwh] = await view<readonly [bigint, readonly number[]]>('boughtEnergy', 'factorsAt', [zone, BigInt(seconds)]);
  print({ zone, version, mgPerKwh });
}

interface Statement {
  readonly energyWh: bigint;
  readonly emissionsUg: bigint;
}

async function showStatement(unit: string, period: string, flags: Where): Promise<void> {
  const args = [checkHex('unit', unit, 20), checkWhole('period', period, 32)];
  const { energyWh, emissionsUg } = await (await openReader(flags)).view<Statement>('boughtEnergy', 'statementOf', args);
  print({ unit, period: args[1], energyWh, emissionsUg });
}

export function addFactorCommands(carbon: Command): void {
  addSending(
    carbon.command('factors-set <zone>').description('authority: what bought energy emits, hour by hour (UTC), from a time still to come'),
  )
    .requiredOption('--file <file>', 'YAML: validFrom, citation, mgPerKwh of 24 hours')
    .action(setFactors);
  addReading(carbon.command('factors <zone>').description('the factors of bought energy in force'))
    .option('--at <time>', 'ISO 8601 or Unix seconds; default: the latest block')
    .action(showFactors);
  addReading(
    carbon.command('bought <unit> <period>').description('what a unit took from the grid in a period, and what that emitted'),
  ).action(showStatement);
  addSending(carbon.command('verifier-appoint <address>').description('authority: who may post measurements')).action(
    (verifier: string, flags: Sending) => setVerifier('grantRole', verifier, flags),
  );
  addSending(carbon.command('verifier-dismiss <address>').description('authority: who may post them no more')).action(
    (verifier: string, flags: Sending) => setVerifier('revokeRole', verifier, flags),
  );
  addSending(carbon.command('measure <unit>').description('verifier: what a unit was measured to emit, instead of its source’s default'))
    .requiredOption('--mg-per-kwh <n>', 'milligrams of CO2 a kWh')
    .requiredOption('--evidence <file>', 'the report, whose keccak-256 is announced; or that hash')
    .requiredOption('--from <time>', 'the end of an interval not metered yet, ISO 8601 or Unix seconds')
    .requiredOption('--until <time>', 'when the default holds again')
    .action(measure);
  addSending(carbon.command('measure-end <unit>').description('authority: the default holds again'))
    .requiredOption('--from <time>', 'the end of an interval not metered yet')
    .requiredOption('--reason <text>', 'announced')
    .action(endMeasurement);
  addReading(carbon.command('intensity <unit>').description('what a unit emits for a kWh, and whether that was measured'))
    .option('--at <time>', 'ISO 8601 or Unix seconds; default: the latest block')
    .action(showIntensity);
}
