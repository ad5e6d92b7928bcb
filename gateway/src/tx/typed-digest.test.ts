import { readFileSync } from 'node:fs';
import { type Deployment, EIP712_NAME, EIP712_VERSION, TYPED_DATA, type TypedDataName, VERIFYING_CONTRACT } from '@joulegate/protos';
import fc from 'fast-check';
import { hashTypedData } from 'viem';
import { describe, expect, it } from 'vitest';
import { type TypedMessage, typedDigest } from './typed-digest.ts';

const hex = (length: number): fc.Arbitrary<`0x${string}`> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes): `0x${string}` => `0x${Buffer.from(bytes).toString('hex')}`);
const DEPLOYMENT = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')).deployment as Deployment;

function anyOf(type: string): fc.Arbitrary<bigint | `0x${string}`> {
  if (type === 'address') return hex(20);
  if (type === 'bytes32') return hex(32);
  const max = 2n ** BigInt(type.slice(4)) - 1n;
  return fc.oneof(fc.constantFrom(0n, 1n, max), fc.bigInt({ min: 0n, max }));
}

describe.each(Object.keys(TYPED_DATA) as TypedDataName[])('the digest of %s', (name) => {
  const message = fc.record(Object.fromEntries(TYPED_DATA[name].map((field) => [field.name, anyOf(field.type)])));

  it('is what viem computes, for any values', () => {
    fc.assert(
      fc.property(message, fc.integer({ min: 1, max: 2 ** 53 - 1 }), hex(20), (values, chainId, verifyingContract) => {
        const deployment: Deployment = {
          ...DEPLOYMENT,
          chainId,
          contracts: { ...DEPLOYMENT.contracts, [VERIFYING_CONTRACT[name]]: verifyingContract },
        };
        const expected = hashTypedData({
          domain: { name: EIP712_NAME, version: EIP712_VERSION, chainId, verifyingContract },
          types: { [name]: [...TYPED_DATA[name]] },
          primaryType: name,
          message: values,
        } as Parameters<typeof hashTypedData>[0]);
        expect(`0x${Buffer.from(typedDigest(name, values as TypedMessage<typeof name>, deployment)).toString('hex')}`).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it.each(TYPED_DATA[name].map((field) => [field.name, field.type]))('needs %s to fit %s', (field, type) => {
    const [values = {}] = fc.sample(message, { numRuns: 1, seed: 1 });
    const tooMuch = type.startsWith('uint') ? 2n ** BigInt(type.slice(4)) : `0x${'00'.repeat(33)}`;
    for (const bad of [tooMuch, -1n, 0.5, undefined]) {
      expect(() => typedDigest(name, { ...values, [field]: bad } as TypedMessage<typeof name>, DEPLOYMENT)).toThrowError(
        expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(field) }),
      );
    }
  });
});
