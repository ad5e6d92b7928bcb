import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { extractTransparencyValues } from '../../decode/index.ts';
import { checkRegisters, verifyForeign, verifyRecord } from './foreign-formats.ts';

/** Kept outside the repository; each row below says where it was published. */
const CAPTURES = fileURLToPath(new URL('../../../../../shared/captures/', import.meta.url));
const read = (path: string): Uint8Array | undefined =>
  existsSync(CAPTURES + path) ? new Uint8Array(readFileSync(CAPTURES + path)) : undefined;
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Source: github.com/SAFE-eV/transparenzsoftware, commit d556f1a, src/test/resources (Apache-2.0). */
interface ExpectedRow {
  readonly file: string;
  readonly i: number;
  readonly curve?: string;
  readonly verdict: string;
}
const rows = JSON.parse(Buffer.from(read('ocmf-safe/expected.json') ?? Buffer.from('[]')).toString()) as ExpectedRow[];
const CURVE_NAMES: Readonly<Record<string, string>> = { secp256r1: 'P-256', secp256k1: 'secp256k1' };
const valueAt = ({ file, i }: ExpectedRow) => {
  const values = extractTransparencyValues(read(`ocmf-safe/${file}`) ?? new Uint8Array());
  const value = values.ok ? values.value[i] : undefined;
  if (value === undefined) throw new Error(`${file}: value ${i} expected`);
  return value;
};

