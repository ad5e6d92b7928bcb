import { createHash } from 'node:crypto';
import { JG1_LINE_MAX_LENGTH, joulegate, POSSESSION_PREFIX } from '@joulegate/protos';
import { recoverPublicKey, verify } from '@noble/secp256k1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMeterKeys } from '../devices/index.ts';
import { createMeterKey, createRandomMeterKey, deriveMeterKey, onlyKey } from '../keys.ts';
import { crc16X25, formatCrc } from './crc16.ts';
import { answerCommand, encodeLine, encodeReadingLine, type NativeReading, signReading } from './native.ts';

const KEY = deriveMeterKey('test', 'meter-1');
const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const u32 = fc.nat({ max: 0xffff_ffff });
const READING: fc.Arbitrary<NativeReading> = fc.record({
  domain: u64,
  counter: u64,
  time: u64,
  importWh: u64,
  exportWh: u64,
  powerW: fc.integer(),
  voltageMv: u32,
  frequencyMhz: u32,
  status: u32,
});

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** v 27/28 as noble wants it: recovery id first. */
const recoverable = (signature: Uint8Array) => Uint8Array.of((signature[64] ?? 0) - 27, ...signature.subarray(0, 64));

function expectSignedBy(publicKeyHex: string, signature: Uint8Array, digest: Uint8Array): void {
  const publicKey = Buffer.from(publicKeyHex, 'hex');
  expect([27, 28]).toContain(signature[64]);
  expect(verify(signature.subarray(0, 64), digest, publicKey, { prehash: false, lowS: true })).toBe(true);
  expect(Buffer.from(recoverPublicKey(recoverable(signature), digest, { prehash: false })).toString('hex')).toBe(publicKeyHex);
}

describe('a native reading', () => {
  it('is what the generated protobuf decoder reads, every field', () => {
    fc.assert(
      fc.property(READING, (reading) => {
        const raw = signReading(reading, KEY);
        expect(raw.length).toBe(132);
        const { signature, ...fields } = joulegate.v1.SignedReading.toObject(joulegate.v1.SignedReading.decode(raw), { longs: String });
        const expected = Object.fromEntries(
          Object.entries(reading).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
        );
        expect(fields).toEqual(expected);
        expect(Buffer.from(signature).equals(raw.subarray(67))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('carries a low-s signature of its first 65 bytes that verifies and whose v recovers the key', () => {
    fc.assert(
      fc.property(READING, (reading) => {
        const raw = signReading(reading, KEY);
        expectSignedBy(KEY.publicKeyHex, raw.subarray(67), sha256(raw.subarray(0, 65)));
      }),
      { numRuns: 20 },
    );
  });

  it('goes on the wire as one line within the limit, its CRC over what stands between $ and *', () => {
    const raw = signReading(
      { domain: 1n, counter: 2n, time: 3n, importWh: 4n, exportWh: 5n, powerW: -6, voltageMv: 7, frequencyMhz: 8, status: 9 },
      KEY,
    );
    const line = Buffer.from(encodeReadingLine(raw)).toString('latin1');
    const [, body, crc] = /^\$(JG1,[A-Za-z0-9_-]{176})\*([0-9A-F]{4})\r\n$/.exec(line) ?? [];
    expect(line.length).toBeLessThanOrEqual(JG1_LINE_MAX_LENGTH);
    expect(crc).toBe(formatCrc(crc16X25(Buffer.from(body ?? ''))));
    expect(Buffer.from((body ?? '').slice(4), 'base64url').equals(raw)).toBe(true);
  });
});

describe('a command', () => {
  let keys = onlyKey(KEY);
  const ask = (body: string) => answerCommand(Buffer.from(encodeLine(body)).toString('latin1'), keys, 'JG-SIM', 'meter-1');
  const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

  it('asks for the identity', () => {
    const [, key, model, serial] = /^\$JGI1,([A-Za-z0-9_-]{44}),([^,]+),([^,]+)\*[0-9A-F]{4}\r\n$/.exec(text(ask('JGQ1,identity'))) ?? [];
    expect([Buffer.from(key ?? '', 'base64url').toString('hex'), model, serial]).toEqual([KEY.publicKeyHex, 'JG-SIM', 'meter-1']);
  });

  it('asks for a proof of possession', () => {
    const digest = sha256(Buffer.from('any registration'));
    const [, signature] =
      /^\$JGP1,([A-Za-z0-9_-]{87})\*[0-9A-F]{4}\r\n$/.exec(text(ask(`JGQ1,possession,${digest.toString('base64url')}`))) ?? [];
    expectSignedBy(KEY.publicKeyHex, Buffer.from(signature ?? '', 'base64url'), sha256(Buffer.from(POSSESSION_PREFIX), digest));
  });

  it('asks for the next key, which the present one vouches for, and has it sign only if it is that one', () => {
    keys = createMeterKeys((generation) => deriveMeterKey('test', 'meter-1', generation));
    const identity = () => /^\$JGI1,([^,]+),/.exec(text(ask('JGQ1,identity')))?.[1];
    const before = identity();
    const [, next = '', signature = ''] =
      /^\$JGN1,([A-Za-z0-9_-]{44}),([A-Za-z0-9_-]{87})\*[0-9A-F]{4}\r\n$/.exec(text(ask('JGQ1,next'))) ?? [];
    expectSignedBy(
      KEY.publicKeyHex,
      Buffer.from(signature, 'base64url'),
      sha256(Buffer.from('joulegate succession v1'), Buffer.from(next, 'base64url')),
    );
    expect(text(ask('JGQ1,next')).startsWith(`$JGN1,${next},`), 'the same until it is taken').toBe(true);
    expect(ask(`JGQ1,switch,${Buffer.alloc(33, 2).toString('base64url')}`)).toBeUndefined();
    expect(identity()).toBe(before);
    for (const attempt of [1, 2]) expect(text(ask(`JGQ1,switch,${next}`)), `attempt ${attempt}`).toContain(`$JGI1,${next},`);
    expect(identity()).toBe(next);
    expect(text(ask('JGQ1,next')).startsWith(`$JGN1,${next},`), 'another follows').toBe(false);
    keys = onlyKey(KEY);
    expect(ask('JGQ1,next')).toBeUndefined();
  });

  it.each(['JGQ1,possession,AAAA', 'JGQ1,possession', 'JGQ1,other', 'JG1,identity'])('%s gets no answer', (body) =>
    expect(ask(body)).toBeUndefined(),
  );

  it('with a wrong CRC gets no answer, and noise never throws', () => {
    expect(answerCommand('$JGQ1,identity*0000', onlyKey(KEY), 'm', 's')).toBeUndefined();
    fc.assert(fc.property(fc.string(), (noise) => answerCommand(noise, onlyKey(KEY), 'm', 's') === undefined));
  });
});

describe('keys', () => {
  it('come again from the same seed and id, and from no other', () => {
    expect(deriveMeterKey('test', 'meter-1').publicKeyHex).toBe(KEY.publicKeyHex);
    expect(
      new Set([KEY, deriveMeterKey('test', 'meter-2'), deriveMeterKey('other', 'meter-1'), createRandomMeterKey()].map((key) => key.meter))
        .size,
    ).toBe(4);
  });

  it('have the address that Ethereum gives them', () => {
    // Source: the first account of "test test … junk", anvil's and hardhat's published development key.
    const secret = Buffer.from('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80', 'hex');
    expect(createMeterKey(secret).meter).toBe('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266');
  });
});
