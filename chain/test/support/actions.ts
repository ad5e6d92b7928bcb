/**
 * What people and meters do in a market: sign readings, requests and orders, and bring them on chain. Written from
 * docs/wire.md and not from the code under test. Meter and owner keys are both secp256k1, so viem signs for both.
 */
import { createHash } from 'node:crypto';
import {
  ATTESTATION_CLASS,
  CARRIER,
  CURVE,
  type DeviceSettings,
  EIP712_NAME,
  EIP712_VERSION,
  FORMAT,
  type GridCodeProfile,
  NATURE,
  POSSESSION_PREFIX,
  SETTINGS_NOT_TOLD,
  SIDE,
  SIGNED_READING_FIELDS,
  SIGNED_READING_LENGTH,
  SIGNED_READING_SIGNATURE_OFFSET,
  SIGNED_READING_SIGNED_LENGTH,
  SOURCE,
  type TypedDataName,
} from '@joulegate/protos';
import { concat, encodeAbiParameters, type Hex, hashTypedData, hexToBytes, keccak256, toHex } from 'viem';
import { sign } from 'viem/accounts';
import { digestOf, domainOf, makeMeter, type TestMeter } from '../../src/node/chain-node.test-kit.ts';
import { BOUNDARY_0, INTERVAL, type Market, type Mined, type Role, ZONE } from './market.ts';

export { digestOf, domainOf, makeMeter, type TestMeter };

/** Half of secp256k1's order: an s above it is the other face of the same signature. SEC 2, section 2.4.1. */
export const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const NEVER = 4_000_000_000n;

export const sha256 = (data: Uint8Array): Hex => toHex(createHash('sha256').update(data).digest());
export const signHash = (privateKey: Hex, hash: Hex): Promise<Hex> => sign({ privateKey, hash, to: 'hex' });

export interface Values {
  readonly domain?: bigint;
  readonly counter: bigint;
  readonly time: bigint;
  readonly importWh?: bigint;
  readonly exportWh?: bigint;
  readonly powerW?: number;
  readonly voltageMv?: number;
  readonly frequencyMhz?: number;
  readonly status?: number;
}

/** The 65 bytes that a meter signs, docs/wire.md section 1. */
export function encodePayload(market: Market, values: Values): Uint8Array {
  const all: Required<Values> = {
    domain: domainOf(market.deployment),
    importWh: 0n,
    exportWh: 0n,
    powerW: -1_500,
    voltageMv: 230_000,
    frequencyMhz: 50_000,
    status: 0,
    ...values,
  };
  const bytes = Buffer.alloc(SIGNED_READING_SIGNED_LENGTH);
  for (const { name, tag, offset, type } of SIGNED_READING_FIELDS) {
    bytes[offset - 1] = tag;
    if (type === 'u64') bytes.writeBigUInt64LE(BigInt(all[name]), offset);
    else if (type === 'i32') bytes.writeInt32LE(Number(all[name]), offset);
    else bytes.writeUInt32LE(Number(all[name]), offset);
  }
  return bytes;
}

export async function signReading(market: Market, meter: TestMeter, values: Values): Promise<Hex> {
  const payload = encodePayload(market, values);
  return concat([toHex(payload), '0x5241', await signHash(meter.privateKey, sha256(payload))]);
}

export const payloadOf = (reading: Hex): Uint8Array => hexToBytes(reading).subarray(0, SIGNED_READING_SIGNED_LENGTH);
export const signatureOf = (reading: Hex): Uint8Array =>
  hexToBytes(reading).subarray(SIGNED_READING_SIGNATURE_OFFSET, SIGNED_READING_LENGTH);

/** Inner value of a Merkle leaf; SimpleMerkleTree hashes nothing more, so the leaf is its keccak256. */
export function leafOf(meter: Hex, reading: Hex): Hex {
  const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const;
  return keccak256(keccak256(encodeAbiParameters(types, [meter, sha256(payloadOf(reading)), keccak256(signatureOf(reading))])));
}

export function signTyped(market: Market, who: Role, type: TypedDataName, message: object): Promise<Hex> {
  return signHash(market.people[who].key, digestOf(market.deployment, type, message as Record<string, unknown>));
}

