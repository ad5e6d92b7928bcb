/**
 * cli-carbon: the commands of a producer of emissions: balance, forecast, offers, offer, apply, retire, guarantees,
 * history. In: the command line. Out: text on stdout, notes on stderr, whether what was asked for was accepted. Must not know more of the program
 * than app's entry points.
 */
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  carbonBalance,
  carbonForecast,
  carbonHistory,
  listGuarantees,
  listWishes,
  signCarbonApplication,
  signGuaranteeRetirement,
  signPermitOffer,
  signPermitRetirement,
} from './app/index.ts';
import { addBroker } from './cli-broker.ts';
import { BASE, big, DEPLOYMENT, hexAddress, type MarketCommandTools, note, RPC, seconds } from './cli-market-checks.ts';
import { addSending, deliver, type Sending } from './cli-sending.ts';

const KEY = ['--key <key>', 'the owner’s key: a file or key URI (joulegate keys show --help)'] as const;
const EXIT_TEXT = 'Exit codes: 0 signed, and accepted if published, 1 refused or no answer, 2 usage, 3 configuration, 5 key, 6 no broker.';
const LOOK_TEXT = 'Exit codes: 0 done, 2 usage, 3 a file is not what is expected, 6 no endpoint or broker.';

const addresses = (text: string, all: readonly string[] | undefined) => [...(all ?? []), hexAddress(text)];
function period(text: string): bigint {
  const value = big(text);
  if (value >= 1n << 32n) throw new InvalidArgumentError('a period’s number below 2^32 expected.');
  return value;
}

function addLooking(command: Command): Command {
  return command
    .requiredOption(...DEPLOYMENT)
    .requiredOption(...RPC)
    .option('--json', 'one JSON object per line, large integers as text', false);
}
/** Where open offers and applications may be known from. */
function addWishes(command: Command): Command {
  return addBroker(command, { isOptional: true, what: 'MQTT broker on which offers and applications are broadcast' })
    .option(...BASE)
    .option('--for <seconds>', 'how long to listen there', seconds, 10)
    .option('--state-dir <directory>', 'stateDir of an own gateway, whose journal holds what is open');
}
function addWhose(command: Command): Command {
  return command
    .option('--owner <address>', 'all units of this owner', hexAddress)
    .option('--unit <address>', 'this unit; may be given more than once', addresses);
}

function addLooks(carbon: Command, { print, untilSignal }: MarketCommandTools): void {
  addWishes(
    addWhose(
      addLooking(
        carbon.command('balance').description('per unit and period: allowance, emissions, permits held, what is offered and applied for'),
      ),
    ),
  )
    .option('--period <n>', 'only this one; default all not settled', period)
    .option('--all', 'settled periods too', false)
    .addHelpText(
      'after',
      `\n${LOOK_TEXT}\nExample:\n  joulegate carbon balance --deployment network.json --rpc http://127.0.0.1:8545 --owner 0x…`,
    )
    .action(async ({ for: forSeconds, ...options }) =>
      (await carbonBalance({ ...options, seconds: forSeconds }, note, untilSignal())).forEach(print),
    );
  addWishes(
    addWhose(
      addLooking(
        carbon.command('forecast').description('emissions at the period’s end, permits missing, and what staying inside would cost'),
      ),
    ),
  )
    .option('--period <n>', 'default the running one', period)
    .addHelpText(
      'after',
      `
Goes on as in the same hours of the last whole days (at most seven); before a whole day is metered, at the pace so far.
The cost is that of permits on offer (with --broker), then the lowest price of the period’s last ten trades, against the fine.
${LOOK_TEXT}
Example:
  joulegate carbon forecast --deployment network.json --rpc http://127.0.0.1:8545 --unit 0x… --broker mqtt://broker:1883`,
    )
    .action(async ({ for: forSeconds, ...options }) =>
      (await carbonForecast({ ...options, seconds: forSeconds }, note, untilSignal())).forEach(print),
    );
  addWishes(addLooking(carbon.command('offers').description('offers of permits and applications for them, each checked by its signature')))
    .option('--period <n>', 'only this one', period)
    .addHelpText(
      'after',
      `\n${LOOK_TEXT}\nExample:\n  joulegate carbon offers --deployment network.json --rpc http://127.0.0.1:8545 --broker mqtt://broker:1883 --for 60`,
    )
    .action(async ({ for: forSeconds, ...options }) =>
      (await listWishes({ ...options, seconds: forSeconds }, note, untilSignal())).forEach(print),
    );
  carbon
    .command('history')
    .description('allowances, trades, settlements, fines and retirements from the ledger’s events; needs no database')
    .requiredOption(...DEPLOYMENT)
    .requiredOption(...RPC)
    .option('--participant <address>', 'an owner or a unit', hexAddress)
    .option('--period <n>', 'only this one', period)
    .option('--metered', 'with each metering of emissions', false)
    .option('--from-block <n>', 'go on where an earlier call ended; default the deployment', big)
    .option('--to-block <n>', 'a number, latest, safe or finalized', 'latest')
    .addOption(new Option('--csv', 'RFC 4180; the default').conflicts('json'))
    .option('--json', 'one JSON object per line, large integers as text', false)
    .addHelpText(
      'after',
      `\n${LOOK_TEXT}\nExample:\n  joulegate carbon history --deployment network.json --rpc http://127.0.0.1:8545 --csv > permits.csv`,
    )
    .action(async ({ json, csv: _csv, ...options }) =>
      (await carbonHistory({ ...options, format: json ? 'json' : 'csv' }, note)).forEach(print),
    );
}

