import { JoulegateError } from '../domain/index.ts';
import { crc16X25 } from './crc16.ts';

/** What the gateway asks of a native meter; `digest` is the 32-byte EIP-712 digest that the meter's key shall vouch for. */
export type Jg1Command = { readonly type: 'identity' } | { readonly type: 'possession'; readonly digest: Uint8Array };

/**
 * @returns a `$JGQ1` line with CR LF, ASCII (docs/wire.md §1).
 * @throws JoulegateError VALUE_INVALID where the digest is not 32 bytes: a programmer's error, not a meter's.
 */
export function formatJg1Command(command: Jg1Command): string {
  const body = command.type === 'identity' ? 'JGQ1,identity' : `JGQ1,possession,${encodeDigest(command.digest)}`;
  const crc = crc16X25(Buffer.from(body, 'latin1'));
  return `$${body}*${crc.toString(16).toUpperCase().padStart(4, '0')}\r\n`;
}

function encodeDigest(digest: Uint8Array): string {
  if (digest.length !== 32)
    throw new JoulegateError('VALUE_INVALID', `$JGQ1 possession: a digest of 32 bytes expected, got ${digest.length}`);
  return Buffer.from(digest).toString('base64url');
}
