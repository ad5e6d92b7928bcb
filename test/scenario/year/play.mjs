/**
 * The year itself, tick by tick. At each boundary: readings and their batches, trades that can be settled, emissions, what
 * authorities, operators and faults do, then the auction for the interval after next. Contracts decide everything; this
 * file only brings what meters and owners signed, as relayers do, and follows the announcements, as chain nodes do.
 */
import { STATUS_BIT } from '../../../protos/dist/index.js';
import { admitAll } from './admission.mjs';
import { holdAuction } from './auction.mjs';
import { queueAllowances, queueMetering, queuePeriodEnds } from './carbon.mjs';
import { mayFeedIn, mine } from './follow.mjs';
import { playIncidents } from './incidents.mjs';
import { queueWithdrawal } from './money.mjs';
import { ZONES } from './participants.mjs';
import { makeBatch, read } from './readings.mjs';
import { queueResiduals, RESIDUAL_TICKS } from './residual.mjs';
import { DEADLINE_TICKS } from './script.mjs';
import { INTERVAL_SECONDS, openStage, planYear, READINGS_PER_INTERVAL, TICKS_PER_DAY } from './stage.mjs';
import { queueStorageStates } from './storage.mjs';

const within = ({ from, to }, tick) => tick >= from && tick < to;

/**
 * @param {{ days: number, seed: number, onProgress?: (text: string) => void }} options days: 16 or more
 * @returns everything that happened: `plan`, `units`, what was wished and measured, every event, and the chain still open
 */
export async function playYear({ days, seed, onProgress = () => {} }) {
  const plan = planYear({ days, seed });
  const stage = await openStage(plan);
  const play = Object.assign(stage, {
    tick: 0,
    registers: [],
    orders: [],
    allowances: [],
    offers: [],
    applications: [],
    retirements: [],
    incidents: [],
    attempts: [],
    proofs: [],
    fedIn: [],
    states: [],
    events: [],
    batches: new Map(),
    recorded: new Map(stage.units.map((unit) => [unit.meter, new Set()])),
    /** What the announcements say of each unit. */
    status: new Map(stage.units.map((unit) => [unit.meter, { active: true, granted: false, suspensions: 0, stays: [] }])),
    openTrades: new Map(),
    /** Energy of recent intervals that nobody has spoken for, by meter; and the registers it comes from. */
    left: new Map(),
    registersAt: new Map(),
    metered: new Map(),
    waiting: new Map(),
  });
  const began = performance.now();
  try {
    play.ceilings = Object.fromEntries(ZONES.map(({ zone, priceCeilingMicroPerKwh }) => [zone, priceCeilingMicroPerKwh]));
    const last = plan.ticks + RESIDUAL_TICKS;
    for (play.tick = 0; play.tick <= last; play.tick += 1) {
      await playTick(play);
      if (play.tick > 0 && play.tick % Math.round(plan.ticks / 12) === 0) onProgress(progressOf(play, (performance.now() - began) / 1000));
    }
    await play.pending;
    await payOut(play);
    play.wallSeconds = (performance.now() - began) / 1000;
    return play;
  } catch (cause) {
    await play.chain.stop();
    throw new Error(`tick ${play.tick}: ${cause.message}`, { cause });
  }
}

function progressOf({ plan, tick, chain, events }, seconds) {
  const { transactions, gas } = chain.figures;
  const rates = `${(transactions / seconds).toFixed(0)} tx/s, ${(events.length / seconds).toFixed(0)} events/s, ${(Number(gas) / 1e6 / seconds).toFixed(0)} Mgas/s`;
  return `day ${Math.floor(tick / TICKS_PER_DAY)} of ${plan.days}: ${transactions} transactions, ${events.length} events; ${rates}`;
}

/**
 * One block a tick where nothing out of the ordinary happens; while the chain executes it, meters already sign the next
 * hours. Where something does, each step is mined before the next looks at what came of it.
 */
async function playTick(play) {
  const { plan, tick, chain } = play;
  const eventful = plan.script.eventful.has(tick);
  if (tick <= plan.ticks) measure(play);
  await play.pending;
  if (tick <= plan.ticks) {
    queueBatches(play);
    queueStorageStates(play);
    queueMetering(play);
  }
  queueSettlements(play);
  queueResiduals(play);
  queueAllowances(play);
  if (eventful) {
    await queuePeriodEnds(play);
    await mine(play);
    if (tick === 0) await admitAll(play);
    await playIncidents(play);
    switchContactors(play);
  }
  if (tick + 2 <= plan.ticks) holdAuction(play);
  play.pending = mine(play);
  // It is awaited at the next boundary; until then a refusal must not end the process unheard.
  play.pending.catch(() => {});
  // So that the request is on its way before this thread is busy again.
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (chain.now() >= plan.secondsAt(tick + 1)) throw new Error('more blocks than an interval has seconds');
}

