import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { StoredOperation } from './operation.ts';
import { encodePreamble } from './preamble.ts';
import { encodeBody, encodePrefix, headerOperation } from './record.ts';
import { segmentPath } from './segment.ts';

/** Operations per record, and bytes after which a new segment is begun. */
const CHUNK = 32;
const SEGMENT_BYTES = 4 * 1024 * 1024;

/** One segment being written, durable once closed. */
function openSegment(directory: string, marker: Uint8Array, segment: number, nextSeq: number, previousLength: number) {
  const fd = openSync(segmentPath(directory, segment), 'w', 0o600);
  let length = 0;
  const write = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    length += bytes.length;
  };
  const append = (operations: readonly StoredOperation[]) => {
    const { bytes } = encodeBody(operations, marker);
    write(Buffer.concat([encodePrefix(bytes, marker, segment, length), bytes]));
  };
  write(encodePreamble(marker));
  append([headerOperation(nextSeq, previousLength)]);
  return {
    segment,
    append,
    get length() {
      return length;
    },
    close() {
      fsyncSync(fd);
      closeSync(fd);
    },
    abandon: () => closeSync(fd),
  };
}

/** Writes a whole journal's segments, durable when this returns. @throws the operating system's error. */
export function writeSnapshot(
  directory: string,
  head: { readonly marker: Uint8Array; readonly firstSegment: number; readonly nextSeq: number },
  sources: readonly Iterable<StoredOperation>[],
): void {
  const { marker, firstSegment, nextSeq } = head;
  let current = openSegment(directory, marker, firstSegment, nextSeq, 0);
  let chunk: StoredOperation[] = [];
  const flush = () => {
    if (chunk.length > 0) current.append(chunk);
    chunk = [];
  };
  try {
    for (const source of sources) {
      for (const operation of source) {
        chunk.push(operation);
        if (chunk.length < CHUNK) continue;
        flush();
        if (current.length < SEGMENT_BYTES) continue;
        current.close();
        current = openSegment(directory, marker, current.segment + 1, nextSeq, current.length);
      }
    }
    flush();
  } catch (cause) {
    current.abandon();
    throw cause;
  }
  current.close();
}
