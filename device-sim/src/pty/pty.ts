/**
 * pty: real pseudo-terminals. `script` (util-linux, on every Debian) holds the terminal; its stdin and stdout are the
 * device's side, and the path it prints is what a gateway opens like any serial port. Knows nothing of meters.
 */
import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';

export interface Pty {
  /** `/dev/pts/N`, or the stable link where one was asked for. */
  readonly path: string;
  /** Bytes from the device; false where they were dropped because nobody reads, as a UART would. */
  write(bytes: Uint8Array): boolean;
  /** Resolves once what was written has gone to the terminal. */
  drained(): Promise<void>;
  /** Bytes that the host wrote. */
  onData(listener: (bytes: Uint8Array) => void): void;
  close(): Promise<void>;
}

/** What a device writes while nobody reads is dropped beyond this. */
const PENDING_MAX_BYTES = 64 * 1024;
const OPEN_TIMEOUT_MS = 5000;
const SETPRIV = '/usr/bin/setpriv';
// setpriv ends the holder with us even where we are killed; the holder's shell keeps the terminal open and silent.
const HOLDER = `stty raw -echo; printf "@%s@" "$(tty)"; exec sleep 1000000 >/dev/null`;

const holders = new Set<() => void>();

/** One exit hook for all terminals: Node warns of more than ten. */
function killAtExit(kill: () => void): void {
  if (holders.size === 0) process.once('exit', () => holders.forEach((end) => end()));
  holders.add(kill);
}

/**
 * @param linkPath stable name in the habit of /dev/serial/by-id; an older link there is replaced.
 * @throws Error when `script` is missing (package util-linux or bsdutils) or opens no terminal.
 */
export async function openPty(linkPath?: string): Promise<Pty> {
  const command = ['script', '-qfc', HOLDER, '/dev/null'];
  const argv = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command;
  const child = spawn(argv[0] as string, argv.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
  const kill = () => child.kill('SIGKILL');
  killAtExit(kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.on('error', () => undefined);

  let listener: ((bytes: Uint8Array) => void) | undefined;
  const device = await new Promise<string>((resolve, reject) => {
    let head = '';
    const timer = setTimeout(() => reject(new Error(`pty: a terminal within ${OPEN_TIMEOUT_MS} ms expected, got none`)), OPEN_TIMEOUT_MS);
    child.once('error', (cause) => reject(new Error('pty: the program "script" expected: apt-get install bsdutils', { cause })));
    child.stdout.on('data', (chunk: Buffer) => {
      if (listener !== undefined) return listener(chunk);
      head += chunk.toString('latin1');
      const path = /@(\/dev\/[^@]+)@/.exec(head)?.[1];
      if (path === undefined) return;
      listener = () => undefined;
      clearTimeout(timer);
      resolve(path);
    });
  });
  if (linkPath !== undefined) {
    const fresh = `${linkPath}.new`;
    rmSync(fresh, { force: true });
    symlinkSync(device, fresh);
    renameSync(fresh, linkPath);
  }
  return {
    path: linkPath ?? device,
    write(bytes) {
      if (child.stdin.writableLength > PENDING_MAX_BYTES || !child.stdin.writable) return false;
      child.stdin.write(bytes);
      return true;
    },
    async drained() {
      while (child.stdin.writableLength > 0 && child.stdin.writable) await new Promise<void>((resolve) => child.stdin.once('drain', resolve));
    },
    onData(next) {
      listener = next;
    },
    async close() {
      kill();
      holders.delete(kill);
      await exited;
      if (linkPath !== undefined) rmSync(linkPath, { force: true });
    },
  };
}
