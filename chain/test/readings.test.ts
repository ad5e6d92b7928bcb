import { POSSESSION_PREFIX } from '@joulegate/protos';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { type Hex, hexToBytes, keccak256, toHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typedDigest } from '../src/node/typed-message.ts';
import { GROUP_ORDER, leafOf, type Meter, makeMeter, openStage, type Stage, sha256, signReading } from './support/stage.ts';

let stage: Stage;
let meter: Meter;
const owner = privateKeyToAccount(generatePrivateKey());

beforeAll(async () => {
  stage = await openStage();
  meter = makeMeter();
  await stage.commission(meter, owner);
});
afterAll(() => stage.stop());

const flip = (raw: Hex, byte: number, bit = 0): Hex => {
  const bytes = hexToBytes(raw);
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
  return toHex(bytes);
};

describe('F5 registration', () => {
  const other = privateKeyToAccount(generatePrivateKey());

  it.each([
    [
      'a possession proof by another key',
      'PossessionNotProven',
      async (fresh: Meter) => {
        const [message, ownerSignature] = await stage.registration(fresh, owner);
        const [, , foreign] = await stage.registration({ ...fresh, account: makeMeter().account }, owner);
        return [message, ownerSignature, foreign];
      },
    ],
    [
      'a possession proof made for another owner',
      'PossessionNotProven',
      async (fresh: Meter) => {
        const [message, ownerSignature] = await stage.registration(fresh, owner);
        const [, , captured] = await stage.registration(fresh, other);
        return [message, ownerSignature, captured];
      },
    ],
    [
      'an owner who did not sign',
      'OwnerSignatureInvalid',
      async (fresh: Meter) => {
        const [message, , possession] = await stage.registration(fresh, owner);
        const [, foreign] = await stage.registration(fresh, other);
        return [message, foreign, possession];
      },
    ],
    ['a deadline that has passed', 'DeadlinePassed', (fresh: Meter) => stage.registration(fresh, owner, { deadline: 1n })],
    ['a source that does not exist', 'ValueOutOfRange', (fresh: Meter) => stage.registration(fresh, owner, { source: 11 })],
    ['a native meter on P-256', 'ValueOutOfRange', (fresh: Meter) => stage.registration(fresh, owner, { curve: 2 })],
    ['no attestation class', 'ValueOutOfRange', (fresh: Meter) => stage.registration(fresh, owner, { attestationClass: 0 })],
    ['a meter that is registered already', 'MeterAlreadyRegistered', () => stage.registration(meter, owner)],
  ] as const)('refuses %s: %s', async (_, error, make) => {
    expect((await stage.revertOf('meterRegistry', 'register', await make(makeMeter())))?.name).toBe(error);
  });

  it('lets only a certifier certify, and only once', async () => {
    const fresh = makeMeter();
    await stage.send('meterRegistry', 'register', await stage.registration(fresh, owner));
    expect((await stage.revertOf('meterRegistry', 'certify', [fresh.id], other.address))?.name).toBe('AccessControlUnauthorizedAccount');
    const early = await stage.batch(fresh, owner, {});
    expect((await stage.revertOf('readingLedger', 'recordBatch', early))?.name).toBe('MeterNotActive');
    await stage.send('meterRegistry', 'certify', [fresh.id]);
    expect((await stage.revertOf('meterRegistry', 'certify', [fresh.id]))?.name).toBe('MeterNotPending');
    expect(await stage.revertOf('readingLedger', 'recordBatch', early)).toBeUndefined();
  });

  it('rotates the key: the new one signs, the old one proves only what it signed, the id stays', async () => {
    const [old, fresh] = [makeMeter(), makeMeter()];
    await stage.commission(old, owner);
    const first = await stage.batch(old, owner, {});
    await stage.send('readingLedger', 'recordBatch', first);
    const rotation = { meter: old.id, newKeyX: fresh.keyX, newKeyY: fresh.keyY, nonce: 1n };
    const digest = await stage.sign('Rotation', rotation, owner);
    const id = typedDigest('Rotation', rotation, stage.deployment);
    const possession = await fresh.account.sign({ hash: sha256(Buffer.from(POSSESSION_PREFIX), hexToBytes(id)) });
    const args = [old.id, fresh.keyX, fresh.keyY, 1n, digest, possession];
    await stage.send('meterRegistry', 'rotate', args);
    expect((await stage.revertOf('meterRegistry', 'rotate', args))?.name).toBe('NonceUsed');
    const next = { counter: 2n, time: stage.start + 900n };
    expect((await stage.revertOf('readingLedger', 'recordBatch', await stage.batch(old, owner, next)))?.name).toBe('SignatureInvalid');
    expect(await stage.revertOf('readingLedger', 'recordBatch', await stage.batch({ ...fresh, id: old.id }, owner, next))).toBeUndefined();
    const { closing } = first[0] as { closing: Hex };
    expect(await stage.read('readingLedger', 'proveReading', [old.id, closing, 1n, []])).toMatchObject({ counter: 1n });
  });

  it('revokes for good', async () => {
    const fresh = makeMeter();
    await stage.commission(fresh, owner);
    await stage.send('meterRegistry', 'revoke', [fresh.id, 7n, await stage.sign('Revocation', { meter: fresh.id, nonce: 7n }, owner)]);
    expect((await stage.revertOf('readingLedger', 'recordBatch', await stage.batch(fresh, owner, {})))?.name).toBe('MeterNotActive');
  });
});

