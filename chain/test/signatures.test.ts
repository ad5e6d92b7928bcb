/** What is signed, and where alone it holds: type strings, market domains, P-256 keys, and no replay in another place. */
import { generateKeyPairSync, type KeyObject, sign as signWithNode } from 'node:crypto';
import { CURVE, DOMAIN_PREFIX, FORMAT, POSSESSION_PREFIX, TYPED_DATA, type TypedDataName } from '@joulegate/protos';
import fc from 'fast-check';
import { type Address, concat, type Hex, hashTypedData, hexToBytes, keccak256, pad, stringToBytes, toHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectAccount } from '../src/deployment/index.ts';
import { CONTRACTS } from '../src/generated/contracts.ts';
import {
  admit,
  commission,
  digestOf,
  leafOf,
  makeMeter,
  makeOrder,
  makeRegistration,
  matchArgs,
  oneReadingBatch,
  provePossession,
  registrationArgs,
  sha256,
  signHash,
  signReading,
  signTyped,
  type TestMeter,
} from './support/actions.ts';
import { type Contract, eventOf, type Market, startMarket, T0 } from './support/market.ts';

/** Order of the group of P-256: SEC 2 version 2, section 2.4.2. */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

let market: Market;

beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market.stop());

interface P256Key {
  readonly privateKey: KeyObject;
  readonly keyX: Hex;
  readonly keyY: Hex;
  readonly id: Hex;
}

function makeP256Key(): P256Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const [keyX, keyY] = [toHex(Buffer.from(x as string, 'base64url')), toHex(Buffer.from(y as string, 'base64url'))];
  return { privateKey, keyX, keyY, id: `0x${keccak256(concat([keyX, keyY])).slice(-40)}` };
}

