import { Encoder } from 'cbor-x';
import type { JournalKind } from '../domain/index.ts';
import { crc32 } from './crc32.ts';

/** What stands in a record. Arrays only: cbor-x's own records would need their structures saved beside them. */
export type StoredOperation =
  | {
      readonly type: 'put';
      readonly seq: number;
      readonly kind: JournalKind;
      readonly key: string;
      readonly at: number;
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'remove'; readonly seq: number }
  | { readonly type: 'set'; readonly name: string; readonly value: Uint8Array }
  /** First of each segment; `nextSeq` survives even when every entry is gone, so that no number is used twice. */
  | {
      readonly type: 'header';
      readonly version: number;
      readonly nextSeq: number;
      /** Bytes of the segment before this one, 0 where there is none: tells when its end is missing. */
      readonly previousLength: number;
    }
  /** Stands where damage was: a repaired segment keeps its length, so what points into it stays true. */
  | { readonly type: 'void' };

/** An operation and where its frame lies: in the file, or, while it is being written, in its record's body. */
export interface PlacedOperation {
  readonly operation: StoredOperation;
  readonly offset: number;
  /** Of the frame: u32 length, u32 CRC-32, CBOR. */
  readonly length: number;
}

const FRAME_PREFIX_LENGTH = 8;
/** No operation comes near; a larger length field is damage. */
const OPERATION_MAX_LENGTH = 64 * 1024 * 1024;
const CODE = { header: 0, put: 1, remove: 2, set: 3, void: 4 } as const;
const KINDS: readonly JournalKind[] = ['reading', 'transaction'];

const cbor = new Encoder({ useRecords: false, tagUint8Array: false });

function toArray(operation: StoredOperation): unknown[] {
  switch (operation.type) {
    case 'put':
      return [CODE.put, operation.seq, KINDS.indexOf(operation.kind), operation.key, operation.at, operation.bytes];
    case 'remove':
      return [CODE.remove, operation.seq];
    case 'set':
      return [CODE.set, operation.name, operation.value];
    case 'header':
      return [CODE.header, operation.version, operation.nextSeq, operation.previousLength];
    case 'void':
      return [CODE.void];
  }
}

function fromArray(array: readonly unknown[]): StoredOperation | undefined {
  const [code, a, b, c, d, e] = array;
  switch (code) {
    case CODE.put: {
      const kind = KINDS[b as number];
      if (typeof a !== 'number' || kind === undefined || typeof c !== 'string' || typeof d !== 'number' || !(e instanceof Uint8Array))
        return undefined;
      return { type: 'put', seq: a, kind, key: c, at: d, bytes: e };
    }
    case CODE.remove:
      return typeof a === 'number' ? { type: 'remove', seq: a } : undefined;
    case CODE.set:
      return typeof a === 'string' && b instanceof Uint8Array ? { type: 'set', name: a, value: b } : undefined;
    case CODE.header:
      if (typeof a !== 'number' || typeof b !== 'number') return undefined;
      return { type: 'header', version: a, nextSeq: b, previousLength: typeof c === 'number' ? c : 0 };
    default:
      return undefined;
  }
}

/** @returns the operation that a decoded CBOR array is, undefined where it is none; formats 1 and 2 write the same arrays. */
export function readOperation(decoded: unknown): StoredOperation | undefined {
  return Array.isArray(decoded) ? fromArray(decoded as unknown[]) : undefined;
}

/** @returns undefined for what is no CBOR. */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    return cbor.decode(bytes);
  } catch {
    return undefined;
  }
}

function frame(body: Uint8Array, marker: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_PREFIX_LENGTH + body.length);
  bytes.writeUInt32LE(body.length, 0);
  bytes.writeUInt32LE(crc32(body, crc32(marker)), 4);
  bytes.set(body, FRAME_PREFIX_LENGTH);
  return bytes;
}

/** @param marker the journal's own, so that what a meter put into its text never reads as a frame. */
export function encodeFrame(operation: StoredOperation, marker: Uint8Array): Buffer {
  return frame(cbor.encode(toArray(operation)), marker);
}

/** The first two bytes of a void frame's body, [4] in CBOR; the rest of it is padding. */
const VOID_BODY = Buffer.from([0x81, CODE.void]);

export const VOID_FRAME_MIN = FRAME_PREFIX_LENGTH + VOID_BODY.length;

/** @returns a void frame of exactly this length, at least VOID_FRAME_MIN. */
export function encodeVoidFrame(length: number, marker: Uint8Array): Buffer {
  const body = Buffer.alloc(length - FRAME_PREFIX_LENGTH);
  VOID_BODY.copy(body);
  return frame(body, marker);
}

/** @returns the frame at this offset, whole and undamaged, or undefined. */
export function frameAt(bytes: Buffer, offset: number, end: number, marker: Uint8Array): PlacedOperation | undefined {
  const start = offset + FRAME_PREFIX_LENGTH;
  if (start > end) return undefined;
  const length = bytes.readUInt32LE(offset);
  if (length === 0 || length > OPERATION_MAX_LENGTH || start + length > end) return undefined;
  const body = bytes.subarray(start, start + length);
  if (crc32(body, crc32(marker)) !== bytes.readUInt32LE(offset + 4)) return undefined;
  const isVoid = Buffer.compare(body.subarray(0, 2), VOID_BODY) === 0;
  const operation: StoredOperation | undefined = isVoid ? { type: 'void' } : readOperation(decodeCbor(body));
  return operation === undefined ? undefined : { operation, offset, length: FRAME_PREFIX_LENGTH + length };
}
