/** A share of `npm run fuzz` that fits a test run; the whole is a million inputs and more. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const CAPTURES = fileURLToPath(new URL('../../../shared/captures', import.meta.url));
const GROWTH_MAX_MB = 24;

interface Report {
  readonly targets: readonly { readonly name: string; readonly inputs: number; readonly accepted: number }[];
  readonly failures: readonly string[];
  readonly grownMb: number;
}

it.each([
  ['simulated frames', undefined, true],
  ['captures and simulated frames', CAPTURES, existsSync(CAPTURES)],
] as const)('nothing throws, hangs, grows or is forged: %s', async (_, folder, isThere) => {
  if (!isThere) {
    console.warn('captures not found beside the project: fuzzed from simulated frames alone');
    return;
  }
  const { fuzz } = (await import(new URL('run.mjs', import.meta.url).href)) as { fuzz(options: object): Report };
  const seed = Date.now() % 0x7fffffff;
  console.info(`npm run fuzz -- --seed ${seed} --inputs 60000`);
  const { targets, failures, grownMb } = fuzz({ inputs: 60_000, seed, folder });
  expect(failures, `seed ${seed}`).toEqual([]);
  expect(grownMb).toBeLessThan(GROWTH_MAX_MB);
  expect(targets.every(({ inputs }) => inputs >= 200)).toBe(true);
});
