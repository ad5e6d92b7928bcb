/** The units of hardware/systemd: systemd takes them, the programs know their arguments, and each credential is loaded. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whereThere } from '../support/programs.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'hardware/systemd');
const UNITS = readdirSync(FOLDER).filter((name) => name.endsWith('.service'));
const read = (unit: string) => readFileSync(join(FOLDER, unit), 'utf8').replace(/\\\n\s*/g, '');
const values = (unit: string, key: string) => [...read(unit).matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

let copies: string;
beforeAll(() => {
  copies = mkdtempSync(join(tmpdir(), 'joulegate-units-'));
});
afterAll(() => rmSync(copies, { recursive: true, force: true }));

const systemd = whereThere(['systemd-analyze', 'systemd']);
describe.each(UNITS)('%s', (unit) => {
  it.skipIf(systemd.isMissing)(systemd.named('is taken by systemd without a word, once its paths are this machine’s'), () => {
    const copy = join(copies, unit);
    writeFileSync(
      copy,
      readFileSync(join(FOLDER, unit), 'utf8').replaceAll('/usr/bin/node', process.execPath).replaceAll('/opt/joulegate', ROOT),
    );
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => line.includes(unit))).toEqual([]);
    expect(status).toBe(0);
  });

  it('starts a program that knows each of its arguments', () => {
    const [, program = '', command = '', rest = ''] =
      /^\/usr\/bin\/node \/opt\/joulegate\/(\S+) (\S+) (.*)$/.exec(values(unit, 'ExecStart')[0] ?? '') ?? [];
    const help = execFileSync(process.execPath, [join(ROOT, program), command, '--help'], { encoding: 'utf8' });
    const flags = rest.match(/--[a-z-]+/g) ?? [];
    expect(flags.length).toBeGreaterThan(0);
    for (const flag of flags) expect(help).toMatch(new RegExp(`${flag}\\b`));
  });

  it('loads the credentials that it names, and does not start again where that would not help', () => {
    const used = [...(values(unit, 'ExecStart')[0] ?? '').matchAll(/credential:([a-z-]+)/g)].map(([, name]) => name);
    expect(values(unit, 'LoadCredentialEncrypted').map((value) => value.split(':')[0])).toEqual(expect.arrayContaining(used));
    expect(values(unit, 'Restart')).toEqual(['always']);
    expect(values(unit, 'RestartPreventExitStatus')[0]).toMatch(/^2 3 /);
  });
});

it('there is a unit for the gateway and one for the chain node', () => {
  expect(UNITS.sort()).toEqual(['joulegate-chain-node.service', 'joulegate-gateway.service']);
});
