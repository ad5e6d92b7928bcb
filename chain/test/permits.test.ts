/**
 * A permit's life (paper A5, A6): grant, renewal, expiry, revocation, suspensions between, and what of a zone's hosting
 * capacity it holds meanwhile. Certificates and their end; whichever way access ends, somebody can say so.
 */
import { PERMIT_STATE, SUSPENSION_BIT, VERDICT_BIT, verdictReasons } from '@joulegate/protos';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { gridCodeProfileId } from '../src/deployment/index.ts';
import { admit, commission, makeRequest, type Request, requestArgs, type TestMeter, WIDE_PROFILE } from './support/actions.ts';
import { eventOf, type Market, type Mined, makeCriteria, startMarket, T0, ZONE } from './support/market.ts';

const REASON: Hex = `0x${'00'.repeat(32)}`;
const WEEK = 7 * 86_400;
const CERTIFIED = { ...WIDE_PROFILE, certificateDemanded: true };
const CERTIFIED_ID = gridCodeProfileId('certified', CERTIFIED);

interface Permit {
  readonly state: number;
  readonly suspensions: number;
  readonly capacityW: bigint;
  readonly since: number;
  readonly validUntil: number;
  readonly criteriaVersion: number;
}

let market: Market;
let units: TestMeter[];
let unit: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  units = [];
  for (let seed = 10; seed < 14; seed++) units.push(await commission(market, 'seller', seed));
  unit = units[0] as TestMeter;
  await market.send('admissionPolicy', 'addProfile', ['certified', CERTIFIED]);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const permitOf = (meter: TestMeter) => market.read<Permit>('admissionPolicy', 'permitOf', [meter.id]);
const isAdmitted = (meter: TestMeter) => market.read<boolean>('admissionPolicy', 'isAdmitted', [meter.id]);
const grantedW = async () => (await market.read<{ grantedCapacityW: bigint }>('admissionPolicy', 'criteriaOf', [ZONE])).grantedCapacityW;
const criteria = (more: Parameters<typeof makeCriteria>[1]) =>
  market.send('admissionPolicy', 'setCriteria', [ZONE, makeCriteria(market.people.operator.address, more)], 'operator');
const certify = (expiresAt: bigint, meter = unit) =>
  market.send('admissionPolicy', 'issueCertificate', [meter.id, CERTIFIED_ID, expiresAt, REASON], 'certifier');
const timeOf = async () =>
  Number(((await market.engine.request('eth_getBlockByNumber', ['latest', false])) as { timestamp: Hex }).timestamp);
const decidedOf = (mined: Mined) => eventOf(mined, 'AdmissionDecided');

describe('A5 a permit', () => {
  it('without a term has no end', async () => {
    expect(decidedOf(await admit(market, 'seller', unit))).toMatchObject({ state: PERMIT_STATE.granted, validUntil: 0n });
    await market.setTime(T0 + 40n * 365n * 86_400n);
    expect(await isAdmitted(unit)).toBe(true);
  });

  it('of a zone with a term ends with its last second, and then sells nothing', async () => {
    await criteria({ permitSeconds: WEEK });
    const decided = decidedOf(await admit(market, 'seller', unit));
    const end = Number(decided['validUntil']);
    expect(end).toBe((await timeOf()) + WEEK);
    await market.setTime(BigInt(end) - 1n);
    expect(await isAdmitted(unit)).toBe(true);
    await market.setTime(BigInt(end));
    expect(await isAdmitted(unit)).toBe(false);
    expect((await market.read<unknown[]>('admissionPolicy', 'tradeLimits', [unit.id, unit.id]))[0]).toBe(false);
  });

  it('past its end gives its capacity back when anyone says so, once, and not a second sooner', async () => {
    await criteria({ permitSeconds: WEEK });
    const end = Number(decidedOf(await admit(market, 'seller', unit))['validUntil']);
    await market.setTime(BigInt(end) - 2n);
    expect((await market.refusal('admissionPolicy', 'expire', [unit.id], 'stranger')).args).toMatchObject({ validUntil: BigInt(end) });
    await market.setTime(BigInt(end) + 50n);
    expect(eventOf(await market.send('admissionPolicy', 'expire', [unit.id], 'stranger'), 'AccessExpired')).toMatchObject({
      zone: ZONE,
      capacityW: 10_000n,
    });
    expect(await grantedW()).toBe(0n);
    expect(await permitOf(unit)).toMatchObject({ state: PERMIT_STATE.expired, capacityW: 0n, since: end });
    expect((await market.refusal('admissionPolicy', 'expire', [unit.id])).name).toBe('NotAdmitted');
  });

  it('says under which of the zone’s criteria it was decided', async () => {
    await criteria({});
    await criteria({});
    expect(decidedOf(await admit(market, 'seller', unit))).toMatchObject({ criteriaVersion: 3 });
    await criteria({ permitSeconds: WEEK });
    expect(await permitOf(unit)).toMatchObject({ criteriaVersion: 3, validUntil: 0 });
  });

  it('ends in 2106 at the latest', async () => {
    await criteria({ permitSeconds: 0xffff_ffff });
    expect(await admit(market, 'seller', unit).then(decidedOf)).toMatchObject({ validUntil: 0n });
  });
});

