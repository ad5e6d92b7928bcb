import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { decodeP1 } from '../p1/p1.ts';
import { type AxdrValue, parseAxdr } from './axdr.ts';
import { type CosemTime, readCosemTime } from './cosem-time.ts';
import { type DlmsKeys, decipherApdu, isCiphered } from './decipher.ts';
import { unwrapHdlc, unwrapMbus } from './links.ts';
import { findMaker, LIST_SCALERS, type PushedObject, readPushList } from './push-list.ts';

const DATA_NOTIFICATION = 0x0f;
const UNIT = { watt: 27, wattHour: 30, volt: 35, hertz: 44 } as const;
const I32_MAX = 0x7fff_ffffn;
/** All bits set: what a meter says that has no value. */
const SENTINELS = new Set([0xffff_ffffn, 0xffff_ffff_ffff_ffffn]);
const VOLTS_MAX = 1000n;
const CENTIVOLT = -2;
const SLASH = 0x2f;
const DATE_TIME_LENGTH = 12;

interface Notification {
  readonly data: AxdrValue;
  readonly time: CosemTime | undefined;
  readonly isCut: boolean;
}

/** Data-Notification: 0F, invoke id of 4 bytes, date-time as an octet string with or without its tag, data (DLMS UA 1000-2, 9.5). */
function parseNotification(apdu: Uint8Array): Result<Notification> {
  if (apdu[0] !== DATA_NOTIFICATION)
    return refuse('FORMAT_UNSUPPORTED', `DLMS APDU: a data notification (0F) expected, got ${apdu[0]?.toString(16) ?? 'nothing'}`);
  let at = 5;
  if (apdu[at] === 0x09 && (apdu[at + 1] === DATE_TIME_LENGTH || apdu[at + 1] === 0)) at += 1;
  const length = apdu[at++];
  if (length !== 0 && length !== DATE_TIME_LENGTH)
    return refuse(
      'FRAME_MALFORMED',
      `DLMS notification: a date-time of 0 or ${DATE_TIME_LENGTH} bytes expected, got ${length ?? 'the end'}`,
    );
  const time = length === 0 ? undefined : readCosemTime(apdu.subarray(at, at + DATE_TIME_LENGTH));
  const data = parseAxdr(apdu, at + length);
  return data.ok ? accept({ data: data.value.value, time, isCut: data.value.isCut }) : data;
}

/** A number times a power of ten, in the unit asked for times 10^places. */
function scale(value: bigint, exponent: number, rounding: 'floor' | 'nearest'): bigint {
  if (exponent >= 0) return value * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  if (rounding === 'floor') return value / divisor;
  const doubled = 2n * (value < 0n ? -value : value) + divisor;
  const rounded = doubled / (2n * divisor);
  return value < 0n ? -rounded : rounded;
}

class Objects {
  readonly #objects: readonly PushedObject[];
  readonly #usual: { readonly energy: number; readonly voltage: number };

  constructor(objects: readonly PushedObject[], usual: { readonly energy: number; readonly voltage: number }) {
    this.#objects = objects;
    this.#usual = usual;
  }

  find(code: string): PushedObject | undefined {
    return this.#objects.find((object) => object.code === code);
  }

  /** @returns undefined where the list has no number for it; VALUE_INVALID for another unit than expected. */
  number(code: string, unit: number, places: number, rounding: 'floor' | 'nearest'): Result<bigint | undefined> {
    const object = this.find(code);
    if (object === undefined || object.value.type !== 'integer') return accept(undefined);
    if (SENTINELS.has(object.value.value) && object.value.value > 0n)
      return refuse('VALUE_INVALID', `DLMS ${code}: a number expected, got the sentinel ${object.value.value}`);
    if (object.unit !== undefined && object.unit !== unit)
      return refuse('VALUE_INVALID', `DLMS ${code}: unit ${unit} expected, got ${object.unit}`);
    const usual = unit === UNIT.wattHour ? this.#usual.energy : unit === UNIT.volt ? this.#usual.voltage : 0;
    // Newer meters of Kamstrup, which tell no scaler, write hundredths of a volt.
    const isCentivolt = object.scaler === undefined && unit === UNIT.volt && usual === 0 && object.value.value > VOLTS_MAX;
    const scaler = object.scaler ?? (isCentivolt ? CENTIVOLT : usual);
    if (Math.abs(scaler) > 12) return refuse('VALUE_INVALID', `DLMS ${code}: a scaler from -12 to 12 expected, got ${scaler}`);
    return accept(scale(object.value.value, scaler + places, rounding));
  }
}

