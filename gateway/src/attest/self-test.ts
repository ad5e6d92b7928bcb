import { JoulegateError, type Verifier } from '../domain/index.ts';

/**
 * A signature everybody can make again: RFC 6979 with secp256k1 and SHA-256, key 1, message "Satoshi Nakamoto", as in
 * the vectors that wallets share; a test signs it anew. The key is the curve's generator.
 */
const DIGEST = Buffer.from('a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e', 'hex');
const SIGNATURE = Buffer.from(
  '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5',
  'hex',
);
const KEY = Buffer.from(
  '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
  'hex',
);
const V = 28;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

function withV(compact: Uint8Array, v: number): Uint8Array {
  return new Uint8Array([...compact, v]);
}

function negateS(compact: Uint8Array): Uint8Array {
  const s = ORDER - BigInt(`0x${Buffer.from(compact.subarray(32)).toString('hex')}`);
  return new Uint8Array([...compact.subarray(0, 32), ...Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

/**
 * Proves at start that a back end recovers the right key and refuses what it must; back ends differ, and one built
 * wrongly would accept forgeries or refuse every meter.
 * @throws JoulegateError KEY_INVALID naming the back end and the case that failed.
 */
export function selfTest(verifier: Verifier): void {
  const recovers = (digest: Uint8Array, signature: Uint8Array): boolean => {
    const key = verifier.recover(digest, signature);
    return key !== undefined && Buffer.compare(key, KEY) === 0;
  };
  const cases: readonly (readonly [name: string, holds: boolean])[] = [
    ['the known signature recovers its key', recovers(DIGEST, withV(SIGNATURE, V))],
    ['the other recovery id gives another key', !recovers(DIGEST, withV(SIGNATURE, V ^ 7))],
    ['v 0, 1, 26 and 29 are refused', [0, 1, 26, 29].every((v) => verifier.recover(DIGEST, withV(SIGNATURE, v)) === undefined)],
    ['a high s is refused with either v', [27, 28].every((v) => verifier.recover(DIGEST, withV(negateS(SIGNATURE), v)) === undefined)],
    ['a flipped bit of the digest gives another key', !recovers(flipBit(DIGEST, 0), withV(SIGNATURE, V))],
    ['a flipped bit of r gives another key or none', !recovers(DIGEST, withV(flipBit(SIGNATURE, 248), V))],
    ['a flipped bit of s gives another key or none', !recovers(DIGEST, withV(flipBit(SIGNATURE, 504), V))],
    [
      'r = 0 is refused',
      verifier.recover(DIGEST, withV(new Uint8Array([...new Uint8Array(32), ...SIGNATURE.subarray(32)]), V)) === undefined,
    ],
    [
      's = 0 is refused',
      verifier.recover(DIGEST, withV(new Uint8Array([...SIGNATURE.subarray(0, 32), ...new Uint8Array(32)]), V)) === undefined,
    ],
    ['a short signature is refused', verifier.recover(DIGEST, SIGNATURE) === undefined],
  ];
  const failed = cases.find(([, holds]) => !holds);
  if (failed !== undefined)
    throw new JoulegateError('KEY_INVALID', `signature back end "${verifier.name}" failed its self-test: ${failed[0]} expected`);
}
