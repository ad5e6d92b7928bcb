import * as zlib from 'node:zlib';

type Crc32 = (bytes: Uint8Array, before?: number) => number;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c >>> 0;
});

/** CRC-32 (ISO-HDLC) in plain JavaScript, for a Node without zlib.crc32; exported so that a test compares both. */
export function crc32Portable(bytes: Uint8Array, before = 0): number {
  let c = (before ^ 0xffffffff) >>> 0;
  for (const byte of bytes) c = (c >>> 8) ^ (TABLE[(c ^ byte) & 0xff] as number);
  return (c ^ 0xffffffff) >>> 0;
}

/** CRC-32 of the bytes, or of what stood before them and them; "123456789" gives 0xCBF43926. */
export const crc32: Crc32 = (zlib as { crc32?: Crc32 }).crc32 ?? crc32Portable;
