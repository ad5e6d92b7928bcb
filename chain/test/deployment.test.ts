/** deploy() against chains of several rules: what stands where afterwards, who may do what, and what it refuses to do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOURCE } from '@joulegate/protos';
import { keccak256, toBytes } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAccount, deploy, INTENSITIES, readDeployment, writeDeployment } from '../src/deployment/index.ts';
import { startAnvil } from '../src/engine/anvil.ts';
import { GRACE, INTERVAL, type Market, makeCriteria, PERIOD, SETTLEMENT_DEADLINE, startMarket, TOLERANCE, ZONE } from './support/market.ts';

let market: Market;
let folder: string;

beforeAll(async () => {
  market = await startMarket();
  folder = mkdtempSync(join(tmpdir(), 'joulegate-deployment-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await market?.stop();
});

const role = (name: string) => keccak256(toBytes(name));

describe('a deployed market', () => {
  test('has the parameters it was given', async () => {
    expect(await market.read('readingLedger', 'intervalSeconds')).toBe(INTERVAL);
    expect(await market.read('readingLedger', 'toleranceSeconds')).toBe(TOLERANCE);
    expect(await market.read('energyMarket', 'settlementDeadlineSeconds')).toBe(SETTLEMENT_DEADLINE);
    expect(await market.read('carbonLedger', 'periodSeconds')).toBe(PERIOD);
    expect(await market.read('carbonLedger', 'graceSeconds')).toBe(GRACE);
    expect(market.deployment).toMatchObject({ chainId: 31_337, intervalSeconds: Number(INTERVAL), carbonPeriodSeconds: Number(PERIOD) });
  });

  test('opens each zone with its criteria as version 1', async () => {
    const criteria = makeCriteria(market.people.operator.address);
    const got = await market.read<Record<string, unknown>>('admissionPolicy', 'criteriaOf', [ZONE]);
    expect({ ...got, operator: String(got['operator']).toLowerCase() }).toEqual({ ...criteria, version: 1 });
  });

  test.each([
    ['meterRegistry', 'CERTIFIER_ROLE', 'certifier'],
    ['meterRegistry', 'AUTHORITY_ROLE', 'authority'],
    ['carbonLedger', 'AUTHORITY_ROLE', 'authority'],
  ] as const)('%s gives %s to the %s and not to a stranger', async (contract, name, who) => {
    const has = (person: 'stranger' | typeof who) => market.read(contract, 'hasRole', [role(name), market.people[person].address]);
    expect([await has(who), await has('stranger')]).toEqual([true, false]);
  });

  test.each([
    ['meterRegistry', 'SUSPENDER_ROLE', 'readingLedger'],
    ['readingLedger', 'MARKET_ROLE', 'energyMarket'],
    ['admissionPolicy', 'SUSPENDER_ROLE', 'carbonLedger'],
  ] as const)('%s gives %s to the %s', async (contract, name, to) => {
    expect(await market.read(contract, 'hasRole', [role(name), market.deployment.contracts[to]])).toBe(true);
  });

  test('knows an intensity and its source for every source of energy', async () => {
    expect(INTENSITIES.map(({ source }) => source).sort((a, b) => a - b)).toEqual(Object.values(SOURCE).sort((a, b) => a - b));
    for (const { source, mgPerKwh, citation } of INTENSITIES) {
      expect(await market.read('meterRegistry', 'intensityOf', [source])).toBe(mgPerKwh);
      expect(citation.length).toBeGreaterThan(10);
    }
    // Paper, section 3.3.1.
    expect(await market.read('meterRegistry', 'intensityOf', [SOURCE.solar])).toBe(92_830);
    expect(await market.read('meterRegistry', 'intensityOf', [SOURCE.coal])).toBe(811_200);
  });

  test('is written down and read back', () => {
    const file = join(folder, 'network.json');
    writeDeployment(file, market.deployment);
    expect(readDeployment(file)).toEqual(market.deployment);
  });

  test.each(['{}', '[]', '"x"', 'null', 'not json', '{"chainId":1}'])('%s is no deployment', (text) => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, text);
    expect(() => readDeployment(file)).toThrow();
  });
});

describe('deploy refuses', () => {
  const options = () => ({ rpcUrl: market.engine.rpcUrl, deployer: market.people.admin.key });

  test('a carbon period that no interval ends with', async () => {
    await expect(deploy({ ...options(), carbonPeriodSeconds: 1_000 })).rejects.toThrow(
      'carbonPeriodSeconds: a multiple of the interval of 900 s',
    );
  });

  test('a tolerance that reaches the next boundary', async () => {
    await expect(deploy({ ...options(), toleranceSeconds: 450 })).rejects.toThrow('toleranceSeconds: less than half the interval of 900 s');
  });

  test('an address that stays empty, as where the chain is older than the code', async () => {
    const chain = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
    // Init code that returns nothing: mined with success, and nobody there afterwards.
    await expect(chain.deployContract({ abi: [], bytecode: '0x60006000f3' }, [])).rejects.toThrow(
      'contract code expected after deployment',
    );
  });
});

describe('fees', () => {
  test.each([
    ['london', '0x2'],
    ['berlin', '0x0'],
  ])('on a chain of %s rules transactions are of type %s', async (hardfork, type) => {
    const engine = await startAnvil({ chainId: 61, hardfork });
    try {
      const key = engine.accounts[0]?.privateKey;
      if (!key) throw new Error('an account expected');
      const chain = await connectAccount(engine.rpcUrl, key);
      // Code of one STOP, so that the address is not empty.
      await chain.deployContract({ abi: [], bytecode: '0x60016000f3' }, []);
      const block = (await engine.request('eth_getBlockByNumber', ['latest', true])) as { transactions: { type: string }[] };
      expect(block.transactions[0]?.type).toBe(type);
    } finally {
      await engine.stop();
    }
  });
});
