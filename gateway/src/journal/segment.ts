import { closeSync, fsyncSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { JoulegateError } from '../domain/index.ts';
import { frameAt, type StoredOperation } from './operation.ts';

const NAME = /^(\d{10})\.seg$/;

export function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(10, '0')}.seg`);
}

/** Numbers in the names of a directory's files, ascending. */
export function listNumbered(directory: string, name: RegExp): number[] {
  return readdirSync(directory)
    .map((file) => name.exec(file)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** Numbers of the segments in a directory, ascending. */
export function listSegments(directory: string): number[] {
  return listNumbered(directory, NAME);
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

/** Neighbours are asked for in turn: one read serves many. */
const WINDOW_BYTES = 64 * 1024;

/** Reads single operations back; keeps one descriptor per segment and the last stretch read. */
export class FrameReader {
  readonly #directory: string;
  readonly #marker: Uint8Array;
  readonly #descriptors = new Map<number, number>();
  #window: { segment: number; offset: number; bytes: Buffer } | undefined;

  constructor(directory: string, marker: Uint8Array) {
    this.#directory = directory;
    this.#marker = marker;
  }

  /** @throws JoulegateError JOURNAL_CORRUPT when the disk no longer gives back what was written. */
  read(segment: number, offset: number, length: number): StoredOperation {
    let window = this.#window;
    if (
      window === undefined ||
      window.segment !== segment ||
      offset < window.offset ||
      offset + length > window.offset + window.bytes.length
    ) {
      window = { segment, offset, bytes: this.#load(segment, offset, Math.max(length, WINDOW_BYTES)) };
      this.#window = window;
    }
    const at = offset - window.offset;
    const found = frameAt(window.bytes, at, Math.min(at + length, window.bytes.length), this.#marker);
    if (found?.length === length) return found.operation;
    this.#window = undefined;
    throw new JoulegateError(
      'JOURNAL_CORRUPT',
      `journal: ${segmentPath(this.#directory, segment)} at ${offset}: an operation of ${length} bytes expected, its CRC does not match`,
    );
  }

  #load(segment: number, offset: number, length: number): Buffer {
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
    return bytes.subarray(0, filled);
  }

  drop(segment: number): void {
    const fd = this.#descriptors.get(segment);
    if (fd !== undefined) closeSync(fd);
    this.#descriptors.delete(segment);
    if (this.#window?.segment === segment) this.#window = undefined;
  }

  close(): void {
    for (const segment of [...this.#descriptors.keys()]) this.drop(segment);
  }
}
