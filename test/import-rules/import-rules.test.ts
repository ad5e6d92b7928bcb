import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const FIXTURES = join(HERE, 'fixtures');
const illegal = readdirSync(FIXTURES).filter((name) => name !== 'legal');

describe('import rule', () => {
  it('holds for the tree, and looked at it', () => {
    const { files, imports, violations } = checkImports(join(HERE, '../..'));
    expect(violations).toEqual([]);
    expect(files).toBeGreaterThan(40);
    expect(imports).toBeGreaterThan(100);
  });

  it('accepts what is allowed', () => {
    const { files, imports, violations } = checkImports(join(FIXTURES, 'legal'));
    expect(violations).toEqual([]);
    expect([files, imports]).toEqual([11, 17]);
  });

  it('has fixtures to reject', () => {
    expect(illegal.length).toBeGreaterThan(25);
  });

  it.each(illegal)('rejects %s', (name) => {
    const root = join(FIXTURES, name);
    const workspace = readdirSync(root);
    const { violations } = checkImports(root, workspace);
    expect(violations.length).toBeGreaterThan(0);
    const [file = ''] = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const expected = /^\/\/ Illegal: (.*)$/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
    expect(expected).toBeDefined();
    expect(violations.join('\n')).toContain(expected);
    for (const violation of violations) expect(violation).toMatch(/:\d+: |stands in no room/);
  });

  it('a folder without sources is an error, not a pass', () => {
    const empty = mkdtempSync(join(tmpdir(), 'joulegate-imports-'));
    try {
      expect(checkImports(empty).violations).toHaveLength(4);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
