import { accept, type Result, refuse } from '../../domain/index.ts';
import { type JsonText, parseJsonText } from './json-text.ts';
import { type OcmfTime, parseOcmfTime } from './ocmf-time.ts';

/** One reading of a record; what it leaves out it has from the one before ("Readings", OCMF 1.2). */
export interface OcmfReading {
  readonly time: OcmfTime | undefined;
  /** TX: B begin, C charging, E end, … undefined where the record has none. */
  readonly transaction: string | undefined;
  /** RV as it stands, with the spaces around its digits; undefined for an event without a value. */
  readonly value: string | undefined;
  /** RI: an OBIS code. */
  readonly identification: string | undefined;
  /** RU */
  readonly unit: string | undefined;
  /** ST: G is good. */
  readonly status: string | undefined;
  /** EF: E energy, t time unusable. */
  readonly errorFlags: string;
}

export interface OcmfSignature {
  /** SA, as `ECDSA-secp256r1-SHA256`, which is also what counts where it is missing. */
  readonly algorithm: string;
  /** SD: DER. */
  readonly data: Uint8Array;
}

/** An OCMF record, version 0.4 to 1.4. */
export interface OcmfRecord {
  /** What was signed: the bytes between the first two pipes, verbatim. */
  readonly payload: Uint8Array;
  /** PG: T counts transactions, F fiscal readings. */
  readonly pagination: { readonly context: 'T' | 'F'; readonly counter: bigint } | undefined;
  /** MS, the meter's serial, else GS, the gateway's. */
  readonly meterSerial: string | undefined;
  readonly readings: readonly OcmfReading[];
  /**
   * The first field of counter or energy that is not written as OCMF has it: null, a list, with escapes or letters beyond ASCII (`PG`, `RD[0].RV`;
   * `RD[1]` for a reading that is empty). It is read here all the same; the contract, which compares characters, reads it
   * as something else or not at all.
   */
  readonly irregularField: string | undefined;
  readonly signature: OcmfSignature;
}

/** Records in the field have up to 4 KB; some chargers sign every quarter of an hour of a charge in one. */
const RECORD_MAX_BYTES = 65_536;
const HEADER = 'OCMF|';
const DEFAULT_ALGORITHM = 'ECDSA-secp256r1-SHA256';
/** What chain/contracts/OcmfReadingLib.sol reads of a reading. */
const READING_FIELDS = ['TM', 'RV', 'RI', 'RU', 'ST', 'EF'] as const;
type JsonObject = Extract<JsonText, { type: 'object' }>;

function textOf(members: ReadonlyMap<string, JsonText>, key: string): string | undefined {
  const value = members.get(key);
  if (value?.type === 'string') return value.text;
  return value?.type === 'number' ? value.text : undefined;
}

function isRegular({ members, escaped }: JsonObject, key: string): boolean {
  if (escaped.has(key)) return false;
  const value = members.get(key);
  if (value?.type === 'string') return !value.isEscaped && /^[ -~]*$/.test(value.text);
  return value === undefined || (key === 'RV' && value.type === 'number');
}

function findIrregular(payload: JsonObject): string | undefined {
  if (!isRegular(payload, 'PG')) return 'PG';
  if (payload.escaped.has('RD')) return 'RD';
  const readings = payload.members.get('RD');
  for (const [index, reading] of (readings?.type === 'array' ? readings.items : []).entries()) {
    if (reading.type !== 'object') continue;
    if (reading.members.size === 0) return `RD[${index}]`;
    const field = READING_FIELDS.find((key) => !isRegular(reading, key));
    if (field !== undefined) return `RD[${index}].${field}`;
  }
  return undefined;
}

function decodeSignatureData(text: string, encoding: string | undefined): Uint8Array | undefined {
  const compact = text.replace(/\s/g, '');
  const isHex = /^([0-9a-fA-F]{2})+$/.test(compact);
  // Chargers leave SE out and write base64 all the same.
  if (encoding === 'hex' || (encoding === undefined && isHex)) return isHex ? Buffer.from(compact, 'hex') : undefined;
  if (encoding === 'base64' || encoding === undefined)
    return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : undefined;
  return undefined;
}

function readPagination(text: string | undefined): Result<OcmfRecord['pagination']> {
  if (text === undefined) return accept(undefined);
  const found = /^([TF])(\d{1,19})$/.exec(text);
  if (found === null) return refuse('VALUE_INVALID', `OCMF PG: T or F and digits expected, got ${JSON.stringify(text.slice(0, 32))}`);
  return accept({ context: found[1] as 'T' | 'F', counter: BigInt(found[2] ?? '0') });
}

