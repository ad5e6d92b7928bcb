import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import type { StoredOperation } from './operation.ts';
import { encodePreamble } from './preamble.ts';
import { encodeBody, encodePrefix, headerOperation } from './record.ts';

/** Operations per record. */
const CHUNK = 32;

/** Writes one whole segment, durable when this returns. @throws the operating system's error. */
export function writeSnapshot(
  path: string,
  head: { readonly marker: Uint8Array; readonly segment: number; readonly nextSeq: number },
  operations: Iterable<StoredOperation>,
): void {
  const { marker, segment, nextSeq } = head;
  const fd = openSync(path, 'w', 0o600);
  let offset = 0;
  const write = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    offset += bytes.length;
  };
  const writeRecord = (chunk: readonly StoredOperation[]) => {
    const { bytes } = encodeBody(chunk, marker);
    write(Buffer.concat([encodePrefix(bytes, marker, segment, offset), bytes]));
  };
  try {
    write(encodePreamble(marker));
    writeRecord([headerOperation(nextSeq, 0)]);
    let chunk: StoredOperation[] = [];
    for (const operation of operations) {
      chunk.push(operation);
      if (chunk.length < CHUNK) continue;
      writeRecord(chunk);
      chunk = [];
    }
    if (chunk.length > 0) writeRecord(chunk);
    fsyncSync(fd);
  } catch (cause) {
    rmSync(path, { force: true });
    throw cause;
  } finally {
    closeSync(fd);
  }
}
