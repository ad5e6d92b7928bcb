import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { accept, type Result, refuse } from '../../domain/index.ts';
import type { GpioLines } from './gpio-files.ts';

interface Tools {
  /** Arguments before `<line>=<level>`: hold it until killed, and set it once. */
  readonly hold: string;
  readonly once: string;
  get(chip: string, line: number): string[];
}

const TOOL_MS = 2_000;
/** A stopping program waits no longer; the shell ends its work without it. */
const CLOSE_MS = 500;
const SETTLE_SECONDS = '0.1';

/**
 * A line is an output for as long as some process holds it; after that its level is not guaranteed (gpioset(1)). So a shell
 * holds it by gpioset, one level per line of its input, and pulls it to the open level when that ends: also where this
 * program was killed, even while it waits for the answer (a broken pipe must not end the shell before that).
 */
const HOLDER = `
held=
release() { [ -n "$held" ] && kill "$held" 2>/dev/null && wait "$held" 2>/dev/null; held=; }
finish() { release; gpioset $ONCE "$LINE=$OPEN"; }
trap finish EXIT
trap 'exit 0' TERM INT HUP
trap '' PIPE
while read -r level; do
  release
  gpioset $HOLD "$LINE=$level" & held=$!
  sleep ${SETTLE_SECONDS}
  if kill -0 "$held" 2>/dev/null; then echo held; else held=; echo failed; fi
done`;

const run = (file: string, args: readonly string[]) =>
  new Promise<{ readonly out: string; readonly error: string | undefined }>((resolve) => {
    execFile(file, [...args], { timeout: TOOL_MS }, (cause, stdout, stderr) => {
      const isMissing = (cause as NodeJS.ErrnoException | null)?.code === 'ENOENT';
      const error = isMissing ? `${file} expected: apt install gpiod` : stderr.trim() || cause?.message;
      resolve({ out: stdout.trim(), error: cause === null ? undefined : error });
    });
  });

/** Versions 1 and 2 of the tools have other arguments. */
async function findTools(chip: string): Promise<Result<Tools>> {
  const { out, error } = await run('gpioset', ['--version']);
  if (error !== undefined) return refuse('TRANSPORT_FAILED', `gpio: ${error}`);
  const major = Number(/\bv(\d+)\./.exec(out)?.[1]);
  if (major === 1) return accept({ hold: `--mode=signal ${chip}`, once: `--mode=exit ${chip}`, get: (of, line) => [of, String(line)] });
  if (major === 2)
    return accept({
      hold: `--chip ${chip}`,
      once: `--toggle 0 --chip ${chip}`,
      get: (of, line) => ['--numeric', '--chip', of, String(line)],
    });
  return refuse('TRANSPORT_FAILED', `gpio: gpioset of libgpiod 1 or 2 expected, got ${JSON.stringify(out.split('\n')[0])}`);
}

/**
 * GPIO lines of the character device by the tools of libgpiod, gpioset and gpioget (package gpiod): no native code here.
 * @param out.openLevel what the line is left at
 */
export function openGpioTools(
  out: { readonly chip: string; readonly line: number; readonly openLevel: boolean },
  feedback: { readonly chip: string; readonly line: number },
): GpioLines {
  let tools: Tools | undefined;
  let holder: ChildProcess | undefined;
  let complaint = '';
  let answer: ((said: string) => void) | undefined;

  const ready = async (): Promise<Result<Tools>> => {
    if (tools !== undefined) return accept(tools);
    const found = await findTools(out.chip);
    if (found.ok) tools = found.value;
    return found;
  };

  const startHolder = ({ hold, once }: Tools): ChildProcess => {
    const env = { ...process.env, HOLD: hold, ONCE: once, LINE: String(out.line), OPEN: out.openLevel ? '1' : '0' };
    // A group of its own: Ctrl-C is for this program, which then ends it by closing its input.
    const child = spawn('/bin/sh', ['-c', HOLDER], { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdout.on('data', (bytes: Buffer) => answer?.(bytes.toString().trim()));
    child.stderr.on('data', (bytes: Buffer) => {
      complaint = bytes.toString().trim();
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (cause) => {
      complaint = cause.message;
    });
    child.on('exit', () => {
      if (holder === child) holder = undefined;
      answer?.('failed');
    });
    return child;
  };

  return {
    async set(isHigh) {
      const found = await ready();
      if (!found.ok) return found;
      holder ??= startHolder(found.value);
      const { stdin } = holder;
      complaint = '';
      const said = await new Promise<string>((resolve) => {
        const timer = setTimeout(() => resolve('no answer'), TOOL_MS);
        answer = (word) => {
          clearTimeout(timer);
          resolve(word);
        };
        stdin?.write(isHigh ? '1\n' : '0\n');
      });
      answer = undefined;
      return said === 'held' ? accept(isHigh) : refuse('TRANSPORT_FAILED', `gpio ${out.chip} line ${out.line}: ${complaint || said}`);
    },
    async get() {
      const found = await ready();
      if (!found.ok) return found;
      const { out: level, error } = await run('gpioget', found.value.get(feedback.chip, feedback.line));
      if (error === undefined && (level === '0' || level === '1')) return accept(level === '1');
      return refuse(
        'TRANSPORT_FAILED',
        `gpio ${feedback.chip} line ${feedback.line}: ${error ?? `0 or 1 expected, got ${JSON.stringify(level)}`}`,
      );
    },
    async close() {
      const child = holder;
      if (child === undefined) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    },
  };
}
