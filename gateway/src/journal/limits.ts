import { accept, type JournalOperation, type Result, refuse } from '../domain/index.ts';
import { costOf, type EntryIndex } from './entry-index.ts';

/** Readings leave a tenth free: only a transaction can bring the receipt that empties a full journal. */
const READING_SHARE = 0.9;

/**
 * Whether a commit fits.
 * @param grown bytes that commits before it in the same group add.
 * @returns by how much it grows the journal (negative where it removes more), or JOURNAL_FULL.
 */
export function checkRoom(index: EntryIndex, operations: readonly JournalOperation[], grown: number, maxBytes: number): Result<number> {
  let delta = 0;
  let puts = 0;
  let limit = maxBytes;
  for (const operation of operations) {
    if (operation.type === 'put') {
      puts += 1;
      delta += costOf(operation.bytes.length);
      if (operation.kind === 'reading') limit = maxBytes * READING_SHARE;
    } else if (operation.type === 'remove') {
      const slot = index.slot(operation.seq);
      if (slot !== undefined) delta -= costOf(slot.length);
    }
  }
  const after = index.bytes + grown + delta;
  if (puts > 0 && delta > 0 && after > limit)
    return refuse('JOURNAL_FULL', `at most ${Math.floor(limit)} bytes expected, this commit would make it ${after}`);
  return accept(delta);
}
