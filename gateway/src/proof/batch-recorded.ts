import { JoulegateError } from '../domain/index.ts';
import type { ProvenLog } from './evm-receipt.ts';

const WORD = 32;
/** firstCounter, closingCounter, count, root, time, importWh, exportWh */
const WORDS = 7;

/**
 * Reads the closing reading's counter from a proven BatchRecorded log: the last that the chain has taken of this meter.
 * @throws JoulegateError RECEIPT_INVALID where the log's data has another length.
 */
export function closingCounterOf(log: ProvenLog): bigint {
  if (log.data.length !== WORDS * WORD)
    throw new JoulegateError('RECEIPT_INVALID', `BatchRecorded: ${WORDS * WORD} bytes of data expected, got ${log.data.length}`);
  return BigInt(`0x${Buffer.from(log.data.subarray(WORD, 2 * WORD)).toString('hex')}`);
}
