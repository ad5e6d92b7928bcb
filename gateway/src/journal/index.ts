/**
 * journal: durable store-and-forward on one directory. In: commits of puts, removes and small values. Out: live entries,
 * oldest first, and what a damaged disk cost. Must not know what a reading or a transaction means, nor who publishes it.
 */
export type { FileJournal } from './file-journal.ts';
export { type JournalOptions, openJournal } from './open-journal.ts';
export type { CorruptSegment } from './recover.ts';
export { type JournalView, readJournal } from './view.ts';
