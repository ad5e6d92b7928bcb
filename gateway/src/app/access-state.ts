/**
 * What stands between a unit and the grid, as a pure function of what was announced and how well it was shown (decision 14):
 * anybody's word opens, for a while; a proof that enough nodes agree on opens until a later proof closes.
 */
import type { ContractName } from '@joulegate/protos';
import type { EventName, EventPosition } from '../proof/index.ts';

type What = 'suspension' | 'end' | 'meter';

interface Effect {
  readonly contract: ContractName;
  readonly what: What;
  /** Position of the meter among the topics. */
  readonly topic: number;
  readonly opens: boolean;
}

/** The events that keep a contact open, or no longer do. Suspended and cured name the bits that stand: those decide. */
export const ACCESS_EFFECTS = {
  AccessSuspended: { contract: 'admissionPolicy', what: 'suspension', topic: 1, opens: true },
  AccessCured: { contract: 'admissionPolicy', what: 'suspension', topic: 1, opens: false },
  AccessExpired: { contract: 'admissionPolicy', what: 'end', topic: 1, opens: true },
  AccessRevoked: { contract: 'admissionPolicy', what: 'end', topic: 1, opens: true },
  MeterSuspended: { contract: 'meterRegistry', what: 'meter', topic: 1, opens: true },
  MeterReinstated: { contract: 'meterRegistry', what: 'meter', topic: 1, opens: false },
  MeterRevoked: { contract: 'meterRegistry', what: 'meter', topic: 2, opens: true },
} as const satisfies Partial<Record<EventName, Effect>>;
export type AccessEventName = keyof typeof ACCESS_EFFECTS;

/** Durable. */
export interface AccessState {
  /** The last proven event of each kind. */
  readonly proven: Readonly<Partial<Record<What, { readonly at: EventPosition; readonly isOpen: boolean }>>>;
  /** Until when, Unix seconds, an opening is believed that nobody proved yet. */
  readonly doubts: Readonly<Partial<Record<What, number>>>;
}

export const NOTHING_KNOWN: AccessState = { proven: {}, doubts: {} };

/** A node whose endpoint fails proves it within this; a liar has to say it again. */
export const DOUBT_SECONDS = 900;

export interface Claim {
  readonly event: AccessEventName;
  /** Where its own proof says that it stands; undefined where it has none that holds. */
  readonly at: EventPosition | undefined;
  /** Enough distinct nodes name that block. */
  readonly isAgreed: boolean;
  /** Suspension bits that stand after it, of AccessSuspended and AccessCured. */
  readonly suspensions: number;
}

export function isLater(a: EventPosition, b: EventPosition): boolean {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value > (b[i] ?? 0);
  return false;
}

/** @param grantAt where the newest proven permit stands: an end before it has ended nothing. */
export function noteClaim(state: AccessState, claim: Claim, grantAt: EventPosition | undefined, nowSeconds: number): AccessState {
  const { what, opens } = ACCESS_EFFECTS[claim.event];
  const { at } = claim;
  const before = state.proven[what];
  const isPast =
    at !== undefined &&
    ((before !== undefined && !isLater(at, before.at)) || (what === 'end' && grantAt !== undefined && isLater(grantAt, at)));
  if (isPast) return state;
  if (at !== undefined && claim.isAgreed) {
    const { [what]: _, ...doubts } = state.doubts;
    const isOpen = what === 'suspension' ? claim.suspensions !== 0 : opens;
    return { proven: { ...state.proven, [what]: { at, isOpen } }, doubts };
  }
  return opens ? { ...state, doubts: { ...state.doubts, [what]: nowSeconds + DOUBT_SECONDS } } : state;
}

export type KeptOpen = 'suspended' | 'meter-stopped' | 'ended' | 'doubted';

/** Why the contact must be open whatever the permit says; undefined where nothing keeps it so. */
export function keptOpen(state: AccessState, grantAt: EventPosition | undefined, nowSeconds: number): KeptOpen | undefined {
  const { suspension, meter, end } = state.proven;
  if (suspension?.isOpen === true) return 'suspended';
  if (meter?.isOpen === true) return 'meter-stopped';
  if (end !== undefined && (grantAt === undefined || isLater(end.at, grantAt))) return 'ended';
  return Object.values(state.doubts).some((until) => nowSeconds < until) ? 'doubted' : undefined;
}

export interface OutputFacts {
  readonly keptOpen: KeptOpen | undefined;
  readonly admission: 'none' | 'pending' | 'granted' | 'refused';
  /** Unix seconds, 0 without end. */
  readonly validUntil: number;
  readonly nowSeconds: number;
  /** Nobody has set our clock since the Pi was without power: whether a permit has ended, it cannot say. */
  readonly isTimeKnown: boolean;
  /** Since the start the chain nodes have had the time to tell what they retain. */
  readonly isHeard: boolean;
  readonly onUnknown: 'open' | 'hold';
}

export interface OutputDecision {
  /** Undefined: as it was found. */
  readonly isClosed: boolean | undefined;
  readonly reason: KeptOpen | 'admitted' | 'refused' | 'expired' | 'unknown' | 'unheard' | 'clock';
}

/** What the contact is to be (paper A8): closed while a proven permit runs and nothing is known against it. */
export function decideOutput({
  keptOpen: kept,
  admission,
  validUntil,
  nowSeconds,
  isTimeKnown,
  isHeard,
  onUnknown,
}: OutputFacts): OutputDecision {
  const unsure = onUnknown === 'hold' ? undefined : false;
  if (kept !== undefined) return { isClosed: false, reason: kept };
  if (admission === 'refused') return { isClosed: false, reason: 'refused' };
  if (admission !== 'granted') return { isClosed: unsure, reason: 'unknown' };
  if (validUntil !== 0 && !isTimeKnown) return { isClosed: unsure, reason: 'clock' };
  if (validUntil !== 0 && nowSeconds >= validUntil) return { isClosed: false, reason: 'expired' };
  return isHeard ? { isClosed: true, reason: 'admitted' } : { isClosed: unsure, reason: 'unheard' };
}
