import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { addressOf, attestReading, createNobleVerifier, readForeignKey, verifyEdl40 } from '../../attest/index.ts';
import { decodeEdl40, decodeSignedReading } from '../../decode/index.ts';
import {
  accept,
  JoulegateError,
  type MeterReport,
  type NativeReading,
  type Reading,
  type Refusal,
  type Result,
  refuse,
} from '../../domain/index.ts';
import { verifyRecord } from '../wires/foreign-formats.ts';
import { describeReport, reportFields } from './report-text.ts';
import { toPlainText } from './scan-finding.ts';
import { findSigned, type Signed, type VerifiableFormat } from './verify-sources.ts';

/** What a signature stands for, once it holds. */
export interface Verified {
  readonly format: VerifiableFormat;
  readonly curve: string;
  /** x | y. */
  readonly publicKey: Uint8Array;
  readonly counter: bigint | undefined;
  readonly meterSerial: string | undefined;
  /** Why there are none, where what was signed is no energy register that is traded. */
  readonly reading: Result<Reading>;
  readonly importIsPresent: boolean;
  readonly exportIsPresent: boolean;
  readonly powerIsPresent: boolean;
}

const SIGNED_LENGTH = 65;
const SIGNATURE_OFFSET = 67;
const verifier = createNobleVerifier();

const digestOf = ({ raw }: NativeReading) => createHash('sha256').update(raw.subarray(0, SIGNED_LENGTH)).digest();

/** Whose signature a native reading would be: one can be recovered of any bytes, so alone it proves nothing. */
function signerOf(reading: NativeReading): Uint8Array | undefined {
  return verifier.recover(digestOf(reading), reading.raw.subarray(SIGNATURE_OFFSET));
}

function readNativeKey(given: Uint8Array | string): Result<Uint8Array> {
  const key = readForeignKey(given, 'secp256k1');
  if (!key.ok) return key;
  return key.value.curve === 'secp256k1'
    ? accept(key.value.point)
    : refuse('KEY_INVALID', `native: a key of secp256k1 expected, got one of ${key.value.curve}`);
}

/** @param given the meter's public key, or its address */
export function verifyNative(raw: Uint8Array, given: Uint8Array | string | undefined): Result<Verified> {
  const decoded = decodeSignedReading(raw);
  if (!decoded.ok) return decoded;
  const reading = decoded.value;
  const recovered = signerOf(reading);
  if (given === undefined) {
    const who = recovered === undefined ? 'nobody' : `${addressOf(recovered)}, if by anybody`;
    return refuse('METER_UNKNOWN', `counter ${reading.counter}: the meter’s key expected (--key): signed by ${who}`);
  }
  let publicKey: Uint8Array | undefined;
  if (typeof given === 'string' && /^0x[0-9a-fA-F]{40}$/.test(given.trim())) {
    if (recovered === undefined || addressOf(recovered) !== given.trim().toLowerCase())
      return refuse('SIGNATURE_INVALID', `signature of meter ${given.trim()}: it is another key's, or the bytes were altered`);
    publicKey = recovered;
  } else {
    const key = readNativeKey(given);
    if (!key.ok) return key;
    publicKey = key.value;
  }
  const attested = attestReading({
    reading,
    meter: { address: addressOf(publicKey), publicKey, domain: reading.domain, maxPowerW: undefined },
    verifier,
    state: undefined,
    // Its own: how old a record is does not make its signature worse.
    nowSeconds: reading.time,
    clockSynchronised: false,
    maxTimeSkewSeconds: 0n,
  });
  if (!attested.ok) return refuse(attested.code, attested.message);
  return accept({
    format: 'native',
    curve: 'secp256k1',
    publicKey,
    counter: reading.counter,
    meterSerial: undefined,
    reading: accept(reading),
    importIsPresent: true,
    exportIsPresent: true,
    powerIsPresent: true,
  });
}

function verifyEdl(frame: Uint8Array, given: Uint8Array | string): Result<Verified> {
  const decoded = decodeEdl40(frame);
  if (!decoded.ok) return decoded;
  const key = readForeignKey(given, decoded.value.format === 'EDL40' ? 'P-192' : 'P-256');
  if (!key.ok) return key;
  const verified = verifyEdl40(decoded.value, key.value.point);
  if (!verified.ok) return verified;
  const { serverId, importWh, localTime, curve } = verified.value;
  return accept({
    format: 'edl40',
    curve,
    publicKey: key.value.point,
    counter: decoded.value.pagination,
    meterSerial: Buffer.from(serverId).toString('hex'),
    reading: accept({ time: localTime, importWh, exportWh: 0n, powerW: 0, voltageMv: 0, frequencyMhz: 0, status: 0 }),
    importIsPresent: true,
    exportIsPresent: false,
    powerIsPresent: false,
  });
}

/** Checks one record's signature. @param key as people pass keys on; the address suffices for native readings */
export function verifySigned({ format, raw }: Signed, key: Uint8Array | string | undefined): Result<Verified> {
  if (format === 'native') return verifyNative(raw, key);
  if (key === undefined) return refuse('METER_UNKNOWN', `${format}: the meter’s public key expected (--key): it is not beside the record`);
  if (format === 'edl40') return verifyEdl(raw, key);
  const record = verifyRecord(format, raw, key);
  if (!record.ok) return record;
  return accept({ ...record.value, format, powerIsPresent: format === 'bsm' });
}

