import { STATUS_BIT } from '@joulegate/protos';
import { accept, type Reading, type Result, refuse } from '../../domain/index.ts';

/** Registers of model 64901 after ID and L, up to and with the signature's (chargeIT bsm-python, models/smdx_64901.xml). */
export const BSM_SNAPSHOT_REGISTERS = 252;

/** Byte offsets of points: two per register of smdx_64901. */
const AT = {
  typ: 0,
  st: 2,
  rcr: 4,
  totWhImp: 8,
  whSf: 12,
  w: 14,
  wSf: 16,
  ma1: 18,
  rCnt: 34,
  os: 38,
  epoch: 42,
  tzo: 46,
  epochSetCnt: 48,
  epochSetOs: 52,
  di: 56,
  do: 58,
  meta1: 60,
  meta2: 200,
  meta3: 300,
  evt: 400,
  nSig: 404,
  bSig: 406,
  signature: 408,
} as const;
/** Units as DLMS numbers them (IEC 62056-6-2, table 4), signed with each value. */
const UNIT = { minute: 6, second: 7, watt: 27, wattHour: 30, none: 255 } as const;
const SIGNATURE_REGISTERS_MAX = 48;
const EVT_FATAL = 1 << 16;
/** Of a reading on chain: energy has 64 bits, power 32 with its sign. */
const ENERGY_END = 1n << 64n;
const POWER_END = 2 ** 31;

/** State of a snapshot: what St says. */
export const BSM_STATE = { valid: 0, invalid: 1, updating: 2, failedGeneral: 3, failedNotEnabled: 4, failedFeedback: 5 } as const;

export interface BsmSnapshot {
  /** 0 current, 1 turn-on, 2 turn-off, 3 start, 4 end. */
  readonly type: number;
  readonly counter: bigint;
  readonly reading: Reading;
  /** MA1, the meter's address. */
  readonly meterSerial: string;
  /** Meta1 to Meta3: texts that the operator wrote and the meter signs. */
  readonly metadata: readonly [string, string, string];
  /** What was signed. */
  readonly message: Uint8Array;
  /** DER. */
  readonly signature: Uint8Array;
}

type Read = { readonly view: DataView; readonly bytes: Uint8Array };

function number(value: number, scale: number, unit: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt32BE(value >>> 0, 0);
  bytes.writeInt8(scale, 4);
  bytes[5] = unit;
  return bytes;
}

/** Characters up to the first NUL; behind it only NULs, which nobody signs. */
function textAt({ bytes }: Read, from: number, to: number): Buffer | undefined {
  const field = Buffer.from(bytes.subarray(from, to));
  const end = field.indexOf(0);
  if (end < 0) return field;
  return field.subarray(end).every((byte) => byte === 0) ? field.subarray(0, end) : undefined;
}

function withLength(text: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text]);
}

/** int32 value, int8 scale factor, uint8 unit per number; uint32 length and characters per string (bsm-python, doc/modbus). */
function buildMessage({ view }: Read, texts: readonly [Buffer, Buffer, Buffer, Buffer]): Uint8Array {
  const [ma1, meta1, meta2, meta3] = texts;
  const whScale = view.getInt16(AT.whSf);
  const wScale = view.getInt16(AT.wSf);
  return Uint8Array.from(
    Buffer.concat([
      number(view.getUint16(AT.typ), 0, UNIT.none),
      number(view.getUint32(AT.rcr), whScale, UNIT.wattHour),
      number(view.getUint32(AT.totWhImp), whScale, UNIT.wattHour),
      number(view.getInt16(AT.w), wScale, UNIT.watt),
      withLength(ma1),
      number(view.getUint32(AT.rCnt), 0, UNIT.none),
      number(view.getUint32(AT.os), 0, UNIT.second),
      number(view.getUint32(AT.epoch), 0, UNIT.second),
      number(view.getInt16(AT.tzo), 0, UNIT.minute),
      number(view.getUint32(AT.epochSetCnt), 0, UNIT.none),
      number(view.getUint32(AT.epochSetOs), 0, UNIT.second),
      number(view.getUint16(AT.di), 0, UNIT.none),
      number(view.getUint16(AT.do), 0, UNIT.none),
      withLength(meta1),
      withLength(meta2),
      withLength(meta3),
      number(view.getUint32(AT.evt), 0, UNIT.none),
    ]),
  );
}

/** Floored: never more than was measured. */
function scaleEnergy(units: number, scale: number): bigint {
  return scale < 0 ? BigInt(units) / 10n ** BigInt(-scale) : BigInt(units) * 10n ** BigInt(scale);
}

