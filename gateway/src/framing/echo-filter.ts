/** Takes our own bytes out of what comes back: optical heads and two-wire buses hear themselves. */
export interface EchoFilter {
  /** What was just sent, and may come back before anything else. */
  expect(sent: Uint8Array): void;
  /** @returns what is no echo; the first byte that differs ends the echo and gives back what had looked like one. */
  take(chunk: Uint8Array): Uint8Array;
}

/** @param mask bits to compare: 0x7f where an echo may have lost or gained its parity bit */
export function createEchoFilter(mask: number): EchoFilter {
  let expected: Uint8Array = new Uint8Array();
  let matched = 0;
  return {
    expect(sent) {
      expected = sent;
      matched = 0;
    },
    take(chunk) {
      let at = 0;
      while (at < chunk.length && matched < expected.length) {
        if (((chunk[at] ?? 0) & mask) !== ((expected[matched] ?? 0) & mask)) {
          const held = expected.slice(0, matched);
          expected = new Uint8Array();
          return Uint8Array.from([...held, ...chunk.subarray(at)]);
        }
        at += 1;
        matched += 1;
      }
      return chunk.slice(at);
    },
  };
}
