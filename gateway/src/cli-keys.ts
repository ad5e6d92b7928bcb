/**
 * cli-keys: make, show and keep keys; give a meter another, or end it. In: the command line. Out: addresses and public keys,
 * never a secret. Must not know more of the program than app's entry points.
 */
import { type Command, InvalidArgumentError } from 'commander';
import {
  createKeyFile,
  createKeystore,
  describeKey,
  encryptKeyFile,
  renewKey,
  signMeterRevocation,
  signMeterRotation,
} from './app/index.ts';
import { type MarketCommandTools, whole } from './cli-market-checks.ts';
import { addRecoveryCommands } from './cli-recovery.ts';
import { addSending, deliver } from './cli-sending.ts';

const NONCE = (text: string) => {
  if (!/^\d{1,19}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return BigInt(text);
};
const KEY = 'a file, or file:, credential:, env:, keystore:<path>?password=… or external:<program>';

function addMeterKeys(keys: Command, tools: MarketCommandTools): void {
  const withMeter = (command: Command) =>
    command
      .requiredOption('--deployment <file>', 'network.json')
      .requiredOption('--key <key>', `the owner's: ${KEY}`)
      .requiredOption('--meter <address>', 'its id')
      .option('--proven', 'with --publish: wait until a receipt proves it, instead of for a node’s first word', false)
      .option('--nonce <n>', 'above the last one of this meter; default the time', NONCE);
  addSending(
    withMeter(
      keys.command('rotate').description('give a meter whose key the gateway holds a new one; id, owner and registers stay'),
    ).requiredOption('--new-key <key>', `the meter's next: ${KEY}`),
  )
    .addHelpText(
      'after',
      '\nExample:\n  joulegate keys rotate --deployment network.json --key anna.key --meter 0x… --new-key next.key --publish\n\nAfterwards the device’s gatewayKey is the new one, and its meter: the id; first let "joulegate journal stat" show nothing under way.',
    )
    .action(async (options) => deliver(await signMeterRotation(options), options, tools));
  addSending(withMeter(keys.command('revoke').description('end a meter for good; what it signs after it is refused')))
    .addHelpText('after', '\nExample:\n  joulegate keys revoke --deployment network.json --key anna.key --meter 0x… --publish')
    .action(async (options) => deliver(await signMeterRevocation(options), options, tools));
}

function addRenewal(keys: Command, { print }: MarketCommandTools): void {
  keys
    .command('renew')
    .description('have a meter that signs on its own wire take its next key; the running gateway does it, no reading is lost')
    .requiredOption(
      '-c, --config <file>',
      'the gateway’s configuration; may be given more than once',
      (path: string, before: string[] = []) => [...before, path],
    )
    .requiredOption('--device <id>', 'its name there')
    .option('--wait <seconds>', 'until the registry knows the key', whole)
    .addHelpText('after', '\nExample:\n  joulegate keys renew --config gateway.yaml --device roof --wait 1800')
    .action(({ config, device, wait }: { config: string[]; device: string; wait?: number }) =>
      renewKey({ config, device, waitSeconds: wait, print }),
    );
}

/** Adds `keys` with its commands. */
export function addKeyCommands(program: Command, tools: MarketCommandTools): void {
  const { print } = tools;
  const show = async (uri: string) => (await describeKey(uri)).forEach(print);
  const keys = program.command('keys').description('make, show and keep keys; give a meter another; a secret is never printed');
  keys
    .command('new')
    .description('make a new secp256k1 key, readable by this user alone; never overwrites')
    .argument('<file>')
    .option('--password <key>', 'file or credential:<name> of a password: makes a keystore (Web3 Secret Storage 3, scrypt)')
    .addHelpText(
      'after',
      '\nExamples:\n  joulegate keys new /etc/joulegate/anna.key\n  joulegate keys new anna.json --password anna.password',
    )
    .action(async (file: string, { password }: { password?: string }) => {
      if (password === undefined) createKeyFile(file);
      else createKeystore(file, password);
      const passwordUri = password?.includes(':') ? password : `file:${password}`;
      await show(password === undefined ? `file:${file}` : `keystore:${file}?password=${passwordUri}`);
    });
  keys
    .command('encrypt')
    .description('put a plain key into a keystore; remove the plain file yourself when the keystore opens')
    .argument('<key>', 'file, or credential:<name>')
    .argument('<keystore>', 'new file')
    .requiredOption('--password <key>', 'file or credential:<name> of the password, at least 8 characters')
    .addHelpText('after', '\nExample:\n  joulegate keys encrypt anna.key anna.json --password anna.password')
    .action((key: string, keystore: string, { password }: { password: string }) => encryptKeyFile(key, keystore, password));
  keys
    .command('show')
    .description('address and public key')
    .argument('<key>', KEY)
    .addHelpText('after', '\nExample:\n  joulegate keys show /etc/joulegate/anna.key')
    .action(show);
  addMeterKeys(keys, tools);
  addRenewal(keys, tools);
  addRecoveryCommands(keys, tools);
}
