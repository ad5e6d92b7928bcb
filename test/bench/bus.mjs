/**
 * One Modbus bus under load. (1) Eight slaves on a serial line, paced at two speeds, each polled in a loop, then with one
 * of them absent: how long the others wait for it. (2) Reads a second over TCP beside the bare library on the same
 * server. (3) What the process grew by. The line's slaves share the process; the TCP server has a thread of its own.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { attachRtuSlaves, memoryUnit, openPty, startModbusTcpServer } from '../../device-sim/dist/index.js';
import { openModbusBus, parseDeviceAddress } from '../../gateway/dist/transport/index.js';

const ModbusRTU = createRequire(new URL('../../gateway/package.json', import.meta.url))('modbus-serial');

const REGISTERS = 50;
const UNITS = [1, 2, 3, 4, 5, 6, 7, 8];
const DEAD_UNIT = 4;
/** The bus's own defaults: docs/meters.md names them. */
const BUS = { timeoutMs: 1000, restMinMs: 1000 };
const BACKOFF_STEPS = 4;
/** Timers count whole milliseconds. */
const TIMER_SLACK_MS = 5;

/**
 * A dead slave may cost the others one timeout per step, docs/meters.md promises, and nothing while it rests (what is left
 * to a shared machine's jitter). STACK.md measured the bare library at
 * 29,600 reads/s against a server in C; 2,000 leaves a Pi's core a fifteenth of that, with a server in JavaScript.
 */
const LIMITS = { extraTimeouts: 1, restingMs: 100, readsPerSecond: 2000, growthMb: 2 };

const MAP = new Map(Array.from({ length: REGISTERS }, (_, i) => [i, 0x1000 + i]));
const EXPECTED = Buffer.concat([...MAP.values()].map((word) => Buffer.from([word >> 8, word & 0xff])));

if (!isMainThread) {
  const server = await startModbusTcpServer({ units: new Map([[1, memoryUnit(MAP)]]) });
  parentPort.postMessage(server.port);
}

function* readAll() {
  return yield { type: 'read', functionCode: 3, address: 0, count: REGISTERS };
}

const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const greatest = (values) => values.reduce((a, b) => Math.max(a, b), 0);
const verdict = (isMet) => (isMet ? 'met' : 'MISSED');

/** Garbage is collected first: what remains is held by somebody. Buffers lie outside of the heap. */
function memoryNow() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heldMb: (heapUsed + external) / 2 ** 20, rssMb: rss / 2 ** 20 };
}

/**
 * Polls every unit in a loop of its own.
 * @param isOver asked after each answer with the number of timeouts so far.
 * @returns intervals between a slave's answers, the steps of the absent one, and refusals of those that are there.
 */
async function pollLine(baud, present, isOver) {
  const pty = await openPty({});
  attachRtuSlaves(pty, new Map(present.map((id) => [id, memoryUnit(MAP)])), { baud });
  const bus = openModbusBus(parseDeviceAddress(`serial:${pty.path}?baud=${baud}`), BUS);
  const intervals = [];
  const steps = [];
  const refusals = [];
  const poll = async (unitId) => {
    let lastMs;
    while (!isOver(bus.stat().timeouts)) {
      const timeoutsBefore = bus.stat().timeouts;
      const result = await bus.run(unitId, readAll());
      const nowMs = performance.now();
      if (!present.includes(unitId)) {
        if (bus.stat().timeouts > timeoutsBefore) steps.push({ atMs: nowMs, restMs: bus.stat().resting[unitId] ?? 0 });
        continue;
      }
      if (!result.ok) refusals.push(result.message);
      else if (!EXPECTED.equals(result.value)) refusals.push(`unit ${unitId}: other registers than the slave's`);
      if (lastMs !== undefined) intervals.push({ unitId, fromMs: lastMs, toMs: nowMs, ms: nowMs - lastMs });
      lastMs = nowMs;
    }
  };
  try {
    await Promise.all(UNITS.map(poll));
    return { intervals, steps, refusals, requests: bus.stat().requests };
  } finally {
    await bus.close();
    await pty.close();
  }
}

