import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { utils } from '@noble/secp256k1';
import { JoulegateError } from '../domain/index.ts';
import type { SecretSource } from './key-uri.ts';

const OTHERS = 0o077;
const FILE_MAX_BYTES = 256;

function explain(path: string, cause: unknown): JoulegateError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reasons: Record<string, string> = {
    ENOENT: `no such file; "joulegate keys new ${path}" makes one`,
    EACCES: 'this user may not read it',
    EPERM: 'this user may not read it',
    EISDIR: 'a file expected, it is a directory',
    EEXIST: 'it exists already; a key is never overwritten',
    ENOSPC: 'no space left on the disk',
    ELOOP: 'a plain file expected, it is a link',
  };
  return new JoulegateError('KEY_INVALID', `key file ${path}: ${reasons[code ?? ''] ?? String(cause)}`, { cause });
}

const DIGIT = (code: number) =>
  code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x41 && code <= 0x46 ? code - 0x37 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;

/** Raw bytes, or hex digits with 0x or not and white space around. Never a string, which could not be zeroed. */
function parseBytes(content: Buffer, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (content.length === length) return Uint8Array.from(content);
  let from = 0;
  let to = content.length;
  while (from < to && (content[from] as number) <= 0x20) from += 1;
  while (to > from && (content[to - 1] as number) <= 0x20) to -= 1;
  if (content[from] === 0x30 && content[from + 1] === 0x78) from += 2;
  if (to - from !== length * 2) return undefined;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) {
    const high = DIGIT(content[from + 2 * i] as number);
    const low = DIGIT(content[from + 2 * i + 1] as number);
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

const nameOf = (source: SecretSource) => (source.kind === 'env' ? `key env:${source.name}` : `key file ${source.path}`);

function readSecretFile(path: string, strict: boolean, maxBytes: number): Buffer {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY);
  } catch (cause) {
    throw explain(path, cause);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new JoulegateError('KEY_INVALID', `key file ${path}: a plain file expected`);
    const mode = stat.mode & 0o777;
    if (strict && (mode & OTHERS) !== 0) {
      throw new JoulegateError(
        'KEY_INVALID',
        `key file ${path}: mode 600 expected, got ${mode.toString(8)}: others may read it; "chmod 600 ${path}", and if they may have read it, take a new key`,
      );
    }
    const content = Buffer.alloc(maxBytes);
    return content.subarray(0, readSync(fd, content, 0, maxBytes, 0));
  } finally {
    closeSync(fd);
  }
}

/**
 * Reads a small secret. A file that others may read is refused; systemd guards its credentials itself.
 * @returns its bytes, for the caller to zero.
 * @throws JoulegateError KEY_INVALID
 */
export function readSecret(source: SecretSource, maxBytes = FILE_MAX_BYTES): Buffer {
  if (source.kind !== 'env') return readSecretFile(source.path, source.kind === 'file', maxBytes);
  const text = process.env[source.name];
  if (text === undefined || text === '') throw new JoulegateError('KEY_INVALID', `${nameOf(source)}: a value expected, it is not set`);
  return Buffer.from(text).subarray(0, maxBytes);
}

/**
 * Reads a secret key of secp256k1.
 * @returns 32 bytes, which never leave this room.
 * @throws JoulegateError KEY_INVALID
 */
export function readKey(source: SecretSource): Uint8Array<ArrayBuffer> {
  const content = readSecret(source);
  const secret = parseBytes(content, 32);
  content.fill(0);
  // What stands there is not shown: it is most likely a secret with a slip in it.
  if (secret === undefined) throw new JoulegateError('KEY_INVALID', `${nameOf(source)}: 0x and 64 hex digits, or 32 raw bytes expected`);
  if (!utils.isValidSecretKey(secret))
    throw new JoulegateError('KEY_INVALID', `${nameOf(source)}: a number from 1 to the order of secp256k1 expected`);
  return secret;
}

/**
 * Reads a key that a meter's telegrams are encrypted or authenticated with (GUEK, AK): 32 hex digits, or 16 raw bytes.
 * @throws JoulegateError KEY_INVALID
 */
export function readTelegramKey(source: SecretSource): Uint8Array {
  const content = readSecret(source);
  const key = parseBytes(content, 16);
  content.fill(0);
  if (key === undefined) throw new JoulegateError('KEY_INVALID', `${nameOf(source)}: 32 hex digits, or 16 raw bytes expected`);
  return key;
}

/** Writes a secret to a file of this user alone. @throws JoulegateError KEY_INVALID where the file exists. */
function writeSecretFile(path: string, content: Uint8Array): void {
  let fd: number;
  try {
    fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (cause) {
    throw explain(path, cause);
  }
  try {
    writeSync(fd, content);
    fsyncSync(fd);
  } catch (cause) {
    throw explain(path, cause);
  } finally {
    closeSync(fd);
  }
}

/**
 * Makes a new key, deliberately and once; or keeps one that is given as a keystore.
 * @param encrypt makes the keystore's text; without it the file holds 0x and 64 hex digits.
 * @param secret default a new one; zeroed here.
 * @throws JoulegateError KEY_INVALID where the file exists: a key is never overwritten.
 */
export function createKeyFile(path: string, encrypt?: (secret: Uint8Array) => string, secret: Uint8Array = utils.randomSecretKey()): void {
  const content = encrypt === undefined ? toHexLine(secret) : Buffer.from(encrypt(secret));
  secret.fill(0);
  try {
    writeSecretFile(path, content);
  } finally {
    content.fill(0);
  }
}

function toHexLine(secret: Uint8Array): Buffer {
  const digits = '0123456789abcdef';
  const line = Buffer.alloc(2 + 2 * secret.length + 1);
  line.write('0x');
  secret.forEach((byte, i) => {
    line[2 + 2 * i] = digits.charCodeAt(byte >> 4);
    line[3 + 2 * i] = digits.charCodeAt(byte & 15);
  });
  line[line.length - 1] = 0x0a;
  return line;
}