function textOf(value: AxdrValue | undefined): string | undefined {
  // Filled up to their length with zeros by some.
  if (value?.type === 'text') return value.text.replace(/\0+$/, '').trim() || undefined;
  if (value?.type === 'integer') return String(value.value);
  if (value?.type !== 'octets' || value.bytes.length === 0) return undefined;
  const text = Buffer.from(value.bytes).toString('latin1').replace(/\0+$/, '');
  return /^[\x20-\x7e]+$/.test(text) ? text.trim() || undefined : Buffer.from(value.bytes).toString('hex');
}

/** Equipment identifier, device number, logical device name. */
const SERIAL_CODES = ['96.1.0', '0.0.5', '96.1.1', '0.0.1', '0.0.0', '42.0.0'];

function reportOf(notification: Notification, integrity: MeterReport['integrity']): Result<MeterReport> {
  const { data } = notification;
  const list = readPushList(data);
  if (list.objects.length === 0) return refuse('FORMAT_UNSUPPORTED', 'DLMS notification: a push list with objects that are known expected');
  const objects = new Objects(list.objects, LIST_SCALERS[findMaker(data, list.layout)]);
  const energy = (code: string) => objects.number(code, UNIT.wattHour, 0, 'floor');
  const imported = energy('1.8.0');
  if (!imported.ok) return imported;
  const exported = energy('2.8.0');
  if (!exported.ok) return exported;
  for (const value of [imported.value, exported.value])
    if (value !== undefined && value < 0n) return refuse('VALUE_INVALID', `DLMS: a register of at least 0 Wh expected, got ${value}`);
  const drawn = objects.number('1.7.0', UNIT.watt, 0, 'nearest');
  if (!drawn.ok) return drawn;
  const fed = objects.number('2.7.0', UNIT.watt, 0, 'nearest');
  if (!fed.ok) return fed;
  const powerW = (drawn.value ?? 0n) - (fed.value ?? 0n);
  if (powerW > I32_MAX || powerW < -I32_MAX) return refuse('VALUE_INVALID', `DLMS: power within 32 bits expected, got ${powerW} W`);
  const volts: bigint[] = [];
  for (const code of ['32.7.0', '52.7.0', '72.7.0']) {
    const volt = objects.number(code, UNIT.volt, 3, 'nearest');
    if (!volt.ok) return volt;
    if (volt.value !== undefined && volt.value > 0n) volts.push(volt.value);
  }
  const sum = volts.reduce((total, volt) => total + volt, 0n);
  const voltageMv = volts.length === 0 ? 0n : (2n * sum + BigInt(volts.length)) / BigInt(2 * volts.length);
  const frequency = objects.number('14.7.0', UNIT.hertz, 3, 'nearest');
  if (!frequency.ok) return frequency;
  if (voltageMv > 0xffff_ffffn || (frequency.value ?? 0n) > 0xffff_ffffn || (frequency.value ?? 0n) < 0n)
    return refuse('VALUE_INVALID', `DLMS: mV and mHz within 32 bits expected, got ${voltageMv} and ${frequency.value}`);
  const clock = objects.find('1.0.0')?.value;
  const told = clock?.type === 'octets' ? readCosemTime(clock.bytes) : undefined;
  const time = told?.seconds === undefined && notification.time?.seconds !== undefined ? notification.time : (told ?? notification.time);
  const serial = SERIAL_CODES.map((code) => textOf(objects.find(code)?.value)).find((text) => text !== undefined);
  return accept({
    reading: {
      time: time?.isInvalid ? undefined : time?.seconds,
      importWh: imported.value ?? 0n,
      exportWh: exported.value ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(voltageMv),
      frequencyMhz: Number(frequency.value ?? 0n),
      status: time?.isInvalid ? STATUS_BIT.clockUnset : 0,
    },
    meterSerial: serial,
    importIsPresent: imported.value !== undefined,
    exportIsPresent: exported.value !== undefined,
    powerIsPresent: drawn.value !== undefined || fed.value !== undefined,
    integrity,
  });
}

