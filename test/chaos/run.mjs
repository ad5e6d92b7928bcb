// npm run chaos -- [--minutes 3] [--seed N]: a fleet under random faults, then the books. Prints the faults by kind and the verdict;
// exit 1 where anything is lost, counted twice, or grows. The same seed draws the same faults; when each strikes is the machine's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAuthority } from '../../device-sim/dist/demo/authority.js';
import { FAULTS } from './faults.mjs';
import { createRandom } from './random.mjs';
import { openStage } from './stage.mjs';
import { judge, readEvents } from './verdict.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    verbose: { type: 'boolean' },
    keep: { type: 'boolean' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error(`chaos: --minutes more than 0 and --seed a whole number expected, got ${values.minutes} and ${values.seed}`);
  process.exit(2);
}
// A short run must see intervals close, trades settle and permits change hands.
const speed = minutes <= 5 ? 120 : 60;
/** As DESIGN and the README have them: a Pi's gateway, and a node on a small server. */
const MEMORY_LIMIT_MB = { gateway: 120, node: 220 };
const SETTLE_MS = 90_000;
const QUIET_MS = 8_000;

const log = (text) => console.log(text);
const random = createRandom(seed);
const folder = mkdtempSync(join(tmpdir(), 'joulegate-chaos-'));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const drawn = Object.entries(FAULTS).flatMap(([kind, { weight }]) => Array(weight).fill(kind));

/** Follows what each device signs, and whether anybody listened. */
function listen(stage) {
  const heard = new Map(stage.world.fleet.devices.map(({ id }) => [id, []]));
  const dropped = new Map();
  let at = stage.world.fleet.truth().length;
  const look = () => {
    const now = Date.now();
    const truth = stage.world.fleet.truth();
    // What a port itself dropped, because no process had it open.
    const drops = new Set();
    for (const { id, droppedBytes } of stage.world.fleet.devices) {
      if (droppedBytes() > (dropped.get(id) ?? 0)) drops.add(id);
      dropped.set(id, droppedBytes());
    }
    for (; at < truth.length; at++) heard.get(truth[at].device).push([truth[at].counter, now, drops.has(truth[at].device)]);
  };
  const timer = setInterval(look, 20);
  return {
    heard,
    stop() {
      look();
      clearInterval(timer);
    },
  };
}

/** @returns real ms until nothing more happened on chain for a while */
async function settle(stage) {
  const start = Date.now();
  let before = -1;
  let since = Date.now();
  while (Date.now() - start < SETTLE_MS && Date.now() - since < QUIET_MS) {
    await sleep(500);
    const events = (await readEvents(stage.world)).filter(({ name }) =>
      ['BatchRecorded', 'TradeSettled', 'TradeOpened'].includes(name),
    ).length;
    if (events !== before) since = Date.now();
    before = events;
  }
  return Date.now() - start;
}

log(`chaos: ${minutes} minutes, seed ${seed}, simulated time ${speed} times as fast`);
const stage = await openStage({ folder, minutes, speed, random, log });
const ledger = listen(stage);
const authority = startAuthority(stage.world, () => undefined);
const counts = new Map(Object.keys(FAULTS).map((kind) => [kind, 0]));
const details = new Map();
const memory = new Map();
const open = new Set();
const startedAt = Date.now();
const endAt = startedAt + minutes * 60_000;
const sampler = setInterval(() => {
  stage.supervise();
  for (const [name, mb] of stage.memory()) memory.set(name, Math.max(memory.get(name) ?? 0, mb));
}, 1_000);
const certified = setInterval(async () => {
  const events = await readEvents(stage.world).catch(() => []);
  for (const { name, args } of events) if (name === 'MeterCertified') authority.unitCertified(args.meter);
}, 3_000);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

let failure;
try {
  await sleep(6_000);
  while (Date.now() < endAt && !interrupted.signal.aborted) {
    await sleep(random.between(300, 2_500));
    const kind = random.pick(drawn);
    const injected = await FAULTS[kind].inject(stage, random);
    if (injected === undefined) continue;
    counts.set(kind, counts.get(kind) + 1);
    if (injected.detail) details.set(kind, [...(details.get(kind) ?? []), injected.detail]);
    if (values.verbose)
      log(
        `${((Date.now() - startedAt) / 1000).toFixed(1)} s  ${kind}${injected.detail ? ` (${injected.detail})` : ''}${injected.holds ? ` ${injected.holds}` : ''}`,
      );
    if (injected.heal) {
      const healing = sleep(injected.afterMs)
        .then(() => injected.heal())
        .finally(() => {
          stage.release(injected.holds ?? []);
          open.delete(healing);
        });
      open.add(healing);
    }
  }
  await Promise.all(open);
  stage.supervise();
  // Two intervals without faults, so that batches close; then the devices are silent.
  await sleep((2 * 900 * 1000) / speed + 3_000);
  ledger.stop();
  await stage.world.fleet.stop();
  log(`faults over; quiet after ${((await settle(stage)) / 1000).toFixed(0)} s`);
  const verdict = await judge(stage, ledger.heard);
  const wrong = [...verdict.wrong];
  for (const [name, mb] of memory) {
    const limit = stage.gateways.includes(name) ? MEMORY_LIMIT_MB.gateway : MEMORY_LIMIT_MB.node;
    if (mb > limit) wrong.push(`${name}: at most ${limit} MB expected, got ${mb.toFixed(0)}`);
  }

  log('\nfaults injected');
  for (const [kind, count] of counts) {
    const kinds = [...new Set(details.get(kind) ?? [])].sort();
    log(`  ${String(count).padStart(4)}  ${kind}${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}`);
  }
  log(`  ${String(stage.wireFaults).padStart(4)}  planned on the serial lines: noise, flips, truncation, replays, forgeries`);
  const { signed, onChain, inJournal, unheard } = verdict.readings;
  log(
    `\nreadings: ${signed} signed; ${onChain} on chain under ${verdict.batches} roots, ${inJournal} in a journal, ${unheard} while nobody listened`,
  );
  log(
    `trades: ${verdict.trades} opened, ${verdict.settled} settled; permits of ${verdict.periods} periods; ${verdict.keys} meters' keys changed`,
  );
  log(`programs that ended by themselves and were started again: ${stage.restarted.length === 0 ? 'none' : stage.restarted.join('; ')}`);
  log(`memory, most: ${[...memory].map(([name, mb]) => `${name} ${mb.toFixed(0)} MB`).join(', ')}`);
  for (const sentence of wrong.slice(0, 50)) log(`WRONG  ${sentence}`);
  if (wrong.length > 50) log(`… and ${wrong.length - 50} more`);
  log(wrong.length === 0 ? '\nverdict: nothing lost, nothing twice' : `\nverdict: ${wrong.length} wrong (seed ${seed})`);
  if (wrong.length > 0) failure = true;
} finally {
  clearInterval(sampler);
  clearInterval(certified);
  await authority.stop();
  await stage.stop();
  if (values.keep) log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
process.exit(failure ? 1 : 0);
