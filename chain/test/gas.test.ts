/** What each step costs on a London chain. Limits are what was measured and a little room: a rise must be meant. */
import { SOURCE } from '@joulegate/protos';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  admit,
  type Batch,
  batchArgs,
  commission,
  deposit,
  leafOf,
  makeMeter,
  makeOrder,
  makeRequest,
  matchArgs,
  oneReadingBatch,
  recordBoundary,
  registrationArgs,
  requestArgs,
  signReading,
  type TestMeter,
} from './support/actions.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, type Mined, makeCriteria, startMarket, T0, ZONE } from './support/market.ts';

let market: Market;
let seller: TestMeter;
let buyer: TestMeter;
const spent: [string, number][] = [];
/** The most that each step may use, per item where several are done at once. */
const LIMITS = {
  register: 115_000,
  certify: 40_000,
  'batch of one, first': 104_000,
  'batch of one, later': 86_000,
  'batch of one, later, closing a boundary': 118_000,
  recordBoundary: 74_000,
  'recordBatches of 20 meters, each': 79_000,
  'decide, 3 readings': 150_000,
  // Three new slots, eleven cold reads, base and calldata are 131,000 of it.
  postMatch: 152_000,
  settle: 73_000,
  'settleMany of 20, each': 30_000,
  'meterMany of 11, baseline, each': 32_000,
  'meterMany of 11, first, each': 50_000,
  'meterMany of 11, repeated, each': 33_000,
  'meter of one, repeated': 57_000,
} as const;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  seller = await commission(market, 'seller', 1);
  buyer = await commission(market, 'buyer', 2, { source: SOURCE.load });
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(async () => {
  console.log(spent.map(([name, gas]) => `${String(gas).padStart(8)}  ${name}`).join('\n'));
  await market.stop();
});

function note(name: keyof typeof LIMITS, mined: Mined, per = 1): void {
  const gas = Math.round(mined.gasUsed / per);
  spent.push([name, gas]);
  expect.soft(gas, name).toBeLessThanOrEqual(LIMITS[name]);
}

test('registering and certifying a meter', async () => {
  note('register', await market.send('meterRegistry', 'register', await registrationArgs(market, 'seller', makeMeter(9))));
  note('certify', await market.send('meterRegistry', 'certify', [makeMeter(9).id], 'certifier'));
});

test('recording readings', async () => {
  const batch = async (counter: bigint, time: bigint) =>
    market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', seller, { counter, time, exportWh: counter }));
  note('batch of one, first', await batch(1n, T0 - 300n));
  note('batch of one, later', await batch(2n, T0 - 200n));
  note('batch of one, later, closing a boundary', await batch(3n, T0));
  note('recordBoundary', await recordBoundary(market, buyer, 0, 0n, 0n));
});

test('twenty meters in one transaction', async () => {
  const batches: Batch[] = [];
  const signatures = [];
  for (let seed = 100; seed < 120; seed++) {
    const meter = await commission(market, 'seller', seed);
    const closing = await signReading(market, meter, { counter: 96n, time: T0 - 300n, exportWh: 5n });
    const [batch, signature] = await batchArgs(market, 'seller', {
      meter: meter.id,
      firstCounter: 1n,
      count: 96,
      root: leafOf(meter.id, closing),
      closing,
    });
    batches.push(batch);
    signatures.push(signature);
  }
  note('recordBatches of 20 meters, each', await market.send('readingLedger', 'recordBatches', [batches, signatures]), 20);
});

test('admission with three readings', async () => {
  await market.send(
    'admissionPolicy',
    'setCriteria',
    [ZONE, { ...makeCriteria(market.people.operator.address, { minEvidence: 3 }), version: 0 }],
    'operator',
  );
  const evidence = await Promise.all([1n, 2n, 3n].map((counter) => signReading(market, seller, { counter, time: T0 - 10n })));
  note(
    'decide, 3 readings',
    await market.send('admissionPolicy', 'decide', await requestArgs(market, 'seller', makeRequest(seller), evidence)),
  );
});

test('trade and settlement', async () => {
  await admit(market, 'seller', seller);
  await deposit(market, 'energyMarket', 'buyer', 10_000_000n);
  await deposit(market, 'energyMarket', 'seller', 1n);
  const match = async (interval: bigint, nonce = 1n) => {
    const [sell, buy] = [
      makeOrder('sell', seller, { interval, energyWh: 1_000n, nonce }),
      makeOrder('buy', buyer, { interval, energyWh: 1_000n, nonce }),
    ];
    return market.send('energyMarket', 'postMatch', await matchArgs(market, sell, buy, 1_000n, 200_000n));
  };
  const mined = await match(BOUNDARY_0);
  note('postMatch', mined);
  const more = [];
  for (let k = 1n; k <= 20n; k++) more.push(eventOf(await match(BOUNDARY_0 + 1n, k), 'TradeOpened')['terms']);
  for (const index of [0, 1, 2]) {
    await market.setTime((BOUNDARY_0 + BigInt(index)) * INTERVAL + 5n);
    await recordBoundary(market, seller, index, 0n, BigInt(index) * 20_000n);
    await recordBoundary(market, buyer, index, BigInt(index) * 20_000n, 0n);
  }
  note('settle', await market.send('energyMarket', 'settle', [eventOf(mined, 'TradeOpened')['terms']]));
  note('settleMany of 20, each', await market.send('energyMarket', 'settleMany', [more]), 20);
});

test('carbon metering', async () => {
  const units = [seller];
  for (let seed = 200; seed < 210; seed++) units.push(await commission(market, 'seller', seed));
  for (const index of [0, 1, 2]) {
    await market.setTime((BOUNDARY_0 + BigInt(index)) * INTERVAL + 5n);
    for (const unit of units) await recordBoundary(market, unit, index, 0n, BigInt(index) * 2_000n);
  }
  const ids = units.map((unit) => unit.id);
  note('meterMany of 11, baseline, each', await market.send('carbonLedger', 'meterMany', [ids, BOUNDARY_0]), 11);
  note('meterMany of 11, first, each', await market.send('carbonLedger', 'meterMany', [ids, BOUNDARY_0 + 1n]), 11);
  note('meterMany of 11, repeated, each', await market.send('carbonLedger', 'meterMany', [ids.slice(1), BOUNDARY_0 + 2n]), 10);
  note('meter of one, repeated', await market.send('carbonLedger', 'meter', [seller.id, BOUNDARY_0 + 2n]));
});
