/** What each transaction asks of which contract, and which log answers it (docs/wire.md section 4). Pure. */
import type { ContractName, Deployment, TransactionBodyName } from '@joulegate/protos';
import { encodeFunctionData, toEventSelector } from 'viem';
import { ABIS } from './abis.ts';
import { toHex } from './bytes.ts';
import type { Entry } from './entry.ts';
import type { Hex } from './options.ts';

export interface Call {
  readonly to: Hex;
  readonly data: Hex;
}

export function encodeCall(deployment: Deployment, contract: ContractName, functionName: string, args: readonly unknown[]): Call {
  return { to: deployment.contracts[contract], data: encodeFunctionData({ abi: ABIS[contract], functionName, args }) };
}

interface Answer {
  readonly contract: ContractName;
  readonly event: string;
}

export const ANSWER_OF: Record<TransactionBodyName, Answer> = {
  meterRegistration: { contract: 'meterRegistry', event: 'MeterRegistered' },
  meterRotation: { contract: 'meterRegistry', event: 'MeterRotated' },
  meterRevocation: { contract: 'meterRegistry', event: 'MeterRevoked' },
  recoveryRule: { contract: 'meterRegistry', event: 'RecoveryRuleSet' },
  recovery: { contract: 'meterRegistry', event: 'RecoveryStarted' },
  recoveryVeto: { contract: 'meterRegistry', event: 'RecoveryVetoed' },
  readingBatch: { contract: 'readingLedger', event: 'BatchRecorded' },
  admissionRequest: { contract: 'admissionPolicy', event: 'AdmissionDecided' },
  order: { contract: 'energyMarket', event: 'TradeOpened' },
  orderCancellation: { contract: 'energyMarket', event: 'OrderCancelled' },
  supplyAgreement: { contract: 'energyMarket', event: 'SupplyAgreed' },
  supplyTermination: { contract: 'energyMarket', event: 'SupplyTerminated' },
  carbonApplication: { contract: 'carbonLedger', event: 'PermitsTraded' },
  permitOffer: { contract: 'carbonLedger', event: 'PermitsTraded' },
  permitRetirement: { contract: 'carbonLedger', event: 'PermitsRetired' },
  guaranteeRetirement: { contract: 'guaranteeOfOrigin', event: 'GuaranteeRetired' },
  storageState: { contract: 'storageBoard', event: 'StorageStateShared' },
  match: { contract: 'energyMarket', event: 'TradeOpened' },
  settlement: { contract: 'energyMarket', event: 'TradeSettled' },
};

export function eventSelector(contract: ContractName, event: string): Hex {
  const item = ABIS[contract].find((candidate) => candidate.type === 'event' && candidate.name === event);
  if (item?.type !== 'event') throw new Error(`${contract} has no event ${event}`);
  return toEventSelector(item);
}

const selectors = new Map<TransactionBodyName, Hex>();

export function answerSelector(kind: TransactionBodyName): Hex {
  let selector = selectors.get(kind);
  if (!selector) {
    const { contract, event } = ANSWER_OF[kind];
    selector = eventSelector(contract, event);
    selectors.set(kind, selector);
  }
  return selector;
}

/** Topics of a log, null for any; a log that fits one of an entry's filters is its answer. */
export type TopicFilter = readonly (Hex | null)[];

export function answerFilters(entry: Entry): TopicFilter[] {
  const { kind } = entry.transaction.body;
  const selector = answerSelector(kind);
  switch (kind) {
    case 'order':
      return [
        [selector, null, entry.id],
        [selector, null, null, entry.id],
      ];
    case 'permitOffer':
      return [[selector, null, entry.id]];
    case 'orderCancellation':
      return [[selector, entry.message['orderId'] as Hex]];
    case 'match':
      // A trade's own id also covers how much was sold before, which the sender can't know.
      return [[selector, null, entry.message['sellOrderId'] as Hex, entry.message['buyOrderId'] as Hex]];
    default:
      return [[selector, entry.id]];
  }
}

export function fits(filter: TopicFilter, topics: readonly Hex[]): boolean {
  return filter.every((wanted, index) => wanted === null || wanted === topics[index]);
}

/** A batch as the contract's struct. */
export function batchStruct(entry: Entry): object {
  const { body } = entry.transaction;
  return { ...entry.message, closing: body.kind === 'readingBatch' ? toHex(body.value.closing) : '0x' };
}

/** Calls of their own: registration, rotation, revocation, admission. @returns undefined for kinds that have other ways. */
export function singleCall(entry: Entry, deployment: Deployment): Call | undefined {
  const { body, ownerSignature } = entry.transaction;
  const { message } = entry;
  const signature = toHex(ownerSignature);
  switch (body.kind) {
    case 'meterRegistration':
      return encodeCall(deployment, 'meterRegistry', 'register', [message, signature, toHex(body.value.possessionSignature)]);
    case 'meterRotation':
      return encodeCall(deployment, 'meterRegistry', 'rotate', [
        message['meter'],
        message['newKeyX'],
        message['newKeyY'],
        message['nonce'],
        signature,
        toHex(body.value.possessionSignature),
      ]);
    case 'meterRevocation':
      return encodeCall(deployment, 'meterRegistry', 'revoke', [message['meter'], message['nonce'], signature]);
    case 'recoveryRule': {
      const { owner, guardian, delaySeconds, nonce } = message;
      return encodeCall(deployment, 'meterRegistry', 'setRecoveryRule', [owner, guardian, delaySeconds, nonce, signature]);
    }
    case 'recovery':
      return encodeCall(deployment, 'meterRegistry', 'startRecovery', [message, toHex(body.value.guardianSignature), signature]);
    case 'recoveryVeto':
      return encodeCall(deployment, 'meterRegistry', 'vetoRecovery', [message['owner'], message['recoveryId'], signature]);
    case 'admissionRequest':
      return encodeCall(deployment, 'admissionPolicy', 'decide', [message, signature, body.value.evidence.map(toHex)]);
    case 'storageState':
      return encodeCall(deployment, 'storageBoard', 'share', [message['meter'], message['time'], message['stateHash'], signature]);
    case 'permitRetirement':
      return encodeCall(deployment, 'carbonLedger', 'retireFor', [message, signature]);
    case 'guaranteeRetirement':
      return encodeCall(deployment, 'guaranteeOfOrigin', 'retireFor', [message, signature]);
    case 'supplyAgreement':
      return encodeCall(deployment, 'energyMarket', 'agreeSupply', [message, signature]);
    case 'supplyTermination':
      return encodeCall(deployment, 'energyMarket', 'terminateSupply', [message['meter'], message['nonce'], signature]);
    case 'readingBatch':
      return encodeCall(deployment, 'readingLedger', 'recordBatch', [batchStruct(entry), signature]);
    default:
      return undefined;
  }
}
