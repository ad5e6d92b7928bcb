/** The same seed, the same sequence (xorshift32): whole numbers, choices, shuffles. */
export function createRandom(seed) {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  const below = (limit) => next() % limit;
  const between = (low, high) => low + below(high - low + 1);
  return {
    below,
    between,
    pick: (list) => list[below(list.length)],
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
    shuffle(list) {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [copy[i], copy[j]] = [copy[j], copy[i]];
      }
      return copy;
    },
  };
}
