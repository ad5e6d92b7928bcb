import { readFileSync } from 'node:fs';
import { encodeRegisterImage, type PhysicalState, type RegisterImage } from '@joulegate/device-sim';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegisterMap, planReads } from '../../gateway/src/decode/index.ts';
import { type MeterReport, refuse } from '../../gateway/src/domain/index.ts';
import {
  type Entry,
  entriesOf,
  expectedOf,
  FOLDER,
  files,
  load,
  mapOf,
  poll,
  powersOf,
  registersOf,
  stateFor,
} from './simulated-device.ts';

const schema = JSON.parse(readFileSync(`${FOLDER}schema.json`, 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

describe('the files of hardware/devices', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(8);
  });

  it('hold each model once', () => {
    const models = files
      .map(load)
      .flatMap((file) => [`${file.maker} ${file.model}`, ...(file.also ?? [])].map((model) => model.toLowerCase()));
    expect(models.filter((model, i) => models.indexOf(model) !== i)).toEqual([]);
  });
});

describe.each(files)('%s', (name) => {
  const file = load(name);
  const powers = powersOf(file);
  const power = powers[0] ?? 0n;
  const usual = () => encodeRegisterImage(file, stateFor(file, power));

  it('is named after maker and model', () => {
    const kebab = `${file.maker} ${file.model}`
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    expect(name).toBe(`${kebab}.yaml`);
  });

  it('is as schema.json says', () => {
    expect(validate(file) ? [] : validate.errors).toEqual([]);
  });

  it('is a map that the gateway takes', () => {
    expect(parseRegisterMap(file)).toMatchObject({ ok: true });
  });

  it('is asked for in blocks within its limits, once each', () => {
    const map = mapOf(file);
    const seen = new Set<string>();
    for (const request of planReads(map)) {
      if (request.type !== 'read') throw new Error(request.type);
      expect(request.count).toBeLessThanOrEqual(map.blocks.maxRegisters);
      for (let at = request.address; at < request.address + request.count; at += 1) seen.add(`${request.functionCode}:${at}`);
    }
    for (const quantity of ['importWh', 'exportWh', 'powerW', 'voltageMv', 'frequencyMhz', 'meterSerial', 'time'] as const)
      for (const entry of entriesOf(file, quantity))
        for (const place of [entry, ...(entry.scaleRegisters ?? [])])
          for (let i = 0; i < registersOf(place); i += 1) expect(seen).toContain(`${place.function}:${place.address + i}`);
  });

  it('reads back what the simulated device measures, in every direction that it can show', () => {
    if (entriesOf(file, 'powerW').length > 0) expect(powers.filter((watts) => watts !== 0n)).not.toEqual([]);
    for (const watts of powers) {
      const state = stateFor(file, watts);
      expect(poll(file, encodeRegisterImage(file, state))).toEqual({ ok: true, value: expectedOf(file, state) });
    }
  });

  it('follows its scale registers', () => {
    const kinds = new Set(
      (['importWh', 'exportWh', 'powerW', 'voltageMv', 'frequencyMhz'] as const).flatMap((quantity) =>
        entriesOf(file, quantity).flatMap((entry) => (entry.scaleRegisters ?? []).map((register) => register.as)),
      ),
    );
    for (const kind of kinds) {
      const state: PhysicalState = { ...stateFor(file, power), ...(kind === 'ratio' ? { ratio: 20n } : { exponent: -2n }) };
      let image: RegisterImage;
      try {
        image = encodeRegisterImage(file, state);
      } catch (error) {
        // Sixteen bits cannot show this in hundredths.
        if (error instanceof RangeError) continue;
        throw error;
      }
      const result = poll(file, image);
      expect(result).toMatchObject({ ok: true });
      if (!result.ok) continue;
      const expected = expectedOf(file, state) as MeterReport;
      for (const quantity of ['importWh', 'exportWh'] as const) {
        // A ratio of 20 over a float is no multiple of the float's step.
        const apart = expected.reading[quantity] - result.value.reading[quantity];
        expect(apart).toBeGreaterThanOrEqual(-1n);
        expect(apart).toBeLessThanOrEqual(1n);
      }
      expect(result.value.reading.powerW).toBe(expected.reading.powerW);
      expect(result.value.reading.voltageMv).toBe(expected.reading.voltageMv);
    }
  });

  it('shows energy no coarser than 10 kWh and never more than floats add', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 60_000_000n), fc.bigInt(0n, 60_000_000n), (importWh, exportWh) => {
        const result = poll(file, encodeRegisterImage(file, { ...stateFor(file, power), importWh, exportWh }));
        if (!result.ok) return expect(result).toMatchObject({ ok: true });
        for (const [quantity, energy] of [
          ['importWh', importWh],
          ['exportWh', exportWh],
        ] as const) {
          if (entriesOf(file, quantity).length === 0) continue;
          const apart = energy - result.value.reading[quantity];
          // Half a step of a binary32 of 65,536 kWh is 4 Wh.
          expect(apart).toBeGreaterThanOrEqual(-4n);
          expect(apart).toBeLessThanOrEqual(10_000n);
        }
      }),
      { numRuns: 30 },
    );
  });

  const quantities = ['importWh', 'exportWh', 'powerW', 'voltageMv', 'frequencyMhz', 'meterSerial'] as const;
  it.each(quantities.filter((quantity) => entriesOf(file, quantity).length > 0))(
    'takes "not implemented" of %s for no value',
    (quantity) => {
      const known = (entry: Entry) => {
        if (!/^s\d/.test(entry.type)) return 'ffff'.repeat(registersOf(entry));
        const words = ['8000', ...Array.from({ length: registersOf(entry) - 1 }, () => '0000')];
        if ((entry.wordOrder ?? file.wordOrder) === 'little') words.reverse();
        return words.map((word) => ((entry.byteOrder ?? file.byteOrder) === 'little' ? word.slice(2) + word.slice(0, 2) : word)).join('');
      };
      const said = new Set(entriesOf(file, quantity).flatMap((entry) => entry.notImplemented ?? []));
      for (const words of [...said, 'known']) {
        const image = usual();
        let written = 0;
        for (const entry of entriesOf(file, quantity)) {
          const hex = words === 'known' ? known(entry) : entry.notImplemented?.includes(words) ? words : undefined;
          if (hex === undefined) continue;
          image.put(entry.function, entry.address, hex);
          written += 1;
        }
        if (written < entriesOf(file, quantity).length) continue;
        const result = poll(file, image);
        const optional = entriesOf(file, quantity).every((entry) => entry.optional === true);
        const only = quantity === 'importWh' ? 'exportWh' : 'importWh';
        if (quantity === 'importWh' || quantity === 'exportWh') {
          if (!optional || entriesOf(file, only).length === 0)
            expect(result, words).toMatchObject({ ok: false, code: 'VALUE_INVALID', message: expect.stringContaining(quantity) });
          else
            expect(result, words).toMatchObject({
              ok: true,
              value: { [quantity === 'importWh' ? 'importIsPresent' : 'exportIsPresent']: false, reading: { [quantity]: 0n } },
            });
        } else if (quantity === 'meterSerial') expect(result, words).toMatchObject({ ok: true, value: { meterSerial: undefined } });
        else expect(result, words).toMatchObject({ ok: true, value: { reading: { [quantity]: 0 } } });
      }
    },
  );

  it('is refused while it shows zeros only, where the map says that it never does at work', () => {
    const marked = quantities.some((quantity) => entriesOf(file, quantity).some((entry) => entry.neverZero === true));
    if (!marked) return;
    const asleep: PhysicalState = { ...stateFor(file, 0n), importWh: 0n, exportWh: 0n, voltageMv: 0n, frequencyMhz: 0n };
    expect(poll(file, encodeRegisterImage(file, asleep))).toMatchObject({ ok: false, code: 'VALUE_INVALID' });
    const young: PhysicalState = { ...asleep, voltageMv: 230_000n, frequencyMhz: 50_000n };
    expect(poll(file, encodeRegisterImage(file, young))).toMatchObject({ ok: true, value: { reading: { importWh: 0n, exportWh: 0n } } });
  });

  it('is refused with the register named where the device refuses what it must have', () => {
    const [first] = planReads(mapOf(file));
    const result = poll(file, usual(), (request) =>
      request === first || JSON.stringify(request) === JSON.stringify(first) ? refuse('DEVICE_EXCEPTION', 'exception 2') : undefined,
    );
    const code = first?.type === 'read' ? `${first.functionCode}:0x${first.address.toString(16).padStart(4, '0')}` : '';
    expect(result).toMatchObject({ ok: false, code: 'DEVICE_EXCEPTION', message: expect.stringContaining(code) });
  });

  it.each(file.vectors)('reads the vector of $source', ({ registers, expected }) => {
    const image = usual();
    for (const [place, hex] of Object.entries(registers)) image.put(Number(place[0]) as 3 | 4, Number.parseInt(place.slice(4), 16), hex);
    const result = poll(file, image);
    if (!result.ok) throw new Error(result.message);
    const shown: Record<string, unknown> = { ...result.value.reading, meterSerial: result.value.meterSerial };
    for (const [quantity, value] of Object.entries(expected)) {
      const got = shown[quantity];
      expect(typeof got === 'bigint' ? Number(got) : got, quantity).toBe(value);
    }
  });
});
