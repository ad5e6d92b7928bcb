import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

export interface Program {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** How long a program may take to stop before it is killed; the demo promises 2 s in all. */
const STOP_TIMEOUT_MS = 1500;

/** As the first line of gateway/src/cli.ts has it: a Pi's gateway lives in 120 MB. */
const GATEWAY_FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=96'];
/** glibc gives each thread of Node's pool an arena of its own, and what one frees no other gets: 14 MB of 126 in a flood (mallopt(3)). */
const GATEWAY_ENV = { MALLOC_ARENA_MAX: '1' };

/** Runs one of our programs as a child; what it logs goes to a file, so that the screen stays the story's. */
export function startProgram(
  name: string,
  script: string,
  args: readonly string[],
  logFile: string,
  env: Record<string, string> = {},
): Program {
  const isGateway = /gateway\/dist/.test(script);
  const child: ChildProcess = spawn(process.execPath, [...(isGateway ? GATEWAY_FLAGS : []), script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(isGateway ? GATEWAY_ENV : {}), ...env },
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  void exited.then(() => log.end());
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  void exited.then(() => process.off('exit', killWithParent));
  return {
    name,
    pid: child.pid ?? -1,
    exited,
    kill: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
