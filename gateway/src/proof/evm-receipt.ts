import { type Address, accept, address, type Result, refuse } from '../domain/index.ts';
import { isBytes, type RlpItem, readScalar, tryDecodeRlp } from './rlp.ts';

export interface ProvenLog {
  readonly address: Address;
  /** 32 bytes each; the first is the event's. */
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/**
 * Reads the consensus form of an EVM receipt: RLP [status, cumulative gas, bloom, logs], after one type byte where the
 * transaction is typed (EIP-2718; types 1 to 4 share this form).
 * @returns the logs of a transaction that succeeded, or RECEIPT_UNPROVEN.
 */
export function decodeEvmReceipt(bytes: Uint8Array): Result<ProvenLog[]> {
  const first = bytes[0] ?? 0;
  // A list begins at 0xc0; a type is 0x00 to 0x7f.
  const receipt = tryDecodeRlp(first < 0x80 ? bytes.subarray(1) : bytes);
  if (!Array.isArray(receipt) || receipt.length !== 4) return refuse('RECEIPT_UNPROVEN', 'EVM receipt: an RLP list of 4 items expected');
  const [status, , , logs] = receipt;
  const succeeded = readScalar(status);
  if (succeeded !== 1n)
    return refuse('RECEIPT_UNPROVEN', `EVM receipt: status 1 expected, got ${succeeded ?? 'none (a state root, before Byzantium)'}`);
  if (!Array.isArray(logs)) return refuse('RECEIPT_UNPROVEN', 'EVM receipt: a list of logs expected');
  const decoded: ProvenLog[] = [];
  for (const log of logs) {
    const one = decodeLog(log);
    if (!one.ok) return one;
    decoded.push(one.value);
  }
  return accept(decoded);
}

function decodeLog(log: RlpItem): Result<ProvenLog> {
  const [contract, topics, data] = Array.isArray(log) ? log : [];
  if (!isBytes(contract, 20) || !Array.isArray(topics) || !isBytes(data) || !topics.every((topic) => isBytes(topic, 32))) {
    return refuse('RECEIPT_UNPROVEN', 'EVM receipt: a log of address, topics of 32 bytes, and data expected');
  }
  return accept({ address: address(`0x${Buffer.from(contract).toString('hex')}`), topics: topics as Uint8Array[], data });
}
