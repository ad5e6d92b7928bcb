/** Every attack of docs/threat-model.md names a test that is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const rows = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => /^\d+$/.test(cells[1] ?? ''))
  .map(([, number = '', attack = '', limit = '', test = '']) => ({ number: Number(number), attack, limit, test }));

describe('the threat model', () => {
  it('has at least 25 attacks, numbered in order', () => {
    expect(rows.length).toBeGreaterThanOrEqual(25);
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  });

  it.each(rows)('$number, $attack: its test is there', ({ test, limit }) => {
    const [, path = '', title = ''] = /^`([^`]+\.test\.ts)` — (.+)$/.exec(test) ?? [];
    expect(limit).not.toBe('');
    expect(existsSync(join(ROOT, path)), `${path} exists`).toBe(true);
    // A title may be joined from the rows of a table; what is quoted stands in one piece.
    expect(readFileSync(join(ROOT, path), 'utf8')).toContain(title);
  });
});
