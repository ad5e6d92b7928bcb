/**
 * `node hardware/sunspec/generate.mjs`: models.yaml as a module of the gateway, which reads no files where it decodes. A test of the
 * gateway holds the module to the data.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const models = parse(readFileSync(new URL('models.yaml', import.meta.url), 'utf8'));
const lines = [
  '// Made by hardware/sunspec/generate.mjs from hardware/sunspec/models.yaml: SunSpec Alliance, github.com/sunspec/models, Apache-2.0.',
  "import type { SunSpecModelTable } from '../table-types.ts';",
  '',
  'export const SUNSPEC_MODELS: readonly SunSpecModelTable[] = [',
  ...models.map((model) => `  ${JSON.stringify(model)},`),
  '];',
  '',
];
writeFileSync(new URL('../../gateway/src/decode/sunspec/generated/models.ts', import.meta.url), lines.join('\n'));
