import { readFileSync } from 'node:fs';
import {
  type Deployment,
  decodeTransaction,
  EIP712_NAME,
  EIP712_VERSION,
  TYPED_DATA,
  type TypedDataName,
  type TypedField,
  VERIFYING_CONTRACT,
} from '@joulegate/protos';
import { concat, hashTypedData, keccak256, numberToHex, sha256, size, slice, stringToHex, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { address } from '../domain/index.ts';
import { buildBatchTree, readingLeaf } from './batch-tree.ts';
import {
  buildAdmissionRequest,
  buildCarbonApplication,
  buildOrder,
  buildOrderCancellation,
  buildPermitOffer,
  buildSupplyAgreement,
  buildSupplyTermination,
} from './build-market.ts';
import { attachPossession, buildMeterRegistration, buildMeterRevocation, buildMeterRotation, buildReadingBatch } from './build-meter.ts';
import { buildRecovery, buildRecoveryRule, buildRecoveryVeto } from './build-recovery.ts';
import { buildGuaranteeRetirement, buildPermitRetirement } from './build-retirement.ts';
import { buildStorageState, storageStateHash } from './build-storage.ts';
import { marketDomain } from './market-domain.ts';
import { possessionMessageDigest } from './possession.ts';
import { sealTransaction } from './seal.ts';
import type { Unsigned } from './unsigned.ts';

/**
 * Golden vectors shared with Solidity and C. Integers are decimal strings, bytes 0x-hex. Sources: digests by viem's
 * hashTypedData, roots by @openzeppelin/merkle-tree, the rest by viem's keccak256 and sha256; this test computes each
 * both ways, so that the file can't drift from either.
 */
interface Vectors {
  readonly deployment: Deployment;
  readonly marketDomain: { readonly chainId: string; readonly registry: `0x${string}`; readonly expected: string };
  readonly transactions: readonly {
    readonly kind: Unsigned['kind'];
    readonly type: TypedDataName;
    readonly fields: Readonly<Record<string, string>>;
    readonly closing?: `0x${string}`;
    readonly evidence?: readonly `0x${string}`[];
    /** Of a storage unit: what stateHash stands for. */
    readonly state?: Readonly<Record<string, string>>;
    readonly digest: `0x${string}`;
    readonly possessionMessageDigest?: `0x${string}`;
  }[];
  readonly batches: readonly {
    readonly meter: `0x${string}`;
    readonly readings: readonly `0x${string}`[];
    readonly leaves: readonly string[];
    readonly root: string;
  }[];
}

const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Vectors;
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));

/** Fields as the builders want them: addresses as strings, hashes as bytes, 64-bit integers as bigint, others as number. */
function toFields(type: TypedDataName, fields: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    TYPED_DATA[type].flatMap((field: TypedField): [string, unknown][] => {
      if (['closingDigest', 'evidenceHash', 'stateHash'].includes(field.name)) return []; // the builder hashes what they stand for
      const text = fields[field.name] ?? '';
      if (field.type === 'address') return [[field.name, address(text)]];
      if (field.type === 'bytes32') return [[field.name, bytes(text)]];
      return [[field.name, field.type === 'uint64' ? BigInt(text) : Number(text)]];
    }),
  );
}

const BUILDERS: { [K in Unsigned['kind']]: (fields: never, deployment: Deployment) => Unsigned } = {
  meterRegistration: buildMeterRegistration,
  meterRotation: buildMeterRotation,
  meterRevocation: buildMeterRevocation,
  recoveryRule: buildRecoveryRule,
  recovery: buildRecovery,
  recoveryVeto: buildRecoveryVeto,
  admissionRequest: buildAdmissionRequest,
  order: buildOrder,
  orderCancellation: buildOrderCancellation,
  carbonApplication: buildCarbonApplication,
  permitOffer: buildPermitOffer,
  supplyAgreement: buildSupplyAgreement,
  supplyTermination: buildSupplyTermination,
  readingBatch: buildReadingBatch,
  permitRetirement: buildPermitRetirement,
  guaranteeRetirement: buildGuaranteeRetirement,
  storageState: buildStorageState,
};

function toState({ salt = '', storedWh = '', usableWh = '', ...numbers }: Readonly<Record<string, string>>): Record<string, unknown> {
  const whole = Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)]));
  return { ...whole, storedWh: BigInt(storedWh), usableWh: BigInt(usableWh), salt: bytes(salt) };
}

function build(vector: Vectors['transactions'][number]): Unsigned {
  const fields = toFields(vector.type, vector.fields);
  const evidence = vector.evidence && { evidence: vector.evidence.map(bytes) };
  const closing = vector.closing && { closing: bytes(vector.closing) };
  return BUILDERS[vector.kind](
    { ...fields, ...evidence, ...closing, ...(vector.state && toState(vector.state)) } as never,
    vectors.deployment,
  );
}

