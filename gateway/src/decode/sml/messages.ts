import { accept, type Result, refuse } from '../../domain/index.ts';
import { isSmlCrc } from './crc16.ts';
import { parseSmlElement, type SmlElement } from './tlv.ts';
import { unwrapSmlFrame } from './transport.ts';

/** One value of a list (SML_ListEntry). */
export interface SmlEntry {
  /** OBIS, A B C D E F in hex. */
  readonly name: string;
  readonly status: SmlElement;
  readonly time: SmlElement;
  readonly unit: SmlElement;
  readonly scaler: SmlElement;
  readonly value: SmlElement;
  readonly signature: SmlElement;
}

/** SML_GetList.Res */
export interface SmlList {
  readonly serverId: Uint8Array;
  readonly name: Uint8Array;
  readonly sensorTime: SmlElement;
  readonly entries: readonly SmlEntry[];
  readonly signature: SmlElement;
  readonly gatewayTime: SmlElement;
}

export interface SmlFile {
  /** Of SML_PublicOpen.Res; empty where there is none. */
  readonly serverId: Uint8Array;
  readonly lists: readonly SmlList[];
}

const OPEN_RESPONSE = 0x0101n;
const GET_LIST_RESPONSE = 0x0701n;
const NOTHING: SmlElement = { type: 'octets', octets: new Uint8Array() };

interface Message {
  readonly tag: bigint;
  readonly body: SmlElement;
}

/** Of a list with so many items, or undefined. */
function itemsOf(element: SmlElement | undefined, count: number): readonly SmlElement[] | undefined {
  return element?.type === 'list' && element.items.length === count ? element.items : undefined;
}

const octetsOf = (element: SmlElement | undefined): Uint8Array => (element?.type === 'octets' ? element.octets : new Uint8Array());

/** Transaction, group, abort on error, body, CRC, end of message: the CRC covers the four before it, header included. */
function parseMessage(bytes: Uint8Array, at: number): Result<{ message: Message; next: number }> {
  if (bytes[at] !== 0x76) return refuse('FRAME_MALFORMED', `SML: a message, a list of 6, expected at byte ${at}`);
  const items: SmlElement[] = [];
  const ends: number[] = [];
  let next = at + 1;
  for (let count = 0; count < 6; count += 1) {
    const item = parseSmlElement(bytes, next, 1);
    if (!item.ok) return item;
    items.push(item.value.element);
    next = item.value.next;
    ends.push(next);
  }
  const [, , , body, crc, last] = items;
  const [tag, content] = itemsOf(body, 2) ?? [];
  if (crc?.type !== 'integer' || last?.type !== 'end' || tag?.type !== 'integer' || content === undefined)
    return refuse('FRAME_MALFORMED', `SML: a message body of tag and content, CRC and 00 expected in the message at byte ${at}`);
  if (!isSmlCrc(bytes.subarray(at, ends[3]), Number(BigInt.asUintN(16, crc.value))))
    return refuse('CRC_MISMATCH', `SML: got CRC ${crc.value.toString(16)} in the message at byte ${at}, neither its X-25 nor its Kermit`);
  return accept({ message: { tag: tag.value, body: content }, next });
}

function parseEntry(element: SmlElement): SmlEntry | undefined {
  const [name, status, time, unit, scaler, value, signature] = itemsOf(element, 7) ?? [];
  if (name?.type !== 'octets' || signature === undefined) return undefined;
  const or = (optional: SmlElement | undefined): SmlElement => optional ?? NOTHING;
  return {
    name: Buffer.from(name.octets).toString('hex'),
    status: or(status),
    time: or(time),
    unit: or(unit),
    scaler: or(scaler),
    value: or(value),
    signature,
  };
}

function parseList(body: SmlElement): SmlList | undefined {
  const [, serverId, name, sensorTime, values, signature, gatewayTime] = itemsOf(body, 7) ?? [];
  if (values?.type !== 'list' || sensorTime === undefined || signature === undefined || gatewayTime === undefined) return undefined;
  const entries = values.items.map(parseEntry);
  if (!entries.every((entry) => entry !== undefined)) return undefined;
  return { serverId: octetsOf(serverId), name: octetsOf(name), sensorTime, entries, signature, gatewayTime };
}

/**
 * Reads the messages of one transport frame: SML_PublicOpen.Res and every SML_GetList.Res; others are passed over (SML
 * 1.04, 5.1 and 5.2). Each message's own CRC is checked as well as the frame's: every meter known sends it rightly, with
 * the one algorithm or the other, and it tells damage that 16 bits over the whole frame let through.
 * @returns FRAME_TRUNCATED, FRAME_MALFORMED or CRC_MISMATCH where the bytes are not such messages
 */
export function parseSmlFile(frame: Uint8Array): Result<SmlFile> {
  const unwrapped = unwrapSmlFrame(frame);
  if (!unwrapped.ok) return unwrapped;
  const bytes = unwrapped.value;
  const lists: SmlList[] = [];
  let serverId = new Uint8Array();
  for (let at = 0; at < bytes.length; ) {
    // Some meters fill up between messages, or count too few fill bytes.
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    const parsed = parseMessage(bytes, at);
    if (!parsed.ok) return parsed;
    const { message, next } = parsed.value;
    if (message.tag === OPEN_RESPONSE) serverId = Uint8Array.from(octetsOf(itemsOf(message.body, 6)?.[3]));
    if (message.tag === GET_LIST_RESPONSE) {
      const list = parseList(message.body);
      if (list === undefined) return refuse('FRAME_MALFORMED', `SML: a GetListRes of 7 items with entries of 7 expected at byte ${at}`);
      lists.push(list);
    }
    at = next;
  }
  return accept({ serverId, lists });
}
