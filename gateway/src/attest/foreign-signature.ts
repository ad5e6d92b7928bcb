import { createHash, verify } from 'node:crypto';
import { accept, type Result, refuse } from '../domain/index.ts';
import type { ForeignCurveName, ForeignKey } from './foreign-key.ts';

/** Names of curves as OCMF's SA writes them (OCMF 1.2, table 22), and as signers in the field do. */
const CURVE_OF_NAME: ReadonlyMap<string, ForeignCurveName> = new Map([
  ['secp192r1', 'P-192'],
  ['prime192v1', 'P-192'],
  ['secp192k1', 'secp192k1'],
  ['secp256r1', 'P-256'],
  ['prime256v1', 'P-256'],
  ['secp256k1', 'secp256k1'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
  ['brainpool256r1', 'brainpoolP256r1'],
  ['brainpoolP256r1', 'brainpoolP256r1'],
  ['brainpool384r1', 'brainpoolP384r1'],
  ['brainpoolP384r1', 'brainpoolP384r1'],
  ['brainpool512r1', 'brainpoolP512r1'],
  ['brainpoolP512r1', 'brainpoolP512r1'],
]);

/** Orders of the groups whose signatures go on chain: SEC 2 version 2, 2.4.1 and 2.4.2. */
const ORDERS: Partial<Record<ForeignCurveName, bigint>> = {
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
};

export interface SignatureAlgorithm {
  readonly curve: ForeignCurveName;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
}

/** @param name `ECDSA-secp256r1-SHA256` @returns FORMAT_UNSUPPORTED for another scheme. */
export function readAlgorithm(name: string): Result<SignatureAlgorithm> {
  const [, curveName = '', bits] = /^ECDSA-([A-Za-z0-9]+)-SHA(256|384|512)$/.exec(name) ?? [];
  const curve = CURVE_OF_NAME.get(curveName);
  if (curve === undefined)
    return refuse('FORMAT_UNSUPPORTED', `signature: ECDSA-<curve>-SHA256 expected, got ${JSON.stringify(name.slice(0, 48))}`);
  return accept({ curve, hash: `sha${bits}` as SignatureAlgorithm['hash'] });
}

/** Numbers of a DER signature: a sequence of two integers and nothing else, lengths in one byte or after 0x81. */
function readDer(der: Uint8Array): { r: bigint; s: bigint } | undefined {
  let at = 0;
  const length = (): number | undefined => {
    const first = der[at++];
    if (first === undefined || first < 0x80) return first;
    return first === 0x81 ? der[at++] : undefined;
  };
  const integer = (): bigint | undefined => {
    if (der[at++] !== 0x02) return undefined;
    const size = length();
    if (size === undefined || size === 0 || at + size > der.length) return undefined;
    const value = BigInt(`0x${Buffer.from(der.subarray(at, at + size)).toString('hex')}`);
    at += size;
    return value;
  };
  if (der[at++] !== 0x30) return undefined;
  const size = length();
  if (size === undefined || at + size !== der.length) return undefined;
  const [r, s] = [integer(), integer()];
  return r === undefined || s === undefined || at !== der.length ? undefined : { r, s };
}

const word = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

export interface CheckedSignature {
  /** Of the message, as the scheme hashes it. */
  readonly messageDigest: Uint8Array;
  /** r | s of a 256-bit curve whose readings go on chain, s in the lower half; undefined of others. */
  readonly lowS: Uint8Array | undefined;
  /** The meter wrote the other s; both verify, half of all meters' signatures have it. */
  readonly wasHighS: boolean;
}

/**
 * Verifies an ECDSA signature over the bytes as they are, with the curve of the key and the hash of the scheme.
 * @param der as OCMF (SM application/x-der) and BSM write it; r and s alone are no such signature
 * @returns SIGNATURE_INVALID where it does not hold or is no DER.
 */
export function verifyForeignSignature(
  message: Uint8Array,
  der: Uint8Array,
  key: ForeignKey,
  hash: SignatureAlgorithm['hash'] = 'sha256',
): Result<CheckedSignature> {
  const pair = readDer(der);
  if (pair === undefined)
    return refuse('SIGNATURE_INVALID', `signature: two numbers in DER expected, got ${der.length} bytes that are none`);
  let holds = false;
  try {
    holds = verify(hash, message, { key: key.key, dsaEncoding: 'der' }, der);
  } catch {
    holds = false;
  }
  if (!holds) return refuse('SIGNATURE_INVALID', `signature: it is not one of this key (${key.curve}) over these bytes`);
  const messageDigest = new Uint8Array(createHash(hash).update(message).digest());
  const order = ORDERS[key.curve];
  if (order === undefined) return accept({ messageDigest, lowS: undefined, wasHighS: false });
  const wasHighS = pair.s > order / 2n;
  const s = wasHighS ? order - pair.s : pair.s;
  return accept({ messageDigest, lowS: Uint8Array.from(Buffer.concat([word(pair.r), word(s)])), wasHighS });
}
