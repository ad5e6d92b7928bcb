import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { joulegate } from '../generated/joulegate.js';
import { TRANSACTION_TOPIC_KIND } from './messages.ts';

const PROTOS = join(dirname(fileURLToPath(import.meta.url)), '..');

it('generated code is what gen makes of the schemas', () => {
  // Inside protos/, so that gen.mjs finds protobufjs-cli; the folder is ignored by git, being node_modules.
  const copy = mkdtempSync(join(PROTOS, '../node_modules/.joulegate-gen-'));
  try {
    for (const part of ['gen.mjs', 'package.json', 'joulegate']) cpSync(join(PROTOS, part), join(copy, part), { recursive: true });
    execFileSync(process.execPath, ['gen.mjs'], { cwd: copy });
    expect(readdirSync(join(copy, 'generated')).sort()).toEqual(readdirSync(join(PROTOS, 'generated')).sort());
    for (const file of readdirSync(join(copy, 'generated'))) {
      const same = readFileSync(join(copy, 'generated', file)).equals(readFileSync(join(PROTOS, 'generated', file)));
      expect(same, `protos/generated/${file} differs: run npm run gen and commit`).toBe(true);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

it('every body of the schema has its typed view, and no other', () => {
  const text = readFileSync(join(PROTOS, 'joulegate/v1/transaction.proto'), 'utf8');
  const oneof = /oneof body \{([^}]*)\}/.exec(text)?.[1] ?? '';
  const bodies = [...oneof.matchAll(/^\s*(\w+) (\w+) = \d+;/gm)].map(([, type = '', name = '']) => ({ type, name }));
  expect(bodies.length).toBeGreaterThan(10);
  expect(bodies.map(({ name }) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))).toEqual(
    Object.keys(TRANSACTION_TOPIC_KIND),
  );
  for (const { type } of bodies) expect(joulegate.v1).toHaveProperty(type);
});