describe('a signed reading', () => {
  it('is verified by layout, domain and the meter’s signature, and read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          counter: fc.bigInt(1n, 2n ** 64n - 1n),
          time: fc.bigInt(0n, 2n ** 64n - 1n),
          importWh: fc.bigInt(0n, 2n ** 64n - 1n),
          exportWh: fc.bigInt(0n, 2n ** 64n - 1n),
          powerW: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
          voltageMv: fc.nat(2 ** 31 - 1),
          frequencyMhz: fc.nat(2 ** 31 - 1),
          status: fc.nat(2 ** 31 - 1),
        }),
        async (values) => {
          const raw = await signReading(stage.fields(values), meter);
          expect(await stage.read('readingLedger', 'verify', [meter.id, raw])).toEqual(values);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is refused with any one of its 520 signed bits flipped, and any of its signature’s', async () => {
    const raw = await signReading(stage.fields({ importWh: 123_456n, exportWh: 7n }), meter);
    for (let first = 0; first < 132; first += 12) {
      const positions = Array.from({ length: 12 }, (_, i) => first + i);
      const outcomes = await Promise.all(
        positions.flatMap((byte) =>
          [0, 1, 2, 3, 4, 5, 6, 7].map((bit) =>
            stage.revertOf('readingLedger', 'verify', [meter.id, flip(raw, byte, bit)]).then((revert) => `${byte}.${bit} ${revert?.name}`),
          ),
        ),
      );
      for (const outcome of outcomes) expect(outcome).toMatch(/PayloadLayoutInvalid|DomainMismatch|SignatureInvalid/);
    }
  });

  it.each([0, 9, 18, 27, 36, 45, 50, 55, 60, 65, 66])('with a wrong tag or length at byte %i is no reading', async (offset) => {
    const raw = await signReading(stage.fields(), meter);
    const revert = await stage.revertOf('readingLedger', 'verify', [meter.id, flip(raw, offset)]);
    expect([revert?.name, revert?.args[0]]).toEqual(['PayloadLayoutInvalid', BigInt(offset)]);
  });

  it.each([131, 133, 0])('of %i bytes is no reading', async (length) => {
    const raw = hexToBytes(await signReading(stage.fields(), meter));
    const cut = toHex(Uint8Array.from({ length }, (_, i) => raw[i] ?? 0));
    expect((await stage.revertOf('readingLedger', 'verify', [meter.id, cut]))?.name).toBe('PayloadLayoutInvalid');
  });

  it.each([
    ['for another market', 'DomainMismatch', async () => signReading(stage.fields({ domain: stage.domain + 1n }), meter)],
    ['by another key', 'SignatureInvalid', async () => signReading(stage.fields(), makeMeter())],
    [
      'with a high s',
      'SignatureInvalid',
      async () => {
        const raw = hexToBytes(await signReading(stage.fields(), meter));
        const s = BigInt(toHex(raw.subarray(99, 131)));
        raw.set(hexToBytes(toHex(GROUP_ORDER - s, { size: 32 })), 99);
        raw[131] = raw[131] === 27 ? 28 : 27;
        return toHex(raw);
      },
    ],
    [
      'with the other v',
      'SignatureInvalid',
      async () => {
        const raw = hexToBytes(await signReading(stage.fields(), meter));
        raw[131] = raw[131] === 27 ? 28 : 27;
        return toHex(raw);
      },
    ],
  ] as const)('%s is refused: %s', async (_, error, make) => {
    expect((await stage.revertOf('readingLedger', 'verify', [meter.id, await make()]))?.name).toBe(error);
  });

  it('of a meter that nobody registered is refused', async () => {
    const stranger = makeMeter();
    expect(await stage.revertOf('readingLedger', 'verify', [stranger.id, await signReading(stage.fields(), stranger)])).toMatchObject({
      name: 'MeterUnknown',
    });
  });
});

