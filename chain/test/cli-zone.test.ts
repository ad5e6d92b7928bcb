/** `joulegate-chain zone …` as an operator, a certifier and a stranger type it, against a chain of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STATUS_BIT } from '@joulegate/protos';
import { hexToBytes } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gridCodeProfileId, writeDeployment } from '../src/deployment/index.ts';
import { admit, commission, STRICT_SETTINGS, signReading, type TestMeter, WIDE_PROFILE } from './support/actions.ts';
import { type Market, type Role, startMarket, T0, ZONE } from './support/market.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const SIGNER = fileURLToPath(new URL('support/external-signer.mjs', import.meta.url));
let market: Market;
let unit: TestMeter;
let folder: string;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  unit = await commission(market, 'seller', 1);
  folder = mkdtempSync(join(tmpdir(), 'joulegate-zone-'));
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

/** How a role's key is held: the plain file by default. */
type Holding = (file: string) => string;
const byProgram: Holding = (path) => `external:${process.execPath} ${SIGNER} ${path}`;

function zone(args: readonly string[], from?: Role, holding: Holding = (path) => path): Promise<Ended> {
  const where = ['--rpc', market.engine.rpcUrl, '--deployment', join(folder, 'network.json')];
  const key = from === undefined ? [] : ['--key', holding(join(folder, from))];
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'zone', ...args, ...where, ...key], { timeout: 30_000 }, (failure, out, error) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error });
    });
  });
}
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const criteriaText = (more = '') => `
operator: "${market.people.operator.address}"
sources: [solar]
carriers: [electricity]
natures: [renewable]
minAttestationClass: 1
minEvidence: 0
permitSeconds: 86400
maxThdPermille: 80
minCapacityW: 100
maxCapacityW: 20000
hostingCapacityW: 50000
priceCeilingMicroPerKwh: 400000
basePriceMicroPerKwh: 80000
minVoltageMv: 207000
maxVoltageMv: 253000
minFrequencyMhz: 47500
maxFrequencyMhz: 51500
maxEvidenceAgeSeconds: 3600
${more}`;

describe('A1 criteria of a zone', () => {
  it('are set from a file by its operator, and shown with the next version', async () => {
    expect(await zone(['set', String(ZONE), file('c.yaml', criteriaText())], 'operator')).toMatchObject({ code: 0 });
    const shown = JSON.parse((await zone(['show', String(ZONE)])).out);
    expect(shown).toMatchObject({ version: 2, permitSeconds: 86_400, hostingCapacityW: '50000', grantedCapacityW: '0', sources: 4 });
  });

  it('are set by a key that another program holds, and the command ends by itself', async () => {
    const set = ['set', String(ZONE), file('c.yaml', criteriaText())];
    expect(await zone(set, 'operator', byProgram)).toMatchObject({ code: 0 });
    expect(await zone(set, 'operator', (path) => `external:/nowhere/signer ${path}`)).toMatchObject({
      code: 4,
      error: expect.stringContaining("/nowhere/signer can't be started: ENOENT"),
    });
  });

  it('are not set by another', async () => {
    const ended = await zone(['set', String(ZONE), file('c.yaml', criteriaText())], 'stranger');
    expect(ended).toMatchObject({ code: 1, error: expect.stringContaining(`refused: NotZoneOperator(${ZONE}`) });
  });

  it.each([
    ['a field that nobody knows', 'maxThd: 3', 'criteria.maxThd: no such field'],
    ['a version, which the contract counts', 'version: 3', 'criteria.version: no such field'],
  ])('with %s are not sent', async (_, line, message) => {
    const ended = await zone(['set', String(ZONE), file('bad.yaml', criteriaText(line))], 'operator');
    expect(ended).toMatchObject({ code: 3, error: expect.stringContaining(message) });
  });
});

