/**
 * Meters of other makers, for tests: OCMF records and BSM snapshots under keys made here, and how they come on chain.
 * Written from docs/wire.md and the formats' own papers, not from the code under test.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign as signWithNode } from 'node:crypto';
import { ATTESTATION_CLASS, CARRIER, CURVE, FORMAT, SOURCE } from '@joulegate/protos';
import { concat, encodeAbiParameters, type Hex, keccak256, toHex } from 'viem';
import { type Registration, signTyped } from './actions.ts';
import { type Market, type Role, ZONE } from './market.ts';

/** Order of the group: SEC 2 version 2, sections 2.4.1 and 2.4.2. */
const ORDER = {
  P256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
} as const;
export type CurveOfKey = keyof typeof ORDER;

export interface ForeignKey {
  readonly curve: CurveOfKey;
  readonly keyX: Hex;
  readonly keyY: Hex;
  readonly id: Hex;
  readonly privateKey?: KeyObject;
}

const hexOf = (bytes: Uint8Array | string): Hex => (typeof bytes === 'string' ? toHex(Buffer.from(bytes)) : toHex(bytes));
const sha256 = (data: Uint8Array): Hex => toHex(createHash('sha256').update(data).digest());
/** Low 20 bytes of keccak256(x | y). */
export const idOf = (keyX: Hex, keyY: Hex): Hex => `0x${keccak256(concat([keyX, keyY])).slice(-40)}`;

export function makeForeignKey(curve: CurveOfKey = 'P256'): ForeignKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve === 'P256' ? 'P-256' : 'secp256k1' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const [keyX, keyY] = [toHex(Buffer.from(x as string, 'base64url')), toHex(Buffer.from(y as string, 'base64url'))];
  return { curve, keyX, keyY, id: idOf(keyX, keyY), privateKey };
}

export interface Pair {
  readonly r: bigint;
  readonly s: bigint;
}

export function signPair(key: ForeignKey, message: Uint8Array, half: 'low' | 'high' = 'low'): Pair {
  if (key.privateKey === undefined) throw new Error('a key made here expected');
  const raw = signWithNode('sha256', message, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  const [r, s] = [BigInt(toHex(raw.subarray(0, 32))), BigInt(toHex(raw.subarray(32)))];
  const other = ORDER[key.curve] - s;
  return { r, s: s < other === (half === 'low') ? s : other };
}

export const lowHalf = (key: ForeignKey, { r, s }: Pair): Pair => ({ r, s: s > ORDER[key.curve] / 2n ? ORDER[key.curve] - s : s });

/** X.690, 8.3: the fewest bytes, the first bit a sign. */
export function encodeDer({ r, s }: Pair): Uint8Array {
  const integer = (value: bigint): Buffer => {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    const body = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(2, body.length), body]);
  };
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

export function decodeDer(der: Uint8Array): Pair {
  const rLength = der[3] ?? 0;
  return { r: BigInt(toHex(der.subarray(4, 4 + rLength))), s: BigInt(toHex(der.subarray(6 + rLength))) };
}

/** A closing, and what its leaf is made of. */
export interface Foreign {
  readonly key: ForeignKey;
  readonly format: number;
  readonly closing: Hex;
  readonly digest: Hex;
  readonly pair: Pair;
}

export function ocmfClosing(key: ForeignKey, payload: string, pair: Pair): Foreign {
  const words = [key.keyX, key.keyY, toHex(pair.r, { size: 32 }), toHex(pair.s, { size: 32 })];
  const bytes = Buffer.from(payload);
  return { key, format: FORMAT.ocmf, closing: concat([...words, hexOf(bytes)]), digest: sha256(bytes), pair };
}

/** A record of our own meter; fields and order as KEBA's. */
export interface OcmfValues {
  readonly counter: number | bigint;
  readonly time: bigint;
  readonly importKwh?: string;
  readonly exportKwh?: string;
  readonly id?: string;
  /** Put in place of the readings made of the above. */
  readonly readings?: string;
}

/** OCMF 1.2, table 7: local time of a zone two hours ahead. */
export function formatTm(time: bigint, state = 'S'): string {
  return `${new Date(Number(time + 7_200n) * 1000).toISOString().slice(0, 19)},000+0200 ${state}`;
}

export function ocmfPayload(values: OcmfValues): string {
  const reading = (kwh: string, ri: string) =>
    `{"TM":"${formatTm(values.time)}","TX":"C","EF":"","ST":"G","RV":${kwh},"RI":"${ri}","RU":"kWh"}`;
  const readings = [
    ...(values.importKwh === undefined ? [] : [reading(values.importKwh, '1-b:1.8.0')]),
    ...(values.exportKwh === undefined ? [] : [reading(values.exportKwh, '1-b:2.8.0')]),
  ];
  return `{"FV":"1.0","GI":"TEST","GS":"1","PG":"T${values.counter}","IS":false,"IF":["RFID_NONE"],"ID":${JSON.stringify(values.id ?? '')},"RD":${values.readings ?? `[${readings.join(',')}]`}}`;
}

export function signOcmf(key: ForeignKey, payload: string, half: 'low' | 'high' = 'low'): Foreign {
  return ocmfClosing(key, payload, signPair(key, Buffer.from(payload), half));
}

/** Points of model 64901 as numbers; what is left out is a plain value. */
export interface BsmValues {
  readonly counter: number;
  readonly epoch: number;
  readonly totWhImp: number;
  readonly whSf?: number;
  readonly w?: number;
  readonly wSf?: number;
  readonly epochSetCnt?: number;
  readonly evt?: number;
  readonly meta1?: string;
}

