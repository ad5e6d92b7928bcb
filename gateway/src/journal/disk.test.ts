import { readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Journal, JournalOperation } from '../domain/index.ts';
import { openExt4, openTmpfs, type SmallDisk, whyNoExt4, whyNoMount } from './disk.test-kit.ts';
import { openJournal, readJournal } from './index.ts';

const disks: SmallDisk[] = [];
afterEach(() => {
  for (const disk of disks.splice(0)) disk.close();
});
const used = <T extends SmallDisk>(disk: T): T => {
  disks.push(disk);
  return disk;
};

const put = (n: number): JournalOperation => ({ type: 'put', kind: 'reading', key: 'm', bytes: new Uint8Array(132).fill(n), at: n });
const numbers = (journal: Pick<Journal, 'entries'>) => [...journal.entries('reading')].map(({ seq }) => seq);

/** Commits until the disk takes no more. @returns the numbers that were acknowledged. */
async function fill(journal: Journal, size = 3): Promise<number[]> {
  const taken: number[] = [];
  for (;;) {
    try {
      taken.push(...(await journal.commit(Array.from({ length: size }, (_, n) => put(n)))));
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'JOURNAL_FULL' });
      return taken;
    }
  }
}

/** Another program takes all the room there is. */
function occupy(path: string): string {
  const file = join(path, 'somebody-else');
  for (let block = 64 * 1024; block >= 1; block = Math.floor(block / 2)) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(block, 7), { flag: 'a' });
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'ENOSPC' });
    }
  }
  return file;
}

const noMount = whyNoMount();
describe.skipIf(noMount !== undefined)(`a journal on a small tmpfs${noMount === undefined ? '' : ` (skipped: ${noMount})`}`, () => {
  it('refuses loudly when the disk is full, keeps all that it acknowledged, and goes on by itself when there is room', async () => {
    const disk = used(openTmpfs('1m'));
    const directory = join(disk.path, 'journal');
    const journal = await openJournal(directory, { segmentBytes: 64 * 1024 });
    const taken = await journal.commit([put(1)]);
    const other = occupy(disk.path);
    taken.push(...(await fill(journal, 1)));
    await expect(journal.commit([put(9)])).rejects.toMatchObject({
      code: 'JOURNAL_FULL',
      message: expect.stringContaining('no space left'),
    });
    expect(numbers(journal)).toEqual(taken);
    unlinkSync(other);
    taken.push(...(await journal.commit([put(4)])));
    expect(numbers(journal)).toEqual(taken);
    await journal.close();
    const view = readJournal(directory);
    expect([view.corrupt, numbers(view)]).toEqual([[], taken]);
    view.close();
  });

  it('lets entries leave a full disk until there is room again, without anybody deleting anything else', async () => {
    const disk = used(openTmpfs('1m'));
    const directory = join(disk.path, 'journal');
    const journal = await openJournal(directory, { segmentBytes: 32 * 1024 });
    const taken = await fill(journal);
    expect(taken.length).toBeGreaterThan(1000);
    for (const seq of taken.splice(0, 600)) await journal.commit([{ type: 'remove', seq }]);
    taken.push(...(await journal.commit([put(5)])));
    expect(numbers(journal)).toEqual(taken);
    await journal.close();
    const again = await openJournal(directory);
    expect([again.corrupt, numbers(again)]).toEqual([[], taken]);
    await again.close();
  });

  it('opens on a disk that is full already, and on one so full that even its lock has no room says so', async () => {
    const disk = used(openTmpfs('1m'));
    const directory = join(disk.path, 'journal');
    const journal = await openJournal(directory, { segmentBytes: 64 * 1024 });
    const taken = [...(await journal.commit([put(1), put(2)])), ...(await fill(journal))];
    await journal.close();
    occupy(disk.path);
    const full = await openJournal(directory, { segmentBytes: 64 * 1024 });
    expect(numbers(full)).toEqual(taken);
    await full.commit([{ type: 'remove', seq: taken.shift() as number }]);
    await full.close();
    occupy(disk.path);
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'JOURNAL_FULL', message: expect.stringContaining('no space left') });
    unlinkSync(join(disk.path, 'somebody-else'));
    const again = await openJournal(directory);
    expect(numbers(again)).toEqual(taken);
    await again.close();
    expect(readdirSync(directory).filter((name) => name.includes('tmp') || name === 'lock')).toEqual([]);
  });

  it('is readable on a read-only disk, and refuses to be opened for writing with the reason', async () => {
    const disk = used(openTmpfs('1m'));
    const directory = join(disk.path, 'journal');
    const journal = await openJournal(directory);
    const taken = await journal.commit([put(1), put(2)]);
    await journal.close();
    disk.remount('ro');
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'JOURNAL_FULL', message: expect.stringContaining('read-only') });
    await expect(openJournal(join(disk.path, 'new'))).rejects.toMatchObject({ code: 'JOURNAL_FULL' });
    const view = readJournal(directory);
    expect(numbers(view)).toEqual(taken);
    view.close();
    disk.remount('rw');
    await (await openJournal(directory)).close();
  });
});

const noExt4 = whyNoExt4();
describe.skipIf(noExt4 !== undefined)(`a journal on a failing ext4${noExt4 === undefined ? '' : ` (skipped: ${noExt4})`}`, () => {
  it('takes no more once the kernel has made the disk read-only, still gives back what it has, and lost nothing after the repair', async () => {
    const disk = used(openExt4());
    const directory = join(disk.path, 'journal');
    const journal = await openJournal(directory);
    const taken = await journal.commit([put(1), put(2)]);
    taken.push(...(await journal.commit([put(3)])));
    disk.fail();
    // Depending on how far the kernel got it says read-only or broken; either way nothing is promised.
    await expect(journal.commit([put(4)])).rejects.toMatchObject({ code: expect.stringMatching(/^JOURNAL_(FULL|CORRUPT)$/) });
    expect(numbers(journal)).toEqual(taken);
    expect([...journal.entries('reading')].map(({ bytes }) => bytes[0])).toEqual([1, 2, 3]);
    await journal.close();
    disk.repair();
    const again = await openJournal(directory);
    expect([again.corrupt, numbers(again)]).toEqual([[], taken]);
    taken.push(...(await again.commit([put(5)])));
    await again.close();
  });
});
