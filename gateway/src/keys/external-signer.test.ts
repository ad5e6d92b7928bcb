import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recoverPublicKey } from '@noble/secp256k1';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Signer } from '../domain/index.ts';
import { openExternalSigner } from './external-signer.ts';
import { decompressPublicKey, loadSigner } from './index.ts';

const directory = mkdtempSync(join(tmpdir(), 'joulegate-external-'));
afterAll(() => rmSync(directory, { recursive: true }));
const open: Signer[] = [];
afterEach(() => {
  for (const signer of open.splice(0)) signer.close();
});

/** A program that holds the key, as a driver of a secure element would: OpenSSL's ECDSA gives neither low s nor v. */
const PROGRAM = join(directory, 'signer.mjs');
writeFileSync(
  PROGRAM,
  `import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createECDH } from 'node:crypto';
import { hashes, sign } from '${import.meta.resolve('@noble/secp256k1')}';
import { hmac } from '${import.meta.resolve('@noble/hashes/hmac.js')}';
import { sha256 } from '${import.meta.resolve('@noble/hashes/sha2.js')}';
hashes.sha256 = sha256;
hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);
const [fault, folder] = process.argv.slice(2);
appendFileSync(folder + '/starts', '.');
const starts = readFileSync(folder + '/starts', 'utf8').length;
const secret = Buffer.from('59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d', 'hex');
const ecdh = createECDH('secp256k1');
ecdh.setPrivateKey(secret);
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const say = (answer) => console.log(JSON.stringify(answer));
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, publicKey, digest } = JSON.parse(line);
  if (publicKey) return say({ id, publicKey: '0x' + ecdh.getPublicKey('hex').slice(2) });
  if (fault === 'hangs-once' && starts === 1) return;
  if (fault === 'hangs') return;
  if (fault === 'dies-once' && starts === 1) process.exit(7);
  if (fault === 'dies') process.exit(7);
  if (fault === 'refuses') return say({ id, error: 'not today' });
  if (fault === 'chatters') console.log('hello\\n{"id":');
  if (fault === 'stale') say({ id: id - 1, signature: '0x' + '11'.repeat(64) });
  const of = fault === 'other-digest' ? Buffer.alloc(32, 9) : Buffer.from(digest.slice(2), 'hex');
  const compact = Buffer.from(sign(of, secret, { prehash: false, lowS: true, format: 'compact' }));
  if (fault === 'high-s') {
    const s = N - BigInt('0x' + compact.subarray(32).toString('hex'));
    compact.write(s.toString(16).padStart(64, '0'), 32, 'hex');
  }
  say({ id, signature: '0x' + compact.toString('hex') });
});
`,
);
const ADDRESS = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'; // anvil's and hardhat's second development key, published
const DIGEST = new Uint8Array(32).fill(0xab);

async function start(fault: string, timeLimitMs = 10_000): Promise<{ signer: Signer; starts: () => number }> {
  const folder = mkdtempSync(join(directory, 'run-'));
  const signer = await openExternalSigner([process.execPath, PROGRAM, fault, folder], timeLimitMs);
  open.push(signer);
  return { signer, starts: () => readFileSync(join(folder, 'starts'), 'utf8').length };
}

describe('a key that another program holds', () => {
  it.each([
    ['answers', 'none', 1],
    ['gives a high s and no v', 'high-s', 1],
    ['says other things besides', 'chatters', 1],
    ['answers an older question first', 'stale', 1],
    ['dies once', 'dies-once', 2],
  ])('signs where it %s', async (_, fault, expectedStarts) => {
    const { signer, starts } = await start(fault);
    expect(signer.address).toBe(ADDRESS);
    const signature = await signer.sign(DIGEST);
    expect(signature[32]).toBeLessThan(0x80);
    const recovered = recoverPublicKey(Uint8Array.of((signature[64] ?? 0) - 27, ...signature.subarray(0, 64)), DIGEST, { prehash: false });
    expect(decompressPublicKey(recovered)).toEqual(signer.publicKey);
    expect(starts()).toBe(expectedStarts);
  });

  it('signs after it hung once and was started anew', async () => {
    const { signer, starts } = await start('hangs-once', 2_000);
    expect(await signer.sign(DIGEST)).toHaveLength(65);
    expect(starts()).toBe(2);
  });

  it('signs many at a time, each its own digest', async () => {
    const { signer } = await start('none');
    const digests = Array.from({ length: 20 }, (_, i) => new Uint8Array(32).fill(i + 1));
    const signatures = await Promise.all(digests.map((digest) => signer.sign(digest)));
    expect(new Set(signatures.map((each) => Buffer.from(each).toString('hex'))).size).toBe(20);
  });

  it.each([
    ['refuses', 'refuses', /it says "not today"/],
    ['dies each time', 'dies', /ended with 7/],
    ['signs another digest', 'other-digest', /a signature by its key/],
  ])('fails, and says how, where it %s', async (_, fault, message) => {
    const { signer } = await start(fault);
    await expect(signer.sign(DIGEST)).rejects.toMatchObject({ code: 'KEY_INVALID', message: expect.stringMatching(message) });
  });

  it('fails within its time limit where it hangs', async () => {
    const { signer } = await start('hangs', 2_000);
    await expect(signer.sign(DIGEST)).rejects.toThrow(/within 2000 ms/);
  });

  it('is no key where the program is not there', async () => {
    await expect(loadSigner('external:/nowhere/signer --slot 1')).rejects.toThrow(/\/nowhere\/signer can't be started: ENOENT/);
  });
});
