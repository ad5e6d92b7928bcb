/** Cuts a stream of bytes into frames. What comes out depends on the bytes alone, not on how they are cut into chunks. */
export interface Framer {
  /**
   * @returns `frames`: each a copy, as the wire delimits it, whose check value (if it has one) the decoder judges;
   *   `discarded`: bytes that were none. Never holds more than its limit.
   */
  push(chunk: Uint8Array): { readonly frames: Uint8Array[]; readonly discarded: number };
  /** The wire fell silent in the middle of a frame: forgets what was begun. @returns how many bytes that cost. */
  reset(): number;
}
