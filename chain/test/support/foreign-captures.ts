/**
 * Readings that real meters signed, kept outside the repository: github.com/chargeITmobility/bsm-python (Apache-2.0),
 * commit bdec54e, snapshots and record of doc/examples; github.com/SAFE-eV/transparenzsoftware (Apache-2.0), commit d556f1a,
 * src/test/resources.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Hex, toHex } from 'viem';
import { bsmClosing, type CurveOfKey, decodeDer, type Foreign, type ForeignKey, idOf, ocmfClosing } from './foreign.ts';

const CAPTURES = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url));

/** From an ASN.1 SubjectPublicKeyInfo that ends with an uncompressed point (RFC 5480). */
function keyOfSpki(spki: Uint8Array, curve: CurveOfKey): ForeignKey {
  const point = spki.subarray(spki.length - 64);
  const [keyX, keyY] = [toHex(point.subarray(0, 32)), toHex(point.subarray(32))];
  return { curve, keyX, keyY, id: idOf(keyX, keyY) };
}

export const HAS_CAPTURES = existsSync(CAPTURES);

export interface BsmCapture {
  readonly name: string;
  readonly foreign: Foreign;
  readonly decoded: { readonly RCnt: number; readonly Epoch: number; readonly TotWhImp_Wh: number; readonly W: number };
  readonly digestInput: Hex;
}

export function readBsmCaptures(): BsmCapture[] {
  if (!HAS_CAPTURES) return [];
  const rows = JSON.parse(readFileSync(`${CAPTURES}bsm-python/signed-snapshots.derived.json`, 'utf8')) as {
    readonly doc: string;
    readonly line: number;
    readonly registersHex: string;
    readonly digestInputHex: string;
    readonly signatureDer: string;
    readonly publicKeySpki: string;
    readonly decoded: BsmCapture['decoded'];
  }[];
  return rows.map((row) => ({
    name: `${row.doc}, line ${row.line}`,
    foreign: bsmClosing(
      keyOfSpki(Buffer.from(row.publicKeySpki, 'hex'), 'P256'),
      Buffer.from(row.registersHex, 'hex').subarray(0, 408),
      Buffer.from(row.signatureDer, 'hex'),
    ),
    decoded: row.decoded,
    digestInput: `0x${row.digestInputHex}`,
  }));
}

export interface OcmfCapture {
  readonly name: string;
  readonly foreign: Foreign;
  readonly payload: string;
}

const OCMF_FILES = [
  'ocmf-safe/fromweb.xml',
  'ocmf-safe/chargepoint_3.xml',
  'ocmf-safe/keba_test_txn.xml',
  'ocmf-safe/ocmf_sec.xml',
  'ocmf-safe/Ocmf_Example_OBIS_98.8.0_2.8.0.xml',
  'ocmf-safe/OCMF-receipt-with_publickey_and_data.xml',
  'bsm-python/doc/examples/data/ev-charging-ocmf.xml',
];

/** Every OCMF value with a key of 88 or 91 bytes (secp256k1, P-256) beside it, or one bare point. */
export function readOcmfCaptures(): OcmfCapture[] {
  if (!HAS_CAPTURES) return [];
  return OCMF_FILES.flatMap((file) => {
    const xml = readFileSync(`${CAPTURES}${file}`, 'utf8');
    const values = [...xml.matchAll(/OCMF\|([^|]*)\|(\{[^<]*?\})\s*<\/signedData>\s*<publicKey[^>]*>\s*([0-9a-fA-F]+)\s*</g)];
    return values.map(([, payload = '', signature = '', key = ''], index) => {
      const { SD, SE } = JSON.parse(signature) as { SD: string; SE?: string };
      const der = Buffer.from(SD, SE === 'base64' ? 'base64' : 'hex');
      const spki = Buffer.from(key, 'hex');
      const pair = der[0] === 0x30 ? decodeDer(der) : { r: BigInt(toHex(der.subarray(0, 32))), s: BigInt(toHex(der.subarray(32))) };
      const foreign = ocmfClosing(keyOfSpki(spki, spki.length === 88 ? 'secp256k1' : 'P256'), payload, pair);
      return { name: `${file.split('/').at(-1)} ${index}`, foreign, payload };
    });
  });
}
