import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DeviceSettings, SETTINGS_NOT_TOLD, SOURCE, VERDICT_BIT } from '@joulegate/protos';
import type { Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commission, makeRequest, type TestMeter } from '../../chain/test/support/actions.ts';
import { type Market, makeCriteria, startMarket, T0, ZONE } from '../../chain/test/support/market.ts';
import { checkGridCode, parseGridCode } from '../../gateway/src/tx/index.ts';

/** The grid codes of hardware/grid-codes in the contract, which must judge a device as `joulegate grid-code check` does. */
const FOLDER = fileURLToPath(new URL('../../hardware/grid-codes', import.meta.url));
const CODES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => {
    const code = parseGridCode(parse(readFileSync(join(FOLDER, file), 'utf8')));
    if (!code.ok) throw new Error(`${file}: ${code.message}`);
    return code.value;
  });
const CAPACITY_W = 2_000_000n;

let market: Market;
let unit: TestMeter;
beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  unit = await commission(market, 'seller', 1, { source: SOURCE.solar, capacityW: CAPACITY_W });
});
afterAll(() => market?.stop());

describe.each(CODES.map((code) => [code.name, code] as const))('O3: %s in the contract', (_, code) => {
  beforeAll(async () => {
    await market.send('admissionPolicy', 'addProfile', [code.name, code.profile]);
    const criteria = makeCriteria(market.people.operator.address, {
      gridCodeProfile: code.id as Hex,
      maxCapacityW: CAPACITY_W,
      hostingCapacityW: CAPACITY_W,
    });
    await market.send('admissionPolicy', 'setCriteria', [ZONE, criteria], 'operator');
  });

  it('has the id that the gateway gives it, and its content', async () => {
    expect(await market.read('admissionPolicy', 'profileOf', [code.id])).toMatchObject({ ...code.profile });
  });

  it.each(code.vectors.map((vector) => [vector.is, vector] as const))('%s', async (_is, { settings, fails }) => {
    const { capacityW = 9_000, ...others } = settings;
    const told = { ...SETTINGS_NOT_TOLD, ...others } as DeviceSettings;
    const request = makeRequest(unit, { ...told, capacityW: BigInt(capacityW), gridCodeProfile: code.id as Hex });
    const verdict = (await market.read('admissionPolicy', 'assess', [request, []])) as number;
    const has = (bit: keyof typeof VERDICT_BIT) => ((verdict >>> VERDICT_BIT[bit]) & 1) === 1;
    const lines = checkGridCode(code, { ...others, capacityW: BigInt(capacityW) });
    const failing = lines.filter(({ stands }) => !stands).map(({ setting }) => setting);
    expect([...failing].sort()).toEqual([...fails].sort());
    expect({ capacity: has('capacityRange'), quality: has('powerQuality'), settings: has('gridSettings') }).toEqual({
      capacity: failing.includes('capacityW'),
      quality: failing.includes('thdPermille'),
      settings: failing.some((setting) => setting !== 'capacityW' && setting !== 'thdPermille'),
    });
    expect(has('certificate')).toBe(code.profile.certificateDemanded);
  });
});
