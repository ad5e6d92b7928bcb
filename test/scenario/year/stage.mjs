/**
 * Before the year: contracts deployed, roles given out, thirty meters registered and certified, money put into escrow by
 * relayed ERC-2612 permits, so that no owner ever pays gas.
 */
import { CURVE, encodeGridCodeProfile, FORMAT, TYPED_DATA } from '../../../protos/dist/index.js';
import { createRandom } from '../../fuzz/mutate.mjs';
import { openChain } from './chain.mjs';
import { agreeOnSupply, fillEscrows } from './money.mjs';
import { GRID_CODES, operatorOf, PARTICIPANTS, REGULATORS, ZONES } from './participants.mjs';
import { createPhysics } from './physics.mjs';
import { DEADLINE_TICKS, GRACE_TICKS, PERIODS, writeScript } from './script.mjs';
import { createKey, createTypedSigner, hex, keccak, provePossession } from './signing.mjs';

export const INTERVAL_SECONDS = 21_600;
export const TICKS_PER_DAY = 86_400 / INTERVAL_SECONDS;
/** Hourly: each leaves its leaf under the root of its interval. */
export const READINGS_PER_INTERVAL = 6;
export const FINE_MICRO_PER_KG = 100_000n;
const TOLERANCE_SECONDS = 30;
const NEVER = 2n ** 40n;
const VOLTAGE_AND_FREQUENCY = { minVoltageMv: 207_000, maxVoltageMv: 253_000, minFrequencyMhz: 47_500, maxFrequencyMhz: 51_500 };
const ZERO_BYTES32 = `0x${'00'.repeat(32)}`;
/** Years begin far ahead of any real clock; a short run begins in spring, when both sun and heating are on. */
const AROUND_SECONDS = { year: Date.UTC(2035, 0, 1) / 1000, short: Date.UTC(2035, 3, 1) / 1000 };

/** Carbon periods are numbered from the epoch, so a run begins where one does. */
export function planYear({ days, seed }) {
  const ticks = days * TICKS_PER_DAY;
  const periodSeconds = (ticks / PERIODS) * INTERVAL_SECONDS;
  const around = days >= 180 ? AROUND_SECONDS.year : AROUND_SECONDS.short;
  const startSeconds = Math.floor(around / periodSeconds) * periodSeconds;
  const secondsAt = (tick) => startSeconds + tick * INTERVAL_SECONDS;
  return {
    days,
    seed,
    ticks,
    ticksPerPeriod: ticks / PERIODS,
    periodSeconds,
    startSeconds,
    firstInterval: startSeconds / INTERVAL_SECONDS,
    firstPeriod: startSeconds / periodSeconds,
    hoursPerInterval: BigInt(INTERVAL_SECONDS / 3600),
    secondsAt,
    script: writeScript({ ticks, seed }),
  };
}

/** What a request leaves out stands at "not told". */
const NOT_TOLD = { thdPermille: 65_535 };
export const makeRequest = (values) =>
  Object.fromEntries(TYPED_DATA.AdmissionRequest.map(({ name }) => [name, values[name] ?? NOT_TOLD[name] ?? 0]));
export const profileId = (gridCode) => hex(keccak(encodeGridCodeProfile(gridCode, GRID_CODES[gridCode])));
export const evidenceHash = (readings) => hex(keccak(Buffer.concat(readings.map((raw) => keccak(raw)))));

/** Of what a market's readings begin with: docs/wire.md, section 1. */
async function marketDomain(chain) {
  const [domain] = await chain.read([['meterRegistry', 'domain', []]]);
  return domain;
}

