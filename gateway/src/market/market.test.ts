import { readFileSync } from 'node:fs';
import { MATCH_RULES, type MatchAnnouncement, matchMarket } from '@joulegate/protos';
import fc from 'fast-check';
import { decodeAbiParameters, encodeAbiParameters, encodeEventTopics, type Hex, parseAbi, parseAbiParameters } from 'viem';
import { describe, expect, it } from 'vitest';
import { auditRound, type BroadcastOrder } from './audit-round.ts';
import { auditTrades } from './audit-trades.ts';
import { formatCsv } from './csv.ts';
import { completeRecords, decodeMeterMarket, selectRecords } from './history.ts';
import { decodeMarketLog, MARKET_EVENTS, type MarketRecord, topicOf } from './market-events.ts';
import { marketStatistics, participantStatistics } from './statistics.ts';

const INTERFACES = ['IEnergyMarket.sol', 'IResidualSupply.sol'];
const interfaceText = INTERFACES.map((name) =>
  readFileSync(new URL(`../../../chain/contracts/interfaces/${name}`, import.meta.url), 'utf8'),
)
  .join('')
  .replace(/\/\/[^\n]*/g, '');
const struct = /struct TradeTerms \{([^}]*)\}/.exec(interfaceText)?.[1]?.replaceAll('\n', ' ') ?? '';
const EVENTS = parseAbi([
  `struct TradeTerms { ${struct} }`,
  ...[...interfaceText.matchAll(/event (TradeOpened|TradeSettled|OrderCancelled|ResidualSettled)\([^)]*\);/g)].map(([text]) =>
    text.slice(0, -1),
  ),
] as readonly string[]);

const id = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as Hex;
const account = (n: number) => `0x${n.toString(16).padStart(40, '0')}` as Hex;

describe('the market’s events', () => {
  it('are those that the contract’s interface declares', () => {
    for (const { kind } of MARKET_EVENTS) {
      const eventName = { opened: 'TradeOpened', settled: 'TradeSettled', cancelled: 'OrderCancelled', residual: 'ResidualSettled' }[kind];
      expect(topicOf(kind), eventName).toBe(encodeEventTopics({ abi: EVENTS, eventName } as never)[0]);
    }
    expect(EVENTS).toHaveLength(MARKET_EVENTS.length);
  });

  const terms = {
    sellOrderId: id(2),
    buyOrderId: id(3),
    sellerMeter: account(4),
    buyerMeter: account(5),
    seller: account(6),
    buyer: account(7),
    interval: 8n,
    energyWh: 2n ** 64n - 1n,
    priceMicroPerKwh: 10n,
    sellFilledBeforeWh: 11n,
  };
  const place = { address: account(0), blockNumber: 5n, transactionHash: id(9), logIndex: 1 };
  const openedData = encodeAbiParameters(
    parseAbiParameters('uint32, uint8, bytes32, bytes32, address, address, address, address, uint64, uint64, uint64, uint64'),
    [1, 2, ...Object.values(terms)] as never,
  );

  it('an opened trade is read as viem reads it, integers in full', () => {
    const log = { ...place, topics: [topicOf('opened'), id(1), id(2), id(3)], data: openedData };
    const { sellFilledBeforeWh: _, ...shown } = terms;
    expect(decodeMarketLog(log)).toEqual({
      kind: 'opened',
      blockNumber: 5n,
      logIndex: 1,
      transactionHash: id(9),
      tradeId: id(1),
      zone: 1n,
      carrier: 2n,
      ...shown,
    });
    expect(decodeAbiParameters(parseAbiParameters('uint32'), openedData)[0]).toBe(1);
  });

  it.each([
    ['another event', { topics: [id(1), id(1), id(2), id(3)], data: openedData }],
    ['a topic too few', { topics: [topicOf('opened'), id(1), id(2)], data: openedData }],
    ['a word too few', { topics: [topicOf('opened'), id(1), id(2), id(3)], data: openedData.slice(0, -64) }],
    ['data that is no hex', { topics: [topicOf('cancelled'), id(1), id(2)], data: '0xzz' }],
    ['no topics', { topics: [], data: '0x' }],
  ])('%s is no record', (_name, log) => {
    expect(decodeMarketLog({ ...place, ...log })).toBeUndefined();
  });
});

