import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTelegramKey } from './index.ts';

const directory = mkdtempSync(join(tmpdir(), 'joulegate-telegram-keys-'));
afterAll(() => rmSync(directory, { recursive: true }));
const HEX = '000102030405060708090a0b0c0d0e0f';
const write = (name: string, content: string | Uint8Array, mode = 0o600) => {
  const path = join(directory, name);
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
};
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('keys of telegrams', () => {
  it.each<[string, string | Uint8Array]>([
    ['hex with a line end', `${HEX}\n`],
    ['capital hex with 0x', `0x${HEX.toUpperCase()}`],
    ['raw', Buffer.from(HEX, 'hex')],
  ])('are read as %s', (name, content) => {
    expect(Buffer.from(loadTelegramKey(`file:${write(name, content)}`)).toString('hex')).toBe(HEX);
    expect(Buffer.from(loadTelegramKey(`file:${name}`, directory)).toString('hex')).toBe(HEX);
  });

  it.each<[string, string | Uint8Array, number]>([
    ['of 15 bytes', HEX.slice(2), 0o600],
    ['of 32 bytes', HEX + HEX, 0o600],
    ['with something that is no hex', `${HEX.slice(0, -1)}g`, 0o600],
    ['that is empty', '', 0o600],
    ['that others may read', HEX, 0o644],
  ])('%s are refused without being told', (name, content, mode) => {
    const error = codeOf(() => loadTelegramKey(`file:${write(name, content, mode)}`));
    expect(error).toMatchObject({ code: 'KEY_INVALID' });
    expect(String(error)).not.toContain(HEX.slice(0, 8));
  });

  it('that are not there are refused', () => {
    expect(codeOf(() => loadTelegramKey('file:none', directory))).toMatchObject({ code: 'KEY_INVALID' });
  });
});
