/**
 * Typed view of the protobuf messages: 64-bit integers are bigint, bytes are Uint8Array, every field present.
 * Decoding refuses what it does not know instead of skipping it. Pure.
 */
import protobuf from 'protobufjs/minimal.js';
import { joulegate } from '../generated/joulegate.js';
import type { ErrorCode } from './error-codes.ts';

const v1 = joulegate.v1;

export interface MeterRegistration {
  owner: Uint8Array;
  keyX: Uint8Array;
  keyY: Uint8Array;
  curve: number;
  format: number;
  attestationClass: number;
  source: number;
  carrier: number;
  zone: number;
  capacityW: bigint;
  deadline: bigint;
  possessionSignature: Uint8Array;
}
export interface MeterRotation {
  meter: Uint8Array;
  newKeyX: Uint8Array;
  newKeyY: Uint8Array;
  nonce: bigint;
  possessionSignature: Uint8Array;
}
export interface MeterRevocation {
  meter: Uint8Array;
  nonce: bigint;
}
/** Who may put another key in an owner's place, should its own be lost. */
export interface RecoveryRule {
  owner: Uint8Array;
  /** 20 bytes; zero for none. */
  guardian: Uint8Array;
  delaySeconds: number;
  nonce: bigint;
}
/** The transaction's owner signature is the new owner's. */
export interface Recovery {
  owner: Uint8Array;
  newOwner: Uint8Array;
  nonce: bigint;
  /** Unix seconds. */
  deadline: bigint;
  /** 65 bytes, or what the guardian's contract takes (ERC-1271). */
  guardianSignature: Uint8Array;
}
export interface RecoveryVeto {
  owner: Uint8Array;
  /** 32 bytes: id of the Recovery. */
  recoveryId: Uint8Array;
}
export interface AdmissionRequest {
  meter: Uint8Array;
  zone: number;
  nature: number;
  capacityW: bigint;
  priceMicroPerKwh: bigint;
  gridCodeProfile: Uint8Array;
  /** What the device itself says it is set to; 0 where it did not tell. */
  underVoltageTripMv: number;
  overVoltageTripMv: number;
  underFrequencyTripMhz: number;
  overFrequencyTripMhz: number;
  reconnectDelaySeconds: number;
  /** Lowest displacement factor it can run at; 0 where not told. */
  minPowerFactorPermille: number;
  /** Total harmonic distortion now; THD_NOT_TOLD where not told. */
  thdPermille: number;
  /** keccak256 over the keccak256 of each reading in evidence, 32 bytes. */
  evidenceHash: Uint8Array;
  nonce: bigint;
  deadline: bigint;
  evidence: Uint8Array[];
}
export interface Order {
  meter: Uint8Array;
  side: number;
  carrier: number;
  zone: number;
  interval: bigint;
  energyWh: bigint;
  priceMicroPerKwh: bigint;
  expiry: bigint;
  nonce: bigint;
}
export interface OrderCancellation {
  orderId: Uint8Array;
}
/** Energy delivered and not sold is bought, taken and not bought is supplied, at the zone's base price within these limits. */
export interface SupplyAgreement {
  meter: Uint8Array;
  zone: number;
  /** The owner is supplied at no more than this. */
  maxPriceMicroPerKwh: bigint;
  /** The owner sells at no less than this. */
  minPriceMicroPerKwh: bigint;
  /** Unix seconds. */
  validFrom: bigint;
  validUntil: bigint;
  nonce: bigint;
}
export interface SupplyTermination {
  meter: Uint8Array;
  nonce: bigint;
}
export interface CarbonApplication {
  unit: Uint8Array;
  period: number;
  grams: bigint;
  maxPriceMicroPerKg: bigint;
  expiry: bigint;
  nonce: bigint;
}
export interface PermitOffer {
  seller: Uint8Array;
  period: number;
  grams: bigint;
  priceMicroPerKg: bigint;
  expiry: bigint;
  nonce: bigint;
}
export interface PermitRetirement {
  owner: Uint8Array;
  period: number;
  grams: bigint;
  nonce: bigint;
  /** Unix seconds. */
  deadline: bigint;
}
export interface GuaranteeRetirement {
  holder: Uint8Array;
  /** 32 bytes: the token's id. */
  guaranteeId: Uint8Array;
  energyWh: bigint;
  beneficiary: Uint8Array;
  /** keccak256 of what it is for, in words. */
  purposeHash: Uint8Array;
  nonce: bigint;
  /** Unix seconds. */
  deadline: bigint;
}
export interface ReadingBatch {
  meter: Uint8Array;
  firstCounter: bigint;
  count: number;
  root: Uint8Array;
  closing: Uint8Array;
}
export interface Match {
  sellOrderId: Uint8Array;
  buyOrderId: Uint8Array;
  energyWh: bigint;
  priceMicroPerKwh: bigint;
}
export interface Settlement {
  tradeId: Uint8Array;
}

