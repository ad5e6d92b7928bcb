import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { missingPackages, nodeIsNewEnough, sourceStamp } from './setup.mjs';

const root = mkdtempSync(join(tmpdir(), 'joulegate-setup-'));
const source = join(root, 'protos/src/index.ts');

afterEach(() => rmSync(root, { recursive: true, force: true }));

it('takes Node 20.19 and newer', () => {
  expect(['v20.19.0', 'v20.20.2', 'v22.0.0', 'v24.1.0'].map(nodeIsNewEnough)).toEqual([true, true, true, true]);
  expect(['v20.18.3', 'v18.20.0', 'v0.12.0'].map(nodeIsNewEnough)).toEqual([false, false, false]);
});

it('sees a package that is missing or of another version, and no other', () => {
  const wanted = {
    '': { version: '0.1.0' },
    protos: { version: '0.1.0' },
    'node_modules/@joulegate/protos': { link: true },
    'node_modules/there': { version: '1.0.0' },
    'node_modules/other': { version: '1.0.1' },
    'node_modules/there/node_modules/nested': { version: '2.0.0' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  };
  const installed = { 'node_modules/there': { version: '1.0.0' }, 'node_modules/other': { version: '1.0.0' } };
  expect(missingPackages(wanted, installed).map(([path]) => path)).toEqual([
    'node_modules/other',
    'node_modules/there/node_modules/nested',
  ]);
});

it('builds again when a source is written, added or gone, and not for a test', () => {
  mkdirSync(join(root, 'protos/src'), { recursive: true });
  writeFileSync(source, 'export {};\n');
  const first = sourceStamp(root);
  expect(sourceStamp(root)).toBe(first);
  writeFileSync(join(root, 'protos/src/index.test.ts'), '');
  expect(sourceStamp(root)).toBe(first);
  utimesSync(source, 1, 1);
  const touched = sourceStamp(root);
  expect(touched).not.toBe(first);
  writeFileSync(join(root, 'protos/src/more.ts'), '');
  expect(sourceStamp(root)).not.toBe(touched);
  rmSync(join(root, 'protos/src/more.ts'));
  expect(sourceStamp(root)).toBe(touched);
});
