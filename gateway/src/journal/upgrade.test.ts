import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openJournal, readJournal } from './index.ts';
import { encodePreamble, FORMAT_VERSION } from './preamble.ts';

const fixture = (format: number) => fileURLToPath(new URL(`./fixtures/format-${format}`, import.meta.url));
const places: string[] = [];
function place(source?: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'joulegate-upgrade-'));
  places.push(directory);
  if (source !== undefined) cpSync(source, directory, { recursive: true });
  return directory;
}
afterEach(() => {
  for (const directory of places.splice(0)) rmSync(directory, { recursive: true, force: true });
});

const KEY_1 = `0x${'11'.repeat(20)}`;
const KEY_2 = `0x${'22'.repeat(20)}`;

/** What both fixtures were written to hold: 12 readings of two meters, numbers 2 and 5 removed, one transaction. */
function expectFixture(directory: string): void {
  const view = readJournal(directory);
  const readings = [...view.entries('reading')].map(({ seq, key, at, bytes }) => [seq, key, at, bytes.length, bytes[0], bytes[131]]);
  expect(readings).toEqual(
    [1, 3, 4, 6, 7, 8, 9, 10, 11, 12].map((n) => [n, n % 2 ? KEY_1 : KEY_2, 1_750_000_000_000 + n * 1000, 132, n, n]),
  );
  expect([...view.entries('transaction')].map(({ seq, key, bytes }) => [seq, key, bytes.length])).toEqual([[13, 'ab'.repeat(32), 60]]);
  expect([KEY_1, KEY_2].map((key) => view.get(`meter:${key}`)?.[0])).toEqual([11, 12]);
  expect([...(view.get('nonce') ?? [])]).toEqual([7]);
  expect([view.corrupt, view.files.format]).toEqual([[], FORMAT_VERSION]);
  view.close();
}

describe('journal formats', () => {
  it('format 2, the present one: the checked-in journal reads as it was written', async () => {
    expect(FORMAT_VERSION, 'a new format needs a fixture of its own, and an upgrade from this one').toBe(2);
    const directory = place(fixture(2));
    expectFixture(directory);
    const journal = await openJournal(directory);
    expect(await journal.commit([{ type: 'put', kind: 'reading', key: KEY_1, bytes: Uint8Array.of(1), at: 1 }])).toEqual([14]);
    await journal.close();
  });

  it('format 1 is upgraded when it is opened, and nothing of it stays behind', async () => {
    const directory = place(fixture(1));
    expect(() => readJournal(directory)).toThrow(/format 1/);
    const journal = await openJournal(directory);
    expect([journal.upgradedFrom, journal.corrupt]).toEqual([1, []]);
    await journal.close();
    expectFixture(directory);
    expect(readdirSync(directory).filter((name) => name.endsWith('.log'))).toEqual([]);
    const again = await openJournal(directory);
    expect(again.upgradedFrom).toBeUndefined();
    expect(await again.commit([{ type: 'put', kind: 'reading', key: KEY_1, bytes: Uint8Array.of(1), at: 1 }])).toEqual([14]);
    await again.close();
  });

  it('an upgrade that a crash interrupted, before or after its one rename, is finished at the next start', async () => {
    const whole = place(fixture(1));
    await (await openJournal(whole)).close();
    const name = '0000000005.seg';
    const before = place(fixture(1));
    writeFileSync(join(before, name), readFileSync(join(whole, name)).subarray(0, 300));
    const whereToSwitch = place(fixture(1));
    cpSync(join(whole, name), join(whereToSwitch, name));
    writeFileSync(join(whereToSwitch, 'format.tmp'), 'joulegate journal, for');
    const after = place(fixture(1));
    cpSync(join(whole, name), join(after, name));
    cpSync(join(whole, 'format'), join(after, 'format'));
    const halfway = place(after);
    rmSync(join(halfway, '0000000001.log'));
    for (const directory of [before, whereToSwitch, after, halfway]) {
      await (await openJournal(directory)).close();
      expectFixture(directory);
      expect(readdirSync(directory).filter((name) => /\.(log|tmp)$/.test(name))).toEqual([]);
    }
  });

  it('an upgrade that finds no room leaves the former journal as it was', async () => {
    const directory = place(fixture(1));
    mkdirSync(join(directory, 'format.tmp'));
    await expect(openJournal(directory)).rejects.toThrow();
    rmSync(join(directory, 'format.tmp'), { recursive: true });
    expect(readdirSync(directory).sort()).toEqual(readdirSync(fixture(1)).sort());
    await (await openJournal(directory)).close();
    expectFixture(directory);
  });

  it('damage in a journal of format 1 is moved aside and reported, its other commits come along', async () => {
    const directory = place(fixture(1));
    const path = join(directory, '0000000002.log');
    const bytes = readFileSync(path);
    const at = bytes.indexOf(Buffer.alloc(132, 6));
    bytes[at] = 0;
    writeFileSync(path, bytes);
    const journal = await openJournal(directory);
    expect(journal.corrupt).toHaveLength(1);
    expect([...journal.entries('reading')]).toHaveLength(9);
    await journal.close();
    expect(readdirSync(directory).some((name) => name.endsWith('.corrupt'))).toBe(true);
  });

  it('a newer format is refused by name and left exactly as it is', async () => {
    const directory = place(fixture(2));
    const name = '0000000001.seg';
    const bytes = readFileSync(join(directory, name));
    bytes.set(encodePreamble(bytes.subarray(8, 12), FORMAT_VERSION + 1));
    writeFileSync(join(directory, name), bytes);
    const kept = readdirSync(directory).map((file) => [file, readFileSync(join(directory, file)).toString('hex')]);
    const refusal = /format 3 by a newer joulegate.*nothing was changed/;
    await expect(openJournal(directory)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT', message: expect.stringMatching(refusal) });
    expect(() => readJournal(directory)).toThrow(refusal);
    expect(readdirSync(directory).map((file) => [file, readFileSync(join(directory, file)).toString('hex')])).toEqual(kept);
  });
});
