/** Every row of the founding paper's tables has a row in both READMEs, whose module, contract and named test are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
/** Wei et al. 2020: the frame (F), carbon (C), access (A), trading (T) and what section 4 leaves open (O). */
const ROWS: readonly string[] = Object.entries({ F: 6, C: 6, A: 8, T: 4, O: 3 }).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface PaperRow {
  readonly modules: readonly string[];
  readonly contract: string;
  readonly tests: readonly string[];
}

function tableOf(readme: string): ReadonlyMap<string, PaperRow> {
  const rows = read(readme)
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /^[A-Z]\d$/.test(cells[1] ?? ''));
  return new Map(
    rows.map(([, id = '', , module = '', contract = '', test = '']) => [
      id,
      {
        modules: module.replace(/`[^`]*`/g, '').match(/[a-z-]+\/[a-z-]+/g) ?? [],
        contract,
        tests: [...test.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, path = '']) => path),
      },
    ]),
  );
}

const english = tableOf('README.md');
const chinese = tableOf('README.zh-CN.md');
const solidity = readdirSync(join(ROOT, 'chain/contracts'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.sol') && !path.startsWith('test'))
  .map((path) => read(join('chain/contracts', path)))
  .join('\n');
/** Names a reader would look up: Contract, Contract.member, an event. */
const namesIn = (cell: string) => cell.match(/\b[A-Z][A-Za-z]+[a-z][A-Za-z]*(\.[a-zA-Z]+)?/g) ?? [];

describe.each(ROWS)('row %s of the paper', (id) => {
  const row = english.get(id);

  it('stands in both READMEs with the same tests', () => {
    expect(row).toBeDefined();
    expect(chinese.get(id)?.tests).toEqual(row?.tests);
  });

  it('names modules that are there', () => {
    expect(row?.modules.length).toBeGreaterThan(0);
    const missing = row?.modules.filter((module) => {
      const [workspace = '', room = ''] = module.split('/');
      return ![module, `${workspace}/src/${room}`, `${workspace}/src/${room}.ts`].some((path) => existsSync(join(ROOT, path)));
    });
    expect(missing).toEqual([]);
  });

  it('names contracts and members that are there', () => {
    const unknown = namesIn(row?.contract ?? '').filter((name) => {
      const [contract = '', member] = name.split('.');
      return !solidity.includes(contract) || (member !== undefined && !new RegExp(`\\b${member}\\b`).test(solidity));
    });
    expect(unknown).toEqual([]);
  });

  it('has a test that bears its name', () => {
    expect(row?.tests.length).toBeGreaterThan(0);
    for (const path of row?.tests ?? []) {
      const named = read(path)
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line) && new RegExp(`['"\`].*\\b${id}\\b`).test(line));
      expect(named, `${path}: a test named ${id}`).not.toEqual([]);
    }
  });
});

it('is no other row than the paper’s', () => {
  expect([...english.keys()].sort()).toEqual([...ROWS].sort());
});
