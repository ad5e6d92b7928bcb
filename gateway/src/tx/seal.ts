import { encodeTransaction, type Transaction, type TransactionBody } from '@joulegate/protos';
import { checkLength, type Unsigned } from './unsigned.ts';

/**
 * Joins an unsigned transaction and its owner's signature.
 * @param ownerSignature r | s | v over `unsigned.digest`, 65 bytes
 * @returns the transaction and its protobuf bytes; the same input gives the same bytes, so a retry changes nothing.
 * @throws JoulegateError CONFIG_INVALID for a signature of another length.
 */
export function sealTransaction(
  unsigned: Unsigned,
  ownerSignature: Uint8Array,
  options: { createdSeconds: bigint },
): { transaction: Transaction; bytes: Uint8Array } {
  const transaction: Transaction = {
    network: unsigned.network,
    id: unsigned.digest,
    created: options.createdSeconds,
    ownerSignature: checkLength(ownerSignature, 65, 'ownerSignature'),
    // Kind and value were joined by one builder; the union of all kinds no longer shows it.
    body: unsigned.body as TransactionBody,
  };
  return { transaction, bytes: encodeTransaction(transaction) };
}