export interface Registration {
  readonly owner: Hex;
  readonly keyX: Hex;
  readonly keyY: Hex;
  readonly curve: number;
  readonly format: number;
  readonly attestationClass: number;
  readonly source: number;
  readonly carrier: number;
  readonly zone: number;
  readonly capacityW: bigint;
  readonly deadline: bigint;
}

export function makeRegistration(market: Market, who: Role, meter: TestMeter, more: Partial<Registration> = {}): Registration {
  return {
    owner: market.people[who].address,
    keyX: meter.keyX,
    keyY: meter.keyY,
    curve: CURVE.secp256k1,
    format: FORMAT.native,
    attestationClass: ATTESTATION_CLASS.meter,
    source: SOURCE.solar,
    carrier: CARRIER.electricity,
    zone: ZONE,
    capacityW: 10_000n,
    deadline: NEVER,
    ...more,
  };
}

/** By the meter's key over SHA-256("joulegate possession v1" | digest of the Registration or Rotation). */
export function provePossession(meter: TestMeter, digest: Hex): Promise<Hex> {
  return signHash(meter.privateKey, sha256(Buffer.concat([Buffer.from(POSSESSION_PREFIX), hexToBytes(digest)])));
}

export async function registrationArgs(market: Market, who: Role, meter: TestMeter, more: Partial<Registration> = {}) {
  const registration = makeRegistration(market, who, meter, more);
  const possession = await provePossession(meter, digestOf(market.deployment, 'Registration', { ...registration }));
  return [registration, await signTyped(market, who, 'Registration', registration), possession] as const;
}

export async function register(market: Market, who: Role, meter: TestMeter, more: Partial<Registration> = {}): Promise<Mined> {
  return market.send('meterRegistry', 'register', await registrationArgs(market, who, meter, more));
}

/** Registered by its owner and confirmed by the certifier. */
export async function commission(market: Market, who: Role, seed: number, more: Partial<Registration> = {}): Promise<TestMeter> {
  const meter = makeMeter(seed);
  await register(market, who, meter, more);
  await market.send('meterRegistry', 'certify', [meter.id], 'certifier');
  return meter;
}

export interface Batch {
  readonly meter: Hex;
  readonly firstCounter: bigint;
  readonly count: number;
  readonly root: Hex;
  readonly closing: Hex;
}

export async function batchArgs(market: Market, who: Role, batch: Batch) {
  const message = { ...batch, closingDigest: sha256(payloadOf(batch.closing)) };
  return [batch, await signTyped(market, who, 'ReadingBatch', message)] as const;
}

/** A batch of one reading. */
export async function oneReadingBatch(market: Market, who: Role, meter: TestMeter, values: Values) {
  const closing = await signReading(market, meter, values);
  return batchArgs(market, who, { meter: meter.id, firstCounter: values.counter, count: 1, root: leafOf(meter.id, closing), closing });
}

/** Rises with the boundary and leaves room for nine readings between two. */
export const counterAt = (index: number): bigint => (BOUNDARY_0 + BigInt(index)) * 10n;

/** The registers at a boundary, counted from BOUNDARY_0. */
export async function recordBoundary(market: Market, meter: TestMeter, index: number, importWh: bigint, exportWh: bigint): Promise<Mined> {
  const boundary = BOUNDARY_0 + BigInt(index);
  const reading = await signReading(market, meter, { counter: counterAt(index), time: boundary * INTERVAL, importWh, exportWh });
  return market.send('readingLedger', 'recordBoundary', [meter.id, reading]);
}

export interface Request {
  readonly meter: Hex;
  readonly zone: number;
  readonly nature: number;
  readonly capacityW: bigint;
  readonly priceMicroPerKwh: bigint;
  readonly gridCodeProfile: Hex;
  readonly underVoltageTripMv: number;
  readonly overVoltageTripMv: number;
  readonly underFrequencyTripMhz: number;
  readonly overFrequencyTripMhz: number;
  readonly reconnectDelaySeconds: number;
  readonly minPowerFactorPermille: number;
  readonly thdPermille: number;
  readonly evidenceHash: Hex;
  readonly nonce: bigint;
  readonly deadline: bigint;
}

