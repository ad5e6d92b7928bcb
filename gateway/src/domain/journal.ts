export type JournalKind = 'reading' | 'transaction';

export interface JournalEntry {
  /** Ascending for ever, never reused; order of intake. */
  readonly seq: number;
  readonly kind: JournalKind;
  /** Meter id for a reading, transaction id for a transaction. */
  readonly key: string;
  /** Verbatim: 132 bytes of a SignedReading, or the encoded Transaction. */
  readonly bytes: Uint8Array;
  /** Unix milliseconds of intake. */
  readonly at: number;
}

export type JournalOperation =
  | { readonly type: 'put'; readonly kind: JournalKind; readonly key: string; readonly bytes: Uint8Array; readonly at: number }
  | { readonly type: 'remove'; readonly seq: number }
  /** Small durable values beside the entries: a meter's last state, a key's next nonce. */
  | { readonly type: 'set'; readonly name: string; readonly value: Uint8Array };

export interface JournalStat {
  readonly entries: number;
  readonly bytes: number;
  /** Unix milliseconds of the oldest entry, undefined when empty. */
  readonly oldestAt: number | undefined;
}

/** Durable store-and-forward. What is committed survives kill -9 and power cut; an entry leaves only when told to. */
export interface Journal {
  /**
   * All operations or none, durable when the promise resolves; concurrent commits share one fdatasync.
   * @returns the sequence numbers given to the puts, in order.
   * @throws JoulegateError JOURNAL_FULL when the byte limit or the disk is full; nothing of this commit is kept then.
   */
  commit(operations: readonly JournalOperation[]): Promise<number[]>;
  /** Live entries of a kind (and key), oldest first; bytes are read from disk as they are asked for. */
  entries(kind: JournalKind, key?: string): Iterable<JournalEntry>;
  find(kind: JournalKind, key: string): JournalEntry | undefined;
  get(name: string): Uint8Array | undefined;
  stat(): JournalStat;
  close(): Promise<void>;
}
