/** C2: what a unit emits for each kWh: its source's default with citation, or what a verifier has measured, while that holds. */
import fc from 'fast-check';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INTENSITIES } from '../src/deployment/index.ts';
import { type Meter, makeMeter, openStage, type Stage, signReading } from './support/stage.ts';

let stage: Stage;
let snapshot: unknown;
let coal: Meter;
let verifier: `0x${string}`;
const owner = privateKeyToAccount(generatePrivateKey());
const COAL = 811_200n;
const EVIDENCE = `0x${'e1'.repeat(32)}` as const;
const INTERVALS_PER_PERIOD = 4;
/** Boundary and carbon period at the stage's start, which is a full hour. */
const b0 = () => stage.start / 900n;
const p0 = () => Number(stage.start / 3600n);

const restore = async () => {
  await stage.engine.request('evm_revert', [snapshot]);
  snapshot = await stage.engine.request('evm_snapshot');
};
beforeAll(async () => {
  stage = await openStage();
  coal = makeMeter();
  await stage.commission(coal, owner, { source: 8, capacityW: 1_000_000n });
  verifier = stage.engine.accounts[3]?.address as `0x${string}`;
  await stage.send('carbonLedger', 'grantRole', [await stage.read('carbonLedger', 'VERIFIER_ROLE', []), verifier]);
  snapshot = await stage.engine.request('evm_snapshot');
});
beforeEach(restore);
afterAll(() => stage.stop());

async function record(k: number, exportWh: bigint, unit = coal): Promise<void> {
  const reading = stage.fields({ counter: BigInt(k + 1), time: stage.start + BigInt(k) * 900n, exportWh });
  await stage.send('readingLedger', 'recordBoundary', [unit.id, await signReading(reading, unit)]);
}
const meter = (k: number) => stage.send('carbonLedger', 'meterUpTo', [coal.id, b0() + BigInt(k)]);
const post = (mgPerKwh: bigint, from: number, until: number) =>
  ['carbonLedger', 'postMeasurement', [coal.id, mgPerKwh, EVIDENCE, b0() + BigInt(from), b0() + BigInt(until)], verifier] as const;
const end = (k: number) => ['carbonLedger', 'endMeasurement', [coal.id, b0() + BigInt(k), 'withdrawn']] as const;
const emissionsUg = async (period = 0) =>
  (await stage.read<{ emissionsUg: bigint }>('carbonLedger', 'accountOf', [coal.id, p0() + period])).emissionsUg;
const intensityAt = async (k: number) => {
  const [mgPerKwh, isMeasured] = await stage.read<[number, boolean]>('carbonLedger', 'intensityAt', [coal.id, b0() + BigInt(k)]);
  return `${mgPerKwh}${isMeasured ? ' measured' : ''}`;
};
const refusal = async (call: readonly [...Parameters<Stage['send']>]) => (await stage.revertOf(...call))?.name;

describe('C2 the default of a source', () => {
  it.each(INTENSITIES.map((entry) => [entry.source, entry] as const))(
    'source %i is announced with where it is from',
    async (source, entry) => {
      const logs = await stage.client.getContractEvents({
        address: stage.deployment.contracts.meterRegistry,
        abi: [
          {
            type: 'event',
            name: 'IntensitySet',
            inputs: [
              { name: 'source', type: 'uint8', indexed: true },
              { name: 'intensityMgPerKwh', type: 'uint32' },
              { name: 'citation', type: 'string' },
            ],
          },
        ] as const,
        args: { source },
        fromBlock: 0n,
      });
      expect(logs.map(({ args }) => [args.intensityMgPerKwh, args.citation])).toEqual([[entry.mgPerKwh, entry.citation]]);
    },
  );

  it('is a unit’s own from its certification on: a later one of its source changes nothing metered under it', async () => {
    await stage.send('meterRegistry', 'setIntensity', [8, 1, 'a cleaner coal']);
    expect(await intensityAt(0)).toBe('811200');
  });
});