/**
 * @param usualMs of each slave: the median interval with all alive.
 * @returns the greatest delay of a living slave beyond that per step of the backoff, and between steps; whether rests were kept.
 */
function extraDelays({ intervals, steps }, usualMs) {
  // The request went out one timeout before it was given up.
  const during = ({ fromMs, toMs }, { atMs }) => fromMs < atMs && toMs > atMs - BUS.timeoutMs;
  const extra = (some) => greatest(some.map(({ unitId, ms }) => ms - usualMs.get(unitId)));
  return {
    perStep: steps.map((step) => ({ restMs: step.restMs, extraMs: extra(intervals.filter((interval) => during(interval, step))) })),
    betweenMs: extra(intervals.filter((interval) => !steps.some((step) => during(interval, step)))),
    // From one timeout to the next: the rest, which doubles, then the timeout.
    areRestsKept: steps.every(
      ({ atMs }, i) => i === 0 || atMs - steps[i - 1].atMs >= BUS.restMinMs * 2 ** (i - 1) + BUS.timeoutMs - TIMER_SLACK_MS,
    ),
  };
}

/** @returns whether the limits were held, and how many requests there were. */
async function benchLine(baud, aliveMs) {
  const wireMs = ((8 + 5 + 2 * REGISTERS) * 11 * 1000) / baud;
  const endMs = performance.now() + aliveMs;
  const alive = await pollLine(baud, UNITS, () => performance.now() > endMs);
  const all = alive.intervals.map(({ ms }) => ms);
  const usualMs = new Map(
    UNITS.map((id) => [
      id,
      percentile(
        alive.intervals.filter(({ unitId }) => unitId === id).map(({ ms }) => ms),
        0.5,
      ),
    ]),
  );
  const p50s = [...usualMs.values()];
  const ms = (value) => `${value.toFixed(1)} ms`;
  console.log(`  RTU at ${baud} baud, ${UNITS.length} slaves, ${REGISTERS} registers a poll (${ms(wireMs)} on the wire)`);
  console.log(
    `    all alive    interval of a slave p50 ${ms(percentile(all, 0.5))}, p99 ${ms(percentile(all, 0.99))}, max ${ms(greatest(all))} (${all.length} intervals; slaves' own p50 ${ms(Math.min(...p50s))} to ${ms(greatest(p50s))}; wire alone ${ms(UNITS.length * wireMs)})`,
  );
  const crippled = await pollLine(
    baud,
    UNITS.filter((id) => id !== DEAD_UNIT),
    (timeouts) => timeouts >= BACKOFF_STEPS,
  );
  const others = crippled.intervals.map(({ ms }) => ms);
  const { perStep, betweenMs, areRestsKept } = extraDelays(crippled, usualMs);
  const worstMs = greatest(perStep.map(({ extraMs }) => extraMs));
  const ratio = worstMs / BUS.timeoutMs;
  console.log(
    `    unit ${DEAD_UNIT} absent interval of the others p50 ${ms(percentile(others, 0.5))}, p99 ${ms(percentile(others, 0.99))}, max ${ms(greatest(others))} (${others.length} intervals)`,
  );
  console.log(
    `                 beyond each slave's p50 above, per step: ${perStep.map(({ restMs, extraMs }) => `${ms(extraMs)} (then ${(restMs / 1000).toFixed(0)} s rest)`).join(', ')}`,
  );
  const refusals = [...alive.refusals, ...crippled.refusals];
  const isDelayMet = ratio <= LIMITS.extraTimeouts && perStep.length === BACKOFF_STEPS;
  console.log(
    `                 limit ${LIMITS.extraTimeouts} timeout of ${BUS.timeoutMs} ms per step: ${verdict(isDelayMet)} (x${ratio.toFixed(3)}); rests doubled and kept: ${verdict(areRestsKept)}`,
  );
  const isRestFree = betweenMs <= LIMITS.restingMs;
  console.log(
    `                 while it rests: ${ms(betweenMs)}, limit ${LIMITS.restingMs} ms: ${verdict(isRestFree)} (x${(betweenMs / LIMITS.restingMs).toFixed(2)})`,
  );
  const isAnswered = refusals.length === 0;
  console.log(
    `                 limit 0 living slaves' polls without their registers: ${verdict(isAnswered)} (${refusals.length}${isAnswered ? '' : `, the first: ${refusals[0]}`})`,
  );
  return { isMet: isDelayMet && areRestsKept && isRestFree && isAnswered, requests: alive.requests + crippled.requests };
}