export async function openStage(plan) {
  const zones = ZONES.map(({ zone, name: _name, gridCode: _gridCode, ...criteria }) => ({
    zone,
    operator: operatorOf(zone),
    criteria: {
      ...VOLTAGE_AND_FREQUENCY,
      maxEvidenceAgeSeconds: 6 * 3600,
      permitSeconds: 0,
      maxThdPermille: 0,
      ...criteria,
      gridCodeProfile: ZERO_BYTES32,
    },
  }));
  const authorities = REGULATORS.map(({ name }) => `regulator ${name}`);
  const chain = await openChain({
    people: ['relayer', 'stranger', 'certifier', 'treasury', ...authorities, ...ZONES.map(({ zone }) => operatorOf(zone))],
    authorities,
    zones,
    intervalSeconds: INTERVAL_SECONDS,
    toleranceSeconds: TOLERANCE_SECONDS,
    settlementDeadlineSeconds: DEADLINE_TICKS * INTERVAL_SECONDS,
    carbonPeriodSeconds: plan.periodSeconds,
    carbonGraceSeconds: GRACE_TICKS * INTERVAL_SECONDS,
    finePriceMicroPerKg: FINE_MICRO_PER_KG,
  });
  try {
    const units = PARTICIPANTS.map((participant, index) => {
      const key = createKey(plan.seed, 'meter', participant.name);
      return {
        ...participant,
        index,
        key,
        meter: key.address,
        owner: createKey(plan.seed, 'owner', participant.name),
        counter: 0n,
        nonce: 1n,
        recent: [],
      };
    });
    const stage = {
      plan,
      chain,
      units,
      byName: (name) => units.find((unit) => unit.name === name),
      signer: createTypedSigner(chain.deployment),
      domain: await marketDomain(chain),
      random: createRandom(plan.seed * 7 + 1),
      // Three hours before the start, so that a request can come with readings.
      physics: createPhysics(PARTICIPANTS, { seed: String(plan.seed), startSeconds: plan.startSeconds - 3 * 3600 }),
      permitNonces: new Map(),
      deposits: [],
      withdrawals: [],
      supplies: [],
      basePrices: ZONES.map(({ zone, basePriceMicroPerKwh }) => ({ zone, tick: -1, priceMicro: basePriceMicroPerKwh })),
      operators: [],
    };
    await demandGridCodes(stage);
    await commissionAll(stage);
    await fillEscrows(stage);
    await agreeOnSupply(stage);
    return stage;
  } catch (cause) {
    await chain.stop();
    throw cause;
  }
}

export function registrationOf({ signer }, unit, key = unit.key, more = {}) {
  const message = {
    owner: unit.owner.address,
    keyX: key.keyX,
    keyY: key.keyY,
    curve: CURVE.secp256k1,
    format: FORMAT.native,
    attestationClass: unit.attestationClass,
    source: unit.source,
    carrier: unit.carrier,
    zone: unit.zone,
    capacityW: unit.capacityW,
    deadline: NEVER,
    ...more,
  };
  return [message, signer.sign('Registration', message, unit.owner), provePossession(key, signer.digest('Registration', message))];
}

/** Zones open without a grid code; each operator adds its own and demands it: criteria of version 2. */
async function demandGridCodes({ chain, plan }) {
  for (const [name, profile] of Object.entries(GRID_CODES)) chain.queue('admissionPolicy', 'addProfile', [name, profile]);
  const present = await chain.read(ZONES.map(({ zone }) => ['admissionPolicy', 'criteriaOf', [zone]]));
  ZONES.forEach(({ zone, gridCode }, at) => {
    const { permits } = plan.script;
    const permitSeconds = zone === permits.zone ? permits.ticks * INTERVAL_SECONDS + INTERVAL_SECONDS / 2 : 0;
    const criteria = { ...present[at], permitSeconds, gridCodeProfile: profileId(gridCode) };
    chain.queue('admissionPolicy', 'setCriteria', [zone, criteria], operatorOf(zone));
  });
  await chain.mine(plan.startSeconds - 90_000);
}

async function commissionAll(stage) {
  const { chain, units, plan } = stage;
  for (const unit of units) {
    chain.queue('meterRegistry', 'register', registrationOf(stage, unit));
    chain.queue('meterRegistry', 'certify', [unit.meter], 'certifier');
  }
  await chain.mine(plan.startSeconds - 86_400);
}