describe('O3 a grid code', () => {
  const profile = `name: wide
profile: { minVoltageMv: 100000, maxVoltageMv: 300000, minFrequencyMhz: 40000, maxFrequencyMhz: 60000, certificateDemanded: true }`;
  const id = gridCodeProfileId('wide', { ...WIDE_PROFILE, certificateDemanded: true });

  it('is added by anyone, chosen by the operator and certified for a unit, which then is admitted until the certificate’s end', async () => {
    const added = await zone(['add-profile', file('p.yaml', profile)], 'stranger');
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining(id) });
    expect((await zone(['set', String(ZONE), file('c.yaml', criteriaText(`gridCodeProfile: "${id}"`))], 'operator')).code).toBe(0);
    const expires = new Date(Number(T0 + 40_000n) * 1000).toISOString();
    const document = file('certificate.pdf', 'not really a PDF');
    const certify = ['certify', unit.id, '--profile', id, '--expires', expires, '--document', document];
    expect(await zone(certify, 'stranger')).toMatchObject({ code: 1, error: expect.stringContaining('AccessControlUnauthorizedAccount') });
    expect(await zone(certify, 'certifier')).toMatchObject({ code: 0 });
    await admit(market, 'seller', unit, { gridCodeProfile: id, ...STRICT_SETTINGS });
    const permit = async () => JSON.parse((await zone(['permit', unit.id])).out);
    expect(await permit()).toMatchObject({ state: 'granted', isAdmitted: true, validUntil: expires, verdict: [] });
    expect((await zone(['revoke-certificate', unit.id, '--profile', id], 'certifier')).code).toBe(0);
    expect(await permit()).toMatchObject({ state: 'revoked', isAdmitted: false });
  });
});

describe('a permit', () => {
  beforeEach(async () => {
    await admit(market, 'seller', unit);
  });
  const permit = async () => JSON.parse((await zone(['permit', unit.id])).out);

  it('is suspended, cured and revoked by the operator', async () => {
    expect((await zone(['suspend', unit.id, '--reason', 'works on the line'], 'operator')).code).toBe(0);
    expect(await permit()).toMatchObject({ suspensions: ['operator'], isAdmitted: false });
    expect((await zone(['cure', unit.id], 'operator')).code).toBe(0);
    expect(await permit()).toMatchObject({ suspensions: [], isAdmitted: true });
    expect((await zone(['revoke', unit.id], 'operator')).code).toBe(0);
    expect(await permit()).toMatchObject({ state: 'revoked' });
  });

  it('without end does not expire', async () => {
    expect(await zone(['expire', unit.id], 'stranger')).toMatchObject({ code: 1, error: expect.stringContaining('NotExpired') });
  });

  it('is suspended by whoever shows a reading of a tampered meter, from a file or in hex, and by nobody who shows another', async () => {
    const good = await signReading(market, unit, { counter: 1n, time: T0 });
    expect(await zone(['report', 'tamper', unit.id, good], 'stranger')).toMatchObject({
      error: expect.stringContaining('ReportUnfounded'),
    });
    const tampered = join(folder, 'reading.bin');
    writeFileSync(tampered, hexToBytes(await signReading(market, unit, { counter: 2n, time: T0, status: STATUS_BIT.tamper })));
    expect((await zone(['report', 'tamper', unit.id, tampered], 'stranger')).code).toBe(0);
    expect(await permit()).toMatchObject({ suspensions: ['tamper'], isAdmitted: false });
    expect((await zone(['cure', unit.id, '--reason', 'tamper'], 'operator')).code).toBe(0);
  });

  it.each([
    ['a report of something else', ['report', 'noise', '0x', '0x00'], 'report: tamper, limits, limits-kept, feed-in expected'],
    ['one reading of a feed-in', ['report', 'feed-in', `0x${'11'.repeat(20)}`, '0x00'], 'feed-in: 2 readings expected, got 1'],
    ['a short meter', ['revoke', '0x1234'], 'meter: 0x and 40 hex digits expected'],
    ['a cure by name of a fine', ['cure', `0x${'11'.repeat(20)}`, '--reason', 'fineUnpaid'], '--reason: operator, tamper expected'],
  ])('is left alone by wrong usage: %s', async (_, args, message) => {
    expect(await zone(args, 'operator')).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});