describe('A5 a renewal', () => {
  it('before the end takes the place of the permit, term and capacity and all', async () => {
    await criteria({ permitSeconds: WEEK });
    await admit(market, 'seller', unit);
    await market.setTime(T0 + BigInt(WEEK) - 3_600n);
    const decided = decidedOf(await admit(market, 'seller', unit, { nonce: 2n, capacityW: 4_000n }));
    expect(decided).toMatchObject({ verdict: 0, state: PERMIT_STATE.granted });
    expect(Number(decided['validUntil'])).toBe((await timeOf()) + WEEK);
    expect(await permitOf(unit)).toMatchObject({ capacityW: 4_000n });
    expect(await grantedW()).toBe(4_000n);
  });

  it('counts its own capacity as free, so that a full zone renews', async () => {
    await criteria({ hostingCapacityW: 10_000n });
    await admit(market, 'seller', unit);
    expect(decidedOf(await admit(market, 'seller', unit, { nonce: 2n }))).toMatchObject({ verdict: 0 });
    const other = units[1] as TestMeter;
    expect(verdictReasons(Number(decidedOf(await admit(market, 'seller', other))['verdict']))).toEqual(['hostingCapacity']);
  });

  it('that is refused is announced and leaves the running permit to its end', async () => {
    await criteria({ permitSeconds: WEEK });
    const end = decidedOf(await admit(market, 'seller', unit))['validUntil'];
    const before = await permitOf(unit);
    const refused = decidedOf(await admit(market, 'seller', unit, { nonce: 2n, priceMicroPerKwh: 400_001n }));
    expect(refused).toMatchObject({ verdict: 1 << VERDICT_BIT.price, state: PERMIT_STATE.granted, validUntil: end });
    expect(await permitOf(unit)).toEqual({ ...before, nonce: 2 });
    expect(await isAdmitted(unit)).toBe(true);
    await market.setTime(BigInt(end as bigint));
    expect(await isAdmitted(unit)).toBe(false);
  });

  it('after the end that is refused gives the capacity back and leaves no permit', async () => {
    await criteria({ permitSeconds: WEEK });
    const end = decidedOf(await admit(market, 'seller', unit))['validUntil'] as bigint;
    await market.setTime(end + 10n);
    const mined = await admit(market, 'seller', unit, { nonce: 2n, priceMicroPerKwh: 400_001n });
    expect(eventOf(mined, 'AccessExpired')).toMatchObject({ capacityW: 10_000n });
    expect(decidedOf(mined)).toMatchObject({ state: PERMIT_STATE.refused, validUntil: 0n });
    expect(await permitOf(unit)).toMatchObject({ state: PERMIT_STATE.refused, capacityW: 0n, since: Number(end) });
    expect(await grantedW()).toBe(0n);
  });

  it('cannot be undone by an older request that somebody kept back', async () => {
    const [older, newer] = await Promise.all(
      [1n, 2n].map((nonce) => requestArgs(market, 'seller', makeRequest(unit, { nonce, capacityW: nonce * 1_000n }))),
    );
    await market.send('admissionPolicy', 'decide', newer as never);
    const refusal = await market.refusal('admissionPolicy', 'decide', older as never);
    expect([refusal.name, refusal.args]).toEqual(['NonceInvalid', expect.objectContaining({ last: 2n, got: 1n })]);
  });

  it('outlives no suspension: what is suspended stays so', async () => {
    await admit(market, 'seller', unit);
    await market.send('admissionPolicy', 'suspend', [unit.id, SUSPENSION_BIT.operator, REASON], 'operator');
    await admit(market, 'seller', unit, { nonce: 2n });
    expect(await isAdmitted(unit)).toBe(false);
    await market.send('admissionPolicy', 'cure', [unit.id, SUSPENSION_BIT.operator], 'operator');
    expect(await isAdmitted(unit)).toBe(true);
  });
});

