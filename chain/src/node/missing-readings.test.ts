import { beforeEach, describe, expect, it } from 'vitest';
import type { NodeContext } from './context.ts';
import type { ContractEvent } from './contract-events.ts';
import { createCounters } from './counters.ts';
import type { Entry } from './entry.ts';
import type { Block } from './heads.ts';
import { createMissingReadings, type MissingReadings } from './missing-readings.ts';
import { SILENT_LOGGER } from './options.ts';

const METER = `0x${'ab'.repeat(20)}`;
const START = 1_800_000_000;
let published: { topic: string; question: Record<string, string> }[];
let counters: ReturnType<typeof createCounters>;
let missing: MissingReadings;

beforeEach(() => {
  published = [];
  counters = createCounters();
  missing = createMissingReadings({
    base: 'joulegate',
    nodeId: 'n1',
    counters,
    log: SILENT_LOGGER,
    deployment: { intervalSeconds: 900 },
    publish: (topic: string, payload: string) => published.push({ topic, question: JSON.parse(payload) as Record<string, string> }),
  } as unknown as NodeContext);
});

const sent = (meter: string, gateway: string) =>
  missing.onEntry({
    transaction: { body: { kind: 'readingBatch' } },
    message: { meter },
    gateways: new Set([gateway]),
  } as unknown as Entry);
const recorded = (meter: string, firstCounter: bigint, closingCounter: bigint, time = START) =>
  missing.onEvents([
    { event: 'BatchRecorded', args: { meter, firstCounter, closingCounter, time: BigInt(time) } } as unknown as ContractEvent,
  ]);
const head = (timestamp: number) => missing.onHead({ timestamp } as Block);
const answer = (gateway: string, content: unknown) =>
  missing.onAnswer(gateway, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)));
const honest = { id: 'n1-1', meter: METER, waiting: [['4', '5']], missing: [['3', '3']] };

describe('what the chain misses of a meter', () => {
  it('is asked for where two batches leave counters out, of the gateway that sends for the meter', () => {
    sent(METER.toUpperCase().replace('0X', '0x'), 'pi-1');
    recorded(METER, 1n, 2n);
    recorded(METER, 3n, 9n);
    expect(published).toEqual([]);
    recorded(METER, 12n, 20n);
    expect(published).toEqual([{ topic: 'joulegate/pi-1/request/readings', question: { id: 'n1-1', meter: METER, from: '10', to: '11' } }]);
  });

  it('is asked for once an interval while a meter is silent, and of nobody for a meter that nobody sends for', () => {
    recorded(METER, 1n, 2n);
    sent(METER, 'pi-1');
    head(START + 10_000);
    expect(published).toEqual([]);
    recorded(METER, 3n, 3n);
    for (const after of [1799, 1801, 1900, 2600, 2702]) head(START + after);
    expect(published.map(({ question }) => [question['from'], question['to']])).toEqual([
      ['4', '18446744073709551615'],
      ['4', '18446744073709551615'],
    ]);
  });

  it('is asked for at a bounded rate: a gateway with many silent meters is not flooded', () => {
    for (let n = 0; n < 100; n += 1) {
      const meter = `0x${n.toString(16).padStart(40, '0')}`;
      sent(meter, 'pi-1');
      recorded(meter, 1n, 1n);
    }
    head(START + 5000);
    expect(published).toHaveLength(10);
  });

  it('an answer counts once, from whom it was asked of', () => {
    sent(METER, 'pi-1');
    recorded(METER, 1n, 2n);
    recorded(METER, 6n, 7n);
    answer('pi-2', honest);
    answer('pi-1', honest);
    answer('pi-1', honest);
    expect(counters.snapshot()).toEqual({ 'missing.answered': 1, 'missing.asked': 1, 'missing.invalid': 2 });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"id"'],
    ['null', null],
    ['a number', 7],
    ['deep nesting', '['.repeat(30_000)],
    ['too much', ' '.repeat(33 * 1024)],
    ['another meter', { ...honest, meter: `0x${'cd'.repeat(20)}` }],
    ['ranges that are none', { ...honest, waiting: [['5', '4']] }],
    ['counters that are none', { ...honest, missing: [['1e9', '2e9']] }],
    ['too many ranges', { ...honest, missing: Array.from({ length: 65 }, () => ['1', '1']) }],
    ['a prototype for an id', { ...honest, id: '__proto__' }],
  ])('an answer of %s is counted and has no effect', (_, content) => {
    sent(METER, 'pi-1');
    recorded(METER, 1n, 2n);
    recorded(METER, 6n, 7n);
    answer('pi-1', content);
    expect(counters.snapshot()).toEqual({ 'missing.asked': 1, 'missing.invalid': 1 });
    answer('pi-1', honest);
    expect(counters.snapshot()['missing.answered']).toBe(1);
  });
});
