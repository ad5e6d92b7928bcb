/**
 * cli-market-checks: the commands that look back at a market or watch over it: audit, history, statistics, storage. In: the
 * command line. Out: text on stdout, notes on stderr, whether what was looked at holds. Must not know more of the program
 * than app's entry points.
 */
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  auditMarket,
  CARRIER_NAMES,
  type HistoryOptions,
  marketHistory,
  marketStatisticsOf,
  toPlainText,
  watchStorage,
} from './app/index.ts';
import { addBroker } from './cli-broker.ts';

/** What the program's own file has. */
export interface MarketCommandTools {
  readonly print: (line: string) => void;
  untilSignal(): AbortSignal;
  /** Ends with the exit code of a failure. */
  fail(): void;
}

export const BASE = ['--base <topic>', 'base topic', 'joulegate'] as const;
export const DEPLOYMENT = ['--deployment <file>', 'network.json, which the deployment wrote'] as const;
export const RPC = ['--rpc <url>', 'JSON-RPC endpoint of any node of the chain'] as const;

export const note = (line: string) => void process.stderr.write(`${toPlainText(line)}\n`);

export function whole(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return Number(text);
}
export function big(text: string): bigint {
  if (!/^\d{1,20}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return BigInt(text);
}
export function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0 expected.');
  return value;
}
export function hexAddress(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError('0x and 40 hex digits expected.');
  return text.toLowerCase();
}

function addAudit(market: Command, { print, untilSignal, fail }: MarketCommandTools): void {
  addBroker(
    market
      .command('audit')
      .description('recompute every match from the broadcast orders, and compare with what was announced and with the chain')
      .requiredOption(...DEPLOYMENT),
  )
    .option(...BASE)
    .option(...RPC)
    .option('--zone <n>', 'only this zone', whole)
    .option('--for <seconds>', 'how long to listen; default until Ctrl-C', seconds)
    .option('--record <file>', 'keep what was heard, so that others can repeat the audit')
    .option('--from <file>', 'a recording, instead of a broker')
    .option('--json', 'one JSON object per line', false)
    .addHelpText(
      'after',
      `
Begin before the orders of an interval are posted: an order that was not heard counts as a deviation.
Exit codes: 0 nothing deviates, 1 something does, 2 usage, 3 a file is not what is expected, 6 no broker or endpoint.

Examples:
  joulegate market audit --deployment network.json --rpc http://127.0.0.1:8545 --record today.jsonl
  joulegate market audit --deployment network.json --from today.jsonl --json`,
    )
    .action(async ({ for: forSeconds, ...options }) => {
      if (!(await auditMarket({ ...options, seconds: forSeconds }, print, untilSignal()))) fail();
    });
}

interface HistoryFlags {
  readonly deployment: string;
  readonly rpc: string;
  readonly participant?: string;
  readonly zone?: bigint;
  readonly carrier?: (typeof CARRIER_NAMES)[number];
  readonly fromInterval?: bigint;
  readonly toInterval?: bigint;
  readonly fromBlock?: bigint;
  readonly toBlock: string;
  readonly json: boolean;
}

function addHistoryOptions(command: Command): Command {
  return command
    .requiredOption(...DEPLOYMENT)
    .requiredOption(...RPC)
    .option('--participant <address>', 'an owner or a meter', hexAddress)
    .option('--zone <n>', 'only this zone', big)
    .addOption(new Option('--carrier <name>', 'only this carrier').choices(CARRIER_NAMES))
    .option('--from-interval <n>', 'first delivery interval', big)
    .option('--to-interval <n>', 'last delivery interval', big)
    .option('--from-block <n>', 'go on where an earlier call ended; default the deployment', big)
    .option('--to-block <n>', 'a number, latest, safe or finalized', 'latest')
    .addOption(new Option('--csv', 'RFC 4180; the default').conflicts('json'))
    .option('--json', 'one JSON object per line, large integers as text', false);
}

function toHistory({ json, ...flags }: HistoryFlags): HistoryOptions {
  return { ...flags, format: json ? 'json' : 'csv' };
}

function addHistory(market: Command, { print }: MarketCommandTools): void {
  addHistoryOptions(
    market.command('history').description('trades, settlements and cancellations from the contract’s events; needs no database'),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  joulegate market history --deployment network.json --rpc http://127.0.0.1:8545 --zone 1 --csv > zone-1.csv\n  joulegate market history … --participant 0x… --from-interval 1961280 --json',
    )
    .action(async (flags: HistoryFlags) => (await marketHistory(toHistory(flags), note)).forEach(print));
  addHistoryOptions(
    market
      .command('statistics')
      .description('volumes, prices and what was delivered of them, as a reference for the next round')
      .addOption(new Option('--by <what>', 'summed up by').choices(['market', 'participant']).default('market')),
  )
    .addHelpText(
      'after',
      '\nExample:\n  joulegate market statistics --deployment network.json --rpc http://127.0.0.1:8545 --by participant',
    )
    .action(async ({ by, ...flags }: HistoryFlags & { by: 'market' | 'participant' }) =>
      (await marketStatisticsOf({ ...toHistory(flags), by }, note)).forEach(print),
    );
}

function addStorage(market: Command, { print, untilSignal, fail }: MarketCommandTools): void {
  addBroker(
    market
      .command('storage')
      .description('operating states that storage units share, checked by signature and by their hash on chain')
      .requiredOption(...DEPLOYMENT),
  )
    .option(...BASE)
    .option(...RPC)
    .option('--for <seconds>', 'how long to listen; default until Ctrl-C', seconds)
    .option('--json', 'one JSON object per state', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 none is forged, 1 one is, 2 usage, 3 configuration, 6 no broker or endpoint.\nExample:\n  joulegate market storage --deployment network.json --rpc http://127.0.0.1:8545 --for 900',
    )
    .action(async ({ for: forSeconds, ...options }) => {
      if (!(await watchStorage({ ...options, seconds: forSeconds }, print, untilSignal()))) fail();
    });
}

/** Adds audit, history, statistics and storage to `market`. */
export function addMarketChecks(market: Command, tools: MarketCommandTools): void {
  addAudit(market, tools);
  addHistory(market, tools);
  addStorage(market, tools);
}
