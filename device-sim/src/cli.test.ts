import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** The built program: `npm test` builds before it tests. */
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly code: Promise<number | null>;
  out(): string;
  err(): string;
}

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'jg-cli-'));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  undo.push(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, code, out: () => out, err: () => err };
}

const whenReady = (run: Run) => vi.waitFor(() => expect(run.out()).toContain('\n'), { timeout: 10_000 });

describe.skipIf(!existsSync(CLI))(`joulegate-sim${existsSync(CLI) ? '' : ' (skipped: not built, run npx tsc -b device-sim)'}`, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'run says when all ports are open and is gone within a second of %s, ports and processes with it',
    async (signal) => {
      const dir = folder();
      const truth = join(dir, 'truth.jsonl');
      const run = start(
        'run',
        '--scenario',
        'faults',
        '--domain',
        '0x10',
        '--port-dir',
        join(dir, 'ports'),
        '--state-dir',
        join(dir, 'state'),
        '--speed',
        '600',
        '--truth',
        truth,
      );
      await whenReady(run);
      const { ready, devices } = JSON.parse(run.out()) as { ready: boolean; devices: Record<string, string | null>[] };
      expect(ready).toBe(true);
      expect(devices).toEqual([
        {
          id: 'roof',
          path: join(dir, 'ports', 'roof'),
          kind: 'solar',
          wire: 'native',
          meter: expect.stringMatching(/^0x[0-9a-f]{40}$/),
          publicKey: expect.stringMatching(/^0[23][0-9a-f]{64}$/),
        },
        { id: 'house', path: join(dir, 'ports', 'house'), kind: 'household', wire: 'p1', meter: null, publicKey: null },
      ]);
      await vi.waitFor(() => expect(readFileSync(truth, 'utf8').split('\n').length).toBeGreaterThan(6), { timeout: 5000 });
      const sinceMs = performance.now();
      run.child.kill(signal);
      expect(await run.code).toBe(0);
      expect(performance.now() - sinceMs).toBeLessThan(1000);
      expect(existsSync(join(dir, 'ports', 'roof'))).toBe(false);
      expect(run.err()).toBe('');
    },
  );

  it('run --keep-unread sends before anybody is seen to read', async () => {
    const dir = folder();
    const run = start(...['run', '--scenario', 'faults', '--domain', '1', '--port-dir', join(dir, 'ports'), '--keep-unread']);
    await whenReady(run);
    // Longer than the first tick, shorter than a period at the scenario's speed.
    await new Promise((resolve) => setTimeout(resolve, 300));
    // A plain look: a SerialPort flushes what came before it was opened.
    const port = openSync(join(dir, 'ports', 'roof'), constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    undo.push(() => closeSync(port));
    const heard = Buffer.alloc(256);
    expect(heard.subarray(0, readSync(port, heard)).toString('latin1')).toMatch(/^\$JG1,/);
  });

  it('run goes on after a restart where it was, no reading missing or repeated, and refuses a start before that', async () => {
    const dir = folder();
    const truth = join(dir, 'truth.jsonl');
    const args = ['run', '--scenario', 'faults', '--domain', '1', '--port-dir', join(dir, 'ports'), '--state-dir', join(dir, 'state')];
    const readings = () =>
      (existsSync(truth) ? readFileSync(truth, 'utf8').trim().split('\n') : [])
        .map((line) => JSON.parse(line) as Record<string, string>)
        .filter(({ device }) => device === 'house');
    for (const enough of [20, 30]) {
      const run = start(...args, '--speed', '2400', '--truth', truth);
      await vi.waitFor(() => expect(readings().length).toBeGreaterThanOrEqual(enough), { timeout: 5000 });
      run.child.kill('SIGTERM');
      expect(await run.code).toBe(0);
    }
    const startSeconds = Date.parse('2026-06-21T12:00:00Z') / 1000;
    expect(readings().map(({ counter }) => Number(counter))).toEqual(readings().map((_, index) => index + 1));
    expect(readings().map(({ time }) => Number(time))).toEqual(readings().map((_, index) => startSeconds + 60 * index));
    const early = start(...args, '--start', '2026-06-21T12:00:00Z');
    expect(await early.code).toBe(2);
    expect(early.err()).toMatch(/--start: .* or later expected/);
  });

  it('replay sends a capture once somebody opens the port, and ends when it is closed', async () => {
    const dir = folder();
    const bytes = Buffer.from('/JGS5\\2CAPTURE\r\n\r\n!0000\r\n'.repeat(50));
    writeFileSync(join(dir, 'capture.bin'), bytes);
    const run = start('replay', join(dir, 'capture.bin'), '--port', join(dir, 'ports', 'meter'), '--baud', '115200');
    await whenReady(run);
    const port = new SerialPort({ path: join(dir, 'ports', 'meter'), baudRate: 115_200 });
    let heard = Buffer.alloc(0);
    port.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
    });
    await vi.waitFor(() => expect(heard.equals(bytes)).toBe(true), { timeout: 5000 });
    port.close();
    expect(await run.code).toBe(0);
    expect(run.out().trim().split('\n').at(-1)).toBe(JSON.stringify({ done: true, bytes: bytes.length }));
  });

  it('scenarios lists what comes with it', async () => {
    const run = start('scenarios');
    expect(await run.code).toBe(0);
    expect(
      run
        .out()
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { name: string }).name),
    ).toEqual(expect.arrayContaining(['demo', 'faults']));
  });

  it.each([
    [['run', '--domain', '1', '--port-dir', 'x'], /--scenario/],
    [['run', '--scenario', 'demo', '--domain', '18446744073709551616', '--port-dir', 'x'], /64 bits/],
    [['run', '--scenario', '/nowhere.yaml', '--domain', '1', '--port-dir', 'x'], /readable file expected/],
    [['run', '--scenario', 'demo', '--domain', '1', '--port-dir', 'x', '--start', '2026-06-21T09:00:00'], /ISO 8601/],
    [['replay', '/nowhere.bin', '--port', 'x'], /readable file expected/],
    [['fly'], /unknown command/],
  ])('%j ends with 2 and says why', async (args, message) => {
    const run = start(...args);
    expect(await run.code).toBe(2);
    expect(run.err()).toMatch(message);
  });
});