export interface StorageState {
  meter: Uint8Array;
  /** Unix seconds. */
  time: bigint;
  storedWh: bigint;
  usableWh: bigint;
  /** Positive charges. */
  powerW: number;
  maxChargeW: number;
  maxDischargeW: number;
  /** 32 bytes. */
  salt: Uint8Array;
}

export interface TransactionBodies {
  meterRegistration: MeterRegistration;
  meterRotation: MeterRotation;
  meterRevocation: MeterRevocation;
  admissionRequest: AdmissionRequest;
  order: Order;
  orderCancellation: OrderCancellation;
  carbonApplication: CarbonApplication;
  permitOffer: PermitOffer;
  readingBatch: ReadingBatch;
  match: Match;
  settlement: Settlement;
  supplyAgreement: SupplyAgreement;
  storageState: StorageState;
  supplyTermination: SupplyTermination;
  permitRetirement: PermitRetirement;
  guaranteeRetirement: GuaranteeRetirement;
  recoveryRule: RecoveryRule;
  recovery: Recovery;
  recoveryVeto: RecoveryVeto;
}
export type TransactionBodyName = keyof TransactionBodies;
export type TransactionBody = {
  [K in TransactionBodyName]: { readonly kind: K; readonly value: TransactionBodies[K] };
}[TransactionBodyName];

/** Kind as it stands in the topic `<base>/<gw>/tx/<kind>`. */
export const TRANSACTION_TOPIC_KIND: Record<TransactionBodyName, string> = {
  meterRegistration: 'meter-registration',
  meterRotation: 'meter-rotation',
  meterRevocation: 'meter-revocation',
  admissionRequest: 'admission-request',
  order: 'order',
  orderCancellation: 'order-cancellation',
  carbonApplication: 'carbon-application',
  permitOffer: 'permit-offer',
  readingBatch: 'reading-batch',
  match: 'match',
  settlement: 'settlement',
  supplyAgreement: 'supply-agreement',
  storageState: 'storage-state',
  supplyTermination: 'supply-termination',
  permitRetirement: 'permit-retirement',
  guaranteeRetirement: 'guarantee-retirement',
  recoveryRule: 'recovery-rule',
  recovery: 'recovery',
  recoveryVeto: 'recovery-veto',
};

export interface Transaction {
  /** CAIP-2, `eip155:<chain id>`. */
  network: string;
  /** 32 bytes: EIP-712 digest of the body. */
  id: Uint8Array;
  /** Unix seconds, information only. */
  created: bigint;
  /** 65 bytes r | s | v, or empty. */
  ownerSignature: Uint8Array;
  body: TransactionBody;
}

export const RECEIPT_STATE = { accepted: 1, included: 2, final: 3, refused: 4, deferred: 5 } as const;
export type ReceiptState = keyof typeof RECEIPT_STATE;

export interface Receipt {
  id: Uint8Array;
  state: ReceiptState;
  network: string;
  node: string;
  blockNumber: bigint;
  blockHash: Uint8Array;
  transactionHash: Uint8Array;
  transactionIndex: number;
  headerRlp: Uint8Array;
  proof: Uint8Array[];
  errorCode: string;
  errorMessage: string;
}

export interface OrderAnnouncement {
  transaction: Transaction;
  owner: Uint8Array;
  node: string;
}

export interface ConsideredOrder {
  /** 32 bytes. */
  orderId: Uint8Array;
  remainingWh: bigint;
}

