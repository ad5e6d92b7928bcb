import { accept, type Result, refuse } from '../domain/index.ts';

const ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * Decodes base64url without padding (RFC 4648 §5) of a known number of bytes. One value has one spelling: padding and
 * non-zero trailing bits are refused, else a line could be altered without altering what it says.
 * @returns the bytes, FRAME_TRUNCATED where characters are missing, else FRAME_MALFORMED.
 */
export function decodeBase64url(text: string, length: number, what: string): Result<Uint8Array> {
  if (!ALPHABET.test(text)) return refuse('FRAME_MALFORMED', `${what}: base64url without padding expected, got another character`);
  const expected = Math.ceil((length * 4) / 3);
  if (text.length < expected) return refuse('FRAME_TRUNCATED', `${what}: ${expected} base64url characters expected, got ${text.length}`);
  if (text.length > expected) return refuse('FRAME_MALFORMED', `${what}: ${expected} base64url characters expected, got ${text.length}`);
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) return refuse('FRAME_MALFORMED', `${what}: zero trailing bits expected in the last character`);
  return accept(new Uint8Array(bytes));
}
