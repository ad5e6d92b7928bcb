/**
 * A verdict against a model of it: any meter, criteria, request and evidence must get the same bits from the contract as from
 * the rules of docs and vocabulary written down again here.
 */
import {
  ATTESTATION_CLASS,
  CARRIER,
  NATURE,
  SOURCE,
  STATUS_BIT,
  VERDICT_BIT,
  type VerdictBitName,
  verdictReasons,
} from '@joulegate/protos';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gridCodeProfileId, type ZoneCriteria } from '../src/deployment/index.ts';
import {
  admit,
  commission,
  hashEvidence,
  makeRequest,
  type Request,
  requestArgs,
  signReading,
  type TestMeter,
  type Values,
  WIDE_PROFILE,
} from './support/actions.ts';
import { eventOf, type Market, makeCriteria, startMarket, T0, ZONE } from './support/market.ts';

interface Unit {
  readonly meter: TestMeter;
  readonly source: number;
  readonly carrier: number;
  readonly attestationClass: number;
  readonly capacityW: bigint;
}

const GRID_CODE = gridCodeProfileId('wide', WIDE_PROFILE);
const NONE: Hex = `0x${'00'.repeat(32)}`;
const MAX_CLOCK_LEAD = 120n;

let market: Market;
const units: Unit[] = [];

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  for (const [index, source] of Object.values(SOURCE).entries()) {
    const rest = { carrier: index % 2 ? CARRIER.electricity : CARRIER.heat, attestationClass: 1 + (index % 3), capacityW: 10_000n };
    units.push({ meter: await commission(market, 'seller', 40 + index, { source, ...rest }), source, ...rest });
  }
  await market.send('admissionPolicy', 'addProfile', ['wide', WIDE_PROFILE]);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

/** wind, solar, tidal, geothermal, biomass, hydro. */
const RENEWABLE: readonly number[] = [SOURCE.wind, SOURCE.solar, SOURCE.tidal, SOURCE.geothermal, SOURCE.biomass, SOURCE.hydro];

function naturesOf(source: number): readonly number[] {
  if (source === SOURCE.load) return [NATURE.load];
  if (source === SOURCE.storage) return [NATURE.storage];
  return RENEWABLE.includes(source) ? [NATURE.renewable, NATURE.dispatchable] : [NATURE.dispatchable];
}

function expectedVerdict(
  unit: Unit,
  criteria: ZoneCriteria,
  request: Request,
  evidence: readonly Required<Values>[],
  now: bigint,
): VerdictBitName[] {
  const has = (mask: number, bit: number) => bit < 16 && ((mask >> bit) & 1) === 1;
  const outside = (value: number, min: number, max: number) => value < min || value > max;
  let lastCounter = 0n;
  let fits = evidence.length >= criteria.minEvidence;
  for (const { counter, time, status } of evidence) {
    const isFresh = time + BigInt(criteria.maxEvidenceAgeSeconds) >= now && time <= now + MAX_CLOCK_LEAD;
    if (counter <= lastCounter || !isFresh || status & STATUS_BIT.clockUnset) fits = false;
    lastCounter = counter;
  }
  const failed: Partial<Record<VerdictBitName, boolean>> = {
    source: !has(criteria.sources, unit.source),
    carrier: !has(criteria.carriers, unit.carrier),
    nature: !has(criteria.natures, request.nature) || !naturesOf(unit.source).includes(request.nature),
    capacityRange:
      request.capacityW < criteria.minCapacityW || request.capacityW > criteria.maxCapacityW || request.capacityW > unit.capacityW,
    hostingCapacity: request.capacityW > criteria.hostingCapacityW,
    price: request.priceMicroPerKwh > criteria.priceCeilingMicroPerKwh,
    attestationClass: unit.attestationClass < criteria.minAttestationClass,
    evidence: !fits,
    voltage: evidence.some(({ voltageMv }) => outside(voltageMv, criteria.minVoltageMv, criteria.maxVoltageMv)),
    frequency: evidence.some(({ frequencyMhz }) => outside(frequencyMhz, criteria.minFrequencyMhz, criteria.maxFrequencyMhz)),
    meterStatus: evidence.some(({ status }) => (status & (STATUS_BIT.tamper | STATUS_BIT.meterFault)) !== 0),
    gridCodeProfile: criteria.gridCodeProfile !== NONE && request.gridCodeProfile !== criteria.gridCodeProfile,
  };
  return (Object.keys(VERDICT_BIT) as VerdictBitName[]).filter((name) => failed[name]);
}