describe('C2 a verified measurement', () => {
  it('holds from its first boundary to its last for what is generated between, then the default does again by itself', async () => {
    await stage.send(...post(700_000n, 1, 3));
    expect(await Promise.all([0, 1, 2, 3].map(intensityAt))).toEqual(['811200', '700000 measured', '700000 measured', '811200']);
    for (let k = 0; k <= 4; k += 1) {
      await record(k, BigInt(k) * 1_000n);
      await meter(k);
    }
    expect(await emissionsUg()).toBe(1_000n * (COAL + 700_000n + 700_000n + COAL));
  });

  it('is announced with its evidence and who measured', async () => {
    const { logs } = (await stage.send(...post(700_000n, 1, 3))) as unknown as { logs: { topics: string[]; data: string }[] };
    expect(logs).toHaveLength(1);
    expect(logs[0]?.data).toContain('e1'.repeat(32));
    expect(logs[0]?.topics.map((topic) => topic.slice(-40))).toEqual(
      expect.arrayContaining([coal.id.slice(2), verifier.slice(2).toLowerCase()]),
    );
  });

  it('of later replaces what was measured for then, and nothing before', async () => {
    await stage.send(...post(700_000n, 1, 10));
    await stage.send(...post(600_000n, 4, 6));
    expect(await Promise.all([1, 3, 4, 5, 6, 9].map(intensityAt))).toEqual([
      '700000 measured',
      '700000 measured',
      '600000 measured',
      '600000 measured',
      '811200',
      '811200',
    ]);
  });

  it('is ended by the authority, from a boundary on, announced', async () => {
    await stage.send(...post(700_000n, 0, 10));
    await record(0, 0n);
    await meter(0);
    expect(await refusal([...end(2), verifier])).toBe('AccessControlUnauthorizedAccount');
    await stage.send(...end(2));
    expect(await Promise.all([1, 2, 9].map(intensityAt))).toEqual(['700000 measured', '811200', '811200']);
    expect(await refusal(end(2))).toBe('NoMeasurement');
  });

  it('whose end lies between two readings is metered at its end first; if that was never read, at the greatest factor', async () => {
    await stage.send(...post(700_000n, 0, 2));
    await record(0, 0n);
    await meter(0);
    await record(2, 2_000n);
    await record(3, 3_000n);
    expect(await stage.revertOf('carbonLedger', 'meterUpTo', [coal.id, b0() + 3n])).toMatchObject({
      name: 'EdgeBoundaryFirst',
      args: [expect.anything(), b0() + 2n],
    });
    await meter(2);
    await meter(3);
    expect(await emissionsUg()).toBe(2_000n * 700_000n + 1_000n * COAL);

    await restore();
    await stage.send(...post(700_000n, 0, 2));
    await record(0, 0n);
    await meter(0);
    await record(3, 3_000n);
    await meter(3);
    expect(await emissionsUg()).toBe(3_000n * COAL);
  });

  it.each([
    ['over energy that is metered', 'AlreadyMetered', () => post(1n, 1, 9)],
    ['that ends where it begins', 'MeasurementInvalid', () => post(1n, 5, 5)],
    [
      'without evidence',
      'MeasurementInvalid',
      () => [...post(1n, 5, 9).slice(0, 2), [coal.id, 1n, `0x${'00'.repeat(32)}`, 2n ** 30n, 2n ** 31n], verifier],
    ],
    [
      'by nobody whom the authority appointed',
      'AccessControlUnauthorizedAccount',
      () => [...post(1n, 5, 9).slice(0, 3), stage.engine.accounts[4]?.address],
    ],
    [
      'of a unit that is none',
      'UnitUnknown',
      () => ['carbonLedger', 'postMeasurement', [makeMeter().id, 1n, EVIDENCE, 2n ** 30n, 2n ** 31n], verifier],
    ],
    ['ended over energy that is metered', 'AlreadyMetered', () => end(1)],
  ] as const)('is refused %s: %s', async (_, error, make) => {
    await stage.send(...post(700_000n, 0, 10));
    for (const k of [0, 2]) {
      await record(k, BigInt(k));
      await meter(k);
    }
    expect(await refusal(make() as unknown as Parameters<Stage['send']>)).toBe(error);
  });

  it('is refused of a unit not yet certified, and by the unit’s own owner', async () => {
    const pending = makeMeter();
    await stage.send('meterRegistry', 'register', await stage.registration(pending, owner));
    expect(await refusal(['carbonLedger', 'postMeasurement', [pending.id, 1n, EVIDENCE, b0(), b0() + 1n], verifier])).toBe(
      'MeterNotActive',
    );
    await stage.send('carbonLedger', 'grantRole', [await stage.read('carbonLedger', 'VERIFIER_ROLE', []), owner.address]);
    expect(await refusal([...post(1n, 5, 9).slice(0, 3), owner.address] as unknown as Parameters<Stage['send']>)).toBe('VerifierIsOwner');
  });
});

