/** keys: one secp256k1 key per meter. Pure but for random keys; imports noble only. */
import { createHash } from 'node:crypto';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { getPublicKey, hashes, sign, utils } from '@noble/secp256k1';

hashes.sha256 = sha256;
hashes.hmacSha256 = (key: Uint8Array, message: Uint8Array) => hmac(sha256, key, message);

/** A meter's secp256k1 key, as it would lie in its secure element. */
export interface MeterKey {
  /** 33 bytes, compressed, hex. */
  readonly publicKeyHex: string;
  /** Meter id: low 20 bytes of keccak256(x | y). */
  readonly meter: `0x${string}`;
  /** @returns 65 bytes r | s | v over a 32-byte digest, low s. */
  sign(digest: Uint8Array): Uint8Array;
}

/** A meter's keys: the first names it, the present one signs, and the next is made once and kept until it is taken. */
export interface MeterKeys {
  readonly present: MeterKey;
  /** Undefined of a firmware that knows no other key than its first. */
  readonly next: MeterKey | undefined;
  /** Signs with the next from now on. */
  takeNext(): void;
}

/**
 * A key that a scenario always gets again. For demos and tests only: whoever knows the seed knows the key.
 * @param generation how many keys the meter has had before
 */
export function deriveMeterKey(seed: string, id: string, generation = 0): MeterKey {
  const name = generation === 0 ? id : `${id}|${generation}`;
  return createMeterKey(createHash('sha256').update(`joulegate demo key|${seed}|${name}`).digest());
}

/** A firmware that knows no other key. */
export function onlyKey(key: MeterKey): MeterKeys {
  return { present: key, next: undefined, takeNext: () => undefined };
}

/** A key that nobody gets again. */
export function createRandomMeterKey(): MeterKey {
  return createMeterKey(utils.randomSecretKey());
}

export function createMeterKey(secret: Uint8Array): MeterKey {
  const point = getPublicKey(secret, false).slice(1);
  return {
    publicKeyHex: Buffer.from(getPublicKey(secret, true)).toString('hex'),
    meter: `0x${Buffer.from(keccak_256(point).slice(12)).toString('hex')}`,
    sign(digest) {
      const recovered = sign(digest, secret, { prehash: false, lowS: true, format: 'recovered' });
      return Buffer.concat([recovered.subarray(1), Buffer.from([27 + (recovered[0] ?? 0)])]);
    },
  };
}