describe('the golden vectors', () => {
  it('cover every kind that an owner signs', () => {
    expect(vectors.transactions.map(({ kind }) => kind).sort()).toEqual(Object.keys(BUILDERS).sort());
  });

  it.each(vectors.transactions)('$kind: viem gives this digest', (vector) => {
    const { deployment } = vectors;
    const domain = {
      name: EIP712_NAME,
      version: EIP712_VERSION,
      chainId: deployment.chainId,
      verifyingContract: deployment.contracts[VERIFYING_CONTRACT[vector.type]],
    };
    const typed = { domain, types: { [vector.type]: [...TYPED_DATA[vector.type]] }, primaryType: vector.type, message: vector.fields };
    expect(hashTypedData(typed as unknown as Parameters<typeof hashTypedData>[0])).toBe(vector.digest);
  });

  it.each(vectors.transactions)('$kind: our builder gives this digest and id', (vector) => {
    const unsigned = build(vector);
    expect(unsigned).toMatchObject({ kind: vector.kind, network: `eip155:${vectors.deployment.chainId}`, id: vector.digest.slice(2) });
    expect(toHex(unsigned.digest)).toBe(vector.digest);
  });

  it.each(vectors.transactions)('$kind: the sealed transaction decodes to itself', (vector) => {
    const unsigned = build(vector);
    const { transaction, bytes: sealed } = sealTransaction(unsigned, new Uint8Array(65).fill(1), { createdSeconds: 1_800_000_000n });
    expect(decodeTransaction(sealed)).toEqual({ ok: true, value: transaction });
    expect(transaction).toMatchObject({ id: unsigned.digest, created: 1_800_000_000n, body: { kind: vector.kind } });
    expect(() => sealTransaction(unsigned, new Uint8Array(64), { createdSeconds: 0n })).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  it.each(vectors.transactions.filter((vector) => vector.possessionMessageDigest))(
    '$kind: the possession message is SHA-256 of prefix and digest',
    (vector) => {
      const unsigned = build(vector);
      expect(sha256(concat([stringToHex('joulegate possession v1'), vector.digest]))).toBe(vector.possessionMessageDigest);
      expect(toHex(possessionMessageDigest(unsigned.digest))).toBe(vector.possessionMessageDigest);
    },
  );

  it('the closing digest of a batch is SHA-256 of the closing reading’s 65 signed bytes', () => {
    const vector = vectors.transactions.find(({ kind }) => kind === 'readingBatch');
    const closing = vector?.closing ?? '0x';
    expect(size(closing)).toBe(132);
    expect(vector?.fields['closingDigest']).toBe(sha256(slice(closing, 0, 65)));
  });

  it('the evidence hash of an admission request is keccak256 over the keccak256 of each reading', () => {
    const vector = vectors.transactions.find(({ kind }) => kind === 'admissionRequest');
    expect(vector?.evidence?.map(size)).toEqual([132, 132, 132]);
    expect(vector?.fields['evidenceHash']).toBe(keccak256(concat((vector?.evidence ?? []).map((raw) => keccak256(raw)))));
    if (vector === undefined) throw new Error('an admission request expected among the vectors');
    expect(build(vector).body.value).toMatchObject({ evidenceHash: bytes(vector.fields['evidenceHash'] ?? '0x') });
  });

  it('the hash of a storage state is keccak256 of its values as the ABI encodes them, negative power included', () => {
    const vector = vectors.transactions.find(({ kind }) => kind === 'storageState');
    expect(toHex(storageStateHash(toState(vector?.state ?? {}) as never))).toBe(vector?.fields['stateHash']);
  });

  it('the market’s domain', () => {
    const { chainId, registry, expected } = vectors.marketDomain;
    const hash = keccak256(concat([stringToHex('joulegate.domain.v1'), numberToHex(BigInt(chainId), { size: 32 }), registry]));
    expect(BigInt(slice(hash, 0, 8)).toString()).toBe(expected);
    expect(marketDomain(BigInt(chainId), registry).toString()).toBe(expected);
  });

  it.each(vectors.batches)('a batch of $readings.length', (batch) => {
    const raws = batch.readings.map(bytes);
    expect(raws.map((raw) => toHex(readingLeaf(address(batch.meter), raw)))).toEqual(batch.leaves);
    expect(toHex(buildBatchTree(raws.map((raw) => readingLeaf(address(batch.meter), raw))).root)).toBe(batch.root);
  });
});

describe('a builder', () => {
  const registration = vectors.transactions.find(({ kind }) => kind === 'meterRegistration');

  it('keeps the id when the meter’s proof of possession is attached', () => {
    if (registration === undefined) throw new Error('no registration among the vectors');
    const unsigned = build(registration) as Unsigned<'meterRegistration'>;
    const attached = attachPossession(unsigned, new Uint8Array(65).fill(2));
    expect(attached).toMatchObject({ id: unsigned.id, body: { value: { possessionSignature: new Uint8Array(65).fill(2) } } });
    expect(unsigned.body.value.possessionSignature).toHaveLength(0);
    expect(() => attachPossession(unsigned, new Uint8Array(64))).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it.each(vectors.transactions)('of $kind refuses what does not fit its width', (vector) => {
    for (const field of TYPED_DATA[vector.type]) {
      if (!field.type.startsWith('uint')) continue;
      const tooMuch = (2n ** BigInt(field.type.slice(4))).toString();
      expect(() => build({ ...vector, fields: { ...vector.fields, [field.name]: tooMuch } })).toThrowError(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      );
    }
  });
});
