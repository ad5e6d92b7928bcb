/** The reading ledger: what it believes of a meter's bytes, and what it makes of readings that come in any order. */
import { SIGNED_READING_FIELDS, SIGNED_READING_LENGTH } from '@joulegate/protos';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { concat, type Hex, hexToBytes, keccak256, pad, toBytes, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  batchArgs,
  commission,
  digestOf,
  domainOf,
  leafOf,
  makeMeter,
  oneReadingBatch,
  payloadOf,
  provePossession,
  recordBoundary,
  SECP256K1_ORDER,
  sha256,
  signHash,
  signReading,
  signTyped,
  type TestMeter,
  type Values,
} from './support/actions.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, startMarket, T0, TOLERANCE } from './support/market.ts';

let market: Market;
let meter: TestMeter;
let other: TestMeter;
let good: Hex;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  meter = await commission(market, 'seller', 1);
  other = await commission(market, 'buyer', 2);
  good = await signReading(market, meter, { counter: 7n, time: T0, importWh: 11n, exportWh: 12n });
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const verifyRefusal = (reading: Hex) => market.refusal('readingLedger', 'verify', [meter.id, reading]);
const u64 = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 64n - 1n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const u32 = fc.oneof(fc.constantFrom(0, 1, 0xffff_ffff), fc.nat({ max: 0xffff_ffff }));
const i32 = fc.oneof(fc.constantFrom(0, -1, -(2 ** 31), 2 ** 31 - 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));

function withByte(reading: Hex, offset: number, value: number): Hex {
  const bytes = Uint8Array.from(hexToBytes(reading));
  bytes[offset] = value;
  return toHex(bytes);
}

/** Fifty calls at once: the engine answers them faster than one by one. */
async function inChunks<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += 50) await Promise.all(items.slice(start, start + 50).map(action));
}