export function makeRequest(meter: TestMeter, more: Partial<Request> = {}): Request {
  return {
    meter: meter.id,
    zone: ZONE,
    nature: NATURE.renewable,
    capacityW: 10_000n,
    priceMicroPerKwh: 100_000n,
    gridCodeProfile: `0x${'00'.repeat(32)}`,
    ...SETTINGS_NOT_TOLD,
    evidenceHash: hashEvidence([]),
    nonce: 1n,
    deadline: NEVER,
    ...more,
  };
}

/** A grid code that demands nothing of a device; its windows are wider than any that a test's zone has. */
export const WIDE_PROFILE: GridCodeProfile = {
  minVoltageMv: 100_000,
  maxVoltageMv: 300_000,
  minFrequencyMhz: 40_000,
  maxFrequencyMhz: 60_000,
  underVoltageTripLowMv: 0,
  underVoltageTripHighMv: 0,
  overVoltageTripLowMv: 0,
  overVoltageTripHighMv: 0,
  underFrequencyTripLowMhz: 0,
  underFrequencyTripHighMhz: 0,
  overFrequencyTripLowMhz: 0,
  overFrequencyTripHighMhz: 0,
  minReconnectDelaySeconds: 0,
  minPowerFactorPermille: 0,
  maxThdPermille: 0,
  maxCapacityW: 0n,
  certificateDemanded: false,
};

/** Everything that a grid code may demand, in figures that STRICT_SETTINGS just keep. */
export const STRICT_PROFILE: GridCodeProfile = {
  minVoltageMv: 210_000,
  maxVoltageMv: 260_000,
  minFrequencyMhz: 47_000,
  maxFrequencyMhz: 51_000,
  underVoltageTripLowMv: 180_000,
  underVoltageTripHighMv: 184_000,
  overVoltageTripLowMv: 264_500,
  overVoltageTripHighMv: 276_000,
  underFrequencyTripLowMhz: 47_500,
  underFrequencyTripHighMhz: 47_500,
  overFrequencyTripLowMhz: 51_500,
  overFrequencyTripHighMhz: 52_000,
  minReconnectDelaySeconds: 60,
  minPowerFactorPermille: 900,
  maxThdPermille: 50,
  maxCapacityW: 10_000n,
  certificateDemanded: true,
};
export const STRICT_SETTINGS: DeviceSettings = {
  underVoltageTripMv: 184_000,
  overVoltageTripMv: 264_500,
  underFrequencyTripMhz: 47_500,
  overFrequencyTripMhz: 51_500,
  reconnectDelaySeconds: 60,
  minPowerFactorPermille: 900,
  thdPermille: 50,
};

/** keccak256 over the keccak256 of each reading: docs/wire.md, section 2. */
export function hashEvidence(evidence: readonly Hex[]): Hex {
  return keccak256(concat(evidence.map((reading) => keccak256(reading))));
}

/** The request as its owner signs it over this evidence. */
export async function requestArgs(market: Market, who: Role, unbound: Request, evidence: readonly Hex[] = []) {
  const request = { ...unbound, evidenceHash: hashEvidence(evidence) };
  return [request, await signTyped(market, who, 'AdmissionRequest', request), evidence] as const;
}

export async function admit(market: Market, who: Role, meter: TestMeter, more: Partial<Request> = {}): Promise<Mined> {
  return market.send('admissionPolicy', 'decide', await requestArgs(market, who, makeRequest(meter, more)));
}

export interface Order {
  readonly meter: Hex;
  readonly side: number;
  readonly carrier: number;
  readonly zone: number;
  readonly interval: bigint;
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
  readonly expiry: bigint;
  readonly nonce: bigint;
}

