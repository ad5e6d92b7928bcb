import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ChainAccount,
  CONTRACTS,
  connectAccount,
  deploy,
  type Engine,
  readDeployment,
  startAnvil,
  startEdr,
  startRpcGuard,
  writeDeployment,
  type ZoneCriteria,
} from '@joulegate/chain';
import { CARRIER, type Deployment, DOMAIN_PREFIX, NATURE, SOURCE } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Fleet, startFleet } from '../fleet.ts';
import { loadScenario, type Scenario } from '../scenario/index.ts';
import { type Broker, startBroker } from './broker.ts';
import { createDemoClock, type DemoClock } from './clock.ts';
import { writeGatewayConfig } from './gateway-config.ts';
import { createKeyFile, type KeyFile } from './key-files.ts';
import { type Program, startProgram } from './processes.ts';
import { DEMO_UNITS, type DemoUnit, INDUSTRY_ZONE, VILLAGE_ZONE } from './units.ts';

export interface WorldOptions {
  /** Keys, journals, chain state, logs. */
  readonly folder: string;
  readonly base: string;
  readonly speed: number;
  readonly engine: 'anvil' | 'edr';
  readonly brokerUrl?: string | undefined;
  readonly brokerPort?: number;
  readonly rpcUrl?: string | undefined;
  readonly rpcKeyFile?: string | undefined;
  readonly scenarioFile?: string | undefined;
  readonly units?: readonly DemoUnit[];
  /** Environment of single gateways, for tests that break them at a named point. */
  readonly gatewayEnv?: Readonly<Record<string, Record<string, string>>>;
  readonly confirmations?: number;
  /** Chain node's further arguments. */
  readonly nodeArgs?: readonly string[];
  /** How many chain nodes; the first one certifies meters too. Default 1. */
  readonly nodes?: number;
  /** The way from the chain nodes to the chain, for tests that cut it: an address for the one given. */
  readonly routeRpc?: (url: string) => Promise<string>;
  /** Endpoints of single chain nodes, by number from 1, in place of that way; given the chain's own address. */
  readonly nodeRpc?: Readonly<Record<number, (url: string) => Promise<readonly string[]>>>;
  /** Environment of single chain nodes, for tests that break them at a named point. */
  readonly nodeEnv?: Readonly<Record<number, Record<string, string>>>;
  /** How a chain node is told a key of the one in this file; default the file. */
  readonly nodeKeyOf?: (file: string) => string;
  /** What stands in every gateway's configuration besides. */
  readonly gatewayMore?: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly folder: string;
  readonly brokerUrl: string;
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  readonly clock: DemoClock;
  readonly fleet: Fleet;
  readonly units: readonly DemoUnit[];
  /** The authority and deployer: allocates allowances, mints the demo's money. */
  readonly authority: ChainAccount;
  /** The embedded chain, where there is one. */
  readonly engine: Engine | undefined;
  readonly programs: ReadonlyMap<string, Program>;
  readonly truthFile: string;
  /** Address of an owner or a meter's id to its name. */
  nameOf(address: string): string;
  ownerAddress(name: string): `0x${string}`;
  gatewayConfigFile(gateway: string): string;
  startGateway(gateway: string, env?: Record<string, string>): Program;
  /** @param number from 1 */
  startNode(number: number, env?: Record<string, string>): Program;
  stop(): Promise<void>;
}

/** Coins of the demo in millionths: what each participant starts with in the market's and the carbon ledger's escrow. */
export const MARKET_DEPOSIT_MICRO = 1_000_000_000n;
export const CARBON_DEPOSIT_MICRO = 100_000_000n;
const DEMO_CHAIN_ID = 31_337;
const INTERVAL_SECONDS = 900;
const REAL_TIME_PERIOD_SECONDS = 2;
const HURRY_MS = 25;

