/**
 * cli-market: the commands of a market's participant: orders, post, send, cancel; with them those of cli-market-checks. In: the
 * command line. Out: text on stdout, notes on stderr, whether what was asked for was accepted. Must not know more of the
 * program than app's entry points.
 */
import { type Command, Option } from 'commander';
import { CARRIER_NAMES, listOrders, readSigned, signCancellation, signOrder } from './app/index.ts';
import { addBroker } from './cli-broker.ts';
import {
  addMarketChecks,
  BASE,
  big,
  DEPLOYMENT,
  hexAddress,
  type MarketCommandTools,
  note,
  RPC,
  seconds,
  whole,
} from './cli-market-checks.ts';
import { addSending, deliver, type Sending } from './cli-sending.ts';

function addOrders(market: Command, { print, untilSignal }: MarketCommandTools): void {
  addBroker(
    market
      .command('orders')
      .description('orders that are broadcast while this listens, each checked by its signature')
      .requiredOption(...DEPLOYMENT),
  )
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
      .requiredOption('--key <key>', 'the owner’s key: a file or key URI (joulegate keys show --help)')
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
    .addHelpText(
      'after',
      '\nExample:\n  joulegate market send order.bin --broker mqtt://broker:1883\n  joulegate market send order.bin --broker mqtts://broker:8883 --broker-ca ca.pem --broker-cert anna.pem --broker-key anna-tls.key --name anna',
    )
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

/** Adds `market` with its commands. */
export function addMarketCommands(program: Command, tools: MarketCommandTools): void {
  const market = program.command('market').description('orders, matches and settlements: post, look back, recompute');
  addOrders(market, tools);
  addPost(market, tools);
  addMarketChecks(market, tools);
}
