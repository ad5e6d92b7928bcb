/**
 * cli-market: the commands of a market's participant and of whoever watches over it: orders, post, send, cancel, audit,
 * history, statistics. In: the command line. Out: text on stdout, notes on stderr, whether what was asked for holds. Must
 * not know more of the program than app's entry points.
 */
import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  auditMarket,
  CARRIER_NAMES,
  type HistoryOptions,
  listOrders,
  marketHistory,
  marketStatisticsOf,
  publishSigned,
  readSigned,
  type SignedFile,
  signCancellation,
  signOrder,
  toPlainText,
} from './app/index.ts';

/** What the program's own file has. */
export interface MarketCommandTools {
  readonly print: (line: string) => void;
  untilSignal(): AbortSignal;
  /** Ends with the exit code of a failure. */
  fail(): void;
}

const BROKER = ['--broker <url>', 'MQTT broker', 'mqtt://127.0.0.1:1883'] as const;
const BASE = ['--base <topic>', 'base topic', 'joulegate'] as const;
const DEPLOYMENT = ['--deployment <file>', 'network.json, which the deployment wrote'] as const;
const RPC = ['--rpc <url>', 'JSON-RPC endpoint of any node of the chain'] as const;

const note = (line: string) => void process.stderr.write(`${toPlainText(line)}\n`);

function whole(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return Number(text);
}
function big(text: string): bigint {
  if (!/^\d{1,20}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return BigInt(text);
}
function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0 expected.');
  return value;
}
function hexAddress(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError('0x and 40 hex digits expected.');
  return text.toLowerCase();
}

interface Sending {
  readonly out?: string;
  readonly publish: boolean;
  readonly broker: string;
  readonly base: string;
  readonly name: string;
  readonly wait: number;
}

/** Options of everything that may leave for a chain node. */
function addSending(command: Command): Command {
  return command
    .option('--out <file>', 'write the signed bytes; send them later, from anywhere')
    .option('--publish', 'send them now and wait for a chain node’s word', false)
    .option(...BROKER)
    .option(...BASE)
    .option('--name <name>', 'stands for the gateway in the topics', 'cli')
    .option('--wait <seconds>', 'for the chain node', seconds, 20);
}

async function deliver(signed: SignedFile, options: Sending, { print, fail }: MarketCommandTools): Promise<void> {
  print(`0x${signed.id}`);
  if (options.out !== undefined) writeFileSync(options.out, signed.bytes, { flag: 'wx' });
  if (!options.publish) return options.out === undefined ? note('neither --out nor --publish: signed, and let go') : undefined;
  const answer = await publishSigned(signed, { ...options, seconds: options.wait });
  note(answer?.text ?? `no chain node answered within ${options.wait} s; sending again does no harm`);
  if (answer === undefined || answer.isRefused) fail();
}

function addOrders(market: Command, { print, untilSignal }: MarketCommandTools): void {
  market
    .command('orders')
    .description('orders that are broadcast while this listens, each checked by its signature')
    .requiredOption(...DEPLOYMENT)
    .option(...BROKER)
    .option(...BASE)
    .option(...RPC)
    .option('--zone <n>', 'only this zone', whole)
    .option('--for <seconds>', 'how long to listen', seconds, 15)
    .option('--json', 'one JSON object per order', false)
    .addHelpText(
      'after',
      '\nWith --rpc what is filled or has expired is left out.\nExample:\n  joulegate market orders --deployment network.json --zone 1 --for 60',
    )
    .action(async ({ for: forSeconds, ...options }) =>
      (await listOrders({ ...options, seconds: forSeconds }, note, untilSignal())).forEach(print),
    );
}

function addPost(market: Command, tools: MarketCommandTools): void {
  addSending(
    market
      .command('post')
      .description('sign an order with its owner’s key; it is valid however late it is sent, until it expires')
      .requiredOption(...DEPLOYMENT)
      .requiredOption('--key <key>', 'the owner’s key: a file, file:<path> or credential:<name>')
      .requiredOption('--meter <address>', 'whose energy it is', hexAddress)
      .addOption(new Option('--side <side>', 'sell or buy').choices(['sell', 'buy']).makeOptionMandatory())
      .requiredOption('--zone <n>', 'zone of the meter', whole)
      .requiredOption('--interval <n>', 'delivery interval: its number, or +n from now')
      .requiredOption('--energy <wh>', 'Wh', big)
      .requiredOption('--price <micro>', 'limit, millionths of a coin per kWh', big)
      .addOption(new Option('--carrier <name>', 'what flows').choices(CARRIER_NAMES).default('electricity'))
      .option('--expiry <time>', 'Unix seconds; default the interval’s end', big)
      .option('--nonce <n>', 'keeps equal orders apart; default by chance', big),
  )
    .addHelpText(
      'after',
      `
Prints the order's id. Signing needs no network: write the bytes with --out and send them with "market send".
Exit codes: 0 signed, and accepted if published, 1 refused or no answer, 2 usage, 3 configuration, 5 key, 6 no broker.

Examples:
  joulegate market post --deployment network.json --key anna.key --meter 0x… --side sell --zone 1 --interval +1 --energy 1500 --price 120000 --publish
  joulegate market post … --out order.bin`,
    )
    .action(async ({ energy, price, ...options }) =>
      deliver(await signOrder({ ...options, energyWh: energy, priceMicroPerKwh: price }), options, tools),
    );
  addSending(market.command('send').description('send what post or cancel wrote').argument('<file>'))
    .addHelpText('after', '\nExample:\n  joulegate market send order.bin --broker mqtt://broker:1883')
    .action(async (file: string, options: Sending) => deliver(readSigned(file), { ...options, publish: true }, tools));
  addSending(
    market
      .command('cancel')
      .description('sign the cancellation of an order; what is matched of it stays matched')
      .argument('<order id>')
      .requiredOption(...DEPLOYMENT)
      .requiredOption('--key <key>', 'the owner’s key'),
  )
    .addHelpText('after', '\nExample:\n  joulegate market cancel 0x3fa9… --deployment network.json --key anna.key --publish')
    .action(async (orderId: string, options: Sending & { deployment: string; key: string }) =>
      deliver(await signCancellation(orderId, options), options, tools),
    );
}

function addAudit(market: Command, { print, untilSignal, fail }: MarketCommandTools): void {
  market
    .command('audit')
    .description('recompute every match from the broadcast orders, and compare with what was announced and with the chain')
    .requiredOption(...DEPLOYMENT)
    .option(...BROKER)
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

/** Adds `market` with its commands. */
export function addMarketCommands(program: Command, tools: MarketCommandTools): void {
  const market = program.command('market').description('orders, matches and settlements: post, look back, recompute');
  addOrders(market, tools);
  addPost(market, tools);
  addAudit(market, tools);
  addHistory(market, tools);
}
