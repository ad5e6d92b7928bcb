/**
 * What goes wrong in the year, and when: drawn from the seed, in ticks (interval boundaries, counted from the start). The
 * independent calculation knows this script and nothing of what the contracts made of it.
 */
import { createRandom } from '../../fuzz/mutate.mjs';

/** Two days: how long a settlement waits for missing boundaries, and how long permits can be bought after a period. */
export const DEADLINE_TICKS = 8;
export const GRACE_TICKS = 8;
export const PERIODS = 4;

/**
 * @param {{ ticks: number, seed: number }} year ticks: boundaries from start to end
 * @returns ranges [from, to): what holds at boundary `from` and no longer at boundary `to`
 */
export function writeScript({ ticks, seed }) {
  const random = createRandom(seed);
  for (let i = 0; i < 8; i += 1) random.next();
  /** A share of the run, give or take two hundredths. */
  const at = (permille) => Math.round((ticks * (permille - 20 + random.below(41))) / 1000);
  const range = (unit, from, least, more) => ({ unit, from, to: from + least + random.below(more) });
  const edge = (period) => ((period + 1) * ticks) / PERIODS;

  const cloned = range('solar-roof-2', at(450), 6, 6);
  const revokedAt = at(580);
  const restricted = edge(0) + GRACE_TICKS;
  const script = {
    /** Nothing comes for longer than settlement waits, and it never comes. */
    silent: [range('tidal-1', at(160), DEADLINE_TICKS + 4, 8), range('dairy', at(330), DEADLINE_TICKS + 4, 8)],
    /** The gateway keeps its readings over an outage that spans the end of a period, and delivers all of them at `to`. */
    offline: [{ unit: 'solar-city-1', from: edge(1) - 2, to: edge(1) + 3 }],
    /** The signing module is exchanged before this boundary: a new key, the same meter. */
    exchanged: { unit: 'village-coast', tick: at(380) },
    /** A second device signs with the meter's key: suspended at `from` until the key is changed at `to`. */
    cloned,
    /** One unit's permit ends; its capacity goes to another, which had been refused for want of it. */
    revoked: { unit: 'wind-coast-2', tick: revokedAt, successor: 'wind-coast-3', refusedTick: at(80) },
    /** Over its allowance in period 0, buys no permits and has no money: fined, restricted, cured by payment. */
    unpaid: { unit: 'gas-turbine-1', period: 0, from: restricted, to: restricted + Math.max(6, Math.round(ticks / 40)) },
    /** Its reading says that the meter was opened: suspended until the zone's operator has looked. */
    tampered: range('biogas-1', at(250), 4, 4),
    /** Feeds in outside the voltage window: suspended until readings are inside again; its contactor is stuck for two intervals. */
    unsafe: { ...range('nuclear-1', at(275), 6, 4), stuckTicks: 2 },
    /** Permits of one zone end after `ticks` intervals and a half; all are renewed in time but one. */
    permits: expiringPermits(ticks),
    /** Takes its money out and, after a refused trade, brings it back. */
    penniless: { unit: 'household-city', tick: at(700) },
    /** The City's operator lowers its base price; the harbour no longer wants to be supplied at the Coast's. */
    basePrice: { zone: 3, tick: at(600), priceMicro: 100_000n },
    terminated: { unit: 'harbour', tick: at(560) },
    attempts: ATTEMPT_TIMES.map(([kind, permille]) => ({ kind, tick: Math.max(6, at(permille)) })),
  };
  return { ...script, eventful: eventfulTicks(script, edge) };
}

function expiringPermits(ticks) {
  const share = (permille) => Math.floor((ticks * permille) / 1000);
  return { zone: 2, ticks: share(450), renewals: [share(400), share(800)], forgets: 'solar-roof-1', renewedTick: share(450) + 5 };
}

/** Where more happens than readings, trades and settlements. */
function eventfulTicks(script, edge) {
  const { silent, offline, exchanged, cloned, revoked, unpaid, penniless, basePrice, terminated, tampered, unsafe, permits } = script;
  const periodEnds = Array.from({ length: PERIODS + 1 }, (_, period) => [2, 4, GRACE_TICKS].map((after) => edge(period - 1) + after));
  const ranges = [...silent, ...offline, cloned, unpaid, tampered, unsafe].flatMap(({ from, to }) => [from, to - 1, to]);
  return new Set([
    0,
    ...periodEnds.flat(),
    ...ranges,
    exchanged.tick,
    revoked.refusedTick,
    revoked.tick,
    penniless.tick,
    unsafe.from + unsafe.stuckTicks,
    ...permits.renewals,
    permits.ticks + 1,
    permits.renewedTick,
    basePrice.tick,
    terminated.tick,
    ...script.attempts.map(({ tick }) => tick),
  ]);
}

/** When each violation is tried, in thousandths of the run; those that belong to an incident come with it. */
const ATTEMPT_TIMES = [
  ['registered twice', 30],
  ['possession of another key', 45],
  ['certified by a stranger', 50],
  ['request of another owner', 110],
  ['request over other readings', 115],
  ['certificate from a stranger', 60],
  ['tampered reading', 120],
  ['replayed batch', 190],
  ['reading of another market', 210],
  ['reading from the future', 220],
  ['register turned back', 240],
  ['batch of another owner', 265],
  ['reading beside the boundary', 290],
  ['equivocation without proof', 300],
  ['reading under a foreign root', 310],
  ['tampering that no reading shows', 280],
  ['permit ended before its end', 320],
  ['state of what is no storage', 340],
  ['storage state of another owner', 345],
  ['storage state posted twice', 347],
  ['criteria of a foreign zone', 350],
  ['unknown grid code', 360],
  ['order over the limit', 400],
  ['price over the ceiling', 410],
  ['order of another owner', 420],
  ['price outside both limits', 500],
  ['order for an interval that is over', 505],
  ['order after its expiry', 510],
  ['order after its cancellation', 520],
  ['order of another zone', 530],
  ['match posted twice', 540],
  ['settled twice', 610],
  ['settled before its end', 620],
  ['a trade that never was', 630],
  ['residual before it is due', 640],
  ['residual settled twice', 645],
  ['residual of one who never agreed', 650],
  ['supply agreement of another owner', 655],
  ['supply agreement posted twice', 657],
  ['withdrawal of another owner', 660],
  ['more withdrawn than held', 670],
  ['allowance from a stranger', 740],
  ['period settled before its end', 780],
  ['metered twice', 790],
  ['coins from a stranger', 810],
  ['permits not held', 830],
  ['fine not due', 850],
];
