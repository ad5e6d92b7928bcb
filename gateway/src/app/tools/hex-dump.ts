const BYTES_PER_ROW = 16;

/** Rows of sixteen bytes, in hex and in ASCII, with a point for what can't be printed: `2f 4a 47 …  |/JG…|`. */
export function formatHexDump(bytes: Uint8Array): readonly string[] {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_ROW) {
    const row = bytes.subarray(at, at + BYTES_PER_ROW);
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${hex.padEnd(3 * BYTES_PER_ROW - 1)}  |${ascii}|`);
  }
  return rows;
}
