import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { accept, type Edl40Reading, type Edl40Time, type Result, refuse } from '../domain/index.ts';

const SIGNED_LENGTH = 320;
const CONTRACT_ID_LENGTH = 128;
const WH = 30;
const SCALER_MAX = 12;
/** SubjectPublicKeyInfo up to the point: id-ecPublicKey with prime192v1 or prime256v1 (RFC 5480; ANSI X9.62). */
const SPKI: Readonly<Record<number, string>> = {
  48: '3049301306072a8648ce3d020106082a8648ce3d030101033200',
  64: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
};
const UNCOMPRESSED = 0x04;

/** A register that its meter's signature stands for. */
export interface VerifiedEdl40 {
  readonly format: Edl40Reading['format'];
  readonly curve: 'P-192' | 'P-256';
  /** The 320 bytes that were signed. */
  readonly signedData: Uint8Array;
  /** SHA-256 of them; P-192 takes its first 24 bytes. */
  readonly messageDigest: Uint8Array;
  readonly serverId: Uint8Array;
  /** 1.17.0 or 1.8.0, floored. */
  readonly importWh: bigint;
  /** Unix seconds, as signed. */
  readonly time: bigint;
}

const localSeconds = ({ time, offsetSeconds }: Edl40Time): bigint => time + offsetSeconds;

/**
 * Builds the 320 bytes that a meter signs; what is longer than its field is cut. Numbers are little-endian, times those of
 * the meter's local clock. EDL40 (eHZ "SML Kundenidentifikation", p. 6 and 7): server id 10, time 4, status 1, seconds
 * index 4, pagination 4, OBIS 6, unit 1, scaler 1, value 8, logbook 2, contract id 128, its time 4, zeros. ISA-EDL-40P:
 * server id 10, time 4, status 1, OBIS 6, unit 1, scaler 1, value 8, logbook 2, register's signature 66, contract id 128;
 * of the beginning time 4, manufacturer's data 20, status 1, OBIS 6, unit 1, scaler 1, value 8; list name 6, pagination 4,
 * zeros. Source: SAFE e.V. Transparenzsoftware, SMLSignature and IsaEDL40Signature.
 */
export function buildEdl40SignedData(reading: Edl40Reading): Uint8Array {
  const signed = Buffer.alloc(SIGNED_LENGTH);
  let at = 0;
  const put = (bytes: Uint8Array, length: number): void => {
    signed.set(bytes.subarray(0, length), at);
    at += length;
  };
  const putNumber = (value: bigint, length: number): void => {
    for (let index = 0; index < length; index += 1) signed[at + index] = Number(BigInt.asUintN(8, value >> BigInt(8 * index)));
    at += length;
  };
  const { register } = reading;
  const putRegister = ({ obis, unit, scaler, value }: typeof register): void => {
    put(obis, 6);
    putNumber(BigInt(unit), 1);
    putNumber(BigInt(scaler), 1);
    putNumber(value, 8);
  };
  put(reading.serverId, 10);
  putNumber(localSeconds(register.time), 4);
  putNumber(register.status, 1);
  if (reading.format === 'EDL40') {
    putNumber(reading.secondsIndex, 4);
    putNumber(reading.pagination, 4);
    putRegister(register);
    put(reading.logbook, 2);
    put(reading.contractId, CONTRACT_ID_LENGTH);
    putNumber(localSeconds(reading.contractTime), 4);
    return signed;
  }
  putRegister(register);
  put(reading.logbook, 2);
  put(reading.registerSignature, 66);
  put(reading.contractId, CONTRACT_ID_LENGTH);
  putNumber(localSeconds(reading.begin.time), 4);
  put(reading.manufacturerData, 20);
  putNumber(reading.begin.status, 1);
  putRegister(reading.begin);
  put(reading.listName, 6);
  putNumber(reading.pagination, 4);
  return signed;
}

/** x | y, as printed on meters and charging stations, or 04 | x | y. */
function importKey(publicKey: Uint8Array): { key: KeyObject; length: number } | undefined {
  const point = publicKey.length % 2 === 1 && publicKey[0] === UNCOMPRESSED ? publicKey.subarray(1) : publicKey;
  const prefix = SPKI[point.length];
  if (prefix === undefined) return undefined;
  try {
    const der = Buffer.concat([Buffer.from(prefix, 'hex'), Buffer.from([UNCOMPRESSED]), point]);
    return { key: createPublicKey({ key: der, format: 'der', type: 'spki' }), length: point.length };
  } catch {
    // node:crypto throws for a point that is not on the curve.
    return undefined;
  }
}

function importWhOf({ register }: Edl40Reading): bigint | undefined {
  if (register.unit !== WH || Math.abs(register.scaler) > SCALER_MAX || register.value < 0n) return undefined;
  const power = 10n ** BigInt(Math.abs(register.scaler));
  return register.scaler < 0 ? register.value / power : register.value * power;
}

/**
 * Verifies the signature of an EDL40 or ISA-EDL-40P list: ECDSA with P-192 (NIST, secp192r1) or P-256 over the SHA-256 of
 * what buildEdl40SignedData gives. Either s is taken, since meters sign with both.
 * @param reading as decodeEdl40 reads it
 * @param publicKey the meter's, x | y: 48 bytes for P-192, 64 for P-256, big-endian; a leading 04 may stand before
 * @returns what the signature stands for; KEY_INVALID for another length or a point beside the curve; SIGNATURE_INVALID;
 *   FORMAT_UNSUPPORTED where another unit than Wh was signed; VALUE_INVALID where what was signed would not fit its field.
 */
export function verifyEdl40(reading: Edl40Reading, publicKey: Uint8Array): Result<VerifiedEdl40> {
  const imported = importKey(publicKey);
  if (imported === undefined)
    return refuse('KEY_INVALID', `EDL40: a point of P-192 (48 bytes) or P-256 (64 bytes) expected, got ${publicKey.length} bytes`);
  if (reading.signature.length !== imported.length)
    return refuse('SIGNATURE_INVALID', `EDL40: a signature of ${imported.length} bytes expected, got ${reading.signature.length}`);
  if (reading.contractId.length > CONTRACT_ID_LENGTH)
    return refuse(
      'VALUE_INVALID',
      `EDL40: a contract id of at most ${CONTRACT_ID_LENGTH} bytes expected, got ${reading.contractId.length}`,
    );
  const signedData = buildEdl40SignedData(reading);
  if (!verify('sha256', signedData, { key: imported.key, dsaEncoding: 'ieee-p1363' }, reading.signature))
    return refuse('SIGNATURE_INVALID', 'EDL40: the signature does not stand for this list with this key');
  const importWh = importWhOf(reading);
  if (importWh === undefined)
    return refuse(
      'FORMAT_UNSUPPORTED',
      `EDL40: Wh (30) of 0 or more expected, got ${reading.register.value} of unit ${reading.register.unit}`,
    );
  return accept({
    format: reading.format,
    curve: imported.length === 48 ? 'P-192' : 'P-256',
    signedData,
    messageDigest: createHash('sha256').update(signedData).digest(),
    serverId: reading.serverId,
    importWh,
    time: reading.register.time.time,
  });
}
