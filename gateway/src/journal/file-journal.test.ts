import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JournalOperation } from '../domain/index.ts';
import { realDisk } from './append-file.ts';
import { crc32, crc32Portable } from './crc32.ts';
import { openJournal, readJournal } from './index.ts';

const places: string[] = [];
function place(): string {
  const directory = mkdtempSync(join(tmpdir(), 'joulegate-journal-'));
  places.push(directory);
  return directory;
}
afterEach(() => {
  for (const directory of places.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const put = (n: number, length = 132): JournalOperation => ({
  type: 'put',
  kind: 'reading',
  key: 'm',
  bytes: new Uint8Array(length).fill(n),
  at: n,
});
const contents = (directory: string) => {
  const view = readJournal(directory);
  const result = [...view.entries('reading')].map((entry) => entry.bytes[0]);
  view.close();
  return result;
};
const segments = (directory: string) => readdirSync(directory).filter((name) => name.endsWith('.seg'));

describe('file journal', () => {
  it('computes CRC-32 as the standard says, with and without zlib', () => {
    const check = Buffer.from('123456789');
    expect(crc32(check)).toBe(0xcbf43926);
    expect(crc32Portable(check)).toBe(0xcbf43926);
  });

  it('cuts an unfinished tail at whatever byte it ends, keeping every commit before it', async () => {
    const directory = place();
    const journal = await openJournal(directory);
    await journal.commit([put(1)]);
    await journal.commit([put(2)]);
    const file = join(directory, segments(directory)[0] as string);
    const before = readFileSync(file).length;
    await journal.commit([put(3), { type: 'set', name: 'x', value: Uint8Array.of(3) }]);
    await journal.close();
    const after = readFileSync(file).length;
    for (let length = before; length < after; length += 1) {
      const copy = place();
      copyFileSync(file, join(copy, '0000000001.seg'));
      truncateSync(join(copy, '0000000001.seg'), length);
      const reopened = await openJournal(copy);
      expect([...reopened.entries('reading')].map((e) => e.bytes[0])).toEqual([1, 2]);
      expect(reopened.get('x')).toBeUndefined();
      expect(reopened.corrupt).toEqual([]);
      expect(reopened.tornBytes).toBe(length - before);
      await reopened.commit([put(4)]);
      await reopened.close();
      expect(contents(copy)).toEqual([1, 2, 4]);
    }
  });

  it('moves damage in the middle aside, says so, and never gives its numbers out again', async () => {
    const directory = place();
    const journal = await openJournal(directory);
    const numbers: number[] = [];
    for (let n = 1; n <= 5; n += 1) numbers.push(...(await journal.commit([put(n)])));
    await journal.close();
    const file = join(directory, segments(directory)[0] as string);
    const bytes = readFileSync(file);
    const third = bytes.indexOf(Buffer.alloc(132, 3));
    bytes[third + 5] = 0x77;
    writeFileSync(file, bytes);
    const reopened = await openJournal(directory);
    expect(reopened.corrupt).toHaveLength(1);
    expect(reopened.tornBytes).toBe(0);
    expect(readdirSync(directory).some((name) => name.endsWith('.corrupt'))).toBe(true);
    expect([...reopened.entries('reading')].map((e) => e.bytes[0])).toEqual([1, 2, 4, 5]);
    const [next = 0] = await reopened.commit([put(6)]);
    expect(next).toBeGreaterThan(Math.max(...numbers));
    await reopened.close();
    const again = await openJournal(directory);
    expect(again.corrupt).toEqual([]);
    expect([...again.entries('reading')].map((e) => e.bytes[0])).toEqual([1, 2, 4, 5, 6]);
    await again.close();
  });

  it('shares one sync between concurrent commits', async () => {
    let syncs = 0;
    const journal = await openJournal(place(), {
      disk: {
        ...realDisk,
        sync: (file) => {
          syncs += 1;
          return realDisk.sync(file);
        },
      },
    });
    syncs = 0;
    await Promise.all(Array.from({ length: 100 }, (_, n) => journal.commit([put(n)])));
    expect(syncs).toBeLessThanOrEqual(2);
    await journal.close();
  });

  it('gives a full disk back as JOURNAL_FULL, keeps nothing of the commit, and goes on when there is room', async () => {
    const directory = place();
    let room = Number.POSITIVE_INFINITY;
    const disk = {
      ...realDisk,
      write: async (...args: Parameters<typeof realDisk.write>) => {
        const [file, bytes, position] = args;
        if (bytes.length > room) {
          if (room > 0) await realDisk.write(file, bytes.subarray(0, room), position); // half of it lands, as on a real disk
          room = 0;
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        }
        room -= bytes.length;
        return realDisk.write(file, bytes, position);
      },
    };
    const journal = await openJournal(directory, { disk });
    const [first = 0] = await journal.commit([put(1)]);
    room = 50;
    await expect(journal.commit([put(2)])).rejects.toMatchObject({ code: 'JOURNAL_FULL' });
    expect([...journal.entries('reading')].map((e) => e.bytes[0])).toEqual([1]);
    room = 1000;
    await journal.commit([{ type: 'remove', seq: first }, put(3)]);
    await journal.close();
    expect(contents(directory)).toEqual([3]);
  });

  it('still lets entries leave a full disk, in the space kept back for that', async () => {
    const directory = place();
    let isFull = false;
    const disk = {
      ...realDisk,
      write: async (...args: Parameters<typeof realDisk.write>) => {
        if (isFull && existsSync(join(directory, 'reserve'))) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        return realDisk.write(...args);
      },
    };
    const journal = await openJournal(directory, { disk });
    const [first = 0] = await journal.commit([put(1)]);
    isFull = true;
    const [added, removed] = await Promise.allSettled([journal.commit([put(2)]), journal.commit([{ type: 'remove', seq: first }])]);
    expect([added?.status, removed?.status]).toEqual(['rejected', 'fulfilled']);
    await journal.close();
    expect(contents(directory)).toEqual([]);
  });

  it('promises nothing more after the disk failed in another way', async () => {
    let isBroken = false;
    const journal = await openJournal(place(), {
      disk: {
        ...realDisk,
        sync: async (file) => {
          if (isBroken) throw Object.assign(new Error('I/O error'), { code: 'EIO' });
          await realDisk.sync(file);
        },
      },
    });
    await journal.commit([put(1)]);
    isBroken = true;
    await expect(journal.commit([put(2)])).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
    isBroken = false;
    await expect(journal.commit([put(3)])).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
    expect([...journal.entries('reading')].map((e) => e.bytes[0])).toEqual([1]);
    await journal.close();
  });

  it('keeps the disk bounded while one old entry stays', async () => {
    const directory = place();
    const journal = await openJournal(directory, { segmentBytes: 4096 });
    await journal.commit([put(7)]);
    for (let n = 0; n < 500; n += 1) {
      const [seq = 0] = await journal.commit([put(1)]);
      await journal.commit([{ type: 'remove', seq }]);
    }
    expect(segments(directory).length).toBeLessThanOrEqual(4);
    await journal.close();
    expect(contents(directory)).toEqual([7]);
  });

  it('refuses a second process and takes over from a dead one', async () => {
    const directory = place();
    const journal = await openJournal(directory);
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await journal.close();
    writeFileSync(join(directory, 'lock'), '999999999 1\n');
    await (await openJournal(directory)).close();
  });

  it('is intact at every moment another process might copy it', async () => {
    const directory = place();
    const journal = await openJournal(directory, { segmentBytes: 1024 });
    let acknowledged = 0;
    for (let n = 1; n <= 60; n += 1) {
      await journal.commit([put(n)]);
      acknowledged = n;
      if (n % 7 === 0) {
        const copy = place();
        cpSync(directory, copy, { recursive: true });
        expect(contents(copy)).toHaveLength(acknowledged);
      }
    }
    await journal.close();
  });

  it('loses nothing acknowledged to kill -9', async () => {
    const directory = place();
    // The child runs compiled code where there is some, else the test has nothing to kill; Node 20 runs no TypeScript.
    const compiled = new URL('../../dist/journal/index.js', import.meta.url);
    const script = `
      const { openJournal } = await import(${JSON.stringify(compiled.href)});
      const journal = await openJournal(${JSON.stringify(directory)}, { segmentBytes: 8192 });
      for (let n = 1; ; n++) {
        const [seq] = await journal.commit([{ type: 'put', kind: 'reading', key: 'm', bytes: Uint8Array.of(n & 255, n >> 8), at: n }]);
        if (n % 3 === 0) await journal.commit([{ type: 'remove', seq }]);
        process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.length > 2000) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));
    const last = Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
    expect(last).toBeGreaterThan(100);
    const journal = await openJournal(directory);
    const seen = new Set([...journal.entries('reading')].map((e) => (e.bytes[0] ?? 0) + ((e.bytes[1] ?? 0) << 8)));
    for (let n = 1; n <= last; n += 1) expect(seen.has(n)).toBe(n % 3 !== 0);
    expect(journal.corrupt).toEqual([]);
    await journal.close();
  });
});
