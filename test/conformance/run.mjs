/**
 * `npm run conformance -- [folder] [--json] [--key <hex>]…`: every capture in a folder through the framers, decoders and
 * verifiers that the gateway is built of, one table per format. A difference from an expectation that stands in or
 * beside a file ends it with exit code 1.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDifferences, readExpectations } from './expectations.mjs';
import { examine } from './formats.mjs';
import { readItems } from './items.mjs';

const EXIT = { fine: 0, differences: 1, usage: 2 };
const DEFAULT_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared', 'captures');
const FILE_MAX_BYTES = 16 * 1024 * 1024;
const HELP = `npm run conformance -- [folder] [--json] [--key <hex>]...

Runs every capture below a folder (default: ../shared/captures) through what the gateway reads meters with. Formats are
recognised by content. --json prints one JSON object per file. --key: an AES-128 key for encrypted telegrams (and --auth
<hex> its authentication key); a file <name>.key beside a capture does the same. An expectation may stand beside a file as
<name>.expected.json: {"format", "frames", "accepted", "rejected": [codes], "readings": [{...}]}, each key optional.

Exit codes: 0 nothing differs from what is expected, 1 something does, 2 wrong arguments or no such folder.`;

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    });
}

function parseArguments(args) {
  const options = { folder: undefined, json: false, keys: [], authenticationKey: undefined };
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at];
    if (argument === '--json') options.json = true;
    else if (argument === '--key' || argument === '--auth') {
      at += 1;
      const hex = args[at] ?? '';
      if (!/^[0-9a-fA-F]{32}$/.test(hex)) return { error: `${argument}: 32 hex digits expected` };
      if (argument === '--key') options.keys.push(hex);
      else options.authenticationKey = hex;
    } else if (argument === '--help' || argument === '-h') return { help: true };
    else if (argument?.startsWith('-')) return { error: `${argument}: no such option` };
    else if (options.folder !== undefined) return { error: `one folder expected, got ${options.folder} and ${argument}` };
    else options.folder = argument;
  }
  return { options };
}

/** @returns one row per file; `format` undefined where nothing of ours is in it */
async function examineFile(path, folder, options) {
  const bytes = readFileSync(path);
  const row = { file: relative(folder, path), format: undefined, frames: 0, accepted: 0, rejected: [], readings: [], differences: [] };
  if (bytes.length === 0 || bytes.length > FILE_MAX_BYTES) return row;
  const expectations = readExpectations(path);
  const keys = [...options.keys, ...expectations.keys];
  const outcomes = [];
  for (const item of readItems(bytes)) {
    const outcome = await examine(item, { keys, authenticationKey: options.authenticationKey });
    if (outcome === undefined) continue;
    outcomes.push({ item, outcome });
    row.format ??= outcome.format;
    for (const frame of outcome.frames) {
      const number = row.frames;
      row.frames += 1;
      if (frame.ok) {
        row.accepted += 1;
        row.readings.push({ frame: number, ...frame.reading });
      } else row.rejected.push({ frame: number, code: frame.code, message: frame.message });
    }
  }
  row.differences = findDifferences(row, outcomes, expectations);
  return row;
}

function printTable(rows) {
  const formats = new Map();
  for (const row of rows) {
    if (row.format === undefined) continue;
    const sum = formats.get(row.format) ?? { files: 0, frames: 0, accepted: 0, rejected: 0, differences: 0 };
    sum.files += 1;
    sum.frames += row.frames;
    sum.accepted += row.accepted;
    sum.rejected += row.rejected.length;
    sum.differences += row.differences.length;
    formats.set(row.format, sum);
  }
  const head = ['format', 'files', 'frames', 'accepted', 'rejected', 'as expected'];
  const lines = [...formats].map(([format, sum]) => [
    format,
    ...[sum.files, sum.frames, sum.accepted, sum.rejected].map(String),
    sum.differences === 0 ? 'yes' : `${sum.differences} differences`,
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column].length)));
  const format = (line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
  console.log([head, ...lines].map(format).join('\n'));
  for (const row of rows) {
    const codes = new Map();
    for (const { code } of row.rejected) codes.set(code, (codes.get(code) ?? 0) + 1);
    if (codes.size > 0) console.log(`  ${row.file}: rejected ${[...codes].map(([code, count]) => `${count} ${code}`).join(', ')}`);
  }
  const others = rows.filter(({ format: name }) => name === undefined).length;
  console.log(`${rows.length - others} files with captures; ${others} others hold none`);
  for (const { file, differences } of rows) for (const difference of differences) console.log(`DIFFERENCE ${file}: ${difference}`);
}

const toJson = (row) =>
  JSON.stringify(row, (_, value) =>
    typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : value,
  );

const parsed = parseArguments(process.argv.slice(2));
if (parsed.help) console.log(HELP);
else if (parsed.error !== undefined) {
  console.error(`conformance: ${parsed.error}\n\n${HELP}`);
  process.exitCode = EXIT.usage;
} else {
  const folder = parsed.options.folder === undefined ? DEFAULT_FOLDER : resolve(process.env.INIT_CWD ?? '.', parsed.options.folder);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(`conformance: a folder of captures expected, there is none at ${parsed.options.folder ?? '../shared/captures'}`);
    process.exitCode = EXIT.usage;
  } else {
    const rows = [];
    for (const path of listFiles(folder)) rows.push(await examineFile(path, folder, parsed.options));
    if (parsed.options.json) for (const row of rows) console.log(toJson({ ...row, format: row.format ?? null }));
    else printTable(rows);
    if (rows.some(({ differences }) => differences.length > 0)) process.exitCode = EXIT.differences;
  }
}
