import { type ForeignCurveName, readAlgorithm, readForeignKey, verifyForeignSignature } from '../../attest/index.ts';
import { decodeBsmSnapshot, parseOcmf, readOcmfRegisters } from '../../decode/index.ts';
import { accept, type ForeignReading, JoulegateError, type Reading, type Result, refuse } from '../../domain/index.ts';

/** OcmfReadingLib.MAX_PAYLOAD_LENGTH. */
const SIGNED_TEXT_MAX_LENGTH = 4096;

/** What a signed record or snapshot says once its signature holds, whatever curve it is of. */
export interface VerifiedRecord {
  readonly format: ForeignReading['format'];
  readonly curve: ForeignCurveName;
  readonly wasHighS: boolean;
  readonly messageDigest: Uint8Array;
  /** r | s, low s; undefined for curves whose readings go nowhere from here. */
  readonly signature: Uint8Array | undefined;
  readonly publicKey: Uint8Array;
  readonly signedText: Uint8Array;
  readonly meterSerial: string | undefined;
  /** Undefined where it is not of a kind that is counted. */
  readonly counter: bigint | undefined;
  /** Why it has none, where the record holds no energy register that is traded. */
  readonly reading: Result<Reading>;
  readonly importIsPresent: boolean;
  readonly exportIsPresent: boolean;
  /** A field that the contract reads otherwise, so that the reading counts nowhere. */
  readonly irregularField?: string;
}

function verifyOcmf(raw: Uint8Array, publicKey: Uint8Array | string): Result<VerifiedRecord> {
  const record = parseOcmf(raw);
  if (!record.ok) return record;
  const { payload, signature, pagination, meterSerial, irregularField } = record.value;
  const algorithm = readAlgorithm(signature.algorithm);
  if (!algorithm.ok) return algorithm;
  const key = readForeignKey(publicKey, algorithm.value.curve);
  if (!key.ok) return key;
  if (key.value.curve !== algorithm.value.curve)
    return refuse('SIGNATURE_INVALID', `OCMF: a key of ${algorithm.value.curve} expected by SA, got one of ${key.value.curve}`);
  const checked = verifyForeignSignature(payload, signature.data, key.value, algorithm.value.hash);
  if (!checked.ok) return checked;
  const registers = readOcmfRegisters(record.value);
  return accept({
    format: 'ocmf',
    curve: key.value.curve,
    wasHighS: checked.value.wasHighS,
    messageDigest: checked.value.messageDigest,
    signature: checked.value.lowS,
    publicKey: key.value.point,
    signedText: payload,
    meterSerial,
    counter: pagination?.context === 'T' ? pagination.counter : undefined,
    reading: registers.ok ? accept(registers.value.reading) : registers,
    importIsPresent: registers.ok && registers.value.importIsPresent,
    exportIsPresent: registers.ok && registers.value.exportIsPresent,
    ...(irregularField !== undefined && { irregularField }),
  });
}

function verifyBsm(raw: Uint8Array, publicKey: Uint8Array | string): Result<VerifiedRecord> {
  const snapshot = decodeBsmSnapshot(raw);
  if (!snapshot.ok) return snapshot;
  const key = readForeignKey(publicKey, 'P-256');
  if (!key.ok) return key;
  const { message, signature, metadata, meterSerial, counter, reading } = snapshot.value;
  const checked = verifyForeignSignature(message, signature, key.value);
  if (!checked.ok) return checked;
  return accept({
    format: 'bsm',
    curve: key.value.curve,
    wasHighS: checked.value.wasHighS,
    messageDigest: checked.value.messageDigest,
    signature: checked.value.lowS,
    publicKey: key.value.point,
    signedText: Buffer.from(metadata.join('\n'), 'latin1'),
    meterSerial,
    counter,
    reading: accept(reading),
    importIsPresent: true,
    exportIsPresent: false,
  });
}

/**
 * Reads the public key of a meter whose readings the contract verifies.
 * @throws JoulegateError KEY_INVALID naming the device.
 */
export function readMeterKey(
  given: Uint8Array | string,
  device: string,
): { readonly publicKey: Uint8Array; readonly curve: 'P-256' | 'secp256k1' } {
  const key = readForeignKey(given);
  if (!key.ok) throw new JoulegateError('KEY_INVALID', `device ${device}: ${key.message}`);
  const { curve, point } = key.value;
  if (curve !== 'P-256' && curve !== 'secp256k1')
    throw new JoulegateError(
      'KEY_INVALID',
      `device ${device}: a key of P-256 or secp256k1 expected, which the contract verifies, got ${curve}`,
    );
  return { publicKey: point, curve };
}

/** Checks a record's or snapshot's own signature. @param publicKey as people pass keys on */
export function verifyRecord(format: ForeignReading['format'], raw: Uint8Array, publicKey: Uint8Array | string): Result<VerifiedRecord> {
  return format === 'ocmf' ? verifyOcmf(raw, publicKey) : verifyBsm(raw, publicKey);
}

/**
 * Reads a reading that the contract will take as it is: signature, counter and registers.
 * @param publicKey x | y, 64 bytes, of P-256 or secp256k1; which of them an OCMF record's SA says
 */
export function verifyForeign(format: ForeignReading['format'], raw: Uint8Array, publicKey: Uint8Array): Result<ForeignReading> {
  const verified = verifyRecord(format, raw, publicKey);
  if (!verified.ok) return verified;
  const { curve, signature, counter, reading, messageDigest, signedText, meterSerial, irregularField } = verified.value;
  const { importIsPresent, exportIsPresent } = verified.value;
  if ((curve !== 'P-256' && curve !== 'secp256k1') || signature === undefined)
    return refuse('FORMAT_UNSUPPORTED', `${format}: P-256 or secp256k1 expected, which the contract verifies, got ${curve}`);
  if (counter === undefined) return refuse('FORMAT_UNSUPPORTED', `${format}: a counted record expected (PG T…)`);
  if (!reading.ok) return reading;
  if (irregularField !== undefined)
    return refuse(
      'FORMAT_UNSUPPORTED',
      `${format} ${irregularField}: plain ASCII expected, neither null nor with escapes, which the contract does not read`,
    );
  if (signedText.length > SIGNED_TEXT_MAX_LENGTH)
    return refuse(
      'FORMAT_UNSUPPORTED',
      `${format}: a signed text of at most ${SIGNED_TEXT_MAX_LENGTH} bytes expected, which the contract takes, got ${signedText.length}`,
    );
  const point = verified.value.publicKey;
  return accept({
    ...reading.value,
    ...{ format, curve, counter, raw, messageDigest, signature, publicKey: point, signedText, meterSerial },
    ...{ importIsPresent, exportIsPresent },
  });
}

/**
 * What the contract demands of each reading in a batch, and refuses the whole batch for (ReadingLedger._readForeign): the register of
 * what the meter sells or buys. A record may omit one, and omitted is not zero.
 * @param source of the unit, `load` or what it generates from
 */
export function checkRegisters(reading: ForeignReading, source: string): Result<ForeignReading> {
  const needed = source === 'load' ? 'import' : 'export';
  if (needed === 'import' ? reading.importIsPresent : reading.exportIsPresent) return accept(reading);
  return refuse('VALUE_INVALID', `${reading.format}: the signed ${needed} register of a unit of ${source} expected, got none`);
}
