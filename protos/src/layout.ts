/**
 * Byte layout of a native SignedReading: facts only, so that gateway, simulator, contract tests and firmware each write
 * their own coder against one table. All integers little-endian (protobuf wire format, fixed32 and fixed64 types).
 */
export const SIGNED_READING_LENGTH = 132;
/** Bytes [0, 65) are hashed with SHA-256 and signed. */
export const SIGNED_READING_SIGNED_LENGTH = 65;
/** r | s | v, after the two bytes tag 0x52 and length 0x41. */
export const SIGNED_READING_SIGNATURE_OFFSET = 67;
export const SIGNED_READING_FIELDS = [
  { field: 1, name: 'domain', tag: 0x09, offset: 1, type: 'u64' },
  { field: 2, name: 'counter', tag: 0x11, offset: 10, type: 'u64' },
  { field: 3, name: 'time', tag: 0x19, offset: 19, type: 'u64' },
  { field: 4, name: 'importWh', tag: 0x21, offset: 28, type: 'u64' },
  { field: 5, name: 'exportWh', tag: 0x29, offset: 37, type: 'u64' },
  { field: 6, name: 'powerW', tag: 0x35, offset: 46, type: 'i32' },
  { field: 7, name: 'voltageMv', tag: 0x3d, offset: 51, type: 'u32' },
  { field: 8, name: 'frequencyMhz', tag: 0x45, offset: 56, type: 'u32' },
  { field: 9, name: 'status', tag: 0x4d, offset: 61, type: 'u32' },
] as const;
/** `$JG1,` + base64url of 132 bytes (176 characters) + `*` + 4 hex digits CRC-16/X-25 over the characters between `$` and `*` + CR LF. */
export const JG1_LINE_MAX_LENGTH = 256;
