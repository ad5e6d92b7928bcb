import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { advisoriesOf } from './advisories.mjs';
import { burdenOf, expressionOf } from './licences.mjs';
import { objections, packagesOf } from './packages.mjs';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): unknown => {
  const file = new URL(`${path}/package.json`, ROOT);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

describe('the packages we depend on', () => {
  it('have licences and installation scripts as the rules want them', () => {
    const packages = packagesOf(JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8')), read);
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.some(({ isInstalled }) => isInstalled)).toBe(true);
    expect(objections(packages)).toEqual([]);
  });

  it.each([
    ['a licence that nobody named', { license: undefined }, 'new 1.0.0: a licence expected, got none'],
    [
      'one that binds what is linked to it',
      { license: 'GPL-3.0-only' },
      'new 1.0.0: a permissive licence or MPL-2.0 expected, got GPL-3.0-only',
    ],
    [
      'a script that nobody has looked at',
      { license: 'MIT', hasInstallScript: true },
      'new 1.0.0: no installation script expected, got one that nobody has looked at',
    ],
  ])('are refused with %s', (_, entry, sentence) => {
    const lock = { packages: { '': {}, 'node_modules/new': { version: '1.0.0', ...entry } } };
    expect(objections(packagesOf(lock, () => undefined))).toEqual([sentence]);
  });
});

describe('a licence expression', () => {
  it.each([
    ['MIT', 0],
    ['MPL-2.0', 1],
    ['GPL-3.0-only', 2],
    ['MIT OR GPL-3.0-only', 0],
    ['MIT AND GPL-3.0-only', 2],
    ['(MPL-2.0 AND MIT)', 1],
    ['(GPL-2.0-only OR MIT) AND ISC', 0],
    ['MIT OR GPL-3.0-only AND ISC', 0],
    ['SEE LICENSE IN file', 2],
    ['', 2],
  ])('%s burdens us by %i', (expression, burden) => {
    expect(burdenOf(expression)).toBe(burden);
  });

  it.each([
    ['a name', 'MIT', 'MIT'],
    ['the old object', { type: 'ISC' }, 'ISC'],
    ['the old list', [{ type: 'MIT' }, { type: 'GPL-2.0' }], 'MIT OR GPL-2.0'],
    ['nothing', undefined, undefined],
  ])('is read of %s', (_, field, expression) => {
    expect(expressionOf(field)).toBe(expression);
  });
});

describe('known vulnerabilities', () => {
  it.each([
    [
      'not known where the registry has no such service',
      '{"message":"405 Method Not Allowed","statusCode":405}',
      { state: 'unknown', why: '405', found: [] },
    ],
    ['not known where nothing was said', '', { state: 'unknown', why: 'no report', found: [] }],
    ['none', '{"auditReportVersion":2,"vulnerabilities":{}}', { state: 'known', found: [] }],
    [
      'told the worst first',
      JSON.stringify({
        auditReportVersion: 2,
        vulnerabilities: {
          b: { name: 'b', severity: 'low', via: ['a'] },
          a: { name: 'a', severity: 'high', via: [{ title: 'reads too far' }] },
        },
      }),
      {
        state: 'known',
        found: [
          { name: 'a', severity: 'high', title: 'reads too far' },
          { name: 'b', severity: 'low', title: 'by way of a' },
        ],
      },
    ],
  ])('are %s', (_, text, expected) => {
    expect(advisoriesOf(text)).toEqual(expected);
  });
});
