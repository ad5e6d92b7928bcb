import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { accept, type Edl40Reading, type Edl40Register, type Edl40Time, type Result, refuse } from '../domain/index.ts';

const SIGNED_LENGTH = 320;
const CONTRACT_ID_LENGTH = 128;
const WH = 30;
const SCALER_MAX = 12;
/** Curve of each format, with its SubjectPublicKeyInfo up to the point (RFC 5480; OIDs of ANSI X9.62). */
const CURVE = {
  EDL40: { name: 'P-192', pointLength: 48, spki: '3049301306072a8648ce3d020106082a8648ce3d030101033200' },
  'ISA-EDL-40P': { name: 'P-256', pointLength: 64, spki: '3059301306072a8648ce3d020106082a8648ce3d030107034200' },
} as const;
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
  /** Unix seconds of the meter's local clock: which offset from UTC is in them is not signed. */
  readonly localTime: bigint;
}

const localSeconds = ({ time, offsetSeconds }: Edl40Time): bigint => time + offsetSeconds;

/**
 * Builds the 320 bytes that a meter signs; what is longer than its field is cut, of the status all but its low byte. Numbers are little-endian, times those of
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
function importKey(format: Edl40Reading['format'], publicKey: Uint8Array): KeyObject | undefined {
  const { pointLength, spki } = CURVE[format];
  const point = publicKey.length === pointLength + 1 && publicKey[0] === UNCOMPRESSED ? publicKey.subarray(1) : publicKey;
  if (point.length !== pointLength) return undefined;
  try {
    const der = Buffer.concat([Buffer.from(spki, 'hex'), Buffer.from([UNCOMPRESSED]), point]);
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    // node:crypto throws for a point that is not on the curve.
    return undefined;
  }
}

const fits = (value: bigint, bits: number): boolean => value >= 0n && value < 2n ** BigInt(bits);
const registerFits = ({ obis, unit, scaler, value, time }: Edl40Register): boolean =>
  obis.length === 6 &&
  fits(BigInt(unit), 8) &&
  fits(BigInt(scaler) + 128n, 8) &&
  fits(value + 2n ** 63n, 64) &&
  fits(localSeconds(time), 32);

/** Whether every field is signed whole: what is cut off could be changed and the signature would still hold. */
function isSignedWhole(reading: Edl40Reading): boolean {
  const { serverId, logbook, contractId, pagination, register } = reading;
  if (serverId.length !== 10 || logbook.length !== 2 || contractId.length > CONTRACT_ID_LENGTH) return false;
  if (!fits(pagination, 32) || !registerFits(register)) return false;
  if (reading.format === 'EDL40') return fits(reading.secondsIndex, 32) && fits(localSeconds(reading.contractTime), 32);
  const { registerSignature, manufacturerData, listName, begin } = reading;
  return registerSignature.length === 66 && manufacturerData.length === 20 && listName.length === 6 && registerFits(begin);
}

function importWhOf({ register }: Edl40Reading): bigint | undefined {
  if (register.unit !== WH || Math.abs(register.scaler) > SCALER_MAX || register.value < 0n) return undefined;
  const power = 10n ** BigInt(Math.abs(register.scaler));
  return register.scaler < 0 ? register.value / power : register.value * power;
}

/**
 * Verifies the signature of a list: ECDSA over the SHA-256 of what buildEdl40SignedData gives, with P-192 (NIST,
 * secp192r1) of EDL40 and P-256 of ISA-EDL-40P. Either s is taken, since meters sign with both.
 * @param reading as decodeEdl40 reads it
 * @param publicKey the meter's, x | y, big-endian: 48 bytes for P-192, 64 for P-256; a leading 04 may stand before
 * @returns what the signature stands for; KEY_INVALID for another length or a point beside the curve; SIGNATURE_INVALID;
 *   VALUE_INVALID where a field is not signed whole; FORMAT_UNSUPPORTED where another unit than Wh was signed.
 */
export function verifyEdl40(reading: Edl40Reading, publicKey: Uint8Array): Result<VerifiedEdl40> {
  const { format } = reading;
  const { name, pointLength } = CURVE[format];
  const key = importKey(format, publicKey);
  if (key === undefined)
    return refuse('KEY_INVALID', `${format}: a point of ${name}, ${pointLength} bytes, expected, got ${publicKey.length} bytes`);
  if (!isSignedWhole(reading)) return refuse('VALUE_INVALID', `${format}: fields that fit into the signed data expected`);
  const signedData = buildEdl40SignedData(reading);
  const isSigned =
    reading.signature.length === pointLength && verify('sha256', signedData, { key, dsaEncoding: 'ieee-p1363' }, reading.signature);
  if (!isSigned) return refuse('SIGNATURE_INVALID', `${format}: a signature of this list by this key expected`);
  const importWh = importWhOf(reading);
  if (importWh === undefined)
    return refuse(
      'FORMAT_UNSUPPORTED',
      `${format}: Wh (30) of 0 or more expected, got ${reading.register.value} of unit ${reading.register.unit}`,
    );
  return accept({
    format,
    curve: name,
    signedData,
    messageDigest: createHash('sha256').update(signedData).digest(),
    serverId: reading.serverId,
    importWh,
    localTime: localSeconds(reading.register.time),
  });
}
