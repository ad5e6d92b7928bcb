import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT, type ExitError, numberWithin, readKeyFile } from './cli-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'jg-key-'));
const KEY = `0x${'ab'.repeat(32)}`;
function keyFile(content: string, mode: number): string {
  const path = join(folder, `${Math.random()}`);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}
function catchError(work: () => unknown): ExitError {
  try {
    work();
  } catch (cause) {
    return cause as ExitError;
  }
  throw new Error('an error expected');
}

test.each([0o600, 0o400])('a key that only its owner reads (mode %o) is taken', (mode) => {
  expect(readKeyFile(keyFile(`${KEY}\n`, mode))).toBe(KEY);
});

test.each([
  ['others may read it', KEY, 0o644],
  ['the group may read it', KEY, 0o640],
  ['it is too short', KEY.slice(0, 60), 0o600],
  ['it has no 0x', KEY.slice(2), 0o600],
  ['it is zero', `0x${'0'.repeat(64)}`, 0o600],
])('a key file is refused when %s, and the key stays out of the message', (_, content, mode) => {
  const error = catchError(() => readKeyFile(keyFile(content, mode)));
  expect(error.exitCode).toBe(EXIT.key);
  expect(error.message).not.toContain('abab');
});

test('a missing key file has the same code', () => {
  expect(catchError(() => readKeyFile(join(folder, 'none'))).exitCode).toBe(EXIT.key);
});

test.each(['', 'x', '0', '11', '1.5', 'NaN'])('%j is no whole number from 1 to 10', (text) => {
  expect(catchError(() => numberWithin('--n', 1, 10)(text)).exitCode).toBe(EXIT.usage);
});
