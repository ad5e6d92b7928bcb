import type { SigningCurve, SigningKey } from './signing-key.ts';

export interface OcmfMeterReading {
  readonly serial: string;
  /** Of transactions, from 1; `T` is put before it. */
  readonly pagination: bigint;
  /** Unix ms. */
  readonly timeMs: number;
  /** Of the meter's local time from UTC. */
  readonly offsetMinutes: number;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** Who charges, as a card or a backend says; any text. */
  readonly identification: string;
}

export interface OcmfOptions {
  /** Hex where absent, as OCMF has it. */
  readonly encoding?: 'hex' | 'base64';
}

/** OCMF 1.2, table 22. */
const ALGORITHMS: Readonly<Record<SigningCurve, string>> = {
  'P-256': 'ECDSA-secp256r1-SHA256',
  secp256k1: 'ECDSA-secp256k1-SHA256',
};

/** `2018-07-24T13:22:04,000+0200 S`: OCMF 1.2, table 7, TM, of a synchronised clock. */
function formatTime(timeMs: number, offsetMinutes: number): string {
  const local = new Date(timeMs + offsetMinutes * 60_000).toISOString();
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(offsetMinutes);
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
  return `${local.slice(0, 19)},${local.slice(20, 23)}${zone} S`;
}

/** A JSON number with three places, as a meter shows it. */
function kwh(wh: bigint): string {
  const digits = wh.toString().padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

/** The text that is signed: both registers of one instant (SAFE e.V., OCMF 1.2, tables 2, 4 and 7). */
export function encodeOcmfPayload(reading: OcmfMeterReading): string {
  const { serial, pagination, identification } = reading;
  const time = formatTime(reading.timeMs, reading.offsetMinutes);
  const register = (code: string, wh: bigint): string =>
    `{"TM":"${time}","TX":"C","RV":${kwh(wh)},"RI":"${code}","RU":"kWh","RT":"AC","EF":"","ST":"G"}`;
  const fields = {
    FV: '1.0',
    GI: 'JGS OCMF-SIM',
    GS: serial,
    GV: '1.0.0',
    PG: `T${pagination}`,
    MV: 'JGS',
    MM: 'OCMF-SIM',
    MS: serial,
    MF: '1.0',
    IS: identification !== '',
    IL: identification === '' ? 'NONE' : 'HEARSAY',
    IF: ['RFID_NONE', 'OCPP_NONE', 'ISO15118_NONE', 'PLMN_NONE'],
    IT: identification === '' ? 'NONE' : 'CENTRAL',
    ID: identification,
  };
  // Put together as text: a number's digits are what was measured, and JSON.stringify would drop zeros.
  return `${JSON.stringify(fields).slice(0, -1)},"RD":[${register('1-0:1.8.0', reading.importWh)},${register('1-0:2.8.0', reading.exportWh)}]}`;
}

/** A record around a payload and a signature, which may be another's. */
export function encodeOcmfRecord(payload: string, curve: SigningCurve, signature: Uint8Array, options: OcmfOptions = {}): Uint8Array {
  const encoding = options.encoding ?? 'hex';
  const SD = Buffer.from(signature).toString(encoding);
  const section = { SA: ALGORITHMS[curve], ...(encoding === 'base64' && { SE: encoding }), SD };
  return Uint8Array.from(Buffer.from(`OCMF|${payload}|${JSON.stringify(section)}`, 'utf8'));
}

/** A record that its meter signed. */
export function signOcmfRecord(reading: OcmfMeterReading, key: SigningKey, options: OcmfOptions = {}): Uint8Array {
  const payload = encodeOcmfPayload(reading);
  return encodeOcmfRecord(payload, key.curve, key.sign(Buffer.from(payload, 'utf8')), options);
}
