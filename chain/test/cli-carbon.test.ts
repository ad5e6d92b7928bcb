/** `joulegate-chain carbon …` as an authority and a stranger type it, against a chain of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SOURCE } from '@joulegate/protos';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeDeployment } from '../src/deployment/index.ts';
import { commission, recordBoundary, type TestMeter } from './support/actions.ts';
import { BOUNDARY_0, FINE_PER_KG, GRACE, type Market, PERIOD, PERIOD_0, type Role, startMarket, T0 } from './support/market.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
/** Four intervals: the registers at the period's start and end. */
const ENERGY_WH = 20_000n;
let market: Market;
let coal: TestMeter;
let gas: TestMeter;
let folder: string;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  coal = await commission(market, 'seller', 1, { source: SOURCE.coal });
  gas = await commission(market, 'buyer', 2, { source: SOURCE.gas });
  folder = mkdtempSync(join(tmpdir(), 'joulegate-carbon-'));
  writeDeployment(join(folder, 'network.json'), market.deployment);
  for (const [role, { key }] of Object.entries(market.people)) writeFileSync(join(folder, role), key, { mode: 0o600 });
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await market?.stop();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function carbon(args: readonly string[], from?: Role): Promise<Ended> {
  const where = ['--rpc', market.engine.rpcUrl, '--deployment', join(folder, 'network.json')];
  const key = from === undefined ? [] : ['--key', join(folder, from)];
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'carbon', ...args, ...where, ...key], { timeout: 60_000 }, (failure, out, error) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error });
    });
  });
}
const json = async (args: readonly string[]) => JSON.parse((await carbon(args)).out) as unknown;
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const period = String(PERIOD_0);

