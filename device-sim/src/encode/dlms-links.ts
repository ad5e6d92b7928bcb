import { crc16X25 } from './crc16.ts';

const FLAG = 0x7e;
const FORMAT_TYPE = 0xa000;
const SEGMENTED = 0x0800;
/** Client 1 of one byte, a meter's address of two, as Aidon's meters write them. */
const ADDRESSES = Uint8Array.of(0x41, 0x08, 0x83);
const UNNUMBERED_INFORMATION = 0x03;
const FINAL_BIT = 0x10;
const LLC = Uint8Array.of(0xe6, 0xe7, 0x00);
/** Format, addresses, control, two check sequences. */
const FRAME_OVERHEAD = 2 + 3 + 1 + 2 + 2;
const INFORMATION_MAX = 1024;

/** CRC-16/X-25, low byte first. */
const checkSequence = (bytes: Uint8Array): Uint8Array => {
  const crc = crc16X25(bytes);
  return Uint8Array.of(crc & 0xff, crc >> 8);
};

function slices(bytes: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
  return parts;
}

/**
 * An APDU in HDLC frames of format type 3 (IEC 62056-46, 6.4): flag, format with length, addresses, UI, HCS, information, FCS, flag; the
 * LLC header in front of the APDU, and as many segments as its length needs.
 */
export function encodeHdlcFrames(apdu: Uint8Array, informationMax: number = INFORMATION_MAX): Uint8Array[] {
  const parts = slices(Buffer.concat([LLC, apdu]), informationMax);
  return parts.map((information, i) => {
    const isLast = i === parts.length - 1;
    const format = FORMAT_TYPE | (isLast ? 0 : SEGMENTED) | (information.length + FRAME_OVERHEAD);
    const control = UNNUMBERED_INFORMATION | (isLast ? FINAL_BIT : 0);
    const head = Buffer.concat([Uint8Array.of(format >> 8, format & 0xff), ADDRESSES, Uint8Array.of(control)]);
    const body = Buffer.concat([head, checkSequence(head), information]);
    return Buffer.concat([Uint8Array.of(FLAG), body, checkSequence(body), Uint8Array.of(FLAG)]);
  });
}

const LONG_START = 0x68;
const STOP = 0x16;
const SND_UD = 0x53;
const BROADCAST = 0xff;
const SOURCE_ACCESS_POINT = 0x01;
const DESTINATION_ACCESS_POINT = 0x67;
/** 255 less C, A, CI and both access points. */
const SEGMENT_MAX = 245;
const LAST_SEGMENT = 0x10;

/** An APDU in long frames of M-Bus (EN 13757-2, 5.3; EN 13757-3, 7): number and last mark of each segment in CI, checksum, stop. */
export function encodeMbusFrames(apdu: Uint8Array): Uint8Array[] {
  const parts = slices(apdu, SEGMENT_MAX);
  return parts.map((part, i) => {
    const ci = (i & 0x0f) | (i === parts.length - 1 ? LAST_SEGMENT : 0);
    const body = Buffer.concat([Uint8Array.of(SND_UD, BROADCAST, ci, SOURCE_ACCESS_POINT, DESTINATION_ACCESS_POINT), part]);
    const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
    return Buffer.concat([Uint8Array.of(LONG_START, body.length, body.length, LONG_START), body, Uint8Array.of(sum, STOP)]);
  });
}
