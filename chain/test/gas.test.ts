/** Prints the gas table and holds every line of it. `npx vitest run --project chain chain/test/gas.test.ts` */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Market, startMarket } from './support/market.ts';
import { formatGas, GAS_BOUNDS, type GasOperation, type GasTable, measureGas } from './support/measure-gas.ts';

let market: Market;
let table: GasTable;

beforeAll(async () => {
  market = await startMarket();
  table = await measureGas(market);
  console.log(formatGas(table));
  // `npm run bench gas` asks for the figures, and for what they are held to.
  const file = process.env['JOULEGATE_GAS_OUT'];
  const rows = Object.entries(GAS_BOUNDS).map(([operation, bound]) => [operation, { gas: table[operation as GasOperation], ...bound }]);
  if (file !== undefined) writeFileSync(file, JSON.stringify(Object.fromEntries(rows)));
});
afterAll(() => market?.stop());

test.each(Object.keys(GAS_BOUNDS) as GasOperation[])('%s stays within its bound', (operation) => {
  expect(table[operation]).toBeGreaterThan(21_000 / 2);
  expect(table[operation]).toBeLessThanOrEqual(GAS_BOUNDS[operation].most);
});
