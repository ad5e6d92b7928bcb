/**
 * Stateful fuzzing by forge with a fixed seed, and planted bugs that it must find. More of it: `npm run invariants`.
 * What holds stands in invariants/Market.t.sol.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { fuzz, SEED } from './invariants/run.mjs';
import { compileMutant } from './support/compile-mutant.ts';

let honest: ReturnType<typeof fuzz>;
beforeAll(() => {
  honest = fuzz({ runs: 32, depth: 64 });
  console.log(`invariants: seed ${SEED}, 32 runs of 64 calls`);
}, 120_000);

describe('over every sequence of calls that was tried', () => {
  test('escrow covers what is owed, permits add up, no energy is sold twice, capacity is counted, nothing forbidden happened', () => {
    expect(honest.output).toContain('[PASS] invariant_market() (runs: 32, calls: 2048, reverts: 0)');
  });
  test('and every action of the harness is accepted at times', () => {
    expect(honest.output).toContain('[PASS] test_everyActionIsReached()');
    expect(honest.ok).toBe(true);
  });
});

describe('a planted bug is found:', () => {
  test.each([
    [
      'an order filled over its quantity',
      'EnergyMarket',
      'EnergyMarket.sol',
      /if \(energyWh > remaining\) revert OrderOverfilled\([^)]*\);/,
      '',
      'an order was filled over its quantity',
    ],
    [
      'energy that is allocated and stays free',
      'ReadingLedger',
      'ReadingLedger.sol',
      /sold\.exportOpenWh = exportFree - uint48\(settledWh\);/,
      'sold.exportOpenWh = exportFree;',
      'more energy sold than was verified',
    ],
    [
      'money paid out and not debited',
      'EnergyMarket',
      'Escrow.sol',
      /_debit\(account, amount\);(\s+emit Withdrawn)/,
      '$1',
      'the market owes more than it holds',
    ],
    [
      'permits retired and still held',
      'CarbonLedger',
      'CarbonLedger.sol',
      /_updateOne\(owner, address\(0\), period, grams\);/,
      '',
      'permits issued are not those held, retired and surrendered',
    ],
    [
      'an interval of which a second guarantee is issued',
      'GuaranteeOfOrigin',
      'GuaranteeOfOrigin.sol',
      /else revert RangeNotAdjacent\([^)]*\);/,
      '',
      'an interval was guaranteed twice',
    ],
    [
      'a signed retirement that is taken again',
      'GuaranteeOfOrigin',
      'GuaranteeOfOrigin.sol',
      /isRetirementUsed\[id\] = true;/,
      '',
      'a retirement of a guarantee was taken twice',
    ],
    [
      'a guarantee that outlives its validity',
      'GuaranteeOfOrigin',
      'GuaranteeOfOrigin.sol',
      /if \(block\.timestamp >= expiresAt\) revert GuaranteeExpired\([^)]*\);/,
      '',
      'an expired guarantee was',
    ],
    [
      'emissions that get lost when another period begins',
      'CarbonLedger',
      'EmissionMeter.sol',
      /if \(emissionsUg > 0\) [^;]*;/,
      '',
      'emissions in the accounts are not what was metered',
    ],
    [
      'a suspension that the market is not told',
      'AdmissionPolicy',
      'ZonePermits.sol',
      /(sellerAdmitted = .*) && permit\.suspensions == 0/,
      '$1',
      'a unit suspended or not admitted traded',
    ],
    [
      'capacity of an ended permit that the zone does not get back',
      'AdmissionPolicy',
      'ZonePermits.sol',
      /_criteria\[permit\.zone\]\.grantedCapacityW -= capacityW;/,
      '',
      'granted capacity is not the sum of the permits',
    ],
  ])(
    '%s',
    (_, contract, file, from, to, message) => {
      const result = fuzz({
        runs: 48,
        depth: 64,
        match: 'invariant_market',
        bytecode: { [contract]: compileMutant(contract, file, from, to) },
      });
      expect(result.ok).toBe(false);
      expect(result.output).toContain(message);
    },
    60_000,
  );
});