const opened = (n: number, more: Partial<MarketRecord> = {}): MarketRecord => ({
  kind: 'opened',
  blockNumber: BigInt(n),
  logIndex: 0,
  transactionHash: id(n),
  tradeId: id(n),
  zone: 1n,
  carrier: 1n,
  interval: 7n,
  sellOrderId: id(100 + n),
  buyOrderId: id(200 + n),
  sellerMeter: account(11),
  buyerMeter: account(12),
  seller: account(1),
  buyer: account(2),
  energyWh: 1_000n,
  priceMicroPerKwh: 100n,
  ...more,
});
const settled = (n: number, settledWh: bigint, paidMicro: bigint, more: Partial<MarketRecord> = {}): MarketRecord => ({
  kind: 'settled',
  blockNumber: BigInt(n) + 50n,
  logIndex: 0,
  transactionHash: id(n + 50),
  tradeId: id(n),
  seller: account(1),
  buyer: account(2),
  interval: 7n,
  settledWh,
  paidMicro,
  refundedMicro: 0n,
  priceMicroPerKwh: 100n,
  ...more,
});
const cancelled = (n: number, orderId: string): MarketRecord => ({
  kind: 'cancelled',
  blockNumber: BigInt(n),
  logIndex: 3,
  transactionHash: id(n),
  orderId,
  owner: account(1),
});

const residual = (n: number, meter: string, owner: string): MarketRecord => ({
  kind: 'residual',
  blockNumber: BigInt(n),
  logIndex: 0,
  transactionHash: id(n),
  meter,
  interval: 7n,
  operator: account(9),
  owner,
  exportWh: 300n,
  importWh: 20n,
  priceMicroPerKwh: 50n,
  boughtMicro: 15n,
  suppliedMicro: 1n,
});

const registered = decodeMeterMarket({
  address: account(0),
  topics: [id(0), id(1), `0x${account(11).slice(2).padStart(64, '0')}`, id(1)],
  data: encodeAbiParameters(parseAbiParameters('uint8, uint8, uint8, uint32, uint64'), [10, 1, 3, 1, 5_000n]),
  blockNumber: 1n,
  transactionHash: id(1),
  logIndex: 0,
});

describe('T4 history', () => {
  const records = completeRecords(
    [
      settled(1, 900n, 90n),
      opened(2, { zone: 2n, interval: 9n }),
      opened(1),
      opened(1),
      cancelled(60, id(101)),
      cancelled(61, id(999)),
      residual(70, account(11), account(1)),
      residual(71, account(77), account(7)),
    ],
    new Map([registered]),
  );

  it('is in the chain’s order, each event once, settlements with the terms of their trade', () => {
    expect(records.map(({ kind, blockNumber }) => `${kind} ${blockNumber}`)).toEqual([
      'opened 1',
      'opened 2',
      'settled 51',
      'cancelled 60',
      'cancelled 61',
      'residual 70',
      'residual 71',
    ]);
    expect(records[2]).toMatchObject({
      kind: 'settled',
      zone: 1n,
      carrier: 1n,
      energyWh: 1_000n,
      settledWh: 900n,
      sellerMeter: account(11),
    });
    expect(records[3]).toMatchObject({ kind: 'cancelled', zone: 1n, interval: 7n, sellerMeter: account(11) });
    expect(records[3]).not.toHaveProperty('buyerMeter');
    expect(records[4]).not.toHaveProperty('zone');
    expect(records[5], 'a meter whose registration was read').toMatchObject({ zone: 1n, carrier: 1n });
    expect(records[6], 'one whose was not').not.toHaveProperty('zone');
  });

  it.each([
    ['an owner', { participant: account(2) }, [1n, 2n, 51n]],
    ['a meter', { participant: account(11) }, [1n, 2n, 51n, 60n, 70n]],
    ['an operator', { participant: account(9) }, [70n, 71n]],
    ['a zone', { zone: 1n }, [1n, 51n, 60n, 70n]],
    ['a carrier that nobody trades', { carrier: 3n }, []],
    ['intervals from', { fromInterval: 8n }, [2n]],
    ['intervals to', { toInterval: 7n }, [1n, 51n, 60n, 70n, 71n]],
    ['all of it', {}, [1n, 2n, 51n, 60n, 61n, 70n, 71n]],
  ])('is asked by %s', (_name, query, blocks) => {
    expect(selectRecords(records, query).map(({ blockNumber }) => blockNumber)).toEqual(blocks);
  });

  it('is a table that RFC 4180 knows: CRLF, quotes doubled, absent values empty, integers in full', () => {
    expect(formatCsv(['a', 'b'], [{ a: 2n ** 200n }, { a: 'x,"y"', b: 'line\nbreak' }])).toBe(
      `a,b\r\n${2n ** 200n},\r\n"x,""y""","line\nbreak"\r\n`,
    );
  });
});

