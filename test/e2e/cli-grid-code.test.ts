import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createSunSpecImage } from '../../device-sim/src/encode/index.ts';
import { startModbusTcpServer } from '../../device-sim/src/index.ts';

const CLI = fileURLToPath(new URL('../../gateway/dist/cli.js', import.meta.url));
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const run = (...args: string[]) =>
  new Promise<Ended>((resolve) => {
    execFile(process.execPath, [CLI, 'grid-code', ...args], { timeout: 60_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });

const ILLEGAL_ADDRESS = 2;
const VALUES = { importWh: 0n, exportWh: 123_456n, powerW: -2000, voltageMv: 231_000, frequencyMhz: 50_010, ratedPowerW: 9900 };
const COMMON = { manufacturer: 'Acme', model: 'Roof', serial: 'R1', version: '1' };

/** A real Modbus TCP server with the registers of a SunSpec inverter behind it. */
async function inverter(models: readonly number[], protection: object = {}): Promise<string> {
  const image = createSunSpecImage({ base: 40_000, common: COMMON, models: models.map((id) => ({ id })) }, { ...VALUES, protection });
  const unit = {
    read(functionCode: number, address: number, count: number) {
      const words = functionCode === 3 ? image.read(address, count) : undefined;
      return words === undefined ? ILLEGAL_ADDRESS : Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
    },
  };
  const server = await startModbusTcpServer({ units: new Map([[1, unit]]) });
  undo.push(() => server.stop());
  return `tcp://127.0.0.1:${server.port}`;
}
const DER = [701, 702, 703, 707, 708, 709, 710];

describe('O3: joulegate grid-code', () => {
  it('lists the codes, and shows what one demands and where that stands', async () => {
    const list = await run('list');
    expect(list.code).toBe(0);
    expect(list.out.split('\n').filter((line) => line !== '')).toHaveLength(9);
    const shown = await run('show', 'vde-ar-n-4105');
    expect(shown.out).toMatch(/underFrequencyTripLowMhz +47450 +clause 6\.5, table 2/);
    const json = JSON.parse((await run('show', 'vde-ar-n-4105', '--json')).out) as { id: string; profile: Record<string, unknown> };
    expect(json.id).toMatch(/^0x[0-9a-f]{64}$/);
    expect(json.profile).toMatchObject({ minReconnectDelaySeconds: 60, maxCapacityW: '134999', certificateDemanded: true });
  });

  it.each<[string, string, object, number, RegExp]>([
    ['an inverter set as Germany wants it stands', 'vde-ar-n-4105', {}, 0, /^VDE-AR-N 4105:2018-11: stands$/m],
    [
      'an inverter that reconnects too soon fails by that line alone',
      'vde-ar-n-4105',
      { enterServiceDelaySeconds: 20 },
      1,
      /1 of 7 demands fail\n(stands.*\n)*FAILS {3}60 ≤ reconnectDelaySeconds +found 20 s +clause 8\.3\.1/,
    ],
    [
      'an inverter set for Germany fails in North America',
      'ieee-1547-2018-category-iii',
      {},
      1,
      /FAILS .*underFrequencyTripMhz .*found 47500 mHz +clause 6\.5\.1/,
    ],
    [
      'an inverter set for North America stands there, its shares taken of 120 V',
      'ieee-1547-2018-category-iii',
      { underVoltagePermille: 880, underFrequencyMhz: 58_500, overFrequencyMhz: 61_200, enterServiceDelaySeconds: 300 },
      0,
      /stands +0 ≤ underVoltageTripMv ≤ 105600 +found 105600 mV/,
    ],
  ])('%s', async (_, code, protection, exit, line) => {
    const result = await run('check', code, '--transport', await inverter(DER, protection));
    expect(result.out).toMatch(line);
    expect(result).toMatchObject({ code: exit, err: '' });
  });

  it('holds a device that tells only its ratings for one that does not meet what it does not tell', async () => {
    const result = await run('check', 'g99-type-a', '--transport', await inverter([103, 120, 121]), '--json');
    expect(result.code).toBe(1);
    const { lines } = JSON.parse(result.out) as { lines: { setting: string; found?: string; stands: boolean }[] };
    expect(lines.find(({ setting }) => setting === 'capacityW')).toMatchObject({ found: '9900', stands: true });
    expect(lines.filter(({ stands }) => !stands).map(({ setting }) => setting)).toContain('overFrequencyTripMhz');
  });

  it('says which code, file, device or key was wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'joulegate-grid-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, JSON.stringify({ underVoltageTripMv: 184.5 }));
    expect(await run('check', 'vde', '--settings', settings)).toMatchObject({ code: 3, err: expect.stringContaining('one of en-50549-1') });
    expect(await run('check', 'en-50549-1', '--settings', settings)).toMatchObject({
      code: 3,
      err: expect.stringContaining('underVoltageTripMv: a whole number expected, got 184.5'),
    });
    expect(await run('check', 'en-50549-1', '--transport', 'tcp://127.0.0.1:1', '--for', '2')).toMatchObject({
      code: 6,
      err: expect.stringContaining('settings expected within 2 s, got none'),
    });
  });
});
