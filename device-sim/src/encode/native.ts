import { createHash } from 'node:crypto';
import {
  POSSESSION_PREFIX,
  SIGNED_READING_FIELDS,
  SIGNED_READING_LENGTH,
  SIGNED_READING_SIGNATURE_OFFSET,
  SIGNED_READING_SIGNED_LENGTH,
  SUCCESSION_PREFIX,
} from '@joulegate/protos';
import type { MeterKey, MeterKeys } from '../keys.ts';
import { crc16X25, formatCrc } from './crc16.ts';

/** What a native meter puts into one reading; energy in Wh, power in W (positive is import). */
export interface NativeReading {
  readonly domain: bigint;
  readonly counter: bigint;
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  readonly powerW: number;
  readonly voltageMv: number;
  readonly frequencyMhz: number;
  readonly status: number;
}

const sha256 = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** The 65 bytes that are signed: docs/wire.md, section 1; little-endian. */
export function encodePayload(reading: NativeReading): Uint8Array {
  const payload = new Uint8Array(SIGNED_READING_SIGNED_LENGTH);
  const view = new DataView(payload.buffer);
  for (const { name, tag, offset, type } of SIGNED_READING_FIELDS) {
    payload[offset - 1] = tag;
    if (type === 'u64') view.setBigUint64(offset, reading[name], true);
    else if (type === 'i32') view.setInt32(offset, reading[name], true);
    else view.setUint32(offset, reading[name], true);
  }
  return payload;
}

/** The 132 bytes of a SignedReading; another signature may be given, to forge one. */
export function encodeSignedReading(payload: Uint8Array, signature: Uint8Array): Uint8Array {
  const raw = new Uint8Array(SIGNED_READING_LENGTH);
  raw.set(payload, 0);
  raw.set([0x52, 0x41], SIGNED_READING_SIGNED_LENGTH);
  raw.set(signature, SIGNED_READING_SIGNATURE_OFFSET);
  return raw;
}

export function signPayload(payload: Uint8Array, key: MeterKey): Uint8Array {
  return key.sign(sha256(payload));
}

export function signReading(reading: NativeReading, key: MeterKey): Uint8Array {
  const payload = encodePayload(reading);
  return encodeSignedReading(payload, signPayload(payload, key));
}

/** Any line of the native protocol: `$<body>*<CRC>` CR LF. */
export function encodeLine(body: string): Uint8Array {
  return Buffer.from(`$${body}*${formatCrc(crc16X25(Buffer.from(body, 'latin1')))}\r\n`, 'latin1');
}

export function encodeReadingLine(raw: Uint8Array): Uint8Array {
  return encodeLine(`JG1,${Buffer.from(raw).toString('base64url')}`);
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/**
 * Answers one command line of the host, as the meter's firmware does.
 * @returns undefined where the line is no command, or its CRC is wrong: a meter keeps quiet then.
 */
export function answerCommand(line: string, keys: MeterKeys, model: string, serial: string): Uint8Array | undefined {
  const command = /^\$(JGQ1,[^*]*)\*([0-9A-F]{4})$/.exec(line.trim());
  const body = command?.[1];
  if (body === undefined || formatCrc(crc16X25(Buffer.from(body, 'latin1'))) !== command?.[2]) return undefined;
  const [, verb, argument] = body.split(',');
  const { present, next } = keys;
  const given = Buffer.from(argument ?? '', 'base64url');
  const identify = () => encodeLine(`JGI1,${base64url(Buffer.from(keys.present.publicKeyHex, 'hex'))},${model},${serial}`);
  switch (verb) {
    case 'identity':
      return identify();
    case 'possession':
      return given.length === 32 ? encodeLine(`JGP1,${base64url(present.sign(sha256(Buffer.from(POSSESSION_PREFIX), given)))}`) : undefined;
    case 'next': {
      if (next === undefined) return undefined;
      const successor = Buffer.from(next.publicKeyHex, 'hex');
      return encodeLine(`JGN1,${base64url(successor)},${base64url(present.sign(sha256(Buffer.from(SUCCESSION_PREFIX), successor)))}`);
    }
    case 'switch': {
      const wanted = given.toString('hex');
      if (wanted === next?.publicKeyHex) keys.takeNext();
      // Asked twice, because the answer was lost: it signs with it already.
      return wanted === keys.present.publicKeyHex ? identify() : undefined;
    }
    default:
      return undefined;
  }
}
