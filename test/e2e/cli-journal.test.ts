import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandomMeterKey, type MeterKey, signReading } from '../../device-sim/src/index.ts';
import { setValue, VALUE } from '../../gateway/src/app/values.ts';
import { openJournal, readJournal } from '../../gateway/src/journal/index.ts';

const CLI = fileURLToPath(new URL('../../gateway/dist/cli.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'joulegate-cli-journal-'));
afterAll(() => rmSync(root, { recursive: true }));

function journal(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'] }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [CLI, 'journal', ...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const keys = [createRandomMeterKey(), createRandomMeterKey()] as const;
const rawOf = (key: MeterKey, counter: number) =>
  signReading(
    {
      ...{ domain: 7n, counter: BigInt(counter), time: BigInt(1_780_000_000 + counter), importWh: BigInt(counter), exportWh: 0n },
      ...{ powerW: 1, voltageMv: 230_000, frequencyMhz: 50_000, status: 0 },
    },
    key,
  );
const putOf = (key: MeterKey, counter: number) =>
  ({ type: 'put', kind: 'reading', key: key.meter, bytes: rawOf(key, counter), at: 1_780_000_000_000 + counter }) as const;

let places = 0;
const place = () => {
  places += 1;
  return join(root, `state-${places}`);
};
/** A gateway's state with these readings of the first meter. */
async function stateWith(counters: readonly number[]): Promise<string> {
  const stateDir = place();
  const opened = await openJournal(join(stateDir, 'journal'));
  if (counters.length > 0) await opened.commit(counters.map((counter) => putOf(keys[0], counter)));
  await opened.close();
  return stateDir;
}
/** What a journal holds, per meter in its order. */
function contentOf(stateDir: string): { entries: string[][]; values: string[] } {
  const view = readJournal(join(stateDir, 'journal'));
  const entries = [...view.entries('reading')].map(({ key, at, bytes }) => [key, String(at), Buffer.from(bytes).toString('hex')]);
  entries.sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  const values = [...view.names()].sort().map((name) => `${name}=${Buffer.from(view.get(name) ?? []).toString('hex')}`);
  view.close();
  return { entries, values };
}
const countersOf = (stateDir: string) =>
  contentOf(stateDir)
    .entries.filter(([key]) => key === keys[0].meter)
    .map(([, , hex]) => Number(Buffer.from(hex as string, 'hex').readBigUInt64LE(10)));

let stateDir = '';
let exported = '';
beforeAll(async () => {
  stateDir = place();
  const opened = await openJournal(join(stateDir, 'journal'), { segmentBytes: 4096 });
  for (let counter = 1; counter <= 20; counter += 1) {
    await opened.commit([putOf(keys[0], counter), putOf(keys[1], counter + 100), setValue(VALUE.nonce, counter)]);
  }
  await opened.commit([
    setValue(VALUE.device('roof'), { meter: keys[0].meter, publicKey: keys[0].publicKeyHex, model: '', serial: '' }),
    setValue(VALUE.batch(keys[0].meter), { floor: '0', proven: '0', boundary: -1 }),
  ]);
  await opened.close();
  exported = join(root, 'export.jsonl');
  expect((await journal('export', exported, '--state-dir', stateDir)).code).toBe(0);
});

describe('joulegate journal', () => {
  it('stat tells entries, counters and meters, as text and as JSON', async () => {
    const { code, out } = await journal('stat', '--state-dir', stateDir);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`${keys[0].meter}  roof: 20, counters 1 to 20`));
    expect(out).toMatch(new RegExp(`${keys[1].meter}  no device: 20, counters 101 to 120`));
    const stat = JSON.parse((await journal('stat', '--state-dir', stateDir, '--json')).out) as Record<string, unknown>;
    expect(stat).toMatchObject({ format: 2, entries: 40, heldBy: null, quarantine: [], damage: [], tornBytes: 0 });
  });

  it('verify passes a sound journal, and names the place of a changed byte and of a reading its meter did not sign', async () => {
    expect((await journal('verify', '--state-dir', stateDir)).out).toMatch(/40 readings, 0 transactions: all sound/);
    const bad = place();
    cpSync(stateDir, bad, { recursive: true });
    const segment = join(bad, 'journal', '0000000001.seg');
    const bytes = readFileSync(segment);
    bytes[300] = (bytes[300] as number) ^ 1;
    writeFileSync(segment, bytes);
    const damaged = await journal('verify', '--state-dir', bad);
    expect([damaged.code, damaged.out]).toEqual([1, expect.stringMatching(/0000000001\.seg at \d+: JOURNAL_CORRUPT: \d+ bytes/)]);
    const forged = place();
    const opened = await openJournal(join(forged, 'journal'));
    await opened.commit([{ ...putOf(keys[0], 5), bytes: rawOf(keys[1], 5) }]);
    await opened.close();
    const verdict = await journal('verify', '--state-dir', forged);
    expect([verdict.code, verdict.out]).toEqual([
      1,
      expect.stringMatching(/entry 1 of meter 0x[0-9a-f]{40}: SIGNATURE_INVALID: counter 5/),
    ]);
  });

  it('stat, verify and export work beside a running gateway; import says who holds the journal', async () => {
    const running = await openJournal(join(stateDir, 'journal'));
    expect((await journal('stat', '--state-dir', stateDir)).out).toContain(`held by process ${process.pid}`);
    expect((await journal('verify', '--state-dir', stateDir)).code).toBe(0);
    expect((await journal('export', '--state-dir', stateDir)).out.split('\n').length).toBeGreaterThan(42);
    const refused = await journal('import', exported, '--state-dir', stateDir);
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining(`held by process ${process.pid}`)]);
    await running.close();
  });

  it('import into an empty journal gives the same journal; a second time changes nothing', async () => {
    const target = place();
    const first = await journal('import', exported, '--state-dir', target);
    expect([first.code, first.out]).toEqual([0, '40 entries added, 0 were there, 0 had ended already; 3 values taken\n']);
    expect(contentOf(target)).toEqual(contentOf(stateDir));
    const again = await journal('import', exported, '--state-dir', target);
    expect(again.out).toBe('0 entries added, 40 were there, 0 had ended already; 0 values taken\n');
    expect(contentOf(target)).toEqual(contentOf(stateDir));
    expect((await journal('verify', '--state-dir', target)).code).toBe(0);
  });

  it('import into a journal that has gone on: in counter order, nothing twice, and nothing that is proven', async () => {
    const target = await stateWith([3, 4, 30, 31]);
    const opened = await openJournal(join(target, 'journal'));
    await opened.commit([setValue(VALUE.batch(keys[0].meter), { floor: '2', proven: '2', boundary: -1 }), setValue(VALUE.nonce, 99)]);
    await opened.close();
    const { out } = await journal('import', exported, '--state-dir', target);
    expect(out).toBe('36 entries added, 2 were there, 2 had ended already; 1 values taken\n');
    expect(countersOf(target)).toEqual([...Array.from({ length: 18 }, (_, i) => i + 3), 30, 31]);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -80), /its end is missing|JSON object expected/],
    ['with one character changed', (text: string) => text.replace('"kind":"reading","key":"0x', '"kind":"reading","key":"0X'), /SHA-256/],
    ['with a line gone', (text: string) => text.replace(/\n\{"entry":3,[^\n]*/, ''), /SHA-256/],
    ['of a newer version', (text: string) => text.replace('"version":1', '"version":2'), /newer joulegate/],
    ['that is none', () => '{"a":1}\n', /no line of a journal export/],
  ])('import refuses a file %s and takes nothing', async (_, change, reason) => {
    const target = await stateWith([]);
    const file = join(root, 'changed.jsonl');
    copyFileSync(exported, file);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    const refused = await journal('import', file, '--state-dir', target);
    expect([refused.code, refused.err]).toEqual([4, expect.stringMatching(reason)]);
    expect(contentOf(target)).toEqual({ entries: [], values: [] });
  });

  it('export never overwrites, import names a file that is not there', async () => {
    const size = readFileSync(exported).length;
    expect((await journal('export', exported, '--state-dir', stateDir)).code).toBe(1);
    expect(readFileSync(exported).length).toBe(size);
    expect((await journal('import', join(root, 'nowhere'), '--state-dir', stateDir)).code).toBe(1);
    expect(readdirSync(join(stateDir, 'journal')).sort()).toEqual(expect.arrayContaining(['format', 'reserve']));
  });
});
