// Generates generated/joulegate.{js,d.ts} from joulegate/v1/*.proto with protobufjs-cli (no protoc needed).
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')), 'bin');
const out = join(here, 'generated');
mkdirSync(out, { recursive: true });
const sources = readdirSync(join(here, 'joulegate/v1'))
  .sort()
  .map((f) => `joulegate/v1/${f}`);
const run = (tool, args) => execFileSync(process.execPath, [join(cli, tool), ...args], { cwd: here, stdio: 'inherit' });
run('pbjs', ['-t', 'static-module', '-w', 'es6', '--no-service', '--no-delimited', '-p', '.', '-o', 'generated/joulegate.js', ...sources]);
run('pbts', ['-o', 'generated/joulegate.d.ts', 'generated/joulegate.js']);
// The ES module wrapper imports "protobufjs/minimal", which Node resolves only with its extension.
const js = join(out, 'joulegate.js');
writeFileSync(js, readFileSync(js, 'utf8').replace(/"protobufjs\/minimal(\.js)?"/, '"protobufjs/minimal.js"'));
