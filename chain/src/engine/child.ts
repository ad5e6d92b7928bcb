/**
 * Child processes that never outlive us. Three nets, because each has holes: the kernel's parent-death signal (through
 * util-linux setpriv, where it exists) covers even SIGKILL of the parent; an `exit` hook covers a normal end; signal
 * hooks cover SIGTERM, SIGINT and SIGHUP when nobody else handles them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const living = new Set<ChildProcess>();
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const SETPRIV = '/usr/bin/setpriv';
let hooked = false;

function killAll(): void {
  for (const child of living) child.kill('SIGKILL');
}

function hook(): void {
  if (hooked) return;
  hooked = true;
  process.on('exit', killAll);
  for (const signal of SIGNALS) {
    const onSignal = (): void => {
      // The program's own handler shuts down in order and ends in `exit`; only without one do we end the process.
      if (process.listenerCount(signal) > 1) return;
      killAll();
      process.removeListener(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}

function canSetpriv(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    accessSync(SETPRIV, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface BoundChild {
  readonly process: ChildProcess;
  /** Resolves at the child's end with what it wrote last to stderr. */
  readonly ended: Promise<string>;
  /** SIGTERM, then SIGKILL after graceMs. */
  stop(graceMs?: number): Promise<void>;
}

export function spawnBound(command: string, args: readonly string[]): BoundChild {
  hook();
  const [file, argv] = canSetpriv() ? [SETPRIV, ['--pdeathsig', 'KILL', '--', command, ...args]] : [command, [...args]];
  const child = spawn(file, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  living.add(child);
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      living.delete(child);
      resolve(error.message);
    });
    child.once('exit', () => {
      living.delete(child);
      resolve(tail);
    });
  });
  return {
    process: child,
    ended,
    stop: async (graceMs = 3000) => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(hard);
    },
  };
}
