/** What a chain node does beside posting: mines, and keeps its view of the market from what the contracts announce. */
import { followLeft } from './left-over.mjs';

/** A node posts what a boundary brought one minute after it. */
export const POSTING_SECONDS = 60;

/** Mines what is queued. @returns the block's events, which the play keeps too */
export async function mine(play) {
  const { tick } = play;
  const events = await play.chain.mine(play.plan.secondsAt(play.tick) + POSTING_SECONDS);
  for (const event of events) {
    follow(play, event);
    play.events.push({ ...event, tick });
  }
  return events;
}

/** Keeps the node's view: who may trade and since when, which trades are open. */
function follow(play, { name, args, time }) {
  followLeft(play, { name, args });
  const of = (meter) => play.status.get(meter);
  const status = play.status.get(args.meter);
  if (name === 'MeterSuspended') of(args.meter).active = false;
  else if (name === 'MeterReinstated') of(args.meter).active = true;
  else if (name === 'AdmissionDecided')
    Object.assign(of(args.meter), { granted: args.state === GRANTED, validUntil: Number(args.validUntil) || Infinity });
  else if (name === 'AccessRevoked' || name === 'AccessExpired') of(args.meter).granted = false;
  else if (name === 'AccessSuspended' || name === 'AccessCured') of(args.meter).suspensions = args.suspensions;
  else if (name === 'TradeOpened') play.openTrades.set(args.tradeId, args.terms);
  else if (name === 'TradeSettled') {
    play.lastSettled = play.openTrades.get(args.tradeId);
    play.openTrades.delete(args.tradeId);
  }
  if (status) keepStays(status, time);
}

/** Stretches of time in which a unit was admitted, as its events tell; `open` is the one that stands. */
function keepStays(state, time) {
  const { granted, suspensions, validUntil, open } = state;
  const isIn = granted && suspensions === 0;
  const isOver = open && open.end <= time;
  if (open && (isOver || !isIn)) {
    state.stays.push({ since: open.since, end: Math.min(open.end, time) });
    state.open = undefined;
  }
  if (isIn) state.open = { since: state.open?.since ?? time, end: validUntil };
}

export const wasAdmitted = ({ stays, open }, from, to) =>
  [...stays, ...(open ? [open] : [])].some(({ since, end }) => since <= from && to <= end);

/** IAdmissionPolicy.PermitState. */
const GRANTED = 1;
export const mayFeedIn = ({ active, granted, validUntil, suspensions }, seconds) =>
  active && granted && seconds <= validUntil && suspensions === 0;
export const mayBuy = ({ active, suspensions }) => active && suspensions === 0;

/** Into the report's list; `until` is the tick at which it is over. */
export function note(play, unit, kind, text, until) {
  play.incidents.push({ tick: play.tick, until, unit: unit.name, kind, text });
}
