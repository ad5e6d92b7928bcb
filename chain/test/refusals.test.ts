/**
 * Everything the contracts refuse, one row each, by the custom error that says why. The last test holds the table to the
 * ABIs: an error that no row reaches fails it.
 */
import { CARRIER, CURVE, FORMAT, SIDE, STATUS_BIT } from '@joulegate/protos';
import { type Hex, keccak256, toBytes, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAccount } from '../src/deployment/index.ts';
import { CONTRACTS } from '../src/generated/contracts.ts';
import { ALL_ERRORS } from '../src/node/abis.ts';
import type { Revert } from '../src/node/reverts.ts';
import {
  admit,
  agreeSupply,
  batchArgs,
  commission,
  counterAt,
  digestOf,
  domainOf,
  fillArgs,
  hashEvidence,
  leafOf,
  makeApplication,
  makeMeter,
  makeOffer,
  makeOrder,
  makeRegistration,
  makeRequest,
  matchArgs,
  oneReadingBatch,
  provePossession,
  recordBoundary,
  register,
  registrationArgs,
  requestArgs,
  signHash,
  signReading,
  signTyped,
  signWithdrawal,
  supplyArgs,
  type TestMeter,
  type Values,
  WIDE_PROFILE,
} from './support/actions.ts';
import { BATCHED, type BusyMarket, DELIVERED_WH, DEPOSIT, startBusyMarket } from './support/busy-market.ts';
import { compileTestContracts } from './support/compile.ts';
import { commissionForeign, foreignRegistrationArgs, makeForeignKey, ocmfPayload, signOcmf } from './support/foreign.ts';
import {
  BOUNDARY_0,
  type Contract,
  INTERVAL,
  type Market,
  makeCriteria,
  PERIOD,
  PERIOD_0,
  type Role,
  SETTLEMENT_DEADLINE,
  T0,
  ZONE,
} from './support/market.ts';

let busy: BusyMarket;
let market: Market;
let seller: TestMeter;
let buyer: TestMeter;
const reached = new Set<string>();

beforeAll(async () => {
  busy = await startBusyMarket();
  ({ market, seller, buyer } = busy);
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const NOW = T0 + 1_000n;
const STRANGER = makeMeter(77);
const ZERO_32: Hex = `0x${'00'.repeat(32)}`;
const refuse = (contract: Contract, functionName: string, args: readonly unknown[], from?: Role) =>
  market.refusal(contract, functionName, args, from);

interface Row {
  readonly says: string;
  readonly error: string;
  /** Arguments the error must carry; others are not looked at. */
  readonly args?: () => Record<string, unknown>;
  readonly attempt: () => Promise<Revert>;
}

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const { says, error, args, attempt } of rows) {
      test(`${says}: ${error}`, async () => {
        const revert = await attempt();
        expect(revert.name, revert.text).toBe(error);
        if (args) {
          const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
          const got = Object.fromEntries(Object.entries(revert.args).map(([name, value]) => [name, lower(value)]));
          expect(got).toMatchObject(args());
        }
        reached.add(error);
      });
    }
  });
}

const field = (name: string): Hex => toHex(toBytes(name), { size: 32 }).replace(/^0x0+/, '0x').padEnd(66, '0') as Hex;

const tryRegister = async (more: Parameters<typeof makeRegistration>[3], who: Role = 'seller', meter = STRANGER) =>
  refuse('meterRegistry', 'register', await registrationArgs(market, who, meter, more));

table('MeterRegistry', [
  {
    says: 'a meter registered twice',
    error: 'MeterAlreadyRegistered',
    args: () => ({ meter: seller.id }),
    attempt: () => tryRegister({}, 'buyer', seller),
  },
  {
    says: 'a registration after its deadline',
    error: 'DeadlinePassed',
    args: () => ({ deadline: NOW - 1n }),
    attempt: () => tryRegister({ deadline: NOW - 1n }),
  },
  {
    says: 'a registration signed by another',
    error: 'OwnerSignatureInvalid',
    args: () => ({ expected: market.people.buyer.address, recovered: market.people.seller.address }),
    attempt: () => tryRegister({ owner: market.people.buyer.address }),
  },
  { says: 'an owner who is nobody', error: 'ZeroAddress', attempt: () => tryRegister({ owner: `0x${'00'.repeat(20)}` }) },
  {
    says: 'curve 0',
    error: 'ValueOutOfRange',
    args: () => ({ field: field('curve'), got: 0n, max: 2n }),
    attempt: () => tryRegister({ curve: 0 }),
  },
  { says: 'curve 3', error: 'ValueOutOfRange', args: () => ({ field: field('curve'), got: 3n }), attempt: () => tryRegister({ curve: 3 }) },
  {
    says: 'a native meter on P-256',
    error: 'ValueOutOfRange',
    args: () => ({ field: field('curve'), got: 2n, max: 1n }),
    attempt: () => tryRegister({ curve: CURVE.p256 }),
  },
  { says: 'format 4', error: 'ValueOutOfRange', args: () => ({ field: field('format') }), attempt: () => tryRegister({ format: 4 }) },
  {
    says: 'class 0',
    error: 'ValueOutOfRange',
    args: () => ({ field: field('attestationClass') }),
    attempt: () => tryRegister({ attestationClass: 0 }),
  },
  {
    says: 'source 11',
    error: 'ValueOutOfRange',
    args: () => ({ field: field('source'), max: 10n }),
    attempt: () => tryRegister({ source: 11 }),
  },
  { says: 'carrier 5', error: 'ValueOutOfRange', args: () => ({ field: field('carrier') }), attempt: () => tryRegister({ carrier: 5 }) },
  {
    says: 'an intensity of a source that is none',
    error: 'ValueOutOfRange',
    attempt: () => refuse('meterRegistry', 'setIntensity', [11, 1, ''], 'authority'),
  },
  {
    says: 'a possession proof made for another owner',
    error: 'PossessionNotProven',
    attempt: async () => {
      const captured = await provePossession(
        STRANGER,
        digestOf(market.deployment, 'Registration', { ...makeRegistration(market, 'seller', STRANGER) }),
      );
      const mine = makeRegistration(market, 'buyer', STRANGER);
      return refuse('meterRegistry', 'register', [mine, await signTyped(market, 'buyer', 'Registration', mine), captured]);
    },
  },
  {
    says: 'a P-256 key with a signature of the wrong length',
    error: 'PossessionNotProven',
    attempt: async () => {
      const mine = makeRegistration(market, 'buyer', STRANGER, { curve: CURVE.p256, format: FORMAT.ocmf });
      return refuse('meterRegistry', 'register', [mine, await signTyped(market, 'buyer', 'Registration', mine), '0x1234']);
    },
  },
  {
    says: 'a reading for a possession proof that names nobody',
    error: 'OwnerNotNamed',
    args: () => ({ owner: market.people.seller.address }),
    attempt: async () => {
      const reading = signOcmf(makeForeignKey(), ocmfPayload({ counter: 1, time: NOW, importKwh: '1.5' }));
      return refuse('meterRegistry', 'register', await foreignRegistrationArgs(market, 'seller', reading));
    },
  },
  {
    says: 'a certificate for a meter already certified',
    error: 'MeterNotPending',
    args: () => ({ meter: seller.id }),
    attempt: () => refuse('meterRegistry', 'certify', [seller.id], 'certifier'),
  },
  {
    says: 'a certificate for a meter nobody registered',
    error: 'MeterNotPending',
    attempt: () => refuse('meterRegistry', 'certify', [STRANGER.id], 'certifier'),
  },
  {
    says: 'a certificate by who is no certifier',
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('meterRegistry', 'certify', [seller.id], 'operator'),
  },
  {
    says: 'rotation of an unknown meter',
    error: 'MeterUnknown',
    args: () => ({ meter: STRANGER.id }),
    attempt: () => refuse('meterRegistry', 'rotate', [STRANGER.id, seller.keyX, seller.keyY, 1n, '0x', '0x']),
  },
  {
    says: 'a rotation to a key that another meter has',
    error: 'MeterAlreadyRegistered',
    args: () => ({ meter: buyer.id }),
    attempt: () => refuse('meterRegistry', 'rotate', [seller.id, buyer.keyX, buyer.keyY, 1n, '0x', '0x']),
  },
  {
    says: 'a revocation under a nonce already used',
    error: 'NonceUsed',
    args: () => ({ meter: seller.id, nonce: 5n }),
    attempt: async () => {
      const next = makeMeter(78);
      const digest = digestOf(market.deployment, 'Rotation', { meter: seller.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 5n });
      const owner = await signHash(market.people.seller.key, digest);
      await market.send('meterRegistry', 'rotate', [seller.id, next.keyX, next.keyY, 5n, owner, await provePossession(next, digest)]);
      return refuse('meterRegistry', 'revoke', [
        seller.id,
        5n,
        await signTyped(market, 'seller', 'Revocation', { meter: seller.id, nonce: 5n }),
      ]);
    },
  },
  {
    says: 'a second revocation',
    error: 'MeterNotActive',
    args: () => ({ status: 4 }),
    attempt: async () => {
      await market.send('meterRegistry', 'revoke', [
        seller.id,
        1n,
        await signTyped(market, 'seller', 'Revocation', { meter: seller.id, nonce: 1n }),
      ]);
      return refuse('meterRegistry', 'revoke', [
        seller.id,
        2n,
        await signTyped(market, 'seller', 'Revocation', { meter: seller.id, nonce: 2n }),
      ]);
    },
  },
  {
    says: 'a suspension of a pending meter, which reinstating would make active uncertified',
    error: 'MeterNotActive',
    args: () => ({ status: 1 }),
    attempt: async () => {
      await register(market, 'seller', STRANGER);
      return refuse('meterRegistry', 'suspend', [STRANGER.id, ZERO_32], 'admin');
    },
  },
  {
    says: 'reinstating a meter that was not suspended',
    error: 'MeterNotActive',
    args: () => ({ status: 2 }),
    attempt: () => refuse('meterRegistry', 'reinstate', [seller.id], 'admin'),
  },
]);