describe('T4 statistics', () => {
  const records = completeRecords([
    opened(1, { energyWh: 1_000n, priceMicroPerKwh: 100n }),
    opened(2, { energyWh: 500n, priceMicroPerKwh: 130n, seller: account(2), buyer: account(1) }),
    opened(3, { interval: 8n }),
    settled(1, 900n, 90n),
    settled(2, 100n, 13n, { seller: account(2), buyer: account(1) }),
    residual(70, account(11), account(1)),
    residual(71, account(77), account(7)),
  ]);

  it('of a market: volume, prices, what was delivered of what is settled', () => {
    expect(marketStatistics(records)).toEqual([
      {
        zone: 1n,
        carrier: 1n,
        interval: 7n,
        trades: 2,
        contractedWh: 1_500n,
        uniformPriceMicroPerKwh: undefined,
        minPriceMicroPerKwh: 100n,
        maxPriceMicroPerKwh: 130n,
        meanPriceMicroPerKwh: 110n,
        settledTrades: 2,
        settledWh: 1_000n,
        paidMicro: 103n,
        deliveredPermille: 666n,
      },
      expect.objectContaining({ interval: 8n, uniformPriceMicroPerKwh: 100n, settledTrades: 0, deliveredPermille: undefined }),
    ]);
  });

  it('of a participant: both sides apart', () => {
    expect(participantStatistics(records)).toEqual([
      {
        participant: account(1),
        soldWh: 2_000n,
        deliveredWh: 900n,
        deliveredPermille: 900n,
        earnedMicro: 90n,
        boughtWh: 500n,
        takenWh: 100n,
        takenPermille: 200n,
        spentMicro: 13n,
        residualExportWh: 300n,
        residualEarnedMicro: 15n,
        residualImportWh: 20n,
        residualSpentMicro: 1n,
      },
      expect.objectContaining({
        participant: account(2),
        soldWh: 500n,
        earnedMicro: 13n,
        boughtWh: 2_000n,
        spentMicro: 90n,
        residualExportWh: 0n,
      }),
      expect.objectContaining({ participant: account(7), soldWh: 0n, deliveredPermille: undefined, residualEarnedMicro: 15n }),
    ]);
  });
});

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));

function hold(orders: readonly BroadcastOrder[], rule: string, ceiling: bigint): MatchAnnouncement {
  const market = orders.map((order) => ({ ...order, remainingWh: order.energyWh }));
  const matches = matchMarket(market, rule as never, ceiling);
  return {
    zone: 1,
    carrier: 1,
    interval: 7n,
    rule,
    node: 'n',
    priceCeilingMicroPerKwh: ceiling,
    blockNumber: 10n,
    considered: market.map(({ id: orderId, remainingWh }) => ({ orderId: bytes(orderId), remainingWh })),
    matches: matches.map(({ sellOrderId, buyOrderId, energyWh, priceMicroPerKwh }) => ({
      sellOrderId: bytes(sellOrderId),
      buyOrderId: bytes(buyOrderId),
      energyWh,
      priceMicroPerKwh,
    })),
  };
}

const orders = fc
  .array(
    fc.record({
      side: fc.constantFrom('sell' as const, 'buy' as const),
      energyWh: fc.bigInt({ min: 1n, max: 50n }),
      priceMicroPerKwh: fc.bigInt({ min: 0n, max: 12n }),
    }),
    { maxLength: 20 },
  )
  .map((list) =>
    list.map(
      (order, n): BroadcastOrder => ({ ...order, id: id(n), owner: account(n), meter: account(n), zone: 1, carrier: 1, interval: 7n }),
    ),
  );
const toMap = (list: readonly BroadcastOrder[]) => new Map(list.map((order) => [order.id, order]));

