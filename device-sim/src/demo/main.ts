#!/usr/bin/env node
/** `npm start` and `joulegate demo`: the whole path on one machine, told line by line. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { startAuthority } from './authority.ts';
import { type DemoOptions, parseDemoOptions } from './options.ts';
import { type Announcement, createTally, emissionsMg, type Tally, tell, tellOutput } from './story.ts';
import { startWorld, type World } from './world.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const warn = (line: string) => process.stderr.write(`${line}\n`);

function openingScreen(options: DemoOptions, world: World): string {
  const rows: [string, string][] = [
    ['broker', `${world.brokerUrl}${options.broker ? '' : ' (embedded aedes)'}`],
    [
      'EVM',
      `${world.rpcUrl} (${options.rpc ? 'yours' : `embedded ${options.engine} behind a guard`}), chain id ${world.deployment.chainId}`,
    ],
    [
      'contracts',
      Object.entries(world.deployment.contracts)
        .map(([name, address]) => `${name} ${address}`)
        .join('\n               '),
    ],
    ['programs', [...world.programs.values()].map((program) => `${program.name} (pid ${program.pid})`).join(', ')],
    ['devices', world.fleet.devices.map((device) => `${device.id} on ${device.path}`).join('\n               ')],
    ['topics', `${options.base}/#   e.g. npx joulegate watch --broker ${world.brokerUrl}, or mosquitto_sub -t '${options.base}/#' -v`],
    ['folder', `${world.folder}${options.data ? '' : ' (thrown away at the end; --data keeps one)'}`],
    [
      'time',
      `${new Date(world.clock.startMs).toISOString()}, ${world.clock.speed} simulated seconds a second; an interval is ${world.deployment.intervalSeconds} s`,
    ],
  ];
  return `Joulegate demo: from a signed reading on a wire to a settled contract. Ctrl-C stops.\n\n${rows.map(([name, text]) => `  ${name.padEnd(12)} ${text}`).join('\n')}\n`;
}

/** Everything on the broker that the story is made of. */
class Narrator {
  readonly tally: Tally = createTally();
  readings = 0;
  rssMb = 0;
  settledPeriods = 0;
  private readonly seen = new Set<string>();
  private readonly outputs = new Map<string, string>();
  private readonly world: World;
  private readonly onCertified: (meter: string) => void;

  constructor(world: World, onCertified: (meter: string) => void) {
    this.world = world;
    this.onCertified = onCertified;
  }

  hear(base: string, topic: string, payload: Buffer): void {
    const parts = topic.slice(base.length + 1).split('/');
    if (parts[0] === 'chain' && parts[2] === 'event')
      this.announcement(JSON.parse(payload.toString()) as Announcement & { transactionHash: string; logIndex: number });
    else if (parts[0] === 'chain' && parts[2] === 'refusal') this.refusal(JSON.parse(payload.toString()));
    else if (parts[2] === 'reading') this.reading(parts[1] ?? '');
    else if (parts[2] === 'refusal') this.readingRefusal(parts[1] ?? '', JSON.parse(payload.toString()));
    else if (parts[2] === 'output') this.output(parts[1] ?? '', JSON.parse(payload.toString()));
    else if (parts[1] === 'health')
      this.rssMb = Math.max(this.rssMb, Number((JSON.parse(payload.toString()) as { rssMb?: number }).rssMb ?? 0));
  }

  private line(text: string): void {
    say(`${new Date(this.world.clock.now()).toISOString().slice(11, 19)}  ${text}`);
  }

  private reading(device: string): void {
    this.readings += 1;
    if (this.seen.has(device)) return;
    this.seen.add(device);
    this.line(`verified     ${device}: first reading, signature checked, journaled, published`);
  }

  private readingRefusal(device: string, refusal: { code?: string; message?: string }): void {
    if (refusal.code === 'OUTPUT_MISMATCH') {
      this.line(`MISMATCH     ${device}: ${refusal.message}`);
      return;
    }
    this.tally.refused += 1;
    this.line(`REFUSED      reading of ${device}: ${refusal.code} (${refusal.message})`);
  }

