import type { JournalOperation } from '../domain/index.ts';
import { getValue, setValue, VALUE } from './values.ts';

export type TransactionState = 'pending' | 'accepted' | 'included' | 'final' | 'refused' | 'deferred' | 'expired';

/** What became of a transaction; kept after it has left the journal. */
export interface HistoryEntry {
  readonly id: string;
  readonly kind: string;
  readonly device: string;
  readonly state: TransactionState;
  /** Error code and words of a refusal or deferral. */
  readonly code: string;
  readonly message: string;
  /** Unix milliseconds by the gateway's clock. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly blockNumber: string;
}

type Stored = [
  id: string,
  kind: string,
  device: string,
  state: TransactionState,
  code: string,
  message: string,
  createdAt: number,
  updatedAt: number,
  blockNumber: string,
];

/** So many transactions are remembered: days of a household. Those still pending are never forgotten. */
export const HISTORY_SLOTS = 512;

export function readHistory(source: { get(name: string): Uint8Array | undefined }): Map<number, HistoryEntry> {
  const entries = new Map<number, HistoryEntry>();
  for (let slot = 0; slot < HISTORY_SLOTS; slot += 1) {
    const stored = getValue<Stored>(source, VALUE.history(slot));
    if (stored === undefined) continue;
    const [id, kind, device, state, code, message, createdAt, updatedAt, blockNumber] = stored;
    entries.set(slot, { id, kind, device, state, code, message, createdAt, updatedAt, blockNumber });
  }
  return entries;
}

export function isOver(state: TransactionState): boolean {
  return state === 'final' || state === 'refused' || state === 'expired';
}

export interface History {
  of(id: string): HistoryEntry | undefined;
  /** Notes a new transaction. @returns the operation that makes it durable, for the same commit as the transaction. */
  begin(id: string, kind: string, device: string, at: number): JournalOperation;
  /** Notes a new state. @returns the operation, or undefined where nothing changed. */
  update(
    id: string,
    change: Partial<Pick<HistoryEntry, 'state' | 'code' | 'message' | 'blockNumber'>>,
    at: number,
  ): JournalOperation | undefined;
}

/** A ring of slots in the journal's values: bounded, and each change is part of the commit it belongs to. */
export function createHistory(source: { get(name: string): Uint8Array | undefined }): History {
  const slots = readHistory(source);
  const slotOf = new Map([...slots].map(([slot, entry]) => [entry.id, slot]));
  const write = (slot: number, entry: HistoryEntry): JournalOperation => {
    const forgotten = slots.get(slot);
    if (forgotten !== undefined && forgotten.id !== entry.id) slotOf.delete(forgotten.id);
    slots.set(slot, entry);
    slotOf.set(entry.id, slot);
    const { id, kind, device, state, code, message, createdAt, updatedAt, blockNumber } = entry;
    const stored: Stored = [id, kind, device, state, code, message, createdAt, updatedAt, blockNumber];
    return setValue(VALUE.history(slot), stored);
  };
  const freeSlot = (): number => {
    let oldest = 0;
    let oldestAt = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < HISTORY_SLOTS; slot += 1) {
      const entry = slots.get(slot);
      if (entry === undefined) return slot;
      // A pending one is taken only when all are pending.
      const rank = entry.updatedAt + (isOver(entry.state) ? 0 : Number.MAX_SAFE_INTEGER / 4);
      if (rank < oldestAt) [oldest, oldestAt] = [slot, rank];
    }
    return oldest;
  };
  return {
    of(id) {
      const slot = slotOf.get(id);
      return slot === undefined ? undefined : slots.get(slot);
    },
    begin(id, kind, device, at) {
      return write(slotOf.get(id) ?? freeSlot(), {
        id,
        kind,
        device,
        state: 'pending',
        code: '',
        message: '',
        createdAt: at,
        updatedAt: at,
        blockNumber: '',
      });
    },
    update(id, change, at) {
      const slot = slotOf.get(id);
      const entry = slot === undefined ? undefined : slots.get(slot);
      if (slot === undefined || entry === undefined) return undefined;
      const next = { ...entry, ...change };
      const same =
        next.state === entry.state && next.code === entry.code && next.message === entry.message && next.blockNumber === entry.blockNumber;
      return same ? undefined : write(slot, { ...next, message: next.message.slice(0, 200), updatedAt: at });
    },
  };
}
