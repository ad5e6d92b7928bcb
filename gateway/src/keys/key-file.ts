import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { utils } from '@noble/secp256k1';
import { JoulegateError } from '../domain/index.ts';

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

function parseSecret(path: string, content: Buffer): Uint8Array {
  const text = content.toString('latin1').trim();
  const secret =
    content.length === 32
      ? Uint8Array.from(content)
      : /^(0x)?[0-9a-fA-F]{64}$/.test(text)
        ? Uint8Array.from(Buffer.from(text.replace(/^0x/, ''), 'hex'))
        : undefined;
  content.fill(0);
  // What the file holds is not shown: it is most likely a secret with a slip in it.
  if (secret === undefined) throw new JoulegateError('KEY_INVALID', `key file ${path}: 0x and 64 hex digits, or 32 raw bytes expected`);
  if (!utils.isValidSecretKey(secret))
    throw new JoulegateError('KEY_INVALID', `key file ${path}: a number from 1 to the order of secp256k1 expected`);
  return secret;
}

/** Reads a small secret file. @param strict refuse one that others may read; systemd guards its credentials itself. */
export function readSecretFile(path: string, strict: boolean, maxBytes = FILE_MAX_BYTES): Buffer {
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
 * Reads a secret key of secp256k1.
 * @returns 32 bytes, which never leave this room.
 * @throws JoulegateError KEY_INVALID
 */
export function readKeyFile(path: string, strict: boolean): Uint8Array {
  return parseSecret(path, readSecretFile(path, strict));
}

/**
 * Reads a key that a meter's telegrams are encrypted or authenticated with (GUEK, AK): 32 hex digits, or 16 raw bytes.
 * @throws JoulegateError KEY_INVALID
 */
export function readTelegramKeyFile(path: string, strict: boolean): Uint8Array {
  const content = readSecretFile(path, strict);
  const text = content.toString('latin1').trim();
  const key =
    content.length === 16
      ? Uint8Array.from(content)
      : /^(0x)?[0-9a-fA-F]{32}$/.test(text)
        ? Uint8Array.from(Buffer.from(text.replace(/^0x/, ''), 'hex'))
        : undefined;
  content.fill(0);
  if (key === undefined) throw new JoulegateError('KEY_INVALID', `key file ${path}: 32 hex digits, or 16 raw bytes expected`);
  return key;
}

/**
 * Makes a new key, deliberately and once.
 * @throws JoulegateError KEY_INVALID where the file exists: a key is never overwritten.
 */
export function createKeyFile(path: string): void {
  let fd: number;
  try {
    fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (cause) {
    throw explain(path, cause);
  }
  try {
    writeSync(fd, `0x${Buffer.from(utils.randomSecretKey()).toString('hex')}\n`);
    fsyncSync(fd);
  } catch (cause) {
    throw explain(path, cause);
  } finally {
    closeSync(fd);
  }
}