const text = (content: string, length: number): Buffer => Buffer.concat([Buffer.from(content, 'latin1'), Buffer.alloc(length)], length);

/** The 408 bytes before the signature: models/smdx_64901.xml of bsm-python. */
export function bsmRegisters(values: BsmValues): Buffer {
  const { whSf = 0, w = 0, wSf = 0, epochSetCnt = 3, evt = 0, meta1 = '' } = values;
  const image = Buffer.alloc(408);
  image.writeUInt32BE(values.totWhImp, 8);
  image.writeInt16BE(whSf, 12);
  image.writeInt16BE(w, 14);
  image.writeInt16BE(wSf, 16);
  text('001TST1521070001', 16).copy(image, 18);
  image.writeUInt32BE(values.counter, 34);
  image.writeUInt32BE(1_000, 38);
  image.writeUInt32BE(values.epoch, 42);
  image.writeInt16BE(120, 46);
  image.writeUInt32BE(epochSetCnt, 48);
  image.writeUInt32BE(900, 52);
  text(meta1, 140).copy(image, 60);
  image.writeUInt32BE(evt, 400);
  image.writeUInt16BE(48, 404);
  return image;
}

/** What is signed, by the rule of bsm-python's message digest: number = int32, int8 scale factor, uint8 DLMS unit. */
export function bsmMessage(image: Buffer): Buffer {
  const number = (value: number, scale: number, unit: number) => {
    const bytes = Buffer.alloc(6);
    bytes.writeInt32BE(value | 0, 0);
    bytes.writeInt8(scale, 4);
    bytes.writeUInt8(unit, 5);
    return bytes;
  };
  const string = (start: number, length: number) => {
    const all = image.subarray(start, start + length);
    const end = all.indexOf(0);
    const content = end < 0 ? all : all.subarray(0, end);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length);
    return Buffer.concat([size, content]);
  };
  const [wh, w] = [image.readInt8(13), image.readInt8(17)];
  return Buffer.concat([
    number(image.readUInt16BE(0), 0, 255),
    number(image.readUInt32BE(4), wh, 30),
    number(image.readUInt32BE(8), wh, 30),
    number(image.readInt16BE(14), w, 27),
    string(18, 16),
    number(image.readUInt32BE(34), 0, 255),
    number(image.readUInt32BE(38), 0, 7),
    number(image.readUInt32BE(42), 0, 7),
    number(image.readInt16BE(46), 0, 6),
    number(image.readUInt32BE(48), 0, 255),
    number(image.readUInt32BE(52), 0, 7),
    number(image.readUInt16BE(56), 0, 255),
    number(image.readUInt16BE(58), 0, 255),
    string(60, 140),
    string(200, 100),
    string(300, 100),
    number(image.readUInt32BE(400), 0, 255),
  ]);
}

/** @param pair what the DER holds, where it is not well-formed */
export function bsmClosing(key: ForeignKey, registers: Buffer, der: Uint8Array, pair: Pair = decodeDer(der)): Foreign {
  const image = Buffer.concat([registers, der], 504);
  image.writeUInt16BE(der.length, 406);
  return {
    key,
    format: FORMAT.bsm,
    closing: concat([key.keyX, key.keyY, hexOf(image)]),
    digest: sha256(bsmMessage(registers)),
    pair,
  };
}

export function signBsm(key: ForeignKey, values: BsmValues, half: 'low' | 'high' = 'low'): Foreign {
  const registers = bsmRegisters(values);
  return bsmClosing(key, registers, encodeDer(signPair(key, bsmMessage(registers), half)));
}

/** docs/decisions/0011-foreign-signed-readings.md. */
export function foreignLeafOf(meter: Hex, foreign: Foreign): Hex {
  const { r, s } = lowHalf(foreign.key, foreign.pair);
  const signature = keccak256(concat([toHex(r, { size: 32 }), toHex(s, { size: 32 })]));
  const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const;
  return keccak256(keccak256(encodeAbiParameters(types, [meter, foreign.digest, signature])));
}

export async function foreignRegistrationArgs(market: Market, who: Role, foreign: Foreign, more: Partial<Registration> = {}) {
  const registration: Registration = {
    owner: market.people[who].address,
    keyX: foreign.key.keyX,
    keyY: foreign.key.keyY,
    curve: foreign.key.curve === 'P256' ? CURVE.p256 : CURVE.secp256k1,
    format: foreign.format,
    attestationClass: ATTESTATION_CLASS.meter,
    source: SOURCE.load,
    carrier: CARRIER.electricity,
    zone: ZONE,
    capacityW: 22_000n,
    deadline: 4_000_000_000n,
    ...more,
  };
  return [registration, await signTyped(market, who, 'Registration', registration), foreign.closing] as const;
}

/** Registered by a certifier with one of its readings, and confirmed. */
export async function commissionForeign(market: Market, who: Role, foreign: Foreign, more: Partial<Registration> = {}): Promise<Hex> {
  await market.send('meterRegistry', 'register', await foreignRegistrationArgs(market, who, foreign, more), 'certifier');
  await market.send('meterRegistry', 'certify', [foreign.key.id], 'certifier');
  return foreign.key.id;
}

/** A batch of one foreign reading; the owner's word covers every byte of the closing. */
export async function foreignBatchArgs(market: Market, who: Role, meter: Hex, foreign: Foreign, counter: bigint, more: object = {}) {
  const batch = { meter, firstCounter: counter, count: 1, root: foreignLeafOf(meter, foreign), ...more };
  const message = { ...batch, closingDigest: sha256(Buffer.from(foreign.closing.slice(2), 'hex')) };
  return [{ ...batch, closing: foreign.closing }, await signTyped(market, who, 'ReadingBatch', message)] as const;
}
