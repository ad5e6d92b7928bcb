import { JoulegateError } from '../domain/index.ts';
import { closingKey, type ForeignCurve, lowerS } from './foreign-leaf.ts';
import { checkLength } from './unsigned.ts';

/** What the contract takes: OcmfReadingLib.MAX_PAYLOAD_LENGTH. */
const MAX_PAYLOAD_LENGTH = 4096;

/**
 * A signed OCMF record as the ledger takes it: x | y | r | s | payload. The contract walks the payload itself, so nothing
 * in a closing but key, signature and signed text says what was measured.
 * @param closing.publicKey x | y (64 bytes), or the same behind 0x04 (65 bytes)
 * @param closing.r 32 bytes, big-endian; s likewise, in either half of the order
 * @param closing.payload what the meter signed: the exact characters between the first two pipes, as text or as its UTF-8
 * @throws JoulegateError CONFIG_INVALID for parts of another length, and for a payload that is empty or above 4,096 bytes.
 */
export function encodeOcmfClosing(closing: {
  readonly publicKey: Uint8Array;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  readonly payload: string | Uint8Array;
  readonly curve?: ForeignCurve;
}): Uint8Array {
  const payload = typeof closing.payload === 'string' ? Buffer.from(closing.payload, 'utf8') : closing.payload;
  if (payload.length === 0 || payload.length > MAX_PAYLOAD_LENGTH) {
    throw new JoulegateError('CONFIG_INVALID', `payload: 1 to ${MAX_PAYLOAD_LENGTH} bytes expected, got ${payload.length}`);
  }
  const { r, s, curve = 'P-256' } = closing;
  return new Uint8Array(Buffer.concat([closingKey(closing.publicKey), checkLength(r, 32, 'r'), lowerS(s, curve), payload]));
}
