import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/**
 * Writes a file line by line, never over another, durable when this returns.
 * @throws the operating system's error.
 */
export function writeLines(path: string, work: (write: (line: string) => void) => void): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    work((line) => {
      const data = Buffer.from(`${line}\n`);
      for (let at = 0; at < data.length; ) at += writeSync(fd, data, at);
    });
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