interface WishFlags extends Sending {
  readonly deployment: string;
  readonly key: string;
  readonly unit: string;
  readonly period: string;
  readonly grams: bigint;
  readonly price: bigint;
  readonly expiry?: bigint;
  readonly nonce?: bigint;
}

function addWish(carbon: Command, name: string, description: string): Command {
  return addSending(
    carbon
      .command(name)
      .description(description)
      .requiredOption(...DEPLOYMENT)
      .requiredOption(...KEY)
      .requiredOption('--period <n>', 'carbon period: its number, or +n from now')
      .requiredOption('--grams <g>', 'grams of CO2', big)
      .requiredOption('--price <micro>', 'limit, millionths of a coin per kg', big)
      .option('--expiry <time>', 'Unix seconds; default the period’s end', big)
      .option('--nonce <n>', 'keeps equal wishes apart; default by chance', big),
  );
}

function addSigning(carbon: Command, tools: MarketCommandTools): void {
  addWish(carbon, 'offer', 'sign an offer of permits for sale; sent later with "market send" it is still valid')
    .addHelpText(
      'after',
      `\n${EXIT_TEXT}\nExample:\n  joulegate carbon offer --deployment network.json --key anna.key --period +0 --grams 250000 --price 60000 --publish`,
    )
    .action(async ({ price, ...flags }: WishFlags) => deliver(await signPermitOffer({ ...flags, priceMicroPerKg: price }), flags, tools));
  addWish(carbon, 'apply', 'sign an application for permits for a unit, paid from its owner’s escrow')
    .requiredOption('--unit <address>', 'whose emissions they are for', hexAddress)
    .addHelpText(
      'after',
      `\n${EXIT_TEXT}\nExample:\n  joulegate carbon apply --deployment network.json --key plant.key --unit 0x… --period +0 --grams 250000 --price 60000 --publish`,
    )
    .action(async ({ price, ...flags }: WishFlags) =>
      deliver(await signCarbonApplication({ ...flags, priceMicroPerKg: price }), flags, tools),
    );
}

interface RetireFlags extends Sending {
  readonly deployment: string;
  readonly key: string;
  readonly period?: string;
  readonly grams?: bigint;
  readonly guarantee?: string;
  readonly energy?: bigint;
  readonly beneficiary?: string;
  readonly purpose?: string;
  readonly deadline?: bigint;
  readonly nonce?: bigint;
}

function signRetirement({ period, grams, guarantee, energy, purpose, ...flags }: RetireFlags) {
  if (guarantee !== undefined && energy !== undefined && purpose !== undefined && period === undefined && grams === undefined)
    return signGuaranteeRetirement({ ...flags, guarantee, energyWh: energy, purpose });
  if (period !== undefined && grams !== undefined && guarantee === undefined && energy === undefined)
    return signPermitRetirement({ ...flags, period, grams });
  throw new InvalidArgumentError('either --period and --grams, or --guarantee, --energy and --purpose expected.');
}

function addRetiring(carbon: Command, tools: MarketCommandTools): void {
  addSending(
    carbon
      .command('retire')
      .description('sign the retirement of permits or of guarantees of origin; whoever posts it pays the gas')
      .requiredOption(...DEPLOYMENT)
      .requiredOption(...KEY)
      .option('--period <n>', 'permits of this carbon period: its number, or +n from now')
      .option('--grams <g>', 'so many of them', big)
      .option('--guarantee <id>', 'guarantee of origin, as "guarantees" shows it')
      .option('--energy <wh>', 'so much of it', big)
      .option('--purpose <words>', 'what it is retired for; its hash goes on chain, so keep the words')
      .option('--beneficiary <address>', 'in whose name; default the holder’s own', hexAddress)
      .option('--proven', 'with --publish: wait until a receipt proves it, instead of for a node’s first word', false)
      .option('--deadline <time>', 'Unix seconds until which it may be posted; default a day from now', big)
      .option('--nonce <n>', 'keeps equal retirements apart; default by chance', big),
  )
    .addHelpText(
      'after',
      `\n${EXIT_TEXT}\nExamples:\n  joulegate carbon retire --deployment network.json --key anna.key --guarantee 0x… --energy 4000 --purpose "our bread of November" --publish\n  joulegate carbon retire --deployment network.json --key anna.key --period +0 --grams 1000 --out retirement.bin`,
    )
    .action(async (flags: RetireFlags) => deliver(await signRetirement(flags), flags, tools));
  addLooking(carbon.command('guarantees').description('guarantees of origin that an owner holds, or has used up'))
    .requiredOption('--owner <address>', 'whose', hexAddress)
    .option('--retired', 'what the owner has retired and what was retired for it', false)
    .addHelpText(
      'after',
      `\n${LOOK_TEXT}\nExample:\n  joulegate carbon guarantees --deployment network.json --rpc http://127.0.0.1:8545 --owner 0x…`,
    )
    .action(async (options) => (await listGuarantees(options)).forEach(tools.print));
}

/** Adds `carbon` with its commands. */
export function addCarbonCommands(program: Command, tools: MarketCommandTools): void {
  const carbon = program.command('carbon').description('emissions, permits and their cost: balance, forecast, trade, look back');
  addLooks(carbon, tools);
  addSigning(carbon, tools);
  addRetiring(carbon, tools);
}
