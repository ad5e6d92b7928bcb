import { mkdirSync } from 'node:fs';
import { type DiskCalls, realDisk } from './append-file.ts';
import { type FileJournal, SegmentedJournal } from './file-journal.ts';
import { takeLock } from './lock.ts';
import { recover } from './recover.ts';
import { RecordReader } from './segment.ts';
import { SegmentLog } from './segment-log.ts';

export interface JournalOptions {
  /** Live bytes, each entry's key and framing counted as 64. Readings may use nine tenths, transactions all of it. */
  readonly maxBytes?: number;
  /** A new segment file is begun at this length. */
  readonly segmentBytes?: number;
  /** For tests: a disk that fails. */
  readonly disk?: DiskCalls;
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const DEFAULT_SEGMENT_BYTES = 8 * 1024 * 1024;
/**
 * Opens (or creates) the journal in a directory and takes it for this process.
 * @throws JoulegateError CONFIG_INVALID while another process holds it; the operating system's error where it can't be read.
 */
export async function openJournal(directory: string, options: JournalOptions = {}): Promise<FileJournal> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const release = takeLock(directory);
  try {
    const recovered = recover(directory, true);
    const reader = new RecordReader(directory);
    const log = await SegmentLog.open(
      directory,
      recovered,
      reader,
      options.segmentBytes ?? DEFAULT_SEGMENT_BYTES,
      options.disk ?? realDisk,
    );
    return new SegmentedJournal(
      directory,
      recovered.index,
      recovered.corrupt,
      recovered.tornBytes,
      log,
      reader,
      options.maxBytes ?? DEFAULT_MAX_BYTES,
      release,
    );
  } catch (cause) {
    release();
    throw cause;
  }
}
