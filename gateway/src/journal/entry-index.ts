import type { JournalKind, JournalStat } from '../domain/index.ts';

/** Where a live entry lies on disk; its bytes are not kept in memory. */
export interface Slot {
  readonly seq: number;
  readonly kind: JournalKind;
  readonly key: string;
  readonly at: number;
  /** Of the bytes alone. */
  readonly length: number;
  segment: number;
  /** Of its frame, as its length. */
  offset: number;
  frameLength: number;
}

/** What an entry counts against the limit beside its bytes: key, framing, the share of removal. */
export const ENTRY_OVERHEAD_BYTES = 64;

export function costOf(length: number): number {
  return length + ENTRY_OVERHEAD_BYTES;
}

/** In-memory index of live entries and values; knows which segment each lives in. No I/O. */
export class EntryIndex {
  readonly #bySeq = new Map<number, Slot>();
  readonly #byKey = new Map<string, Set<Slot>>();
  readonly #values = new Map<string, { value: Uint8Array; segment: number }>();
  readonly #liveBytesOf = new Map<number, number>();
  #bytes = 0;

  put(slot: Slot): void {
    const moved = this.#bySeq.get(slot.seq);
    if (moved !== undefined) {
      this.#addLive(moved.segment, -costOf(moved.length));
      moved.segment = slot.segment;
      moved.offset = slot.offset;
      moved.frameLength = slot.frameLength;
      this.#addLive(slot.segment, costOf(slot.length));
      return;
    }
    this.#insert(slot);
    this.#bytes += costOf(slot.length);
    this.#addLive(slot.segment, costOf(slot.length));
  }

  remove(seq: number): void {
    const slot = this.#bySeq.get(seq);
    if (slot === undefined) return;
    this.#bySeq.delete(seq);
    const id = `${slot.kind}:${slot.key}`;
    const same = this.#byKey.get(id);
    same?.delete(slot);
    if (same?.size === 0) this.#byKey.delete(id);
    this.#bytes -= costOf(slot.length);
    this.#addLive(slot.segment, -costOf(slot.length));
  }

  set(name: string, value: Uint8Array, segment: number): void {
    const last = this.#values.get(name);
    if (last !== undefined) this.#addLive(last.segment, -costOf(last.value.length));
    this.#values.set(name, { value, segment });
    this.#addLive(segment, costOf(value.length));
  }

  get(name: string): Uint8Array | undefined {
    return this.#values.get(name)?.value;
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }

  slot(seq: number): Slot | undefined {
    return this.#bySeq.get(seq);
  }

  slots(kind: JournalKind, key?: string): Iterable<Slot> {
    if (key !== undefined) return this.#byKey.get(`${kind}:${key}`) ?? [];
    return this.#ofKind(kind);
  }

  *#ofKind(kind: JournalKind): Iterable<Slot> {
    for (const slot of this.#bySeq.values()) if (slot.kind === kind) yield slot;
  }

  /** What still lives in a segment and must move before the segment may go. */
  liveIn(segment: number): { slots: Slot[]; values: [string, Uint8Array][] } {
    const slots = [...this.#bySeq.values()].filter((slot) => slot.segment === segment);
    const values = [...this.#values].filter(([, v]) => v.segment === segment).map(([name, v]): [string, Uint8Array] => [name, v.value]);
    return { slots, values };
  }

  liveBytesIn(segment: number): number {
    return this.#liveBytesOf.get(segment) ?? 0;
  }

  forgetSegment(segment: number): void {
    this.#liveBytesOf.delete(segment);
  }

  /** Bytes that count against the limit. */
  get bytes(): number {
    return this.#bytes;
  }

  stat(): JournalStat {
    const oldest = this.#bySeq.values().next();
    return { entries: this.#bySeq.size, bytes: this.#bytes, oldestAt: oldest.done === true ? undefined : oldest.value.at };
  }

  /** Moved entries are met late in a scan; afterwards order must be that of intake again. */
  sort(): void {
    const slots = [...this.#bySeq.values()];
    if (slots.every((slot, i) => i === 0 || slot.seq > (slots[i - 1] as Slot).seq)) return;
    slots.sort((a, b) => a.seq - b.seq);
    this.#bySeq.clear();
    this.#byKey.clear();
    for (const slot of slots) this.#insert(slot);
  }

  #insert(slot: Slot): void {
    const id = `${slot.kind}:${slot.key}`;
    const same = this.#byKey.get(id);
    const [first] = same ?? [];
    // A key comes from disk once per entry; one copy of it is enough for all.
    const kept = first === undefined ? slot : { ...slot, key: first.key };
    this.#bySeq.set(kept.seq, kept);
    if (same === undefined) this.#byKey.set(id, new Set([kept]));
    else same.add(kept);
  }

  #addLive(segment: number, bytes: number): void {
    this.#liveBytesOf.set(segment, (this.#liveBytesOf.get(segment) ?? 0) + bytes);
  }
}