  private output(device: string, said: { wanted: string; feedback: string; reason: string }): void {
    const text = tellOutput(device, said);
    if (text === undefined || this.outputs.get(device) === text) return;
    this.outputs.set(device, text);
    this.line(text);
  }

  private refusal(refusal: { kind?: string; code?: string; message?: string }): void {
    this.line(`refused      ${refusal.kind}: ${refusal.code} (${refusal.message})`);
  }

  private announcement(event: Announcement & { transactionHash: string; logIndex: number }): void {
    // Several chain nodes, or one that starts again, may announce the same log.
    const key = `${event.transactionHash}/${event.logIndex}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (event.event === 'MeterCertified') this.onCertified(String(event.args['meter']));
    if (event.event === 'PeriodSettled') this.settledPeriods += 1;
    const text = tell(event, this.tally, this.world.nameOf);
    if (text !== undefined) this.line(text);
  }

  isReached(until: DemoOptions['until']): boolean {
    if (until === 'settled') return this.tally.settledWh > 0n;
    return until === 'carbon' && this.settledPeriods > 0;
  }

  summary(): string {
    return JSON.stringify({
      readings: this.readings,
      admitted: this.tally.admitted,
      refused: this.tally.refused,
      trades: this.tally.trades,
      settledWh: Number(this.tally.settledWh),
      emissionsMg: Number(emissionsMg(this.tally)),
      rssMb: this.rssMb,
    });
  }
}

async function run(options: DemoOptions): Promise<number> {
  const folder = options.data === undefined ? mkdtempSync(join(tmpdir(), 'joulegate-demo-')) : resolve(options.data);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  let resolveEnd: (code: number) => void = () => undefined;
  const end = new Promise<number>((resolve) => {
    resolveEnd = resolve;
  });
  // Not once(): a second Ctrl-C must not end us before the others have stopped.
  process.on('SIGINT', () => resolveEnd(0));
  process.on('SIGTERM', () => resolveEnd(0));

  say('Starting broker, chain, contracts, devices and gateways …');
  const undo: (() => Promise<unknown>)[] = [];
  let narrator: Narrator | undefined;
  try {
    const world = await startWorld({
      folder,
      base: options.base,
      speed: options.speed,
      engine: options.engine,
      brokerUrl: options.broker,
      brokerPort: options.brokerPort,
      rpcUrl: options.rpc,
      rpcKeyFile: options.rpcKeyFile,
      scenarioFile: options.scenario,
    });
    undo.push(() => world.stop());
    const authority = startAuthority(world, warn);
    undo.push(() => authority.stop());
    narrator = new Narrator(world, (meter) => authority.unitCertified(meter));
    const story = narrator;
    const client: MqttClient = await connectAsync(world.brokerUrl, { protocolVersion: 4 });
    undo.push(() => client.endAsync(true));
    client.on('message', (topic, payload) => {
      try {
        story.hear(options.base, topic, payload);
        if (story.isReached(options.until)) resolveEnd(0);
      } catch (error) {
        warn(`demo: ${topic}: ${String(error)}`);
      }
    });
    await client.subscribeAsync(`${options.base}/#`, { qos: 1 });
    say(openingScreen(options, world));
    for (const program of world.programs.values()) {
      void program.exited.then((code) => {
        if (code !== 0 && code !== null) {
          warn(`demo: ${program.name} ended with ${code}; its log is ${join(world.folder, 'logs', `${program.name}.log`)}`);
          resolveEnd(1);
        }
      });
    }
    const timer =
      options.until === 'forever'
        ? undefined
        : setTimeout(() => {
            warn(
              `demo: "${options.until}" expected within ${options.timeoutSeconds} s, not reached; logs are in ${join(world.folder, 'logs')}`,
            );
            resolveEnd(1);
          }, options.timeoutSeconds * 1000);
    const code = await end;
    clearTimeout(timer);
    return code;
  } finally {
    for (const step of undo.reverse()) await step().catch((error: unknown) => warn(`demo: stopping: ${String(error)}`));
    if (narrator !== undefined) say(narrator.summary());
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

run(parseDemoOptions(process.argv.slice(2))).then(
  (code) => process.exit(code),
  (error: unknown) => {
    warn(`demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
