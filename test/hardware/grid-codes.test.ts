import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GRID_CODE_PROFILE_FIELDS } from '@joulegate/protos';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkGridCode, type GridCode, parseGridCode } from '../../gateway/src/tx/index.ts';

const FOLDER = fileURLToPath(new URL('../../hardware/grid-codes', import.meta.url));
const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(FOLDER, 'schema.json'), 'utf8')) as object);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const read = (file: string): unknown => parse(readFileSync(join(FOLDER, file), 'utf8'));
const load = (file: string): GridCode => {
  const code = parseGridCode(read(file));
  if (!code.ok) throw new Error(`${file}: ${code.message}`);
  return code.value;
};

describe('O3: grid codes as data', () => {
  it('are those that were asked for', () => {
    expect(FILES.map((file) => basename(file, '.yaml')).sort()).toEqual([
      'en-50549-1',
      'g99-type-a',
      'gb-t-19964',
      'gb-t-29319',
      'iec-61727',
      'ieee-1547-2018-category-i',
      'ieee-1547-2018-category-ii',
      'ieee-1547-2018-category-iii',
      'vde-ar-n-4105',
    ]);
  });

  it('have names and ids of their own', () => {
    const codes = FILES.map(load);
    expect(new Set(codes.map(({ name }) => name)).size).toBe(FILES.length);
    expect(new Set(codes.map(({ id }) => id)).size).toBe(FILES.length);
  });

  describe.each(FILES)('%s', (file) => {
    it('is what the published schema and the gateway’s own check allow', () => {
      expect(validate(read(file)), JSON.stringify(validate.errors)).toBe(true);
      expect(parseGridCode(read(file)).ok).toBe(true);
    });

    it('says of each demand where it stands', () => {
      const { profile, sources } = load(file);
      const demanded = GRID_CODE_PROFILE_FIELDS.map(({ name }) => name).filter((name) => BigInt(profile[name]) !== 0n);
      expect(demanded.filter((name) => !/(clause|section|table|regulation) ?[\dA-Z]/.test(sources.get(name)?.source ?? ''))).toEqual([]);
    });

    it('holds the nominal values in its windows, and trips outside of continuous operation', () => {
      const { profile: p, nominal } = load(file);
      expect(p.minVoltageMv).toBeLessThan(nominal.voltageMv);
      expect(p.maxVoltageMv).toBeGreaterThan(nominal.voltageMv);
      expect(p.minFrequencyMhz).toBeLessThan(nominal.frequencyMhz);
      expect(p.maxFrequencyMhz).toBeGreaterThan(nominal.frequencyMhz);
      expect(p.underVoltageTripLowMv).toBeLessThanOrEqual(p.minVoltageMv);
      if (p.overVoltageTripHighMv > 0) expect(p.overVoltageTripHighMv).toBeGreaterThanOrEqual(p.maxVoltageMv);
      expect(p.underFrequencyTripLowMhz).toBeLessThanOrEqual(p.minFrequencyMhz);
      expect(p.overFrequencyTripHighMhz).toBeGreaterThanOrEqual(p.maxFrequencyMhz);
    });

    const { vectors, profile, sources } = load(file);
    it.each(vectors.map((vector) => [vector.is, vector] as const))('%s', (_, { settings, fails }) => {
      const { capacityW, ...others } = settings;
      const told = { ...others, ...(capacityW === undefined ? {} : { capacityW: BigInt(capacityW) }) };
      const lines = checkGridCode({ profile, sources }, told);
      const failing = lines.filter(({ stands }) => !stands).map(({ setting }) => setting);
      expect([...failing].sort()).toEqual([...fails].sort());
    });

    it('has a vector that stands, and one for each demand that fails it', () => {
      expect(vectors.some(({ fails }) => fails.length === 0)).toBe(true);
      const failed = new Set(vectors.flatMap(({ fails }) => fails));
      const demanded = checkGridCode({ profile, sources }, {}).map(({ setting }) => setting);
      expect(demanded.filter((setting) => !failed.has(setting))).toEqual([]);
    });
  });
});

const DEMANDS = {
  minVoltageMv: { permilleUn: 850, source: 'clause 1' },
  maxVoltageMv: { permilleUn: 1100, source: 'clause 1' },
  minFrequencyMhz: { value: 47_500, source: 'clause 1' },
  maxFrequencyMhz: { value: 51_500, source: 'clause 1' },
};
const VECTOR = { is: 'a device', fails: [] };
const BASE = {
  code: 'X',
  edition: '1',
  title: 'T',
  region: 'R',
  nominal: { voltageMv: 230_000, frequencyMhz: 50_000 },
  demands: DEMANDS,
  vectors: [VECTOR, VECTOR],
};

describe('a grid code', () => {
  it.each<[string, object, string]>([
    ['without an edition', { ...BASE, edition: undefined }, 'edition'],
    ['with a key that is none', { ...BASE, colour: 'red' }, 'colour: no such key expected'],
    [
      'at 55 Hz',
      { ...BASE, nominal: { voltageMv: 230_000, frequencyMhz: 55_000 } },
      'nominal.frequencyMhz: 50000 or 60000 expected, got 55000',
    ],
    [
      'with a demand without its clause',
      { ...BASE, demands: { ...DEMANDS, maxThdPermille: { value: 50 } } },
      'demands.maxThdPermille.source',
    ],
    [
      'with half a window',
      { ...BASE, demands: { ...DEMANDS, underVoltageTripLowMv: { permilleUn: 800, source: 's' } } },
      'demands: underVoltageTripLowMv and underVoltageTripHighMv expected, got one of them',
    ],
    [
      'with a window upside down',
      { ...BASE, demands: { ...DEMANDS, minVoltageMv: { permilleUn: 1200, source: 's' } } },
      'demands.minVoltageMv: at most 253000 expected, got 276000',
    ],
    [
      'with a value too wide for the contract',
      { ...BASE, demands: { ...DEMANDS, minReconnectDelaySeconds: { value: 20_000_000, source: 's' } } },
      'demands.minReconnectDelaySeconds: an unsigned integer of 24 bits expected, got 20000000',
    ],
    ['with one vector', { ...BASE, vectors: [VECTOR] }, 'vectors: a vector that stands and one that fails expected'],
  ])('%s is refused', (_, value, message) => {
    const result = parseGridCode(value);
    expect(result).toMatchObject({ ok: false, code: 'CONFIG_INVALID' });
    expect(result.ok ? '' : result.message).toContain(message);
  });

  it('rounds a share of nominal to the nearest millivolt', () => {
    const result = parseGridCode({ ...BASE, nominal: { voltageMv: 20_207_259, frequencyMhz: 50_000 } });
    expect(result).toMatchObject({ ok: true, value: { profile: { minVoltageMv: 17_176_170, maxVoltageMv: 22_227_985 } } });
  });
});
