import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { createBacklog } from './backlog.ts';
import { createReaderWatch } from './reader-watch.ts';

export interface PtyOptions {
  /** Stable name in the habit of /dev/serial/by-id; an older link there is replaced, another kind of file is not. */
  readonly linkPath?: string;
  /** Keep what is written while nobody has the port open, as far as the buffers go, instead of losing it as a UART does. */
  readonly keepUnread?: boolean;
}

export interface Pty {
  /** The stable link where one was asked for, else `/dev/pts/N`. */
  readonly path: string;
  /** `/dev/pts/N`. */
  readonly device: string;
  /** Bytes thrown away so far because nobody read them. */
  readonly droppedBytes: number;
  /** Bytes from the device, all or none of them; false where they were dropped because nobody reads, as a UART would. */
  write(bytes: Uint8Array): boolean;
  /** Whether some process has the port open; looked up at most every 100 ms. */
  isOpen(): boolean;
  /** Resolves once what was written has gone to the terminal, which holds some 20 KB; or it is closed, or the signal given. */
  drained(signal?: AbortSignal): Promise<void>;
  /** Bytes that the host wrote; one listener. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Ends the terminal and every process behind it; safe to call twice. */
  close(): Promise<void>;
}

/** Of a reader that is too slow: what waits before the terminal until more is dropped. */
const PENDING_MAX_BYTES = 64 * 1024;
const OPEN_TIMEOUT_MS = 5000;
const LOOK_EVERY_MS = 100;
const DRAIN_LOOK_MS = 1;
const SETPRIV = '/usr/bin/setpriv';
// The shell becomes the sleep that keeps the terminal open and silent; it leads the terminal's session, so the kernel
// hangs it up with the terminal. setpriv has the kernel end `script` with us, even where we are killed with SIGKILL.
const HOLDER = 'stty raw -echo; printf "@%s@" "$(tty)"; exec sleep 100000000 >/dev/null';

const watch = createReaderWatch();
const holders = new Set<() => void>();

let hooked = false;

/** One exit hook for all terminals: Node warns of more than ten. */
function killAtExit(kill: () => void): void {
  if (!hooked) process.once('exit', () => holders.forEach((end) => void end()));
  hooked = true;
  holders.add(kill);
}

/** `script` leads its own process group; the holder is in a session of its own and dies with the terminal. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // not yet a group leader
  }
}

function linkStable(linkPath: string, device: string): void {
  mkdirSync(dirname(linkPath), { recursive: true });
  const old = lstatSync(linkPath, { throwIfNoEntry: false });
  if (old !== undefined && !old.isSymbolicLink())
    throw new Error(`pty: ${linkPath}: a free name or an old link expected, got another file`);
  const fresh = `${linkPath}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(device, fresh);
  renameSync(fresh, linkPath);
}

/** Only our own link: a second simulator may have taken the name over. */
function unlinkStable(linkPath: string, device: string): void {
  try {
    if (readlinkSync(linkPath) === device) rmSync(linkPath, { force: true });
  } catch {
    // already gone
  }
}

/** The path that the holder prints; rejects where `script` is missing, ends or stays silent. */
function readDevicePath(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let head = '';
    const timer = setTimeout(
      () => settle(() => reject(new Error(`pty: a terminal within ${OPEN_TIMEOUT_MS} ms expected, got none`))),
      OPEN_TIMEOUT_MS,
    );
    const onData = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      const path = /@(\/dev\/[^@]+)@/.exec(head)?.[1];
      if (path !== undefined) settle(() => resolve(path));
    };
    const onError = (cause: Error) => settle(() => reject(new Error('pty: the program "script" expected (Debian: bsdutils)', { cause })));
    const onExit = (code: number | null) =>
      settle(() => reject(new Error(`pty: a terminal expected, but "script" ended with ${code}: ${head}`)));
    const settle = (end: () => void) => {
      clearTimeout(timer);
      child.stdout?.off('data', onData);
      child.off('error', onError);
      child.off('exit', onExit);
      end();
    };
    child.stdout?.on('data', onData);
    child.once('error', onError);
    child.once('exit', onExit);
  });
}

/** `script` and the shell it started: the device's own side. */
function ownPids(pid: number | undefined): ReadonlySet<number> {
  if (pid === undefined) return new Set();
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return new Set([pid, ...children.split(' ').filter(Boolean).map(Number)]);
  } catch {
    return new Set([pid]);
  }
}

/**
 * Opens a pseudo-terminal whose slave side any program opens like a serial port, and whose device side is this object.
 * @throws Error where `script` is missing or gives no terminal, or linkPath is taken by something that is no link.
 */
export async function openPty(options: PtyOptions | string = {}): Promise<Pty> {
  const { linkPath, keepUnread = false } = typeof options === 'string' ? { linkPath: options } : options;
  const command = ['script', '-qfc', HOLDER, '/dev/null'];
  const argv = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command;
  // A group of its own: Ctrl-C in our terminal must reach us and not the devices, which then close in order.
  const child = spawn(argv[0] as string, argv.slice(1), {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env: { ...process.env, SHELL: '/bin/sh' },
  });
  const kill = () => killGroup(child);
  killAtExit(kill);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => undefined); // EPIPE when the terminal is gone

  let device: string;
  try {
    device = await readDevicePath(child);
    if (linkPath !== undefined) linkStable(linkPath, device);
  } catch (error) {
    holders.delete(kill);
    kill();
    throw error;
  }
  const own = ownPids(child.pid);
  const backlog = createBacklog(child.pid ?? 0);
  let listener: ((bytes: Uint8Array) => void) | undefined;
  let droppedBytes = 0;
  let lookedAtMs = -LOOK_EVERY_MS;
  let open = false;
  let closing: Promise<void> | undefined;

  child.stdout.on('data', (chunk: Buffer) => {
    open = true; // whoever writes has it open
    lookedAtMs = performance.now();
    backlog.heard(chunk.length);
    listener?.(chunk);
  });
  const isOpen = () => {
    const nowMs = performance.now();
    if (nowMs - lookedAtMs >= LOOK_EVERY_MS) {
      lookedAtMs = nowMs;
      open = watch.findReader(device, own) !== undefined;
    }
    return open;
  };
  const drop = (bytes: Uint8Array) => {
    droppedBytes += bytes.length;
    return false;
  };

  return {
    path: linkPath ?? device,
    device,
    get droppedBytes() {
      return droppedBytes;
    },
    isOpen,
    write(bytes) {
      if (closing !== undefined || !child.stdin.writable) return drop(bytes);
      const room = PENDING_MAX_BYTES - bytes.length;
      if (backlog.waiting(room) > room || child.stdin.writableLength > room) return drop(bytes);
      if (!keepUnread && !isOpen()) return drop(bytes);
      child.stdin.write(bytes);
      backlog.handed(bytes.length);
      return true;
    },
    async drained(signal) {
      const isWaiting = () => child.stdin.writableLength > 0 || backlog.waiting(0) > 0;
      while (closing === undefined && child.stdin.writable && signal?.aborted !== true && isWaiting()) {
        await new Promise<void>((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
      }
    },
    onData(next) {
      listener = next;
    },
    close() {
      closing ??= (async () => {
        holders.delete(kill);
        if (linkPath !== undefined) unlinkStable(linkPath, device);
        kill();
        await exited;
      })();
      return closing;
    },
  };
}