const verify = async (values: Partial<Values>, meter = seller) =>
  refuse('readingLedger', 'verify', [meter.id, await signReading(market, meter, { counter: 1n, time: NOW, ...values })]);
const tryBatch = async (values: Values, more: object = {}, who: Role = 'seller') => {
  const closing = await signReading(market, seller, values);
  const batch = { meter: seller.id, firstCounter: values.counter, count: 1, root: leafOf(seller.id, closing), closing, ...more };
  return refuse('readingLedger', 'recordBatch', await batchArgs(market, who, batch));
};
const NEXT = { counter: BATCHED.counter + 1n, time: NOW, exportWh: BATCHED.exportWh };
const tryBoundary = async (values: Values, meter = seller) =>
  refuse('readingLedger', 'recordBoundary', [meter.id, await signReading(market, meter, values)]);

table('ReadingLedger', [
  {
    says: 'a reading of 131 bytes',
    error: 'PayloadLayoutInvalid',
    args: () => ({ expected: 132n, got: 131n }),
    attempt: async () => refuse('readingLedger', 'verify', [seller.id, busy.closing.slice(0, -2)]),
  },
  {
    says: 'a record without a register that it could sell from',
    error: 'ForeignReadingInvalid',
    args: () => ({ field: field('RI') }),
    attempt: async () => {
      const key = makeForeignKey();
      const meter = await commissionForeign(market, 'buyer', signOcmf(key, ocmfPayload({ counter: 1, time: NOW, importKwh: '1.5' })));
      const { closing } = signOcmf(key, ocmfPayload({ counter: 2, time: NOW }).replace('[]', '[{"TM":""}]'));
      return refuse('readingLedger', 'verify', [meter, closing]);
    },
  },
  {
    says: 'a reading for another market',
    error: 'DomainMismatch',
    args: () => ({ expected: domainOf(market.deployment), got: 5n }),
    attempt: () => verify({ domain: 5n }),
  },
  {
    says: "a reading under another meter's name",
    error: 'SignatureInvalid',
    args: () => ({ meter: buyer.id, recovered: seller.id }),
    attempt: () => refuse('readingLedger', 'verify', [buyer.id, busy.closing]),
  },
  {
    says: 'a reading of an unknown meter',
    error: 'MeterUnknown',
    args: () => ({ meter: STRANGER.id }),
    attempt: () => verify({}, STRANGER),
  },
  {
    says: 'a reading of a meter not yet certified',
    error: 'MeterNotActive',
    args: () => ({ status: 1 }),
    attempt: async () => {
      await register(market, 'seller', STRANGER);
      return verify({}, STRANGER);
    },
  },
  {
    says: 'a counter seen before',
    error: 'CounterNotIncreasing',
    args: () => ({ last: BATCHED.counter, got: BATCHED.counter }),
    attempt: () => tryBatch({ ...NEXT, counter: BATCHED.counter }),
  },
  {
    says: 'counter 0, which no meter ever gives',
    error: 'CounterNotIncreasing',
    attempt: async () => refuse('readingLedger', 'recordBatch', await oneReadingBatch(market, 'buyer', buyer, { counter: 0n, time: NOW })),
  },
  {
    says: 'an export register that went down',
    error: 'RegisterDecreased',
    args: () => ({ register: field('exportWh'), last: BATCHED.exportWh, got: BATCHED.exportWh - 1n }),
    attempt: () => tryBatch({ ...NEXT, exportWh: BATCHED.exportWh - 1n }),
  },
  {
    says: 'an import register that went down',
    error: 'RegisterDecreased',
    args: () => ({ register: field('importWh') }),
    attempt: async () => {
      await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', seller, { ...NEXT, importWh: 10n }));
      return tryBatch({ ...NEXT, counter: NEXT.counter + 1n, importWh: 9n });
    },
  },
  {
    says: 'a time before the last one',
    error: 'TimeNotIncreasing',
    args: () => ({ last: BATCHED.time, got: BATCHED.time - 1n }),
    attempt: () => tryBatch({ ...NEXT, time: BATCHED.time - 1n }),
  },
  { says: 'a time more than two minutes ahead', error: 'TimeInFuture', attempt: () => tryBatch({ ...NEXT, time: NOW + 200n }) },
  { says: 'the greatest time there is', error: 'TimeInFuture', attempt: () => tryBoundary({ ...NEXT, time: 2n ** 64n - 1n }) },
  { says: 'a batch of no readings', error: 'CountInvalid', attempt: () => tryBatch(NEXT, { count: 0 }) },
  {
    says: 'a batch of more readings than counters',
    error: 'CountInvalid',
    attempt: () => tryBatch({ ...NEXT, counter: NEXT.counter + 1n }, { firstCounter: NEXT.counter, count: 3 }),
  },
  { says: 'a batch that ends before it begins', error: 'CountInvalid', attempt: () => tryBatch(NEXT, { firstCounter: NEXT.counter + 1n }) },
  {
    says: 'a batch of one whose first is not its last',
    error: 'CountInvalid',
    attempt: () => tryBatch({ ...NEXT, counter: NEXT.counter + 1n }, { firstCounter: NEXT.counter }),
  },
  {
    says: 'a batch of one whose root is not its leaf',
    error: 'RootInvalid',
    args: () => ({ got: ZERO_32 }),
    attempt: () => tryBatch(NEXT, { root: ZERO_32 }),
  },
  {
    says: "a batch that the meter's owner did not sign",
    error: 'OwnerSignatureInvalid',
    args: () => ({ expected: market.people.seller.address, recovered: market.people.buyer.address }),
    attempt: () => tryBatch(NEXT, {}, 'buyer'),
  },
  {
    says: 'two batches and one signature',
    error: 'LengthMismatch',
    args: () => ({ batches: 2n, signatures: 1n }),
    attempt: async () => {
      const [batch, signature] = await oneReadingBatch(market, 'seller', seller, NEXT);
      return refuse('readingLedger', 'recordBatches', [[batch, batch], [signature]]);
    },
  },
  {
    says: 'a reading 31 s after a boundary as its reading',
    error: 'NotAtBoundary',
    args: () => ({ nearestBoundary: BOUNDARY_0 + 1n }),
    attempt: () => tryBoundary({ ...NEXT, time: T0 + 931n }),
  },
  {
    says: 'a boundary by a meter whose clock is not set',
    error: 'ClockUnset',
    args: () => ({ meter: seller.id }),
    attempt: () => tryBoundary({ counter: 1n, time: T0 - 900n, status: 1 }),
  },
  {
    says: 'a late boundary above what was read after it',
    error: 'RegisterDecreased',
    attempt: () => tryBoundary({ counter: counterAt(-1), time: T0 - 900n, exportWh: BATCHED.exportWh + 1n }),
  },
  {
    says: 'a late boundary above its neighbour',
    error: 'RegisterDecreased',
    args: () => ({ last: 5n, got: 0n }),
    attempt: () => tryBoundary({ counter: counterAt(-1), time: T0 - 900n, exportWh: 5n }),
  },
  {
    says: 'a boundary with a later counter and an earlier time',
    error: 'TimeNotIncreasing',
    attempt: () => tryBoundary({ ...NEXT, time: T0 - 900n }),
  },
  {
    says: "a boundary that takes the last batch's counter for another reading",
    error: 'CounterNotIncreasing',
    attempt: async () => {
      await market.setTime(T0 + 1_800n);
      await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', seller, { ...NEXT, time: T0 + 1_831n }));
      return tryBoundary({ ...NEXT, time: T0 + 1_830n });
    },
  },
  {
    says: 'an import register above 56 bits at a boundary',
    error: 'RegisterOverflow',
    args: () => ({ register: field('importWh'), got: 2n ** 56n }),
    attempt: async () => {
      await market.setTime(T0 + 1_800n);
      return tryBoundary({ ...NEXT, time: T0 + 1_800n, importWh: 2n ** 56n });
    },
  },
  {
    says: 'an export register above 56 bits at a boundary',
    error: 'RegisterOverflow',
    args: () => ({ register: field('exportWh') }),
    attempt: async () => {
      await market.setTime(T0 + 1_800n);
      return tryBoundary({ ...NEXT, time: T0 + 1_800n, exportWh: 2n ** 64n - 1n });
    },
  },
  {
    says: 'a reading that the batch does not hold',
    error: 'NotInBatch',
    args: () => ({ closingCounter: BATCHED.counter }),
    attempt: async () =>
      refuse('readingLedger', 'proveReading', [
        seller.id,
        await signReading(market, seller, { ...BATCHED, exportWh: 1n }),
        BATCHED.counter,
        [],
      ]),
  },
  {
    says: 'a proof against a batch that there is none',
    error: 'NotInBatch',
    attempt: () => refuse('readingLedger', 'proveReading', [seller.id, busy.closing, 1n, []]),
  },
  {
    says: 'a proof for another meter',
    error: 'SignatureInvalid',
    attempt: () => refuse('readingLedger', 'proveReading', [buyer.id, busy.closing, BATCHED.counter, []]),
  },
  {
    says: 'one reading twice as equivocation',
    error: 'NotEquivocation',
    attempt: () => refuse('readingLedger', 'reportEquivocation', [seller.id, busy.closing, busy.closing]),
  },
  {
    says: 'two readings of two counters as equivocation',
    error: 'NotEquivocation',
    attempt: async () => refuse('readingLedger', 'reportEquivocation', [seller.id, busy.closing, await signReading(market, seller, NEXT)]),
  },
  {
    says: 'the energy of an interval that has not been read',
    error: 'BoundaryMissing',
    args: () => ({ boundary: BOUNDARY_0 + 2n }),
    attempt: () => refuse('readingLedger', 'availableWh', [seller.id, BOUNDARY_0 + 1n]),
  },
  {
    says: 'an allocation by who has no market',
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('readingLedger', 'allocate', [seller.id, BOUNDARY_0, 0n, 1n], 'admin'),
  },
  {
    says: 'an allocation above what was delivered',
    error: 'AllocationExceedsVerified',
    args: () => ({ asked: DELIVERED_WH + 1n, available: DELIVERED_WH }),
    attempt: async () => {
      await market.send('readingLedger', 'grantRole', [keccak256(toBytes('MARKET_ROLE')), market.people.relayer.address], 'admin');
      return refuse('readingLedger', 'allocate', [seller.id, BOUNDARY_0, 0n, DELIVERED_WH + 1n], 'relayer');
    },
  },
]);