/** r | s, over SHA-256 of the message as the wire demands; s low unless asked otherwise. */
function proveByP256(key: P256Key, digest: Hex, half: 'low' | 'high' = 'low'): Hex {
  const message = Buffer.concat([Buffer.from(POSSESSION_PREFIX), hexToBytes(digest)]);
  const raw = signWithNode('sha256', message, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(toHex(raw.subarray(32)));
  const other = P256_ORDER - s;
  const [low, high] = s < other ? [s, other] : [other, s];
  return concat([toHex(raw.subarray(0, 32)), toHex(half === 'low' ? low : high, { size: 32 })]);
}

describe('what an owner signs', () => {
  /** The contract's view of each digest; types without one are checked by the id that their event carries. */
  const VIEWS: Partial<Record<TypedDataName, readonly [Contract, string]>> = {
    Registration: ['meterRegistry', 'registrationDigest'],
    AdmissionRequest: ['admissionPolicy', 'requestDigest'],
    Order: ['energyMarket', 'orderDigest'],
    SupplyAgreement: ['energyMarket', 'supplyDigest'],
    CarbonApplication: ['carbonLedger', 'applicationDigest'],
    PermitOffer: ['carbonLedger', 'offerDigest'],
    PermitRetirement: ['carbonLedger', 'retirementDigest'],
    GuaranteeRetirement: ['guaranteeOfOrigin', 'retirementDigest'],
  };
  const word = (bits: number) => fc.bigInt(0n, 2n ** BigInt(bits) - 1n);
  const arbitraryOf = (type: string): fc.Arbitrary<unknown> => {
    if (type === 'address') return word(160).map((value) => toHex(value, { size: 20 }));
    if (type === 'bytes32') return word(256).map((value) => toHex(value, { size: 32 }));
    const bits = Number(type.slice('uint'.length));
    return bits > 32 ? word(bits) : word(bits).map(Number);
  };

  it.each(Object.entries(VIEWS))('as %s has the digest that any wallet computes', async (type, [contract, view]) => {
    const fields = TYPED_DATA[type as TypedDataName];
    const message = fc.record(Object.fromEntries(fields.map((field) => [field.name, arbitraryOf(field.type)])));
    await fc.assert(
      fc.asyncProperty(message, async (values) => {
        expect(await market.read(contract, view, [values])).toBe(digestOf(market.deployment, type as TypedDataName, values));
      }),
      { numRuns: 25 },
    );
  });

  it('as ReadingBatch has it too, with the closing reading’s SHA-256 in place of its bytes', async () => {
    const closing = fc.uint8Array({ minLength: 132, maxLength: 132 });
    await fc.assert(
      fc.asyncProperty(word(160), word(64), word(32), word(256), closing, async (meter, firstCounter, count, root, bytes) => {
        const batch = { meter: toHex(meter, { size: 20 }), firstCounter, count: Number(count), root: toHex(root, { size: 32 }) };
        const expected = digestOf(market.deployment, 'ReadingBatch', { ...batch, closingDigest: sha256(bytes.subarray(0, 65)) });
        expect(await market.read('readingLedger', 'batchDigest', [{ ...batch, closing: toHex(bytes) }])).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('is announced under its digest by rotation, revocation and cancellation, which have no view of it', async () => {
    const meter = await commission(market, 'seller', 1);
    const order = makeOrder('sell', meter);
    const orderId = digestOf(market.deployment, 'Order', { ...order });
    const cancelled = await market.send('energyMarket', 'cancelOrder', [
      order,
      await signTyped(market, 'seller', 'OrderCancellation', { orderId }),
    ]);
    expect(eventOf(cancelled, 'OrderCancelled')['orderId']).toBe(orderId);

    const next = makeMeter(2);
    const rotation = { meter: meter.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 3n };
    const rotationId = digestOf(market.deployment, 'Rotation', rotation);
    const rotated = await market.send('meterRegistry', 'rotate', [
      meter.id,
      next.keyX,
      next.keyY,
      3n,
      await signTyped(market, 'seller', 'Rotation', rotation),
      await provePossession(next, rotationId),
    ]);
    expect(eventOf(rotated, 'MeterRotated')).toMatchObject({ id: rotationId, newKey: expect.stringMatching(new RegExp(next.id, 'i')) });

    const revocation = { meter: meter.id, nonce: 4n };
    const revoked = await market.send('meterRegistry', 'revoke', [
      meter.id,
      4n,
      await signTyped(market, 'seller', 'Revocation', revocation),
    ]);
    expect(eventOf(revoked, 'MeterRevoked')['id']).toBe(digestOf(market.deployment, 'Revocation', revocation));
  });
});

describe('the domain of a market', () => {
  it('is the first eight bytes of the hash over prefix, chain and registry', async () => {
    const { chainId, contracts } = market.deployment;
    const hash = keccak256(concat([toHex(stringToBytes(DOMAIN_PREFIX)), pad(toHex(chainId), { size: 32 }), contracts.meterRegistry]));
    expect(await market.read('meterRegistry', 'domain')).toBe(BigInt(hash.slice(0, 2 + 16)));
  });

  it('differs for every registry, so that a meter’s readings count in one market', async () => {
    const chain = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
    const other = await chain.deployContract(CONTRACTS.MeterRegistry, [market.people.admin.address]);
    const foreign = (await chain.read(other, CONTRACTS.MeterRegistry.abi, 'domain', [])) as bigint;
    const domain = await market.read<bigint>('meterRegistry', 'domain');
    const meter = await commission(market, 'seller', 1);
    const reading = await signReading(market, meter, { domain: foreign, counter: 1n, time: T0 });
    expect(await market.refusal('readingLedger', 'verify', [meter.id, reading])).toMatchObject({
      name: 'DomainMismatch',
      args: { expected: domain, got: foreign },
    });
  });
});

describe('a signature made for another place', () => {
  /** The digest of the same message under another EIP-712 domain. */
  const elsewhere = (
    type: TypedDataName,
    message: object,
    domain: { chainId?: number; verifyingContract?: Address; name?: string; version?: string },
  ) =>
    hashTypedData({
      domain: { name: 'Joulegate', version: '1', chainId: market.deployment.chainId, ...domain },
      types: { [type]: TYPED_DATA[type] as readonly { name: string; type: string }[] },
      primaryType: type as string,
      message: message as Record<string, unknown>,
    });
  const PLACES = [
    ['another chain', () => ({ chainId: 1, verifyingContract: market.deployment.contracts.meterRegistry })],
    ['another registry', () => ({ verifyingContract: zeroAddress })],
    ['another contract of this market', () => ({ verifyingContract: market.deployment.contracts.energyMarket })],
    ['another version', () => ({ verifyingContract: market.deployment.contracts.meterRegistry, version: '2' })],
    ['another application', () => ({ verifyingContract: market.deployment.contracts.meterRegistry, name: 'Other' })],
  ] as const;

  it.each(PLACES)('(%s) registers nothing, whether the owner made it or the meter', async (_, place) => {
    const meter = makeMeter(1);
    const registration = makeRegistration(market, 'seller', meter);
    const [, ownerSignature, possession] = await registrationArgs(market, 'seller', meter);
    const digest = elsewhere('Registration', registration, place());
    const byOwner = await signHash(market.people.seller.key, digest);
    expect((await market.refusal('meterRegistry', 'register', [registration, byOwner, possession])).name).toBe('OwnerSignatureInvalid');
    const byMeter = await provePossession(meter, digest);
    expect((await market.refusal('meterRegistry', 'register', [registration, ownerSignature, byMeter])).name).toBe('PossessionNotProven');
  });

  it('records no batch of another ledger', async () => {
    const meter = await commission(market, 'seller', 1);
    const closing = await signReading(market, meter, { counter: 1n, time: T0 });
    const batch = { meter: meter.id, firstCounter: 1n, count: 1, root: leafOf(meter.id, closing), closing };
    const message = { ...batch, closingDigest: sha256(hexToBytes(closing).subarray(0, 65)) };
    const digest = elsewhere('ReadingBatch', message, { verifyingContract: market.deployment.contracts.meterRegistry });
    const refused = await market.refusal('readingLedger', 'recordBatch', [batch, await signHash(market.people.seller.key, digest)]);
    expect(refused).toMatchObject({ name: 'OwnerSignatureInvalid' });
  });

  it('trades nothing: an order for another market, or a cancellation used as an order', async () => {
    const [seller, buyer] = [await commission(market, 'seller', 1), await commission(market, 'buyer', 2, { source: 0 })];
    await admit(market, 'seller', seller);
    const [sell, , buy, buySignature, energyWh, price] = await matchArgs(
      market,
      makeOrder('sell', seller),
      makeOrder('buy', buyer),
      10n,
      200_000n,
    );
    const foreign = await signHash(
      market.people.seller.key,
      elsewhere('Order', sell, { verifyingContract: market.deployment.contracts.carbonLedger }),
    );
    const cancellation = await signTyped(market, 'seller', 'OrderCancellation', {
      orderId: digestOf(market.deployment, 'Order', { ...sell }),
    });
    for (const signature of [foreign, cancellation]) {
      expect((await market.refusal('energyMarket', 'postMatch', [sell, signature, buy, buySignature, energyWh, price])).name).toBe(
        'OwnerSignatureInvalid',
      );
    }
  });
});

describe('a meter with a P-256 key', () => {
  const registrationOf = (key: P256Key, more: object = {}) =>
    makeRegistration(market, 'seller', key as unknown as TestMeter, { curve: CURVE.p256, format: FORMAT.bsm, ...more });
  const argsOf = async (key: P256Key, more: object = {}, prove: (digest: Hex) => Hex = (digest) => proveByP256(key, digest)) => {
    const registration = registrationOf(key, more);
    const digest = digestOf(market.deployment, 'Registration', { ...registration });
    return [registration, await signTyped(market, 'seller', 'Registration', registration), prove(digest)] as const;
  };

  it('is registered when the key itself has signed, and its id is made as every other', async () => {
    const key = makeP256Key();
    const mined = await market.send('meterRegistry', 'register', await argsOf(key));
    expect(String(eventOf(mined, 'MeterRegistered')['meter']).toLowerCase()).toBe(key.id);
    expect(await market.read('meterRegistry', 'meterOf', [key.id])).toMatchObject({ curve: CURVE.p256, status: 1 });
  });

  it.each([
    ['with a high s', (key: P256Key) => argsOf(key, {}, (digest) => proveByP256(key, digest, 'high'))],
    ['by another key', (key: P256Key) => argsOf(key, {}, (digest) => proveByP256(makeP256Key(), digest))],
    ['over another digest', (key: P256Key) => argsOf(key, {}, () => proveByP256(key, keccak256('0x01')))],
    ['cut short', (key: P256Key) => argsOf(key, {}, (digest) => proveByP256(key, digest).slice(0, -2) as Hex)],
    ['missing', (key: P256Key) => argsOf(key, {}, () => '0x')],
  ] as const)('is refused on a possession proof %s', async (_, make) => {
    const key = makeP256Key();
    expect(await market.refusal('meterRegistry', 'register', await make(key))).toMatchObject({ name: 'PossessionNotProven' });
  });

  it('is refused when it claims the native format, which signs on secp256k1', async () => {
    const refused = await market.refusal('meterRegistry', 'register', await argsOf(makeP256Key(), { format: FORMAT.native }));
    expect(refused).toMatchObject({ name: 'ValueOutOfRange', args: { got: 2n, max: 1n } });
  });

  it('signs no native reading: whoever holds a secp256k1 key can’t speak for it', async () => {
    const key = makeP256Key();
    await market.send('meterRegistry', 'register', await argsOf(key));
    await market.send('meterRegistry', 'certify', [key.id], 'certifier');
    const forged = await oneReadingBatch(market, 'seller', { ...makeMeter(3), id: key.id }, { counter: 1n, time: T0 });
    expect((await market.refusal('readingLedger', 'recordBatch', forged)).name).toBe('SignatureInvalid');
  });

  it('keeps its curve through a rotation', async () => {
    const [key, next] = [makeP256Key(), makeP256Key()];
    await market.send('meterRegistry', 'register', await argsOf(key));
    const rotation = { meter: key.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
    const digest = digestOf(market.deployment, 'Rotation', rotation);
    const args = [key.id, next.keyX, next.keyY, 1n, await signTyped(market, 'seller', 'Rotation', rotation), proveByP256(next, digest)];
    await market.send('meterRegistry', 'rotate', args);
    expect(String((await market.read<readonly [Hex, number]>('meterRegistry', 'signerOf', [key.id]))[0]).toLowerCase()).toBe(next.id);
    const backwards = { meter: key.id, newKeyX: key.keyX, newKeyY: key.keyY, nonce: 2n };
    const back = digestOf(market.deployment, 'Rotation', backwards);
    const again = [key.id, key.keyX, key.keyY, 2n, await signTyped(market, 'seller', 'Rotation', backwards), proveByP256(key, back)];
    expect((await market.refusal('meterRegistry', 'rotate', again)).name, 'a key once given up stays given up').toBe(
      'MeterAlreadyRegistered',
    );
  });
});
