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
  /** Topics that may carry the id. */
  readonly topics: readonly (1 | 2 | 3)[];
}

export const ANSWER_OF: Record<TransactionBodyName, Answer> = {
  meterRegistration: { contract: 'meterRegistry', event: 'MeterRegistered', topics: [1] },
  meterRotation: { contract: 'meterRegistry', event: 'MeterRotated', topics: [1] },
  meterRevocation: { contract: 'meterRegistry', event: 'MeterRevoked', topics: [1] },
  readingBatch: { contract: 'readingLedger', event: 'BatchRecorded', topics: [1] },
  admissionRequest: { contract: 'admissionPolicy', event: 'AdmissionDecided', topics: [1] },
  order: { contract: 'energyMarket', event: 'TradeOpened', topics: [2, 3] },
  orderCancellation: { contract: 'energyMarket', event: 'OrderCancelled', topics: [1] },
  carbonApplication: { contract: 'carbonLedger', event: 'PermitsTraded', topics: [1] },
  permitOffer: { contract: 'carbonLedger', event: 'PermitsTraded', topics: [2] },
  match: { contract: 'energyMarket', event: 'TradeOpened', topics: [1] },
  settlement: { contract: 'energyMarket', event: 'TradeSettled', topics: [1] },
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

/** The id that stands in the answering log: a cancellation is answered under its order's id. */
export function answerId(entry: Entry): Hex {
  return entry.transaction.body.kind === 'orderCancellation' ? (entry.message['orderId'] as Hex) : entry.id;
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
    case 'admissionRequest':
      return encodeCall(deployment, 'admissionPolicy', 'decide', [message, signature, body.value.evidence.map(toHex)]);
    case 'readingBatch':
      return encodeCall(deployment, 'readingLedger', 'recordBatch', [batchStruct(entry), signature]);
    default:
      return undefined;
  }
}