function readReadings(value: JsonText | undefined): Result<OcmfReading[]> {
  if (value?.type !== 'array') return refuse('FRAME_MALFORMED', 'OCMF RD: a list of readings expected');
  const readings: OcmfReading[] = [];
  let before: OcmfReading | undefined;
  for (const [index, item] of value.items.entries()) {
    if (item.type !== 'object') return refuse('FRAME_MALFORMED', `OCMF RD[${index}]: an object expected`);
    if (item.duplicates.length > 0) return refuse('FRAME_MALFORMED', `OCMF RD[${index}]: ${item.duplicates[0]} once expected`);
    const { members } = item;
    const timeText = textOf(members, 'TM');
    const time = timeText === undefined ? before?.time : parseOcmfTime(timeText);
    if (timeText !== undefined && time === undefined)
      return refuse(
        'VALUE_INVALID',
        `OCMF RD[${index}].TM: 2018-07-24T13:22:04,000+0200 S expected, got ${JSON.stringify(timeText.slice(0, 40))}`,
      );
    const reading: OcmfReading = {
      time,
      transaction: textOf(members, 'TX') ?? before?.transaction,
      value: textOf(members, 'RV'),
      identification: textOf(members, 'RI') ?? before?.identification,
      unit: textOf(members, 'RU') ?? before?.unit,
      status: textOf(members, 'ST') ?? before?.status,
      errorFlags: textOf(members, 'EF') ?? before?.errorFlags ?? '',
    };
    readings.push(reading);
    before = reading;
  }
  return accept(readings);
}

/**
 * Reads an OCMF record, `OCMF|<payload>|<signature>` (SAFE e.V., Open Charge Metering Format 1.2; fields of 0.4 to 1.4).
 * The payload ends where its JSON does, so pipes in strings are no pipes; the signature covers its bytes as they stand.
 * White space and a byte order mark around a record are no part of it.
 * @returns FRAME_OVERLONG, FRAME_TRUNCATED, FRAME_MALFORMED, or VALUE_INVALID for a field that can't be read.
 */
export function parseOcmf(bytes: Uint8Array): Result<OcmfRecord> {
  if (bytes.length > RECORD_MAX_BYTES)
    return refuse('FRAME_OVERLONG', `OCMF record: at most ${RECORD_MAX_BYTES} bytes expected, got ${bytes.length}`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const start = /^(?:\xef\xbb\xbf)?[ \t\r\n]*/.exec(text)?.[0].length ?? 0;
  if (!text.startsWith(HEADER, start))
    return refuse('FRAME_MALFORMED', `OCMF record: ${HEADER} expected, got ${JSON.stringify(text.slice(start, start + 8))}`);
  const payloadStart = start + HEADER.length;
  const body = parseJsonText(text, payloadStart);
  if (!body.ok) return body;
  const pipe = /^[ \t\r\n]*\|/.exec(text.slice(body.value.end, body.value.end + 64));
  if (pipe === null) return refuse('FRAME_TRUNCATED', 'OCMF record: | expected after the payload');
  const payloadEnd = body.value.end + pipe[0].length - 1;
  const trailer = parseJsonText(text, payloadEnd + 1);
  if (!trailer.ok) return trailer;
  if (text.slice(trailer.value.end).trim() !== '') return refuse('FRAME_MALFORMED', 'OCMF record: nothing expected after the signature');
  const payload = body.value.value;
  const section = trailer.value.value;
  if (payload.type !== 'object' || section.type !== 'object') return refuse('FRAME_MALFORMED', 'OCMF record: two objects expected');
  if (payload.duplicates.length > 0) return refuse('FRAME_MALFORMED', `OCMF payload: ${payload.duplicates[0]} once expected`);
  const data = decodeSignatureData(textOf(section.members, 'SD') ?? '', textOf(section.members, 'SE'));
  if (data === undefined) return refuse('FRAME_MALFORMED', 'OCMF SD: a signature in hex or base64 expected');
  const pagination = readPagination(textOf(payload.members, 'PG'));
  if (!pagination.ok) return pagination;
  const readings = readReadings(payload.members.get('RD'));
  if (!readings.ok) return readings;
  return accept({
    payload: Uint8Array.from(bytes.subarray(payloadStart, payloadEnd)),
    pagination: pagination.value,
    meterSerial: textOf(payload.members, 'MS') ?? textOf(payload.members, 'GS'),
    readings: readings.value,
    irregularField: findIrregular(payload),
    signature: { algorithm: textOf(section.members, 'SA') ?? DEFAULT_ALGORITHM, data },
  });
}
