import { type ContractName, SIDE, type Transaction, type TransactionBodyName } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { accept, type Result, refuse } from '../domain/index.ts';

/** Canonical signatures of the events in chain/contracts/interfaces; a test reads them there and compares. */
export const EVENT_SIGNATURES = {
  MeterRegistered: 'MeterRegistered(bytes32,address,address,uint8,uint8,uint8,uint32,uint64)',
  MeterRotated: 'MeterRotated(bytes32,address,address)',
  MeterRevoked: 'MeterRevoked(bytes32,address)',
  MeterSuspended: 'MeterSuspended(address,bytes32)',
  MeterReinstated: 'MeterReinstated(address)',
  RecoveryRuleSet: 'RecoveryRuleSet(bytes32,address,address,uint32,uint64)',
  RecoveryStarted: 'RecoveryStarted(bytes32,address,address,address,uint64)',
  RecoveryVetoed: 'RecoveryVetoed(bytes32,bytes32,address)',
  BatchRecorded: 'BatchRecorded(bytes32,address,uint64,uint64,uint32,bytes32,uint64,uint64,uint64)',
  AdmissionDecided: 'AdmissionDecided(bytes32,address,uint32,uint32,uint64,uint64,uint32,uint8,uint64)',
  AccessSuspended: 'AccessSuspended(address,uint8,bytes32)',
  AccessCured: 'AccessCured(address,uint8)',
  AccessExpired: 'AccessExpired(address,uint32,uint64)',
  AccessRevoked: 'AccessRevoked(address,uint32,uint64)',
  TradeOpened:
    'TradeOpened(bytes32,bytes32,bytes32,uint32,uint8,(bytes32,bytes32,address,address,address,address,uint64,uint64,uint64,uint64))',
  OrderCancelled: 'OrderCancelled(bytes32,address)',
  StorageStateShared: 'StorageStateShared(bytes32,address,uint64,bytes32)',
  SupplyAgreed: 'SupplyAgreed(bytes32,address,uint32,uint64,uint64,uint64,uint64)',
  SupplyTerminated: 'SupplyTerminated(bytes32,address,uint64)',
  PermitsTraded: 'PermitsTraded(bytes32,bytes32,address,address,uint32,uint64,uint256)',
  PermitsRetired: 'PermitsRetired(bytes32,address,uint32,uint64)',
  GuaranteeRetired: 'GuaranteeRetired(bytes32,address,uint256,uint64,address,bytes32)',
} as const;

export type EventName = keyof typeof EVENT_SIGNATURES;

/** topics[0] of an event, 32 bytes. */
export function eventTopic(event: EventName): Uint8Array {
  return keccak_256(new TextEncoder().encode(EVENT_SIGNATURES[event]));
}

/** What identifies a body in its log: the transaction's id; for an order its side, for a cancellation the order's id. */
export interface BodyIds {
  readonly id: Uint8Array;
  readonly orderSide?: number;
  readonly orderId?: Uint8Array;
}

/** What identifies a transaction's body in its log. */
export function bodyIdsOf({ id, body }: Pick<Transaction, 'id' | 'body'>): BodyIds {
  return {
    id,
    ...(body.kind === 'order' && { orderSide: body.value.side }),
    ...(body.kind === 'orderCancellation' && { orderId: body.value.orderId }),
  };
}

export interface ExpectedLog {
  readonly contract: ContractName;
  readonly event: EventName;
  /** Position of the id among the topics. */
  readonly topic: number;
  readonly id: Uint8Array;
}

/** The table of docs/wire.md §4. @returns RECEIPT_INVALID for a body that a gateway does not send, or ids that don't say enough. */
export function expectLog(kind: TransactionBodyName, ids: BodyIds): Result<ExpectedLog> {
  const { id } = ids;
  switch (kind) {
    case 'meterRegistration':
      return accept({ contract: 'meterRegistry', event: 'MeterRegistered', topic: 1, id });
    case 'meterRotation':
      return accept({ contract: 'meterRegistry', event: 'MeterRotated', topic: 1, id });
    case 'meterRevocation':
      return accept({ contract: 'meterRegistry', event: 'MeterRevoked', topic: 1, id });
    case 'recoveryRule':
      return accept({ contract: 'meterRegistry', event: 'RecoveryRuleSet', topic: 1, id });
    case 'recovery':
      return accept({ contract: 'meterRegistry', event: 'RecoveryStarted', topic: 1, id });
    case 'recoveryVeto':
      return accept({ contract: 'meterRegistry', event: 'RecoveryVetoed', topic: 1, id });
    case 'readingBatch':
      return accept({ contract: 'readingLedger', event: 'BatchRecorded', topic: 1, id });
    case 'admissionRequest':
      return accept({ contract: 'admissionPolicy', event: 'AdmissionDecided', topic: 1, id });
    case 'order':
      if (ids.orderSide !== SIDE.sell && ids.orderSide !== SIDE.buy)
        return refuse('RECEIPT_INVALID', `order: side 1 or 2 expected, got ${ids.orderSide}`);
      return accept({ contract: 'energyMarket', event: 'TradeOpened', topic: ids.orderSide === SIDE.sell ? 2 : 3, id });
    case 'orderCancellation':
      if (ids.orderId === undefined) return refuse('RECEIPT_INVALID', 'orderCancellation: the id of the cancelled order expected');
      return accept({ contract: 'energyMarket', event: 'OrderCancelled', topic: 1, id: ids.orderId });
    case 'supplyAgreement':
      return accept({ contract: 'energyMarket', event: 'SupplyAgreed', topic: 1, id });
    case 'supplyTermination':
      return accept({ contract: 'energyMarket', event: 'SupplyTerminated', topic: 1, id });
    case 'carbonApplication':
      return accept({ contract: 'carbonLedger', event: 'PermitsTraded', topic: 1, id });
    case 'permitOffer':
      return accept({ contract: 'carbonLedger', event: 'PermitsTraded', topic: 2, id });
    case 'permitRetirement':
      return accept({ contract: 'carbonLedger', event: 'PermitsRetired', topic: 1, id });
    case 'guaranteeRetirement':
      return accept({ contract: 'guaranteeOfOrigin', event: 'GuaranteeRetired', topic: 1, id });
    case 'storageState':
      return accept({ contract: 'storageBoard', event: 'StorageStateShared', topic: 1, id });
    case 'match':
    case 'settlement':
      return refuse('RECEIPT_INVALID', `${kind}: not a transaction that a gateway awaits`);
  }
}
