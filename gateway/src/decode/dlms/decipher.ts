import { createDecipheriv } from 'node:crypto';
import { accept, type Result, refuse } from '../../domain/index.ts';

export interface DlmsKeys {
  /** GUEK, 16 bytes. */
  readonly key?: Uint8Array;
  /** AK, 16 bytes. */
  readonly authenticationKey?: Uint8Array;
}

export interface Deciphered {
  readonly plaintext: Uint8Array;
  /** Invocation counter: never repeats under one key. */
  readonly counter: number;
  /** 8 bytes: maker's three letters and a number. */
  readonly systemTitle: Uint8Array;
  /** False for meters that encrypt without authenticating: a wrong key then gives nonsense, no refusal. */
  readonly isAuthenticated: boolean;
}

const GENERAL_GLO = 0xdb;
const GENERAL_DED = 0xdd;
const TITLE_LENGTH = 8;
/** Of the security control. Suites 0 and 1 cipher alike, with AES-GCM-128; Kaifa's meters in Austria write 1. */
const SUITE = 0x0f;
const AES_128_SUITE_MAX = 1;
const COMPRESSED = 0x80;
const AUTHENTICATED = 0x10;
const ENCRYPTED = 0x20;
const TAG_LENGTH = 12;
const KEY_LENGTH = 16;
/** What the customer interfaces of Luxembourg and others authenticate with where nobody gives them a key of their own (Luxmetering E-Meter P1 specification 1.1.3, 3.2.5). */
const COMMON_AUTHENTICATION_KEY = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

export const isCiphered = (apdu: Uint8Array): boolean => (apdu[0] === GENERAL_GLO || apdu[0] === GENERAL_DED) && apdu[1] === TITLE_LENGTH;

function open(
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  text: Uint8Array,
  tag: Uint8Array | undefined,
): Uint8Array | undefined {
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(additional);
  const plain = decipher.update(text);
  if (tag === undefined) return plain;
  try {
    decipher.setAuthTag(tag);
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}

/**
 * Opens a general-glo-ciphering or general-ded-ciphering APDU: AES-128-GCM of security suites 0 and 1, nonce system title | counter,
 * additional data security control | AK, tag of 12 bytes (DLMS UA 1000-2, 9.2.7.2.4).
 * @param mayGoUnchecked grid operators in Switzerland, Denmark and elsewhere hand out GUEK but no AK, so that nobody can check the tag:
 *   where none is configured and a check value of the link guards the bytes, they are then deciphered without, and `isAuthenticated` is false
 * @returns FRAME_TRUNCATED, FRAME_MALFORMED, FORMAT_UNSUPPORTED for another suite, or DECRYPTION_FAILED without a key, with one of another
 *   length, or where the tag does not hold.
 */
export function decipherApdu(apdu: Uint8Array, keys: DlmsKeys, mayGoUnchecked = false): Result<Deciphered> {
  if (!isCiphered(apdu))
    return refuse('FRAME_MALFORMED', `ciphered APDU: DB or DD and 08 expected, got ${Buffer.from(apdu.subarray(0, 2)).toString('hex')}`);
  let at = 2 + TITLE_LENGTH;
  const first = apdu[at++] ?? 0;
  let length = first;
  if (first >= 0x80) {
    length = 0;
    for (let i = 0; i < Math.min(first - 0x80, 4); i += 1) length = length * 256 + (apdu[at++] ?? 0);
  }
  const [control] = apdu.subarray(at);
  if (control === undefined || at + length > apdu.length || length < 5)
    return refuse('FRAME_TRUNCATED', `ciphered APDU: ${length} bytes expected after the length, got ${apdu.length - at}`);
  if ((control & SUITE) > AES_128_SUITE_MAX)
    return refuse('FORMAT_UNSUPPORTED', `ciphered APDU: security suite 0 or 1 expected, got ${control & SUITE}`);
  if ((control & COMPRESSED) !== 0) return refuse('FORMAT_UNSUPPORTED', 'ciphered APDU: one that is not compressed expected');
  const counterBytes = apdu.subarray(at + 1, at + 5);
  const systemTitle = Uint8Array.from(apdu.subarray(2, 2 + TITLE_LENGTH));
  const counter = Buffer.from(counterBytes).readUInt32BE();
  const isAuthenticated = (control & AUTHENTICATED) !== 0;
  const body = apdu.subarray(at + 5, at + length);
  if (isAuthenticated && body.length < TAG_LENGTH) return refuse('FRAME_TRUNCATED', `ciphered APDU: a tag of ${TAG_LENGTH} bytes expected`);
  const text = isAuthenticated ? body.subarray(0, -TAG_LENGTH) : body;
  if ((control & ENCRYPTED) === 0 && !isAuthenticated)
    return accept({ plaintext: Uint8Array.from(text), counter, systemTitle, isAuthenticated });
  const { key, authenticationKey } = keys;
  if (key === undefined) return refuse('DECRYPTION_FAILED', 'ciphered APDU: an encryption key (GUEK) expected, none is configured');
  if (key.length !== KEY_LENGTH || (authenticationKey !== undefined && authenticationKey.length !== KEY_LENGTH))
    return refuse('DECRYPTION_FAILED', `ciphered APDU: keys of ${KEY_LENGTH} bytes expected`);
  const nonce = Buffer.concat([systemTitle, counterBytes]);
  const isEncrypted = (control & ENCRYPTED) !== 0;
  // Some meters authenticate without AK: those of Luxembourg with the common one, others with the control byte alone.
  const candidates = authenticationKey === undefined ? [COMMON_AUTHENTICATION_KEY, new Uint8Array()] : [authenticationKey];
  for (const candidate of candidates) {
    const head = Buffer.concat([Buffer.of(control), candidate]);
    const tag = isAuthenticated ? body.subarray(-TAG_LENGTH) : undefined;
    const plaintext = isEncrypted
      ? open(key, nonce, isAuthenticated ? head : new Uint8Array(), text, tag)
      : open(key, nonce, Buffer.concat([head, text]), new Uint8Array(), tag);
    if (plaintext !== undefined)
      return accept({ plaintext: Uint8Array.from(isEncrypted ? plaintext : text), counter, systemTitle, isAuthenticated });
  }
  if (mayGoUnchecked && isEncrypted && authenticationKey === undefined) {
    const plaintext = open(key, nonce, new Uint8Array(), text, undefined);
    if (plaintext !== undefined) return accept({ plaintext: Uint8Array.from(plaintext), counter, systemTitle, isAuthenticated: false });
  }
  return refuse('DECRYPTION_FAILED', 'ciphered APDU: the tag does not hold; wrong key, wrong authentication key, or altered bytes');
}
