/**
 * For tests only: an owner's wallet, a meter's key and a small market, written from docs/wire.md and not from the code
 * under test. Meter and owner keys are both secp256k1, so viem signs for both.
 */
import { createHash } from 'node:crypto';
import {
  ATTESTATION_CLASS,
  CARRIER,
  CURVE,
  type Deployment,
  DOMAIN_PREFIX,
  EIP712_NAME,
  EIP712_VERSION,
  FORMAT,
  NATURE,
  POSSESSION_PREFIX,
  SETTINGS_NOT_TOLD,
  SIDE,
  SIGNED_READING_FIELDS,
  type Transaction,
  type TransactionBody,
  TYPED_DATA,
  type TypedDataName,
  VERIFYING_CONTRACT,
} from '@joulegate/protos';
import { concat, encodeAbiParameters, hashTypedData, hexToBytes, keccak256, pad, toBytes, toHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';

type Hex = `0x${string}`;
type Values = Record<string, unknown>;

const bytes = (hex: string): Uint8Array => hexToBytes(hex as Hex);
export const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

export interface TestMeter {
  readonly privateKey: Hex;
  readonly id: Hex;
  readonly keyX: Hex;
  readonly keyY: Hex;
}

export function makeMeter(seed: number): TestMeter {
  const privateKey = keccak256(toBytes(`meter ${seed}`));
  const account = privateKeyToAccount(privateKey);
  const key = account.publicKey.slice(4);
  return { privateKey, id: account.address.toLowerCase() as Hex, keyX: `0x${key.slice(0, 64)}`, keyY: `0x${key.slice(64)}` };
}

/** r | s | v over a digest, as a meter signs. */
export async function signDigest(privateKey: Hex, digest: Uint8Array): Promise<Uint8Array> {
  return bytes(await sign({ privateKey, hash: toHex(digest), to: 'hex' }));
}

export function digestOf(deployment: Deployment, type: TypedDataName, message: Values): Hex {
  const fields: readonly { name: string; type: string }[] = TYPED_DATA[type];
  return hashTypedData({
    domain: {
      name: EIP712_NAME,
      version: EIP712_VERSION,
      chainId: deployment.chainId,
      verifyingContract: deployment.contracts[VERIFYING_CONTRACT[type]],
    },
    types: { [type]: fields },
    primaryType: type as string,
    message,
  });
}

export function domainOf(deployment: Deployment): bigint {
  const hash = keccak256(
    concat(
      [toBytes(DOMAIN_PREFIX), pad(toHex(deployment.chainId), { size: 32 }) as never, deployment.contracts.meterRegistry as never].map(
        (part) => (typeof part === 'string' ? bytes(part) : part),
      ),
    ),
  );
  return BigInt(hash.slice(0, 18));
}

export interface ReadingValues {
  readonly counter: bigint;
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** 132 bytes as in docs/wire.md section 1. */
export async function signReading(deployment: Deployment, meter: TestMeter, values: ReadingValues): Promise<Uint8Array> {
  const all: Record<string, bigint | number> = {
    domain: domainOf(deployment),
    powerW: 0,
    voltageMv: 230_000,
    frequencyMhz: 50_000,
    status: 0,
    ...values,
  };
  const reading = Buffer.alloc(132);
  for (const { name, tag, offset, type } of SIGNED_READING_FIELDS) {
    reading[offset - 1] = tag;
    if (type === 'u64') reading.writeBigUInt64LE(BigInt(all[name] as bigint), offset);
    else if (type === 'i32') reading.writeInt32LE(Number(all[name]), offset);
    else reading.writeUInt32LE(Number(all[name]), offset);
  }
  reading[65] = 0x52;
  reading[66] = 0x41;
  reading.set(await signDigest(meter.privateKey, sha256(reading.subarray(0, 65))), 67);
  return reading;
}

export function leafOf(meter: TestMeter, reading: Uint8Array): Hex {
  const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const;
  return keccak256(
    keccak256(encodeAbiParameters(types, [meter.id, toHex(sha256(reading.subarray(0, 65))), keccak256(reading.subarray(67))])),
  );
}

export interface Owner {
  readonly key: Hex;
  readonly address: Hex;
}

export function makeOwner(key: Hex): Owner {
  return { key, address: privateKeyToAccount(key).address.toLowerCase() as Hex };
}

/** A transaction as a gateway builds it. */
export async function makeTransaction(
  deployment: Deployment,
  owner: Owner,
  type: TypedDataName,
  message: Values,
  body: TransactionBody,
): Promise<Transaction> {
  const id = digestOf(deployment, type, message);
  return {
    network: `eip155:${deployment.chainId}`,
    id: bytes(id),
    created: 0n,
    ownerSignature: await signDigest(owner.key, bytes(id)),
    body,
  };
}

/** Hex strings of a message as the protobuf's bytes. */
function toBody(message: Values): Values {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, typeof value === 'string' ? bytes(value) : value]));
}

