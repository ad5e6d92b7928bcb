import { createHash, generateKeyPairSync, sign as signWithNode } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { concat, encodeAbiParameters, type Hex, keccak256, sha256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { address } from '../domain/index.ts';
import { buildBatchTree, readingLeaf } from './batch-tree.ts';
import { encodeBsmClosing } from './bsm-closing.ts';
import { buildMeterRegistration, buildReadingBatch } from './build-meter.ts';
import { closingDigest } from './closing-digest.ts';
import { type ForeignCurve, foreignLeaf } from './foreign-leaf.ts';
import { encodeOcmfClosing } from './ocmf-closing.ts';

/** Shared with chain/test/foreign-captures.test.ts, where the contract verifies each. */
interface Vector {
  readonly name: string;
  readonly format: 'ocmf' | 'bsm';
  readonly curve: ForeignCurve;
  readonly meter: string;
  readonly x: Hex;
  readonly y: Hex;
  readonly payload?: string;
  readonly image?: Hex;
  readonly r: Hex;
  readonly s: Hex;
  readonly messageDigest: Hex;
  readonly closing: Hex;
  readonly leaf: Hex;
}
const path = new URL('../../../protos/vectors/foreign-closing.json', import.meta.url);
const { closings } = JSON.parse(readFileSync(path, 'utf8')) as { readonly closings: readonly Vector[] };
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const METER = address('0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf');
const invalid = expect.objectContaining({ code: 'CONFIG_INVALID' });

describe.each(closings)('$name', (vector) => {
  const publicKey = bytes(concat([vector.x, vector.y]));

  it('has the closing that the contract takes', () => {
    const { payload = '', image = '0x', curve } = vector;
    const closing =
      vector.format === 'ocmf'
        ? encodeOcmfClosing({ publicKey, r: bytes(vector.r), s: bytes(vector.s), payload, curve })
        : encodeBsmClosing({ publicKey, image: bytes(image) });
    expect(toHex(closing)).toBe(vector.closing);
  });

  it('has the leaf that the contract proves', () => {
    const signature = { r: bytes(vector.r), s: bytes(vector.s) };
    expect(toHex(foreignLeaf(address(vector.meter), bytes(vector.messageDigest), signature, vector.curve))).toBe(vector.leaf);
  });
});

describe('a leaf', () => {
  const word = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('is docs/wire.md’s by viem’s encoder, and one for both faces of a signature', () => {
    fc.assert(
      fc.property(word, word, fc.bigInt(1n, P256_ORDER / 2n), (digest, r, low) => {
        const [s, high] = [low, P256_ORDER - low].map((value) => bytes(toHex(value, { size: 32 }))) as [Uint8Array, Uint8Array];
        const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const;
        const inner = encodeAbiParameters(types, [METER, toHex(digest), keccak256(concat([r, s]))]);
        expect(toHex(foreignLeaf(METER, digest, { r, s }))).toBe(keccak256(keccak256(inner)));
        expect(foreignLeaf(METER, digest, { r, s: high })).toEqual(foreignLeaf(METER, digest, { r, s }));
      }),
      { numRuns: 50 },
    );
  });

  it('stands beside a native one under one root', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.uint8Array({ minLength: 132, maxLength: 132 })), { minLength: 1, maxLength: 12 }),
        (readings) => {
          const leaves = readings.map((reading) =>
            reading.length === 132
              ? readingLeaf(METER, reading)
              : foreignLeaf(METER, reading, { r: reading, s: new Uint8Array(32).fill(1) }),
          );
          expect(toHex(buildBatchTree(leaves).root)).toBe(SimpleMerkleTree.of(leaves, { sortLeaves: false }).root);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a closing', () => {
  const key = new Uint8Array(64).fill(7);
  const word = new Uint8Array(32).fill(1);
  const image = new Uint8Array(504).fill(2);

  it('takes a key as x | y or as the uncompressed point of SEC 1', () => {
    const point = Uint8Array.of(4, ...key);
    expect(encodeBsmClosing({ publicKey: point, image })).toEqual(encodeBsmClosing({ publicKey: key, image }));
    expect(encodeOcmfClosing({ publicKey: point, r: word, s: word, payload: '{}' }).subarray(0, 64)).toEqual(key);
  });

  it('carries the payload verbatim, as UTF-8, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (payload) => {
        const text = Buffer.from(payload, 'utf8');
        const closing = encodeOcmfClosing({ publicKey: key, r: word, s: word, payload });
        expect(Buffer.from(closing.subarray(128))).toEqual(text);
        expect(encodeOcmfClosing({ publicKey: key, r: word, s: word, payload: new Uint8Array(text) })).toEqual(closing);
      }),
      { numRuns: 50 },
    );
  });

  it('has the signature that node:crypto makes, its s in the lower half', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
    for (let round = 0; round < 8; round++) {
      const raw = signWithNode('sha256', Buffer.from(`{"PG":"T${round}"}`), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      const closing = encodeOcmfClosing({ publicKey: point, r: raw.subarray(0, 32), s: raw.subarray(32), payload: `{"PG":"T${round}"}` });
      const [s, got] = [BigInt(toHex(raw.subarray(32))), BigInt(toHex(closing.subarray(96, 128)))];
      expect(got).toBe(s > P256_ORDER / 2n ? P256_ORDER - s : s);
    }
  });

  it.each([
    ['a key of 63 bytes', () => encodeBsmClosing({ publicKey: key.subarray(1), image })],
    ['a compressed key', () => encodeBsmClosing({ publicKey: Uint8Array.of(2, ...key.subarray(32)), image })],
    ['an image of 503 bytes', () => encodeBsmClosing({ publicKey: key, image: image.subarray(1) })],
    ['r of 31 bytes', () => encodeOcmfClosing({ publicKey: key, r: word.subarray(1), s: word, payload: '{}' })],
    ['s of 33 bytes', () => encodeOcmfClosing({ publicKey: key, r: word, s: Uint8Array.of(0, ...word), payload: '{}' })],
    ['no payload', () => encodeOcmfClosing({ publicKey: key, r: word, s: word, payload: '' })],
    ['a payload of 4,097 bytes', () => encodeOcmfClosing({ publicKey: key, r: word, s: word, payload: `${'ä'.repeat(2_048)}x` })],
    ['a digest of 31 bytes', () => foreignLeaf(METER, word.subarray(1), { r: word, s: word })],
  ])('is not made of %s', (_, make) => {
    expect(make).toThrowError(invalid);
  });
});

