/** Prints what readings of other makers cost on either kind of chain, and holds it. `npx vitest run --project chain chain/test/foreign-gas.test.ts` */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Market, startMarket } from './support/market.ts';
import {
  FOREIGN_GAS_ROWS,
  type ForeignGasRow,
  type ForeignGasTable,
  formatForeignGas,
  measureForeignGas,
} from './support/measure-foreign-gas.ts';

/** London has no P-256 and computes it in Solidity; Osaka has it at 0x100. */
const CHAINS = ['london', 'osaka'] as const;
const markets: Market[] = [];
const tables = {} as Record<(typeof CHAINS)[number], ForeignGasTable>;

beforeAll(async () => {
  for (const hardfork of CHAINS) {
    const market = await startMarket({}, hardfork);
    markets.push(market);
    tables[hardfork] = await measureForeignGas(market);
  }
  console.log(formatForeignGas(tables));
});
afterAll(() => Promise.all(markets.map((market) => market.stop())));

/** recordBatch, what was measured and a little room. */
const MOST: Record<(typeof CHAINS)[number], Record<ForeignGasRow, number>> = {
  london: { native: 90_000, 'OCMF, P-256': 500_000, 'OCMF, secp256k1': 230_000, 'BSM, P-256': 460_000 },
  osaka: { native: 90_000, 'OCMF, P-256': 230_000, 'OCMF, secp256k1': 230_000, 'BSM, P-256': 190_000 },
};

describe.each(CHAINS)('a batch on a chain of %s rules', (chain) => {
  test.each(FOREIGN_GAS_ROWS)('of one reading, %s, stays within its bound', (row) => {
    expect(tables[chain][row].recordBatch).toBeLessThanOrEqual(MOST[chain][row]);
  });
});

test('the precompile is what makes P-256 cheap: it is used where there is one', () => {
  for (const row of ['OCMF, P-256', 'BSM, P-256'] as const) {
    expect(tables.london[row].verify - tables.osaka[row].verify).toBeGreaterThan(150_000);
  }
});
