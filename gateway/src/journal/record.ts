import { Encoder } from 'cbor-x';
import type { JournalKind } from '../domain/index.ts';
import { crc32 } from './crc32.ts';

/**
 * One commit on disk: u32 length | u32 CRC-32 of the body (both little-endian) | body, a CBOR array of operations.
 * Arrays only: cbor-x's own records would need their structures saved beside them to be read later.
 */
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
  /** First record of each segment; `nextSeq` survives even when every entry is gone, so that no number is used twice. */
  | { readonly type: 'header'; readonly version: number; readonly nextSeq: number };

export const RECORD_PREFIX_LENGTH = 8;
/** No commit comes near; a larger length field is damage. */
export const RECORD_MAX_LENGTH = 64 * 1024 * 1024;
const FORMAT_VERSION = 1;
const CODE = { header: 0, put: 1, remove: 2, set: 3 } as const;
const KINDS: readonly JournalKind[] = ['reading', 'transaction'];

const cbor = new Encoder({ useRecords: false, tagUint8Array: false });

export function headerOperation(nextSeq: number): StoredOperation {
  return { type: 'header', version: FORMAT_VERSION, nextSeq };
}

function toArray(operation: StoredOperation): unknown[] {
  switch (operation.type) {
    case 'put':
      return [CODE.put, operation.seq, KINDS.indexOf(operation.kind), operation.key, operation.at, operation.bytes];
    case 'remove':
      return [CODE.remove, operation.seq];
    case 'set':
      return [CODE.set, operation.name, operation.value];
    case 'header':
      return [CODE.header, operation.version, operation.nextSeq];
  }
}

/** @returns the whole record, prefix included. */
export function encodeRecord(operations: readonly StoredOperation[]): Uint8Array {
  const body = cbor.encode(operations.map(toArray));
  const record = Buffer.allocUnsafe(RECORD_PREFIX_LENGTH + body.length);
  record.writeUInt32LE(body.length, 0);
  record.writeUInt32LE(crc32(body), 4);
  record.set(body, RECORD_PREFIX_LENGTH);
  return record;
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
      return a === FORMAT_VERSION && typeof b === 'number' ? { type: 'header', version: a, nextSeq: b } : undefined;
    default:
      return undefined;
  }
}

/** @returns the operations, or undefined where the body is not what this version writes. */
export function decodeBody(body: Uint8Array): StoredOperation[] | undefined {
  let arrays: unknown;
  try {
    arrays = cbor.decode(body);
  } catch {
    return undefined;
  }
  if (!Array.isArray(arrays)) return undefined;
  const operations: StoredOperation[] = [];
  for (const array of arrays as unknown[]) {
    const operation = Array.isArray(array) ? fromArray(array) : undefined;
    if (operation === undefined) return undefined;
    operations.push(operation);
  }
  return operations;
}

export interface FoundRecord {
  /** Of the record's first prefix byte. */
  readonly offset: number;
  /** Prefix and body. */
  readonly length: number;
  readonly operations: StoredOperation[];
}

/** @returns the record at this offset, or undefined where there is none whole and undamaged. */
export function recordAt(bytes: Buffer, offset: number): FoundRecord | undefined {
  if (offset + RECORD_PREFIX_LENGTH > bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  const start = offset + RECORD_PREFIX_LENGTH;
  if (length === 0 || length > RECORD_MAX_LENGTH || start + length > bytes.length) return undefined;
  const body = bytes.subarray(start, start + length);
  if (crc32(body) !== bytes.readUInt32LE(offset + 4)) return undefined;
  const operations = decodeBody(body);
  return operations === undefined ? undefined : { offset, length: RECORD_PREFIX_LENGTH + length, operations };
}

/** Whether any whole record starts after `offset`: it tells damage in the middle from a tail that was never finished. */
export function hasRecordAfter(bytes: Buffer, offset: number): boolean {
  for (let at = offset + 1; at + RECORD_PREFIX_LENGTH < bytes.length; at += 1) {
    if (recordAt(bytes, at) !== undefined) return true;
  }
  return false;
}
