import { closeSync, fsyncSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { JoulegateError } from '../domain/index.ts';
import { recordAt, type StoredOperation } from './record.ts';

const NAME = /^(\d{10})\.log$/;

export function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(10, '0')}.log`);
}

/** Numbers of the segments in a directory, ascending. */
export function listSegments(directory: string): number[] {
  return readdirSync(directory)
    .map((name) => NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** A created, renamed or deleted name is durable only once its directory is. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Reads single records back; keeps one descriptor per segment and the last record, since neighbours are asked for in turn. */
export class RecordReader {
  readonly #directory: string;
  readonly #descriptors = new Map<number, number>();
  #last: { segment: number; offset: number; operations: StoredOperation[] } | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @throws JoulegateError JOURNAL_CORRUPT when the disk no longer gives back what was written. */
  read(segment: number, offset: number, length: number): StoredOperation[] {
    if (this.#last?.segment === segment && this.#last.offset === offset) return this.#last.operations;
    let fd = this.#descriptors.get(segment);
    if (fd === undefined) {
      fd = openSync(segmentPath(this.#directory, segment), 'r');
      this.#descriptors.set(segment, fd);
    }
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(fd, bytes, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    const record = filled === length ? recordAt(bytes, 0) : undefined;
    if (record === undefined)
      throw new JoulegateError(
        'JOURNAL_CORRUPT',
        `journal: ${segmentPath(this.#directory, segment)} at ${offset}: a record of ${length} bytes expected, its CRC does not match`,
      );
    this.#last = { segment, offset, operations: record.operations };
    return record.operations;
  }

  drop(segment: number): void {
    const fd = this.#descriptors.get(segment);
    if (fd !== undefined) closeSync(fd);
    this.#descriptors.delete(segment);
    if (this.#last?.segment === segment) this.#last = undefined;
  }

  close(): void {
    for (const segment of [...this.#descriptors.keys()]) this.drop(segment);
  }
}
