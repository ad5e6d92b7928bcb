/**
 * The EIP-712 message of a transaction's body, and with it the transaction's id. Bytes and ranges are checked against
 * the EIP-712 types, so nothing that a contract can't take goes further. Pure.
 */
import { createHash } from 'node:crypto';
import {
  type Decoded,
  type Deployment,
  EIP712_NAME,
  EIP712_VERSION,
  SIGNED_READING_LENGTH,
  SIGNED_READING_SIGNED_LENGTH,
  type StorageState,
  type TransactionBody,
  type TransactionBodyName,
  TYPED_DATA,
  type TypedDataName,
  VERIFYING_CONTRACT,
} from '@joulegate/protos';
import { concat, encodeAbiParameters, hashTypedData, keccak256 } from 'viem';
import { toHex } from './bytes.ts';
import type { Hex } from './options.ts';

/** Values as a contract call takes them: hex strings, numbers and bigint. */
export type Message = Record<string, Hex | number | bigint>;

const TYPE_OF: Partial<Record<TransactionBodyName, TypedDataName>> = {
  meterRegistration: 'Registration',
  meterRotation: 'Rotation',
  meterRevocation: 'Revocation',
  recoveryRule: 'RecoveryRule',
  recovery: 'Recovery',
  recoveryVeto: 'RecoveryVeto',
  readingBatch: 'ReadingBatch',
  admissionRequest: 'AdmissionRequest',
  order: 'Order',
  orderCancellation: 'OrderCancellation',
  supplyAgreement: 'SupplyAgreement',
  supplyTermination: 'SupplyTermination',
  carbonApplication: 'CarbonApplication',
  permitOffer: 'PermitOffer',
  permitRetirement: 'PermitRetirement',
  guaranteeRetirement: 'GuaranteeRetirement',
  storageState: 'StorageState',
};

export interface TypedMessage {
  readonly id: Hex;
  readonly message: Message;
  /** False: no owner signs this kind (match, settlement). */
  readonly signed: boolean;
}

function invalid(message: string): Decoded<never> {
  return { ok: false, code: 'VALUE_INVALID', message };
}

function convert(name: string, type: string, value: unknown): Decoded<Hex | number | bigint> {
  if (type === 'address' || type === 'bytes32') {
    const length = type === 'address' ? 20 : 32;
    if (!(value instanceof Uint8Array) || value.length !== length) {
      return invalid(`${name}: ${length} bytes expected, got ${value instanceof Uint8Array ? value.length : typeof value}`);
    }
    return { ok: true, value: toHex(value) };
  }
  const bits = Number(type.replace('uint', ''));
  if ((typeof value !== 'number' && typeof value !== 'bigint') || BigInt(value) < 0n || BigInt(value) >= 1n << BigInt(bits)) {
    return invalid(`${name}: ${type} expected, got ${String(value)}`);
  }
  return { ok: true, value };
}

function readMessage(type: TypedDataName, value: Record<string, unknown>): Decoded<Message> {
  const message: Message = {};
  for (const field of TYPED_DATA[type]) {
    const converted = convert(field.name, field.type, value[field.name]);
    if (!converted.ok) return converted;
    message[field.name] = converted.value;
  }
  return { ok: true, value: message };
}

function checkIds(pairs: readonly (readonly [string, Uint8Array])[]): Decoded<true> {
  for (const [name, bytes] of pairs) if (bytes.length !== 32) return invalid(`${name}: 32 bytes expected, got ${bytes.length}`);
  return { ok: true, value: true };
}

/** What stands on the chain of a storage unit's state: IStorageBoard.stateHashOf. */
function storageStateHash(state: StorageState): Decoded<Uint8Array> {
  const { storedWh, usableWh, powerW, maxChargeW, maxDischargeW, salt } = state;
  if (salt.length !== 32) return invalid(`salt: 32 bytes expected, got ${salt.length}`);
  const types = [
    { type: 'uint64' },
    { type: 'uint64' },
    { type: 'int32' },
    { type: 'uint32' },
    { type: 'uint32' },
    { type: 'bytes32' },
  ] as const;
  const encoded = encodeAbiParameters(types, [storedWh, usableWh, powerW, maxChargeW, maxDischargeW, toHex(salt)]);
  return { ok: true, value: keccak256(encoded, 'bytes') };
}

/** Match and settlement: their ids follow from what they name, docs/wire.md section 2. */
function readUnsigned(body: Extract<TransactionBody, { kind: 'match' | 'settlement' }>): Decoded<TypedMessage> {
  if (body.kind === 'settlement') {
    const checked = checkIds([['tradeId', body.value.tradeId]]);
    if (!checked.ok) return checked;
    const id = toHex(body.value.tradeId);
    return { ok: true, value: { id, message: { tradeId: id }, signed: false } };
  }
  const { sellOrderId, buyOrderId, energyWh, priceMicroPerKwh } = body.value;
  const checked = checkIds([
    ['sellOrderId', sellOrderId],
    ['buyOrderId', buyOrderId],
  ]);
  if (!checked.ok) return checked;
  const [sell, buy] = [toHex(sellOrderId), toHex(buyOrderId)];
  const id = matchId(sell, buy, energyWh, priceMicroPerKwh);
  return { ok: true, value: { id, message: { sellOrderId: sell, buyOrderId: buy, energyWh, priceMicroPerKwh }, signed: false } };
}

export function matchId(sellOrderId: Hex, buyOrderId: Hex, energyWh: bigint, priceMicroPerKwh: bigint): Hex {
  const types = [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint256' }, { type: 'uint256' }] as const;
  return keccak256(encodeAbiParameters(types, [sellOrderId, buyOrderId, energyWh, priceMicroPerKwh]));
}

export function typedDigest(type: TypedDataName, message: Message, deployment: Deployment): Hex {
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

/** @returns VALUE_INVALID or PAYLOAD_LAYOUT for a body no contract could take. */
export function readTypedMessage(body: TransactionBody, deployment: Deployment): Decoded<TypedMessage> {
  if (body.kind === 'match' || body.kind === 'settlement') return readUnsigned(body);
  const type = TYPE_OF[body.kind] as TypedDataName;
  let value: Record<string, unknown> = { ...body.value };
  if (body.kind === 'readingBatch') {
    const { closing } = body.value;
    // A closing of another format is longer; which bytes it must have, the ledger says.
    if (closing.length < SIGNED_READING_LENGTH) {
      const message = `closing: ${SIGNED_READING_LENGTH} bytes or more expected, got ${closing.length}`;
      return { ok: false, code: 'PAYLOAD_LAYOUT', message };
    }
    const covered = closing.length === SIGNED_READING_LENGTH ? closing.subarray(0, SIGNED_READING_SIGNED_LENGTH) : closing;
    value = { ...value, closingDigest: createHash('sha256').update(covered).digest() };
  }
  if (body.kind === 'admissionRequest') {
    const { evidence, evidenceHash } = body.value;
    const got = keccak256(concat(evidence.map((raw) => keccak256(raw))));
    if (toHex(evidenceHash) !== got) return invalid(`evidenceHash: ${got} expected for this evidence, got ${toHex(evidenceHash)}`);
  }
  if (body.kind === 'storageState') {
    const hashed = storageStateHash(body.value);
    if (!hashed.ok) return hashed;
    value = { ...value, stateHash: hashed.value };
  }
  const message = readMessage(type, value);
  if (!message.ok) return message;
  return { ok: true, value: { id: typedDigest(type, message.value, deployment), message: message.value, signed: true } };
}