describe.skipIf(rows.length === 0)('published OCMF records (skipped where captures are absent)', () => {
  it.each(rows)('$file, value $i: $verdict', (row) => {
    const { signedData, publicKey } = valueAt(row);
    const result = verifyRecord('ocmf', signedData, publicKey ?? '');
    if (row.verdict === 'VALID') expect(result).toMatchObject({ ok: true, value: { format: 'ocmf', curve: CURVE_NAMES[row.curve ?? ''] } });
    else if (row.verdict === 'INVALID') expect(result).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
    else expect(result).toMatchObject({ ok: false, code: 'FRAME_MALFORMED' });
  });

  // Read off the records by eye.
  it.each([
    [
      'fromweb.xml',
      0,
      { counter: 32n, meterSerial: '17619300', importIsPresent: true, exportIsPresent: false },
      { time: 1_565_690_616n, importWh: 259n, status: 0 },
    ],
    ['chargepoint_3.xml', 0, { counter: 2n, meterSerial: '33019230' }, { time: 1_617_952_890n, importWh: 1_304n }],
    ['ocmf_sec.xml', 1, { counter: 7n, meterSerial: '1DZG0033016911', wasHighS: false }, { time: 1_626_795_491n, importWh: 3_988n }],
    [
      'Ocmf_Example_OBIS_98.8.0_2.8.0.xml',
      0,
      { counter: 76n, importIsPresent: false, exportIsPresent: true, wasHighS: true },
      { importWh: 0n, exportWh: 2_000n },
    ],
    ['keba_test_txn.xml', 0, { counter: 46_669n, wasHighS: true }, { time: 109n, importWh: 1_234_560n }],
  ])('%s, value %i, says what it says', (file, i, record, reading) => {
    const { signedData, publicKey } = valueAt({ file, i, verdict: '' });
    const result = verifyRecord('ocmf', signedData, publicKey ?? '');
    expect(result).toMatchObject({ ok: true, value: { ...record, reading: { ok: true, value: reading } } });
  });

  it.each(['fromweb.xml', 'ocmf_sec.xml'])('%s is refused for each of its bits flipped', (file) => {
    const { signedData, publicKey = '' } = valueAt({ file, i: 0, verdict: '' });
    const text = Buffer.from(signedData).toString('latin1');
    const end = text.lastIndexOf('|');
    expect(verifyRecord('ocmf', signedData, publicKey).ok).toBe(true);
    for (let bit = 0; bit < end * 8; bit += 1) {
      const flipped = Uint8Array.from(signedData, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(verifyRecord('ocmf', flipped, publicKey).ok, `bit ${bit}`).toBe(false);
    }
    // Of the signature's hex: a digit's other case is the same digit.
    const signatureStart = text.indexOf('"SD"') + 4;
    for (let at = text.indexOf('"', signatureStart) + 1; text[at] !== '"'; at += 1) {
      const digit = Number.parseInt(text[at] ?? '', 16);
      for (const bit of [1, 2, 4, 8]) {
        const flipped = Uint8Array.from(signedData);
        flipped[at] = (digit ^ bit).toString(16).charCodeAt(0);
        expect(verifyRecord('ocmf', flipped, publicKey).ok, `digit ${at}, bit ${bit}`).toBe(false);
      }
    }
  });
});

/** Source: github.com/chargeITmobility/bsm-python, commit bdec54e, doc/examples (Apache-2.0). */
type Snapshot = Record<'doc' | 'registersHex' | 'publicKeySpki' | 'digestSha256' | 'verdict', string> & { readonly line: number };
const snapshots = JSON.parse(Buffer.from(read('bsm-python/signed-snapshots.derived.json') ?? Buffer.from('[]')).toString()) as Snapshot[];

describe.skipIf(snapshots.length === 0)('published BSM snapshots (skipped where captures are absent)', () => {
  it.each(snapshots)('of $doc, line $line: $verdict', ({ registersHex, publicKeySpki, digestSha256, verdict }) => {
    const result = verifyRecord('bsm', bytesOf(registersHex), publicKeySpki);
    expect(result.ok ? 'VALID' : result.code).toBe(verdict);
    expect(result).toMatchObject({ value: { curve: 'P-256', meterSerial: '001BZR1521070006', messageDigest: bytesOf(digestSha256) } });
  });

  it('are refused for each bit of one flipped, whether signed or around what is signed', () => {
    const [{ registersHex, publicKeySpki } = { registersHex: '', publicKeySpki: '' }] = snapshots;
    const image = bytesOf(registersHex);
    const refusals = new Set<string>();
    for (let bit = 0; bit < image.length * 8; bit += 1) {
      const flipped = Uint8Array.from(image, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const result = verifyRecord('bsm', flipped, publicKeySpki);
      expect(result.ok, `bit ${bit}`).toBe(false);
      if (!result.ok) refusals.add(result.code);
    }
    expect([...refusals].sort()).toEqual(['FRAME_MALFORMED', 'SIGNATURE_INVALID', 'VALUE_INVALID']);
  });

  it('are of OCMF too, whose registers of the transaction are none that is traded', () => {
    const values = extractTransparencyValues(read('bsm-python/doc/examples/data/ev-charging-ocmf.xml') ?? new Uint8Array());
    if (!values.ok) throw new Error(values.message);
    const records = values.value.map(({ signedData, publicKey }) => verifyRecord('ocmf', signedData, publicKey ?? ''));
    expect(records).toMatchObject(
      [4276n, 4277n].map((counter) => ({ ok: true, value: { counter, reading: { ok: false, code: 'FORMAT_UNSUPPORTED' } } })),
    );
  });
});

describe('a reading that the contract will take', () => {
  const make = (namedCurve: string, SA: string, payload: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    const SD = sign('sha256', Buffer.from(payload), privateKey).toString('hex');
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const raw = new Uint8Array(Buffer.from(`OCMF|${payload}|${JSON.stringify({ SA, SD })}`));
    return { raw, xy: new Uint8Array(spki.subarray(-64)), spki: new Uint8Array(spki) };
  };
  const RD = '[{"TM":"2018-07-24T13:22:04,000+0200 S","RV":1.5,"RI":"1-b:1.8.0","RU":"kWh","ST":"G"}]';
  const PAYLOAD = `{"PG":"T7","MS":"M1","ID":"x","RD":${RD}}`;

  it.each([
    ['P-256', 'ECDSA-secp256r1-SHA256'],
    ['secp256k1', 'ECDSA-secp256k1-SHA256'],
  ] as const)('is of %s, with the bytes as they came', (curve, algorithm) => {
    const { raw, xy } = make(curve, algorithm, PAYLOAD);
    const result = verifyForeign('ocmf', raw, xy);
    expect(result).toMatchObject({
      ok: true,
      value: {
        format: 'ocmf',
        curve,
        counter: 7n,
        importWh: 1_500n,
        raw,
        publicKey: xy,
        signedText: new Uint8Array(Buffer.from(PAYLOAD)),
        meterSerial: 'M1',
        importIsPresent: true,
        exportIsPresent: false,
      },
    });
    expect(result.ok && result.value.signature).toHaveLength(64);
  });

  it.each([
    ['load', '1.8.0', 'ok'],
    ['solar', '2.8.0', 'ok'],
    ['solar', '1.8.0', 'VALUE_INVALID'],
    ['load', '2.8.0', 'VALUE_INVALID'],
  ])('of a unit of %s that signs %s alone: %s', (source, register, expected) => {
    const { raw, xy } = make('P-256', 'ECDSA-secp256r1-SHA256', PAYLOAD.replace('1.8.0', register));
    const reading = verifyForeign('ocmf', raw, xy);
    if (!reading.ok) throw new Error(reading.message);
    const result = checkRegisters(reading.value, source);
    expect(result.ok ? 'ok' : result.code).toBe(expected);
  });

  it.each([
    [
      'of a curve that the contract does not verify',
      make('brainpoolP256r1', 'ECDSA-brainpool256r1-SHA256', PAYLOAD),
      'xy',
      'FORMAT_UNSUPPORTED',
    ],
    ['of a fiscal record', make('P-256', 'ECDSA-secp256r1-SHA256', PAYLOAD.replace('T7', 'F7')), 'xy', 'FORMAT_UNSUPPORTED'],
    ['without a counter', make('P-256', 'ECDSA-secp256r1-SHA256', PAYLOAD.replace('"PG":"T7",', '')), 'xy', 'FORMAT_UNSUPPORTED'],
    ['of RSA', make('P-256', 'RSA-SHA256', PAYLOAD), 'xy', 'FORMAT_UNSUPPORTED'],
    ['whose key says another curve', make('secp256k1', 'ECDSA-secp256r1-SHA256', PAYLOAD), 'spki', 'SIGNATURE_INVALID'],
    ['without energy', make('P-256', 'ECDSA-secp256r1-SHA256', PAYLOAD.replace('1.8.0', '1.8.1')), 'xy', 'FORMAT_UNSUPPORTED'],
    [
      'with energy that an error spoilt',
      make('P-256', 'ECDSA-secp256r1-SHA256', PAYLOAD.replace('"ST":"G"', '"ST":"M"')),
      'xy',
      'VALUE_INVALID',
    ],
  ] as const)('is not one %s', (_, { raw, xy, spki }, key, code) => {
    expect(verifyForeign('ocmf', raw, key === 'xy' ? xy : spki)).toMatchObject({ ok: false, code });
  });
});
