#!/usr/bin/env node
/** cli: arguments, exit codes and signals of joulegate-sim; everything else is index.ts. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import {
  createRandomMeterKey,
  createSimClock,
  deriveMeterKey,
  openPty,
  prepareLoad,
  readResumeMs,
  replayFile,
  ScenarioError,
  startFleet,
} from './index.ts';
import { listScenarios, loadScenario, SCENARIO_DIR } from './scenario/index.ts';

const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
const EXIT_HELP = `
Exit codes:
  0  done, or stopped by SIGINT or SIGTERM
  1  the machine failed: no terminal, unreadable state file, disk full
  2  wrong arguments or scenario`;
const U64_END = 1n << 64n;
const POLL_MS = 20;

function parseDomain(text: string): bigint {
  if (!/^(0x[0-9a-fA-F]{1,16}|\d{1,20})$/.test(text) || BigInt(text) >= U64_END)
    throw new InvalidArgumentError('a number of 64 bits, decimal or 0x…');
  return BigInt(text);
}

function parsePositive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0');
  return value;
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}

function parseStart(text: string): number {
  const ms = text === 'now' ? Date.now() : Date.parse(text);
  if (Number.isNaN(ms) || (text !== 'now' && !/(Z|[+-]\d\d:\d\d)$/.test(text)))
    throw new InvalidArgumentError('ISO 8601 with Z or an offset, or now');
  return ms;
}

const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
const warn = (text: string) => process.stderr.write(`joulegate-sim: ${text}\n`);

/** Aborted by the first SIGINT, SIGTERM or SIGHUP; the second ends the process at once, its terminals with it. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.failed);
      controller.abort();
    });
  }
  return controller.signal;
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function findScenario(name: string): string {
  const shipped = join(SCENARIO_DIR, `${name}.yaml`);
  return !existsSync(name) && listScenarios().includes(name) ? shipped : name;
}

interface RunOptions {
  readonly scenario: string;
  readonly domain: bigint;
  readonly portDir: string;
  readonly stateDir?: string;
  readonly speed?: number;
  readonly truth?: string;
  readonly start?: number;
  readonly keepUnread?: boolean;
}

async function run(options: RunOptions): Promise<void> {
  const signal = stopSignal();
  const scenario = loadScenario(findScenario(options.scenario));
  const { domain, portDir, stateDir, truth, keepUnread } = options;
  const resumeMs = stateDir === undefined ? undefined : readResumeMs(scenario, stateDir);
  if (options.start !== undefined && resumeMs !== undefined && options.start < resumeMs) {
    const [until, got] = [resumeMs, options.start].map((ms) => new Date(ms).toISOString());
    throw new ScenarioError(`run: --start: ${until} or later expected, where the state in ${stateDir} ends, got ${got}`);
  }
  // A start of one's own moves the whole story, faults and all; a restart goes on in the story where it was.
  const startAtMs = options.start ?? Date.parse(scenario.start);
  const clock = createSimClock(options.start ?? resumeMs ?? startAtMs, options.speed ?? scenario.speed, Date.now());
  const onError = (error: Error) => warn(error.message);
  const fleet = await startFleet({ scenario, domain, clock, startAtMs, portDir, stateDir, truthFile: truth, keepUnread, onError });
  say({
    ready: true,
    startMs: clock.startMs,
    epochRealMs: clock.epochRealMs,
    speed: clock.speed,
    devices: fleet.devices.map(({ id, path, kind, wire, meter, publicKeyHex }) => ({
      id,
      path,
      kind,
      wire,
      meter: meter ?? null,
      publicKey: publicKeyHex ?? null,
    })),
  });
  await aborted(signal);
  await fleet.stop();
}

/** What was sent last must be read before the port goes: a terminal that hangs up takes its buffers along. */
async function waitForReaderToLeave(isOpen: () => boolean, signal: AbortSignal): Promise<void> {
  while (isOpen() && !signal.aborted) await sleep(POLL_MS);
}

