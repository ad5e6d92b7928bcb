#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=1 --max-old-space-size=96
/**
 * cli: arguments and exit codes. In: the command line. Out: text on stdout, faults on stderr, an exit code that a script
 * can rely on. Must not know more of the program than app's entry points.
 */
import { Command, CommanderError } from 'commander';
import {
  type BrokerPoint,
  createLog,
  installFaultHook,
  isJoulegateError,
  type JoulegateError,
  journalPath,
  listTransactions,
  loadConfig,
  runDemo,
  showTransaction,
  startGateway,
  VERSION,
  watch,
} from './app/index.ts';
import { addBroker } from './cli-broker.ts';
import { addCarbonCommands } from './cli-carbon.ts';
import { addGridCodeCommands } from './cli-grid-code.ts';
import { addJournalCommands } from './cli-journal.ts';
import { addKeyCommands } from './cli-keys.ts';
import { addMarketCommands } from './cli-market.ts';
import { addMeterCommands } from './cli-meters.ts';

const EXIT = { ok: 0, failure: 1, usage: 2, config: 3, journal: 4, key: 5, broker: 6 } as const;

const EXIT_HELP = `
Exit codes: 0 stopped cleanly or done, 1 failure, 2 usage, 3 configuration invalid, 4 journal (corrupt, held or full),
5 key (missing, malformed, readable by others), 6 no broker.`;

function exitCodeOf(error: unknown): number {
  if (!isJoulegateError(error)) return EXIT.failure;
  if (error.message.startsWith('journal')) return EXIT.journal;
  const codes: Partial<Record<JoulegateError['code'], number>> = {
    CONFIG_INVALID: EXIT.config,
    MQTT_TOPIC_INVALID: EXIT.config,
    JOURNAL_FULL: EXIT.journal,
    JOURNAL_CORRUPT: EXIT.journal,
    KEY_INVALID: EXIT.key,
    TRANSPORT_FAILED: EXIT.broker,
  };
  return codes[error.code] ?? EXIT.failure;
}

const print = (line: string) => void process.stdout.write(`${line}\n`);
const collect = (value: string, all: string[] | undefined) => [...(all ?? []), value];

/** Aborted by Ctrl-C or SIGTERM; a second signal ends at once. */
function untilSignal(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.failure);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}

async function run({ config: paths }: { config: string[] }): Promise<void> {
  const config = loadConfig(paths);
  const log = createLog(config.log.level);
  installFaultHook(process.env['JOULEGATE_FAULT']);
  const signal = untilSignal();
  const gateway = await startGateway(config, log);
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([stopped, gateway.failed]);
  await gateway.stop();
}

function createProgram(): Command {
  const program = new Command('joulegate')
    .description('Signed energy readings, byte for byte, from the meter’s wire to a smart contract.')
    .version(VERSION)
    .showHelpAfterError('(joulegate --help explains)')
    .addHelpText(
      'after',
      `${EXIT_HELP}\n\nExamples:\n  joulegate run --config /etc/joulegate/gateway.yaml\n  joulegate demo\n  joulegate watch --broker mqtt://localhost:1883\n  joulegate scan`,
    );

  program
    .command('run')
    .description('read devices, journal, relay, and follow transactions until their receipt')
    .requiredOption('-c, --config <file>', 'YAML file, or a directory of them; may be given more than once', collect)
    .addHelpText(
      'after',
      `${EXIT_HELP}\n\nExamples:\n  joulegate run --config gateway.yaml\n  joulegate run --config /etc/joulegate/gateway.yaml --config /etc/joulegate/conf.d\n  JOULEGATE_BROKER__URL=mqtts://broker joulegate run --config gateway.yaml`,
    )
    .action(run);

  program
    .command('demo')
    .description('a whole energy community on this machine: meters, gateway, broker, chain')
    .argument('[arguments...]', 'passed on to the demo')
    .allowUnknownOption()
    .addHelpText('after', '\nExamples:\n  joulegate demo\n  joulegate demo --help')
    .helpOption(false)
    .action(async (args: string[]) => {
      const result = await runDemo(args);
      if (typeof result === 'number') process.exitCode = result;
      else {
        process.stderr.write(`${result}\n`);
        process.exitCode = EXIT.failure;
      }
    });

  addBroker(program.command('watch').description('print everything that crosses the broker, one readable line each'))
    .option('--base <topic>', 'base topic', 'joulegate')
    .option('--filter <pattern>', 'only lines with this text, or matching /expression/')
    .option('--json', 'one JSON object per line', false)
    .addHelpText(
      'after',
      '\nExamples:\n  joulegate watch\n  joulegate watch --filter event\n  joulegate watch --broker mqtts://broker:8883 --broker-ca ca.pem --broker-cert screen.pem --broker-key screen.key\n  joulegate watch --filter "/AdmissionDecided|TradeSettled/" --json',
    )
    .action((options: BrokerPoint & { base: string; filter?: string; json: boolean }) =>
      watch({ ...options, filter: options.filter }, print, untilSignal()),
    );

  const tools = {
    print,
    untilSignal,
    fail: () => {
      process.exitCode = EXIT.failure;
    },
  };
  addMeterCommands(program, tools);
  addMarketCommands(program, tools);
  addCarbonCommands(program, tools);
  addGridCodeCommands(program, tools);
  addJournalCommands(program, tools);

  addKeyCommands(program, tools);

  const tx = program.command('tx').description('what became of transactions; works beside a running gateway');
  tx.command('list')
    .description('all that are remembered, oldest first')
    .requiredOption('--state-dir <directory>', 'stateDir of the gateway')
    .option('--json', 'one JSON object per line', false)
    .addHelpText('after', '\nExample:\n  joulegate tx list --state-dir /var/lib/joulegate')
    .action(({ stateDir, json }: { stateDir: string; json: boolean }) => listTransactions(stateDir, json).forEach(print));
  tx.command('show')
    .description('one transaction, by its id or the beginning of it')
    .argument('<id>')
    .requiredOption('--state-dir <directory>', 'stateDir of the gateway')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', '\nExample:\n  joulegate tx show 3fa9 --state-dir /var/lib/joulegate')
    .action((id: string, { stateDir, json }: { stateDir: string; json: boolean }) => {
      const lines = showTransaction(stateDir, id, json);
      if (lines === undefined) {
        process.stderr.write(`no transaction ${id} in ${journalPath(stateDir)}\n`);
        process.exitCode = EXIT.failure;
      } else lines.forEach(print);
    });
  return program;
}

// A reader that closes early (`| head`) is no failure.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => process.exit(cause.code === 'EPIPE' ? EXIT.ok : EXIT.failure));

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInsteadOfExit);
}

const program = createProgram();
throwInsteadOfExit(program);
try {
  await program.parseAsync();
  // Timers of a library must not keep a finished command alive.
  process.exit(process.exitCode ?? EXIT.ok);
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
  process.stderr.write(
    `${error instanceof Error ? (isJoulegateError(error) ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  );
  process.exit(exitCodeOf(error));
}
