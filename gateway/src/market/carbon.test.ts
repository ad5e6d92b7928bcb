import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { encodeAbiParameters, encodeEventTopics, type Hex, parseAbi } from 'viem';
import { describe, expect, it } from 'vitest';
import { CARBON_EVENTS, carbonTopicOf, decodeCarbonLog, GUARANTEE_EVENTS, selectCarbon } from './carbon-events.ts';
import { complianceCost, forecastEmissions, type MeteredStep, meteredSteps, recentPrice } from './carbon-forecast.ts';
import { decodeTransfers, movesOf } from './token-transfers.ts';

const interfaceText = ['ICarbonLedger.sol', 'IGuaranteeOfOrigin.sol']
  .map((name) => readFileSync(new URL(`../../../chain/contracts/interfaces/${name}`, import.meta.url), 'utf8').replace(/\/\/[^\n]*/g, ''))
  .join('');
const EVENTS = parseAbi(
  [...interfaceText.matchAll(/event (?!Measurement)[^;]*;/g)].map(([text]) => text.slice(0, -1)) as readonly string[],
) as readonly {
  readonly type: 'event';
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly type: string; readonly indexed?: boolean }[];
}[];
const id = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as Hex;
const account = (n: number) => `0x${n.toString(16).padStart(40, '0')}` as Hex;
const place = { address: account(0), blockNumber: 5n, transactionHash: id(9), logIndex: 1 };

describe('C5 the carbon ledger’s events', () => {
  it('are all those that the contract’s interface declares', () => {
    expect([...CARBON_EVENTS, ...GUARANTEE_EVENTS].map(({ kind }) => carbonTopicOf(kind)).sort()).toEqual(
      EVENTS.map(({ name }) => encodeEventTopics({ abi: EVENTS, eventName: name } as never)[0] as string).sort(),
    );
  });

  it.each(EVENTS.map((event) => [event.name, event] as const))('%s is read as viem writes it', (name, event) => {
    const values = event.inputs.map(({ name, type }, at) =>
      type === 'address'
        ? account(at + 1)
        : type === 'bytes32' || name === 'guaranteeId'
          ? id(at + 1)
          : type === 'uint32'
            ? at + 1
            : BigInt(at + 1),
    );
    const args = Object.fromEntries(event.inputs.map(({ name: field }, at) => [field, values[at]]));
    const topics = encodeEventTopics({ abi: EVENTS, eventName: name, args } as never) as string[];
    const inData = event.inputs.filter(({ indexed }) => !indexed);
    const data = encodeAbiParameters(inData as never, inData.map(({ name: field }) => args[field]) as never);
    const record = decodeCarbonLog({ ...place, topics, data }) as unknown as Record<string, unknown>;
    const { kind: _kind, blockNumber: _block, logIndex: _index, transactionHash: _hash, ...read } = record;
    // Whatever the fields are called here: each value of the event, once.
    const plain = (value: unknown) => (typeof value === 'string' ? value : BigInt(value as bigint));
    expect(Object.values(read).map(plain).map(String).sort()).toEqual(values.map(plain).map(String).sort());
  });

  it('of another contract, or cut short, are not read', () => {
    const topics = [carbonTopicOf('retired'), id(1), id(2), id(3)];
    expect(decodeCarbonLog({ ...place, topics, data: '0x' })).toBeUndefined();
    expect(decodeCarbonLog({ ...place, topics: [id(1), ...topics.slice(1)], data: id(1) })).toBeUndefined();
  });

  it('are chosen by who took part and by period', () => {
    const record = (more: object) => ({ kind: 'traded' as const, blockNumber: 1n, logIndex: 0, transactionHash: id(1), ...more });
    const records = [record({ buyer: account(1), period: 1n }), record({ seller: account(1), period: 2n }), record({ unit: account(2) })];
    expect(selectCarbon(records, { participant: account(1) })).toEqual(records.slice(0, 2));
    expect(selectCarbon(records, { participant: account(1), period: 2n })).toEqual([records[1]]);
  });
});

