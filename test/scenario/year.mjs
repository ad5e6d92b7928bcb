/**
 * `npm run scenario -- year [--days n] [--seed n] [--out folder]`: thirty participants, four zones, two regulators and faults
 * among them on a real chain; a report at the end, and a balance against an independent calculation, on which the exit code
 * depends.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareYear, factsOf } from './year/compare.mjs';
import { calculateYear } from './year/expected.mjs';
import { playYear } from './year/play.mjs';
import { writeReport } from './year/report.mjs';

const LEAST_DAYS = 20;

function readNumber(name, value, least) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) throw new Error(`--${name}: a whole number of at least ${least} expected, got ${value}`);
  return number;
}

/** @returns {{ play, expected, rows, agrees }} with the chain stopped */
export async function runYear(options) {
  const play = await playYear(options);
  try {
    const expected = calculateYear(factsOf(play));
    const rows = await compareYear(play, expected);
    return { play, expected, rows, agrees: rows.every(({ wrong }) => wrong.length === 0) };
  } finally {
    await play.chain.stop();
  }
}

export async function run(args) {
  let options;
  try {
    const { values } = parseArgs({
      args,
      options: { days: { type: 'string', default: '365' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } },
    });
    options = { days: readNumber('days', values.days, LEAST_DAYS), seed: readNumber('seed', values.seed, 1) };
    options.out = values.out === undefined ? mkdtempSync(join(tmpdir(), 'joulegate-year-')) : resolve(values.out);
  } catch (error) {
    console.error(`scenario year: ${error.message}`);
    return 2;
  }
  const { days, seed, out } = options;
  console.log(`${days} days, seed ${seed}: thirty participants, four zones, two regulators`);
  const { play, expected, rows, agrees } = await runYear({ days, seed, onProgress: (text) => console.log(`  ${text}`) });
  const { figures } = play.chain;
  const wrong = play.attempts.filter(({ error, refusedBy }) => error !== refusedBy);
  console.log(
    `  ${expected.trades.length} trades, ${play.signedReadings} signed readings, ${figures.transactions} transactions, ${figures.gas} gas`,
  );
  console.log(`  ${play.attempts.length} violations refused, ${wrong.length} of them by another error than expected`);
  console.log(
    `  ${play.wallSeconds.toFixed(1)} s, ${(figures.transactions / play.wallSeconds).toFixed(0)} tx/s, ${(Number(figures.gas) / 1e6 / play.wallSeconds).toFixed(0)} Mgas/s`,
  );
  for (const { what, checked, wrong: differences } of rows) {
    console.log(`  ${differences.length === 0 ? 'ok  ' : 'FAIL'} ${what}: ${checked} compared, ${differences.length} differ`);
    for (const difference of differences.slice(0, 5)) console.log(`       ${difference}`);
  }
  console.log(`report: ${writeReport(play, expected, rows, out)}`);
  return agrees && wrong.length === 0 ? 0 : 1;
}
