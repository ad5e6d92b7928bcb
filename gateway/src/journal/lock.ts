import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JoulegateError } from '../domain/index.ts';

/** When a process began, in clock ticks since boot: tells a process from a later one under the same number. Linux only. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return start === '' || startOf(pid) === start;
}

/**
 * Takes the directory for this process; a lock left by a dead process is taken over.
 * @returns a function that gives it back.
 * @throws JoulegateError CONFIG_INVALID while another living process holds it.
 */
export function takeLock(directory: string): () => void {
  const path = join(directory, 'lock');
  // Whole from its first moment: an empty lock would be taken for a dead process's by another starter.
  const own = join(directory, `lock.${process.pid}.tmp`);
  try {
    writeFileSync(own, `${process.pid} ${startOf(process.pid)}\n`, { mode: 0o600 });
    return claim(directory, path, own);
  } finally {
    rmSync(own, { force: true });
  }
}

/** The process that holds a journal, undefined where none does. */
export function lockHolder(directory: string): number | undefined {
  try {
    const [pid = '', start = ''] = readFileSync(join(directory, 'lock'), 'utf8').trim().split(' ');
    return /^\d+$/.test(pid) && isAlive(Number(pid), start) ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

function claim(directory: string, path: string, own: string): () => void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      linkSync(own, path);
      return () => {
        try {
          unlinkSync(path);
        } catch {
          // gone already: nothing is held
        }
      };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    const pid = lockHolder(directory);
    if (pid !== undefined)
      throw new JoulegateError(
        'CONFIG_INVALID',
        `journal ${directory}: held by process ${pid}; two gateways can't share one state directory`,
      );
    try {
      unlinkSync(path);
    } catch {
      // another starter was faster; the next round decides
    }
  }
  throw new JoulegateError('CONFIG_INVALID', `journal ${directory}: its lock could not be taken`);
}