describe('C2 emissions under changing factors', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('read' as const), skip: fc.integer({ min: 1, max: 4 }), wh: fc.bigInt(0n, 2n ** 40n) }),
      fc.record({
        kind: fc.constant('post' as const),
        ahead: fc.integer({ min: 0, max: 6 }),
        length: fc.integer({ min: 1, max: 8 }),
        mg: fc.bigInt(0n, 2n ** 32n - 1n),
      }),
      fc.record({ kind: fc.constant('end' as const), ahead: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ kind: fc.constant('meter' as const) }),
    ),
    { minLength: 6, maxLength: 16 },
  );

  it('equal an independent model’s to the microgram, in every period, whatever was measured, read and left out', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        await restore();
        // The model knows for each interval what a kWh of it emits, and which boundaries were read.
        const factors: bigint[] = new Array(120).fill(COAL);
        const registers = new Map([[0, 5n]]);
        const expected = new Map<number, bigint>();
        let [metered, read] = [0, 0];
        await record(0, 5n);
        await meter(0);
        const isEdge = (k: number) => k % INTERVALS_PER_PERIOD === 0 || factors[k] !== factors[k - 1];
        const meterAll = async () => {
          while (metered < read) {
            // As the node does it: to the newest boundary, or to one before that the contract says comes first.
            let k = read;
            for (;;) {
              const revert = await stage.revertOf('carbonLedger', 'meterUpTo', [coal.id, b0() + BigInt(k)]);
              if (!revert) break;
              expect(revert.name).toBe('EdgeBoundaryFirst');
              k = Number((revert.args[1] as bigint) - b0());
            }
            expect([...registers.keys()].filter((other) => other > metered && other < k && isEdge(other))).toEqual([]);
            await meter(k);
            const greatest = factors.slice(metered, k).reduce((most, factor) => (factor > most ? factor : most), 0n);
            const emittedUg = ((registers.get(k) ?? 0n) - (registers.get(metered) ?? 0n)) * greatest;
            const period = Math.floor((k - 1) / INTERVALS_PER_PERIOD);
            expected.set(period, (expected.get(period) ?? 0n) + emittedUg);
            metered = k;
          }
        };
        for (const step of list) {
          if (step.kind === 'read') {
            const wh = (registers.get(read) ?? 0n) + step.wh;
            read += step.skip;
            registers.set(read, wh);
            await record(read, wh);
          } else if (step.kind === 'post') {
            const from = metered + step.ahead;
            await stage.send(...post(step.mg, from, from + step.length));
            factors.fill(step.mg, from, from + step.length).fill(COAL, from + step.length);
          } else if (step.kind === 'end') {
            const from = metered + step.ahead;
            const error = await refusal(end(from));
            if (error === undefined) await stage.send(...end(from));
            else expect(error).toBe('NoMeasurement');
            factors.fill(COAL, from);
          } else {
            await meterAll();
          }
        }
        await meterAll();
        for (let period = 0; period <= read / INTERVALS_PER_PERIOD; period += 1) {
          expect(await emissionsUg(period), `period ${period}`).toBe(expected.get(period) ?? 0n);
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