export interface MatchAnnouncement {
  zone: number;
  carrier: number;
  interval: bigint;
  matches: Match[];
  rule: string;
  node: string;
  priceCeilingMicroPerKwh: bigint;
  /** Every order that the round looked at, by rising id. */
  considered: ConsideredOrder[];
  blockNumber: bigint;
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** Messages nest two deep; a payload larger than this is refused before it is parsed. */
export const MESSAGE_MAX_LENGTH = 64 * 1024;

interface MessageClass {
  decode(reader: protobuf.Reader): object;
  fromObject(object: Record<string, unknown>): object;
  toObject(message: never, options: object): Record<string, unknown>;
  encode(message: object): { finish(): Uint8Array };
}

const TO_OBJECT = { longs: BigInt, bytes: Uint8Array, defaults: true, arrays: true, oneofs: true } as const;

function findUnknown(message: object): number | undefined {
  const unknowns = (message as { $unknowns?: Uint8Array[] }).$unknowns;
  const first = unknowns?.[0];
  if (first !== undefined) return protobuf.Reader.create(first).uint32() >>> 3;
  for (const value of Object.values(message)) {
    if (value instanceof Uint8Array) continue;
    for (const nested of Array.isArray(value) ? value : [value]) {
      if (nested === null || typeof nested !== 'object' || nested instanceof Uint8Array) continue;
      const found = findUnknown(nested);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function decodeStrictly(type: MessageClass, name: string, bytes: Uint8Array): Decoded<Record<string, unknown>> {
  if (bytes.length > MESSAGE_MAX_LENGTH) {
    return {
      ok: false,
      code: 'MQTT_PAYLOAD_OVERSIZE',
      message: `${name}: at most ${MESSAGE_MAX_LENGTH} bytes expected, got ${bytes.length}`,
    };
  }
  let message: object;
  try {
    const reader = protobuf.Reader.create(bytes);
    reader.discardUnknown = false;
    message = type.decode(reader);
  } catch (cause) {
    return { ok: false, code: 'PROTOBUF_MALFORMED', message: `${name}: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
  const unknown = findUnknown(message);
  if (unknown !== undefined) {
    return {
      ok: false,
      code: 'PROTOBUF_UNKNOWN_FIELD',
      message: `${name}: field ${unknown} is not part of joulegate.v1, or has another type there`,
    };
  }
  return { ok: true, value: plainBytes(type.toObject(message as never, TO_OBJECT)) as Record<string, unknown> };
}

/** protobufjs answers with Buffers, for a Buffer and for an empty field; their slice() and equality differ from Uint8Array's. */
function plainBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value.buffer, value.byteOffset, value.length);
  if (Array.isArray(value)) return value.map(plainBytes);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plainBytes(field)]));
}

const BODY_NAMES = Object.keys(TRANSACTION_TOPIC_KIND) as TransactionBodyName[];

function toTransaction(o: Record<string, unknown>): Decoded<Transaction> {
  const kind = o['body'] as TransactionBodyName | undefined;
  if (kind === undefined || !BODY_NAMES.includes(kind)) {
    return { ok: false, code: 'PROTOBUF_MALFORMED', message: 'Transaction: one body expected, got none' };
  }
  return {
    ok: true,
    value: {
      network: o['network'] as string,
      id: o['id'] as Uint8Array,
      created: o['created'] as bigint,
      ownerSignature: o['ownerSignature'] as Uint8Array,
      body: { kind, value: o[kind] } as TransactionBody,
    },
  };
}

function fromTransaction(t: Transaction): Record<string, unknown> {
  const { body, ...rest } = t;
  return { ...rest, [body.kind]: body.value };
}

function encode(type: MessageClass, object: Record<string, unknown>): Uint8Array {
  return type.encode(type.fromObject(object)).finish();
}

export function encodeTransaction(transaction: Transaction): Uint8Array {
  return encode(v1.Transaction as unknown as MessageClass, fromTransaction(transaction));
}

/** @returns the transaction, or PROTOBUF_MALFORMED, PROTOBUF_UNKNOWN_FIELD or MQTT_PAYLOAD_OVERSIZE. Lengths of bytes fields are the caller's to check. */
export function decodeTransaction(bytes: Uint8Array): Decoded<Transaction> {
  const decoded = decodeStrictly(v1.Transaction as unknown as MessageClass, 'Transaction', bytes);
  return decoded.ok ? toTransaction(decoded.value) : decoded;
}

export function encodeReceipt(receipt: Receipt): Uint8Array {
  return encode(v1.Receipt as unknown as MessageClass, { ...receipt, state: RECEIPT_STATE[receipt.state] });
}

export function decodeReceipt(bytes: Uint8Array): Decoded<Receipt> {
  const decoded = decodeStrictly(v1.Receipt as unknown as MessageClass, 'Receipt', bytes);
  if (!decoded.ok) return decoded;
  const state = (Object.keys(RECEIPT_STATE) as ReceiptState[]).find((name) => RECEIPT_STATE[name] === decoded.value['state']);
  if (state === undefined) {
    return { ok: false, code: 'PROTOBUF_MALFORMED', message: `Receipt: state 1 to 5 expected, got ${String(decoded.value['state'])}` };
  }
  return { ok: true, value: { ...(decoded.value as unknown as Receipt), state } };
}

export function encodeOrderAnnouncement(announcement: OrderAnnouncement): Uint8Array {
  return encode(v1.OrderAnnouncement as unknown as MessageClass, {
    ...announcement,
    transaction: fromTransaction(announcement.transaction),
  });
}

export function decodeOrderAnnouncement(bytes: Uint8Array): Decoded<OrderAnnouncement> {
  const decoded = decodeStrictly(v1.OrderAnnouncement as unknown as MessageClass, 'OrderAnnouncement', bytes);
  if (!decoded.ok) return decoded;
  const inner = decoded.value['transaction'] as Record<string, unknown> | null;
  if (inner === null) return { ok: false, code: 'PROTOBUF_MALFORMED', message: 'OrderAnnouncement: a transaction expected, got none' };
  const transaction = toTransaction(inner);
  if (!transaction.ok) return transaction;
  return {
    ok: true,
    value: { transaction: transaction.value, owner: decoded.value['owner'] as Uint8Array, node: decoded.value['node'] as string },
  };
}

export function encodeMatchAnnouncement(announcement: MatchAnnouncement): Uint8Array {
  return encode(v1.MatchAnnouncement as unknown as MessageClass, { ...announcement });
}

export function decodeMatchAnnouncement(bytes: Uint8Array): Decoded<MatchAnnouncement> {
  const decoded = decodeStrictly(v1.MatchAnnouncement as unknown as MessageClass, 'MatchAnnouncement', bytes);
  return decoded.ok ? { ok: true, value: decoded.value as unknown as MatchAnnouncement } : decoded;
}