export function makeOrder(side: keyof typeof SIDE, meter: TestMeter, more: Partial<Order> = {}): Order {
  return {
    meter: meter.id,
    side: SIDE[side],
    carrier: CARRIER.electricity,
    zone: ZONE,
    interval: BOUNDARY_0,
    energyWh: 2_000n,
    priceMicroPerKwh: side === 'sell' ? 180_000n : 300_000n,
    expiry: NEVER,
    nonce: 1n,
    ...more,
  };
}

export async function matchArgs(
  market: Market,
  sell: Order,
  buy: Order,
  energyWh: bigint,
  price: bigint,
  signers: readonly [Role, Role] = ['seller', 'buyer'],
) {
  const [seller, buyer] = signers;
  return [
    sell,
    await signTyped(market, seller, 'Order', sell),
    buy,
    await signTyped(market, buyer, 'Order', buy),
    energyWh,
    price,
  ] as const;
}

/** Coins minted to the account and put into escrow there. */
export async function deposit(market: Market, escrow: 'energyMarket' | 'carbonLedger', who: Role, amount: bigint): Promise<void> {
  await market.send('token', 'mint', [market.people[who].address, amount], 'admin');
  await market.send('token', 'approve', [market.deployment.contracts[escrow], amount], who);
  await market.send(escrow, 'depositFor', [market.people[who].address, amount], who);
}

export function makeOffer(market: Market, who: Role, period: number, more: object = {}) {
  return { seller: market.people[who].address, period, grams: 5_000n, priceMicroPerKg: 60_000n, expiry: NEVER, nonce: 1n, ...more };
}

export function makeApplication(unit: TestMeter, period: number, more: object = {}) {
  return { unit: unit.id, period, grams: 5_000n, maxPriceMicroPerKg: 80_000n, expiry: NEVER, nonce: 1n, ...more };
}

export async function fillArgs(
  market: Market,
  application: ReturnType<typeof makeApplication>,
  offer: ReturnType<typeof makeOffer>,
  grams: bigint,
  signers: readonly [Role, Role] = ['buyer', 'seller'],
) {
  const [applicant, offerer] = signers;
  return [
    application,
    await signTyped(market, applicant, 'CarbonApplication', application),
    offer,
    await signTyped(market, offerer, 'PermitOffer', offer),
    grams,
  ] as const;
}

/** EIP-712 Withdrawal of an escrow, IEscrow.withdrawSigned. It is no transaction of the wire, so protos do not have it. */
export function signWithdrawal(
  market: Market,
  who: Role,
  message: object,
  escrow: 'energyMarket' | 'carbonLedger' = 'energyMarket',
): Promise<Hex> {
  const types = {
    Withdrawal: [
      { name: 'account', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'amount', type: 'uint256' },
      { name: 'nonce', type: 'uint64' },
      { name: 'deadline', type: 'uint64' },
    ],
  };
  const domain = {
    name: EIP712_NAME,
    version: EIP712_VERSION,
    chainId: market.deployment.chainId,
    verifyingContract: market.deployment.contracts[escrow],
  };
  return signHash(market.people[who].key, hashTypedData({ domain, types, primaryType: 'Withdrawal', message: message as never }));
}

/** For good and at any price, unless said otherwise. */
export async function supplyArgs(market: Market, who: Role, meter: TestMeter, more: object = {}) {
  const agreement = {
    meter: meter.id,
    zone: ZONE,
    maxPriceMicroPerKwh: 2n ** 64n - 1n,
    minPriceMicroPerKwh: 0n,
    validFrom: 0n,
    validUntil: NEVER,
    nonce: 1n,
    ...more,
  };
  return [agreement, await signTyped(market, who, 'SupplyAgreement', agreement)] as const;
}

/** Residual energy at the zone's base price from the next interval on. */
export async function agreeSupply(market: Market, who: Role, meter: TestMeter, more: object = {}): Promise<Mined> {
  return market.send('energyMarket', 'agreeSupply', await supplyArgs(market, who, meter, more));
}

export async function terminateSupply(market: Market, who: Role, meter: TestMeter, nonce: bigint): Promise<Mined> {
  const signature = await signTyped(market, who, 'SupplyTermination', { meter: meter.id, nonce });
  return market.send('energyMarket', 'terminateSupply', [meter.id, nonce, signature]);
}
