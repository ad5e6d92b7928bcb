import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeystore, encryptKeyFile, loadSigner } from './index.ts';
import { decryptKeystore, encryptKeystore } from './keystore.ts';

const directory = mkdtempSync(join(tmpdir(), 'joulegate-keystore-'));
afterAll(() => rmSync(directory, { recursive: true }));
const write = (name: string, content: string, mode = 0o600) => {
  const path = join(directory, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};
const bytes = (text: string) => new TextEncoder().encode(text);
const CHEAP = { n: 1024, r: 8, p: 1 };

// Test vectors of the Web3 Secret Storage Definition, version 3 (ethereum.org): password "testpassword", one key.
const SECRET = '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d';
const ADDRESS = '0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b';
const SCRYPT = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdf: 'scrypt',
    kdfparams: { dklen: 32, n: 262144, p: 8, r: 1, salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19' },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
};
const PBKDF2 = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: { c: 262144, dklen: 32, prf: 'hmac-sha256', salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd' },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
};
const changed = (change: object) => JSON.stringify({ ...SCRYPT, crypto: { ...SCRYPT.crypto, ...change } });

describe('keystores', () => {
  it.each([
    ['scrypt', SCRYPT],
    ['pbkdf2', PBKDF2],
    ['scrypt, as old wallets wrote it', { ...SCRYPT, crypto: undefined, Crypto: SCRYPT.crypto }],
  ])('open the published vector of %s', (_, keystore) => {
    expect(Buffer.from(decryptKeystore(JSON.stringify(keystore), bytes('testpassword'))).toString('hex')).toBe(SECRET);
  });

  it('sign behind a URI, with the password in a file or a systemd credential', async () => {
    write('vector.json', JSON.stringify(SCRYPT));
    write('vector.password', 'testpassword\n');
    expect((await loadSigner('keystore:vector.json?password=file:vector.password', directory)).address).toBe(ADDRESS);
    process.env['CREDENTIALS_DIRECTORY'] = directory;
    try {
      expect((await loadSigner('keystore:vector.json?password=credential:vector.password', directory)).address).toBe(ADDRESS);
    } finally {
      delete process.env['CREDENTIALS_DIRECTORY'];
    }
  });

  it.each<[string, string, string, RegExp]>([
    ['another password', JSON.stringify(SCRYPT), 'wrongpassword', /another password expected/],
    ['a damaged ciphertext', changed({ ciphertext: `00${SCRYPT.crypto.ciphertext.slice(2)}` }), 'testpassword', /damaged/],
    ['no JSON', 'x', 'testpassword', /version 3/],
    ['a list', '[]', 'testpassword', /version 3/],
    ['another version', JSON.stringify({ ...SCRYPT, version: 1 }), 'testpassword', /version 3/],
    ['another cipher', changed({ cipher: 'aes-128-cbc' }), 'testpassword', /aes-128-ctr/],
    [
      'a cost that would take all memory',
      changed({ kdfparams: { ...SCRYPT.crypto.kdfparams, n: 2 ** 24, r: 8 } }),
      'testpassword',
      /512 MiB/,
    ],
    ['a cost that would take for ever', changed({ kdfparams: { ...SCRYPT.crypto.kdfparams, p: 2 ** 30 } }), 'testpassword', /512 MiB/],
    ['an n that is no power of two', changed({ kdfparams: { ...SCRYPT.crypto.kdfparams, n: 1000 } }), 'testpassword', /power of two/],
    ['parameters of the other function', changed({ kdf: 'pbkdf2' }), 'testpassword', /parameters of pbkdf2/],
  ])('refuse %s, telling neither key nor password', (_, text, password, message) => {
    let error: unknown;
    try {
      decryptKeystore(text, bytes(password));
    } catch (cause) {
      error = cause;
    }
    expect(error).toMatchObject({ code: 'KEY_INVALID', message: expect.stringMatching(message) });
    expect(String(error)).not.toContain(password);
    expect(String(error)).not.toContain(SECRET.slice(0, 8));
  });

  it('go round, each with a salt of its own', () => {
    const secret = Uint8Array.from(Buffer.from(SECRET, 'hex'));
    const [one, other] = [encryptKeystore(secret, ADDRESS, bytes('p'), CHEAP), encryptKeystore(secret, ADDRESS, bytes('p'), CHEAP)];
    expect(one).not.toBe(other);
    expect(one).not.toContain(SECRET);
    expect(Buffer.from(decryptKeystore(other, bytes('p'))).toString('hex')).toBe(SECRET);
  });

  it('are made for this user alone, from a new key or a plain file, and never overwrite', async () => {
    const password = write('new.password', 'correct horse');
    const path = join(directory, 'new.json');
    createKeystore(path, password, CHEAP);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, 'utf8');
    expect(() => createKeystore(path, password, CHEAP)).toThrow(/never overwritten/);
    expect(readFileSync(path, 'utf8')).toBe(before);
    const plain = write('plain.key', SECRET);
    encryptKeyFile(plain, join(directory, 'kept.json'), password, CHEAP);
    expect((await loadSigner(`keystore:kept.json?password=file:${password}`, directory)).address).toBe(ADDRESS);
    expect(() => createKeystore(join(directory, 'short.json'), write('short.password', 'short'), CHEAP)).toThrow(/at least 8/);
  });

  it.each([
    ['a keystore', 'wide.json', 0o644, 'ok.password', 0o600],
    ['a password', 'ok.json', 0o600, 'wide.password', 0o640],
  ])('refuse %s that others may read', async (_, store, storeMode, password, passwordMode) => {
    write(store, JSON.stringify(SCRYPT), storeMode);
    write(password, 'testpassword', passwordMode);
    await expect(loadSigner(`keystore:${store}?password=file:${password}`, directory)).rejects.toThrow(/mode 600 expected/);
  });

  it('without the URI of a password are refused, untold', async () => {
    await expect(loadSigner('keystore:a.json?password=hunter2')).rejects.toThrow(
      /^key: keystore:<path>\?password=… expected, there file:<path>, credential:<name> or env:<NAME>$/,
    );
  });
});
