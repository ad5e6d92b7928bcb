/**
 * What the broker was told that we have, until it has an end: one file, appended to and synced before a message is
 * acknowledged, so that a transaction lives on where the node is killed and its gateway never comes back.
 *
 * A record: length of what follows its checksum (u32), CRC-32 of that (u32), kind (u8: 1 came, 2 ended), then for 1 the topic's
 * length (u16), the topic and the payload, for 2 the 32 bytes of the key; little-endian. What follows the first record that is
 * torn or wrong is cut off: it was never acknowledged, or the disk lies. That an end was not written costs a look at the chain.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

export interface StoredMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface IntakeLog {
  /** What came before and has no end, oldest first. */
  readonly open: readonly StoredMessage[];
  /** Bytes that were no record, cut off when this was opened. */
  readonly cutBytes: number;
  /**
   * Durable when it resolves; again what is there already costs nothing.
   * @throws Error where the disk takes no more, or the file is as long as it may be
   */
  put(message: StoredMessage): Promise<void>;
  /** It has an end: answered for good, or proven final. Written with what comes next, or at the close. */
  end(message: StoredMessage): void;
  size(): { readonly messages: number; readonly bytes: number };
  close(): Promise<void>;
}

const FILE = 'intake.log';
const HEAD_BYTES = 8;
const KIND = { came: 1, ended: 2 } as const;
const MAX_BYTES = 64 * 1024 * 1024;
/** Rewritten where it is this long and less than half of it is still open. */
const REWRITE_BYTES = 4 * 1024 * 1024;

const keyOf = ({ topic, payload }: StoredMessage): string => createHash('sha256').update(topic).update('\0').update(payload).digest('hex');

export const isSameMessage = (a: StoredMessage, b: StoredMessage): boolean =>
  a.topic === b.topic && Buffer.from(a.payload).equals(b.payload);

function record(body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(crc32(body), 4);
  return Buffer.concat([head, body]);
}
function cameRecord({ topic, payload }: StoredMessage): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(3);
  head[0] = KIND.came;
  head.writeUInt16LE(name.length, 1);
  return record(Buffer.concat([head, name, payload]));
}
const endedRecord = (key: string): Buffer => record(Buffer.concat([Buffer.of(KIND.ended), Buffer.from(key, 'hex')]));

/** @returns undefined for a body that is none */
function readBody(body: Buffer): { readonly came: StoredMessage } | { readonly ended: string } | undefined {
  if (body[0] === KIND.ended && body.length === 33) return { ended: body.toString('hex', 1) };
  if (body[0] !== KIND.came || body.length < 3) return undefined;
  const end = 3 + body.readUInt16LE(1);
  return end > body.length ? undefined : { came: { topic: body.toString('utf8', 3, end), payload: body.subarray(end) } };
}

/** Every record up to the first that is none. Pure. @returns what is open by key, and how many bytes were good */
export function readIntakeLog(bytes: Buffer): { readonly open: Map<string, StoredMessage>; readonly goodBytes: number } {
  const found = new Map<string, StoredMessage>();
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const body = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
    if (body.length < length || crc32(body) !== bytes.readUInt32LE(at + 4)) break;
    const entry = readBody(body);
    if (entry === undefined) break;
    if ('came' in entry) found.set(keyOf(entry.came), entry.came);
    else found.delete(entry.ended);
    at += HEAD_BYTES + length;
  }
  return { open: found, goodBytes: at };
}

/** A new file with these records in the place of the old one, durable before it takes its name. */
function rewrite(path: string, records: readonly Buffer[]): number {
  const fd = openSync(`${path}.tmp`, 'w', 0o600);
  let length = 0;
  try {
    for (const bytes of records) length += writeSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(`${path}.tmp`, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return length;
}

/** @param directory made where it is missing @throws Error where it can't be read or written */
export async function openIntakeLog(directory: string, maxBytes = MAX_BYTES): Promise<IntakeLog> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, FILE);
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const read = readIntakeLog(bytes);
  const known = new Map<string, number>();
  let length = rewrite(path, [...read.open.values()].map(cameRecord));
  for (const [key, message] of read.open) known.set(key, cameRecord(message).length);
  let file: FileHandle = await open(path, 'r+');
  let ends: Buffer[] = [];
  let line: Promise<unknown> = Promise.resolve();

  const openBytes = () => [...known.values()].reduce((sum, size) => sum + size, 0);

  async function append(records: readonly Buffer[]): Promise<void> {
    const all = Buffer.concat(records);
    if (length + all.length > maxBytes)
      throw new Error(`${path}: at most ${maxBytes} bytes expected, ${known.size} messages without an end`);
    try {
      let written = 0;
      while (written < all.length) written += (await file.write(all, written, all.length - written, length + written)).bytesWritten;
      await file.datasync();
      length += all.length;
    } catch (cause) {
      // Half a record must not stand before the next one.
      ftruncateSync(file.fd, length);
      throw cause;
    }
  }
  async function shorten(): Promise<void> {
    if (length < Math.min(REWRITE_BYTES, maxBytes / 2) || openBytes() > length / 2) return;
    const kept = [...readIntakeLog(readFileSync(path)).open].filter(([key]) => known.has(key)).map(([, message]) => cameRecord(message));
    await file.close();
    length = rewrite(path, kept);
    ends = [];
    file = await open(path, 'r+');
  }
  function inLine(step: () => Promise<void>): Promise<void> {
    const next = line.then(step);
    line = next.catch(() => undefined);
    return next;
  }

  return {
    open: [...read.open.values()],
    cutBytes: bytes.length - read.goodBytes,
    put: (message) =>
      inLine(async () => {
        const key = keyOf(message);
        if (known.has(key)) return;
        await shorten();
        const came = cameRecord(message);
        const said = ends;
        ends = [];
        try {
          await append([...said, came]);
        } catch (cause) {
          ends = [...said, ...ends];
          throw cause;
        }
        known.set(key, came.length);
      }),
    end: (message) => {
      const key = keyOf(message);
      // After the put that is under way, if it is this one.
      void inLine(async () => {
        if (known.delete(key)) ends.push(endedRecord(key));
      });
    },
    size: () => ({ messages: known.size, bytes: length }),
    close: async () => {
      await inLine(async () => {
        if (ends.length > 0) await append(ends).catch(() => undefined);
        await file.close();
      });
    },
  };
}
