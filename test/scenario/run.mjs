/** `npm run scenario -- <name>`: a whole story played on a real chain, with a report at its end. Runs what is built. */
const SCENARIOS = { year: './year.mjs' };

const [name, ...args] = process.argv.slice(2);
const file = SCENARIOS[name ?? ''];
if (file === undefined) {
  console.error(`npm run scenario -- <name>: one of ${Object.keys(SCENARIOS).join(', ')} expected, got ${name ?? 'nothing'}`);
  process.exit(2);
}
const { run } = await import(file);
process.exitCode = await run(args);
