import type { SigningKey } from './signing-key.ts';

/** What a snapshot says; texts are as their registers hold them, with NULs behind. */
export interface BsmSnapshotValues {
  /** 0 present, 1 turn-on, 2 turn-off. */
  readonly type: number;
  readonly importWh: bigint;
  /** Since the last turn-on. */
  readonly referenceWh: bigint;
  /** Wh per count of both registers, as a power of ten. */
  readonly scale: number;
  /** Positive is import. */
  readonly powerW: number;
  readonly serial: string;
  readonly counter: number;
  readonly operatingSeconds: number;
  /** Unix seconds. */
  readonly epoch: number;
  readonly offsetMinutes: number;
  readonly clockSets: number;
  readonly clockSetAt: number;
  readonly metadata: readonly [Uint8Array, Uint8Array, Uint8Array];
}

/** Registers of model 64901 behind ID and L, the signature's included. */
export const BSM_SNAPSHOT_LENGTH = 252;
/** Registers of the three texts. */
export const BSM_TEXT_LENGTHS = [70, 50, 50] as const;
/** Offsets of points in registers (chargeIT bsm-python, models/smdx_64901.xml). */
const AT = {
  rcr: 2,
  total: 4,
  whSf: 6,
  w: 7,
  wSf: 8,
  ma1: 9,
  rCnt: 17,
  os: 19,
  epoch: 21,
  tzo: 23,
  setCnt: 24,
  setOs: 26,
  di: 28,
  do: 29,
} as const;
const TEXTS_AT = [30, 100, 150] as const;
const EVENTS_AT = 200;
const SIGNATURE = { nSig: 202, bSig: 203, sig: 204, registers: 48 } as const;
/** DLMS units that are signed with a value (IEC 62056-6-2, table 4). */
const UNIT = { minute: 6, second: 7, watt: 27, wattHour: 30, none: 255 } as const;
const POWER_MAX = 32_767;

/** int32, int8 scale, uint8 unit. */
function signedNumber(value: number, scale: number, unit: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeInt32BE(value | 0, 0);
  bytes.writeInt8(scale, 4);
  bytes.writeUInt8(unit, 5);
  return bytes;
}

/** uint32 length and the characters, without the NULs behind them. */
function signedText(field: Buffer): Buffer {
  const end = field.indexOf(0);
  const text = end < 0 ? field : field.subarray(0, end);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text]);
}

/** What is signed of a snapshot's registers: its points in their order but St, Wh_SF and W_SF (bsm-python, doc/modbus). */
function signedDataOf(image: Buffer): Buffer {
  const whSf = image.readInt16BE(2 * AT.whSf);
  const u32 = (register: number, unit: number, scale = 0) => signedNumber(image.readUInt32BE(2 * register), scale, unit);
  const i16 = (register: number, unit: number, scale = 0) => signedNumber(image.readInt16BE(2 * register), scale, unit);
  const text = (from: number, registers: number) => signedText(image.subarray(2 * from, 2 * (from + registers)));
  return Buffer.concat([
    i16(0, UNIT.none),
    u32(AT.rcr, UNIT.wattHour, whSf),
    u32(AT.total, UNIT.wattHour, whSf),
    i16(AT.w, UNIT.watt, image.readInt16BE(2 * AT.wSf)),
    text(AT.ma1, 8),
    u32(AT.rCnt, UNIT.none),
    u32(AT.os, UNIT.second),
    u32(AT.epoch, UNIT.second),
    i16(AT.tzo, UNIT.minute),
    u32(AT.setCnt, UNIT.none),
    u32(AT.setOs, UNIT.second),
    i16(AT.di, UNIT.none),
    i16(AT.do, UNIT.none),
    ...TEXTS_AT.map((at, i) => text(at, BSM_TEXT_LENGTHS[i] ?? 0)),
    u32(EVENTS_AT, UNIT.none),
  ]);
}

/**
 * A signed snapshot of a BAUER BSM meter: registers of SunSpec model 64901 from point Typ on, big-endian, St valid.
 * @param key of P-256
 * @param forgedCounts added to the register after it was signed, as a forger does
 * @returns 504 bytes
 */
export function encodeBsmSnapshot(values: BsmSnapshotValues, key: SigningKey, forgedCounts = 0): Uint8Array {
  const image = Buffer.alloc(2 * BSM_SNAPSHOT_LENGTH);
  const { scale, powerW } = values;
  const counts = (wh: bigint): number => Number(scale < 0 ? wh * 10n ** BigInt(-scale) : wh / 10n ** BigInt(scale));
  const wSf = [0, 1, 2, 3].find((sf) => Math.abs(powerW) / 10 ** sf < POWER_MAX) ?? 4;
  image.writeUInt16BE(values.type, 0);
  image.writeUInt32BE(counts(values.referenceWh), 2 * AT.rcr);
  image.writeUInt32BE(counts(values.importWh), 2 * AT.total);
  image.writeInt16BE(scale, 2 * AT.whSf);
  image.writeInt16BE(Math.round(powerW / 10 ** wSf), 2 * AT.w);
  image.writeInt16BE(wSf, 2 * AT.wSf);
  image.write(values.serial, 2 * AT.ma1, 16, 'latin1');
  image.writeUInt32BE(values.counter, 2 * AT.rCnt);
  image.writeUInt32BE(values.operatingSeconds, 2 * AT.os);
  image.writeUInt32BE(values.epoch, 2 * AT.epoch);
  image.writeInt16BE(values.offsetMinutes, 2 * AT.tzo);
  image.writeUInt32BE(values.clockSets, 2 * AT.setCnt);
  image.writeUInt32BE(values.clockSetAt, 2 * AT.setOs);
  for (const [i, text] of values.metadata.entries()) image.set(text, 2 * (TEXTS_AT[i] ?? 0));
  const signature = key.sign(signedDataOf(image));
  image.writeUInt32BE(counts(values.importWh) + forgedCounts, 2 * AT.total);
  image.writeUInt16BE(SIGNATURE.registers, 2 * SIGNATURE.nSig);
  image.writeUInt16BE(signature.length, 2 * SIGNATURE.bSig);
  image.set(signature, 2 * SIGNATURE.sig);
  return Uint8Array.from(image);
}
