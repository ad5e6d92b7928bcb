/**
 * Stateful fuzzing of the contracts by forge: `npm run invariants -- [--seed n] [--runs n] [--depth n]`. Whatever fails
 * prints the calls that led there; the same seed finds them again.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = dirname(fileURLToPath(import.meta.url));
const CONTRACTS = join(HERE, '../../contracts');
const require = createRequire(import.meta.url);
/** The same walk every time in CI; another seed is another walk. */
export const SEED = 20_261_123;

/** @throws Error saying which package is missing on this platform. */
function findForge() {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/forge-${process.platform}-${arch}`;
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), 'bin', process.platform === 'win32' ? 'forge.exe' : 'forge');
  } catch {
    throw new Error(`forge has no package for this platform: ${name} expected beside @foundry-rs/forge`);
  }
}

/** Creation code by contract, as committed. */
export function readBytecode() {
  const text = readFileSync(join(HERE, '../../src/generated/contracts.ts'), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^ {2}(\w+): \{[\s\S]*?bytecode:\s*'(0x[0-9a-f]+)'/gm)].map(([, name, code]) => [name, code]),
  );
}

/**
 * @param {{ seed?: number, runs?: number, depth?: number, match?: string, bytecode?: Record<string, string> }} options
 * @returns {{ ok: boolean, output: string }}
 */
export function fuzz({ seed = SEED, runs = 32, depth = 64, match = '.*', bytecode = {} } = {}) {
  const env = {
    ...process.env,
    ...readBytecode(),
    ...bytecode,
    FOUNDRY_INVARIANT_RUNS: String(runs),
    FOUNDRY_INVARIANT_DEPTH: String(depth),
    FOUNDRY_DISABLE_NIGHTLY_WARNING: '1',
  };
  const args = [
    'test',
    '--root',
    HERE,
    '--remappings',
    `contracts/=${CONTRACTS}/`,
    '--offline',
    '--fuzz-seed',
    `0x${seed.toString(16)}`,
    '--match-test',
    match,
  ];
  const { status, stdout, stderr, error } = spawnSync(findForge(), args, {
    cwd: HERE,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (error) throw error;
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, runs: { type: 'string' }, depth: { type: 'string' } } });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 48));
  const [runs, depth] = [Number(values.runs ?? 256), Number(values.depth ?? 256)];
  console.log(`seed ${seed}: ${runs} runs of ${depth} calls (again: npm run invariants -- --seed ${seed} --runs ${runs} --depth ${depth})`);
  const { ok, output } = fuzz({ seed, runs, depth });
  console.log(output);
  process.exitCode = ok ? 0 : 1;
}
