/** Stands for a byte that is no character: its parity is wrong, or it has an eighth bit where there is no parity. */
export const NO_CHARACTER = 0xff;

function isEven(byte: number): boolean {
  const folded = byte ^ (byte >> 4);
  return ((0x6996 >> (folded & 0x0f)) & 1) === 0;
}

/** The character of a byte on a line of seven bits, read eight wide; with even parity in the eighth bit, or none (ISO 1177). */
export function readSevenBits(byte: number, hasParity: boolean): number {
  if (hasParity) return isEven(byte) ? byte & 0x7f : NO_CHARACTER;
  return byte < 0x80 ? byte : NO_CHARACTER;
}

/** A character of seven bits with its even parity in the eighth. */
export function addEvenParity(character: number): number {
  return isEven(character) ? character : character | 0x80;
}
