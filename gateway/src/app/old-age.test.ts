import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../journal/index.ts';
import type { Context } from './context.ts';
import { createOldAge } from './old-age.ts';
import { type ExportedEntry, readExport } from './tools/journal-file.ts';

const DAY_MS = 86_400_000;
const NOW = 1_800_000_000_000;
const directory = mkdtempSync(join(tmpdir(), 'joulegate-age-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function stage(maxAgeDays: number, isClockRight = true, maxBytes = 1 << 20) {
  const journal = await openJournal(join(directory, `journal-${maxAgeDays}-${isClockRight}-${maxBytes}`));
  await journal.commit(
    [40, 31, 29, 1].map((days) => ({ type: 'put', kind: 'reading', key: 'm', bytes: Uint8Array.of(days), at: NOW - days * DAY_MS })),
  );
  const errors: string[] = [];
  const context = {
    journal,
    config: { journal: { maxAgeDays, maxBytes } },
    clock: { now: () => NOW },
    time: { isSynchronised: () => isClockRight },
    log: { error: (_: object, message: string) => errors.push(message) },
  } as unknown as Context;
  const folder = mkdtempSync(join(tmpdir(), 'joulegate-aged-'));
  return {
    journal,
    errors,
    folder,
    oldAge: createOldAge(context, folder),
    left: () => [...journal.entries('reading')].map(({ bytes }) => bytes[0]),
  };
}

describe('old readings', () => {
  it('leave for a file once they are older than the configuration lets them be, loudly, and can be read from it', async () => {
    const { journal, errors, folder, oldAge, left } = await stage(30);
    oldAge.tick();
    await vi.waitFor(() => expect(left()).toEqual([29, 1]));
    expect([oldAge.moved, errors]).toEqual([2, [expect.stringContaining('too old')]]);
    const [file = ''] = readdirSync(join(folder, 'aged'));
    const entries: ExportedEntry[] = [];
    await readExport(join(folder, 'aged', file), { entry: (entry) => void entries.push(entry) });
    expect(entries.map(({ kind, key, bytes }) => [kind, key, bytes[0]])).toEqual([
      ['reading', 'm', 40],
      ['reading', 'm', 31],
    ]);
    await journal.close();
  });

  it.each([
    ['without a limit', 0, true],
    ['while the clock may be wrong', 30, false],
  ])('stay %s', async (_, days, isClockRight) => {
    const { journal, errors, oldAge, left } = await stage(days, isClockRight);
    oldAge.tick();
    expect([left(), errors]).toEqual([[40, 31, 29, 1], []]);
    await journal.close();
  });

  it('stay, loudly, when the files of those before them take all the room they may', async () => {
    const { journal, errors, folder, oldAge, left } = await stage(30, true, 4096);
    createAged(folder);
    oldAge.tick();
    await vi.waitFor(() => expect(errors).toEqual([expect.stringContaining('carry them away')]));
    expect(left()).toEqual([40, 31, 29, 1]);
    expect(readdirSync(join(folder, 'aged'))).toEqual(['before.jsonl']);
    await journal.close();
  });
});

function createAged(folder: string): void {
  rmSync(join(folder, 'aged'), { recursive: true, force: true });
  mkdirSync(join(folder, 'aged'));
  writeFileSync(join(folder, 'aged', 'before.jsonl'), Buffer.alloc(4096));
}
