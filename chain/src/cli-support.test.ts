import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT, type ExitError, numberWithin, openSigner } from './cli-support.ts';

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

async function refusal(text: string): Promise<ExitError> {
  return openSigner(text).then(
    () => expect.unreachable('an error expected'),
    (cause: unknown) => cause as ExitError,
  );
}

test.each([0o600, 0o400])('a key that only its owner reads (mode %o) is taken', async (mode) => {
  const path = keyFile(`${KEY}\n`, mode);
  const [signer, byUri] = await Promise.all([openSigner(path), openSigner(`file:${path}`)]);
  expect(signer.address).toMatch(/^0x[0-9a-f]{40}$/);
  expect(byUri.address).toBe(signer.address);
});

test.each([
  ['others may read it', () => keyFile(KEY, 0o644)],
  ['the group may read it', () => keyFile(KEY, 0o640)],
  ['it is too short', () => keyFile(KEY.slice(0, 60), 0o600)],
  ['it is zero', () => keyFile(`0x${'0'.repeat(64)}`, 0o600)],
  ['it is not there', () => join(folder, 'none')],
  ['the key itself was pasted', () => KEY],
  ['it is a keystore without a password', () => `keystore:${join(folder, 'none')}`],
  ['systemd handed none over', () => 'credential:relayer'],
  ['its program is not there', () => 'external:/nowhere/signer'],
])('a key is refused when %s, and stays out of the message', async (_, text) => {
  const error = await refusal(text());
  expect(error.exitCode).toBe(EXIT.key);
  expect(error.message).not.toContain('abab');
});

test.each(['', 'x', '0', '11', '1.5', 'NaN'])('%j is no whole number from 1 to 10', (text) => {
  expect(catchError(() => numberWithin('--n', 1, 10)(text)).exitCode).toBe(EXIT.usage);
});