describe('T1 audit of a round', () => {
  it('finds nothing in what the rule says, and something in whatever else is announced', () => {
    fc.assert(
      fc.property(orders, fc.constantFrom(...MATCH_RULES), fc.bigInt({ min: 0n, max: 13n }), fc.nat(), (list, rule, ceiling, pick) => {
        const round = hold(list, rule, ceiling);
        expect(auditRound(round, toMap(list))).toEqual([]);
        if (round.matches.length === 0) return;
        const at = pick % round.matches.length;
        const change = (energyWh: bigint, price: bigint) =>
          round.matches.map((match, index) =>
            index === at ? { ...match, energyWh: match.energyWh + energyWh, priceMicroPerKwh: match.priceMicroPerKwh + price } : match,
          );
        for (const matches of [
          change(1n, 0n),
          change(0n, 1n),
          round.matches.filter((_, index) => index !== at),
          [...round.matches, round.matches[at] as (typeof round.matches)[number]],
        ])
          expect(auditRound({ ...round, matches }, toMap(list))).not.toEqual([]);
      }),
    );
  });

  const list: BroadcastOrder[] = [
    {
      id: id(1),
      owner: account(1),
      meter: account(1),
      side: 'sell',
      zone: 1,
      carrier: 1,
      interval: 7n,
      energyWh: 10n,
      priceMicroPerKwh: 5n,
    },
    {
      id: id(2),
      owner: account(2),
      meter: account(2),
      side: 'buy',
      zone: 1,
      carrier: 1,
      interval: 7n,
      energyWh: 10n,
      priceMicroPerKwh: 9n,
    },
  ];
  const round = hold(list, 'uniform-price', 100n);
  const elsewhere = (more: Partial<BroadcastOrder>) => toMap([{ ...(list[0] as BroadcastOrder), ...more }, list[1] as BroadcastOrder]);

  it.each<[name: string, round: MatchAnnouncement, orders: ReadonlyMap<string, BroadcastOrder>, code: string, text: RegExp]>([
    ['an order of another zone', round, elsewhere({ zone: 2 }), 'ORDER_ELSEWHERE', /of zone 2/],
    ['an order of another interval', round, elsewhere({ interval: 8n }), 'ORDER_ELSEWHERE', /interval 8/],
    ['an order that nobody broadcast', round, toMap(list.slice(1)), 'ORDER_UNKNOWN', /was not broadcast/],
    ['more left than the order is for', round, elsewhere({ energyWh: 9n }), 'REMAINDER_EXCEEDED', /at most 9 Wh expected, got 10/],
    ['an order twice', { ...round, considered: [...round.considered, ...round.considered] }, toMap(list), 'ROUND_MALFORMED', /rising ids/],
    ['a rule of one’s own', { ...round, rule: 'mine' }, toMap(list), 'ROUND_MALFORMED', /got "mine"/],
    ['an order left out after all', { ...round, matches: [] }, toMap(list), 'MATCH_MISSING', /10 Wh at 7 micro/],
  ])('%s is a deviation', (_name, announcement, known, code, text) => {
    expect(auditRound(announcement, known)).toContainEqual({ code, text: expect.stringMatching(text) });
  });

  it('T2 compares with the chain: what was left, and that nothing was traded past the announcements', () => {
    const trade = opened(11, { sellOrderId: id(1), buyOrderId: id(2), energyWh: 10n, priceMicroPerKwh: 7n });
    const rounds = [{ announcement: round, topic: 't' }];
    const later = [...rounds, { announcement: { ...hold([], 'uniform-price', 1n), blockNumber: 20n }, topic: 't' }];
    expect(auditTrades(rounds, toMap(list), [trade])).toEqual({ deviations: [], posted: 1, notPosted: 0 });
    expect(auditTrades(rounds, toMap(list), [])).toEqual({ deviations: [], posted: 0, notPosted: 1 });
    const early = auditTrades(rounds, toMap(list), [{ ...trade, blockNumber: 9n }]);
    const exceeded = { code: 'REMAINDER_EXCEEDED', text: expect.stringMatching(/0 Wh were left at block 10, the round says 10/) };
    expect(early.deviations).toEqual([exceeded, exceeded]);
    const other = { ...trade, priceMicroPerKwh: 8n };
    expect(auditTrades(later, toMap(list), [other]).deviations).toEqual([
      { code: 'TRADE_UNANNOUNCED', text: expect.stringMatching(/never announced/) },
    ]);
    expect(auditTrades(later, toMap(list), [other], 10n).deviations, 'mined after what was heard').toEqual([]);
    expect(auditTrades(later, new Map(), [other]).deviations, 'orders of which nothing was heard').toEqual([]);
  });
});
