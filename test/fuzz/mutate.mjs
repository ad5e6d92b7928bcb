/** Random bytes and what they do to a frame; the same seed gives the same inputs. */

/** xorshift32: no cryptography, only a sequence that can be had again. */
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
  return { next, below: (limit) => next() % limit };
}

const EXTREMES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];

const MUTATIONS = [
  [
    'bit flip',
    (bytes, { below }) =>
      Uint8Array.from(
        bytes,
        (
          (at, bit) => (byte, i) =>
            i === at ? byte ^ (1 << bit) : byte
        )(below(bytes.length), below(8)),
      ),
  ],
  [
    'byte set',
    (bytes, { below }) =>
      Uint8Array.from(
        bytes,
        (
          (at, value) => (byte, i) =>
            i === at ? value : byte
        )(below(bytes.length), below(256)),
      ),
  ],
  [
    'extreme byte',
    (bytes, { below }) =>
      Uint8Array.from(
        bytes,
        (
          (at, value) => (byte, i) =>
            i === at ? value : byte
        )(below(bytes.length), EXTREMES[below(EXTREMES.length)]),
      ),
  ],
  [
    'insert',
    (bytes, { below }) =>
      ((at, value) => Uint8Array.from([...bytes.subarray(0, at), value, ...bytes.subarray(at)]))(below(bytes.length + 1), below(256)),
  ],
  ['delete', (bytes, { below }) => ((at) => Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]))(below(bytes.length))],
  ['truncate', (bytes, { below }) => bytes.slice(0, below(bytes.length))],
  [
    'double a part',
    (bytes, { below }) =>
      ((from, to) => Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)]))(
        ...[below(bytes.length), below(bytes.length)].sort((a, b) => a - b),
      ),
  ],
  [
    'splice',
    (bytes, { below }, other) => Uint8Array.from([...bytes.subarray(0, below(bytes.length)), ...other.subarray(below(other.length || 1))]),
  ],
  ['noise', (bytes, { below }) => Uint8Array.from({ length: 1 + below(bytes.length) }, () => below(256))],
  [
    'swap',
    (bytes, { below }) => {
      const copy = Uint8Array.from(bytes);
      const [a, b] = [below(copy.length), below(copy.length)];
      [copy[a], copy[b]] = [copy[b], copy[a]];
      return copy;
    },
  ],
];

/** One to four mutations after each other. */
export function mutate(bytes, random, other) {
  let result = bytes;
  for (let i = 1 + random.below(4); i > 0 && result.length > 0; i -= 1)
    result = MUTATIONS[random.below(MUTATIONS.length)][1](result, random, other);
  return result;
}