/** To the nearest, half away from zero. */
function scalePower(units: number, scale: number): number {
  if (scale >= 0) return units * 10 ** scale;
  const rounded = Math.floor(Math.abs(units) / 10 ** -scale + 0.5);
  return units < 0 ? 0 - rounded : rounded;
}

/**
 * Reads a signed snapshot of a BAUER BSM meter from its registers (SunSpec model 64901 from point Typ on, big-endian), and
 * rebuilds what its signature covers. The signature covers values, not registers; whatever else is in the image must be as a
 * valid snapshot has it, so that no bit of it can differ.
 * @param image 504 bytes
 * @returns FRAME_TRUNCATED, FRAME_MALFORMED for a snapshot that is not valid or has other padding, VALUE_INVALID for SunSpec's
 *   not-implemented values and for more than a reading holds.
 */
export function decodeBsmSnapshot(image: Uint8Array): Result<BsmSnapshot> {
  if (image.length < AT.signature)
    return refuse('FRAME_TRUNCATED', `BSM snapshot: at least ${AT.signature} bytes expected, got ${image.length}`);
  const read: Read = { view: new DataView(image.buffer, image.byteOffset, image.length), bytes: image };
  const { view } = read;
  const nSig = view.getUint16(AT.nSig);
  if (nSig > SIGNATURE_REGISTERS_MAX || image.length !== AT.signature + 2 * nSig)
    return refuse('FRAME_MALFORMED', `BSM snapshot: ${AT.signature + 2 * nSig} bytes by its NSig expected, got ${image.length}`);
  if (view.getUint16(AT.st) !== BSM_STATE.valid)
    return refuse('FRAME_MALFORMED', `BSM snapshot: state ${BSM_STATE.valid} expected, got ${view.getUint16(AT.st)}`);
  const end = AT.signature + view.getUint16(AT.bSig);
  if (end > image.length || image.subarray(end).some((byte) => byte !== 0))
    return refuse('FRAME_MALFORMED', 'BSM snapshot: a signature within its registers and zeros behind it expected');
  const ma1 = textAt(read, AT.ma1, AT.rCnt);
  const metadata = [textAt(read, AT.meta1, AT.meta2), textAt(read, AT.meta2, AT.meta3), textAt(read, AT.meta3, AT.evt)] as const;
  const [meta1, meta2, meta3] = metadata;
  if (ma1 === undefined || meta1 === undefined || meta2 === undefined || meta3 === undefined)
    return refuse('FRAME_MALFORMED', 'BSM snapshot: texts with nothing behind their end expected');
  const whScale = view.getInt16(AT.whSf);
  const wScale = view.getInt16(AT.wSf);
  if (Math.abs(whScale) > 10 || Math.abs(wScale) > 10)
    return refuse('VALUE_INVALID', `BSM snapshot: scale factors from -10 to 10 expected, got ${whScale} and ${wScale}`);
  const imported = view.getUint32(AT.totWhImp);
  if (imported === 0 || imported === 0xffff_ffff)
    return refuse('VALUE_INVALID', `BSM snapshot: TotWhImp that is implemented expected, got ${imported}`);
  const power = view.getInt16(AT.w);
  const counter = view.getUint32(AT.rCnt);
  const epoch = view.getUint32(AT.epoch);
  if (power === -0x8000 || counter === 0xffff_ffff || epoch === 0xffff_ffff)
    return refuse('VALUE_INVALID', `BSM snapshot: W, RCnt and Epoch that are implemented expected, got ${power}, ${counter}, ${epoch}`);
  const importWh = scaleEnergy(imported, whScale);
  const powerW = scalePower(power, wScale);
  if (importWh >= ENERGY_END || powerW >= POWER_END || powerW < -POWER_END)
    return refuse('VALUE_INVALID', `BSM snapshot: energy of 64 bits and power of 32 expected, got ${importWh} Wh and ${powerW} W`);
  const isFatal = (view.getUint32(AT.evt) & EVT_FATAL) !== 0;
  return accept({
    type: view.getUint16(AT.typ),
    counter: BigInt(counter),
    reading: {
      time: BigInt(epoch),
      importWh,
      exportWh: 0n,
      powerW,
      voltageMv: 0,
      frequencyMhz: 0,
      status: (view.getUint32(AT.epochSetCnt) === 0 ? STATUS_BIT.clockUnset : 0) | (isFatal ? STATUS_BIT.meterFault : 0),
    },
    meterSerial: ma1.toString('latin1'),
    metadata: [meta1.toString('latin1'), meta2.toString('latin1'), meta3.toString('latin1')],
    message: buildMessage(read, [ma1, meta1, meta2, meta3]),
    signature: Uint8Array.from(image.subarray(AT.signature, end)),
  });
}