/** @param read one read, which throws where the registers are not the server's. @returns reads and ms. */
async function measure(read, forMs) {
  const startMs = performance.now();
  let reads = 0;
  while (performance.now() - startMs < forMs) {
    await read();
    reads += 1;
  }
  return { reads, ms: performance.now() - startMs };
}

/** @returns whether the limit was held, how many requests there were, and the memory once all was warm. */
async function benchTcp(rounds, roundMs) {
  const thread = new Worker(new URL(import.meta.url));
  const tcpPort = await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
  const bus = openModbusBus(parseDeviceAddress(`tcp://127.0.0.1:${tcpPort}`), BUS);
  const bare = new ModbusRTU();
  await bare.connectTCP('127.0.0.1', { port: tcpPort });
  bare.setID(1);
  const demand = (bytes) => {
    if (bytes === undefined || !EXPECTED.equals(bytes)) throw new Error('bench: other registers than the server’s');
  };
  const readBus = async () => {
    const result = await bus.run(1, readAll());
    demand(result.ok ? result.value : undefined);
  };
  const readBare = async () => demand((await bare.readHoldingRegisters(0, REGISTERS)).buffer);
  const sums = { bus: { reads: 0, ms: 0 }, bare: { reads: 0, ms: 0 } };
  let memory;
  try {
    await measure(readBus, 300);
    await measure(readBare, 300);
    memory = memoryNow();
    // In turn, so that what else the machine does falls on both.
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, read] of Object.entries({ bus: readBus, bare: readBare })) {
        const { reads, ms } = await measure(read, roundMs);
        sums[name].reads += reads;
        sums[name].ms += ms;
      }
    }
  } finally {
    await new Promise((resolve) => bare.close(resolve));
    await bus.close();
    await thread.terminate();
  }
  const perSecond = ({ reads, ms }) => (reads * 1000) / ms;
  const own = perSecond(sums.bus);
  const peer = perSecond(sums.bare);
  const isMet = own >= LIMITS.readsPerSecond;
  console.log(`  TCP, ${REGISTERS} registers a read, one request at a time`);
  console.log(`    bus          ${Math.round(own)} reads/s (${sums.bus.reads} reads)`);
  console.log(
    `    bare peer    ${Math.round(peer)} reads/s by modbus-serial alone on the same server; the bus does x${(own / peer).toFixed(2)} of it`,
  );
  console.log(`                 limit ${LIMITS.readsPerSecond}: ${verdict(isMet)} (x${(own / LIMITS.readsPerSecond).toFixed(2)})`);
  return { isMet, requests: sums.bus.reads, memory };
}

export async function run(args) {
  const quick = args.includes('--quick');
  console.log(
    `\nbench bus: ${availableParallelism()} cores; a timeout is ${BUS.timeoutMs} ms, the first rest ${BUS.restMinMs} ms, doubling`,
  );
  const tcp = await benchTcp(quick ? 1 : 4, 500);
  const slow = await benchLine(9600, quick ? 3000 : 5000);
  const fast = await benchLine(115_200, quick ? 1000 : 2500);
  const end = memoryNow();
  const growthMb = end.heldMb - tcp.memory.heldMb;
  const isGrowthMet = growthMb <= LIMITS.growthMb;
  const requests = tcp.requests + slow.requests + fast.requests;
  console.log(
    `  memory   after ${requests} requests of the bus ${growthMb.toFixed(2)} MB more held (heap and buffers, garbage collected; ${end.heldMb.toFixed(1)} MB in all), resident ${Math.round(tcp.memory.rssMb)} to ${Math.round(end.rssMb)} MB`,
  );
  console.log(`           limit ${LIMITS.growthMb} MB: ${verdict(isGrowthMet)} (x${(growthMb / LIMITS.growthMb).toFixed(2)})`);
  return isGrowthMet && [tcp, slow, fast].every(({ isMet }) => isMet) ? 0 : 1;
}
