import { encodeDlmsCipher } from './dlms-cipher.ts';
import { encodeP1Telegram, type P1Reading } from './p1.ts';

/** With which the customer ports of Luxembourg authenticate (Luxmetering E-Meter P1 specification 1.1.3, 3.2.5). */
export const LUXEMBOURG_AUTHENTICATION_KEY: Uint8Array = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

export interface P1Cipher {
  readonly key: Uint8Array;
  /** Luxembourg's, known to all, where absent. */
  readonly authenticationKey?: Uint8Array | undefined;
  readonly systemTitle: Uint8Array;
  readonly counter: number;
}

/** A P1 telegram as an encrypted customer port sends it: enciphered and authenticated as DLMS does, nothing around it. */
export function encodeEncryptedP1Telegram(reading: P1Reading, cipher: P1Cipher): Uint8Array {
  const { authenticationKey = LUXEMBOURG_AUTHENTICATION_KEY } = cipher;
  return encodeDlmsCipher(encodeP1Telegram(reading), { ...cipher, authenticationKey });
}
