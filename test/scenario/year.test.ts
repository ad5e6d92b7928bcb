/** A shortened year through the same code as `npm run scenario -- year`: every fault of the script, and the same balance. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARRIER, type MatchableOrder, matchMarket, SOURCE } from '@joulegate/protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DAYS = 24;
const SEED = 7;

interface Unit {
  readonly index: number;
  readonly name: string;
  readonly sourceName: string;
  readonly source: number;
  readonly carrier: number;
  readonly zone: number;
}
interface Registers {
  importWh: bigint;
  exportWh: bigint;
}
interface Range {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}
interface Wish {
  readonly id: string;
  readonly index: number;
  energyWh: bigint;
  readonly priceMicro: bigint;
}
interface Play {
  readonly plan: {
    readonly ticks: number;
    readonly script: {
      readonly unpaid: Range;
      readonly silent: readonly Range[];
      readonly unsafe: Range & { readonly stuckTicks: number };
      readonly basePrice: { readonly tick: number; readonly priceMicro: bigint };
      readonly terminated: { readonly unit: string; readonly tick: number };
    };
  };
  readonly units: readonly Unit[];
  readonly registers: Registers[][];
  readonly orders: Wish[];
  readonly incidents: readonly { readonly kind: string; readonly unit: string; readonly text: string }[];
  readonly attempts: readonly { readonly kind: string; readonly error: string; readonly refusedBy: string }[];
  readonly fedIn: readonly { readonly reportedWh: bigint; readonly fedInWh: bigint }[];
  readonly proofs: readonly { readonly exportWh: bigint; readonly signedWh: bigint }[];
  readonly chain: { stop(): Promise<void> };
}
interface Trade {
  readonly sell: Wish;
  readonly buy: Wish;
  readonly interval: number;
  readonly energyWh: bigint;
  readonly settledWh: bigint;
  readonly priceMicro: bigint;
  readonly sellerSilent: boolean;
  readonly buyerSilent: boolean;
}
interface Expected {
  readonly trades: readonly Trade[];
  readonly residuals: readonly {
    readonly index: number;
    readonly interval: number;
    readonly exportWh: bigint;
    readonly importWh: bigint;
    readonly priceMicro: bigint;
  }[];
  readonly carbon: {
    readonly accounts: Map<number, { deficitGrams: bigint; fineMicro: bigint; emissionsUg: bigint; allowanceGrams: bigint }[]>;
  };
}
interface Row {
  readonly what: string;
  readonly checked: number;
  readonly wrong: readonly string[];
}

const load = async <T>(file: string) => (await import(new URL(`year/${file}.mjs`, import.meta.url).href)) as T;
const { playYear } = await load<{ playYear(options: object): Promise<Play> }>('play');
const { calculateYear, auction } = await load<{
  calculateYear(facts: object): Expected;
  auction(sells: object[], buys: object[], ceiling: bigint): Trade[];
}>('expected');
const { compareYear, factsOf } = await load<{ compareYear(play: Play, expected: Expected): Promise<Row[]>; factsOf(play: Play): object }>(
  'compare',
);
const { writeReport } = await load<{ writeReport(play: Play, expected: Expected, rows: Row[], folder: string): string }>('report');
const { createRandom } = (await import(new URL('../fuzz/mutate.mjs', import.meta.url).href)) as {
  createRandom(seed: number): { below(limit: number): number };
};

describe(`${DAYS} days of thirty participants, four zones, two regulators (F1, F2, C1-C6, A1-A8, T1-T4)`, () => {
  let play: Play;
  let expected: Expected;
  let rows: Row[];
  const progress: string[] = [];
  const unitOf = (name: string) => play.units.find((unit) => unit.name === name) as Unit;

  beforeAll(async () => {
    play = await playYear({ days: DAYS, seed: SEED, onProgress: (text: string) => progress.push(text) });
    expected = calculateYear(factsOf(play));
    rows = await compareYear(play, expected);
  }, 240_000);
  afterAll(() => play?.chain.stop());

  it('energy, money and carbon on the chain equal the independent calculation to the unit', () => {
    expect(rows.flatMap(({ what, wrong }) => wrong.map((difference) => `${what}: ${difference}`))).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(12);
    for (const { what, checked } of rows) expect(checked, what).toBeGreaterThan(3);
    expect(expected.trades.length).toBeGreaterThan(DAYS * 40);
  });

  it.each([
    [
      'one watt-hour more in one register at one boundary',
      ({ registers }: Play) => {
        const register = registers[40]?.[9];
        if (register) register.exportWh += 1n;
      },
    ],
    [
      'one watt-hour more in the orders of one unit',
      ({ orders }: Play) => {
        for (const order of orders) if (order.index === 9) order.energyWh += 1n;
      },
    ],
    [
      'a deposit that nobody made',
      (facts: { deposits: object[] }) => facts.deposits.push({ tick: 0, index: 0, escrow: 'carbonLedger', amount: 1n }),
    ],
    ['an allowance that nobody granted', (facts: { allowances: object[] }) => facts.allowances.push({ index: 0, period: 3, grams: 1n })],
  ])('and it would show: %s', async (_, change) => {
    const facts = structuredClone({ ...factsOf(play), plan: undefined }) as never as Play & { deposits: object[]; allowances: object[] };
    change(facts);
    const changed = await compareYear(play, calculateYear({ ...facts, plan: play.plan }));
    expect(changed.some(({ wrong }) => wrong.length > 0)).toBe(true);
  });

  it('every attempted violation is refused by the error that the contract promises', () => {
    expect(play.attempts.map(({ kind, error }) => [kind, error])).toEqual(play.attempts.map(({ kind, refusedBy }) => [kind, refusedBy]));
    expect(new Set(play.attempts.map(({ kind }) => kind)).size).toBe(play.attempts.length);
    expect(play.attempts.length).toBeGreaterThanOrEqual(60);
  });

  it('tells how far it is', () => {
    expect(progress.length).toBeGreaterThanOrEqual(12);
    for (const text of progress) expect(text).toMatch(/^day \d+ of \d+: \d+ transactions, \d+ events; \d+ tx\/s/);
  });

  it('every fault of the script happened', () => {
    const kinds = new Set(play.incidents.map(({ kind }) => kind));
    for (const kind of [
      'silent',
      'offline',
      'meter exchanged',
      'key cloned',
      'reinstated',
      'access refused',
      'access revoked',
      'admitted',
      'fined',
      'cured',
      'penniless',
      'meter opened',
      'inspected',
      'voltage too high',
      'fed in against it',
      'voltage normal',
      'permit ended',
      'renewed',
    ]) {
      expect(kinds, kind).toContain(kind);
    }
    expect(play.incidents.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['verdict: hostingCapacity', 'verdict: price', 'verdict: certificate']),
    );
  });

  it('C3: a unit restricted for an unpaid fine produces nothing until it is cured, and produces again after', () => {
    const { unit, from, to } = play.plan.script.unpaid;
    const { index } = unitOf(unit);
    const register = (tick: number) => play.registers[tick]?.[index]?.exportWh ?? 0n;
    expect(register(to) - register(from)).toBe(0n);
    expect(register(from) - register(0)).toBeGreaterThan(0n);
    expect(register(play.plan.ticks) - register(to)).toBeGreaterThan(0n);
  });

  it('A8: what a unit fed in while it was suspended is announced to the watt-hour, and after that it feeds in nothing', () => {
    expect(play.fedIn).toHaveLength(1);
    for (const { reportedWh, fedInWh } of play.fedIn) expect(reportedWh).toBe(fedInWh);
    const { unit, from, to, stuckTicks } = play.plan.script.unsafe;
    const register = (tick: number) => play.registers[tick]?.[unitOf(unit).index]?.exportWh ?? 0n;
    expect(register(from + stuckTicks) - register(from)).toBeGreaterThan(0n);
    expect(register(to) - register(from + stuckTicks)).toBe(0n);
  });

  it('C4, C6: who buys permits in time is not fined; who does not is, for exactly what it lacks', () => {
    const accounts = (name: string) => expected.carbon.accounts.get(unitOf(name).index) ?? [];
    const [coal] = accounts('coal-1');
    expect(Number((coal?.emissionsUg ?? 0n) / 1_000_000n)).toBeGreaterThan(Number(coal?.allowanceGrams));
    expect(coal?.deficitGrams).toBe(0n);
    const [unpaid] = accounts(play.plan.script.unpaid.unit);
    expect(unpaid?.deficitGrams).toBeGreaterThan(0n);
    expect(unpaid?.fineMicro).toBe((unpaid?.deficitGrams ?? 0n) * 100n);
  });

  it('T3: a silent seller is paid nothing, a silent buyer pays for what was delivered', () => {
    const ofSilentSeller = expected.trades.filter(({ sellerSilent }) => sellerSilent);
    const ofSilentBuyer = expected.trades.filter(({ buyerSilent, sellerSilent }) => buyerSilent && !sellerSilent);
    expect(ofSilentSeller.length).toBeGreaterThan(0);
    expect(ofSilentSeller.every(({ settledWh }) => settledWh === 0n)).toBe(true);
    expect(ofSilentBuyer.some(({ settledWh }) => settledWh > 0n)).toBe(true);
  });

  it('F1: what no trade took is bought and supplied at the base price of its interval, from those who agreed and as long as they did', () => {
    const { basePrice, terminated } = play.plan.script;
    const of = (name: string) => expected.residuals.filter(({ index }) => index === unitOf(name).index);
    expect(expected.residuals.some(({ exportWh }) => exportWh > 0n)).toBe(true);
    expect(expected.residuals.some(({ importWh }) => importWh > 0n)).toBe(true);
    expect(of('foundry')).toEqual([]);
    expect(of('solar-park').every(({ exportWh }) => exportWh === 0n)).toBe(true);
    expect(of(terminated.unit).length).toBeGreaterThan(0);
    expect(of(terminated.unit).every(({ interval }) => interval <= terminated.tick)).toBe(true);
    const prices = new Set(of('household-city').map(({ interval, priceMicro }) => `${interval > basePrice.tick} ${priceMicro}`));
    expect(prices).toEqual(new Set(['false 110000', `true ${basePrice.priceMicro}`]));
  });

  it('F2: every source and every carrier takes part, and each carrier is traded', () => {
    expect(new Set(play.units.map(({ source }) => source))).toEqual(new Set(Object.values(SOURCE)));
    const traded = new Set(expected.trades.filter(({ settledWh }) => settledWh > 0n).map(({ sell }) => play.units[sell.index]?.carrier));
    expect(traded).toEqual(new Set(Object.values(CARRIER)));
    expect(new Set(play.units.map(({ zone }) => zone)).size).toBe(4);
    expect(play.units).toHaveLength(30);
  });

  it('O2: a single hourly reading is proven under the root of its batch', () => {
    expect(play.proofs.length).toBeGreaterThan(0);
    for (const { exportWh, signedWh } of play.proofs) expect(exportWh).toBe(signedWh);
  });

  it('the report holds every table and five pictures without a hole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'joulegate-year-test-'));
    try {
      const text = readFileSync(writeReport(play, expected, rows, folder), 'utf8');
      expect(text).toContain('It balances, to the unit.');
      for (const { name } of play.units) expect(text, name).toContain(`| ${name} |`);
      for (const { kind } of play.attempts) expect(text, kind).toContain(`| ${kind} |`);
      const pictures = readdirSync(folder).filter((file) => file.endsWith('.svg'));
      expect(pictures).toHaveLength(5);
      for (const file of pictures) {
        const svg = readFileSync(join(folder, file), 'utf8');
        expect(text).toContain(`](${file})`);
        expect(svg, file).not.toMatch(/NaN|undefined|Infinity/);
        expect(svg.match(/<(rect|circle|line|path|text)\b/g)?.length, file).toBeGreaterThan(40);
      }
      expect(JSON.parse(readFileSync(join(folder, 'balance.json'), 'utf8')).participants).toHaveLength(30);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the calculation’s own auction', () => {
  it('pairs as the product’s matcher does, on books of chance', () => {
    const CEILING = 150n;
    const random = createRandom(11);
    for (let round = 0; round < 300; round += 1) {
      const wishes = Array.from({ length: 2 + random.below(12) }, (_, index) => ({
        id: `0x${random
          .below(1 << 30)
          .toString(16)
          .padStart(64, '0')}`,
        index,
        side: random.below(2) === 0 ? ('sell' as const) : ('buy' as const),
        energyWh: BigInt(1 + random.below(40) * 25),
        priceMicro: BigInt(100 + random.below(8) * 10),
      }));
      const of = (side: string) => wishes.filter((wish) => wish.side === side);
      const orders: MatchableOrder[] = wishes.map(({ id, index, side, energyWh, priceMicro }) => ({
        id,
        side,
        meter: String(index),
        zone: 1,
        carrier: 1,
        interval: 5n,
        remainingWh: energyWh,
        priceMicroPerKwh: priceMicro,
      }));
      const tell = (sell: string, buy: string, energyWh: bigint, price: bigint) => `${sell} ${buy} ${energyWh} ${price}`;
      const product = matchMarket(orders, 'uniform-price', CEILING);
      expect(
        auction(of('sell'), of('buy'), CEILING)
          .map((trade) => tell(trade.sell.id, trade.buy.id, trade.energyWh, trade.priceMicro))
          .sort(),
      ).toEqual(product.map((match) => tell(match.sellOrderId, match.buyOrderId, match.energyWh, match.priceMicroPerKwh)).sort());
    }
  });
});
