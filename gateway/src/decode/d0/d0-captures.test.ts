import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createD0Framer } from '../../framing/index.ts';
import { decodeD0 } from './d0.ts';
import { parseD0Readout } from './d0-lines.ts';

/**
 * Readouts of github.com/volkszaehler/vzlogger (GPL-3.0), commit 2a4d18e, tests/MeterD0.cpp, kept outside the repository.
 * Expected are the values that its assertions name, per readout.
 */
const FILE = fileURLToPath(new URL('../../../../../shared/captures/iec62056-21-d0/vzlogger-d0-cases.json', import.meta.url));
const absent = !existsSync(FILE);

interface Case {
  readonly test: string;
  readonly text: string;
}

const HAGER = { importWh: 1296n, importIsPresent: true };
const WITHOUT_ENERGY = { importIsPresent: false, exportIsPresent: false };
/** Values as printed per readout, then what the registers make of it. */
const EXPECTED: Readonly<Record<string, readonly [readonly string[], object][]>> = {
  basic_dump_fd: [[['000001.2963'], HAGER]],
  basic_dump_fd_autoack: [[['000001.2963'], HAGER]],
  HagerEHZ_basic: [
    [['000001.2963'], HAGER],
    [['000001.2964', '000001.2965'], WITHOUT_ENERGY],
  ],
  // The first readout has lost its /.
  HagerEHZ_waitsync: [[['999999.9999'], WITHOUT_ENERGY]],
  LandisGyr_basic: [
    [
      ['00000000', '20000', '001846.0', '000000.0', '004329.6', '000000.0', '001846.0', '004329.6'],
      { importWh: 1846000n, exportWh: 4329600n, serial: '20000', status: 0 },
    ],
  ],
};

describe('published D0 readouts', () => {
  const cases = absent ? [] : (JSON.parse(readFileSync(FILE, 'utf8')) as Case[]);

  it.skipIf(absent)('are all expected (skipped where the captures are absent)', () => {
    expect(cases.map(({ test }) => test).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.skipIf(absent).each(cases)('$test is framed and read', ({ test, text }) => {
    const { frames } = createD0Framer({ maxLength: 8192 }).push(Buffer.from(text, 'latin1'));
    const got = frames.map((frame) => {
      const parsed = parseD0Readout(frame);
      const report = decodeD0(frame);
      return [
        parsed.ok ? parsed.value.objects.map((object) => object.text) : parsed,
        report.ok ? { ...report.value, ...report.value.reading, serial: report.value.meterSerial } : { code: report.code },
      ];
    });
    expect(got).toEqual(EXPECTED[test]?.map(([values, report]) => [values, expect.objectContaining(report)]));
  });
});
