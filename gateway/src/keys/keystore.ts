import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { scrypt } from '@noble/hashes/scrypt.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import * as v from 'valibot';
import { JoulegateError } from '../domain/index.ts';

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-fA-F]{${bytes * 2}}$`)));
const salt = v.pipe(v.string(), v.regex(/^([0-9a-fA-F]{2}){1,64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** Web3 Secret Storage Definition, version 3 (ethereum.org). The member is `crypto`; some old wallets wrote `Crypto`. */
const keystoreSchema = v.object({
  version: v.literal(3),
  crypto: v.object({
    cipher: v.literal('aes-128-ctr'),
    cipherparams: v.object({ iv: hex(16) }),
    ciphertext: hex(32),
    mac: hex(32),
    kdf: v.picklist(['scrypt', 'pbkdf2']),
    kdfparams: v.union([
      v.object({ dklen: v.literal(32), n: count, r: count, p: count, salt }),
      v.object({ dklen: v.literal(32), c: v.pipe(count, v.maxValue(10_000_000)), prf: v.literal('hmac-sha256'), salt }),
    ]),
  }),
});

export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about half a second on a Pi 4: OWASP's first choice for scrypt (Password Storage Cheat Sheet, 2023). */
export const SCRYPT_COST: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };
/** A file must not take all memory: go-ethereum's own cost (n 2^18, r 8) takes 256 MiB. */
const SCRYPT_MAX_BYTES = 512 * 1024 * 1024;
/** n × r × p of go-ethereum's is 2^21; the time it takes grows with it. */
const SCRYPT_MAX_WORK = 2 ** 24;

function deriveByScrypt(password: Uint8Array, saltBytes: Uint8Array, { n, r, p }: ScryptCost): Buffer {
  if (n < 2 || (n & (n - 1)) !== 0 || 128 * n * r > SCRYPT_MAX_BYTES || n * r * p > SCRYPT_MAX_WORK)
    throw new JoulegateError('KEY_INVALID', `keystore: scrypt within 512 MiB and n a power of two expected, got n ${n}, r ${r}, p ${p}`);
  // OpenSSL keeps to RFC 7914's N < 2^(128 r / 8), which the published vector and some old wallets (r = 1) do not.
  if (n >= 2 ** (16 * r))
    return Buffer.from(scrypt(password, saltBytes, { N: n, r, p, dkLen: 32, maxmem: SCRYPT_MAX_BYTES + 1024 * 1024 }));
  return scryptSync(password, saltBytes, 32, { N: n, r, p, maxmem: SCRYPT_MAX_BYTES + 1024 * 1024 });
}

const macOf = (derived: Uint8Array, ciphertext: Uint8Array) => keccak_256(Uint8Array.of(...derived.subarray(16, 32), ...ciphertext));

/**
 * Opens a keystore.
 * @param password zeroed by the caller.
 * @returns 32 bytes
 * @throws JoulegateError KEY_INVALID for a wrong password, another format, or a cost beyond measure.
 */
export function decryptKeystore(text: string, password: Uint8Array): Uint8Array {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const old = json as { crypto?: unknown; Crypto?: unknown } | null | undefined;
  const parsed = v.safeParse(
    keystoreSchema,
    old?.crypto === undefined && old?.Crypto !== undefined ? { ...old, crypto: old.Crypto } : json,
  );
  if (!parsed.success)
    throw new JoulegateError('KEY_INVALID', 'keystore: Web3 Secret Storage version 3 with scrypt or pbkdf2 and aes-128-ctr expected');
  const { kdf, kdfparams, cipherparams, ciphertext: cipherHex, mac } = parsed.output.crypto;
  const ciphertext = Buffer.from(cipherHex, 'hex');
  const saltBytes = Buffer.from(kdfparams.salt, 'hex');
  let derived: Buffer;
  if (kdf === 'scrypt' && 'n' in kdfparams) derived = deriveByScrypt(password, saltBytes, kdfparams);
  else if (kdf === 'pbkdf2' && 'c' in kdfparams) derived = pbkdf2Sync(password, saltBytes, kdfparams.c, 32, 'sha256');
  else throw new JoulegateError('KEY_INVALID', `keystore: parameters of ${kdf} expected`);
  try {
    if (!timingSafeEqual(macOf(derived, ciphertext), Buffer.from(mac, 'hex')))
      throw new JoulegateError('KEY_INVALID', 'keystore: another password expected, or the file is damaged');
    const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), Buffer.from(cipherparams.iv, 'hex'));
    const plain = decipher.update(ciphertext);
    const secret = Uint8Array.from(plain);
    plain.fill(0);
    return secret;
  } finally {
    derived.fill(0);
  }
}

/** @returns the file's text; nothing in it but the address tells of the key. */
export function encryptKeystore(secret: Uint8Array, address: string, password: Uint8Array, cost: ScryptCost = SCRYPT_COST): string {
  const saltBytes = randomBytes(32);
  const iv = randomBytes(16);
  const derived = deriveByScrypt(password, saltBytes, cost);
  try {
    const ciphertext = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv).update(secret);
    const crypto = {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: iv.toString('hex') },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'scrypt',
      kdfparams: { dklen: 32, ...cost, salt: saltBytes.toString('hex') },
      mac: Buffer.from(macOf(derived, ciphertext)).toString('hex'),
    };
    return `${JSON.stringify({ version: 3, id: randomUUID(), address: address.replace(/^0x/, ''), crypto }, null, 2)}\n`;
  } finally {
    derived.fill(0);
  }
}