/** The built program of a workspace; this file's compiled place is as deep as its source. */
function programOf(workspace: string): string {
  const file = fileURLToPath(new URL(`../../../${workspace}/dist/cli.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`the program of ${workspace} expected, built: npm run build`);
  return file;
}

/** The market's number in every native reading: docs/wire.md, section 1. */
export function marketDomain(chainId: number, registry: string): bigint {
  const chain = Buffer.alloc(32);
  chain.writeBigUInt64BE(BigInt(chainId), 24);
  const hash = keccak_256(Buffer.concat([Buffer.from(DOMAIN_PREFIX), chain, Buffer.from(registry.slice(2), 'hex')]));
  return Buffer.from(hash).readBigUInt64BE(0);
}

function bits(...values: number[]): number {
  return values.reduce((mask, value) => mask | (1 << value), 0);
}

function zoneCriteria(operator: `0x${string}`): Record<number, ZoneCriteria> {
  const common = {
    operator,
    carriers: bits(CARRIER.electricity),
    minEvidence: 3,
    permitSeconds: 0,
    maxThdPermille: 0,
    minCapacityW: 500n,
    priceCeilingMicroPerKwh: 400_000n,
    basePriceMicroPerKwh: 150_000n,
    // EN 50160: 230 V +/- 10 %; EN 50549-1: 47.5 to 51.5 Hz.
    minVoltageMv: 207_000,
    maxVoltageMv: 253_000,
    minFrequencyMhz: 47_500,
    maxFrequencyMhz: 51_500,
    maxEvidenceAgeSeconds: 3 * 3600,
    gridCodeProfile: `0x${'00'.repeat(32)}` as const,
  };
  return {
    [VILLAGE_ZONE]: {
      ...common,
      sources: bits(SOURCE.wind, SOURCE.solar, SOURCE.hydro, SOURCE.biomass, SOURCE.storage),
      natures: bits(NATURE.renewable, NATURE.storage),
      minAttestationClass: 2,
      maxCapacityW: 30_000n,
      hostingCapacityW: 100_000n,
    },
    [INDUSTRY_ZONE]: {
      ...common,
      sources: bits(SOURCE.wind, SOURCE.solar, SOURCE.coal, SOURCE.gas),
      natures: bits(NATURE.renewable, NATURE.dispatchable),
      minAttestationClass: 3,
      maxCapacityW: 2_000_000n,
      hostingCapacityW: 5_000_000n,
    },
  };
}

async function fundOwners(authority: ChainAccount, deployment: Deployment, owners: readonly KeyFile[]): Promise<void> {
  const { token, energyMarket, carbonLedger } = deployment.contracts;
  const total = (MARKET_DEPOSIT_MICRO + CARBON_DEPOSIT_MICRO) * BigInt(owners.length);
  await authority.call(token, CONTRACTS.DemoEnergyCoin.abi, 'mint', [authority.account.address, total]);
  await authority.call(token, CONTRACTS.DemoEnergyCoin.abi, 'approve', [energyMarket, total]);
  await authority.call(token, CONTRACTS.DemoEnergyCoin.abi, 'approve', [carbonLedger, total]);
  for (const owner of owners) {
    await authority.call(energyMarket, CONTRACTS.EnergyMarket.abi, 'depositFor', [owner.address, MARKET_DEPOSIT_MICRO]);
    await authority.call(carbonLedger, CONTRACTS.CarbonLedger.abi, 'depositFor', [owner.address, CARBON_DEPOSIT_MICRO]);
  }
}

const hasClock = (folder: string) => existsSync(join(folder, 'clock.json'));

/** The same four numbers after a restart, so that simulated time goes on and chain time never runs back. */
function openClock(folder: string, startMs: number, speed: number): DemoClock {
  const file = join(folder, 'clock.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { startMs: number; speed: number; epochRealMs: number };
    return createDemoClock(kept.startMs, kept.speed, kept.epochRealMs);
  }
  const clock = createDemoClock(startMs, speed, Date.now());
  writeFileSync(file, JSON.stringify({ startMs, speed, epochRealMs: clock.epochRealMs }));
  return clock;
}

/**
 * Starts everything that the demo consists of, each part as its own users would: a broker, an EVM, the contracts, a
 * chain node, a fleet of devices on pseudo-terminals and the gateways that read them.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  const units = options.units ?? DEMO_UNITS;
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    for (const name of ['keys', 'logs', 'ports', 'chain', 'devices'])
      mkdirSync(join(options.folder, name), { recursive: true, mode: 0o700 });
    const keyFile = (name: string) => createKeyFile(join(options.folder, 'keys', `${name}.key`));
    const described = loadScenario(options.scenarioFile ?? fileURLToPath(new URL('../../scenarios/demo.yaml', import.meta.url)));

    const broker: Broker | undefined = options.brokerUrl === undefined ? await startBroker(options.brokerPort ?? 0) : undefined;
    if (broker) undo.push(() => broker.stop());
    const brokerUrl = options.brokerUrl ?? broker?.url ?? '';

    const embedded = options.rpcUrl === undefined;
    // With somebody else's chain, time is real: intervals of half a minute, so that a trade settles while one watches.
    const scenario: Scenario = embedded ? described : { ...described, periodSeconds: REAL_TIME_PERIOD_SECONDS };
    const intervalSeconds = embedded ? INTERVAL_SECONDS : REAL_TIME_PERIOD_SECONDS * 15;
    // With somebody else's chain, time is real and the scenario's day starts now.
    const startMs = embedded ? Date.parse(scenario.start) : Date.now();
    const speed = embedded ? options.speed : 1;
    // The day begins when everything stands; until then the chain lives in the hour before, in real time.
    let clock = hasClock(options.folder) ? openClock(options.folder, startMs, speed) : undefined;
    const before = createDemoClock(startMs - 3_600_000, 1, Date.now());
    let engine: Engine | undefined;
    let rpcUrl = options.rpcUrl ?? '';
    if (embedded) {
      const start = options.engine === 'edr' ? startEdr : startAnvil;
      engine = await start({
        chainId: DEMO_CHAIN_ID,
        ...(options.engine === 'anvil' && { dataDir: join(options.folder, 'chain') }),
        clock: { now: () => (clock ?? before).now() / 1000 },
        blockMs: 200,
      });
      undo.push(() => engine?.stop());
      const guard = await startRpcGuard({ upstream: engine.rpcUrl });
      undo.push(() => guard.stop());
      rpcUrl = guard.url;
    }

    const relayer = engineKey(engine, 1) ?? readKey(options.rpcKeyFile);
    const certifier = engineKey(engine, 2) ?? relayer;
    const deployer = engineKey(engine, 0) ?? relayer;
    const relayerFile = createKeyFile(join(options.folder, 'keys', 'relayer.key'), relayer);
    const certifierFile = createKeyFile(join(options.folder, 'keys', 'certifier.key'), certifier);
    const authority = await connectAccount(rpcUrl, deployer);
    const owners = [...new Set(units.map((unit) => unit.owner))].map((name) => ({ name, key: keyFile(name) }));
    const networkFile = join(options.folder, 'network.json');
    let deployment: Deployment;
    if (existsSync(networkFile)) {
      deployment = readDeployment(networkFile);
    } else {
      // Fifty transactions, one after the other: no need to wait for a block's time each.
      const hurry = engine && setInterval(() => void engine.mine().catch(() => undefined), HURRY_MS);
      if (hurry) undo.push(() => clearInterval(hurry));
      deployment = await deploy({
        rpcUrl,
        deployer: deployer,
        certifier: certifierFile.address,
        zones: zoneCriteria(authority.account.address),
        intervalSeconds,
        toleranceSeconds: Math.min(30, Math.floor(scenario.periodSeconds / 2)),
        carbonPeriodSeconds: intervalSeconds * 4,
        carbonGraceSeconds: intervalSeconds,
      });
      await fundOwners(
        authority,
        deployment,
        owners.map((owner) => owner.key),
      );
      writeDeployment(networkFile, deployment);
      clearInterval(hurry);
    }
    clock ??= openClock(options.folder, startMs, speed);

    const truthFile = join(options.folder, 'truth.jsonl');
    const fleet = await startFleet({
      scenario,
      domain: marketDomain(deployment.chainId, deployment.contracts.meterRegistry),
      clock,
      portDir: join(options.folder, 'ports'),
      stateDir: join(options.folder, 'devices'),
      truthFile,
    });
    undo.push(() => fleet.stop());

    const names = new Map<string, string>();
    for (const owner of owners) names.set(owner.key.address.toLowerCase(), owner.name);
    for (const device of fleet.devices) {
      const meter = device.meter ?? keyFile(`${device.id}-meter`).address;
      names.set(meter.toLowerCase(), device.id);
    }

    const programs = new Map<string, Program>();
    const run = (name: string, workspace: string, args: string[], env: Record<string, string> = {}) => {
      const program = startProgram(name, programOf(workspace), args, join(options.folder, 'logs', `${name}.log`), env);
      programs.set(name, program);
      return program;
    };
    undo.push(async () => {
      await Promise.all([...programs.values()].map((program) => program.stop()));
    });
    const nodeRpcUrl = (await options.routeRpc?.(rpcUrl)) ?? rpcUrl;
    // Each node pays from an account of its own: two that share one would take each other's nonces.
    const relayerFileOf = (number: number) =>
      number === 1
        ? relayerFile
        : createKeyFile(
            join(options.folder, 'keys', `relayer-${number}.key`),
            engineKey(engine, number + 1) ?? readKey(options.rpcKeyFile),
          );
    const nodeRpc = new Map<number, readonly string[]>();
    for (const [number, open] of Object.entries(options.nodeRpc ?? {})) nodeRpc.set(Number(number), await open(rpcUrl));
    const rpcArgs = (number: number) => (nodeRpc.get(number) ?? [nodeRpcUrl]).flatMap((url) => ['--rpc', url]);
    const nodeKey = options.nodeKeyOf ?? ((file: string) => file);
    const startNode = (number: number, env: Record<string, string> = {}) =>
      run(
        number === 1 ? 'chain-node' : `chain-node-${number}`,
        'chain',
        [
          'node',
          ...['--mqtt', brokerUrl, '--base', options.base, ...rpcArgs(number), '--deployment', networkFile, '--node-id', `node-${number}`],
          ...['--relayer-key', nodeKey(relayerFileOf(number).path)],
          ...(number === 1 ? ['--certifier-key', nodeKey(certifierFile.path), '--certify', 'all'] : []),
          ...['--confirmations', String(options.confirmations ?? 1)],
          ...['--state-dir', join(options.folder, `node-${number}`)],
          ...(options.nodeArgs ?? []),
        ],
        env,
      );
    for (let number = 1; number <= (options.nodes ?? 1); number += 1) startNode(number, options.nodeEnv?.[number]);

    const configFile = (gateway: string) => join(options.folder, `${gateway}.yaml`);
    const startGateway = (gateway: string, env: Record<string, string> = {}) =>
      run(gateway, 'gateway', ['run', '--config', configFile(gateway)], env);
    for (const gateway of new Set(units.map((unit) => unit.gateway))) {
      writeFileSync(
        configFile(gateway),
        writeGatewayConfig({
          gateway,
          units: units.filter((unit) => unit.gateway === gateway),
          base: options.base,
          brokerUrl,
          networkFile,
          stateDir: join(options.folder, gateway),
          more: options.gatewayMore ?? {},
          clock: embedded ? clock : undefined,
          keyFileOf: (name) => keyFile(name).path,
          deviceOf: (id) => {
            const device = fleet.devices.find((candidate) => candidate.id === id);
            if (device === undefined)
              throw new Error(`scenario: a device ${id} expected, got ${fleet.devices.map((d) => d.id).join(', ')}`);
            return { path: device.path, publicKey: device.publicKeyHex, relay: device.relay };
          },
        }),
      );
      startGateway(gateway, options.gatewayEnv?.[gateway]);
    }

    return {
      folder: options.folder,
      brokerUrl,
      rpcUrl,
      deployment,
      clock,
      fleet,
      units,
      authority,
      engine,
      programs,
      truthFile,
      nameOf: (address) => names.get(address.toLowerCase()) ?? address,
      ownerAddress: (name) => keyFile(name).address,
      gatewayConfigFile: configFile,
      startGateway,
      startNode,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function engineKey(engine: Engine | undefined, index: number): `0x${string}` | undefined {
  return engine?.accounts[index]?.privateKey;
}

function readKey(file: string | undefined): `0x${string}` {
  if (file === undefined) throw new Error('--rpc needs --rpc-key-file: the key of a funded account on that chain');
  const key = readFileSync(file, 'utf8').trim();
  // What the file holds instead is not repeated: it may be a key all the same.
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new Error(`${file}: one key expected, 0x and 64 hex digits`);
  return key as `0x${string}`;
}
