import { closeSync, existsSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppendFile, type DiskCalls } from './append-file.ts';
import type { EntryIndex } from './entry-index.ts';
import { encodeRecord, headerOperation, type StoredOperation } from './record.ts';
import { applyRecord, type Recovered } from './recover.ts';
import { type RecordReader, segmentPath, syncDirectory } from './segment.ts';

/** Below this share of live bytes the oldest segment's leftovers are copied forward. */
const MOSTLY_DEAD = 0.25;
/** Entries per record when leftovers move: one record is decoded to read one entry back. */
const MOVE_CHUNK = 32;
/** Given up when the disk is full, so that removals can still be written and space comes back. */
const RESERVE_BYTES = 256 * 1024;

/** The row of segment files: appends to the newest, deletes and rewrites from the oldest. Only the journal's one writer calls it. */
export class SegmentLog {
  readonly #directory: string;
  readonly #reader: RecordReader;
  readonly #segmentBytes: number;
  readonly #disk: DiskCalls;
  /** Length of every closed segment, ascending by number. Deleted strictly oldest first: a removal always lies behind its put. */
  readonly #closed: Map<number, number>;
  #active: AppendFile;
  #number: number;
  #nextSeq: number;

  private constructor(
    directory: string,
    reader: RecordReader,
    segmentBytes: number,
    disk: DiskCalls,
    closed: Map<number, number>,
    active: AppendFile,
    number: number,
    nextSeq: number,
  ) {
    this.#directory = directory;
    this.#reader = reader;
    this.#segmentBytes = segmentBytes;
    this.#disk = disk;
    this.#closed = closed;
    this.#active = active;
    this.#number = number;
    this.#nextSeq = nextSeq;
  }

  static async open(
    directory: string,
    recovered: Recovered,
    reader: RecordReader,
    segmentBytes: number,
    disk: DiskCalls,
  ): Promise<SegmentLog> {
    const closed = new Map(recovered.lengths);
    const number = [...closed.keys()].at(-1) ?? 1;
    const length = closed.get(number) ?? 0;
    closed.delete(number);
    const active = await AppendFile.open(segmentPath(directory, number), length, disk);
    const log = new SegmentLog(directory, reader, segmentBytes, disk, closed, active, number, recovered.nextSeq);
    if (length === 0 || recovered.corrupt.length > 0) await log.#begin();
    log.#keepReserve();
    return log;
  }

  takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  /** Writes whole records behind one another and makes them durable. */
  async append(records: readonly Uint8Array[]): Promise<{ segment: number; offset: number }> {
    if (this.#active.length >= this.#segmentBytes) await this.#roll();
    const offset = await this.#active.append(records.length === 1 ? (records[0] as Uint8Array) : Buffer.concat(records));
    return { segment: this.#number, offset };
  }

  /** Deletes the oldest segments that hold nothing alive; at most one that holds a little is emptied first. */
  async tidy(index: EntryIndex): Promise<void> {
    for (const [number, length] of this.#closed) {
      if (index.liveBytesIn(number) > 0) {
        if (!this.#isWorthMoving(index, number, length)) return;
        if (!(await this.#moveForward(index, number))) return;
        this.#delete(index, number);
        return;
      }
      this.#delete(index, number);
    }
  }

  /** @returns false where it was given up before. */
  giveUpReserve(): boolean {
    const path = join(this.#directory, 'reserve');
    if (!existsSync(path)) return false;
    unlinkSync(path);
    return true;
  }

  async close(): Promise<void> {
    await this.#active.close();
  }

  async #begin(): Promise<void> {
    await this.#active.append(encodeRecord([headerOperation(this.#nextSeq)]));
    syncDirectory(this.#directory);
  }

  async #roll(): Promise<void> {
    const number = this.#number + 1;
    const next = await AppendFile.open(segmentPath(this.#directory, number), 0, this.#disk);
    const full = this.#active;
    try {
      await next.append(encodeRecord([headerOperation(this.#nextSeq)]));
      syncDirectory(this.#directory);
    } catch (cause) {
      await next.close();
      unlinkSync(segmentPath(this.#directory, number));
      throw cause;
    }
    this.#closed.set(this.#number, full.length);
    this.#active = next;
    this.#number = number;
    await full.close();
  }

  #isWorthMoving(index: EntryIndex, number: number, length: number): boolean {
    let total = this.#active.length;
    for (const closed of this.#closed.values()) total += closed;
    return index.liveBytesIn(number) < length * MOSTLY_DEAD || total > 2 * index.bytes + 2 * this.#segmentBytes;
  }

  /** @returns false where the disk has no room for the copies; the old segment then stays. */
  async #moveForward(index: EntryIndex, number: number): Promise<boolean> {
    const { slots, values } = index.liveIn(number);
    const operations: StoredOperation[] = values.map(([name, value]) => ({ type: 'set', name, value }));
    for (const slot of slots) {
      const found = this.#reader
        .read(slot.segment, slot.offset, slot.recordLength)
        .find((operation) => operation.type === 'put' && operation.seq === slot.seq);
      if (found?.type === 'put') operations.push({ ...found, bytes: Uint8Array.from(found.bytes) });
    }
    for (let i = 0; i < operations.length; i += MOVE_CHUNK) {
      const chunk = operations.slice(i, i + MOVE_CHUNK);
      const record = encodeRecord(chunk);
      try {
        const { segment, offset } = await this.append([record]);
        applyRecord(index, segment, { offset, length: record.length, operations: chunk });
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') return false;
        throw cause;
      }
    }
    return true;
  }

  #delete(index: EntryIndex, number: number): void {
    this.#reader.drop(number);
    unlinkSync(segmentPath(this.#directory, number));
    // Made durable one by one: after a crash the oldest must not be there while a later one, with its removals, is gone.
    syncDirectory(this.#directory);
    this.#closed.delete(number);
    index.forgetSegment(number);
    this.#keepReserve();
  }

  #keepReserve(): void {
    const path = join(this.#directory, 'reserve');
    if (existsSync(path)) return;
    try {
      const fd = openSync(path, 'wx', 0o600);
      try {
        writeSync(fd, Buffer.alloc(RESERVE_BYTES, 0x2d));
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    } catch {
      // No room for it now; tried again when a segment has gone.
    }
  }
}
