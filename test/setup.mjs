/**
 * The first thing that start, test, check and bench do: Node new enough, packages as the lock file says, dist/ as the sources say.
 * Needs nothing but Node itself, because it is what installs the rest. Silent when there is nothing to do.
 * Called by name in package.json, since .npmrc's ignore-scripts silences prestart and pretest along with installers.
 * `--no-build` leaves dist/ alone (gen runs before anything can be compiled).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WORKSPACES = ['protos', 'gateway', 'chain', 'device-sim'];
const OLDEST_NODE = [20, 19];

export function nodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** What the lock file asks for and node_modules lacks; npm writes its hidden lock file last, so a broken install shows. */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted).filter(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link || entry.optional || entry.peer) return false;
    return installed[path]?.version !== entry.version;
  });
}

/** Changes when a file appears, goes or is written; content is tsc's own business. */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path}\0${mtimeMs}\0${size}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.[cm]?[jt]s$|\.json$/.test(entry.name) && !/\.test\.ts$/.test(entry.name)) add(path);
    }
  };
  for (const file of ['tsconfig.json', 'package-lock.json']) if (existsSync(join(root, file))) add(join(root, file));
  for (const workspace of WORKSPACES) {
    for (const file of ['tsconfig.json', 'package.json']) if (existsSync(join(root, workspace, file))) add(join(root, workspace, file));
    for (const folder of ['src', 'generated']) if (existsSync(join(root, workspace, folder))) walk(join(root, workspace, folder));
  }
  return hash.digest('hex');
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (error) throw error;
  return signal ? 1 : (status ?? 1);
}

function install() {
  const lock = readJson(join(ROOT, 'package-lock.json'));
  const installed = readJson(join(ROOT, 'node_modules/.package-lock.json'));
  if (lock && installed && missingPackages(lock.packages, installed.packages ?? {}).length === 0) return;
  const command = lock ? 'ci' : 'install';
  console.error(`setup: node_modules is ${installed ? 'not what package-lock.json says' : 'missing'}: npm ${command} (once)`);
  // npm runs us with its own path in npm_execpath; started by hand, the npm on the PATH is used.
  const npm = process.env.npm_execpath;
  const status = npm ? run(process.execPath, [npm, command]) : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [command]);
  if (status !== 0) fail(`npm ${command} failed (exit ${status}); the lines above say why`, status);
}

function build() {
  const stampFile = join(ROOT, 'node_modules/.cache/joulegate/build-stamp');
  const stamp = sourceStamp(ROOT);
  const built = WORKSPACES.every((workspace) => existsSync(join(ROOT, workspace, 'dist/.tsbuildinfo')));
  if (built && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const status = run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b']);
  if (status !== 0) fail(`tsc -b failed (exit ${status}): fix the errors above, nothing runs on half a build`, status);
  linkPrograms();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/**
 * npm links a workspace's program when it installs, if it is there; ours are compiled only afterwards. Without the link,
 * `npx joulegate` would ask the registry for a stranger's package of that name.
 */
function linkPrograms() {
  if (process.platform === 'win32') return;
  const bin = join(ROOT, 'node_modules/.bin');
  for (const workspace of WORKSPACES) {
    for (const [name, path] of Object.entries(readJson(join(ROOT, workspace, 'package.json'))?.bin ?? {})) {
      const program = join(ROOT, workspace, path);
      if (!existsSync(program)) continue;
      chmodSync(program, 0o755);
      rmSync(join(bin, name), { force: true });
      symlinkSync(relative(bin, program), join(bin, name));
    }
  }
}

function fail(message, status = 1) {
  console.error(`setup: ${message}`);
  process.exit(status);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!nodeIsNewEnough(process.version))
    fail(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.version}: https://nodejs.org or your distribution`);
  install();
  if (!process.argv.includes('--no-build')) build();
}