describe('a transaction', () => {
  const deployment = {
    chainId: 31_337,
    deployBlock: 1,
    intervalSeconds: 900,
    toleranceSeconds: 60,
    carbonPeriodSeconds: 86_400,
    contracts: Object.fromEntries(
      [
        'meterRegistry',
        'readingLedger',
        'admissionPolicy',
        'energyMarket',
        'carbonLedger',
        'storageBoard',
        'guaranteeOfOrigin',
        'boughtEnergy',
        'token',
      ].map((name, i) => [name, `0x${`${i + 1}`.repeat(40)}`]),
    ),
  } as unknown as Parameters<typeof buildReadingBatch>[1];
  const closing = encodeBsmClosing({ publicKey: new Uint8Array(64), image: new Uint8Array(504) });
  const batch = { meter: METER, firstCounter: 1n, count: 1, root: new Uint8Array(32) };

  it('covers every byte of a foreign closing by its digest, and 65 bytes of a native one', () => {
    expect(toHex(closingDigest(closing))).toBe(sha256(closing));
    const native = new Uint8Array(132).fill(3);
    expect(Buffer.from(closingDigest(native))).toEqual(createHash('sha256').update(native.subarray(0, 65)).digest());
    const ids = Array.from(closing, (_, at) => {
      const other = new Uint8Array(closing);
      other[at] = 1;
      return buildReadingBatch({ ...batch, closing: other }, deployment).id;
    });
    expect(new Set(ids).size).toBe(closing.length);
  });

  it('carries a closing for a possession proof, and refuses what is neither that nor a signature', () => {
    const fields = { owner: METER, keyX: new Uint8Array(32), keyY: new Uint8Array(32), curve: 2, format: 3, attestationClass: 3 };
    const more = { source: 0, carrier: 1, zone: 1, capacityW: 1n, deadline: 1n };
    const build = (possessionSignature: Uint8Array) => buildMeterRegistration({ ...fields, ...more, possessionSignature }, deployment);
    expect(build(closing).body.value.possessionSignature).toEqual(closing);
    for (const length of [64, 66, 131]) expect(() => build(new Uint8Array(length))).toThrowError(invalid);
    expect(() => buildReadingBatch({ ...batch, closing: new Uint8Array(131) }, deployment)).toThrowError(invalid);
  });
});