const tryDecide = async (meter: TestMeter, more: Parameters<typeof makeRequest>[1], who: Role = 'seller') =>
  refuse('admissionPolicy', 'decide', await requestArgs(market, who, makeRequest(meter, more)));
const criteria = (operator: Role) => makeCriteria(market.people[operator].address);

table('AdmissionPolicy', [
  {
    says: 'a request for a zone without an operator',
    error: 'ZoneUnknown',
    args: () => ({ zone: 99 }),
    attempt: () => tryDecide(buyer, { zone: 99 }, 'buyer'),
  },
  { says: 'a request for an unknown meter', error: 'MeterUnknown', attempt: () => tryDecide(STRANGER, {}) },
  {
    says: 'a request for a meter not yet certified',
    error: 'MeterNotActive',
    args: () => ({ status: 1 }),
    attempt: async () => {
      await register(market, 'seller', STRANGER);
      return tryDecide(STRANGER, {});
    },
  },
  { says: 'a request after its deadline', error: 'DeadlinePassed', attempt: () => tryDecide(buyer, { deadline: NOW - 1n }, 'buyer') },
  { says: 'a request that the owner did not sign', error: 'OwnerSignatureInvalid', attempt: () => tryDecide(buyer, {}, 'seller') },
  {
    says: 'a request already decided',
    error: 'NonceInvalid',
    args: () => ({ meter: seller.id, last: 1n, got: 1n }),
    attempt: () => tryDecide(seller, {}),
  },
  {
    says: 'a request whose nonce no later one could exceed',
    error: 'NonceInvalid',
    args: () => ({ got: 2n ** 32n }),
    attempt: () => tryDecide(buyer, { nonce: 2n ** 32n }, 'buyer'),
  },
  {
    says: 'a request over other evidence than the owner signed',
    error: 'EvidenceMismatch',
    args: () => ({ expected: hashEvidence([]) }),
    attempt: async () => {
      const [request, signature] = await requestArgs(market, 'buyer', makeRequest(buyer));
      const evidence = [await signReading(market, buyer, { counter: 1n, time: NOW })];
      return refuse('admissionPolicy', 'decide', [request, signature, evidence]);
    },
  },
  {
    says: 'criteria with a grid-code profile that nobody added',
    error: 'ProfileUnknown',
    args: () => ({ id: field('no such profile') }),
    attempt: () =>
      refuse('admissionPolicy', 'setCriteria', [ZONE, { ...criteria('operator'), gridCodeProfile: field('no such profile') }], 'operator'),
  },
  {
    says: 'a grid-code profile whose window is empty',
    error: 'WindowInvalid',
    args: () => ({ window: 3n, low: 2, high: 1 }),
    attempt: () =>
      refuse('admissionPolicy', 'addProfile', ['empty', { ...WIDE_PROFILE, overVoltageTripLowMv: 2, overVoltageTripHighMv: 1 }]),
  },
  {
    says: 'criteria by another than the operator',
    error: 'NotZoneOperator',
    args: () => ({ zone: ZONE }),
    attempt: () => refuse('admissionPolicy', 'setCriteria', [ZONE, criteria('admin')], 'admin'),
  },
  {
    says: 'a zone opened by a stranger',
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('admissionPolicy', 'setCriteria', [8, criteria('stranger')], 'stranger'),
  },
  {
    says: 'a zone without an operator',
    error: 'NotZoneOperator',
    attempt: () => refuse('admissionPolicy', 'setCriteria', [8, { ...criteria('operator'), operator: `0x${'00'.repeat(20)}` }], 'admin'),
  },
  {
    says: 'a suspension by a stranger',
    error: 'NotZoneOperator',
    attempt: () => refuse('admissionPolicy', 'suspend', [seller.id, 3, ZERO_32], 'stranger'),
  },
  {
    says: "the operator's word on a fine",
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('admissionPolicy', 'cure', [seller.id, 1], 'operator'),
  },
  {
    says: 'a suspension for a reason that there is none',
    error: 'SuspensionBitInvalid',
    args: () => ({ got: 8, max: 4 }),
    attempt: () => refuse('admissionPolicy', 'suspend', [seller.id, 8, ZERO_32], 'operator'),
  },
  {
    says: 'a suspension by the operator of a zone the meter only asked to enter',
    error: 'NotZoneOperator',
    args: () => ({ zone: ZONE }),
    attempt: async () => {
      await market.send('admissionPolicy', 'setCriteria', [8, criteria('stranger')], 'admin');
      await admit(market, 'buyer', buyer, { zone: 8 });
      return refuse('admissionPolicy', 'suspend', [buyer.id, 3, ZERO_32], 'stranger');
    },
  },
  {
    says: "the operator's word on broken limits",
    error: 'ReadingsDecide',
    args: () => ({ bit: 2 }),
    attempt: () => refuse('admissionPolicy', 'suspend', [seller.id, 2, ZERO_32], 'operator'),
  },
  {
    says: "the operator's word that limits are kept again",
    error: 'ReadingsDecide',
    attempt: () => refuse('admissionPolicy', 'cure', [seller.id, 2], 'operator'),
  },
  {
    says: 'an expiry of a permit without end',
    error: 'NotExpired',
    args: () => ({ meter: seller.id, validUntil: 0n }),
    attempt: () => refuse('admissionPolicy', 'expire', [seller.id]),
  },
  {
    says: 'a certificate by who may not certify',
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('admissionPolicy', 'issueCertificate', [seller.id, ZERO_32, NOW + 1n, ZERO_32], 'operator'),
  },
  {
    says: 'a certificate for a profile that nobody added',
    error: 'ProfileUnknown',
    attempt: () => refuse('admissionPolicy', 'issueCertificate', [seller.id, ZERO_32, NOW + 1_000n, ZERO_32], 'certifier'),
  },
  {
    says: 'a revocation of a certificate that there is none',
    error: 'CertificateUnknown',
    args: () => ({ meter: seller.id }),
    attempt: () => refuse('admissionPolicy', 'revokeCertificate', [seller.id, ZERO_32], 'certifier'),
  },
  {
    says: 'a second report of tampering before the first is cured',
    error: 'AlreadySuspended',
    args: () => ({ meter: seller.id, bit: 4 }),
    attempt: async () => {
      const reading = await signReading(market, seller, { counter: 1n, time: NOW, status: STATUS_BIT.tamper });
      await market.send('admissionPolicy', 'reportTamper', [seller.id, reading], 'stranger');
      return refuse('admissionPolicy', 'reportTamper', [seller.id, reading]);
    },
  },
  {
    says: 'a report of tampering by a reading that is too old',
    error: 'ReadingNotFresh',
    args: () => ({ meter: seller.id, time: NOW - 4_000n }),
    attempt: async () =>
      refuse('admissionPolicy', 'reportTamper', [
        seller.id,
        await signReading(market, seller, { counter: 1n, time: NOW - 4_000n, status: STATUS_BIT.tamper }),
      ]),
  },
  {
    says: 'a report of tampering by a reading that says nothing of it',
    error: 'ReportUnfounded',
    args: () => ({ meter: seller.id, counter: 1n }),
    attempt: async () =>
      refuse('admissionPolicy', 'reportTamper', [seller.id, await signReading(market, seller, { counter: 1n, time: NOW })]),
  },
  {
    says: 'a report of broken limits without a reading',
    error: 'EvidenceTooFew',
    args: () => ({ expected: 1n, got: 0n }),
    attempt: () => refuse('admissionPolicy', 'reportLimits', [seller.id, []]),
  },
  {
    says: 'a report of broken limits by readings picked from many',
    error: 'CounterNotNext',
    args: () => ({ meter: seller.id, expected: 6n, got: 7n }),
    attempt: async () => {
      const readings = [5n, 7n].map((counter) => signReading(market, seller, { counter, time: NOW, voltageMv: 260_000 }));
      return refuse('admissionPolicy', 'reportLimits', [seller.id, await Promise.all(readings)]);
    },
  },
  {
    says: 'a cure of limits that were not broken',
    error: 'NotSuspended',
    args: () => ({ meter: seller.id, bit: 2 }),
    attempt: () => refuse('admissionPolicy', 'cureLimits', [seller.id, []]),
  },
  {
    says: 'a revocation by a stranger',
    error: 'NotZoneOperator',
    attempt: () => refuse('admissionPolicy', 'revoke', [seller.id], 'stranger'),
  },
  {
    says: 'a revocation of what was never granted',
    error: 'NotAdmitted',
    args: () => ({ meter: buyer.id }),
    attempt: () => refuse('admissionPolicy', 'revoke', [buyer.id], 'operator'),
  },
]);

