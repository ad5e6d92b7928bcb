import { Command, InvalidArgumentError, Option } from 'commander';

export type Until = 'settled' | 'carbon' | 'forever';

export interface DemoOptions {
  readonly until: Until;
  readonly speed: number;
  readonly broker: string | undefined;
  readonly brokerPort: number;
  readonly rpc: string | undefined;
  readonly rpcKeyFile: string | undefined;
  readonly engine: 'anvil' | 'edr';
  readonly base: string;
  readonly data: string | undefined;
  readonly scenario: string | undefined;
  readonly timeoutSeconds: number;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0 expected.');
  return value;
}

/** Parses the demo's arguments; commander prints help or the usage error and exits with 0 or 2. */
export function parseDemoOptions(argv: readonly string[]): DemoOptions {
  const program = new Command('joulegate demo')
    .description(
      'The whole path on one machine: simulated meters on pseudo-terminals, gateways, a broker, a chain node and an EVM with the contracts.',
    )
    .addOption(
      new Option('--until <event>', 'stop with exit code 0 after the first settled trade, or the first settled carbon period')
        .choices(['settled', 'carbon', 'forever'])
        .default('forever'),
    )
    .option('--speed <factor>', 'simulated seconds per real second', positive, 300)
    .option('--broker <url>', 'use this MQTT broker instead of the embedded one, e.g. mqtt://127.0.0.1:1883')
    .option('--broker-port <port>', 'port of the embedded broker (0: a free one)', Number, 0)
    .option('--rpc <url>', 'use this EVM node instead of the embedded one; runs in real time, needs --rpc-key-file')
    .option('--rpc-key-file <file>', 'key of a funded account on that chain (0x hex, mode 0600)')
    .addOption(new Option('--engine <name>', 'embedded EVM').choices(['anvil', 'edr']).default('anvil'))
    .option('--base <topic>', 'base of all MQTT topics', 'joulegate')
    .option('--data <folder>', 'keep keys, journals and chain state here and go on from them (default: a temporary folder, thrown away)')
    .option('--scenario <file>', 'another fleet (YAML, device-sim/scenarios)')
    .option('--timeout <seconds>', 'with --until: give up with exit code 1 after this long', positive, 300)
    .addHelpText(
      'after',
      '\nExit codes: 0 done or stopped by Ctrl-C · 1 failed or timed out · 2 wrong usage\n\nExamples:\n  npm start\n  npm start -- --until settled\n  npm start -- --broker mqtt://127.0.0.1:1883 --data ./demo',
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program.parse(argv as string[], { from: 'user' });
  const o = program.opts<Record<string, never>>() as unknown as Record<string, unknown>;
  if (o['rpc'] !== undefined && o['rpcKeyFile'] === undefined) {
    process.stderr.write('joulegate demo: --rpc needs --rpc-key-file, the key of a funded account on that chain\n');
    process.exit(2);
  }
  return {
    until: o['until'] as Until,
    speed: o['rpc'] === undefined ? (o['speed'] as number) : 1,
    broker: o['broker'] as string | undefined,
    brokerPort: o['brokerPort'] as number,
    rpc: o['rpc'] as string | undefined,
    rpcKeyFile: o['rpcKeyFile'] as string | undefined,
    engine: o['engine'] as 'anvil' | 'edr',
    base: o['base'] as string,
    data: o['data'] as string | undefined,
    scenario: o['scenario'] as string | undefined,
    timeoutSeconds: o['timeout'] as number,
  };
}
