/**
 * cli-recovery: a lost owner's key, replaced by the rule that its owner left. In: the command line. Out: ids and files without
 * secrets. Must not know more of the program than app's entry points.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { approveRecovery, showRecovery, signRecovery, signRecoveryRule, signRecoveryVeto } from './app/index.ts';
import { DEPLOYMENT, hexAddress, type MarketCommandTools, RPC } from './cli-market-checks.ts';
import { addSending, deliver } from './cli-sending.ts';

const KEY = 'a file, or file:, credential:, env:, keystore:<path>?password=… or external:<program>';
const ENDS =
  'Exit codes: 0 done, and accepted if published, 1 refused or no answer, 2 usage, 3 configuration, 5 key, 6 no broker or endpoint.';

function days(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > 90) throw new InvalidArgumentError('1 to 90 days expected.');
  return Number(text);
}
function guardian(text: string): string {
  return text === 'none' ? text : hexAddress(text);
}

/** Adds `recovery` with its commands to `keys`. */
export function addRecoveryCommands(keys: Command, tools: MarketCommandTools): void {
  const { print } = tools;
  const recovery = keys
    .command('recovery')
    .description('name who may put another key in an owner’s place, and what to do when the key is lost');
  const proven = (command: Command) =>
    addSending(command).option('--proven', 'with --publish: wait until a receipt proves it, instead of for a node’s first word', false);
  proven(
    recovery
      .command('rule')
      .description('name a guardian, while the key is there; a rule that stands is changed after its own delay')
      .requiredOption(...DEPLOYMENT)
      .requiredOption('--key <key>', `the owner's: ${KEY}`)
      .requiredOption('--guardian <address>', 'a key in a safe, a relative’s, a multisig’s contract; none for nobody', guardian)
      .option('--delay-days <n>', 'so long may the owner veto', days, 7),
  )
    .addHelpText(
      'after',
      `\n${ENDS}\nExample:\n  joulegate keys recovery rule --deployment network.json --key anna.key --guardian 0x… --delay-days 14 --publish`,
    )
    .action(async (options) => deliver(await signRecoveryRule(options), options, tools));
  recovery
    .command('approve')
    .description('the guardian’s half of a recovery, in a file for the new owner; it holds no secret')
    .requiredOption(...DEPLOYMENT)
    .requiredOption('--key <key>', `the guardian's: ${KEY}`)
    .requiredOption('--owner <address>', 'whose key is lost', hexAddress)
    .requiredOption('--new-owner <address>', 'who comes in its place', hexAddress)
    .requiredOption('--out <file>', 'new file')
    .addHelpText(
      'after',
      `
A multisig signs the id that this prints, with any key here, and puts its own signature into the file.
${ENDS}
Example:
  joulegate keys recovery approve --deployment network.json --key safe.key --owner 0x… --new-owner 0x… --out anna.json`,
    )
    .action(async (options) => print(await approveRecovery(options)));
  proven(
    recovery
      .command('start')
      .description('the new owner’s half; after the delay a chain node completes it: meters, money and permits follow')
      .requiredOption(...DEPLOYMENT)
      .requiredOption('--key <key>', `the new owner's: ${KEY}`)
      .requiredOption('--approval <file>', 'what the guardian wrote'),
  )
    .addHelpText(
      'after',
      `\n${ENDS}\nExample:\n  joulegate keys recovery start --deployment network.json --key next.key --approval anna.json --publish`,
    )
    .action(async (options) => deliver(await signRecovery(options), options, tools));
  proven(
    recovery
      .command('veto')
      .description('stop a recovery of an own address that nobody needs')
      .requiredOption(...DEPLOYMENT)
      .requiredOption('--key <key>', `the owner's: ${KEY}`)
      .requiredOption('--recovery <id>', 'its id'),
  )
    .addHelpText(
      'after',
      `\n${ENDS}\nExample:\n  joulegate keys recovery veto --deployment network.json --key anna.key --recovery 0x… --publish`,
    )
    .action(async (options) => deliver(await signRecoveryVeto(options), options, tools));
  recovery
    .command('show')
    .description('an owner’s rule, a recovery that runs, and who came in its place')
    .requiredOption(...DEPLOYMENT)
    .requiredOption(...RPC)
    .requiredOption('--owner <address>', 'whose', hexAddress)
    .addHelpText(
      'after',
      `\n${ENDS}\nExample:\n  joulegate keys recovery show --deployment network.json --rpc http://127.0.0.1:8545 --owner 0x…`,
    )
    .action(async (options) => (await showRecovery(options)).forEach(print));
}