/** Mostly what passes, so that bits fail one at a time and not all at once. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const anyCriteria = fc.record({
  sources: mostly(0x7ff, 0, 0b100, 0b11111111010),
  carriers: mostly(0b11110, 0b10, 0b100, 0),
  natures: mostly(0b11110, 0b10, 0b100),
  minAttestationClass: mostly<number>(ATTESTATION_CLASS.gateway, ATTESTATION_CLASS.module, ATTESTATION_CLASS.meter),
  minEvidence: mostly(0, 1, 2, 3),
  minCapacityW: mostly(100n, 9_999n, 10_000n, 10_001n),
  maxCapacityW: mostly(1_000_000n, 9_999n, 10_000n),
  hostingCapacityW: mostly(5_000_000n, 0n, 9_999n, 10_000n),
  priceCeilingMicroPerKwh: mostly(400_000n, 99_999n, 100_000n),
  gridCodeProfile: mostly(NONE, GRID_CODE),
  maxEvidenceAgeSeconds: mostly(3_600, 0, 59, 60, 0xffff_ffff),
});
const anyRequest = fc.record({
  nature: fc.constantFrom(0, ...Object.values(NATURE), 5, 15, 16, 255),
  capacityW: mostly(10_000n, 99n, 10_001n, 2n ** 64n - 1n),
  priceMicroPerKwh: mostly(100_000n, 400_001n, 0n),
  gridCodeProfile: mostly(NONE, GRID_CODE),
});
const anyReading = fc.record({
  counter: mostly(0n, 1n, 2n ** 64n - 1n),
  age: mostly(60n, 0n, -119n, -121n, 3_600n, 3_601n),
  voltageMv: mostly(230_000, 206_999, 207_000, 253_000, 253_001),
  frequencyMhz: mostly(50_000, 47_499, 47_500, 51_500, 51_501),
  status: mostly<number>(0, 1, 2, 4, 8, 16, 0xffff_fff8),
});

test('any criteria, request and evidence: the contract gives the verdict of the model', async () => {
  const seen = new Set<VerdictBitName>();
  let grants = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: Object.keys(SOURCE).length - 1 }),
      anyCriteria,
      anyRequest,
      fc.array(anyReading, { maxLength: 4 }),
      async (which, tweaks, asked, readings) => {
        await market.restore();
        const unit = units[which] as Unit;
        const criteria = makeCriteria(market.people.operator.address, tweaks);
        await market.send('admissionPolicy', 'setCriteria', [ZONE, { ...criteria, version: 0 }], 'operator');
        const { timestamp } = (await market.engine.request('eth_getBlockByNumber', ['latest', false])) as { timestamp: Hex };
        const now = BigInt(timestamp);
        const evidence = readings.map(({ counter, age, ...rest }, index) => ({
          // 0 stands for the counter that comes next, as a meter gives it.
          counter: counter === 0n ? 10n + BigInt(index) : counter,
          time: now - age,
          domain: 0n,
          importWh: 0n,
          exportWh: 0n,
          powerW: 0,
          ...rest,
        }));
        const signed = await Promise.all(evidence.map(({ domain: _, ...values }) => signReading(market, unit.meter, values)));
        const request = makeRequest(unit.meter, { ...asked, evidenceHash: hashEvidence(signed) });
        const verdict = verdictReasons(await market.read<number>('admissionPolicy', 'assess', [request, signed]));
        const expected = expectedVerdict(unit, criteria, request, evidence, now);
        expect(verdict).toEqual(expected);
        for (const name of verdict) seen.add(name);
        if (verdict.length === 0) grants++;
      },
    ),
    { numRuns: 300, seed: 20_200_201 },
  );
  // A model that only ever sees refusals, or never some bit, shows little.
  expect([...seen].sort()).toEqual(
    Object.keys(VERDICT_BIT)
      .filter((name) => !['meterInactive', 'zone', 'certificate', 'gridSettings', 'powerQuality'].includes(name))
      .sort(),
  );
  expect(grants).toBeGreaterThan(5);
}, 60_000);

test('a reading from the end of time is no evidence, and breaks nothing', async () => {
  const { meter } = units[SOURCE.solar] as Unit;
  const evidence = [await signReading(market, meter, { counter: 1n, time: 2n ** 64n - 1n })];
  expect(
    verdictReasons(
      await market.read<number>('admissionPolicy', 'assess', [makeRequest(meter, { evidenceHash: hashEvidence(evidence) }), evidence]),
    ),
  ).toEqual(['evidence']);
});

test('refused and announced, asked again and granted: the second request has its own nonce', async () => {
  const { meter } = units[SOURCE.solar] as Unit;
  const refused = await admit(market, 'seller', meter, { capacityW: 10_001n });
  expect(verdictReasons(Number(eventOf(refused, 'AdmissionDecided')['verdict']))).toEqual(['capacityRange']);
  expect(await market.read('admissionPolicy', 'isAdmitted', [meter.id])).toBe(false);
  expect(
    (await market.refusal('admissionPolicy', 'decide', await requestArgs(market, 'seller', makeRequest(meter, { capacityW: 10_001n }))))
      .name,
  ).toBe('NonceInvalid');
  await admit(market, 'seller', meter, { nonce: 2n });
  expect(await market.read('admissionPolicy', 'isAdmitted', [meter.id])).toBe(true);
});
