import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIntakeLog, readIntakeLog, type StoredMessage } from './intake-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulegate-intake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const message = (text: string, size = 0): StoredMessage => ({
  topic: 'joulegate/pi-1/tx/reading-batch',
  payload: Buffer.concat([Buffer.from(text), Buffer.alloc(size, 7)]),
});
const texts = (messages: readonly StoredMessage[]) =>
  messages.map(({ payload }) => Buffer.from(payload).toString().replaceAll('\u0007', ''));
const path = () => join(folder, 'intake.log');

describe('what a node has acknowledged', () => {
  it('is there after a kill, in order, without what has ended', async () => {
    const log = await openIntakeLog(folder);
    for (const text of ['a', 'b', 'c', 'b']) await log.put(message(text));
    log.end(message('a'));
    await log.put(message('d'));
    // Not closed: killed.
    const again = await openIntakeLog(folder);
    expect([texts(again.open), again.cutBytes]).toEqual([['b', 'c', 'd'], 0]);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    await again.close();
  });

  it('writes an end at the close, and before the next that comes', async () => {
    const log = await openIntakeLog(folder);
    await log.put(message('a'));
    log.end(message('a'));
    await log.close();
    expect((await openIntakeLog(folder)).open).toEqual([]);
  });

  it('is cut where a write was torn, at any byte, and nothing before it is lost', async () => {
    const log = await openIntakeLog(folder);
    for (const text of ['a', 'bb', 'ccc']) await log.put(message(text));
    await log.close();
    const whole = readFileSync(path());
    for (let length = 0; length <= whole.length; length++) {
      const { open, goodBytes } = readIntakeLog(whole.subarray(0, length));
      expect(texts([...open.values()])).toEqual(['a', 'bb', 'ccc'].slice(0, open.size));
      expect(goodBytes).toBeLessThanOrEqual(length);
    }
    writeFileSync(path(), whole.subarray(0, whole.length - 1));
    const again = await openIntakeLog(folder);
    expect(texts(again.open)).toEqual(['a', 'bb']);
    expect(again.cutBytes).toBeGreaterThan(0);
    await again.put(message('dddd'));
    expect(texts((await openIntakeLog(folder)).open)).toEqual(['a', 'bb', 'dddd']);
  });

  it('never holds what was not put, whatever is flipped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readIntakeLog(Buffer.from(bytes)).goodBytes).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('does not grow with what has ended', async () => {
    const log = await openIntakeLog(folder, 200_000);
    await log.put(message('first'));
    for (let i = 0; i < 300; i++) {
      await log.put(message(`${i} `, 5_000));
      log.end(message(`${i} `, 5_000));
    }
    await log.put(message('last'));
    expect(log.size().bytes).toBeLessThan(200_000);
    await log.close();
    expect(texts((await openIntakeLog(folder)).open)).toEqual(['first', 'last']);
  });

  it('takes no more than it may, says so, and goes on when something has ended', async () => {
    const log = await openIntakeLog(folder, 20_000);
    await log.put(message('a', 9_000));
    await log.put(message('b', 9_000));
    await expect(log.put(message('c', 9_000))).rejects.toThrow(/at most 20000 bytes expected, 2 messages without an end/);
    log.end(message('a', 9_000));
    await log.put(message('c', 9_000));
    expect(texts((await openIntakeLog(folder)).open)).toEqual(['b', 'c']);
  });

  it('says where it can’t be written', async () => {
    const file = join(folder, 'taken');
    closeSync(openSync(file, 'w'));
    await expect(openIntakeLog(file)).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