describe('C1 an allowance', () => {
  it('is allocated by the authority, tried before without sending, and by nobody else', async () => {
    const args = ['allocate', coal.id, '--period', period, '--grams', '7000'];
    expect(await carbon([...args, '--dry-run'], 'authority')).toMatchObject({
      code: 0,
      out: expect.stringContaining('would be allocated'),
    });
    expect(await json(['accounts', period])).toEqual([]);
    const refused = { code: 1, error: expect.stringContaining('refused: AccessControlUnauthorizedAccount') };
    expect(await carbon([...args, '--dry-run'], 'stranger')).toMatchObject(refused);
    expect(await carbon(args, 'stranger')).toMatchObject(refused);
    expect((await carbon(args, 'authority')).code).toBe(0);
    expect(await json(['accounts', period])).toMatchObject([
      { unit: expect.stringMatching(new RegExp(coal.id, 'i')), allowanceGrams: '7000', permitsOfOwnerGrams: '7000', settled: false },
    ]);
    expect(await json(['supply', period])).toEqual({
      period: PERIOD_0,
      issuedGrams: '7000',
      heldGrams: '7000',
      surrenderedGrams: '0',
      retiredGrams: '0',
    });
  });

  it.each([
    ['csv', 'a.csv', () => `unit,period,grams\n${coal.id},${period},7000\n${gas.id},${period},3000\n`],
    [
      'YAML',
      'a.yaml',
      () => `- { unit: "${coal.id}", period: ${period}, grams: 7000 }\n- { unit: "${gas.id}", period: ${period}, grams: 3000 }\n`,
    ],
  ])('comes with others from a file in %s, which topped up again changes nothing', async (_, name, text) => {
    const args = ['allocate', '--file', file(name, text()), '--top-up'];
    expect(await carbon(args, 'authority')).toMatchObject({ code: 0, out: expect.stringContaining('2 sent') });
    expect(await carbon(args, 'authority')).toMatchObject({ code: 0, out: expect.stringContaining('0 sent, 2 allocated before') });
    expect(await json(['supply', period])).toMatchObject({ issuedGrams: '10000' });
  });

  it('goes out with its whole file or not at all', async () => {
    const text = `unit,period,grams\n${coal.id},${period},7000\n0x${'11'.repeat(20)},${period},1\n`;
    const ended = await carbon(['allocate', '--file', file('b.csv', text)], 'authority');
    expect(ended).toMatchObject({ code: 1, error: expect.stringContaining('refused: UnitUnknown') });
    expect(await json(['accounts', period])).toEqual([]);
  });

  it.each([
    ['a field that nobody knows', `unit,period,gram\n0x${'11'.repeat(20)},1,2\n`, 'row 1: gram: no such field', 3],
    ['grams below nothing', `unit,period,grams\n0x${'11'.repeat(20)},1,-2\n`, 'row 1: grams: a whole number', 3],
    ['a unit twice', `unit,period,grams\n0x${'11'.repeat(20)},1,2\n0x${'11'.repeat(20)},1,2\n`, 'row 2: a second allowance', 3],
    ['a row too short', `unit,period,grams\n0x${'11'.repeat(20)},1\n`, 'line 2: 3 values expected, got 2', 3],
  ])('is not read from a file with %s', async (_, text, message, code) => {
    expect(await carbon(['allocate', '--file', file('c.csv', text)], 'authority')).toMatchObject({
      code,
      error: expect.stringContaining(message),
    });
  });

  it.each([
    ['no period', ['allocate', `0x${'11'.repeat(20)}`, '--grams', '1'], 'either --file, or a unit'],
    ['a short unit', ['allocate', '0x12', '--grams', '1', '--period', '1'], 'unit: 0x and 40 hex digits expected'],
    ['a period too large', ['settle', '4294967296'], 'period: a number below 2^32'],
  ])('is left alone by wrong usage: %s', async (_, args, message) => {
    expect(await carbon(args, 'authority')).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});

describe('C3 a period', () => {
  it('is settled for all its units after its grace, its last reading metered first, and shows who is fined', async () => {
    await market.send('carbonLedger', 'allocate', [coal.id, PERIOD_0, 7_000n], 'authority');
    await market.send('carbonLedger', 'allocate', [gas.id, PERIOD_0, 100_000n], 'authority');
    for (const unit of [coal, gas]) {
      await market.setTime(T0 + PERIOD);
      await recordBoundary(market, unit, 0, 0n, 0n);
      await recordBoundary(market, unit, 4, 0n, ENERGY_WH);
      await market.send('carbonLedger', 'meterUpTo', [unit.id, BOUNDARY_0]);
    }
    expect(await carbon(['settle', period], 'stranger')).toMatchObject({ code: 1, error: expect.stringContaining('PeriodNotOver') });
    await market.setTime(T0 + PERIOD + GRACE);
    expect((await carbon(['settle', period], 'stranger')).code).toBe(0);
    const accounts = (await json(['accounts', period])) as Record<string, string>[];
    const of = (unit: TestMeter) => accounts.find(({ unit: id }) => id?.toLowerCase() === unit.id);
    // Coal: 811.2 g/kWh, the paper's figure, of 20 kWh.
    const deficit = 16_224n - 7_000n;
    expect(of(coal)).toMatchObject({
      settled: true,
      obligationGrams: '16224',
      surrenderedGrams: '7000',
      deficitGrams: String(deficit),
      fineMicro: String((deficit * FINE_PER_KG + 999n) / 1000n),
      fineDueMicro: String((deficit * FINE_PER_KG + 999n) / 1000n),
    });
    expect(of(gas)).toMatchObject({ settled: true, deficitGrams: '0', fineMicro: '0', fineDueMicro: '0' });
    const again = await carbon(['settle', period, '--json'], 'stranger');
    expect(again).toMatchObject({ code: 0, out: '[]\n' });
  });
});

describe('C2 what a kWh emits', () => {
  const iso = (boundary: bigint) => new Date(Number(boundary) * Number(PERIOD / 4n) * 1000).toISOString();

  it('is measured by a verifier whom the authority appointed, for whole intervals still to come, until the authority ends it', async () => {
    const args = [
      'measure',
      coal.id,
      '--mg-per-kwh',
      '640000',
      '--evidence',
      file('report.pdf', 'measured'),
      '--from',
      iso(BOUNDARY_0 + 2n),
    ];
    const whole = [...args, '--until', iso(BOUNDARY_0 + 9n)];
    expect(await carbon(whole, 'stranger')).toMatchObject({ code: 1, error: expect.stringContaining('AccessControlUnauthorizedAccount') });
    expect((await carbon(['verifier-appoint', market.people.stranger.address], 'authority')).code).toBe(0);
    expect(await carbon([...args, '--until', String(BOUNDARY_0 * (PERIOD / 4n) + 1n)], 'stranger')).toMatchObject({
      code: 2,
      error: expect.stringContaining('the end of an interval expected'),
    });
    expect((await carbon(whole, 'stranger')).code).toBe(0);
    expect(await json(['intensity', coal.id, '--at', iso(BOUNDARY_0 + 2n)])).toMatchObject({ mgPerKwh: 640_000, isMeasured: true });
    expect(await json(['intensity', coal.id, '--at', iso(BOUNDARY_0 + 1n)])).toMatchObject({ isMeasured: false });
    const end = ['measure-end', coal.id, '--from', iso(BOUNDARY_0 + 4n), '--reason', 'instrument not calibrated'];
    expect((await carbon(end, 'stranger')).code).toBe(1);
    expect((await carbon(end, 'authority')).code).toBe(0);
    expect(await json(['intensity', coal.id, '--at', iso(BOUNDARY_0 + 4n)])).toMatchObject({ isMeasured: false });
    expect((await carbon(['verifier-dismiss', market.people.stranger.address], 'authority')).code).toBe(0);
    expect((await carbon(whole, 'stranger')).code).toBe(1);
  });

  it('bought from the grid is set hour by hour from a file, ahead of time, and told', async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => 300_000 + hour);
    const table = (validFrom: string) =>
      file('day.yaml', `validFrom: ${validFrom}\ncitation: grid operator 2025\nmgPerKwh: [${hours.join(', ')}]\n`);
    expect(await carbon(['factors-set', '1', '--file', table('2020-01-01T00:00:00Z')], 'authority')).toMatchObject({
      code: 1,
      error: expect.stringContaining('FactorsNotAhead'),
    });
    expect((await carbon(['factors-set', '1', '--file', table(iso(BOUNDARY_0 + 8n))], 'authority')).code).toBe(0);
    expect(await json(['factors', '1', '--at', iso(BOUNDARY_0 + 9n)])).toEqual({ zone: 1, version: '1', mgPerKwh: hours });
    expect(await json(['bought', gas.id, period])).toMatchObject({ energyWh: '0', emissionsUg: '0' });
  });

  it.each([
    ['twenty-three hours', 'validFrom: 1\ncitation: x\nmgPerKwh: [1]', 'a list of 24 numbers'],
    ['a fraction', `validFrom: 1\ncitation: x\nmgPerKwh: [${Array(24).fill('0.5').join(', ')}]`, 'hour 0: a whole number'],
    ['no citation', `validFrom: 1\nmgPerKwh: [${Array(24).fill('1').join(', ')}]`, 'citation: where'],
    ['no time', `citation: x\nmgPerKwh: [${Array(24).fill('1').join(', ')}]`, 'validFrom: Unix seconds or'],
    ['another field', 'factors: 1', 'factors: no such field'],
  ])('is not taken from a file with %s', async (_, text, message) => {
    expect(await carbon(['factors-set', '1', '--file', file('bad.yaml', text)], 'authority')).toMatchObject({
      code: 3,
      error: expect.stringContaining(message),
    });
  });
});
