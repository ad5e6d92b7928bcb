/** The conformance run over frames that the simulator makes, written down as people do, and over the captures beside the project. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeDlmsNotification, encodeMbusFrames, encodeP1Telegram, encodeSmlFrame } from '../../device-sim/src/encode/index.ts';

const RUN = fileURLToPath(new URL('run.mjs', import.meta.url));
const CAPTURES = fileURLToPath(new URL('../../../shared/captures', import.meta.url));
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const READING = {
  serial: '1JGS0000000001',
  time: 1_782_000_000n,
  importWh: 12_345_678n,
  exportWh: 87_654n,
  powerW: 1234,
  voltageMv: 231_000,
};
const sml = Buffer.from(encodeSmlFrame({ ...READING, secondsIndex: 7 }));
const p1 = Buffer.from(encodeP1Telegram(READING));
const dlms = Buffer.concat(encodeMbusFrames(encodeDlmsNotification(READING, 'named')));

/** Lines of 16 bytes with their offset before and their characters behind. */
function dump(bytes: Buffer, row: (offset: string, hex: string, text: string) => string, group: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const hex = part.toString('hex').match(new RegExp(`.{1,${2 * group}}`, 'g')) ?? [];
    lines.push(row(at.toString(16).padStart(8, '0'), hex.join(' '), part.toString('latin1').replace(/[^ -~]/g, '.')));
  }
  return lines.join('\n');
}

function run(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = mkdtempSync(join(tmpdir(), 'jg-conformance-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const { status, stdout } = spawnSync(process.execPath, [RUN, folder, '--json'], { encoding: 'utf8' });
  return {
    status,
    rows: stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('npm run conformance', () => {
  const flipped = Uint8Array.from(sml, (byte, at) => (at === 60 ? byte ^ 1 : byte));
  it.each<[string, string | Uint8Array, Record<string, unknown>]>([
    ['bytes of a wire', sml, { format: 'sml', accepted: 1 }],
    ['hex', sml.toString('hex'), { format: 'sml', accepted: 1 }],
    ['hex with spaces and lines', dump(sml, (_, hex) => hex, 1), { format: 'sml', accepted: 1 }],
    ['hexdump -C', dump(sml, (offset, hex, text) => `${offset}  ${hex}  |${text}|`, 1), { format: 'sml', accepted: 1 }],
    ['xxd', dump(sml, (offset, hex, text) => `${offset}: ${hex.padEnd(39)}  ${text}`, 2), { format: 'sml', accepted: 1 }],
    ['a telegram as text', p1, { format: 'p1', accepted: 1 }],
    ['segments of DLMS', dlms, { format: 'dlms', accepted: 1 }],
    ['a flipped bit', flipped, { format: 'sml', accepted: 0, frames: 1 }],
    ['something else', 'a shopping list', { format: null, frames: 0 }],
  ])('recognises %s by its content', (_, content, expected) => {
    const { status, rows } = run({ 'some.file': content });
    expect(rows[0]).toMatchObject(expected);
    expect(status).toBe(0);
    if (expected['accepted'] === 1) expect(rows[0]).toMatchObject({ readings: [{ importWh: 12_345_678, exportWh: 87_654, powerW: 1234 }] });
  });

  it.each([
    ['agrees', { readings: [{ importWh: 12_345_678 }] }, 0],
    ['differs in a value', { readings: [{ importWh: 12_345_679 }] }, 1],
    ['differs in a count', { frames: 2 }, 1],
    ['differs in what is refused', { rejected: ['CRC_MISMATCH'] }, 1],
  ])('ends with the right code where an expectation %s', (_, expected, status) => {
    expect(run({ 'a.bin': sml, 'a.expected.json': JSON.stringify(expected) }).status).toBe(status);
  });

  it.skipIf(!existsSync(CAPTURES))('finds all captures as expected (skipped where the captures are absent)', () => {
    const { status, stdout } = spawnSync(process.execPath, [RUN], { encoding: 'utf8' });
    expect(stdout).not.toContain('DIFFERENCE');
    expect(status).toBe(0);
    for (const [format, accepted] of [
      ['sml', 155],
      ['p1', 13],
      ['modbus-rtu', 141],
      ['bsm', 5],
      ['ocmf', 108],
      ['dlt645', 17],
      ['wycheproof', 335],
    ] as const)
      expect(stdout).toMatch(new RegExp(`^${format} +\\d+ +\\d+ +${accepted} `, 'm'));
  });
});
