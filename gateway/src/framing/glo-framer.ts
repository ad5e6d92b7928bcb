import type { ByteWindow } from './byte-window.ts';
import type { Framer } from './framer.ts';
import { createWindowFramer } from './window-framer.ts';

const GENERAL_GLO = 0xdb;
const GENERAL_DED = 0xdd;
const TITLE_LENGTH = 8;
const HEADER_MIN = 2 + TITLE_LENGTH + 1;
/** Security control, invocation counter. */
const BODY_MIN = 5;
const SUITE = 0x0f;
const SUITE_MAX = 2;

/**
 * Cuts ciphered APDUs out of a stream that carries nothing else: encrypted P1 ports (Luxembourg's Smarty, Sagemcom T210-D). DB or DD,
 * system title with its length 8, length of the rest in BER, security control, counter, ciphertext, tag (DLMS UA 1000-2, 9.2.7.2;
 * Luxmetering E-Meter P1 specification 1.1.3, 3.2.5).
 */
export function createGloFramer(options: { maxLength: number }): Framer {
  const { maxLength } = options;

  const frameLength = (held: ByteWindow): number | undefined => {
    const [tag, titleLength] = [held.at(0), held.at(1)];
    if (tag !== GENERAL_GLO && tag !== GENERAL_DED) return 0;
    if (titleLength === undefined) return undefined;
    if (titleLength !== TITLE_LENGTH) return 0;
    const first = held.at(HEADER_MIN - 1);
    if (first === undefined) return undefined;
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    if (lengthBytes > 2) return 0;
    let length = lengthBytes === 0 ? first : 0;
    for (let i = 0; i < lengthBytes; i += 1) {
      const byte = held.at(HEADER_MIN + i);
      if (byte === undefined) return undefined;
      length = (length << 8) | byte;
    }
    const whole = HEADER_MIN + lengthBytes + length;
    if (length < BODY_MIN || whole > maxLength) return 0;
    const control = held.at(HEADER_MIN + lengthBytes);
    // Security suites 0 to 2; anything else is noise that looks like a beginning.
    if (control !== undefined && (control & SUITE) > SUITE_MAX) return 0;
    return held.length < whole ? undefined : whole;
  };

  return createWindowFramer({ capacity: maxLength, frameLength });
}