type OrderPart = Parameters<typeof makeOrder>[2];
/** The interval of NOW: the one before is over. */
const RUNNING = BOUNDARY_0 + 1n;
const tryMatch = async (sell: OrderPart = {}, buy: OrderPart = {}, energyWh = 100n, price = 200_000n, signers?: [Role, Role]) =>
  refuse(
    'energyMarket',
    'postMatch',
    await matchArgs(
      market,
      makeOrder('sell', seller, { interval: RUNNING, nonce: 9n, ...sell }),
      makeOrder('buy', buyer, { interval: RUNNING, nonce: 9n, ...buy }),
      energyWh,
      price,
      signers,
    ),
  );
/** 10 kW for a quarter of an hour. */
const MOST_WH = 2_500n;

table('EnergyMarket', [
  { says: 'a match of nothing', error: 'ZeroEnergy', attempt: () => tryMatch({}, {}, 0n) },
  { says: 'two buyers', error: 'SideInvalid', args: () => ({ expected: 1, got: 2 }), attempt: () => tryMatch({ side: SIDE.buy }) },
  { says: 'two sellers', error: 'SideInvalid', args: () => ({ expected: 2, got: 1 }), attempt: () => tryMatch({}, { side: SIDE.sell }) },
  { says: 'orders of two zones', error: 'OrderMismatch', args: () => ({ field: field('zone') }), attempt: () => tryMatch({}, { zone: 8 }) },
  {
    says: "orders of a zone that is not the meters'",
    error: 'OrderMismatch',
    args: () => ({ field: field('zone') }),
    attempt: () => tryMatch({ zone: 8 }, { zone: 8 }),
  },
  {
    says: 'electricity against heat',
    error: 'OrderMismatch',
    args: () => ({ field: field('carrier') }),
    attempt: () => tryMatch({ carrier: CARRIER.heat }),
  },
  {
    says: 'heat from an electricity meter',
    error: 'OrderMismatch',
    args: () => ({ field: field('carrier') }),
    attempt: () => tryMatch({ carrier: CARRIER.heat }, { carrier: CARRIER.heat }),
  },
  {
    says: 'orders of two intervals',
    error: 'OrderMismatch',
    args: () => ({ field: field('interval') }),
    attempt: () => tryMatch({ interval: 1n }),
  },
  {
    says: 'a meter with itself',
    error: 'OrderMismatch',
    args: () => ({ field: field('meter') }),
    attempt: () => tryMatch({}, { meter: seller.id }),
  },
  {
    says: "a price below the seller's limit",
    error: 'PriceOutsideLimits',
    args: () => ({ price: 179_999n }),
    attempt: () => tryMatch({}, {}, 1n, 179_999n),
  },
  {
    says: "a price above the buyer's limit",
    error: 'PriceOutsideLimits',
    args: () => ({ price: 300_001n }),
    attempt: () => tryMatch({}, {}, 1n, 300_001n),
  },
  {
    says: "a price above the zone's ceiling, though both agree",
    error: 'OrderOverLimit',
    args: () => ({ field: field('priceMicroPerKwh'), limit: 400_000n, got: 400_001n }),
    attempt: () => tryMatch({}, { priceMicroPerKwh: 500_000n }, 1n, 400_001n),
  },
  {
    says: 'more than the unit can deliver in an interval',
    error: 'OrderOverLimit',
    args: () => ({ field: field('energyWh'), limit: MOST_WH, got: MOST_WH + 1n }),
    attempt: () => tryMatch({ energyWh: MOST_WH + 1n }),
  },
  {
    says: 'more than the household can take in an interval',
    error: 'OrderOverLimit',
    args: () => ({ limit: MOST_WH }),
    attempt: () => tryMatch({}, { energyWh: 2n ** 64n - 1n }),
  },
  {
    says: 'an order of an unknown meter',
    error: 'MeterUnknown',
    args: () => ({ meter: STRANGER.id }),
    attempt: () => tryMatch({ meter: STRANGER.id }),
  },
  {
    says: 'a buyer whose meter is suspended',
    error: 'MeterNotActive',
    args: () => ({ meter: buyer.id, status: 3 }),
    attempt: async () => {
      await market.send('meterRegistry', 'suspend', [buyer.id, ZERO_32], 'admin');
      return tryMatch();
    },
  },
  {
    says: 'a seller without a permit',
    error: 'NotAdmitted',
    attempt: async () => {
      const other = await commission(market, 'seller', 5);
      return tryMatch({ meter: other.id });
    },
  },
  {
    says: 'a seller whose access is suspended',
    error: 'NotAdmitted',
    args: () => ({ meter: seller.id }),
    attempt: async () => {
      await market.send('admissionPolicy', 'suspend', [seller.id, 3, ZERO_32], 'operator');
      return tryMatch();
    },
  },
  {
    says: 'a buyer whose access is suspended, though it needs no permit',
    error: 'NotAdmitted',
    args: () => ({ meter: buyer.id }),
    attempt: async () => {
      await market.send('admissionPolicy', 'suspend', [buyer.id, 3, ZERO_32], 'operator');
      return tryMatch();
    },
  },
  {
    says: 'a match for an interval that is over',
    error: 'IntervalOver',
    args: () => ({ interval: BOUNDARY_0 }),
    attempt: () => tryMatch({ interval: BOUNDARY_0 }, { interval: BOUNDARY_0 }),
  },
  {
    says: 'an order past its expiry',
    error: 'OrderExpired',
    args: () => ({ expiry: NOW - 1n }),
    attempt: () => tryMatch({ expiry: NOW - 1n }),
  },
  {
    says: "a sell order signed by the buyer's owner",
    error: 'OwnerSignatureInvalid',
    attempt: () => tryMatch({}, {}, 1n, 200_000n, ['buyer', 'buyer']),
  },
  {
    says: "a buy order signed by the seller's owner",
    error: 'OwnerSignatureInvalid',
    attempt: () => tryMatch({}, {}, 1n, 200_000n, ['seller', 'seller']),
  },
  {
    says: 'more than an order has left',
    error: 'OrderOverfilled',
    args: () => ({ asked: 1_001n, remaining: 1_000n }),
    attempt: async () => {
      const orders = [makeOrder('sell', seller, { interval: RUNNING }), makeOrder('buy', buyer, { interval: RUNNING })] as const;
      await market.send('energyMarket', 'postMatch', await matchArgs(market, ...orders, 1_000n, 200_000n));
      return tryMatch({ nonce: 1n }, {}, 1_001n);
    },
  },
  {
    says: 'an order that its owner cancelled',
    error: 'OrderIsCancelled',
    attempt: async () => {
      const order = makeOrder('sell', seller, { interval: RUNNING, nonce: 9n });
      const orderId = digestOf(market.deployment, 'Order', { ...order });
      await market.send('energyMarket', 'cancelOrder', [order, await signTyped(market, 'seller', 'OrderCancellation', { orderId })]);
      return tryMatch();
    },
  },
  {
    says: 'a cancellation by another',
    error: 'OwnerSignatureInvalid',
    attempt: async () => {
      const order = makeOrder('sell', seller);
      const orderId = digestOf(market.deployment, 'Order', { ...order });
      return refuse('energyMarket', 'cancelOrder', [order, await signTyped(market, 'buyer', 'OrderCancellation', { orderId })]);
    },
  },
  {
    says: 'a match that the buyer can not pay',
    error: 'InsufficientBalance',
    args: () => ({ account: market.people.buyer.address, needed: 20_000n, available: 19_999n }),
    attempt: async () => {
      const { available } = (await refuse('energyMarket', 'withdraw', [market.people.buyer.address, 2n ** 200n], 'buyer')).args;
      await market.send('energyMarket', 'withdraw', [market.people.buyer.address, BigInt(String(available)) - 19_999n], 'buyer');
      return tryMatch();
    },
  },
  {
    says: 'settlement of terms that nobody agreed',
    error: 'TradeUnknown',
    attempt: () => refuse('energyMarket', 'settle', [{ ...busy.terms, priceMicroPerKwh: 1n }]),
  },
  {
    says: 'a second settlement',
    error: 'TradeUnknown',
    attempt: async () => {
      await market.send('energyMarket', 'settle', [busy.terms]);
      return refuse('energyMarket', 'settle', [busy.terms]);
    },
  },
  {
    says: 'settlement while the interval runs',
    error: 'IntervalNotOver',
    attempt: async () => {
      const interval = BOUNDARY_0 + 5n;
      const match = await matchArgs(market, makeOrder('sell', seller, { interval }), makeOrder('buy', buyer, { interval }), 10n, 200_000n);
      const { events } = await market.send('energyMarket', 'postMatch', match);
      return refuse('energyMarket', 'settle', [events[0]?.args['terms']]);
    },
  },
  {
    says: 'settlement before the boundaries are there and the deadline is over',
    error: 'BoundaryMissing',
    attempt: async () => {
      const interval = BOUNDARY_0 + 1n;
      const match = await matchArgs(market, makeOrder('sell', seller, { interval }), makeOrder('buy', buyer, { interval }), 10n, 200_000n);
      const { events } = await market.send('energyMarket', 'postMatch', match);
      await market.setTime(T0 + 3n * INTERVAL);
      return refuse('energyMarket', 'settle', [events[0]?.args['terms']]);
    },
  },
]);

