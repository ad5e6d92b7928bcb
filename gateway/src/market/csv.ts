/** RFC 4180: CRLF after every line, fields with a comma, a quote or a line break in quotes, quotes doubled. */
function field(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param columns keys of the rows, and their header. @returns a table with its header; integers in full, absent values empty. */
export function formatCsv<K extends string>(columns: readonly K[], rows: readonly Partial<Readonly<Record<K, unknown>>>[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}