describe('F4, O2 a batch', () => {
  let own: Meter;
  const at = (counter: bigint, change: object = {}) => ({
    counter,
    time: stage.start + counter * 900n,
    importWh: 1000n * counter,
    exportWh: 2000n * counter,
    ...change,
  });

  beforeAll(async () => {
    own = makeMeter();
    await stage.commission(own, owner);
    await stage.send('readingLedger', 'recordBatch', await stage.batch(own, owner, at(10n)));
  });

  it.each([
    ['the same counter again', 'CounterNotIncreasing', () => stage.batch(own, owner, at(10n))],
    ['a lower counter', 'CounterNotIncreasing', () => stage.batch(own, owner, at(9n))],
    [
      'a batch that begins before the last one ended',
      'CounterNotIncreasing',
      () => stage.batch(own, owner, at(12n), { firstCounter: 10n, count: 3 }),
    ],
    ['an import register that goes down', 'RegisterDecreased', () => stage.batch(own, owner, at(11n, { importWh: 9_999n }))],
    ['an export register that goes down', 'RegisterDecreased', () => stage.batch(own, owner, at(11n, { exportWh: 19_999n }))],
    ['a time before the last', 'TimeNotIncreasing', () => stage.batch(own, owner, at(11n, { time: stage.start }))],
    ['a time in the future', 'TimeInFuture', () => stage.batch(own, owner, at(11n, { time: 2n ** 40n }))],
    ['no readings', 'CountInvalid', () => stage.batch(own, owner, at(11n), { count: 0 })],
    ['more readings than counters', 'CountInvalid', () => stage.batch(own, owner, at(12n), { firstCounter: 11n, count: 3 })],
    ['one reading over several counters', 'CountInvalid', () => stage.batch(own, owner, at(12n), { firstCounter: 11n, count: 1 })],
    ['a beginning after its end', 'CountInvalid', () => stage.batch(own, owner, at(12n), { firstCounter: 13n, count: 1 })],
    ['a root that is not its only reading', 'RootInvalid', () => stage.batch(own, owner, at(11n), { root: keccak256('0x01') })],
    [
      'an owner who is not the meter’s',
      'OwnerSignatureInvalid',
      () => stage.batch(own, privateKeyToAccount(generatePrivateKey()), at(11n)),
    ],
    ['a register beyond what a boundary holds', 'RegisterOverflow', () => stage.batch(own, owner, at(11n, { importWh: 2n ** 56n }))],
  ] as const)('with %s is refused: %s', async (_, error, make) => {
    expect((await stage.revertOf('readingLedger', 'recordBatch', await make()))?.name).toBe(error);
  });

  it('proves every one of its readings and no other, as OpenZeppelin’s tree has them', async () => {
    const group = makeMeter();
    await stage.commission(group, owner);
    const raws = await Promise.all(
      Array.from({ length: 7 }, (_, i) =>
        signReading(stage.fields({ counter: BigInt(i + 1), time: stage.start + BigInt(i * 60), importWh: BigInt(i) }), group),
      ),
    );
    const tree = SimpleMerkleTree.of(
      raws.map((raw) => leafOf(group.id, raw)),
      { sortLeaves: false },
    );
    const batch = await stage.batch(
      group,
      owner,
      { counter: 7n, time: stage.start + 360n, importWh: 6n },
      { firstCounter: 1n, count: 7, root: tree.root as Hex },
    );
    await stage.send('readingLedger', 'recordBatch', batch);
    for (const [i, raw] of raws.entries()) {
      expect(await stage.read('readingLedger', 'proveReading', [group.id, raw, 7n, tree.getProof(i)])).toMatchObject({
        counter: BigInt(i + 1),
      });
    }
    const stranger = await signReading(stage.fields({ counter: 3n, importWh: 99n }), group);
    expect((await stage.revertOf('readingLedger', 'proveReading', [group.id, stranger, 7n, tree.getProof(2)]))?.name).toBe('NotInBatch');
    expect((await stage.revertOf('readingLedger', 'proveReading', [group.id, raws[0], 6n, tree.getProof(0)]))?.name).toBe('NotInBatch');
  });

  it('refuses a whole group for one bad batch', async () => {
    const good = await stage.batch(own, owner, at(11n));
    const bad = await stage.batch(own, owner, at(11n));
    expect(
      (
        await stage.revertOf('readingLedger', 'recordBatches', [
          [good[0], bad[0]],
          [good[1], bad[1]],
        ])
      )?.name,
    ).toBe('CounterNotIncreasing');
  });
});

