import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { MOSQUITTO, startMosquitto } from '../support/mosquitto.ts';
import { requireProgram, whereThere } from '../support/programs.ts';
import { until } from '../support/until.ts';

interface Run {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<number | null>;
}

function startDemo(args: string[]): Run {
  const child = spawn(process.execPath, ['device-sim/dist/demo/main.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let rest = '';
  const take = (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return { child, lines, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

/** Processes that still name a demo's folder on their command line. */
function leftovers(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder));
}

const folderOf = (lines: string[]) => lines.map((line) => /^ {2}folder\s+(\S+)/.exec(line)?.[1]).find((folder) => folder !== undefined);

describe('npm start', () => {
  it('F6: tells the story up to the first settled trade and ends with one JSON line', async () => {
    const run = startDemo(['--until', 'settled', '--timeout', '110']);
    expect(await run.ended, run.lines.join('\n')).toBe(0);
    const summary = JSON.parse(run.lines.at(-1) ?? '') as Record<string, number>;
    expect(Object.keys(summary)).toEqual(['readings', 'admitted', 'refused', 'trades', 'settledWh', 'emissionsMg', 'rssMb']);
    for (const [name, value] of Object.entries(summary)) expect(value, name).toBeGreaterThan(0);
    const story = run.lines.join('\n');
    for (const chapter of ['verified ', 'registered ', 'certified ', 'ADMITTED ', 'matched ', 'SETTLED ', 'emissions '])
      expect(story).toContain(chapter);
    expect(story, 'a refused admission').toMatch(/REFUSED +coal-1 in zone 1: .*source/);
    expect(story, 'a contactor closed by its permit, and not before').toMatch(
      /open +solar-2's contactor.*ADMITTED +solar-2.*CLOSED +solar-2's contactor: admitted/s,
    );
    expect(story, 'a refused forged reading').toMatch(/REFUSED +reading of solar-1: SIGNATURE_INVALID/);
    expect(leftovers(folderOf(run.lines) ?? '?')).toEqual([]);
  });

  it('stops within two seconds of Ctrl-C and leaves no process', async () => {
    const run = startDemo([]);
    await until('the first reading on the screen', () => run.lines.some((line) => line.includes('verified ')));
    const asked = Date.now();
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(leftovers(folderOf(run.lines) ?? '?')).toEqual([]);
  });

  const client = ['mosquitto_sub', 'mosquitto-clients'] as const;
  const mosquitto = whereThere(MOSQUITTO, client);
  it.skipIf(mosquitto.isMissing)(mosquitto.named('A3: runs over Mosquitto, whose own client sees every kind of topic'), async () => {
    const subscriber = requireProgram(...client);
    const mosquitto = await startMosquitto();
    const seen = new Set<string>();
    const sub = spawn(subscriber, ['-h', '127.0.0.1', '-p', String(mosquitto.port), '-t', 'joulegate/#', '-F', '%t'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    sub.stdout.on('data', (chunk: Buffer) => {
      for (const topic of chunk.toString().split('\n')) if (topic) seen.add(topic);
    });
    try {
      const run = startDemo(['--until', 'settled', '--broker', mosquitto.url, '--timeout', '110']);
      expect(await run.ended, run.lines.join('\n')).toBe(0);
      const topics = [...seen];
      for (const kind of [
        /^joulegate\/village\/status$/,
        /^joulegate\/village\/info$/,
        /^joulegate\/village\/devices$/,
        /^joulegate\/village\/health$/,
        /^joulegate\/village\/solar-1\/availability$/,
        /^joulegate\/village\/solar-1\/state$/,
        /^joulegate\/village\/solar-1\/reading$/,
        /^joulegate\/plant\/tx\/admission-request$/,
        /^joulegate\/village\/tx\/order$/,
        /^joulegate\/village\/tx\/reading-batch$/,
        /^joulegate\/village\/receipt\/[0-9a-f]{64}$/,
        /^joulegate\/chain\/eip155:31337\/node-1\/status$/,
        /^joulegate\/chain\/eip155:31337\/node-1\/head$/,
        /^joulegate\/chain\/eip155:31337\/event\/(meter|admission|trade|carbon|reading)$/,
        /^joulegate\/market\/1\/order$/,
        /^joulegate\/market\/1\/match$/,
      ]) {
        expect(
          topics.some((topic) => kind.test(topic)),
          String(kind),
        ).toBe(true);
      }
    } finally {
      sub.kill();
      await mosquitto.stop();
    }
  });

  it('runs on the second EVM engine, EDR', async () => {
    const run = startDemo(['--until', 'settled', '--engine', 'edr', '--timeout', '110']);
    expect(await run.ended, run.lines.join('\n')).toBe(0);
    expect(JSON.parse(run.lines.at(-1) ?? '')).toMatchObject({ admitted: 5 });
  });
});