/** What is not admitted feeds nothing in from now on (paper A8), but for a contactor that is stuck. */
function switchContactors({ plan, tick, units, status, physics, chain }) {
  const { unsafe } = plan.script;
  for (const unit of units) {
    const isStuck = unit.name === unsafe.unit && tick >= unsafe.from && tick < unsafe.from + unsafe.stuckTicks;
    if (unit.role !== 'load' && !isStuck) physics.connect(unit.index, mayFeedIn(status.get(unit.meter), chain.now()));
  }
}

/** Physics up to this boundary; whose meter is heard signs every hour. */
function measure(play) {
  const { plan, tick, units, physics } = play;
  const { script } = plan;
  const end = plan.secondsAt(tick);
  const count = tick === 0 ? 3 : READINGS_PER_INTERVAL;
  for (let back = count - 1; back >= 0; back -= 1) {
    const seconds = end - back * 3600;
    const values = physics.advance(seconds);
    for (const unit of units) {
      if (back === count - 1) unit.raws = [];
      const unheard = script.silent.some((range) => range.unit === unit.name && within(range, tick));
      const locked = script.cloned.unit === unit.name && tick > script.cloned.from && tick < script.cloned.to;
      // Nobody hears it, so its signature need not be made; its counter goes on.
      if (unheard || locked) unit.counter += 1n;
      else unit.raws.push(read(play, unit, seconds, values[unit.index], faultsOf(script, unit, tick, back)));
    }
    if (back === 0) play.registers.push(values.map(({ importWh, exportWh }) => ({ importWh, exportWh })));
  }
}

/** What a meter shows that it should not: an opened lid in its last reading, or a grid out of its window. */
function faultsOf({ tampered, unsafe }, { name }, tick, hoursBefore) {
  if (name === tampered.unit && tick === tampered.from && hoursBefore === 0) return { status: STATUS_BIT.tamper };
  return name === unsafe.unit && tick === unsafe.from ? { voltageMv: 257_300 } : {};
}

const boundaryOf = (plan, { raws }) => Number(raws.at(-1).readBigUInt64LE(19)) / INTERVAL_SECONDS - plan.firstInterval;

function queueBatches(play) {
  const { plan, tick, units, chain } = play;
  const batches = [];
  for (const unit of units) {
    const offline = plan.script.offline.some((range) => range.unit === unit.name && within(range, tick));
    const queue = play.waiting.get(unit.name) ?? [];
    if (unit.raws.length > 0) {
      unit.recent = unit.raws.slice(-3);
      queue.push(makeBatch(play, unit, unit.raws));
    }
    play.waiting.set(unit.name, offline ? queue : []);
    if (!offline) batches.push(...queue.map((batch) => ({ unit, batch })));
  }
  for (const { unit, batch } of batches) {
    play.batches.set(unit.name, batch);
    // Counted as standing while its block is made: were it refused, mine() would throw.
    play.recorded.get(unit.meter).add(boundaryOf(plan, batch));
  }
  chain.queue('readingLedger', 'recordBatches', [batches.map(({ batch }) => batch.args[0]), batches.map(({ batch }) => batch.args[1])]);
}

/** Every open trade whose four boundaries stand, and every one whose deadline has passed. */
function queueSettlements({ plan, tick, chain, recorded, openTrades }) {
  const due = [...openTrades.values()].filter(({ interval, sellerMeter, buyerMeter }) => {
    const start = Number(interval) - plan.firstInterval;
    const stands = (meter) => recorded.get(meter).has(start) && recorded.get(meter).has(start + 1);
    return start + 1 <= tick && ((stands(sellerMeter) && stands(buyerMeter)) || tick >= start + 1 + DEADLINE_TICKS);
  });
  if (due.length > 0) chain.queue('energyMarket', 'settleMany', [due]);
}

/** At the end sellers take half of what they hold out of the market, by signed withdrawals that a relayer posts. */
async function payOut(play) {
  const { chain, units } = play;
  const sellers = units.filter(({ role }) => role !== 'load');
  const held = await chain.read(sellers.map(({ owner }) => ['energyMarket', 'balanceOf', [owner.address]]));
  sellers.forEach((unit, index) => {
    if (held[index] > 1n) queueWithdrawal(play, unit, 'energyMarket', held[index] / 2n);
  });
  await mine(play);
}
