import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import * as secp from '@noble/secp256k1';
import { describe, expect, it } from 'vitest';
import type { Verifier } from '../domain/index.ts';
import { createNobleVerifier } from './noble-verifier.ts';
import { selfTest } from './self-test.ts';
import { createWasmVerifier } from './wasm-verifier.ts';

const good = createWasmVerifier();
const zeros = new Uint8Array(64);

const BROKEN: readonly (readonly [what: string, failed: RegExp, verifier: Verifier])[] = [
  ['answers nothing', /known signature/, { name: 'mute', recover: () => undefined }],
  ['always answers the same key', /recovery id|refused|flipped/, { name: 'stuck', recover: constantly() }],
  [
    'accepts v 0 and 1',
    /v 0, 1/,
    {
      name: 'lax-v',
      recover: (digest, signature) => {
        const v = signature[64] ?? 0;
        return good.recover(digest, v < 2 ? Uint8Array.from([...signature.subarray(0, 64), v + 27]) : signature);
      },
    },
  ],
  [
    'normalises a high s',
    /high s/,
    {
      name: 'lax-s',
      recover: (digest, signature) =>
        good.recover(digest, signature) ??
        (signature[64] === 27 && signature.length === 65 && (signature[32] ?? 0) > 0x7f ? zeros : undefined),
    },
  ],
  ['ignores the digest', /flipped bit of the digest/, { name: 'deaf', recover: (_, signature) => good.recover(KNOWN_DIGEST, signature) }],
];
const KNOWN_DIGEST = Buffer.from('a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e', 'hex');

function constantly(): Verifier['recover'] {
  return () =>
    Buffer.from(
      '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8',
      'hex',
    );
}

describe('the vector of the self-test', () => {
  it('is what RFC 6979 gives for key 1', () => {
    secp.hashes.sha256 = sha256;
    secp.hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);
    const key = Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 1 : 0));
    const signature = secp.sign(KNOWN_DIGEST, key, { prehash: false, format: 'recovered' });
    expect(sha256(new TextEncoder().encode('Satoshi Nakamoto'))).toEqual(new Uint8Array(KNOWN_DIGEST));
    expect(good.recover(KNOWN_DIGEST, Uint8Array.from([...signature.subarray(1), 27 + (signature[0] ?? 0)]))).toEqual(
      secp.getPublicKey(key, false).slice(1),
    );
  });
});

describe('the self-test of a signature back end', () => {
  it.each([createNobleVerifier(), createWasmVerifier()])('passes for $name', (verifier) => {
    expect(() => selfTest(verifier)).not.toThrow();
  });

  it.each(BROKEN)('stops a back end that %s, by name', (_, failed, verifier) => {
    expect(() => selfTest(verifier)).toThrowError(expect.objectContaining({ code: 'KEY_INVALID', message: expect.stringMatching(failed) }));
    expect(() => selfTest(verifier)).toThrowError(`"${verifier.name}"`);
  });
});
