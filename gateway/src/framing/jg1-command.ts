import { JoulegateError } from '../domain/index.ts';
import { crc16X25 } from './crc16.ts';

/**
 * What the gateway asks of a native meter; `digest` is the 32-byte EIP-712 digest that the meter's key shall vouch for,
 * `publicKey` the 33 bytes, compressed, of the next key that the meter named.
 */
export type Jg1Command =
  | { readonly type: 'identity' | 'next' }
  | { readonly type: 'possession'; readonly digest: Uint8Array }
  | { readonly type: 'switch'; readonly publicKey: Uint8Array };

/**
 * @returns a `$JGQ1` line with CR LF, ASCII (docs/wire.md §1).
 * @throws JoulegateError VALUE_INVALID where digest or key have another length: a programmer's error, not a meter's.
 */
export function formatJg1Command(command: Jg1Command): string {
  const body = `JGQ1,${command.type}${formatArgument(command)}`;
  const crc = crc16X25(Buffer.from(body, 'latin1'));
  return `$${body}*${crc.toString(16).toUpperCase().padStart(4, '0')}\r\n`;
}

function formatArgument(command: Jg1Command): string {
  if (command.type === 'possession') return `,${encodeBytes(command.digest, 32, 'possession: a digest')}`;
  return command.type === 'switch' ? `,${encodeBytes(command.publicKey, 33, 'switch: a key')}` : '';
}

function encodeBytes(bytes: Uint8Array, length: number, what: string): string {
  if (bytes.length !== length) throw new JoulegateError('VALUE_INVALID', `$JGQ1 ${what} of ${length} bytes expected, got ${bytes.length}`);
  return Buffer.from(bytes).toString('base64url');
}
