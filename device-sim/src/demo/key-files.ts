import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { getPublicKey } from '@noble/secp256k1';

export interface KeyFile {
  readonly path: string;
  readonly address: `0x${string}`;
}

/** The demo's owners have made their keys beforehand: 0x and 64 hex digits, mode 0600; an existing file stays as it is. */
export function createKeyFile(path: string, key?: `0x${string}`): KeyFile {
  if (!existsSync(path)) writeFileSync(path, `${key ?? `0x${randomBytes(32).toString('hex')}`}\n`, { mode: 0o600, flag: 'wx' });
  const secret = Buffer.from(readFileSync(path, 'utf8').trim().slice(2), 'hex');
  const hash = keccak_256(getPublicKey(secret, false).slice(1));
  return { path, address: `0x${Buffer.from(hash.slice(12)).toString('hex')}` };
}