/**
 * Two different readings from which the same key is recovered were signed by it: chance would have to meet 256 bits. So a
 * file of native readings proves its own key.
 */
function commonSigner(items: readonly Signed[]): Uint8Array | undefined {
  const digests = new Map<string, Set<string>>();
  for (const { format, raw } of items) {
    const reading = format === 'native' ? decodeSignedReading(raw) : undefined;
    if (reading?.ok !== true) continue;
    const signer = signerOf(reading.value);
    if (signer === undefined) continue;
    const name = Buffer.from(signer).toString('hex');
    const seen = digests.get(name) ?? new Set();
    seen.add(digestOf(reading.value).toString('hex'));
    digests.set(name, seen);
  }
  const proven = [...digests].filter(([, seen]) => seen.size > 1);
  return proven.length === 1 ? Uint8Array.from(Buffer.from(proven[0]?.[0] ?? '', 'hex')) : undefined;
}

export interface VerifyOptions {
  /** Hex, base64, PEM, an address of a native meter, or a file with one of them; wins over keys in the file. */
  readonly key?: string;
  readonly format?: VerifiableFormat;
  readonly json: boolean;
}

/** @throws JoulegateError KEY_INVALID where it is neither a key nor a file that holds one. */
export function readKeyArgument(given: string): Uint8Array | string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(given.replace(/^file:/, ''));
  } catch {
    if (/^(0x)?([0-9a-fA-F]{2}){20,}$/.test(given) || /^[A-Za-z0-9+/]{32,}={0,2}$/.test(given)) return given;
    throw new JoulegateError(
      'KEY_INVALID',
      `key: hex, base64, or a file that holds one expected, got ${JSON.stringify(given.slice(0, 60))}`,
    );
  }
  const text = bytes.toString('latin1').trim();
  // Printable is text; else DER or a point.
  return /^[\x20-\x7e\r\n\t]+$/.test(text) ? text : Uint8Array.from(bytes);
}

type Line = { readonly format: string; readonly result: Result<Verified> };

function toText({ format, result }: Line, index: number): string {
  const head = `${index + 1}. ${format}`;
  if (!result.ok) return `${head}  INVALID  ${result.code}: ${toPlainText(result.message)}`;
  const { curve, publicKey, counter, reading } = result.value;
  const id = idOf(result.value);
  const says = reading.ok ? describe(result.value, reading.value) : `nothing that is traded (${reading.message})`;
  const key = Buffer.from(publicKey).toString('hex');
  return [
    `${head}  VALID    ${toPlainText([counter === undefined ? '' : `counter ${counter}`, says].filter((part) => part !== '').join(', '))}`,
    `   key ${curve} ${key}${id === undefined ? '' : `, id ${id}`}`,
  ].join('\n');
}

/** Of curves whose readings go on chain: the meter's id there. */
const idOf = ({ curve, publicKey }: Verified) => (curve === 'secp256k1' || curve === 'P-256' ? addressOf(publicKey) : undefined);
const reportOf = (verified: Verified, reading: Reading): Omit<MeterReport, 'integrity'> => ({ ...verified, reading });
const describe = (verified: Verified, reading: Reading) => describeReport(reportOf(verified, reading));

/** What a verified record says, as JSON. */
export function verifiedFields(verified: Verified): Record<string, unknown> {
  const { curve, publicKey, counter, reading, meterSerial } = verified;
  return {
    curve,
    publicKey: Buffer.from(publicKey).toString('hex'),
    id: idOf(verified) ?? null,
    counter: counter === undefined ? null : String(counter),
    ...(reading.ok ? reportFields(reportOf(verified, reading.value)) : { meter: meterSerial ?? null, note: reading.message }),
  };
}

function toJson({ format, result }: Line, index: number): string {
  const { code, message } = result.ok ? { code: null, message: null } : (result as Refusal);
  return JSON.stringify({ index: index + 1, format, valid: result.ok, code, message, ...(result.ok && verifiedFields(result.value)) });
}

/**
 * Verifies everything signed that a file holds.
 * @returns lines to print, and whether all of it is valid and there is any.
 * @throws JoulegateError KEY_INVALID for a key that can't be read.
 */
export function verifyFile(
  bytes: Uint8Array,
  { key, format, json }: VerifyOptions,
): { readonly lines: readonly string[]; readonly isValid: boolean } {
  const given = key === undefined ? undefined : readKeyArgument(key);
  const items = findSigned(bytes, format);
  if (!items.ok)
    return { lines: [json ? JSON.stringify({ valid: false, code: items.code, message: items.message }) : items.message], isValid: false };
  const readable = items.value.flatMap((item) => (item.ok ? [item.value] : []));
  const common = given === undefined ? commonSigner(readable) : undefined;
  const lines = items.value.map((item): Line => {
    if (!item.ok) return { format: format ?? '-', result: item };
    const own = given ?? item.value.key ?? (item.value.format === 'native' ? common : undefined);
    return { format: item.value.format, result: verifySigned(item.value, own) };
  });
  const valid = lines.filter(({ result }) => result.ok).length;
  const printed = lines.map((line, index) => (json ? toJson(line, index) : toText(line, index)));
  if (!json) printed.push(`${valid} of ${lines.length} valid`);
  return { lines: printed, isValid: valid === lines.length };
}
