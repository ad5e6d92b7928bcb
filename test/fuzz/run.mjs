/**
 * `npm run fuzz -- [--inputs n] [--seed n] [--folder dir]`: captures and simulated frames, mutated, through every framer, decoder and
 * verifier. Nothing may throw, hold the process up, grow its memory, or be taken for signed that nobody signed.
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRandom, mutate } from './mutate.mjs';
import { createTargets } from './targets.mjs';

const CAPTURES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared', 'captures');
const INPUT_MAX_MS = 250;
const GROWTH_MAX_MB = 24;
/** Verifying P-256 costs a hundred times what parsing does: fewer of those. */
const SHARE = { ocmf: 0.25, bsm: 0.25, edl40: 0.1, sunspec: 0.3, 'register maps': 0.3 };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const heldMb = () => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
};

/**
 * @param {{ inputs: number, seed: number, folder: string | undefined }} options
 * @returns figures per target, and what went wrong
 */
export function fuzz({ inputs, seed, folder }) {
  const targets = createTargets(folder).map((target) => ({ ...target, inputs: 0, accepted: 0, refused: new Map() }));
  const total = targets.reduce((sum, { name }) => sum + (SHARE[name] ?? 1), 0);
  const failures = [];
  const random = createRandom(seed);
  const began = performance.now();
  let before;
  for (const target of targets) {
    const wanted = Math.max(200, Math.round((inputs * (SHARE[target.name] ?? 1)) / total));
    for (let i = 0; i < wanted; i += 1) {
      const index = random.below(target.seeds.length);
      const other = target.seeds[random.below(target.seeds.length)];
      const input = mutate(target.seeds[index], random, other);
      const at = performance.now();
      try {
        const result = target.runUnder ? target.runUnder(input, index) : target.run(input);
        target.inputs += 1;
        if (result.accepted) target.accepted += 1;
        else target.refused.set(result.code, (target.refused.get(result.code) ?? 0) + 1);
        if (result.forged === true)
          failures.push(`${target.name}: taken for signed, but nobody signed it: ${Buffer.from(input).toString('hex')}`);
        if (result.code === 'endless') failures.push(`${target.name}: asked without end: ${Buffer.from(input).toString('hex')}`);
      } catch (error) {
        failures.push(
          `${target.name}: threw ${error instanceof Error ? error.stack : String(error)} on ${Buffer.from(input).toString('hex')}`,
        );
      }
      const tookMs = performance.now() - at;
      // The first inputs warm up; a pause of the machine is told from a slow input by trying it again.
      if (tookMs > INPUT_MAX_MS && i > 100) {
        const again = performance.now();
        target.run(input);
        const second = performance.now() - again;
        if (second > INPUT_MAX_MS)
          failures.push(`${target.name}: ${Math.round(second)} ms for ${Buffer.from(input).toString('hex').slice(0, 400)}`);
      }
      if (failures.length >= 10) return { targets, failures, seconds: (performance.now() - began) / 1000, grownMb: 0 };
    }
    before ??= heldMb();
  }
  return { targets, failures, seconds: (performance.now() - began) / 1000, grownMb: heldMb() - before };
}

function parseArguments(args) {
  const options = { inputs: 1_000_000, seed: Date.now() % 0x7fffffff, folder: existsSync(CAPTURES) ? CAPTURES : undefined };
  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1];
    if (args[at] === '--inputs' && Number(value) > 0) options.inputs = Number(value);
    else if (args[at] === '--seed' && Number.isInteger(Number(value))) options.seed = Number(value);
    else if (args[at] === '--folder' && value !== undefined) options.folder = resolve(process.env.INIT_CWD ?? '.', value);
    else return undefined;
  }
  return options;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = parseArguments(process.argv.slice(2));
  if (options === undefined) {
    console.error('npm run fuzz -- [--inputs 1000000] [--seed n] [--folder ../shared/captures]');
    process.exit(2);
  }
  console.log(
    `seed ${options.seed}, ${options.inputs} inputs, ${options.folder === undefined ? 'no captures: simulated frames only' : 'captures and simulated frames'}`,
  );
  const { targets, failures, seconds, grownMb } = fuzz(options);
  const count = targets.reduce((sum, { inputs }) => sum + inputs, 0);
  for (const { name, inputs, accepted, refused, seeds } of targets) {
    const codes = [...refused]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 5)
      .map(([code, n]) => `${n} ${code}`);
    console.log(
      `${name.padEnd(24)} ${String(inputs).padStart(8)} inputs of ${String(seeds.length).padStart(4)} seeds  ${String(accepted).padStart(7)} accepted  refused: ${codes.join(', ')}`,
    );
  }
  console.log(
    `${count} inputs in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s; memory held ${grownMb.toFixed(1)} MB more (limit ${GROWTH_MAX_MB})`,
  );
  for (const failure of failures) console.log(`FAILED ${failure}`);
  const isFine = failures.length === 0 && grownMb <= GROWTH_MAX_MB;
  console.log(isFine ? 'nothing threw, hung, grew or was forged' : `seed ${options.seed} shows it again`);
  process.exit(isFine ? 0 : 1);
}
