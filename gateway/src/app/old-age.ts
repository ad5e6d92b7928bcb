import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry } from '../domain/index.ts';
import type { Context } from './context.ts';
import { writeExport } from './tools/journal-file.ts';
import { writeLines } from './tools/write-lines.ts';

export interface OldAge {
  /** Readings moved out so far. */
  readonly moved: number;
  tick(): void;
}

const CHECK_EVERY_MS = 3600_000;
const DAY_MS = 86_400_000;

/**
 * Bounds the journal in age: a reading that no receipt has taken in so many days (a meter that was never certified, or is
 * no longer configured) leaves for a file in `aged/` beside the journal, in the form of `journal export`. It leaves only
 * once that file is durable; those files together take no more than the journal may, then nothing leaves any more.
 * Without a clock that is known to be right nothing is old.
 * @param directory where `aged/` goes
 */
export function createOldAge(context: Context, directory: string): OldAge {
  const { journal, config, clock, log } = context;
  const maxAgeMs = config.journal.maxAgeDays * DAY_MS;
  const folder = join(directory, 'aged');
  let checkedAt = Number.NEGATIVE_INFINITY;
  let moved = 0;
  let isBusy = false;

  const usedBytes = () => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

  const moveOut = async (old: readonly JournalEntry[]) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${new Date(clock.now()).toISOString().replaceAll(':', '')}-${(old[0] as JournalEntry).seq}.jsonl`);
    try {
      writeLines(`${path}.tmp`, (write) => writeExport([], old, old.length, write));
      if (usedBytes() > config.journal.maxBytes) {
        log.error({ folder }, 'old readings stay in the journal: its files of old readings take as much room as they may; carry them away');
        return;
      }
      renameSync(`${path}.tmp`, path);
    } finally {
      rmSync(`${path}.tmp`, { force: true });
    }
    await journal.commit(old.map(({ seq }) => ({ type: 'remove', seq }) as const));
    moved += old.length;
    log.error(
      { readings: old.length, file: path, days: config.journal.maxAgeDays },
      'readings without a receipt are too old: moved out of the journal',
    );
  };

  return {
    get moved() {
      return moved;
    },
    tick() {
      const now = performance.now();
      if (maxAgeMs === 0 || isBusy || now - checkedAt < CHECK_EVERY_MS || !context.time.isSynchronised()) return;
      checkedAt = now;
      const before = clock.now() - maxAgeMs;
      const old = [...journal.entries('reading')].filter(({ at }) => at < before);
      if (old.length === 0) return;
      isBusy = true;
      moveOut(old)
        .catch((cause: unknown) => log.error({ cause: String(cause) }, 'old readings could not be moved out; tried again'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
