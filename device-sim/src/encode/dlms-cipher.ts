import { createCipheriv, createHash } from 'node:crypto';

const GENERAL_GLO_CIPHERING = 0xdb;
const AUTHENTICATED = 0x10;
const ENCRYPTED = 0x20;
const TAG_LENGTH = 12;

export interface DlmsCipher {
  /** GUEK, 16 bytes. */
  readonly key: Uint8Array;
  /** AK, 16 bytes; encrypted without a tag where absent, as Austrian meters do. */
  readonly authenticationKey?: Uint8Array | undefined;
  /** 8 bytes: three letters of the maker and a number. */
  readonly systemTitle: Uint8Array;
  /** Invocation counter, 32 bits: never twice under one key. */
  readonly counter: number;
}

/** A system title of the maker JGS, always the same for an id. */
export function systemTitleOf(id: string): Uint8Array {
  return Buffer.concat([Buffer.from('JGS'), createHash('sha256').update(id).digest().subarray(0, 5)]);
}

function lengthOf(count: number): Uint8Array {
  if (count < 0x80) return Uint8Array.of(count);
  return count < 0x100 ? Uint8Array.of(0x81, count) : Uint8Array.of(0x82, count >> 8, count & 0xff);
}

/**
 * general-glo-ciphering (DLMS UA 1000-2, 9.2.7.2.4): DB, system title with its length, BER length of the rest, security control of suite
 * 0, counter, AES-128-GCM under nonce system title | counter with additional data control | AK, and its tag of 12 bytes where there is AK.
 */
export function encodeDlmsCipher(apdu: Uint8Array, { key, authenticationKey, systemTitle, counter }: DlmsCipher): Uint8Array {
  const control = ENCRYPTED | (authenticationKey === undefined ? 0 : AUTHENTICATED);
  const invocation = Buffer.alloc(4);
  invocation.writeUInt32BE(counter);
  const cipher = createCipheriv('aes-128-gcm', key, Buffer.concat([systemTitle, invocation]), { authTagLength: TAG_LENGTH });
  if (authenticationKey !== undefined) cipher.setAAD(Buffer.concat([Uint8Array.of(control), authenticationKey]));
  const text = Buffer.concat([cipher.update(apdu), cipher.final()]);
  const tag = authenticationKey === undefined ? new Uint8Array() : cipher.getAuthTag();
  const rest = Buffer.concat([Uint8Array.of(control), invocation, text, tag]);
  return Buffer.concat([Uint8Array.of(GENERAL_GLO_CIPHERING, systemTitle.length), systemTitle, lengthOf(rest.length), rest]);
}