describe('the bytes of a reading', () => {
  test('every value comes out as the meter put it in', async () => {
    const values = fc.record({
      counter: u64,
      time: u64,
      importWh: u64,
      exportWh: u64,
      powerW: i32,
      voltageMv: u32,
      frequencyMhz: u32,
      status: u32,
    });
    await fc.assert(
      fc.asyncProperty(values, async (expected) => {
        const reading = await signReading(market, meter, expected);
        expect(await market.read('readingLedger', 'verify', [meter.id, reading])).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('any of the 1056 bits flipped is refused, by the error of the byte it stands in', async () => {
    const tags = new Map<number, string>(
      [65, 66, ...SIGNED_READING_FIELDS.map(({ offset }) => offset - 1)].map((offset) => [offset, 'PayloadLayoutInvalid']),
    );
    const flips = Array.from({ length: SIGNED_READING_LENGTH * 8 }, (_, bit) => ({ offset: bit >> 3, mask: 1 << (bit & 7) }));
    expect(flips).toHaveLength(1056);
    const bytes = hexToBytes(good);
    await inChunks(flips, async ({ offset, mask }) => {
      const revert = await verifyRefusal(withByte(good, offset, (bytes[offset] ?? 0) ^ mask));
      const expected = tags.get(offset) ?? (offset >= 1 && offset <= 8 ? 'DomainMismatch' : 'SignatureInvalid');
      expect(revert.name, `byte ${offset}, mask ${mask}`).toBe(expected);
      if (expected === 'PayloadLayoutInvalid')
        expect(revert.args).toMatchObject({ offset: BigInt(offset), expected: BigInt(bytes[offset] ?? 0) });
    });
  });

  test('every byte value but the right one is refused at each of the eleven tag positions', async () => {
    const offsets = [65, 66, ...SIGNED_READING_FIELDS.map(({ offset }) => offset - 1)];
    const right = hexToBytes(good);
    const tries = offsets.flatMap((offset) =>
      Array.from({ length: 256 }, (_, value) => ({ offset, value })).filter(({ value }) => value !== right[offset]),
    );
    expect(tries).toHaveLength(11 * 255);
    await inChunks(tries, async ({ offset, value }) => {
      const revert = await verifyRefusal(withByte(good, offset, value));
      expect([revert.name, revert.args['offset'], revert.args['got']]).toEqual(['PayloadLayoutInvalid', BigInt(offset), BigInt(value)]);
    });
  });

  test.each([0, 1, 65, 67, 131, 133, 264])('%i bytes are no reading', async (length) => {
    const revert = await verifyRefusal(toHex(hexToBytes(concat([good, good])).subarray(0, length)));
    expect([revert.name, revert.args['expected'], revert.args['got']]).toEqual(['PayloadLayoutInvalid', 132n, BigInt(length)]);
  });

  test('the other face of a signature (high s) is refused, though it is mathematically valid', async () => {
    const [r, s, v] = [good.slice(136, 200), BigInt(`0x${good.slice(200, 264)}`), Number.parseInt(good.slice(264), 16)];
    expect(s <= SECP256K1_ORDER / 2n).toBe(true);
    const highS = pad(toHex(SECP256K1_ORDER - s), { size: 32 });
    const flipped = concat([`0x${good.slice(2, 136)}`, `0x${r}`, highS, toHex(55 - v, { size: 1 })]);
    expect(flipped).toHaveLength(good.length);
    expect((await verifyRefusal(flipped)).name).toBe('SignatureInvalid');
  });

  test('every v but the right one is refused', async () => {
    const right = Number.parseInt(good.slice(264), 16);
    const wrong = Array.from({ length: 256 }, (_, v) => v).filter((v) => v !== right);
    await inChunks(wrong, async (v) => expect((await verifyRefusal(withByte(good, 131, v))).name, `v ${v}`).toBe('SignatureInvalid'));
  });

  test.each(['r', 's', 'r and s'])('zero for %s is refused', async (which) => {
    const r = which.includes('r') ? '00'.repeat(32) : good.slice(136, 200);
    const s = which.includes('s') ? '00'.repeat(32) : good.slice(200, 264);
    expect((await verifyRefusal(`${good.slice(0, 136)}${r}${s}${good.slice(264)}` as Hex)).name).toBe('SignatureInvalid');
  });

  test('a signature over keccak256 instead of SHA-256 is refused', async () => {
    const payload = toHex(payloadOf(good));
    const reading = concat([payload, '0x5241', await signHash(meter.privateKey, keccak256(payload))]);
    expect((await verifyRefusal(reading)).name).toBe('SignatureInvalid');
  });

  test('the domain is the one of docs/wire.md', async () => {
    const { chainId, contracts } = market.deployment;
    const hash = keccak256(concat([toHex(toBytes('joulegate.domain.v1')), toHex(chainId, { size: 32 }), contracts.meterRegistry]));
    expect(await market.read('meterRegistry', 'domain')).toBe(BigInt(hash.slice(0, 18)));
    expect(domainOf(market.deployment)).toBe(BigInt(hash.slice(0, 18)));
  });
});

describe('batches', () => {
  interface Model {
    counter: bigint;
    time: bigint;
    importWh: bigint;
    exportWh: bigint;
  }
  test('a batch is accepted exactly when counter, time and registers go the right way', async () => {
    const delta = fc.bigInt({ min: -2n, max: 6n });
    const step = fc.record({ counter: delta, time: delta, importWh: delta, exportWh: delta });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        await market.restore();
        let last: Model | undefined;
        for (const by of steps) {
          const from = last ?? { counter: 5n, time: T0 - 300n, importWh: 50n, exportWh: 50n };
          const next = {
            counter: from.counter + by.counter,
            time: from.time + by.time,
            importWh: from.importWh + by.importWh,
            exportWh: from.exportWh + by.exportWh,
          };
          if (Object.values(next).some((value) => value < 0n)) continue;
          const args = await oneReadingBatch(market, 'seller', meter, next);
          const why =
            next.counter <= (last?.counter ?? 0n)
              ? 'CounterNotIncreasing'
              : next.importWh < (last?.importWh ?? 0n) || next.exportWh < (last?.exportWh ?? 0n)
                ? 'RegisterDecreased'
                : next.time < (last?.time ?? 0n)
                  ? 'TimeNotIncreasing'
                  : undefined;
          if (why) expect((await market.refusal('readingLedger', 'recordBatch', args)).name).toBe(why);
          else {
            await market.send('readingLedger', 'recordBatch', args);
            last = next;
          }
          expect(await market.read('readingLedger', 'latestOf', [meter.id])).toEqual(
            last ?? { counter: 0n, time: 0n, importWh: 0n, exportWh: 0n },
          );
        }
      }),
      { numRuns: 12 },
    );
  });

  test('each reading under a root is proven by its Merkle path, and by no other', async () => {
    for (const size of [1, 2, 3, 7, 24]) {
      await market.restore();
      const readings: Hex[] = [];
      for (let i = 1; i <= size; i++)
        readings.push(await signReading(market, meter, { counter: BigInt(2 * i), time: T0 - 500n + BigInt(i), exportWh: BigInt(i) }));
      const tree = SimpleMerkleTree.of(
        readings.map((reading) => leafOf(meter.id, reading)),
        { sortLeaves: false },
      );
      const closing = readings.at(-1) as Hex;
      // Every second counter is missing: gaps are allowed, the count says how many readings there are.
      const last = BigInt(2 * size);
      const batch = { meter: meter.id, firstCounter: 2n, count: size, root: tree.root as Hex, closing };
      const recorded = await market.send('readingLedger', 'recordBatch', await batchArgs(market, 'seller', batch));
      expect(eventOf(recorded, 'BatchRecorded')).toMatchObject({
        id: digestOf(market.deployment, 'ReadingBatch', { ...batch, closingDigest: sha256(payloadOf(closing)) }),
        closingCounter: last,
        count: size,
        root: tree.root,
      });
      for (const [index, reading] of readings.entries()) {
        const proof = tree.getProof(index);
        expect(await market.read('readingLedger', 'proveReading', [meter.id, reading, last, proof])).toMatchObject({
          counter: BigInt(2 * index + 2),
        });
        const stranger = readings[(index + 1) % size];
        if (size > 1)
          expect((await market.refusal('readingLedger', 'proveReading', [meter.id, stranger, last, proof])).name).toBe('NotInBatch');
      }
    }
  });

  test('a key that was rotated out still proves what it signed, and signs nothing new', async () => {
    await market.send(
      'readingLedger',
      'recordBatch',
      await oneReadingBatch(market, 'seller', meter, { counter: 7n, time: T0, importWh: 11n, exportWh: 12n }),
    );
    const next = makeMeter(30);
    const message = { meter: meter.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
    const possession = await provePossession(next, digestOf(market.deployment, 'Rotation', message));
    await market.send('meterRegistry', 'rotate', [
      ...Object.values(message),
      await signTyped(market, 'seller', 'Rotation', message),
      possession,
    ]);
    expect(await market.read('readingLedger', 'proveReading', [meter.id, good, 7n, []])).toMatchObject({ exportWh: 12n });
    expect((await verifyRefusal(good)).name).toBe('SignatureInvalid');
    const fresh = await signReading(market, { ...next, id: meter.id }, { counter: 8n, time: T0, importWh: 11n, exportWh: 13n });
    expect(await market.read('readingLedger', 'verify', [meter.id, fresh])).toMatchObject({ counter: 8n });
  });
});

describe('boundaries', () => {
  const boundaryOf = (index: number, of = meter) =>
    market.read<{ recorded: boolean; importWh: bigint; exportWh: bigint }>('readingLedger', 'boundaryOf', [
      of.id,
      BOUNDARY_0 + BigInt(index),
    ]);

  test.each([
    [-31n, false],
    [-30n, true],
    [0n, true],
    [30n, true],
    [31n, false],
  ])('a batch closing %i s from a boundary records it: %s', async (offset, records) => {
    await market.setTime(T0 + 60n);
    await market.send(
      'readingLedger',
      'recordBatch',
      await oneReadingBatch(market, 'seller', meter, { counter: 1n, time: T0 + offset, exportWh: 5n }),
    );
    expect((await boundaryOf(0)).recorded).toBe(records);
    expect(TOLERANCE).toBe(30n);
  });

  test('the first reading at a boundary stays, whichever way the second comes', async () => {
    await recordBoundary(market, meter, 0, 1n, 100n);
    await market.send('readingLedger', 'recordBoundary', [
      meter.id,
      await signReading(market, meter, { counter: 1n, time: T0 + 20n, importWh: 9n, exportWh: 900n }),
    ]);
    await market.send(
      'readingLedger',
      'recordBatch',
      await oneReadingBatch(market, 'seller', meter, { counter: 2n, time: T0 + 25n, importWh: 9n, exportWh: 900n }),
    );
    expect(await boundaryOf(0)).toMatchObject({ importWh: 1n, exportWh: 100n });
  });

  test('a batch whose clock is not set is kept, but says nothing about a boundary', async () => {
    await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', meter, { counter: 1n, time: T0, status: 1 }));
    expect((await boundaryOf(0)).recorded).toBe(false);
  });

  test('a batch at a boundary may not contradict the boundary after it', async () => {
    await market.setTime(T0 + INTERVAL);
    await recordBoundary(market, meter, 1, 0n, 10n);
    const args = await oneReadingBatch(market, 'seller', meter, { counter: 3n, time: T0, exportWh: 11n });
    expect(await market.refusal('readingLedger', 'recordBatch', args)).toMatchObject({
      name: 'RegisterDecreased',
      args: { last: 11n, got: 10n },
    });
  });

  test('boundaries of an honest meter are accepted in any order, and add up to what it measured', async () => {
    const energy = fc.array(fc.record({ importWh: fc.bigInt({ min: 0n, max: 5_000n }), exportWh: fc.bigInt({ min: 0n, max: 5_000n }) }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(energy, fc.infiniteStream(fc.nat()), async (intervals, order) => {
        await market.restore();
        await market.setTime(T0 + INTERVAL * BigInt(intervals.length + 1));
        const registers = [{ importWh: 0n, exportWh: 0n }];
        for (const { importWh, exportWh } of intervals) {
          const last = registers.at(-1) ?? { importWh: 0n, exportWh: 0n };
          registers.push({ importWh: last.importWh + importWh, exportWh: last.exportWh + exportWh });
        }
        const shuffled = registers.map((at, index) => ({ at, index, key: order.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        for (const { at, index } of shuffled) await recordBoundary(market, meter, index, at.importWh, at.exportWh);
        for (const [k, { importWh, exportWh }] of intervals.entries()) {
          expect(await market.read('readingLedger', 'availableWh', [meter.id, BOUNDARY_0 + BigInt(k)])).toEqual([importWh, exportWh]);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('allocation', () => {
  test('whatever is asked in whatever order, no watt-hour is spoken for twice', async () => {
    await market.send('readingLedger', 'grantRole', [keccak256(toBytes('MARKET_ROLE')), market.people.relayer.address], 'admin');
    await market.setTime(T0 + INTERVAL);
    const amount = fc.bigInt({ min: 0n, max: 800n });
    const ask = fc.oneof(
      fc.record({ kind: fc.constant('pair' as const), wh: amount }),
      fc.record({ kind: fc.constantFrom('export' as const, 'import' as const), wh: amount }),
    );
    await market.keep();
    await fc.assert(
      fc.asyncProperty(amount, amount, fc.array(ask, { minLength: 1, maxLength: 10 }), async (delivered, taken, asks) => {
        await market.restore();
        for (const [of, imported, exported] of [
          [meter, 0n, delivered],
          [other, taken, 0n],
        ] as const) {
          await recordBoundary(market, of, 0, 0n, 0n);
          await recordBoundary(market, of, 1, imported, exported);
        }
        let [exportFree, importFree] = [delivered, taken];
        for (const { kind, wh } of asks) {
          if (kind === 'pair') {
            const settled = [wh, exportFree, importFree].reduce((a, b) => (a < b ? a : b));
            await market.send('readingLedger', 'allocatePair', [meter.id, other.id, BOUNDARY_0, wh, false]);
            exportFree -= settled;
            importFree -= settled;
          } else {
            const args = kind === 'export' ? [meter.id, BOUNDARY_0, 0n, wh] : [other.id, BOUNDARY_0, wh, 0n];
            if (wh > (kind === 'export' ? exportFree : importFree)) {
              expect((await market.refusal('readingLedger', 'allocate', args)).name).toBe('AllocationExceedsVerified');
            } else {
              await market.send('readingLedger', 'allocate', args);
              if (kind === 'export') exportFree -= wh;
              else importFree -= wh;
            }
          }
          expect(await market.read('readingLedger', 'availableWh', [meter.id, BOUNDARY_0])).toEqual([0n, exportFree]);
          expect(await market.read('readingLedger', 'availableWh', [other.id, BOUNDARY_0])).toEqual([importFree, 0n]);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('equivocation', () => {
  test('two payloads under one counter suspend the meter; its owner can rotate, and only the authority reinstates', async () => {
    const values: Values = { counter: 9n, time: T0, exportWh: 1n };
    const [a, b] = [await signReading(market, meter, values), await signReading(market, meter, { ...values, exportWh: 2n })];
    const mined = await market.send('readingLedger', 'reportEquivocation', [meter.id, a, b], 'stranger');
    expect(eventOf(mined, 'EquivocationProven')).toMatchObject({
      counter: 9n,
      digestA: sha256(payloadOf(a)),
      digestB: sha256(payloadOf(b)),
    });
    expect(eventOf(mined, 'MeterSuspended')).toBeDefined();
    expect(await verifyRefusal(good)).toMatchObject({ name: 'MeterNotActive', args: { status: 3 } });
    const next = makeMeter(31);
    const message = { meter: meter.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
    const possession = await provePossession(next, digestOf(market.deployment, 'Rotation', message));
    await market.send('meterRegistry', 'rotate', [
      ...Object.values(message),
      await signTyped(market, 'seller', 'Rotation', message),
      possession,
    ]);
    await market.send('meterRegistry', 'reinstate', [meter.id], 'admin');
    expect((await verifyRefusal(a)).name).toBe('SignatureInvalid');
    const fresh = await signReading(market, { ...next, id: meter.id }, values);
    expect(await market.read('readingLedger', 'verify', [meter.id, fresh])).toMatchObject({ counter: 9n });
  });

  test('one payload signed twice is none', async () => {
    const twice = concat([toHex(payloadOf(good)), '0x5241', good.slice(136).replace(/^/, '0x') as Hex]);
    expect((await market.refusal('readingLedger', 'reportEquivocation', [meter.id, good, twice])).name).toBe('NotEquivocation');
  });
});