const BASE_PRICE_MOST = 2n ** 48n - 1n;
const NEXT_BOUNDARY = (BOUNDARY_0 + 2n) * INTERVAL;
const tryAgree = async (more: object = {}, who: Role = 'seller') =>
  refuse('energyMarket', 'agreeSupply', await supplyArgs(market, who, seller, more));
const offer = () => market.send('energyMarket', 'offerBasePrice', [ZONE], 'operator');
/** Of the interval after next, once due. */
const trySettleResidual = async (interval = BOUNDARY_0 + 2n) => {
  await market.setTime((interval + 1n) * INTERVAL + 2n * SETTLEMENT_DEADLINE + 5n);
  return refuse('energyMarket', 'settleResidual', [seller.id, interval]);
};

table('ResidualSupply', [
  {
    says: 'a base price by who is no operator',
    error: 'NotZoneOperator',
    args: () => ({ zone: ZONE, caller: market.people.stranger.address }),
    attempt: () => refuse('energyMarket', 'offerBasePrice', [ZONE], 'stranger'),
  },
  {
    says: 'a base price beyond 48 bits',
    error: 'BasePriceOverLimit',
    args: () => ({ got: BASE_PRICE_MOST + 1n, max: BASE_PRICE_MOST }),
    attempt: async () => {
      const criteria = makeCriteria(market.people.operator.address, { basePriceMicroPerKwh: BASE_PRICE_MOST + 1n });
      await market.send('admissionPolicy', 'setCriteria', [ZONE, { ...criteria, version: 0, grantedCapacityW: 0n }], 'operator');
      return refuse('energyMarket', 'offerBasePrice', [ZONE], 'operator');
    },
  },
  {
    says: 'an agreement for another zone than the meter’s',
    error: 'SupplyZoneMismatch',
    args: () => ({ expected: ZONE, got: ZONE + 1 }),
    attempt: () => tryAgree({ zone: ZONE + 1 }),
  },
  {
    says: 'an agreement that begins after the next interval',
    error: 'SupplyNotYetValid',
    args: () => ({ validFrom: NEXT_BOUNDARY + 1n, nextBoundary: NEXT_BOUNDARY }),
    attempt: () => tryAgree({ validFrom: NEXT_BOUNDARY + 1n }),
  },
  {
    says: 'an agreement that ends before it begins',
    error: 'SupplyExpired',
    args: () => ({ validUntil: NEXT_BOUNDARY, nextBoundary: NEXT_BOUNDARY }),
    attempt: () => tryAgree({ validUntil: NEXT_BOUNDARY }),
  },
  { says: 'an agreement by another', error: 'OwnerSignatureInvalid', attempt: () => tryAgree({}, 'buyer') },
  {
    says: 'an agreement played again',
    error: 'SupplyNonceNotNewer',
    args: () => ({ last: 1n, got: 1n }),
    attempt: async () => {
      await agreeSupply(market, 'seller', seller);
      return tryAgree();
    },
  },
  {
    says: 'a termination for an unknown meter',
    error: 'MeterUnknown',
    args: () => ({ meter: STRANGER.id }),
    attempt: () => refuse('energyMarket', 'terminateSupply', [STRANGER.id, 1n, '0x']),
  },
  {
    says: 'a residual before trades had both their deadlines',
    error: 'ResidualNotDue',
    args: () => ({ interval: BOUNDARY_0, dueAt: T0 + INTERVAL + 2n * SETTLEMENT_DEADLINE }),
    attempt: () => refuse('energyMarket', 'settleResidual', [seller.id, BOUNDARY_0]),
  },
  { says: 'a residual that nobody agreed to', error: 'SupplyNotAgreed', attempt: () => trySettleResidual() },
  {
    says: 'a residual of an interval that the agreement does not reach the end of',
    error: 'SupplyNotAgreed',
    attempt: async () => {
      await offer();
      await agreeSupply(market, 'seller', seller, { validUntil: NEXT_BOUNDARY + INTERVAL - 1n });
      return trySettleResidual();
    },
  },
  {
    says: 'a residual at a price that no operator stands behind',
    error: 'BasePriceMissing',
    args: () => ({ zone: ZONE }),
    attempt: async () => {
      await agreeSupply(market, 'seller', seller);
      return trySettleResidual();
    },
  },
  {
    says: 'a residual without the boundaries',
    error: 'BoundaryMissing',
    attempt: async () => {
      await offer();
      await agreeSupply(market, 'seller', seller);
      return trySettleResidual();
    },
  },
  {
    says: 'a residual of nothing',
    error: 'ResidualNothing',
    attempt: async () => {
      await offer();
      await agreeSupply(market, 'seller', seller);
      await market.setTime(NEXT_BOUNDARY + INTERVAL);
      for (const index of [2, 3]) await recordBoundary(market, seller, index, 0n, 2_000n);
      return trySettleResidual();
    },
  },
]);

