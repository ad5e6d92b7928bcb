import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Point, recoverPublicKey } from '@noble/secp256k1';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  addressOfKey,
  compressPublicKey,
  createKeyFile,
  createKeystore,
  decompressPublicKey,
  loadSecretText,
  loadSigner,
  openKey,
  parseSecretUri,
} from './index.ts';
import { createSigner } from './local-signer.ts';

const directory = mkdtempSync(join(tmpdir(), 'joulegate-keys-'));
afterAll(() => rmSync(directory, { recursive: true }));
// Anvil's and Hardhat's first development key: published, so it is a vector and no secret.
const SECRET = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const ADDRESS = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const write = (name: string, content: string | Uint8Array, mode = 0o600) => {
  const path = join(directory, name);
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
};

describe('keys', () => {
  it('reads hex and raw keys and derives the published address', async () => {
    const path = write('hex.key', `${SECRET}\n`);
    expect((await loadSigner(`file:${path}`)).address).toBe(ADDRESS);
    expect((await loadSigner(`file:${write('raw.key', Buffer.from(SECRET.slice(2), 'hex'))}`)).address).toBe(ADDRESS);
    expect((await loadSigner('file:hex.key', directory)).address).toBe(ADDRESS);
  });

  it('signs digests as they are, with low s and v 27 or 28 that recovers to itself', async () => {
    const signer = await loadSigner(`file:${write('sign.key', SECRET)}`);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (digest) => {
        const signature = await signer.sign(digest);
        const v = signature[64] ?? 0;
        expect([27, 28]).toContain(v);
        expect(signature[32]).toBeLessThan(0x80);
        const recovered = recoverPublicKey(Uint8Array.of(v - 27, ...signature.subarray(0, 64)), digest, { prehash: false });
        expect(Point.fromBytes(recovered).toBytes(false).slice(1)).toEqual(signer.publicKey);
      }),
      { numRuns: 20 },
    );
    await expect(signer.sign(new Uint8Array(31))).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });

  it('shows no secret when printed', async () => {
    const signer = await loadSigner(`file:${write('print.key', SECRET)}`);
    expect(JSON.stringify(signer)).not.toContain(SECRET.slice(10, 30));
  });

  it('signs no more, and forgets, once it is closed', async () => {
    const signer = await loadSigner(`file:${write('closed.key', SECRET)}`);
    signer.close();
    await expect(signer.sign(new Uint8Array(32))).rejects.toMatchObject({ code: 'KEY_INVALID', message: /closed/ });
    const secret = Uint8Array.from(Buffer.from(SECRET.slice(2), 'hex'));
    createSigner(secret).close();
    expect(secret).toEqual(new Uint8Array(32));
  });

  it('makes a key once, for its owner alone, and never overwrites', async () => {
    const path = join(directory, 'new.key');
    createKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, 'utf8');
    expect(() => createKeyFile(path)).toThrow(/never overwritten/);
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect((await loadSigner(`file:${path}`)).address).toMatch(/^0x[0-9a-f]{40}$/);
  });

  it.each([
    ['no file', () => join(directory, 'none.key'), /no such file.*keys new/],
    ['others may read it', () => write('wide.key', SECRET, 0o640), /mode 600 expected, got 640/],
    ['a slip', () => write('slip.key', SECRET.slice(0, -1)), /64 hex digits, or 32 raw bytes/],
    ['zero', () => write('zero.key', new Uint8Array(32)), /number from 1/],
    ['a directory', () => directory, /plain file|directory/],
  ])('refuses %s and says why, without the content', async (_name, path, message) => {
    const cause: unknown = await loadSigner(`file:${path()}`).catch((error: unknown) => error);
    expect(String(cause)).toMatch(message);
    expect(String(cause)).not.toContain(SECRET.slice(4, 20));
  });

  it('knows file and credential URIs and shows nothing of what it does not know', async () => {
    expect(() => parseSecretUri(SECRET)).toThrow(/^key: file:<path>, credential:<name> or env:<NAME> expected$/);
    expect(() => parseSecretUri('credential:owner')).toThrow(/LoadCredential/);
    process.env['CREDENTIALS_DIRECTORY'] = directory;
    try {
      write('cred', SECRET, 0o440);
      expect((await loadSigner('credential:cred')).address).toBe(ADDRESS);
    } finally {
      delete process.env['CREDENTIALS_DIRECTORY'];
    }
  });

  it('takes a key, a password and a text from the environment, for tests, and says where one is missing', async () => {
    process.env['JOULEGATE_TEST_KEY'] = SECRET;
    process.env['JOULEGATE_TEST_SLIP'] = SECRET.slice(0, -1);
    expect((await loadSigner('env:JOULEGATE_TEST_KEY')).address).toBe(ADDRESS);
    expect((await openKey('env:JOULEGATE_TEST_KEY')).address).toBe(ADDRESS);
    expect(loadSecretText('env:JOULEGATE_TEST_KEY')).toBe(SECRET);
    createKeystore(join(directory, 'env.json'), 'env:JOULEGATE_TEST_KEY', { n: 1024, r: 8, p: 1 });
    const uri = `keystore:${join(directory, 'env.json')}?password=env:JOULEGATE_TEST_KEY`;
    expect((await loadSigner(uri)).address).toMatch(/^0x[0-9a-f]{40}$/);
    await expect(loadSigner('env:JOULEGATE_TEST_NONE')).rejects.toThrow(/^key env:JOULEGATE_TEST_NONE: a value expected, it is not set$/);
    await expect(loadSigner('env:JOULEGATE_TEST_SLIP')).rejects.toThrow(/^key env:JOULEGATE_TEST_SLIP: 0x and 64 hex digits/);
  });

  it.each([SECRET, SECRET.slice(2), SECRET.toUpperCase().replace('0X', '0x')])(
    'does not repeat a key pasted in place of its file',
    async (text) => {
      const cause: unknown = await openKey(text).catch((error: unknown) => error);
      expect(String(cause)).toMatch(/looks like the key itself/);
      expect(String(cause).toLowerCase()).not.toContain(SECRET.slice(4, 20));
    },
  );

  it('compresses and decompresses public keys', async () => {
    const { publicKey } = await loadSigner(`file:${write('pub.key', SECRET)}`);
    expect(decompressPublicKey(compressPublicKey(publicKey))).toEqual(publicKey);
    expect(addressOfKey(publicKey)).toBe(ADDRESS);
    expect(() => decompressPublicKey(new Uint8Array(33))).toThrow(/point of secp256k1/);
  });
});