describe('a boundary', () => {
  it('is anyone’s to record; the first reading within tolerance stays; neighbours must fit', async () => {
    const own = makeMeter();
    await stage.commission(own, owner);
    const reading = (counter: bigint, seconds: bigint, importWh: bigint) =>
      signReading(stage.fields({ counter, time: stage.start + seconds, importWh }), own);
    const from = stage.engine.accounts[3]?.address as Hex;
    const boundary = stage.start / 900n;
    await stage.send('readingLedger', 'recordBoundary', [own.id, await reading(1n, 12n, 500n)], from);
    await stage.send('readingLedger', 'recordBoundary', [own.id, await reading(2n, 20n, 501n)], from);
    expect(await stage.read('readingLedger', 'boundaryOf', [own.id, boundary])).toMatchObject({ recorded: true, importWh: 500n });
    expect((await stage.revertOf('readingLedger', 'recordBoundary', [own.id, await reading(3n, 450n, 600n)]))?.name).toBe('NotAtBoundary');
    expect((await stage.revertOf('readingLedger', 'recordBoundary', [own.id, await reading(4n, 900n, 499n)]))?.name).toBe(
      'RegisterDecreased',
    );
    expect((await stage.revertOf('readingLedger', 'recordBoundary', [own.id, await reading(5n, -900n, 501n)]))?.name).toBe(
      'RegisterDecreased',
    );
    expect((await stage.revertOf('readingLedger', 'recordBoundary', [own.id, await reading(6n, 2n ** 40n, 501n)]))?.name).toMatch(
      /TimeInFuture|NotAtBoundary/,
    );
  });
});

describe('equivocation', () => {
  it('two payloads under one counter suspend the meter, whoever reports them; two others do not', async () => {
    const own = makeMeter();
    await stage.commission(own, owner);
    const a = await signReading(stage.fields({ counter: 5n, importWh: 1n }), own);
    const b = await signReading(stage.fields({ counter: 5n, importWh: 2n }), own);
    const c = await signReading(stage.fields({ counter: 6n, importWh: 2n }), own);
    expect((await stage.revertOf('readingLedger', 'reportEquivocation', [own.id, a, a]))?.name).toBe('NotEquivocation');
    expect((await stage.revertOf('readingLedger', 'reportEquivocation', [own.id, a, c]))?.name).toBe('NotEquivocation');
    await stage.send('readingLedger', 'reportEquivocation', [own.id, a, b], stage.engine.accounts[4]?.address);
    expect((await stage.revertOf('readingLedger', 'verify', [own.id, c]))?.name).toBe('MeterNotActive');
  });
});

describe('energy of an interval', () => {
  it('is the market’s alone to speak for', async () => {
    expect((await stage.revertOf('readingLedger', 'allocate', [meter.id, 1n, 0n, 0n]))?.name).toBe('AccessControlUnauthorizedAccount');
    expect((await stage.revertOf('readingLedger', 'availableWh', [meter.id, 1n]))?.name).toBe('BoundaryMissing');
  });
});