/** A deposit into a market whose coin keeps a hundredth of every transfer. */
async function refuseFeeToken(amount: bigint): Promise<Revert> {
  const { FeeToken } = compileTestContracts('HostileTokens.sol');
  if (!FeeToken) throw new Error('FeeToken expected in HostileTokens.sol');
  const { meterRegistry, readingLedger, admissionPolicy } = market.deployment.contracts;
  const { address, key } = market.people.admin;
  const chain = await connectAccount(market.engine.rpcUrl, key);
  const coin = await chain.deployContract(FeeToken, []);
  const escrow = await chain.deployContract(CONTRACTS.EnergyMarket, [coin, meterRegistry, readingLedger, admissionPolicy, 3_600n]);
  await chain.call(coin, FeeToken.abi, 'mint', [address, amount]);
  await chain.call(coin, FeeToken.abi, 'approve', [escrow, amount]);
  return market.refusal('energyMarket', 'depositFor', [address, amount], 'admin', escrow);
}

const withdrawal = async (who: Role, more: Partial<{ account: Hex; to: Hex; amount: bigint; nonce: bigint; deadline: bigint }> = {}) => {
  const message = {
    account: market.people.buyer.address,
    to: market.people.stranger.address,
    amount: 5n,
    nonce: 1n,
    deadline: NOW + 900n,
    ...more,
  };
  return [...Object.values(message), await signWithdrawal(market, who, message)] as const;
};

