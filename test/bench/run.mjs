/** `npm run bench <name>`: figures with their limits, printed; nothing here is a test. Runs what is built. */
const BENCHES = { bus: './bus.mjs', gas: './gas.mjs', journal: './journal.mjs', path: './path.mjs' };

const [name, ...args] = process.argv.slice(2);
const file = BENCHES[name ?? ''];
if (file === undefined) {
  console.error(`npm run bench <name>: one of ${Object.keys(BENCHES).join(', ')} expected, got ${name ?? 'nothing'}`);
  process.exit(2);
}
const { run } = await import(file);
process.exitCode = await run(args);
