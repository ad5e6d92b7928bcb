/**
 * What anyone may show from a meter's own signed readings: tampering, broken limits and their cure, and feeding in against a
 * refusal (paper A6, A8). Nothing here rests on a word, and no reading serves twice.
 */
import { SOURCE, STATUS_BIT, SUSPENSION_BIT } from '@joulegate/protos';
import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gridCodeProfileId } from '../src/deployment/index.ts';
import { admit, commission, makeOrder, matchArgs, signReading, type TestMeter, type Values, WIDE_PROFILE } from './support/actions.ts';
import { BOUNDARY_0, eventOf, type Market, makeCriteria, startMarket, T0, ZONE } from './support/market.ts';

const REASON: Hex = `0x${'00'.repeat(32)}`;
const TAMPERED = STATUS_BIT.tamper;

let market: Market;
let unit: TestMeter;
let home: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  unit = await commission(market, 'seller', 1);
  home = await commission(market, 'buyer', 2, { source: SOURCE.load });
  await admit(market, 'seller', unit);
  const criteria = makeCriteria(market.people.operator.address, { minEvidence: 3 });
  await market.send('admissionPolicy', 'setCriteria', [ZONE, criteria], 'operator');
  await market.setTime(T0 + 1_000n);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const isAdmitted = () => market.read<boolean>('admissionPolicy', 'isAdmitted', [unit.id]);
const report = (functionName: string, args: readonly unknown[]) => market.send('admissionPolicy', functionName, args, 'stranger');
const refusal = async (functionName: string, args: readonly unknown[]) =>
  (await market.refusal('admissionPolicy', functionName, args, 'stranger')).name;
/** Readings in a row from a counter on, ten seconds apart, the last a minute ago. */
const row = (from: bigint, values: readonly Partial<Values>[], meter = unit): Promise<Hex[]> =>
  Promise.all(
    values.map((value, at) => signReading(market, meter, { counter: from + BigInt(at), time: T0 + 900n + 10n * BigInt(at), ...value })),
  );
const suspend = (bit: number) => market.send('admissionPolicy', 'suspend', [unit.id, bit, REASON], 'operator');
const cure = (bit: number) => market.send('admissionPolicy', 'cure', [unit.id, bit], 'operator');

describe('a report of tampering', () => {
  const tampered = (values: Partial<Values> = {}, meter = unit) =>
    signReading(market, meter, { counter: 1n, time: T0 + 950n, status: TAMPERED, ...values });

  it('by anyone suspends the unit until its zone’s operator has looked', async () => {
    const mined = await report('reportTamper', [unit.id, await tampered()]);
    expect(eventOf(mined, 'AccessSuspended')).toMatchObject({ suspensions: 1 << SUSPENSION_BIT.tamper });
    expect(await isAdmitted()).toBe(false);
    expect((await market.refusal('admissionPolicy', 'cure', [unit.id, SUSPENSION_BIT.tamper], 'seller')).name).toBe('NotZoneOperator');
    await cure(SUSPENSION_BIT.tamper);
    expect(await isAdmitted()).toBe(true);
  });

  it('of a household’s meter stops its buying, though it needs no permit', async () => {
    const ahead = { interval: BOUNDARY_0 + 2n };
    await report('reportTamper', [home.id, await tampered({}, home)]);
    const match = await matchArgs(market, makeOrder('sell', unit, ahead), makeOrder('buy', home, ahead), 100n, 200_000n);
    expect((await market.refusal('energyMarket', 'postMatch', match)).name).toBe('NotAdmitted');
  });

  it('is not repeated with what the operator has already dealt with', async () => {
    await report('reportTamper', [unit.id, await tampered()]);
    await market.setTime(T0 + 2_000n);
    await cure(SUSPENSION_BIT.tamper);
    const late = await tampered({ counter: 9n, time: T0 + 1_999n });
    expect(await refusal('reportTamper', [unit.id, late])).toBe('ReadingNotFresh');
    await market.setTime(T0 + 2_100n);
    await report('reportTamper', [unit.id, await tampered({ counter: 10n, time: T0 + 2_050n })]);
    expect(await isAdmitted()).toBe(false);
  });

  it.each([
    ['by a reading without the flag', { status: STATUS_BIT.meterFault | STATUS_BIT.islanding }, 'ReportUnfounded'],
    ['by a reading of a clock that is not set', { status: TAMPERED | STATUS_BIT.clockUnset }, 'ReadingNotFresh'],
    ['by a reading older than the zone’s evidence may be', { time: T0 - 2_700n }, 'ReadingNotFresh'],
    ['by a reading from the future', { time: T0 + 1_200n }, 'ReadingNotFresh'],
  ] as const)('%s is refused: %s', async (_, values, error) => {
    expect(await refusal('reportTamper', [unit.id, await tampered(values)])).toBe(error);
  });

  it('by another meter’s reading is refused', async () => {
    expect(await refusal('reportTamper', [unit.id, await tampered({}, home)])).toBe('SignatureInvalid');
  });
});

