import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
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
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const fd = openSync(path, 'wx', 0o600);
      writeSync(fd, `${process.pid} ${startOf(process.pid)}\n`);
      closeSync(fd);
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
    let held = '';
    try {
      held = readFileSync(path, 'utf8').trim();
    } catch {
      continue; // given back in between
    }
    const [pid = '', start = ''] = held.split(' ');
    if (/^\d+$/.test(pid) && isAlive(Number(pid), start)) {
      throw new JoulegateError(
        'CONFIG_INVALID',
        `journal ${directory}: held by process ${pid}; two gateways can't share one state directory`,
      );
    }
    try {
      unlinkSync(path);
    } catch {
      // another starter was faster; the next round decides
    }
  }
  throw new JoulegateError('CONFIG_INVALID', `journal ${directory}: its lock could not be taken`);
}
