/** The parameter file: what it may say, and that its JSON schema says the same. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parametersSchema, parseParameters, readParameters } from '../src/deployment/index.ts';

const EXAMPLE = fileURLToPath(new URL('../deployment.example.yaml', import.meta.url));
const example = readFileSync(EXAMPLE, 'utf8');
const isValid = new Ajv2020().compile(parametersSchema());

describe('the example', () => {
  test('is read with every value in the type that deploy takes', () => {
    const parameters = readParameters(EXAMPLE);
    expect(parameters).toMatchObject({ chainId: 31_337, confirmations: 1, intervalSeconds: 900, finePriceMicroPerKg: 100_000n });
    expect(parameters.zones?.[1]).toMatchObject({
      sources: 0b100_0110_0110,
      carriers: 0b10,
      natures: 0b1110,
      hostingCapacityW: 5_000_000n,
    });
  });
  test('is valid by the schema', () => {
    expect([isValid(parse(example)), isValid.errors]).toEqual([true, null]);
  });
});

const change = (from: string | RegExp, to: string) => example.replace(from, to);
describe('refused, by the parser and by the schema:', () => {
  test.each([
    ['no chain', change('chainId: 31337', ''), 'chainId: missing'],
    ['a field nobody knows', change('intervalSeconds: 900', 'intervalSecond: 900'), 'intervalSecond: no such field'],
    [
      'a field of a zone that the contract keeps itself',
      change('operator:', 'version: 3\n    operator:'),
      'zones.1.version: no such field',
    ],
    ['a missing field of a zone', change('minEvidence: 3', ''), 'zones.1.minEvidence: missing'],
    ['a negative number', change('intervalSeconds: 900', 'intervalSeconds: -900'), 'intervalSeconds: a whole number from 0'],
    ['a fraction', change('minCapacityW: 500', 'minCapacityW: 500.5'), 'zones.1.minCapacityW: a whole number from 0'],
    ['a number wider than its field', change('minEvidence: 3', 'minEvidence: 256'), 'zones.1.minEvidence: a whole number from 0 to 255'],
    ['a number as text', change('minCapacityW: 500', 'minCapacityW: "500"'), 'zones.1.minCapacityW: a whole number'],
    ['a source that is none', change('[solar, wind', '[sunshine, wind'), 'zones.1.sources: a list of load, wind'],
    ['a short address', change(/operator: "0x70/, 'operator: "0x'), 'zones.1.operator: an address'],
    [
      'an address without quotes, which YAML reads as a number',
      change(/operator: "(0x\w+)"/, 'operator: $1'),
      'zones.1.operator: an address',
    ],
    ['a zone that is no number', change('  1:', '  one:'), "zones: a zone's number"],
    ['a list of zones', change(/zones:.*/s, 'zones: []'), 'zones: named fields expected'],
    ['nothing', '', 'the file: named fields expected'],
  ])('%s', (_, text, message) => {
    expect(() => parseParameters(text)).toThrow(message);
    expect(isValid(parse(text))).toBe(false);
  });

  test('the zero address as somebody', () => {
    expect(() => parseParameters(change('# treasury: "0x…"', `treasury: "0x${'00'.repeat(20)}"`))).toThrow('treasury: an address');
  });
});