table('Escrow', [
  {
    says: 'more than an account has',
    error: 'InsufficientBalance',
    args: () => ({ account: market.people.stranger.address, needed: 1n, available: 0n }),
    attempt: () => refuse('energyMarket', 'withdraw', [market.people.stranger.address, 1n], 'stranger'),
  },
  {
    says: 'a withdrawal signed by another',
    error: 'WithdrawalInvalid',
    args: () => ({ recovered: market.people.seller.address }),
    attempt: async () => refuse('energyMarket', 'withdrawSigned', await withdrawal('seller')),
  },
  {
    says: 'a withdrawal past its deadline',
    error: 'WithdrawalExpired',
    attempt: async () => refuse('energyMarket', 'withdrawSigned', await withdrawal('buyer', { deadline: NOW - 1n })),
  },
  {
    says: 'a withdrawal played again',
    error: 'WithdrawalUsed',
    args: () => ({ nonce: 1n }),
    attempt: async () => {
      await market.send('energyMarket', 'withdrawSigned', await withdrawal('buyer'));
      return refuse('energyMarket', 'withdrawSigned', await withdrawal('buyer'));
    },
  },
  {
    says: "a deposit of coins that one does not have, by the coin's own error",
    error: 'unknown',
    attempt: async () => {
      await market.send('token', 'approve', [market.deployment.contracts.energyMarket, 5n], 'stranger');
      return refuse('energyMarket', 'depositFor', [market.people.stranger.address, 5n], 'stranger');
    },
  },
  {
    says: 'a token that keeps a fee on transfer',
    error: 'TransferAmountMismatch',
    args: () => ({ expected: 100n, got: 99n }),
    attempt: () => refuseFeeToken(100n),
  },
  {
    says: 'minting by who is no minter',
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('token', 'mint', [market.people.stranger.address, 1n], 'stranger'),
  },
]);

const tryFill = async (application: object = {}, offer: object = {}, grams = 1n, signers?: [Role, Role]) =>
  refuse(
    'carbonLedger',
    'fill',
    await fillArgs(market, makeApplication(buyer, PERIOD_0, application), makeOffer(market, 'seller', PERIOD_0, offer), grams, signers),
  );
const allocate = () => market.send('carbonLedger', 'allocate', [seller.id, PERIOD_0, 5_000n], 'authority');
const END = T0 + PERIOD;

const retirementArgs = async (more: object = {}, who: Role = 'seller') => {
  const retirement = { owner: market.people.seller.address, period: PERIOD_0, grams: 100n, nonce: 1n, deadline: T0 + 86_400n, ...more };
  return [retirement, await signTyped(market, who, 'PermitRetirement', retirement)];
};