async function replay(file: string, options: { readonly port: string; readonly baud: number }): Promise<void> {
  const signal = stopSignal();
  const bytes = readCapture(file);
  mkdirSync(dirname(options.port), { recursive: true });
  const pty = await openPty({ linkPath: options.port, keepUnread: true });
  say({ ready: true, devices: [{ id: file, path: pty.path, kind: 'replay', wire: 'raw', meter: null, publicKey: null }] });
  const sent = await replayFile(bytes, pty, { baud: options.baud, signal });
  say({ done: true, bytes: sent });
  await waitForReaderToLeave(() => pty.isOpen(), signal);
  await pty.close();
}

function readCapture(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ScenarioError(`replay: a readable file expected, got ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

interface LoadCommandOptions {
  readonly port: string;
  readonly domain: bigint;
  readonly rate: number;
  readonly count: number;
  readonly keySeed?: string;
}

async function load(options: LoadCommandOptions): Promise<void> {
  const signal = stopSignal();
  const key = options.keySeed === undefined ? createRandomMeterKey() : deriveMeterKey(options.keySeed, 'load');
  const startSeconds = BigInt(Math.floor(Date.now() / 1000) - options.count);
  const prepared = await prepareLoad({
    key,
    domain: options.domain,
    readings: options.count,
    readingsPerSecond: options.rate,
    startSeconds,
    linkPath: options.port,
  });
  say({
    ready: true,
    devices: [{ id: 'load', path: prepared.path, kind: 'load', wire: 'native', meter: prepared.meter, publicKey: prepared.publicKeyHex }],
  });
  const { sent, elapsedMs } = await prepared.run(signal);
  say({ done: true, readings: sent, elapsedMs: Math.round(elapsedMs) });
  await waitForReaderToLeave(prepared.isOpen, signal);
  await prepared.close();
}

function listShipped(): void {
  for (const name of listScenarios()) {
    const { start, periodSeconds, devices, faults } = loadScenario(join(SCENARIO_DIR, `${name}.yaml`));
    say({ name, start, periodSeconds, devices: devices.map((device) => device.id), faults: faults.length });
  }
}

function createProgram(): Command {
  const program = new Command('joulegate-sim')
    .description('Meters and inverters on real pseudo-terminals, each with its own key: what a gateway reads is what hardware would send.')
    .exitOverride()
    .addHelpText('after', EXIT_HELP);
  program
    .command('run')
    .description('start the devices of a scenario and keep them running; one JSON line on stdout when all ports are open')
    .requiredOption('--scenario <file>', 'a YAML file, or the name of a scenario that comes with the simulator')
    .requiredOption('--domain <number>', 'the market that the meters are commissioned for: u64, decimal or 0x…', parseDomain)
    .requiredOption('--port-dir <dir>', 'folder in which each port gets its stable name')
    .option('--state-dir <dir>', 'keep registers, counters and the time there over restarts')
    .option('--speed <factor>', "simulated seconds per real second (default: the scenario's)", parsePositive)
    .option('--truth <file>', 'append every reading that was truly taken, one JSON line each')
    .option('--start <time>', "ISO 8601 or now (default: the scenario's, or where the state ends)", parseStart)
    .option('--keep-unread', "send though nobody is seen to read: another container's readers, or another user's, can't be")
    .action(run);
  program
    .command('replay <file>')
    .description('send captured bytes through a port, once somebody has opened it; ends when the port is closed again')
    .requiredOption('--port <path>', 'stable name of the port, for instance ports/meter-1')
    .option('--baud <number>', 'line speed, ten bits per byte; 0: as fast as it is read', parseCount, 0)
    .action(replay);
  program
    .command('load')
    .description('a benchmark meter: readings signed in memory, then sent at a rate once somebody has opened the port')
    .requiredOption('--port <path>', 'stable name of the port')
    .requiredOption('--domain <number>', 'u64, decimal or 0x…', parseDomain)
    .option('--rate <number>', 'readings per second; 0: as fast as they are read', parseCount, 0)
    .option('--count <number>', 'how many; signing takes a second for some 4,000', parseCount, 10_000)
    .option('--key-seed <text>', 'the same key each time, for tests only (default: a random key)')
    .action(load);
  program.command('scenarios').description('list the scenarios that come with the simulator, one JSON line each').action(listShipped);
  return program;
}

async function main(): Promise<number> {
  try {
    await createProgram().parseAsync(process.argv);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    warn(error instanceof Error ? error.message : String(error));
    return error instanceof ScenarioError ? EXIT.usage : EXIT.failed;
  }
}

process.exit(await main());