/**
 * Decodes an APDU that a meter pushes, ciphered or plain: a data notification, or a P1 telegram as encrypted P1 ports carry it.
 * Energy is floored to the Wh, measurements rounded to W, mV and mHz.
 * @param integrity of the link below; `authenticated` where the APDU's own tag holds
 * @param isJoined the link carried it in several pieces, of which one may be missing
 * @returns importIsPresent and exportIsPresent false for the short lists between the hourly ones; what decipherApdu refuses;
 *   FORMAT_UNSUPPORTED for another APDU or a list that nobody here knows; VALUE_INVALID where a value can't be read.
 */
export function decodeDlmsApdu(
  apdu: Uint8Array,
  keys: DlmsKeys,
  integrity: MeterReport['integrity'],
  isJoined = false,
): Result<MeterReport> {
  if (!isCiphered(apdu)) {
    const plain = parseNotification(apdu);
    if (!plain.ok) return plain;
    // One piece alone may well be cut by its meter; of several, one was lost.
    if (isJoined && plain.value.isCut)
      return refuse('FRAME_TRUNCATED', 'DLMS notification: all members of its list expected, a segment is missing');
    return reportOf(plain.value, integrity);
  }
  const opened = decipherApdu(apdu, keys, integrity !== 'none');
  if (!opened.ok) return opened;
  const { plaintext, isAuthenticated, systemTitle } = opened.value;
  const guard = isAuthenticated ? 'authenticated' : integrity;
  if (plaintext[0] === SLASH) {
    const telegram = decodeP1(plaintext);
    if (telegram.ok) return accept({ ...telegram.value, integrity: isAuthenticated ? 'authenticated' : telegram.value.integrity });
    return isAuthenticated ? telegram : refuse('DECRYPTION_FAILED', `ciphered APDU: ${telegram.message}; a wrong key?`);
  }
  if (guard === 'none')
    return refuse('DECRYPTION_FAILED', 'ciphered APDU: a tag, or a link that checks its frames, expected; nothing guards these bytes');
  const inner = parseNotification(plaintext);
  // Without a tag, a wrong key shows as bytes that are no notification.
  if (!inner.ok) return isAuthenticated ? inner : refuse('DECRYPTION_FAILED', `ciphered APDU: ${inner.message}; a wrong key?`);
  const report = reportOf(inner.value, guard);
  if (!report.ok) return isAuthenticated ? report : refuse('DECRYPTION_FAILED', `ciphered APDU: ${report.message}; a wrong key?`);
  return accept({ ...report.value, meterSerial: report.value.meterSerial ?? nameOf(systemTitle) });
}

/** Maker's letters and number of a system title. */
function nameOf(systemTitle: Uint8Array): string {
  const letters = Buffer.from(systemTitle.subarray(0, 3)).toString('latin1');
  const rest = Buffer.from(systemTitle.subarray(3)).toString('hex').toUpperCase();
  return /^[A-Za-z]{3}$/.test(letters) ? `${letters}${rest}` : Buffer.from(systemTitle).toString('hex');
}

/**
 * Decodes what a meter pushes over HDLC (IEC 62056-46): HCS and FCS of each frame are checked.
 * @param frames one message: a frame, or its segments one after the other, flags included
 * @returns as decodeDlmsApdu, CRC_MISMATCH, FRAME_TRUNCATED or FRAME_MALFORMED.
 */
export function decodeDlmsHdlc(frames: Uint8Array, keys: DlmsKeys = {}): Result<MeterReport> {
  const unwrapped = unwrapHdlc(frames);
  return unwrapped.ok ? decodeDlmsApdu(unwrapped.value.apdu, keys, 'crc', unwrapped.value.isJoined) : unwrapped;
}

/**
 * Decodes what a meter pushes over M-Bus (EN 13757-3, 7; Austrian customer interfaces): checksums and the order of segments are
 * checked.
 * @param frames one message: a long frame, or its segments one after the other
 * @returns as decodeDlmsApdu, CRC_MISMATCH, FRAME_TRUNCATED or FRAME_MALFORMED.
 */
export function decodeDlmsMbus(frames: Uint8Array, keys: DlmsKeys = {}): Result<MeterReport> {
  const unwrapped = unwrapMbus(frames);
  return unwrapped.ok ? decodeDlmsApdu(unwrapped.value.apdu, keys, 'checksum', unwrapped.value.isJoined) : unwrapped;
}

/** Decodes a ciphered APDU that stands on the wire by itself, as encrypted P1 ports send it. */
export function decodeEncryptedP1(apdu: Uint8Array, keys: DlmsKeys = {}): Result<MeterReport> {
  return decodeDlmsApdu(apdu, keys, 'none');
}
