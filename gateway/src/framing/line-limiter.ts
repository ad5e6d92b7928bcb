const NEWLINE = 0x0a;

export interface LineLimiter {
  /**
   * @param chunk bytes as the port delivers them
   * @returns `pass`: whole lines with their newline, in order, views of the chunk where possible (hand them on before
   *   the chunk is reused); `discarded`: bytes dropped now, all of them of overlong lines.
   */
  push(chunk: Uint8Array): { pass: Uint8Array[]; discarded: number };
}

/**
 * Guards `@serialport/parser-readline`, whose buffer grows for ever on a stream without newlines: only whole lines
 * pass, a line over the limit is dropped up to and including its newline, and never more than the limit is held.
 * What is passed and dropped depends on the bytes alone, not on how they are cut into chunks.
 * @param maxLength longest line in bytes, newline included
 */
export function createLineLimiter(maxLength: number): LineLimiter {
  const held = new Uint8Array(maxLength);
  let heldLength = 0;
  let overlong = false;

  return {
    push(chunk) {
      const pass: Uint8Array[] = [];
      let discarded = 0;
      let start = 0;
      while (start < chunk.length) {
        const newline = chunk.indexOf(NEWLINE, start);
        const end = newline < 0 ? chunk.length : newline + 1;
        const part = chunk.subarray(start, end);
        start = end;
        // A line of maxLength bytes still without its newline can't end within the limit: drop it at once.
        const limit = newline < 0 ? maxLength - 1 : maxLength;
        if (overlong || heldLength + part.length > limit) {
          discarded += heldLength + part.length;
          heldLength = 0;
          overlong = newline < 0;
        } else if (newline >= 0 && heldLength === 0) {
          pass.push(part);
        } else {
          held.set(part, heldLength);
          heldLength += part.length;
          if (newline < 0) continue;
          pass.push(held.slice(0, heldLength));
          heldLength = 0;
        }
      }
      return { pass, discarded };
    },
  };
}
