import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { JoulegateError } from '../domain/index.ts';
import { type DiskCalls, realDisk } from './append-file.ts';
import { describeUnwilling, isDiskUnwilling } from './disk-state.ts';
import { type FileJournal, SegmentedJournal } from './file-journal.ts';
import { takeLock } from './lock.ts';
import { recover } from './recover.ts';
import { giveUpReserve } from './reserve.ts';
import { FrameReader } from './segment.ts';
import { SegmentLog } from './segment-log.ts';
import { upgradeJournal } from './upgrade.ts';

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

/** A full disk must not keep a journal from being opened: only an open one can let entries go. */
function withRoom<T>(directory: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isDiskUnwilling(cause) || !giveUpReserve(directory)) throw cause;
    return work();
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    // Node says ENOENT for a read-only disk when it makes parents as well; asked plainly it says why.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    mkdirSync(directory, { mode: 0o700 });
  }
}

/**
 * Opens (or creates) the journal in a directory and takes it for this process; one of a former format is upgraded.
 * @throws JoulegateError CONFIG_INVALID while another process holds it; JOURNAL_FULL where the disk is read-only or has no
 * room even for opening; JOURNAL_CORRUPT for a newer format; the operating system's error where it can't be read.
 */
export async function openJournal(directory: string, options: JournalOptions = {}): Promise<FileJournal> {
  try {
    makeDirectory(directory);
    const release = withRoom(directory, () => takeLock(directory));
    try {
      return await open(directory, options, release);
    } catch (cause) {
      release();
      throw cause;
    }
  } catch (cause) {
    if (!isDiskUnwilling(cause)) throw cause;
    throw new JoulegateError('JOURNAL_FULL', `journal ${directory}: it can't be opened: ${describeUnwilling(cause)}`, { cause });
  }
}

async function open(directory: string, options: JournalOptions, release: () => void): Promise<FileJournal> {
  // What a crash left half written never got its name.
  for (const name of readdirSync(directory)) if (/^(format|\d{10}\.seg)\.tmp$/.test(name)) rmSync(join(directory, name));
  const upgraded = withRoom(directory, () => upgradeJournal(directory));
  const recovered = recover(directory, true);
  const reader = new FrameReader(directory, recovered.marker);
  const openLog = () =>
    SegmentLog.open(directory, recovered, reader, options.segmentBytes ?? DEFAULT_SEGMENT_BYTES, options.disk ?? realDisk);
  const log = await openLog().catch((cause: unknown) => {
    if (!isDiskUnwilling(cause) || !giveUpReserve(directory)) throw cause;
    return openLog();
  });
  const { index, tornBytes } = recovered;
  const corrupt = [...(upgraded?.corrupt ?? []), ...recovered.corrupt];
  const found = { index, tornBytes, corrupt, upgradedFrom: upgraded?.from };
  return new SegmentedJournal(directory, found, log, reader, options.maxBytes ?? DEFAULT_MAX_BYTES, release);
}
