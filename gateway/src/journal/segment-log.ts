import { rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AppendFile, type DiskCalls } from './append-file.ts';
import { isDiskUnwilling } from './disk-state.ts';
import type { EntryIndex } from './entry-index.ts';
import { writeFormatNote } from './format-note.ts';
import type { StoredOperation } from './operation.ts';
import { encodePreamble } from './preamble.ts';
import { encodeBody, encodePrefix, headerOperation, RECORD_PREFIX_LENGTH } from './record.ts';
import { applyOperations, type Recovered } from './recover.ts';
import { giveUpReserve, keepReserve } from './reserve.ts';
import { type FrameReader, segmentPath, syncDirectory } from './segment.ts';

/** Below this share of live bytes the oldest segment's leftovers are copied forward. */
const MOSTLY_DEAD = 0.25;
/** Entries per record when leftovers move. */
const MOVE_CHUNK = 32;

/** The row of segment files: appends to the newest, deletes and rewrites from the oldest. Only the journal's one writer calls it. */
export class SegmentLog {
  readonly #directory: string;
  readonly #reader: FrameReader;
  readonly #segmentBytes: number;
  readonly #disk: DiskCalls;
  readonly marker: Buffer;
  /** Length of every closed segment, ascending by number. Deleted strictly oldest first: a removal always lies behind its put. */
  readonly #closed: Map<number, number>;
  #active: AppendFile;
  #number: number;
  #nextSeq: number;

  private constructor(
    directory: string,
    reader: FrameReader,
    segmentBytes: number,
    disk: DiskCalls,
    recovered: Recovered,
    closed: Map<number, number>,
    active: AppendFile,
    number: number,
  ) {
    this.#directory = directory;
    this.#reader = reader;
    this.#segmentBytes = segmentBytes;
    this.#disk = disk;
    this.#closed = closed;
    this.#active = active;
    this.#number = number;
    this.marker = recovered.marker;
    this.#nextSeq = recovered.nextSeq;
  }

  static async open(
    directory: string,
    recovered: Recovered,
    reader: FrameReader,
    segmentBytes: number,
    disk: DiskCalls,
  ): Promise<SegmentLog> {
    const closed = new Map(recovered.lengths);
    const number = [...closed.keys()].at(-1) ?? 1;
    const length = closed.get(number) ?? 0;
    closed.delete(number);
    const active = await AppendFile.open(segmentPath(directory, number), length, disk);
    const log = new SegmentLog(directory, reader, segmentBytes, disk, recovered, closed, active, number);
    try {
      log.#noteOpen();
      if (length === 0) await log.#begin(active, number, [...closed.values()].at(-1) ?? 0);
      else if (recovered.corrupt.length > 0) await log.append([encodeBody([headerOperation(recovered.nextSeq, 0)], log.marker).bytes]);
    } catch (cause) {
      await active.close();
      throw cause;
    }
    keepReserve(directory);
    return log;
  }

  takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  /** Writes whole records behind one another and makes them durable. @returns where the first one's prefix stands. */
  async append(bodies: readonly Uint8Array[]): Promise<{ segment: number; offset: number }> {
    if (this.#active.length >= this.#segmentBytes) await this.#roll();
    const parts: Uint8Array[] = [];
    let at = this.#active.length;
    for (const body of bodies) {
      parts.push(encodePrefix(body, this.marker, this.#number, at), body);
      at += RECORD_PREFIX_LENGTH + body.length;
    }
    const offset = await this.#active.append(Buffer.concat(parts));
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
    return giveUpReserve(this.#directory);
  }

  keepReserve(): void {
    keepReserve(this.#directory);
  }

  async close(): Promise<void> {
    const { length } = this.#active;
    await this.#active.close();
    try {
      writeFormatNote(this.#directory, { marker: this.marker, closed: { segment: this.#number, length } });
    } catch {
      // Only the certainty that nothing is missing at the end: a full or broken disk says so by itself.
    }
  }

  /** What is written from now on lies behind the end that a clean stop noted. */
  #noteOpen(): void {
    try {
      writeFormatNote(this.#directory, { marker: this.marker, closed: undefined });
    } catch {
      rmSync(join(this.#directory, 'format'), { force: true });
    }
  }

  async #begin(file: AppendFile, number: number, previousLength: number): Promise<void> {
    const preamble = encodePreamble(this.marker);
    const { bytes } = encodeBody([headerOperation(this.#nextSeq, previousLength)], this.marker);
    await file.append(Buffer.concat([preamble, encodePrefix(bytes, this.marker, number, preamble.length), bytes]));
    syncDirectory(this.#directory);
  }

  async #roll(): Promise<void> {
    const number = this.#number + 1;
    const next = await AppendFile.open(segmentPath(this.#directory, number), 0, this.#disk);
    const full = this.#active;
    try {
      await this.#begin(next, number, this.#active.length);
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
      const found = this.#reader.read(slot.segment, slot.offset, slot.frameLength);
      if (found.type === 'put') operations.push({ ...found, bytes: Uint8Array.from(found.bytes) });
    }
    for (let i = 0; i < operations.length; i += MOVE_CHUNK) {
      const body = encodeBody(operations.slice(i, i + MOVE_CHUNK), this.marker);
      try {
        const { segment, offset } = await this.append([body.bytes]);
        applyOperations(index, segment, body.operations, offset + RECORD_PREFIX_LENGTH);
      } catch (cause) {
        if (isDiskUnwilling(cause)) return false;
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
    keepReserve(this.#directory);
  }
}
