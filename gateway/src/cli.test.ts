import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'joulegate-cli-'));
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env: { PATH: process.env['PATH'] } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

describe('command line', () => {
  it.each([
    [['--help'], 0, /Exit codes: 0 .*Examples:/s],
    [['run', '--help'], 0, /joulegate run --config gateway\.yaml/],
    [['watch', '--help'], 0, /--filter/],
    [['keys', 'new', '--help'], 0, /never overwrites/],
    [['tx', 'list', '--help'], 0, /--state-dir/],
    [['--version'], 0, /^\d+\.\d+\.\d+/],
    [['scan', '--help'], 0, /joulegate scan --host/],
    [['inspect', '--help'], 0, /joulegate inspect house/],
    [['verify', '--help'], 0, /joulegate verify receipt\.xml/],
    [['market', 'audit', '--help'], 0, /joulegate market audit --deployment network\.json --from today\.jsonl/],
    [['market', 'post', '--deployment', 'n.json'], 2, /--key/],
    [['market', 'history', '--deployment', '/does/not/exist.json', '--rpc', 'http://127.0.0.1:1'], 3, /network\.json expected/],
    [['carbon', 'forecast', '--help'], 0, /same hours of the last whole days/],
    [['carbon', 'offer', '--deployment', 'n.json'], 2, /--key/],
    [['carbon', 'balance', '--deployment', 'n.json', '--rpc', 'http://127.0.0.1:1', '--period', '4294967296'], 2, /below 2\^32/],
    [['carbon', 'history', '--deployment', '/does/not/exist.json', '--rpc', 'http://127.0.0.1:1'], 3, /network\.json expected/],
    [['scan', '--units', '1-300', '--host', '127.0.0.1:1'], 3, /units: 1-10 or 1,3,42/],
    [['scan', '--listen', 'long'], 2, /a number above 0 expected/],
    [['verify'], 2, /missing required argument 'file'/],
    [['verify', '/does/not/exist.xml'], 1, /no such file/],
    [[], 2, /Usage/],
    [['run'], 2, /--config/],
    [['nonsense'], 2, /unknown command/],
    [['run', '--config', '/does/not/exist.yaml'], 3, /can't be read/],
    [['keys', 'show', '/does/not/exist.key'], 5, /keys new/],
    [['watch', '--broker', 'mqtt://127.0.0.1:1'], 6, /no broker at mqtt:\/\/127\.0\.0\.1:1/],
    [['tx', 'list', '--state-dir', '/does/not/exist'], 3, /state directory/],
  ])('joulegate %j exits with %i', async (args, code, text) => {
    const result = await run(...args);
    expect(result.code, result.err).toBe(code);
    expect(result.out + result.err).toMatch(text);
  });

  it('makes a key and shows address and public key, never the secret', async () => {
    const path = join(directory, 'a.key');
    const made = await run('keys', 'new', path);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^address {5}0x[0-9a-f]{40}\npublic key {2}0x0[23][0-9a-f]{64}\n$/);
    expect((await run('keys', 'show', path)).out).toBe(made.out);
    expect((await run('keys', 'new', path)).code).toBe(5);
  });

  it('says every fault of a configuration with file and line', async () => {
    const path = join(directory, 'bad.yaml');
    writeFileSync(path, 'gateway: roof\nbroker: { url: nowhere }\ncolour: red\n');
    const { code, err } = await run('run', '--config', path);
    expect(code).toBe(3);
    expect(err).toContain(`${path}:2: broker.url: mqtt://, mqtts://, ws:// or wss:// and a host expected, got "nowhere"`);
    expect(err).toContain(`${path}:3: colour: unknown key`);
  });
});
