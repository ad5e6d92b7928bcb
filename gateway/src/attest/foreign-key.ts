import { createPublicKey, type KeyObject } from 'node:crypto';
import { accept, type Result, refuse } from '../domain/index.ts';

/** Curves that meters sign with; names as OpenSSL's, OBJECT IDENTIFIERs of SEC 2 and RFC 5639. */
const CURVES = {
  'P-256': { oid: '06082a8648ce3d030107', bytes: 32 },
  secp256k1: { oid: '06052b8104000a', bytes: 32 },
  'P-192': { oid: '06082a8648ce3d030101', bytes: 24 },
  secp192k1: { oid: '06052b8104001f', bytes: 24 },
  'P-384': { oid: '06052b81040022', bytes: 48 },
  'P-521': { oid: '06052b81040023', bytes: 66 },
  brainpoolP256r1: { oid: '06092b2403030208010107', bytes: 32 },
  brainpoolP384r1: { oid: '06092b240303020801010b', bytes: 48 },
  brainpoolP512r1: { oid: '06092b240303020801010d', bytes: 64 },
} as const;
export type ForeignCurveName = keyof typeof CURVES;
const NAMES = Object.keys(CURVES) as ForeignCurveName[];

export interface ForeignKey {
  readonly curve: ForeignCurveName;
  /** x | y, each as long as the curve's field. */
  readonly point: Uint8Array;
  readonly key: KeyObject;
}

const EC_PUBLIC_KEY = Buffer.from('06072a8648ce3d0201', 'hex');

/** X.690: tag, length, content. */
function tlv(tag: number, content: Uint8Array): Buffer {
  const length =
    content.length < 0x80
      ? [content.length]
      : content.length < 0x100
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** SubjectPublicKeyInfo (RFC 5480) of a point in SEC 1's form. */
function toSpki(curve: ForeignCurveName, point: Uint8Array): Buffer {
  const algorithm = tlv(0x30, Buffer.concat([EC_PUBLIC_KEY, Buffer.from(CURVES[curve].oid, 'hex')]));
  return tlv(0x30, Buffer.concat([algorithm, tlv(0x03, Buffer.concat([Buffer.of(0), point]))]));
}

/** Whether bytes are a SEQUENCE of just their length that opens with an AlgorithmIdentifier: a bare x may start with 0x30 too. */
function isSpki(bytes: Uint8Array): boolean {
  const { length } = bytes;
  const lengthSize = length < 0x82 ? 1 : length < 0x103 ? 2 : 3;
  const algorithm = 1 + lengthSize;
  return tlv(0x30, bytes.subarray(algorithm)).equals(bytes) && bytes[algorithm] === 0x30 && bytes[algorithm + 2] === 0x06;
}

function findCurve(spki: Uint8Array): ForeignCurveName | undefined {
  const hex = Buffer.from(spki).toString('hex');
  return NAMES.find((name) => hex.includes(EC_PUBLIC_KEY.toString('hex') + CURVES[name].oid));
}

/** The uncompressed point at the end of an SPKI, which OpenSSL writes as it read it. */
function pointOf(key: KeyObject, curve: ForeignCurveName): Uint8Array | undefined {
  const spki = key.export({ format: 'der', type: 'spki' });
  const { bytes } = CURVES[curve];
  const tail = spki.subarray(-2 * bytes - 1);
  if (tail[0] === 4 && spki.length > 2 * bytes + 20) return Uint8Array.from(tail.subarray(1));
  try {
    const { x = '', y = '' } = key.export({ format: 'jwk' });
    return Uint8Array.from(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
  } catch {
    return undefined;
  }
}

/** Text of a key as people pass it on: hex, base64 or PEM. @returns undefined where it is none of them */
function decodeKeyText(text: string): Uint8Array | undefined {
  const pem = /-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END PUBLIC KEY-----/.exec(text);
  const compact = (pem?.[1] ?? text).replace(/[\s:]/g, '').replace(/^0x/, '');
  if (pem === null && /^([0-9a-fA-F]{2})+$/.test(compact)) return Buffer.from(compact, 'hex');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}

/**
 * Reads a meter's public key: SubjectPublicKeyInfo in DER, a point as SEC 1 writes it (04 x y, or 02/03 x), or x and y alone;
 * as bytes, or as text in hex, base64 or PEM.
 * @param curve of a bare point; what an SPKI says counts
 * @returns KEY_INVALID, or FORMAT_UNSUPPORTED for RSA and curves that no meter of ours has.
 */
export function readForeignKey(given: Uint8Array | string, curve: ForeignCurveName = 'P-256'): Result<ForeignKey> {
  const bytes = typeof given === 'string' ? decodeKeyText(given) : given;
  if (bytes === undefined || bytes.length === 0) return refuse('KEY_INVALID', 'public key: hex, base64 or PEM expected');
  const namesItsCurve = isSpki(bytes);
  const named = namesItsCurve ? findCurve(bytes) : curve;
  if (named === undefined) return refuse('FORMAT_UNSUPPORTED', 'public key: an elliptic curve that meters sign with expected');
  const size = CURVES[named].bytes;
  const isBare = bytes.length === 2 * size;
  const point = isBare ? Buffer.concat([Buffer.of(4), bytes]) : bytes;
  if (!namesItsCurve && point.length !== 2 * size + 1 && point.length !== size + 1)
    return refuse(
      'KEY_INVALID',
      `public key: ${2 * size} bytes of ${named} (x and y), one more before them, or SPKI expected, got ${bytes.length}`,
    );
  try {
    const der = namesItsCurve ? Buffer.from(bytes) : toSpki(named, point);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const xy = pointOf(key, named);
    if (xy === undefined) return refuse('FORMAT_UNSUPPORTED', `public key: an uncompressed point of ${named} expected`);
    return accept({ curve: named, point: xy, key });
  } catch (cause) {
    return refuse('KEY_INVALID', `public key: a point of ${named} expected: ${(cause as Error).message}`);
  }
}