describe('O3 a certificate', () => {
  beforeEach(() => criteria({ gridCodeProfile: CERTIFIED_ID, permitSeconds: WEEK }));
  const ask = async (more: Partial<Request> = {}) =>
    decidedOf(await admit(market, 'seller', unit, { gridCodeProfile: CERTIFIED_ID, ...more }));

  it('that the grid code demands and nobody issued is one failed criterion', async () => {
    expect(verdictReasons(Number((await ask())['verdict']))).toEqual(['certificate']);
  });

  it.each([
    ['shorter than the zone’s term ends the permit with it', 3_600, 3_600],
    ['longer than the zone’s term leaves the term', WEEK + 3_600, WEEK],
  ])('%s', async (_, certifiedSeconds, expected) => {
    const issued = await timeOf();
    await certify(BigInt(issued + certifiedSeconds));
    const { validUntil, verdict } = await ask();
    expect(verdict).toBe(0);
    const decidedAt = await timeOf();
    expect(Number(validUntil)).toBe(certifiedSeconds < WEEK ? issued + expected : decidedAt + expected);
  });

  it('past its end counts for nothing', async () => {
    await certify(T0 + 500n);
    await market.setTime(T0 + 500n);
    expect(verdictReasons(Number((await ask())['verdict']))).toEqual(['certificate']);
  });

  it('of another meter, or for another profile, counts for nothing', async () => {
    await market.send('admissionPolicy', 'addProfile', ['other', CERTIFIED]);
    const other = gridCodeProfileId('other', CERTIFIED);
    await market.send('admissionPolicy', 'issueCertificate', [unit.id, other, T0 + 9_999n, REASON], 'certifier');
    await certify(T0 + 9_999n, units[1]);
    expect(verdictReasons(Number((await ask())['verdict']))).toEqual(['certificate']);
  });

  it('cannot be issued for the past', async () => {
    const refusal = await market.refusal('admissionPolicy', 'issueCertificate', [unit.id, CERTIFIED_ID, T0, REASON], 'certifier');
    expect(refusal.name).toBe('DeadlinePassed');
  });

  it('revoked ends the permit that stood on it, and the capacity returns', async () => {
    await certify(T0 + 99_999n);
    await ask();
    const mined = await market.send('admissionPolicy', 'revokeCertificate', [unit.id, CERTIFIED_ID], 'certifier');
    expect(mined.events.map(({ name }) => name)).toEqual(['CertificateRevoked', 'AccessRevoked']);
    expect(await isAdmitted(unit)).toBe(false);
    expect(await grantedW()).toBe(0n);
  });

  it('revoked leaves a permit that never needed it', async () => {
    await certify(T0 + 99_999n);
    await criteria({});
    await admit(market, 'seller', unit);
    await market.send('admissionPolicy', 'revokeCertificate', [unit.id, CERTIFIED_ID], 'certifier');
    expect(await isAdmitted(unit)).toBe(true);
  });
});

/** What any order of events leaves behind, by the rules written down again. */
interface Model {
  state: number;
  capacityW: bigint;
  validUntil: number;
  suspended: boolean;
  nonce: bigint;
  /** Access that has ended, and that which stands. */
  stays: (readonly [since: number, end: number])[];
  open: { since: number; validUntil: number } | undefined;
}

/** What became of a unit's access with a step that was mined at `now`. */
function follow(m: Model, isIn: boolean, now: number): void {
  const { open } = m;
  const isOver = open !== undefined && open.validUntil !== 0 && open.validUntil <= now;
  if (open && (isOver || !isIn)) m.stays.push([open.since, isOver ? open.validUntil : now]);
  const goesOn = isIn && open && !isOver;
  m.open = isIn ? { since: goesOn ? open.since : now, validUntil: m.validUntil } : undefined;
}