describe('C5 tokens given from hand to hand', () => {
  const ERC1155 = parseAbi([
    'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
    'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
  ]);
  const log = (name: 'TransferSingle' | 'TransferBatch', from: Hex, to: Hex, data: Hex, logIndex = 1) => ({
    ...place,
    logIndex,
    topics: encodeEventTopics({ abi: ERC1155, eventName: name, args: { operator: account(1), from, to } }) as string[],
    data,
  });
  const one = (from: Hex, to: Hex, logIndex?: number) =>
    log('TransferSingle', from, to, encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [7n, 300n]), logIndex);
  const lists = [{ type: 'uint256[]' }, { type: 'uint256[]' }] as const;
  const fields = (period: bigint, grams: bigint) => ({ period, grams });

  it('are read one by one, and in lists', () => {
    expect(decodeTransfers(one(account(2), account(3)))).toMatchObject([{ from: account(2), to: account(3), id: 7n, amount: 300n }]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }))),
        (pairs) => {
          const data = encodeAbiParameters(lists, [pairs.map(([id]) => id), pairs.map(([, amount]) => amount)]);
          const read = decodeTransfers(log('TransferBatch', account(2), account(3), data));
          expect(read.map(({ id, amount }) => [id, amount])).toEqual(pairs);
        },
      ),
    );
  });

  it.each([
    ['lists of different length', encodeAbiParameters(lists, [[1n], [1n, 2n]])],
    ['a list that ends beyond the data', encodeAbiParameters(lists, [[1n], [1n]]).slice(0, -64) as Hex],
    ['a list that lies nowhere', encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [33n, 2n ** 255n])],
    ['no data', '0x' as Hex],
  ])('are not read from %s', (_, data) => {
    expect(decodeTransfers(log('TransferBatch', account(2), account(3), data))).toEqual([]);
  });

  it('stand in the history, unless they were made, used up or traded, which has records of its own', () => {
    const logs = [
      one(account(0), account(3), 1),
      one(account(3), account(0), 3),
      one(account(2), account(3), 5),
      one(account(3), account(4), 7),
    ];
    const trade = { kind: 'traded' as const, blockNumber: 5n, logIndex: 6, transactionHash: id(9) };
    expect(movesOf(logs.flatMap(decodeTransfers), fields, [trade])).toEqual([
      {
        kind: 'moved',
        blockNumber: 5n,
        logIndex: 7,
        transactionHash: id(9),
        seller: account(3),
        buyer: account(4),
        period: 7n,
        grams: 300n,
      },
    ]);
  });
});

const HOUR = 3_600n;
const DAY = 24n * HOUR;
const sunny = (hour: bigint) => (hour >= 8n && hour < 16n ? 1_000n : 0n);
/** Hourly steps from a midnight on; the first says where the known begins. */
const hours = (count: number, energyAt: (hour: bigint) => bigint, start = 0n): MeteredStep[] =>
  Array.from({ length: count + 1 }, (_, at) => {
    const energyWh = at === 0 ? 0n : energyAt(BigInt(at - 1) % 24n);
    return { untilSeconds: start + BigInt(at) * HOUR, energyWh, emissionsUg: energyWh * 92_830n };
  });
const total = (steps: readonly MeteredStep[]) => steps.reduce((sum, { emissionsUg }) => sum + emissionsUg, 0n);
const wh = (steps: readonly MeteredStep[]) => steps.reduce((sum, { energyWh }) => sum + energyWh, 0n);
const inMonth = (steps: readonly MeteredStep[], periodStart = 0n, days = 30n) =>
  forecastEmissions({
    soFarUg: total(steps.filter(({ untilSeconds }) => untilSeconds > periodStart)),
    soFarWh: wh(steps.filter(({ untilSeconds }) => untilSeconds > periodStart)),
    steps,
    periodStart,
    periodEnd: periodStart + days * DAY,
  });

describe('the steps of a forecast', () => {
  it('are what each metering proves, by the intensity it says', () => {
    const metering = { kind: 'metered' as const, blockNumber: 1n, logIndex: 0, transactionHash: id(1), unit: account(1) };
    const records = [
      { ...metering, period: 1n, boundary: 4n, energyWh: 70n, intensityMgPerKwh: 92_830n },
      { ...metering, period: 2n, boundary: 5n, energyWh: 9n, intensityMgPerKwh: 0n },
    ];
    expect(meteredSteps(records, 900n)).toEqual([
      { period: 1n, untilSeconds: 3_600n, emissionsUg: 92_830n * 70n, energyWh: 70n },
      { period: 2n, untilSeconds: 4_500n, emissionsUg: 0n, energyWh: 9n },
    ]);
  });
});