describe('a report of broken limits', () => {
  const high = { voltageMv: 253_001 };

  it.each([
    ['a voltage above the window', { voltageMv: 253_001 }, true],
    ['the highest voltage of the window', { voltageMv: 253_000 }, false],
    ['the lowest voltage of the window', { voltageMv: 207_000 }, false],
    ['a voltage below the window', { voltageMv: 206_999 }, true],
    ['a frequency above the window', { frequencyMhz: 51_501 }, true],
    ['the highest frequency of the window', { frequencyMhz: 51_500 }, false],
    ['the lowest frequency of the window', { frequencyMhz: 47_500 }, false],
    ['a frequency below the window', { frequencyMhz: 47_499 }, true],
    ['no measurement at all', { voltageMv: 0, frequencyMhz: 0 }, false],
    ['a voltage above the window, but nothing fed in', { ...high, powerW: 0 }, false],
    ['a voltage above the window while taking', { ...high, powerW: 500 }, false],
  ] as const)('by three readings of %s: suspends %s… %s', async (_, values, suspends) => {
    const readings = await row(5n, [values, values, values]);
    if (!suspends) expect(await refusal('reportLimits', [unit.id, readings])).toBe('ReportUnfounded');
    else {
      expect(eventOf(await report('reportLimits', [unit.id, readings]), 'AccessSuspended')).toMatchObject({
        suspensions: 1 << SUSPENSION_BIT.safety,
      });
    }
    expect(await isAdmitted()).toBe(!suspends);
  });

  it('takes the narrower window where the grid code’s is narrower', async () => {
    const profile = { ...WIDE_PROFILE, maxVoltageMv: 240_000 };
    await market.send('admissionPolicy', 'addProfile', ['narrow', profile]);
    const gridCodeProfile = gridCodeProfileId('narrow', profile);
    const readings = await row(5n, Array(3).fill({ voltageMv: 240_001 }));
    expect(await refusal('reportLimits', [unit.id, readings])).toBe('ReportUnfounded');
    const criteria = makeCriteria(market.people.operator.address, { minEvidence: 3, gridCodeProfile });
    await market.send('admissionPolicy', 'setCriteria', [ZONE, criteria], 'operator');
    await report('reportLimits', [unit.id, readings]);
    expect(await isAdmitted()).toBe(false);
  });

  it.each([
    ['by fewer readings than the zone asks', [high, high], 'EvidenceTooFew'],
    ['with one good reading among them', [high, {}, high], 'ReportUnfounded'],
    ['with one too old', [{ ...high, time: T0 - 2_700n }, high, high], 'ReadingNotFresh'],
    ['with a counter left out', [high, { ...high, counter: 7n }, { ...high, counter: 8n }], 'CounterNotNext'],
    ['with a reading twice', [high, { ...high, counter: 5n }, high], 'CounterNotNext'],
  ] as const)('%s is refused: %s', async (_, values, error) => {
    expect(await refusal('reportLimits', [unit.id, await row(5n, values)])).toBe(error);
  });

  it('of a unit without a permit is refused', async () => {
    await market.send('admissionPolicy', 'revoke', [unit.id], 'operator');
    expect(await refusal('reportLimits', [unit.id, await row(5n, [high, high, high])])).toBe('NotAdmitted');
  });

  describe('once made', () => {
    beforeEach(async () => {
      await report('reportLimits', [unit.id, await row(5n, [high, high, high])]);
    });

    it('is cured by anyone with as many newer good readings in a row', async () => {
      const mined = await report('cureLimits', [unit.id, await row(8n, [{}, {}, {}])]);
      expect(eventOf(mined, 'AccessCured')).toMatchObject({ suspensions: 0 });
      expect(await isAdmitted()).toBe(true);
    });

    it.each([
      ['two good readings', 8n, [{}, {}], 'EvidenceTooFew'],
      ['good readings from before', 2n, [{}, {}, {}], 'CounterNotNext'],
      ['a bad one among them', 8n, [{}, high, {}], 'ReportUnfounded'],
      ['a gap among them', 8n, [{}, { counter: 12n }, {}], 'CounterNotNext'],
      ['readings without a measurement', 8n, Array(3).fill({ voltageMv: 0 }), 'ReportUnfounded'],
    ] as const)('is not cured by %s: %s', async (_, from, values, error) => {
      expect(await refusal('cureLimits', [unit.id, await row(from, values)])).toBe(error);
    });

    it('is not made again with the same readings after the cure', async () => {
      await report('cureLimits', [unit.id, await row(8n, [{}, {}, {}])]);
      expect(await refusal('reportLimits', [unit.id, await row(5n, [high, high, high])])).toBe('CounterNotNext');
      await report('reportLimits', [unit.id, await row(11n, [high, high, high])]);
      expect(await isAdmitted()).toBe(false);
    });

    it('stands beside the operator’s own suspension: each is lifted by itself', async () => {
      await suspend(SUSPENSION_BIT.operator);
      await report('cureLimits', [unit.id, await row(8n, [{}, {}, {}])]);
      expect(await isAdmitted()).toBe(false);
      await cure(SUSPENSION_BIT.operator);
      expect(await isAdmitted()).toBe(true);
    });
  });
});

