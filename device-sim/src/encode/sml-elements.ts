/** X-25 as the standard has it, Kermit as Holley's meters compute it (volkszaehler/libsml issue 75). */
export type SmlCrc = 'x25' | 'kermit';

/** CRC-16 with polynomial 0x1021 reflected. X-25: "123456789" gives 0x906E; Kermit: 0x2189. */
export function smlCrc(bytes: Uint8Array, kind: SmlCrc): number {
  let crc = kind === 'x25' ? 0xffff : 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return kind === 'x25' ? crc ^ 0xffff : crc;
}

/** X-25 goes low byte first, Holley's Kermit high byte first. */
function crcBytes(bytes: Uint8Array, kind: SmlCrc): Buffer {
  const crc = smlCrc(bytes, kind);
  return Buffer.from(kind === 'x25' ? [crc & 0xff, crc >> 8] : [crc >> 8, crc & 0xff]);
}

/** Left out, as an optional field may be. */
const NONE = Buffer.from([0x01]);
const END_OF_MESSAGE = Buffer.from([0x00]);
const ESCAPE = Buffer.alloc(4, 0x1b);

/** Type and length, in as many nibbles as it takes; of octets and numbers the length counts the header as well. */
function header(type: number, length: number, countsItself: boolean): Buffer {
  for (let size = 1; ; size++) {
    const total = length + (countsItself ? size : 0);
    if (total >= 16 ** size) continue;
    return Buffer.from(
      Array.from({ length: size }, (_, at) => {
        const nibble = Math.floor(total / 16 ** (size - 1 - at)) & 0x0f;
        return (at < size - 1 ? 0x80 : 0) | (at === 0 ? type << 4 : 0) | nibble;
      }),
    );
  }
}

export const octets = (bytes: Uint8Array): Buffer => Buffer.concat([header(0, bytes.length, true), bytes]);
export const list = (...items: readonly Uint8Array[]): Buffer => Buffer.concat([header(7, items.length, false), ...items]);

function integer(type: 5 | 6, value: bigint, size: number): Buffer {
  const hex = BigInt.asUintN(8 * size, value)
    .toString(16)
    .padStart(2 * size, '0');
  return Buffer.concat([header(type, size, true), Buffer.from(hex, 'hex')]);
}
export const unsigned = (value: number | bigint, size = 1): Buffer => integer(6, BigInt(value), size);
export const signed = (value: number | bigint, size = 1): Buffer => integer(5, BigInt(value), size);
const obis = (code: string): Buffer => octets(Buffer.from(code.split(/[-:.*]/).map(Number)));

/** DIN 43863-5: length, medium, maker, block, factory number. */
export function encodeServerId(serial: string): Buffer {
  const parts = /^([0-9A-F])([A-Z]{3})([0-9A-F]{2})(\d{8})$/.exec(serial);
  if (parts === null) throw new Error(`meter serial ${serial}: DIN 43863-5 expected, like 1JGS0012345678`);
  const [, medium = '', maker = '', block = '', number = ''] = parts;
  const id = Buffer.from([0x0a, Number.parseInt(medium, 16), ...Buffer.from(maker, 'latin1'), Number.parseInt(block, 16), 0, 0, 0, 0]);
  id.writeUInt32BE(Number(number), 6);
  return id;
}

interface Entry {
  readonly code: string;
  readonly value: Buffer;
  readonly status?: Buffer;
  readonly time?: Buffer;
  readonly unit?: number;
  readonly scaler?: number;
}

export function entry({ code, value, status = NONE, time = NONE, unit, scaler }: Entry): Buffer {
  return list(
    obis(code),
    status,
    time,
    unit === undefined ? NONE : unsigned(unit),
    scaler === undefined ? NONE : signed(scaler),
    value,
    NONE,
  );
}

function message(transaction: number, tag: number, body: Buffer, crc: SmlCrc): Buffer {
  const parts = [octets(Buffer.from([0, 0, transaction >> 8, transaction & 0xff])), unsigned(0), unsigned(0), list(unsigned(tag, 2), body)];
  const checked = Buffer.concat([header(7, 6, false), ...parts]);
  return Buffer.concat([checked, header(6, 2, true), crcBytes(checked, crc), END_OF_MESSAGE]);
}

/** Transport protocol version 1: start, messages with fill bytes and doubled escapes, end with fill count and CRC (SML 1.04, 8.1). */
export function wrapSmlMessages(messages: Uint8Array, crc: SmlCrc): Uint8Array {
  const fill = (4 - (messages.length % 4)) % 4;
  const data: number[] = [];
  let run = 0;
  for (const byte of [...messages, ...Buffer.alloc(fill)]) {
    data.push(byte);
    run = byte === 0x1b ? run + 1 : 0;
    if (run < 4) continue;
    data.push(...ESCAPE);
    run = 0;
  }
  const checked = Buffer.concat([ESCAPE, Buffer.alloc(4, 0x01), Buffer.from(data), ESCAPE, Buffer.from([0x1a, fill])]);
  return Buffer.concat([checked, crcBytes(checked, crc)]);
}

export const secondsIndexTime = (index: number): Buffer => list(unsigned(1), unsigned(index, 4));

export interface SmlListContent {
  readonly serverId: Buffer;
  readonly secondsIndex: number;
  /** OBIS, A-B:C.D.E*F */
  readonly listName: string;
  readonly time: Buffer;
  readonly entries: readonly Buffer[];
  readonly signature?: Buffer;
}

/** A frame of OpenRes, GetListRes with these entries, and CloseRes. */
export function encodeSmlList(content: SmlListContent, crc: SmlCrc): Uint8Array {
  const { serverId, secondsIndex, listName, time, entries, signature = NONE } = content;
  const fileId = Buffer.alloc(4);
  fileId.writeUInt32BE(secondsIndex);
  const openBody = list(NONE, NONE, octets(fileId), octets(serverId), time, unsigned(1));
  const listBody = list(NONE, octets(serverId), obis(listName), time, list(...entries), signature, NONE);
  const transaction = (3 * secondsIndex) & 0xffff;
  const messages = [
    message(transaction, 0x0101, openBody, crc),
    message(transaction + 1, 0x0701, listBody, crc),
    message(transaction + 2, 0x0201, list(NONE), crc),
  ];
  return wrapSmlMessages(Buffer.concat(messages), crc);
}