test('any order of requests, suspensions, expiries and revocations: capacity is neither made nor lost, and access is as the model has it', async () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        who: fc.nat(3),
        capacityW: fc.constantFrom(100n, 4_000n, 7_000n, 10_000n, 10_001n),
      }),
    },
    fc.record({ kind: fc.constantFrom('suspend' as const, 'cure' as const, 'revoke' as const), who: fc.nat(3) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 900, 1_795, 3_600, 3_600) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('expire' as const), who: fc.nat(3) }) },
    fc.record({
      kind: fc.constant('criteria' as const),
      hostingCapacityW: fc.constantFrom(0n, 9_999n, 20_000n, 100_000n),
      permitSeconds: fc.constantFrom(0, 1_800),
    }),
  );
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 20 }), async (steps) => {
      await market.restore();
      let hosting = 20_000n;
      let term = 1_800;
      await criteria({ hostingCapacityW: hosting, permitSeconds: term });
      const model = units.map(
        (): Model => ({ state: PERMIT_STATE.none, capacityW: 0n, validUntil: 0, suspended: false, nonce: 0n, stays: [], open: undefined }),
      );
      const isOver = (m: Model, now: number) => m.state === PERMIT_STATE.granted && m.validUntil !== 0 && now >= m.validUntil;
      const total = () => model.reduce((sum, { capacityW }) => sum + capacityW, 0n);
      for (const s of steps) {
        seen.add(s.kind);
        if (s.kind === 'wait') {
          await market.setTime(BigInt((await timeOf()) + s.seconds));
        } else if (s.kind === 'criteria') {
          ({ hostingCapacityW: hosting, permitSeconds: term } = s);
          await criteria({ hostingCapacityW: hosting, permitSeconds: term });
        } else {
          const meter = units[s.who] as TestMeter;
          const m = model[s.who] as Model;
          if (s.kind === 'ask') {
            m.nonce += 1n;
            const decided = decidedOf(await admit(market, 'seller', meter, { capacityW: s.capacityW, nonce: m.nonce }));
            const now = await timeOf();
            const fits = s.capacityW <= 10_000n && total() - m.capacityW + s.capacityW <= hosting;
            expect(decided['verdict'] === 0).toBe(fits);
            if (fits) Object.assign(m, { state: PERMIT_STATE.granted, capacityW: s.capacityW, validUntil: term === 0 ? 0 : now + term });
            else if (m.state !== PERMIT_STATE.granted || isOver(m, now))
              Object.assign(m, { state: PERMIT_STATE.refused, capacityW: 0n, validUntil: 0 });
            else seen.add('refused renewal');
            expect(decided).toMatchObject({ state: m.state, validUntil: BigInt(m.validUntil) });
          } else if (s.kind === 'suspend' || s.kind === 'cure') {
            const reason = s.kind === 'suspend' ? [REASON] : [];
            await market.send('admissionPolicy', s.kind, [meter.id, SUSPENSION_BIT.operator, ...reason], 'operator');
            m.suspended = s.kind === 'suspend';
          } else {
            // The next block is a second later than the last.
            const may = m.state === PERMIT_STATE.granted && (s.kind === 'revoke' || isOver(m, (await timeOf()) + 1));
            const call = [s.kind, [meter.id], s.kind === 'revoke' ? ('operator' as const) : ('stranger' as const)] as const;
            if (may) {
              await market.send('admissionPolicy', ...call);
              Object.assign(m, { state: s.kind === 'revoke' ? PERMIT_STATE.revoked : PERMIT_STATE.expired, capacityW: 0n });
              seen.add(`${s.kind} done`);
            } else if (m.state !== PERMIT_STATE.granted) {
              expect((await market.refusal('admissionPolicy', ...call)).name).toBe('NotAdmitted');
            }
          }
        }
        const now = await timeOf();
        expect(await grantedW(), 'granted capacity is the sum over all permits').toBe(total());
        for (const [index, m] of model.entries()) {
          const meter = units[index] as TestMeter;
          expect(await permitOf(meter)).toMatchObject({ state: m.state, capacityW: m.capacityW, suspensions: m.suspended ? 8 : 0 });
          const isIn = m.state === PERMIT_STATE.granted && !m.suspended && !isOver(m, now);
          expect(await isAdmitted(meter)).toBe(isIn);
          follow(m, isIn, now);
        }
      }
      const now = await timeOf();
      for (const [index, { stays, open }] of model.entries()) {
        const all = open ? [...stays, [open.since, open.validUntil === 0 ? now : Math.min(now, open.validUntil)] as const] : stays;
        const edges = [...new Set(all.flat().flatMap((edge) => [edge - 1, edge, edge + 1]))].filter((edge) => edge <= now).slice(-12);
        for (const [from, to] of edges.flatMap((a) => edges.filter((b) => b > a).map((b) => [a, b] as const))) {
          const was = all.some(([since, end]) => since <= from && to <= end);
          seen.add(`was admitted: ${was}`);
          expect(await market.read('admissionPolicy', 'wasAdmitted', [units[index]?.id, from, to]), `unit ${index}, ${from}..${to}`).toBe(
            was,
          );
        }
      }
    }),
    { numRuns: 25, seed: 20_200_202 },
  );
  expect([...seen].sort()).toEqual(
    [
      'ask',
      'criteria',
      'cure',
      'expire',
      'expire done',
      'refused renewal',
      'revoke',
      'revoke done',
      'suspend',
      'wait',
      'was admitted: false',
      'was admitted: true',
    ].sort(),
  );
}, 120_000);