export async function makeRegistration(
  deployment: Deployment,
  owner: Owner,
  meter: TestMeter,
  more: { source: number; capacityW: bigint },
): Promise<Transaction> {
  const fixed = {
    curve: CURVE.secp256k1,
    format: FORMAT.native,
    attestationClass: ATTESTATION_CLASS.meter,
    carrier: CARRIER.electricity,
    zone: 1,
  };
  const message = { owner: owner.address, keyX: meter.keyX, keyY: meter.keyY, ...fixed, ...more, deadline: 4_000_000_000n };
  const digest = bytes(digestOf(deployment, 'Registration', message));
  const possessionSignature = await signDigest(meter.privateKey, sha256(Buffer.concat([Buffer.from(POSSESSION_PREFIX), digest])));
  return makeTransaction(deployment, owner, 'Registration', message, {
    kind: 'meterRegistration',
    value: { ...toBody(message), possessionSignature } as never,
  });
}

/** A batch of one closing reading. */
export async function makeBatch(deployment: Deployment, owner: Owner, meter: TestMeter, values: ReadingValues): Promise<Transaction> {
  const closing = await signReading(deployment, meter, values);
  const message = { meter: meter.id, firstCounter: values.counter, count: 1, root: leafOf(meter, closing) };
  const closingDigest = toHex(sha256(closing.subarray(0, 65)));
  return makeTransaction(
    deployment,
    owner,
    'ReadingBatch',
    { ...message, closingDigest },
    { kind: 'readingBatch', value: { ...toBody(message), closing } as never },
  );
}

export function makeAdmission(
  deployment: Deployment,
  owner: Owner,
  meter: TestMeter,
  capacityW: bigint,
  more: { nonce?: bigint; zone?: number } = {},
): Promise<Transaction> {
  const message = {
    meter: meter.id,
    zone: 1,
    nature: NATURE.renewable,
    capacityW,
    priceMicroPerKwh: 100_000n,
    gridCodeProfile: `0x${'00'.repeat(32)}`,
    ...SETTINGS_NOT_TOLD,
    evidenceHash: keccak256('0x'),
    nonce: 1n,
    deadline: 4_000_000_000n,
    ...more,
  };
  return makeTransaction(deployment, owner, 'AdmissionRequest', message, {
    kind: 'admissionRequest',
    value: { ...toBody(message), evidence: [] } as never,
  });
}

export function makeOrder(
  deployment: Deployment,
  owner: Owner,
  meter: TestMeter,
  order: { side: keyof typeof SIDE; interval: bigint; energyWh: bigint; priceMicroPerKwh: bigint; expiry: bigint; nonce?: bigint },
): Promise<Transaction> {
  const message = { meter: meter.id, carrier: CARRIER.electricity, zone: 1, nonce: 1n, ...order, side: SIDE[order.side] };
  return makeTransaction(deployment, owner, 'Order', message, { kind: 'order', value: toBody(message) as never });
}

export function makeOffer(
  deployment: Deployment,
  owner: Owner,
  offer: { period: number; grams: bigint; priceMicroPerKg: bigint; expiry: bigint },
): Promise<Transaction> {
  const message = { seller: owner.address, nonce: 1n, ...offer };
  return makeTransaction(deployment, owner, 'PermitOffer', message, { kind: 'permitOffer', value: toBody(message) as never });
}

export function makeApplication(
  deployment: Deployment,
  owner: Owner,
  unit: TestMeter,
  application: { period: number; grams: bigint; maxPriceMicroPerKg: bigint; expiry: bigint },
): Promise<Transaction> {
  const message = { unit: unit.id, nonce: 1n, ...application };
  return makeTransaction(deployment, owner, 'CarbonApplication', message, { kind: 'carbonApplication', value: toBody(message) as never });
}

/** At any price, for good. */
export function makeSupplyAgreement(deployment: Deployment, owner: Owner, meter: TestMeter, nonce: bigint): Promise<Transaction> {
  const [maxPriceMicroPerKwh, validUntil] = [2n ** 64n - 1n, 2n ** 64n - 1n];
  const message = { meter: meter.id, zone: 1, maxPriceMicroPerKwh, minPriceMicroPerKwh: 0n, validFrom: 0n, validUntil, nonce };
  return makeTransaction(deployment, owner, 'SupplyAgreement', message, { kind: 'supplyAgreement', value: toBody(message) as never });
}

export function makeSupplyTermination(deployment: Deployment, owner: Owner, meter: TestMeter, nonce: bigint): Promise<Transaction> {
  const message = { meter: meter.id, nonce };
  return makeTransaction(deployment, owner, 'SupplyTermination', message, { kind: 'supplyTermination', value: toBody(message) as never });
}

/** A transaction of any kind whose body is its message. @param beside fields that the digest does not cover */
export function makeAny(
  deployment: Deployment,
  owner: Owner,
  [kind, type]: readonly [TransactionBody['kind'], TypedDataName],
  message: Values,
  beside: Values = {},
): Promise<Transaction> {
  return makeTransaction(deployment, owner, type, message, { kind, value: { ...toBody(message), ...beside } } as never);
}
