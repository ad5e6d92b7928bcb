// The fleet under test: devices on pseudo-terminals, two gateways, two chain nodes, a chain and a broker, each a program of its own
// but for the devices and the broker; between them ways that can be cut.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWorld } from '../../device-sim/dist/demo/world.js';
import { mountSmallDisk, unmount } from './faults.mjs';
import { startRecordingBroker } from './recording-broker.mjs';
import { startTcpProxy } from './tcp-proxy.mjs';

/**
 * A reading that a program was about to take when it was killed is lost like one that nobody heard; a program that starts needs a
 * while. How long depends on the machine, but not the order: before the end nothing later than what is lost was kept, and after the start
 * nothing earlier.
 */
const BEFORE_MS = 5_000;
const AFTER_MS = 10_000;
/** How exactly the times of readings are known. */
const LOOK_MS = 500;
const SMALL_DISK_MB = 24;
const NODES = 2;
/** Endings that a program explains: the journal's disk (gateway), no chain (chain node). A service manager starts it again. */
const RESTARTED = new Set([4, 5]);

/** Noise and attacks on the serial lines, spread over the run; the true reading is sent each time as well. */
const WIRE_FAULTS = ['replay', 'bit-flip', 'truncated', 'overlong', 'noise', 'forged-reading', 'wrong-domain', 'register-down'];

function writeScenario(folder, { seconds, random }) {
  const base = readFileSync(new URL('../../device-sim/scenarios/demo.yaml', import.meta.url), 'utf8').split('faults:')[0];
  const faults = [];
  for (let at = 1_800; at < seconds; at += random.between(300, 1_200)) {
    const device = random.pick(['solar-1', 'solar-2', 'household-1', 'battery-1', 'wind-1', 'coal-1']);
    faults.push(`  - { atSeconds: ${at}, device: ${device}, kind: ${random.pick(WIRE_FAULTS)} }`);
  }
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, `${base}faults:\n${faults.join('\n')}\n`);
  return { file, wireFaults: faults.length };
}

export async function openStage({ folder, minutes, speed, random, log }) {
  // Every program started from here on can have its clock set.
  const clocks = join(folder, 'clocks');
  mkdirSync(clocks);
  process.env.CHAOS_CLOCKS = clocks;
  process.env.NODE_OPTIONS = `--import=${new URL('./shifted-clock.mjs', import.meta.url).href}`;
  const broker = await startRecordingBroker(/\/(reading|tx\/\w+|receipt\/\w+)$/);
  const mqtt = await startTcpProxy(broker.port);
  let rpc;
  const village = join(folder, 'village');
  mkdirSync(village, { recursive: true });
  const noMount = mountSmallDisk(village, SMALL_DISK_MB);
  if (noMount) log(`disk full: not injected, a small disk can't be mounted here (root expected): ${noMount}`);
  const { file: scenarioFile, wireFaults } = writeScenario(folder, { seconds: minutes * 60 * speed + 7_200, random });
  const world = await startWorld({
    folder,
    base: 'joulegate',
    speed,
    engine: 'anvil',
    brokerUrl: `mqtt://127.0.0.1:${mqtt.port}`,
    nodes: NODES,
    // Deeper than the deepest reorganisation: what is final then stays.
    confirmations: 8,
    scenarioFile,
    async routeRpc(url) {
      rpc = await startTcpProxy(Number(new URL(url).port));
      return `http://127.0.0.1:${rpc.port}`;
    },
    // Their clock is wrong after some restarts: it is the chain's heads that tell.
    gatewayMore: {
      time: { trust: 'chain' },
      limits: { healthSeconds: 1, retryMinSeconds: 1, retryMaxSeconds: 5 },
      log: { level: 'debug' },
    },
  });

  const gateways = [...new Set(world.units.map(({ gateway }) => gateway))];
  const nodes = Array.from({ length: NODES }, (_, i) => (i === 0 ? 'chain-node' : `chain-node-${i + 1}`));
  const held = new Set();
  const unexpected = [];
  const restarted = [];
  const toRestart = new Set();
  const killed = new Set();
  /** Per gateway, spans of real ms in which nobody listens to its devices. */
  const deaf = new Map(gateways.map((name) => [name, [{ from: 0, to: Date.now() }]]));
  const programs = new Map();
  const adopt = (name) => {
    const program = world.programs.get(name);
    const entry = { ...program, hasEnded: false, kill: (signal) => program.kill(signal) };
    programs.set(name, entry);
    void program.exited.then((code) => {
      entry.hasEnded = true;
      if (killed.delete(program.pid)) return;
      // As a service manager would: a program may end where it has said why (its exit codes are in its README).
      if (RESTARTED.has(code)) restarted.push(`${name} (${code})`);
      else unexpected.push(`${name} ended by itself with ${code}`);
      stage.deafen(name);
      toRestart.add(name);
    });
  };
  for (const name of [...gateways, ...nodes]) adopt(name);

  const stage = {
    world,
    broker,
    mqtt,
    rpc,
    engine: world.engine,
    gateways,
    nodes,
    wireFaults,
    unexpected,
    restarted,
    /** Starts again what ended by itself. */
    supervise() {
      for (const name of toRestart) {
        toRestart.delete(name);
        stage.startAgain(name);
      }
    },
    fullDisk: noMount ? undefined : { gateway: 'village', folder: village },
    program: (name) => programs.get(name),
    hold(name) {
      if (held.has(name)) return false;
      held.add(name);
      return true;
    },
    release: (names) => {
      for (const name of names) held.delete(name);
    },
    deafen(name) {
      deaf.get(name)?.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
    },
    hear(name) {
      const span = deaf.get(name)?.at(-1);
      if (span) span.to = Date.now();
    },
    /** Sets a running program's clock off by simulated hours; 0 sets it right. */
    setClock(name, hours) {
      writeFileSync(join(clocks, String(programs.get(name).pid)), String(Math.round((hours * 3_600_000) / speed)));
    },
    kill(name) {
      const program = programs.get(name);
      if (program.hasEnded) return;
      killed.add(program.pid);
      stage.deafen(name);
      program.kill('SIGKILL');
    },
    startAgain(name) {
      if (nodes.includes(name)) world.startNode(nodes.indexOf(name) + 1);
      else world.startGateway(name);
      adopt(name);
      stage.hear(name);
    },
    /** Whether nobody may have heard what was said at `atMs`; `keptBefore` and `keptAfter` are when the nearest readings that were kept were said. */
    wasDeaf: (gateway, { atMs, keptBefore = 0, keptAfter = Number.POSITIVE_INFINITY }) =>
      deaf
        .get(gateway)
        .some(
          ({ from, to }) => from - BEFORE_MS <= atMs && atMs <= to + AFTER_MS && keptAfter >= from - LOOK_MS && keptBefore <= to + LOOK_MS,
        ),
    /** MB of each program now. */
    memory() {
      return [...programs].flatMap(([name, { pid, hasEnded }]) => {
        if (hasEnded) return [];
        try {
          return [[name, Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024]];
        } catch {
          return [];
        }
      });
    },
    async stop() {
      for (const { pid } of programs.values()) killed.add(pid);
      await world.stop();
      await mqtt.stop();
      await rpc?.stop();
      await broker.stop();
      if (!noMount) unmount(village);
    },
  };
  return stage;
}
