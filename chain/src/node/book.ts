/**
 * Signed wishes (orders, permit offers and applications) that wait to be paired, with what keeps one from being paired
 * twice: a lock while a pairing is on its way, and a pause after the contract has said "not now". Pure but for time,
 * which is passed in.
 */
import type { Entry } from './entry.ts';
import type { Hex } from './options.ts';

export interface Wish {
  readonly entry: Entry;
  readonly side: 'sell' | 'buy';
  /** Meter, unit or seller: never paired with itself. */
  readonly party: Hex;
  readonly owner: Hex;
  readonly quantity: bigint;
  readonly priceMicro: bigint;
  /** Unix seconds of chain time. */
  readonly expiry: bigint;
  remaining: bigint;
  /** Pairings on their way to the chain. */
  inFlight: number;
  /** Real milliseconds (performance.now). */
  pausedUntilMs: number;
}

export interface Book {
  get(id: Hex): Wish | undefined;
  /** @returns false when full. */
  add(wish: Wish): boolean;
  remove(id: Hex): void;
  /** Takes out and returns what has expired. */
  expire(chainTime: number): Wish[];
  /** Free to be paired now. */
  open(nowMs: number): Wish[];
  all(): Iterable<Wish>;
  pause(wish: Wish | undefined, nowMs: number): void;
  size(): number;
}

const PAUSE_MS = 3_000;

export function createBook(limit: number): Book {
  const wishes = new Map<Hex, Wish>();
  return {
    get: (id) => wishes.get(id),
    add: (wish) => {
      if (wishes.size >= limit) return false;
      wishes.set(wish.entry.id, wish);
      return true;
    },
    remove: (id) => void wishes.delete(id),
    expire: (chainTime) => {
      const gone = [...wishes.values()].filter((wish) => wish.expiry < BigInt(chainTime) && wish.inFlight === 0);
      for (const wish of gone) wishes.delete(wish.entry.id);
      return gone;
    },
    open: (nowMs) => [...wishes.values()].filter((wish) => wish.remaining > 0n && wish.inFlight === 0 && wish.pausedUntilMs <= nowMs),
    all: () => wishes.values(),
    pause: (wish, nowMs) => {
      if (wish) wish.pausedUntilMs = nowMs + PAUSE_MS;
    },
    size: () => wishes.size,
  };
}
