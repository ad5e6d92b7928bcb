/**
 * Gas per operation on a London chain, beside the last commit's figures, the design's targets and a plain prototype's. The
 * figures of now are written to gas.json, to be committed with what changed them: git's HEAD version is the last commit's.
 * Signatures hold zero bytes or not, by chance: a difference below 100 gas says nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BASELINE = 'test/bench/gas.json';
const NOISE_GAS = 100;

/** @returns {Record<string, { gas: number, most: number, target?: number, prototype?: number }>} */
function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'joulegate-gas-'));
  const file = join(folder, 'gas.json');
  try {
    const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'chain', 'chain/test/gas.test.ts'];
    // A broken bound fails the test too; the figures are there all the same.
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, JOULEGATE_GAS_OUT: file },
    });
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      throw new Error(`nothing was measured:\n${stdout}\n${stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Figures of the last commit; empty where there are none yet. */
function readLastCommit() {
  try {
    return JSON.parse(
      execFileSync('git', ['show', `HEAD:${BASELINE}`], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return {};
  }
}

/** Pure. Rows as printed, and what is above its limit. */
export function compareGas(rows, before) {
  const number = (value) => (value === undefined ? '' : value.toLocaleString('en')).padStart(10);
  const broken = [];
  const lines = Object.entries(rows).map(([operation, { gas, most, target, prototype }]) => {
    const delta = before[operation] === undefined ? undefined : gas - before[operation];
    const change =
      delta === undefined ? 'new' : Math.abs(delta) < NOISE_GAS ? '=' : `${delta > 0 ? '+' : '-'}${Math.abs(delta).toLocaleString('en')}`;
    if (gas > most) broken.push(`${operation}: ${gas} gas, at most ${most} allowed`);
    const verdict = target === undefined ? '' : gas <= target ? '  met' : `  missed by ${(gas - target).toLocaleString('en')}`;
    return `${operation.padEnd(46)}${number(gas)}${change.padStart(10)}${number(most)}${number(target)}${number(prototype)}${verdict}`;
  });
  const gone = Object.keys(before).filter((operation) => !(operation in rows));
  if (gone.length > 0) lines.push(`no longer measured: ${gone.join('; ')}`);
  return { lines, broken };
}

/** @returns exit code: 1 when a limit is broken */
export async function run() {
  const rows = measure();
  const { lines, broken } = compareGas(rows, readLastCommit());
  const title = ['gas', 'change', 'limit', 'target', 'prototype'].map((name) => name.padStart(10)).join('');
  console.log([`${'operation'.padEnd(46)}${title}`, ...lines].join('\n'));
  const figures = Object.fromEntries(Object.entries(rows).map(([operation, { gas }]) => [operation, gas]));
  writeFileSync(join(ROOT, BASELINE), `${JSON.stringify(figures, null, 2)}\n`);
  for (const line of broken) console.log(`LIMIT BROKEN ${line}`);
  return broken.length === 0 ? 0 : 1;
}
