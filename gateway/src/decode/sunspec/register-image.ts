import { accept, type ModbusConversation, type ModbusRequest, type Result, refuse } from '../../domain/index.ts';
import { findModelTable } from './table.ts';
import type { SunSpecGroupTable, SunSpecPointRow } from './table-types.ts';

/** A slave made of memory, for tests: answers a conversation and keeps what was asked. */
export interface RegisterImage {
  readonly base: number;
  readonly words: number[];
  /** Most registers it answers with. */
  readonly countMax?: number;
}

export interface Played<T> {
  readonly value: T;
  readonly requests: readonly ModbusRequest[];
}

const REQUESTS_MAX = 5000;

function answer(image: RegisterImage, request: ModbusRequest): Result<Uint8Array> {
  if (request.type === 'wait') return accept(new Uint8Array());
  const from = request.address - image.base;
  if (request.type === 'write') {
    image.words[from] = ((request.registers[0] ?? 0) << 8) | (request.registers[1] ?? 0);
    return accept(new Uint8Array());
  }
  if (request.type !== 'read') return refuse('DEVICE_EXCEPTION', 'exception 1');
  if (request.count > (image.countMax ?? 125)) return refuse('DEVICE_EXCEPTION', 'exception 3');
  if (from < 0 || from + request.count > image.words.length) return refuse('DEVICE_EXCEPTION', 'exception 2');
  return accept(Uint8Array.from(image.words.slice(from, from + request.count).flatMap((word) => [word >> 8, word & 0xff])));
}

export function play<T>(
  conversation: ModbusConversation<T>,
  image: RegisterImage,
  respond: (request: ModbusRequest) => Result<Uint8Array> = (request) => answer(image, request),
): Played<T> {
  const requests: ModbusRequest[] = [];
  let step = conversation.next();
  while (!step.done) {
    requests.push(step.value);
    if (requests.length > REQUESTS_MAX) throw new Error('the conversation does not end');
    step = conversation.next(respond(step.value));
  }
  return { value: step.value, requests };
}

/** `SunS`, the models, the end marker. */
export function chain(...models: readonly (readonly number[])[]): number[] {
  return [0x5375, 0x6e53, ...models.flat(), 0xffff, 0];
}

const NOT_IMPLEMENTED: Readonly<Record<string, bigint>> = {
  int16: 0x8000n,
  sunssf: 0x8000n,
  pad: 0x8000n,
  int32: 0x8000_0000n,
  int64: 0x8000_0000_0000_0000n,
  float32: 0x7fc0_0000n,
  acc16: 0n,
  acc32: 0n,
  acc64: 0n,
  count: 0n,
  string: 0n,
};

export type PointValues = { readonly [name: string]: number | bigint | string | null | PointValues | readonly PointValues[] };

function encodePoint([name, , type, size]: SunSpecPointRow, values: PointValues): number[] {
  const given = values[name];
  let raw = NOT_IMPLEMENTED[type] ?? (1n << BigInt(16 * size)) - 1n;
  if (typeof given === 'string') raw = BigInt(`0x${Buffer.from(given.padEnd(2 * size, '\0'), 'latin1').toString('hex')}`);
  else if (typeof given === 'number' && type === 'float32') raw = BigInt(new DataView(Float32Array.of(given).buffer).getUint32(0, true));
  else if (typeof given === 'number' || typeof given === 'bigint') raw = BigInt.asUintN(16 * size, BigInt(given));
  return Array.from({ length: size }, (_, index) => Number((raw >> BigInt(16 * (size - 1 - index))) & 0xffffn));
}

function encodeGroup(table: SunSpecGroupTable, values: PointValues): number[] {
  const points = table.points.flatMap((row) => encodePoint(row, values));
  const groups = (table.groups ?? []).flatMap((inner) => {
    const given = values[inner.name];
    const repeats = Array.isArray(given) ? given : [given ?? {}];
    return repeats.flatMap((each) => encodeGroup(inner, each as PointValues));
  });
  return [...points, ...groups];
}

/** A model from its ID on, as a device with these values would show it; what is not told is not implemented. */
export function encodeModel(id: number, values: PointValues): number[] {
  const table = findModelTable(id);
  if (table === undefined) throw new Error(`no table for model ${id}`);
  const registers = encodeGroup(table, values);
  return [id, registers.length, ...registers];
}
