/**
 * A verdict against a model of it: any meter, criteria, request and evidence must get the same bits from the contract as from
 * the rules of docs and vocabulary written down again here.
 */
import {
  ATTESTATION_CLASS,
  CARRIER,
  type GridCodeProfile,
  NATURE,
  SOURCE,
  STATUS_BIT,
  THD_NOT_TOLD,
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
  STRICT_PROFILE,
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

/** Two of its demands and no more: the others are zeros. */
const LOOSE_PROFILE: GridCodeProfile = {
  ...WIDE_PROFILE,
  overVoltageTripLowMv: 264_500,
  overVoltageTripHighMv: 276_000,
  maxCapacityW: 9_999n,
};
const PROFILES = new Map([
  [gridCodeProfileId('wide', WIDE_PROFILE), WIDE_PROFILE],
  [gridCodeProfileId('strict', STRICT_PROFILE), STRICT_PROFILE],
  [gridCodeProfileId('loose', LOOSE_PROFILE), LOOSE_PROFILE],
]);
const [WIDE = '0x', STRICT = '0x', LOOSE = '0x'] = [...PROFILES.keys()];
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
  for (const [name, profile] of Object.entries({ wide: WIDE_PROFILE, strict: STRICT_PROFILE, loose: LOOSE_PROFILE }))
    await market.send('admissionPolicy', 'addProfile', [name, profile]);
  // Another unit holds a part of the zone's capacity.
  await admit(market, 'seller', await commission(market, 'seller', 39, { capacityW: 4_000n }), { capacityW: 4_000n });
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
  held: { readonly grantedCapacityW: bigint; readonly certifiedUntil: bigint },
): VerdictBitName[] {
  const profile = PROFILES.get(criteria.gridCodeProfile);
  const has = (mask: number, bit: number) => bit < 16 && ((mask >> bit) & 1) === 1;
  const outside = (value: number, min: number, max: number) => value < min || value > max;
  let lastCounter = 0n;
  let fits = evidence.length >= criteria.minEvidence;
  for (const { counter, time, status } of evidence) {
    const isFresh = time + BigInt(criteria.maxEvidenceAgeSeconds) >= now && time <= now + MAX_CLOCK_LEAD;
    if (counter <= lastCounter || !isFresh || status & STATUS_BIT.clockUnset) fits = false;
    lastCounter = counter;
  }
  const narrow = {
    minVoltageMv: Math.max(criteria.minVoltageMv, profile?.minVoltageMv ?? 0),
    maxVoltageMv: Math.min(criteria.maxVoltageMv, profile?.maxVoltageMv ?? Infinity),
    minFrequencyMhz: Math.max(criteria.minFrequencyMhz, profile?.minFrequencyMhz ?? 0),
    maxFrequencyMhz: Math.min(criteria.maxFrequencyMhz, profile?.maxFrequencyMhz ?? Infinity),
    maxThdPermille: Math.min(criteria.maxThdPermille || Infinity, profile?.maxThdPermille || Infinity),
  };
  /** What is not told (zero) is not met; a window of zeros demands nothing. */
  const misses = (value: number, low = 0, high = 0) => high !== 0 && (value === 0 || outside(value, low, high));
  const failed: Partial<Record<VerdictBitName, boolean>> = {
    source: !has(criteria.sources, unit.source),
    carrier: !has(criteria.carriers, unit.carrier),
    nature: !has(criteria.natures, request.nature) || !naturesOf(unit.source).includes(request.nature),
    capacityRange:
      request.capacityW < criteria.minCapacityW ||
      request.capacityW > criteria.maxCapacityW ||
      request.capacityW > unit.capacityW ||
      (profile !== undefined && profile.maxCapacityW !== 0n && request.capacityW > profile.maxCapacityW),
    hostingCapacity: request.capacityW + held.grantedCapacityW > criteria.hostingCapacityW,
    price: request.priceMicroPerKwh > criteria.priceCeilingMicroPerKwh,
    attestationClass: unit.attestationClass < criteria.minAttestationClass,
    evidence: !fits,
    voltage: evidence.some(({ voltageMv }) => outside(voltageMv, narrow.minVoltageMv, narrow.maxVoltageMv)),
    frequency: evidence.some(({ frequencyMhz }) => outside(frequencyMhz, narrow.minFrequencyMhz, narrow.maxFrequencyMhz)),
    meterStatus: evidence.some(({ status }) => (status & (STATUS_BIT.tamper | STATUS_BIT.meterFault)) !== 0),
    gridCodeProfile: criteria.gridCodeProfile !== NONE && request.gridCodeProfile !== criteria.gridCodeProfile,
    certificate: profile?.certificateDemanded === true && held.certifiedUntil <= now,
    gridSettings:
      misses(request.underVoltageTripMv, profile?.underVoltageTripLowMv, profile?.underVoltageTripHighMv) ||
      misses(request.overVoltageTripMv, profile?.overVoltageTripLowMv, profile?.overVoltageTripHighMv) ||
      misses(request.underFrequencyTripMhz, profile?.underFrequencyTripLowMhz, profile?.underFrequencyTripHighMhz) ||
      misses(request.overFrequencyTripMhz, profile?.overFrequencyTripLowMhz, profile?.overFrequencyTripHighMhz) ||
      request.reconnectDelaySeconds < (profile?.minReconnectDelaySeconds ?? 0) ||
      misses(request.minPowerFactorPermille, 1, profile?.minPowerFactorPermille),
    powerQuality: request.thdPermille !== THD_NOT_TOLD && request.thdPermille > narrow.maxThdPermille,
  };
  return (Object.keys(VERDICT_BIT) as VerdictBitName[]).filter((name) => failed[name]);
}

