import { createECDH, createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';

/** Curves of the keys in meters that sign in their makers' formats. */
export type SigningCurve = 'P-256' | 'secp256k1';

/** OpenSSL's names; orders of SEC 2 version 2, 2.4.1 and 2.4.2; SubjectPublicKeyInfo (RFC 5480) up to the point. */
const CURVES = {
  'P-256': {
    name: 'prime256v1',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    spki: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  },
  secp256k1: {
    name: 'secp256k1',
    order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    spki: '3056301006072a8648ce3d020106052b8104000a034200',
  },
} as const;

/** A meter's key, as it lies in its secure element. */
export interface SigningKey {
  readonly curve: SigningCurve;
  /** x | y, 64 bytes. */
  readonly publicKey: Uint8Array;
  /** The same as SubjectPublicKeyInfo in DER, as printed on meters and given in their registers. */
  readonly spki: Uint8Array;
  /** ECDSA over SHA-256 of the message: DER, s in either half of the order, another signature each time. */
  sign(message: Uint8Array): Uint8Array;
}

/** A key from 32 secret bytes. */
export function createSigningKey(curve: SigningCurve, secret: Uint8Array): SigningKey {
  const { name, order, spki } = CURVES[curve];
  const scalar = (BigInt(`0x${Buffer.from(secret).toString('hex')}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const pair = createECDH(name);
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const base64 = (bytes: Buffer): string => bytes.toString('base64url');
  const jwk = { kty: 'EC', crv: curve, x: base64(point.subarray(1, 33)), y: base64(point.subarray(33)), d: base64(d) };
  const privateKey: KeyObject = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    curve,
    publicKey: Uint8Array.from(point.subarray(1)),
    spki: Uint8Array.from(Buffer.concat([Buffer.from(spki, 'hex'), point])),
    sign: (message) => Uint8Array.from(sign('sha256', message, privateKey)),
  };
}

/** A key that a scenario always gets again. For demos and tests only: whoever knows the seed knows the key. */
export function deriveSigningKey(curve: SigningCurve, seed: string, id: string): SigningKey {
  return createSigningKey(curve, createHash('sha256').update(`joulegate demo key|${curve}|${seed}|${id}`).digest());
}