describe('C6 the forecast', () => {
  it.each([
    ['at midnight', 72],
    ['at noon, with half the day’s sun gone', 84],
    ['after sunset, when no more of the day’s sun comes', 90],
    ['with three weeks behind it, of which the last seven days count', 21 * 24 + 5],
  ])('of a solar roof %s is thirty equal days', (_, count) => {
    const forecast = inMonth(hours(count, sunny));
    expect(forecast).toMatchObject({ method: 'same-days', energyWh: 30n * 8_000n, emissionsUg: 30n * 8_000n * 92_830n });
    expect(forecast.days).toBe(Math.min(7, Math.floor(count / 24)));
    expect(forecast.obligationGrams).toBe(22_280n); // 30 × 8 kWh × 92.83 g = 22,279.2 g
  });

  it('before a whole day is metered goes on at the pace so far, rounded up', () => {
    const steps = hours(3, () => 1_000n);
    expect(inMonth(steps, 0n, 1n)).toEqual({
      method: 'pace',
      days: 0,
      energyWh: 24_000n,
      emissionsUg: 24_000n * 92_830n,
      obligationGrams: 2_228n,
    });
    expect(inMonth([steps[0], { untilSeconds: 7n * HOUR, energyWh: 1n, emissionsUg: 1n }] as MeteredStep[], 0n, 1n).emissionsUg).toBe(4n);
  });

  it('takes the days before the period for its pace, and counts only what is in it', () => {
    const steps = hours(48 + 10, sunny);
    const forecast = inMonth(steps, 2n * DAY, 1n);
    expect(forecast).toMatchObject({ method: 'same-days', energyWh: 8_000n });
    const ahead = forecastEmissions({ soFarUg: 0n, soFarWh: 0n, steps, periodStart: 3n * DAY, periodEnd: 5n * DAY });
    expect(ahead.energyWh, 'a period that has not begun').toBe(16_000n);
  });

  it('says so where it can’t, and adds nothing where the period is metered to its end', () => {
    const so = { soFarUg: 5_000_001n, soFarWh: 5n, periodStart: 0n, periodEnd: DAY };
    const known = { days: 0, emissionsUg: 5_000_001n, energyWh: 5n, obligationGrams: 6n };
    expect(forecastEmissions({ ...so, steps: [] })).toEqual({ ...known, method: 'unknown' });
    expect(forecastEmissions({ ...so, steps: hours(0, sunny) })).toEqual({ ...known, method: 'unknown' });
    expect(forecastEmissions({ ...so, steps: hours(24, sunny) })).toEqual({ ...known, method: 'complete' });
  });

  it('never promises less than is metered, nor changes with how finely it was metered', () => {
    const energies = fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(energies, (all) => {
        const steps = hours(all.length, () => 0n).map((step, at) => {
          const energyWh = at === 0 ? 0n : (all[at - 1] as bigint) * 4n;
          return { ...step, energyWh, emissionsUg: energyWh * 811_200n };
        });
        const halves = steps.flatMap((step, at) =>
          at === 0
            ? [step]
            : [HOUR / 2n, 0n].map((before) => ({
                untilSeconds: step.untilSeconds - before,
                energyWh: step.energyWh / 2n,
                emissionsUg: step.emissionsUg / 2n,
              })),
        );
        const forecast = inMonth(steps);
        expect(forecast.emissionsUg).toBeGreaterThanOrEqual(total(steps));
        expect(inMonth(halves)).toEqual(forecast);
      }),
    );
  });
});

describe('C4, C6 what staying inside costs', () => {
  const FINE = 100_000n;
  const cost = (held: bigint, offers: { grams: bigint; priceMicroPerKg: bigint }[] = [], recent?: bigint) =>
    complianceCost([6_000n, 4_000n], held, FINE, offers, recent);

  it.each([
    ['nothing with permits to spare', cost(12_000n), { missingGrams: 0n, spareGrams: 2_000n, fineMicro: 0n, cheapestMicro: 0n }],
    ['the fine where nobody sells', cost(2_000n), { missingGrams: 8_000n, fineMicro: 800_000n, offeredGrams: 0n, cheapestMicro: 800_000n }],
    [
      'the cheapest offers first, and the fine for what they do not cover',
      cost(2_000n, [
        { grams: 5_000n, priceMicroPerKg: 80_000n },
        { grams: 1_000n, priceMicroPerKg: 60_000n },
      ]),
      { offeredGrams: 6_000n, offeredMicro: 460_000n, cheapestMicro: 660_000n },
    ],
    ['never an offer dearer than the fine', cost(0n, [{ grams: 20_000n, priceMicroPerKg: 100_000n }]), { offeredGrams: 0n }],
    [
      'no more than what is missing',
      cost(9_000n, [{ grams: 20_000n, priceMicroPerKg: 50_000n }]),
      { offeredGrams: 1_000n, cheapestMicro: 50_000n },
    ],
    ['recent prices for what is not on offer', cost(0n, [], 70_000n), { restAtRecentMicro: 700_000n, cheapestMicro: 700_000n }],
    ['the fine where recent prices were higher', cost(0n, [], 170_000n), { restAtRecentMicro: 1_700_000n, cheapestMicro: 1_000_000n }],
  ])('is %s', (_, got, expected) => {
    expect(got).toMatchObject(expected);
  });

  it('rounds a fine up for each unit, as the contract does', () => {
    expect(complianceCost([1n, 1n], 0n, 1_500n, [], undefined).fineMicro).toBe(4n);
  });

  it('has the lowest of the last trades for its recent price, rounded up', () => {
    expect(recentPrice([])).toBeUndefined();
    const trades = [
      { grams: 1_000n, paidMicro: 1n },
      { grams: 3n, paidMicro: 2n },
      { grams: 1_000n, paidMicro: 900n },
    ];
    expect(recentPrice(trades, 2)).toBe(667n);
    expect(recentPrice(trades)).toBe(1n);
  });
});