/** Mostly what passes, so that bits fail one at a time and not all at once. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const anyCriteria = fc.record({
  sources: mostly(0x7ff, 0, 0b100, 0b11111111010),
  carriers: mostly(0b11110, 0b10, 0b100, 0),
  natures: mostly(0b11110, 0b10, 0b100),
  minAttestationClass: mostly<number>(ATTESTATION_CLASS.gateway, ATTESTATION_CLASS.module, ATTESTATION_CLASS.meter),
  minEvidence: mostly(0, 1, 2, 3),
  minCapacityW: mostly(100n, 9_999n, 10_000n, 10_001n),
  maxCapacityW: mostly(1_000_000n, 9_999n, 10_000n),
  hostingCapacityW: mostly(5_000_000n, 0n, 13_999n, 14_000n),
  priceCeilingMicroPerKwh: mostly(400_000n, 99_999n, 100_000n),
  gridCodeProfile: fc.constantFrom(NONE, NONE, STRICT, STRICT, LOOSE, WIDE),
  maxThdPermille: mostly(0, 49, 50, 65_535),
  maxEvidenceAgeSeconds: mostly(3_600, 0, 59, 60, 0xffff_ffff),
});
const anyRequest = fc.record({
  nature: mostly<number>(NATURE.renewable, 0, NATURE.dispatchable, NATURE.storage, NATURE.load, 5, 7, 8, 255),
  capacityW: mostly(10_000n, 99n, 10_001n, 2n ** 64n - 1n),
  priceMicroPerKwh: mostly(100_000n, 400_001n, 0n),
  gridCodeProfile: mostly(STRICT, NONE, LOOSE),
  underVoltageTripMv: mostly(184_000, 0, 179_999, 180_000, 184_001),
  overVoltageTripMv: mostly(264_500, 0, 264_499, 276_000, 276_001),
  underFrequencyTripMhz: mostly(47_500, 0, 47_499, 47_501),
  overFrequencyTripMhz: mostly(51_500, 0, 51_499, 52_000, 52_001),
  reconnectDelaySeconds: mostly(60, 0, 59, 61),
  minPowerFactorPermille: mostly(900, 0, 1, 901),
  thdPermille: mostly(50, 0, 49, 51, 65_535),
});
const anyReading = fc.record({
  counter: mostly(0n, 1n, 2n ** 64n - 1n),
  age: mostly(60n, 0n, -119n, -121n, 3_600n, 3_601n),
  voltageMv: mostly(230_000, 206_999, 207_000, 209_999, 210_000, 253_000, 253_001),
  frequencyMhz: mostly(50_000, 47_499, 47_500, 51_000, 51_001, 51_500, 51_501),
  status: mostly<number>(0, 1, 2, 4, 8, 16, 0xffff_fff8),
});

const latest = async () => (await market.engine.request('eth_getBlockByNumber', ['latest', false])) as { timestamp: Hex };

test('any criteria, request and evidence: the contract gives the verdict of the model', async () => {
  const seen = new Set<VerdictBitName>();
  let grants = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: Object.keys(SOURCE).length - 1 }),
      anyCriteria,
      anyRequest,
      fc.array(anyReading, { maxLength: 4 }),
      mostly<bigint>(9_999n, 0n, -1n),
      async (which, tweaks, asked, readings, certifiedSeconds) => {
        await market.restore();
        const unit = units[which] as Unit;
        const criteria = makeCriteria(market.people.operator.address, tweaks);
        await market.send('admissionPolicy', 'setCriteria', [ZONE, criteria], 'operator');
        if (certifiedSeconds >= 0n) {
          const issued = BigInt((await latest()).timestamp) + 2n;
          await market.send('admissionPolicy', 'issueCertificate', [unit.meter.id, STRICT, issued + certifiedSeconds, NONE], 'certifier');
          await market.setTime(issued);
        }
        const { timestamp } = await latest();
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
        const held = { grantedCapacityW: 4_000n, certifiedUntil: now + certifiedSeconds };
        const request = makeRequest(unit.meter, { ...asked, evidenceHash: hashEvidence(signed) });
        const verdict = verdictReasons(await market.read<number>('admissionPolicy', 'assess', [request, signed]));
        const expected = expectedVerdict(unit, criteria, request, evidence, now, held);
        expect(verdict).toEqual(expected);
        for (const name of verdict) seen.add(name);
        if (verdict.length === 0) grants++;
      },
    ),
    { numRuns: 400, seed: 20_200_201 },
  );
  // A model that only ever sees refusals, or never some bit, shows little.
  expect([...seen].sort()).toEqual(
    Object.keys(VERDICT_BIT)
      .filter((name) => !['meterInactive', 'zone'].includes(name))
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