describe('A8 a report of feeding in without a permit', () => {
  const at = (counter: bigint, time: bigint, exportWh: bigint, meter = unit) => signReading(market, meter, { counter, time, exportWh });

  /** How access may have ended at T0 + 2000 or so. */
  const ENDS = {
    revoked: () => market.send('admissionPolicy', 'revoke', [unit.id], 'operator'),
    suspended: () => suspend(SUSPENSION_BIT.operator),
    expired: async () => {
      const criteria = makeCriteria(market.people.operator.address, { permitSeconds: 10 });
      await market.send('admissionPolicy', 'setCriteria', [ZONE, criteria], 'operator');
      await admit(market, 'seller', unit, { nonce: 2n });
      await market.setTime(T0 + 2_011n);
    },
    'expired and said so': async () => {
      await ENDS.expired();
      await market.send('admissionPolicy', 'expire', [unit.id]);
    },
    'refused after its end': async () => {
      await ENDS.expired();
      await admit(market, 'seller', unit, { nonce: 3n, priceMicroPerKwh: 400_001n });
    },
  } as const;

  it.each(Object.keys(ENDS) as (keyof typeof ENDS)[])('is announced of a unit whose access was %s', async (end) => {
    await market.setTime(T0 + 2_000n);
    await ENDS[end]();
    await market.setTime(T0 + 3_000n);
    const args = [unit.id, await at(20n, T0 + 2_100n, 500n), await at(25n, T0 + 2_900n, 720n)];
    expect(eventOf(await report('reportFeedIn', args), 'FedInWithoutPermit')).toMatchObject({
      zone: ZONE,
      energyWh: 220n,
      fromTime: T0 + 2_100n,
      toTime: T0 + 2_900n,
    });
  });

  it('is announced of a unit that was refused from the start', async () => {
    const fresh = await commission(market, 'seller', 3);
    await market.setTime(T0 + 2_000n);
    await admit(market, 'seller', fresh, { priceMicroPerKwh: 400_001n });
    await admit(market, 'seller', fresh, { priceMicroPerKwh: 400_001n, nonce: 2n });
    await market.setTime(T0 + 3_000n);
    const args = [fresh.id, await at(1n, T0 + 2_002n, 0n, fresh), await at(2n, T0 + 2_900n, 1n, fresh)];
    expect(eventOf(await report('reportFeedIn', args), 'FedInWithoutPermit')).toMatchObject({ energyWh: 1n });
  });

  describe('of a suspended unit', () => {
    let since: bigint;
    beforeEach(async () => {
      await market.setTime(T0 + 2_000n);
      await suspend(SUSPENSION_BIT.operator);
      since = BigInt((await market.read<{ since: number }>('admissionPolicy', 'permitOf', [unit.id])).since);
      await market.setTime(T0 + 3_000n);
    });

    it('counts from the very second', async () => {
      expect(await refusal('reportFeedIn', [unit.id, await at(1n, since - 1n, 0n), await at(2n, since + 9n, 5n)])).toBe('ReadingNotFresh');
      await report('reportFeedIn', [unit.id, await at(1n, since, 0n), await at(2n, since + 9n, 5n)]);
    });

    it('counts from the first of two suspensions', async () => {
      await report('reportTamper', [unit.id, await signReading(market, unit, { counter: 1n, time: T0 + 2_950n, status: TAMPERED })]);
      await report('reportFeedIn', [unit.id, await at(2n, since + 1n, 0n), await at(3n, since + 9n, 5n)]);
    });

    it('counts each range of counters once, and the next from where it ended', async () => {
      const [a, b, c] = await Promise.all([at(5n, since + 10n, 0n), at(8n, since + 20n, 100n), at(12n, since + 30n, 150n)]);
      await report('reportFeedIn', [unit.id, a, b]);
      expect(await refusal('reportFeedIn', [unit.id, a, b])).toBe('CounterNotNext');
      expect(await refusal('reportFeedIn', [unit.id, a, c])).toBe('CounterNotNext');
      expect(eventOf(await report('reportFeedIn', [unit.id, b, c]), 'FedInWithoutPermit')).toMatchObject({ energyWh: 50n });
    });

    it.each([
      ['nothing fed in', [1n, 10n, 5n], [2n, 20n, 5n]],
      ['a register that fell', [1n, 10n, 5n], [2n, 20n, 4n]],
      ['counters that do not rise', [2n, 10n, 5n], [2n, 20n, 9n]],
      ['times that fall', [1n, 20n, 5n], [2n, 10n, 9n]],
    ] as const)('of %s is refused', async (_, earlier, later) => {
      const [from, to] = await Promise.all([earlier, later].map(([counter, second, wh]) => at(counter, since + second, wh)));
      expect(await refusal('reportFeedIn', [unit.id, from, to])).toBe('ReportUnfounded');
    });
  });

  it('of a unit that is admitted is refused', async () => {
    expect(await refusal('reportFeedIn', [unit.id, await at(1n, T0, 0n), await at(2n, T0 + 9n, 5n)])).toBe('NotExpired');
  });

  it('of a unit that never asked is refused: nobody told it no', async () => {
    const fresh = await commission(market, 'seller', 3);
    expect(await refusal('reportFeedIn', [fresh.id, await at(1n, T0, 0n, fresh), await at(2n, T0 + 9n, 5n, fresh)])).toBe('NotAdmitted');
  });
});
