/**
 * `npm run check`: everything that can be said of the code without running it, one line per step.
 * `npm run check -- biome knip` runs only the steps named. Leaves no file changed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const BIN = join(ROOT, 'node_modules/.bin');

/** Runs a program quietly; what it said comes back only where it failed. */
function run(command, args, cwd = ROOT) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) return `${command}: ${error.message}`;
  return status === 0 ? undefined : `${stdout}${stderr}`.trim() || `${command} ${args.join(' ')}: exit ${status}`;
}
const node = (...args) => run(process.execPath, args);
const tool = (name, ...args) => run(join(BIN, name), args);

function tracked(...paths) {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return list.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

/** A lock file with addresses installs from one registry only, and says whose. */
function checkLock() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const wrong = Object.entries(packages).flatMap(([path, entry]) => {
    if (entry.resolved && !entry.link) return [`${path}: has an address ("resolved"); .npmrc says omit-lockfile-registry-resolved`];
    // Optional binaries that the registry in use did not offer when the lock file was written: npm ci wants the entry,
    // nobody here can know the hash.
    const unseen = entry.optional && entry.os;
    if (path.includes('node_modules/') && !entry.link && !entry.integrity && !unseen) return [`${path}: has no integrity hash`];
    return [];
  });
  return wrong.length === 0 ? undefined : wrong.join('\n');
}

/** Generates again, compares, and puts back what stood there, so that checking changes nothing. */
function checkGenerated() {
  const list = () => tracked('protos', 'chain').filter((path) => /(^|\/)generated\//.test(path));
  const read = (path) => ({ bytes: readFileSync(join(ROOT, path)), mtime: statSync(join(ROOT, path)).mtime });
  const before = new Map(list().map((path) => [path, read(path)]));
  if (before.size === 0) return 'no generated code found, so nothing was checked';
  for (const workspace of ['protos', 'chain']) {
    if (!existsSync(join(ROOT, workspace, 'gen.mjs'))) continue;
    const failed = run(process.execPath, ['gen.mjs'], join(ROOT, workspace));
    if (failed) return failed;
  }
  const stale = [];
  for (const path of new Set([...before.keys(), ...list()])) {
    const was = before.get(path);
    const same = was && existsSync(join(ROOT, path)) && readFileSync(join(ROOT, path)).equals(was.bytes);
    if (!same) stale.push(path);
    if (!was) unlinkSync(join(ROOT, path));
    else {
      if (!same) writeFileSync(join(ROOT, path), was.bytes);
      utimesSync(join(ROOT, path), was.mtime, was.mtime);
    }
  }
  return stale.length === 0 ? undefined : `not what gen makes of the sources (npm run gen, then commit):\n${stale.join('\n')}`;
}

/** Relative links of every page lead somewhere. */
function checkLinks() {
  const broken = tracked('*.md').flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^([a-z]+:|#)/.test(link) && !existsSync(join(ROOT, dirname(page), link.replace(/#.*/, ''))))
      .map((link) => `${page}: ${link} leads nowhere`);
  });
  return broken.length === 0 ? undefined : broken.join('\n');
}

function checkSolidity() {
  if (!existsSync(join(ROOT, 'chain/.solhint.json'))) return undefined;
  return tool('solhint', '--config', 'chain/.solhint.json', '--max-warnings', '0', 'chain/contracts/**/*.sol');
}

const STEPS = {
  lock: ['lock file: hashes, no addresses', checkLock],
  biome: ['format and lint', () => tool('biome', 'check', '--error-on-warnings', '--max-diagnostics=100', '.')],
  types: ['types of the programs', () => tool('tsc', '-b')],
  'test-types': ['types of the tests', () => tool('tsc', '-p', 'test')],
  imports: ['direction of imports', () => node(join(ROOT, 'test/import-rules/check-imports.mjs'))],
  knip: ['dead files, exports, dependencies', () => tool('knip', '--no-progress')],
  generated: ['generated code fresh', checkGenerated],
  solidity: ['solhint', checkSolidity],
  links: ['links in the pages', checkLinks],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`check: no step ${unknown.join(', ')}; steps are ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}
let failures = 0;
for (const [name, [title, step]] of Object.entries(STEPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const start = Date.now();
  const failed = step();
  console.log(`${failed ? 'FAIL' : 'ok  '} ${name.padEnd(10)} ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (failed) {
    failures++;
    console.log(failed.replace(/^/gm, '     '));
  }
}
if (failures > 0) console.log(`${failures} of ${asked.length || Object.keys(STEPS).length} steps failed`);
process.exitCode = failures > 0 ? 1 : 0;