table('CarbonLedger', [
  {
    says: 'a period that no interval ends with',
    error: 'PeriodNotAligned',
    args: () => ({ periodSeconds: 1_000n, intervalSeconds: INTERVAL }),
    attempt: () => {
      const { token, meterRegistry, readingLedger, admissionPolicy } = market.deployment.contracts;
      const someone = market.people.admin.address;
      return market.deploymentRefusal('CarbonLedger', [
        someone,
        token,
        meterRegistry,
        readingLedger,
        admissionPolicy,
        someone,
        1_000n,
        0n,
        1n,
      ]);
    },
  },
  {
    says: 'an allowance by who is no authority',
    error: 'AccessControlUnauthorizedAccount',
    attempt: () => refuse('carbonLedger', 'allocate', [seller.id, PERIOD_0, 1n], 'operator'),
  },
  {
    says: 'an allowance for an unknown unit',
    error: 'UnitUnknown',
    args: () => ({ unit: STRANGER.id }),
    attempt: () => refuse('carbonLedger', 'allocate', [STRANGER.id, PERIOD_0, 1n], 'authority'),
  },
  {
    says: 'metering at a boundary that was not recorded',
    error: 'BoundaryMissing',
    attempt: () => refuse('carbonLedger', 'meterUpTo', [seller.id, BOUNDARY_0 + 2n]),
  },
  {
    says: 'metering backwards',
    error: 'BoundaryNotNewer',
    args: () => ({ last: BOUNDARY_0 + 1n, got: BOUNDARY_0 }),
    attempt: async () => {
      await market.send('carbonLedger', 'meterUpTo', [seller.id, BOUNDARY_0 + 1n]);
      return refuse('carbonLedger', 'meterUpTo', [seller.id, BOUNDARY_0]);
    },
  },
  {
    says: "metering over a period's recorded edge",
    error: 'EdgeBoundaryFirst',
    args: () => ({ edgeBoundary: BOUNDARY_0 + 4n }),
    attempt: async () => {
      await market.send('carbonLedger', 'meterUpTo', [seller.id, BOUNDARY_0 + 1n]);
      await market.setTime(END + INTERVAL);
      for (const index of [4, 5]) await recordBoundary(market, seller, index, 0n, 2_000n);
      return refuse('carbonLedger', 'meterUpTo', [seller.id, BOUNDARY_0 + 5n]);
    },
  },
  {
    says: 'settling before the recorded edge is metered',
    error: 'EdgeBoundaryFirst',
    attempt: async () => {
      await market.send('carbonLedger', 'meterUpTo', [seller.id, BOUNDARY_0 + 1n]);
      await market.setTime(END + INTERVAL);
      await recordBoundary(market, seller, 4, 0n, 2_000n);
      return refuse('carbonLedger', 'settlePeriod', [seller.id, PERIOD_0]);
    },
  },
  {
    says: 'settling a period while its permits can be bought',
    error: 'PeriodNotOver',
    args: () => ({ period: PERIOD_0 }),
    attempt: async () => {
      await market.setTime(END + INTERVAL - 1n);
      return refuse('carbonLedger', 'settlePeriod', [seller.id, PERIOD_0]);
    },
  },
  {
    says: 'settling a period twice',
    error: 'PeriodAlreadySettled',
    attempt: async () => {
      await market.setTime(END + INTERVAL);
      await market.send('carbonLedger', 'settlePeriod', [seller.id, PERIOD_0]);
      return refuse('carbonLedger', 'settlePeriod', [seller.id, PERIOD_0]);
    },
  },
  {
    says: 'an allowance after settlement',
    error: 'PeriodAlreadySettled',
    args: () => ({ unit: seller.id }),
    attempt: async () => {
      await market.setTime(END + INTERVAL);
      await market.send('carbonLedger', 'settlePeriod', [seller.id, PERIOD_0]);
      return refuse('carbonLedger', 'allocate', [seller.id, PERIOD_0, 1n], 'authority');
    },
  },
  {
    says: 'settling for an unknown unit',
    error: 'UnitUnknown',
    attempt: () => refuse('carbonLedger', 'settlePeriod', [STRANGER.id, PERIOD_0]),
  },
  { says: 'permits of another period', error: 'PeriodMismatch', attempt: () => tryFill({}, { period: PERIOD_0 + 1 }) },
  {
    says: 'permits dearer than the applicant pays',
    error: 'PriceOutsideLimit',
    args: () => ({ price: 90_000n, limit: 80_000n }),
    attempt: () => tryFill({}, { priceMicroPerKg: 90_000n }),
  },
  {
    says: 'an application past its expiry',
    error: 'Expired',
    args: () => ({ expiry: NOW - 1n }),
    attempt: () => tryFill({ expiry: NOW - 1n }),
  },
  { says: 'an offer past its expiry', error: 'Expired', attempt: () => tryFill({}, { expiry: NOW - 2n }) },
  { says: 'an application by another', error: 'OwnerSignatureInvalid', attempt: () => tryFill({}, {}, 1n, ['stranger', 'seller']) },
  {
    says: "an offer without the seller's signature",
    error: 'OwnerSignatureInvalid',
    attempt: () => tryFill({}, {}, 1n, ['buyer', 'stranger']),
  },
  { says: 'a fill of nothing', error: 'Overfilled', args: () => ({ asked: 0n }), attempt: () => tryFill({}, {}, 0n) },
  {
    says: 'more than was applied for',
    error: 'Overfilled',
    args: () => ({ asked: 11n, remaining: 10n }),
    attempt: () => tryFill({ grams: 10n }, {}, 11n),
  },
  {
    says: 'more than was offered',
    error: 'Overfilled',
    args: () => ({ asked: 11n, remaining: 10n }),
    attempt: () => tryFill({}, { grams: 10n }, 11n),
  },
  { says: 'permits that the seller does not have', error: 'ERC1155InsufficientBalance', attempt: () => tryFill() },
  {
    says: 'permits that the buyer can not pay',
    error: 'InsufficientBalance',
    attempt: async () => {
      await allocate();
      await market.send('carbonLedger', 'withdraw', [market.people.buyer.address, DEPOSIT], 'buyer');
      return tryFill({}, {}, 5_000n);
    },
  },
  {
    says: 'paying a fine that there is none',
    error: 'NoFineDue',
    args: () => ({ unit: seller.id }),
    attempt: () => refuse('carbonLedger', 'payFine', [seller.id]),
  },
  {
    says: 'a signed retirement after its deadline',
    error: 'Expired',
    attempt: async () => refuse('carbonLedger', 'retireFor', await retirementArgs({ deadline: T0 })),
  },
  {
    says: 'a retirement that another signed',
    error: 'OwnerSignatureInvalid',
    attempt: async () => refuse('carbonLedger', 'retireFor', await retirementArgs({}, 'stranger')),
  },
  {
    says: 'a signed retirement posted twice, though permits are left',
    error: 'Overfilled',
    args: () => ({ asked: 100n, remaining: 0n }),
    attempt: async () => {
      await allocate();
      await market.send('carbonLedger', 'retireFor', await retirementArgs(), 'stranger');
      return refuse('carbonLedger', 'retireFor', await retirementArgs());
    },
  },
  {
    says: 'a signed retirement of nothing',
    error: 'Overfilled',
    attempt: async () => refuse('carbonLedger', 'retireFor', await retirementArgs({ grams: 0n })),
  },
  {
    says: 'a signed retirement of more than its owner holds',
    error: 'ERC1155InsufficientBalance',
    attempt: async () => refuse('carbonLedger', 'retireFor', await retirementArgs()),
  },
  {
    says: 'retiring more than one holds',
    error: 'ERC1155InsufficientBalance',
    attempt: () => refuse('carbonLedger', 'retire', [PERIOD_0, 1n], 'seller'),
  },
]);

/** Refused by contracts whose rows stand in storage-board.test.ts, guarantee.test.ts, owner-recovery.test.ts, carbon-intensity.test.ts and carbon-bought.test.ts. */
const ELSEWHERE = [
  ...['NotStorage', 'StateNotNewer', 'StateTimeInFuture'],
  ...['RangeInvalid', 'RangeNotAdjacent', 'RangeTooLong', 'NotRenewable', 'GuaranteeExpired', 'NothingToRetire', 'RetirementUsed'],
  ...['RecoveryRuleMissing', 'RecoveryNonceUsed', 'RecoveryDelayInvalid', 'RecoveryUsed', 'RecoveryNotRunning', 'RecoveryNotReady'],
  ...['GuardianSignatureInvalid', 'OwnerRetired', 'NotRecovered', 'NothingRecovered'],
  ...['AlreadyMetered', 'MeasurementInvalid', 'NoMeasurement', 'VerifierIsOwner', 'FactorsNotAhead', 'CitationMissing', 'FactorsMissing'],
];

test('every custom error of ours is reached by a row above', () => {
  const ours = ALL_ERRORS.map(({ name }) => name).filter(
    (name) => !/^(ERC|ECDSA|AccessControl|SafeERC20|ReentrancyGuard|InvalidShortString|StringTooLong)/.test(name),
  );
  expect(ours.filter((name) => !reached.has(name) && !ELSEWHERE.includes(name))).toEqual([]);
  expect(ours.length).toBeGreaterThan(50);
});
