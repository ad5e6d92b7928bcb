/**
 * cli-journal: what a gateway's journal holds, whether it is sound, and how it is carried elsewhere. In: the command line.
 * Out: text or JSON on stdout, whether it is sound. Must not know more of the program than app's entry points.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { exportJournal, importJournal, journalStat, verifyJournal, writeLines } from './app/index.ts';

/** What the program's own file has. */
export interface JournalCommandTools {
  readonly print: (line: string) => void;
  /** Ends with the exit code of a failure. */
  fail(): void;
}

const STATE_DIR = ['--state-dir <directory>', 'stateDir of the gateway'] as const;
const note = (line: string) => void process.stderr.write(`${line}\n`);

function bytes(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a number of bytes expected.');
  return Number(text);
}

/** Adds journal stat, verify, export and import. */
export function addJournalCommands(program: Command, { print, fail }: JournalCommandTools): void {
  const journal = program.command('journal').description('what a gateway keeps until the chain has proven it');
  journal
    .command('stat')
    .description('entries by kind, state and meter, counters, age, bytes, quarantine; works beside a running gateway')
    .requiredOption(...STATE_DIR)
    .option('--json', 'one JSON object', false)
    .addHelpText('after', '\nExample:\n  joulegate journal stat --state-dir /var/lib/joulegate')
    .action(({ stateDir, json }: { stateDir: string; json: boolean }) => journalStat(stateDir, json).forEach(print));
  journal
    .command('verify')
    .description('check every checksum and every reading’s signature; works beside a running gateway, changes nothing')
    .requiredOption(...STATE_DIR)
    .option('--json', 'one JSON object', false)
    .addHelpText(
      'after',
      `
Damage is only told here: the gateway moves it aside, mends the journal and reports it at its next start.
Exit codes: 0 all sound, 1 something is not, and where, 2 usage, 3 no state directory, 4 not readable by this version.

Example:
  joulegate journal verify --state-dir /var/lib/joulegate`,
    )
    .action(({ stateDir, json }: { stateDir: string; json: boolean }) => {
      const { lines, isSound } = verifyJournal(stateDir, json);
      lines.forEach(print);
      if (!isSound) fail();
    });
  journal
    .command('export')
    .description('write everything to one file: signed bytes untouched, checksummed; works beside a running gateway')
    .argument('[file]', 'JSON Lines; never overwrites; stdout where absent')
    .requiredOption(...STATE_DIR)
    .addHelpText(
      'after',
      '\nHolds no key, but load curves: keep it as private as the journal.\nExample:\n  joulegate journal export before-the-move.jsonl --state-dir /var/lib/joulegate',
    )
    .action((file: string | undefined, { stateDir }: { stateDir: string }) => {
      const work = (write: (line: string) => void) => {
        const { entries, values } = exportJournal(stateDir, write);
        note(`${entries} entries and ${values} values written`);
      };
      if (file === undefined) return work(print);
      try {
        writeLines(file, work);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === undefined || !(cause as NodeJS.ErrnoException).syscall) throw cause;
        note((cause as Error).message);
        fail();
      }
    });
  journal
    .command('import')
    .description('take an exported journal in; the gateway must not run. Twice is as good as once')
    .argument('<file>', 'what "journal export" wrote')
    .requiredOption(...STATE_DIR)
    .option('--max-bytes <n>', 'journal.maxBytes of the configuration, where it is not the default', bytes)
    .addHelpText(
      'after',
      `
What is in the journal already, proven on chain or ended is left alone; the journal's own state wins over the file's.
Exit codes: 0 done, 1 no such file, 2 usage, 4 a gateway runs on it, it is full, or the file is damaged.

Example:
  joulegate journal import before-the-move.jsonl --state-dir /var/lib/joulegate`,
    )
    .action(async (file: string, { stateDir, maxBytes }: { stateDir: string; maxBytes?: number }) => {
      try {
        const { added, present, done, values } = await importJournal(stateDir, file, maxBytes);
        print(`${added} entries added, ${present} were there, ${done} had ended already; ${values} values taken`);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
        note((cause as Error).message);
        fail();
      }
    });
}
