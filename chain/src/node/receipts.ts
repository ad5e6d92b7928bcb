/** Writes receipts and refusals to their topics. */
import {
  type ErrorCode,
  encodeReceipt,
  type Receipt,
  type ReceiptState,
  TRANSACTION_TOPIC_KIND,
  type TransactionBodyName,
} from '@joulegate/protos';
import { toBytes } from './bytes.ts';
import type { NodeContext } from './context.ts';
import type { Entry } from './entry.ts';
import type { InclusionProof } from './inclusion-proof.ts';
import type { Hex } from './options.ts';
import { topics } from './topics.ts';

export interface Refusal {
  readonly action: 'refused' | 'deferred';
  readonly code: ErrorCode;
  readonly message: string;
}

export interface Receipts {
  progress(entry: Entry, state: 'accepted' | 'included' | 'final', proof?: InclusionProof): void;
  refuse(
    subject: { readonly id?: Hex | undefined; readonly kind: TransactionBodyName | string; readonly gateways: Iterable<string> },
    refusal: Refusal,
  ): void;
}

const NOTHING = new Uint8Array();
/** Room for a custom error with its arguments, and no more than a status line needs. */
const MESSAGE_MAX = 512;

export function createReceipts(context: NodeContext): Receipts {
  const { base, network, nodeId, counters, publish, log } = context;

  function blank(id: Hex, state: ReceiptState): Receipt {
    return {
      id: toBytes(id),
      state,
      network,
      node: nodeId,
      blockNumber: 0n,
      blockHash: NOTHING,
      transactionHash: NOTHING,
      transactionIndex: 0,
      headerRlp: NOTHING,
      proof: [],
      errorCode: '',
      errorMessage: '',
    };
  }
  function send(gateways: Iterable<string>, receipt: Receipt, id: Hex): void {
    const payload = encodeReceipt(receipt);
    for (const gateway of gateways) publish(topics.receipt(base, gateway, id), payload, { qos: 1 });
  }

  return {
    progress: (entry, state, proof) => {
      const { location } = entry;
      const where = location && {
        blockNumber: location.blockNumber,
        blockHash: toBytes(location.blockHash),
        transactionHash: toBytes(location.transactionHash),
        transactionIndex: location.transactionIndex,
      };
      counters.add(`receipts.${state}`);
      send(entry.gateways, { ...blank(entry.id, state), ...where, ...proof }, entry.id);
    },
    refuse: ({ id, kind, gateways }, { action, code, message }) => {
      const text = message.slice(0, MESSAGE_MAX);
      const list = [...gateways];
      counters.add(code);
      counters.add(`receipts.${action}`);
      log.info({ id, kind, gateways: list, code, action, message: text }, 'transaction not taken');
      if (id) send(list, { ...blank(id, action), errorCode: code, errorMessage: text }, id);
      if (action === 'deferred') return;
      const name = TRANSACTION_TOPIC_KIND[kind as TransactionBodyName] ?? kind;
      publish(
        topics.refusal(base, network),
        JSON.stringify({ id: id ?? null, kind: name, gateway: list[0] ?? null, code, message: text, node: nodeId }),
        { qos: 1 },
      );
    },
  };
}
