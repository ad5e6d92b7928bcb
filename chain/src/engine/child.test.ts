import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** child.ts as plain JavaScript, so that a Node without type stripping runs it on its own. */
function writeProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jg-child-'));
  const source = readFileSync(fileURLToPath(new URL('./child.ts', import.meta.url)), 'utf8');
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(join(folder, 'child.mjs'), ts.transpile(source, options));
  // A name of its own, so that its absence can be told; the child says nothing and lives long.
  symlinkSync('/bin/sleep', join(folder, 'sleeper'));
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { spawnBound } from './child.mjs';\nconst child = spawnBound('${join(folder, 'sleeper')}', ['300']);\nconsole.log(child.process.pid);\nsetInterval(() => {}, 1000);\n`,
  );
  return join(folder, 'main.mjs');
}
function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody reaped yet is dead.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  '%s to the parent ends the child',
  async (signal) => {
    const parent = spawn(process.execPath, [writeProgram()], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
    expect(isAlive(pid)).toBe(true);
    const ended = new Promise<NodeJS.Signals | null>((resolve) => parent.once('exit', (_, by) => resolve(by)));
    parent.kill(signal);
    expect(await ended).toBe(signal);
    await expect.poll(() => isAlive(pid), { timeout: 2000 }).toBe(false);
  },
);
