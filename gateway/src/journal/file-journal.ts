import {
  JoulegateError,
  type Journal,
  type JournalEntry,
  type JournalKind,
  type JournalOperation,
  type JournalStat,
} from '../domain/index.ts';
import { describeUnwilling, isDiskUnwilling } from './disk-state.ts';
import type { EntryIndex } from './entry-index.ts';
import { checkRoom } from './limits.ts';
import type { StoredOperation } from './operation.ts';
import { encodeBody, RECORD_PREFIX_LENGTH, type RecordBody } from './record.ts';
import { applyOperations, type CorruptSegment } from './recover.ts';
import type { FrameReader } from './segment.ts';
import type { SegmentLog } from './segment-log.ts';
import { entriesOf, entryOf } from './view.ts';

/** One write of a group; more waits for the next. */
const GROUP_MAX_BYTES = 4 * 1024 * 1024;

interface Pending {
  readonly operations: readonly JournalOperation[];
  resolve(seqs: number[]): void;
  reject(cause: unknown): void;
}

interface Prepared extends Pending {
  readonly body: RecordBody;
  readonly seqs: number[];
}

/** The domain's Journal on a directory of segment files. Disk use stays under twice the live bytes plus two segments. */
export interface FileJournal extends Journal {
  /** What start-up found damaged; the caller reports each loudly under JOURNAL_CORRUPT. */
  readonly corrupt: readonly CorruptSegment[];
  /** Bytes of a commit that a crash left unfinished; nobody was told that it was durable. */
  readonly tornBytes: number;
  /** The former format, where start-up brought it to the present one. */
  readonly upgradedFrom: number | undefined;
  /** Names of all values set. */
  names(): Iterable<string>;
}

/** One writer, many readers: commits queue, the writer takes what is queued as one group. */
export class SegmentedJournal implements FileJournal {
  readonly corrupt: readonly CorruptSegment[];
  readonly tornBytes: number;
  readonly upgradedFrom: number | undefined;
  readonly #directory: string;
  readonly #index: EntryIndex;
  readonly #log: SegmentLog;
  readonly #reader: FrameReader;
  readonly #maxBytes: number;
  readonly #release: () => void;
  #queue: Pending[] = [];
  #running: Promise<void> | undefined;
  #failure: JoulegateError | undefined;
  #closed = false;
  #wasFull = false;

  constructor(
    directory: string,
    found: Pick<FileJournal, 'corrupt' | 'tornBytes' | 'upgradedFrom'> & { readonly index: EntryIndex },
    log: SegmentLog,
    reader: FrameReader,
    maxBytes: number,
    release: () => void,
  ) {
    this.#directory = directory;
    this.#index = found.index;
    this.corrupt = found.corrupt;
    this.tornBytes = found.tornBytes;
    this.upgradedFrom = found.upgradedFrom;
    this.#log = log;
    this.#reader = reader;
    this.#maxBytes = maxBytes;
    this.#release = release;
  }

  commit(operations: readonly JournalOperation[]): Promise<number[]> {
    if (this.#closed) return Promise.reject(new JoulegateError('JOURNAL_FULL', `journal ${this.#directory}: it is closed`));
    if (operations.length === 0) return Promise.resolve([]);
    return new Promise<number[]>((resolve, reject) => {
      this.#queue.push({ operations, resolve, reject });
      // Not before the timers and messages of this turn are done: their commits share one write and one fdatasync.
      this.#running ??= new Promise<void>((begin) => setImmediate(begin)).then(() => this.#run());
    });
  }

  entries(kind: JournalKind, key?: string): Iterable<JournalEntry> {
    return entriesOf(this.#index, this.#reader, kind, key);
  }

  find(kind: JournalKind, key: string): JournalEntry | undefined {
    for (const slot of this.#index.slots(kind, key)) return entryOf(slot, this.#reader);
    return undefined;
  }

  get(name: string): Uint8Array | undefined {
    return this.#index.get(name);
  }

  names(): Iterable<string> {
    return this.#index.names();
  }

  stat(): JournalStat {
    return this.#index.stat();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#running;
    await this.#log.close();
    this.#reader.close();
    this.#release();
  }

  async #run(): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        await this.#writeGroup(this.#prepareGroup());
        await this.#log.tidy(this.#index);
      }
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#running = undefined;
    }
  }

  /** After an I/O error that is not a full disk nothing more is promised: pages may be lost without a word. */
  #fail(cause: unknown): void {
    this.#failure ??= new JoulegateError(
      'JOURNAL_CORRUPT',
      `journal ${this.#directory}: the disk failed, restart after repair: ${String(cause)}`,
      { cause },
    );
    for (const pending of this.#queue.splice(0)) pending.reject(this.#failure);
  }

  /** Numbers, checks and encodes queued commits up to one write's worth. */
  #prepareGroup(): Prepared[] {
    const group: Prepared[] = [];
    let bytes = 0;
    let grown = 0;
    while (this.#queue.length > 0 && bytes < GROUP_MAX_BYTES) {
      const pending = this.#queue.shift() as Pending;
      if (this.#failure !== undefined) {
        pending.reject(this.#failure);
        continue;
      }
      const room = checkRoom(this.#index, pending.operations, grown, this.#maxBytes);
      if (!room.ok) {
        pending.reject(new JoulegateError(room.code, `journal ${this.#directory}: ${room.message}`));
        continue;
      }
      grown += room.value;
      const seqs: number[] = [];
      const stored = pending.operations.map((operation): StoredOperation => {
        if (operation.type !== 'put') return operation;
        const seq = this.#log.takeSeq();
        seqs.push(seq);
        return { ...operation, seq };
      });
      const body = encodeBody(stored, this.#log.marker);
      bytes += body.bytes.length;
      group.push({ ...pending, body, seqs });
    }
    return group;
  }

  async #writeGroup(group: readonly Prepared[]): Promise<void> {
    if (group.length === 0) return;
    let at: { segment: number; offset: number };
    try {
      at = await this.#log.append(group.map((prepared) => prepared.body.bytes));
    } catch (cause) {
      await this.#refuseGroup(group, cause);
      return;
    }
    if (this.#wasFull && group.some(({ seqs }) => seqs.length > 0)) {
      this.#wasFull = false;
      this.#log.keepReserve();
    }
    let offset = at.offset;
    for (const { body, resolve, seqs } of group) {
      offset += RECORD_PREFIX_LENGTH;
      applyOperations(this.#index, at.segment, body.operations, offset);
      offset += body.bytes.length;
      resolve(seqs);
    }
  }

  /** A full or read-only disk: what adds entries is refused, what only removes is tried again in the space kept back for it. */
  async #refuseGroup(group: readonly Prepared[], cause: unknown): Promise<void> {
    if (!isDiskUnwilling(cause)) {
      for (const prepared of group)
        prepared.reject(new JoulegateError('JOURNAL_CORRUPT', `journal ${this.#directory}: write failed: ${String(cause)}`, { cause }));
      throw cause;
    }
    const full = new JoulegateError('JOURNAL_FULL', `journal ${this.#directory}: ${describeUnwilling(cause)}`, { cause });
    const releasing = group.filter((prepared) => prepared.seqs.length === 0);
    for (const prepared of group) if (prepared.seqs.length > 0) prepared.reject(full);
    if (releasing.length === 0) return;
    this.#wasFull = true;
    if (this.#log.giveUpReserve()) await this.#writeGroup(releasing);
    else for (const prepared of releasing) prepared.reject(full);
  }
}
