#!/usr/bin/env node
/**
 * joulegate-chain: runs a chain node, deploys the contracts and passes their roles on, keeps a zone, runs an embedded engine.
 * Exit codes: 0 stopped on request or done · 1 failed · 2 wrong usage · 3 a file is not what was expected · 4 a key
 * is missing, readable by others or none · 5 the chain endpoint is of another chain,
 * or does not answer a command; a node waits for it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MATCH_RULES, type MatchRule } from '@joulegate/protos';
import { Command, CommanderError } from 'commander';
import { pino } from 'pino';
import { addBrokerCommands, addBrokerOptions, type BrokerFlags, readBrokerAccess } from './cli-broker.ts';
import { addCarbonCommands } from './cli-carbon.ts';
import { addDeployCommands } from './cli-deploy.ts';
import { addRecoveryCommands } from './cli-recovery.ts';
import { chainOr, EXIT, ExitError, fileOr, KEY_URIS, numberWithin, openSigner, stopOnSignal } from './cli-support.ts';
import { addZoneCommands } from './cli-zone.ts';
import { readDeployment } from './deployment/index.ts';
import { startAnvil } from './engine/anvil.ts';
import { startEdr } from './engine/edr.ts';
import { startRpcGuard } from './engine/rpc-guard.ts';
import { startChainNode } from './node/chain-node.ts';
import { installFaultHook } from './node/fault-point.ts';
import type { FinalityRule } from './node/options.ts';
import { DEFAULT_QUOTA } from './node/quotas.ts';
import { isName } from './node/topics.ts';

const program = new Command('joulegate-chain')
  .description('Between MQTT and an EVM chain: validates, batches, submits, follows finality, announces')
  .exitOverride()
  .showHelpAfterError();

function collectUrl(text: string, before: readonly string[] = []): readonly string[] {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new ExitError(EXIT.usage, '--rpc: http:// or https:// expected');
  return [...before, text];
}

interface NodeFlags extends BrokerFlags {
  readonly rpc: readonly string[];
  readonly deployment: string;
  readonly relayerKey: string;
  readonly nodeId: string;
  readonly base: string;
  readonly share?: string;
  readonly stateDir?: string;
  readonly confirmations: number;
  readonly finality?: 'safe' | 'finalized';
  readonly certifierKey?: string;
  readonly certify?: string;
  readonly matcher: boolean;
  readonly matchRule: string;
  readonly guaranteeEvery?: number;
  readonly announceAt: 'included' | 'final';
  readonly quotaTransactions: number;
  readonly quotaBytes: number;
  readonly quotaOpen: number;
  readonly quotaGas: number;
  readonly gasPerDay: number;
  readonly logLevel: string;
}

addBrokerOptions(program.command('node').description('run a chain node'))
  .requiredOption('--rpc <url>', 'JSON-RPC endpoint of the chain; again for each further one, the preferred first', collectUrl)
  .requiredOption('--deployment <file>', 'network.json that deploy wrote')
  .requiredOption('--relayer-key <file or key URI>', `pays gas: ${KEY_URIS}`)
  .requiredOption('--node-id <name>', 'name of this node in topics')
  .option('--base <topic>', 'MQTT base', 'joulegate')
  .option('--state-dir <folder>', 'keep what was acknowledged until it has an end, over kills and power cuts')
  .option('--share <group>', 'share the work with the nodes of this group ($share: Mosquitto, not the embedded broker)')
  .option('--confirmations <n>', 'blocks until final; 1 is final when included', numberWithin('--confirmations', 1, 100_000), 1)
  .option('--finality <tag>', 'safe or finalized, instead of confirmations (proof-of-stake)')
  .option('--certifier-key <file or key URI>', 'certifies registered meters')
  .option('--certify <meters>', 'all, or a file with one meter address per line')
  .option('--no-matcher', 'leave matching to other nodes')
  .option('--match-rule <rule>', MATCH_RULES.join(' or '), MATCH_RULES[0])
  .option(
    '--guarantee-every <n>',
    'boundaries between two guarantees of origin of a unit; default a carbon period, 0 none',
    numberWithin('--guarantee-every', 0, 1_000_000),
  )
  .option('--announce-at <when>', 'included or final', 'final')
  .option(
    '--quota-transactions <n>',
    'of each gateway per minute',
    numberWithin('--quota-transactions', 1, 1e9),
    DEFAULT_QUOTA.transactionsPerMinute,
  )
  .option('--quota-bytes <n>', 'of each gateway per minute', numberWithin('--quota-bytes', 1, 1e12), DEFAULT_QUOTA.bytesPerMinute)
  .option(
    '--quota-open <n>',
    'transactions of each gateway under way',
    numberWithin('--quota-open', 1, 1e9),
    DEFAULT_QUOTA.openTransactions,
  )
  .option('--quota-gas <n>', 'gas of each gateway per day', numberWithin('--quota-gas', 1, 1e15), Number(DEFAULT_QUOTA.gasPerDay))
  .option('--gas-per-day <n>', 'gas of all gateways together per day; 0: no limit', numberWithin('--gas-per-day', 0, 1e15), 0)
  .option('--log-level <level>', 'trace, debug, info, warn, error, silent', 'info')
  .action(async (flags: NodeFlags) => {
    if (flags.finality !== undefined && flags.finality !== 'safe' && flags.finality !== 'finalized')
      throw new ExitError(EXIT.usage, `--finality: safe or finalized expected, got ${flags.finality}`);
    if (!MATCH_RULES.includes(flags.matchRule as MatchRule))
      throw new ExitError(EXIT.usage, `--match-rule: ${MATCH_RULES.join(' or ')} expected, got ${flags.matchRule}`);
    if (flags.announceAt !== 'included' && flags.announceAt !== 'final')
      throw new ExitError(EXIT.usage, `--announce-at: included or final expected, got ${String(flags.announceAt)}`);
    if (!isName(flags.nodeId))
      throw new ExitError(EXIT.usage, `--node-id: lower-case letters, digits, _ and - expected, got ${flags.nodeId}`);
    if (flags.share !== undefined && !isName(flags.share))
      throw new ExitError(EXIT.usage, `--share: lower-case letters, digits, _ and - expected, got ${flags.share}`);
    if ((flags.certify === undefined) !== (flags.certifierKey === undefined))
      throw new ExitError(EXIT.usage, '--certify and --certifier-key go together');
    const { certify, certifierKey } = flags;
    const meters =
      certify === undefined || certify === 'all'
        ? ('all' as const)
        : fileOr(() => readFileSync(certify, 'utf8').split(/\s+/).filter(Boolean));
    const finality: FinalityRule = flags.finality ?? { confirmations: flags.confirmations };
    const relayer = await openSigner(flags.relayerKey);
    const certifier = certifierKey === undefined ? undefined : await openSigner(certifierKey);
    const node = await chainOr(
      startChainNode({
        mqttUrl: flags.mqtt,
        mqttAccess: readBrokerAccess(flags),
        base: flags.base,
        shareGroup: flags.share,
        stateDir: flags.stateDir,
        nodeId: flags.nodeId,
        rpcUrls: flags.rpc,
        deployment: fileOr(() => readDeployment(flags.deployment)),
        relayer,
        ...(certifier === undefined ? {} : { certifier: { signer: certifier, meters } }),
        finality,
        quota: {
          transactionsPerMinute: flags.quotaTransactions,
          bytesPerMinute: flags.quotaBytes,
          openTransactions: flags.quotaOpen,
          gasPerDay: BigInt(flags.quotaGas),
        },
        gasPerDay: BigInt(flags.gasPerDay),
        matcher: { enabled: flags.matcher, rule: flags.matchRule as MatchRule },
        ...(flags.guaranteeEvery === undefined ? {} : { guaranteeEvery: flags.guaranteeEvery }),
        announceAt: flags.announceAt,
        logger: pino({ level: flags.logLevel }),
      }),
    );
    stopOnSignal(async () => {
      await node.stop();
      relayer.close();
      certifier?.close();
    });
  });

addDeployCommands(program);
addZoneCommands(program);
addBrokerCommands(program);
addCarbonCommands(program);
addRecoveryCommands(program);

program
  .command('engine')
  .description('run an embedded chain behind a guard; prints its address and accounts file')
  .option('--engine <name>', 'anvil or edr', 'anvil')
  .option('--port <n>', 'loopback port of the guarded address', numberWithin('--port', 0, 65_535), 8545)
  .option('--chain-id <n>', 'chain id', numberWithin('--chain-id', 1, 2 ** 31), 31337)
  .option('--data-dir <folder>', 'keep the chain over restarts (anvil)')
  .option(
    '--clock-speed <factor>',
    'mine by a clock this many times as fast as real time',
    numberWithin('--clock-speed', 0.001, 100_000, false),
  )
  .option('--clock-start <unix seconds>', 'where that clock starts; default now', numberWithin('--clock-start', 0, 2 ** 40))
  .option('--keys-out <file>', 'write the funded keys as JSON, mode 0600')
  .action(
    async (flags: {
      engine: string;
      port: number;
      chainId: number;
      dataDir?: string;
      clockSpeed?: number;
      clockStart?: number;
      keysOut?: string;
    }) => {
      const start = flags.engine === 'anvil' ? startAnvil : flags.engine === 'edr' ? startEdr : undefined;
      if (!start) throw new ExitError(EXIT.usage, `--engine: anvil or edr expected, got ${flags.engine}`);
      const startedAt = Date.now() / 1000;
      let from = flags.clockStart ?? startedAt;
      const isClocked = flags.clockSpeed !== undefined || flags.clockStart !== undefined;
      const clock = { now: () => from + (Date.now() / 1000 - startedAt) * (flags.clockSpeed ?? 1) };
      const engine = await start({
        chainId: flags.chainId,
        ...(flags.dataDir ? { dataDir: flags.dataDir } : {}),
        ...(isClocked ? { clock } : {}),
      });
      // A kept chain may stand ahead of the clock, which then goes on from there: time never runs back.
      const latest = (await engine.request('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
      from += Math.max(0, Number(latest.timestamp) - clock.now());
      const guard = await startRpcGuard({ upstream: engine.rpcUrl, port: flags.port }).catch(async (cause: unknown) => {
        await engine.stop();
        throw cause;
      });
      const keysFile = flags.keysOut ?? (flags.dataDir ? join(flags.dataDir, 'accounts.json') : undefined);
      if (keysFile) writeFileSync(keysFile, `${JSON.stringify(engine.accounts, null, 2)}\n`, { mode: 0o600 });
      console.log(
        JSON.stringify({
          rpcUrl: guard.url,
          chainId: engine.chainId,
          accounts: engine.accounts.map((account) => account.address),
          keysFile: keysFile ?? null,
        }),
      );
      stopOnSignal(async () => {
        await guard.stop();
        await engine.stop();
      });
    },
  );

installFaultHook(process.env['JOULEGATE_FAULT']);
try {
  await program.parseAsync();
} catch (cause) {
  if (cause instanceof CommanderError) process.exit(cause.exitCode === 0 ? EXIT.ok : EXIT.usage);
  console.error(`joulegate-chain: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exit(cause instanceof ExitError ? cause.exitCode : EXIT.failed);
}
