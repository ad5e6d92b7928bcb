import { accept, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';
import { decodeSunSpecModel, pointValue, type SunSpecGroup } from './model.ts';
import { textOf } from './point.ts';
import { readRegisters, wordAt } from './read.ts';
import { findModelTable, HEADER_REGISTERS } from './table.ts';

/** How one device behind the address names itself: the common model. */
export interface SunSpecUnit {
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly options: string | undefined;
  readonly version: string | undefined;
  readonly serial: string | undefined;
}

export interface SunSpecModelAddress {
  readonly id: number;
  /** Register of the model's ID, 0-based. */
  readonly address: number;
  /** L: registers behind ID and L. */
  readonly length: number;
  /** Whether there is a table for it. */
  readonly isKnown: boolean;
  /** Which of the units it belongs to: an inverter with meters has a common model before each. Undefined before the first. */
  readonly unit: number | undefined;
}

/** A device's chain of models as the walk found it. */
export interface SunSpecDevice {
  /** Register of `SunS`, 0-based. */
  readonly base: number;
  readonly units: readonly SunSpecUnit[];
  readonly models: readonly SunSpecModelAddress[];
  /** Most registers per request. */
  readonly countMax: number | undefined;
}

export interface SunSpecWalkOptions {
  readonly bases?: readonly number[];
  /** Most registers per request; 125 unless told. */
  readonly countMax?: number;
}

/** Those of the Device Information Model Specification 1.1, §6; then those of makers who counted from 1. */
const BASES = [40000, 50000, 0, 40001, 50001, 1, 39999, 49999];
const MARK = [0x53, 0x75, 0x6e, 0x53];
const COMMON = 1;
const END = 0xffff;
const ADDRESSES = 0x1_0000;
const MODELS_MAX = 128;
/** Registers of a whole chain; the longest of DER devices have about 2,000. */
const CHAIN_MAX = 16_384;

function* findBase(bases: readonly number[]): ModbusConversation<Result<number>> {
  let silences = 0;
  for (const base of bases) {
    const answer = yield { type: 'read', functionCode: 3, address: base, count: MARK.length / 2 };
    if (answer.ok && answer.value.length === MARK.length && MARK.every((byte, index) => answer.value[index] === byte)) return accept(base);
    // A gateway without its device, and some devices asked for what they have not, say nothing.
    if (!answer.ok && answer.code === 'DEVICE_TIMEOUT') silences += 1;
  }
  if (silences === bases.length) return refuse('DEVICE_TIMEOUT', `SunSpec: an answer at register ${bases.join(', ')} expected, got none`);
  return refuse('FORMAT_UNSUPPORTED', `SunSpec: 'SunS' at register ${bases.join(', ')} expected, got something else everywhere`);
}

/** The header at `address`, or undefined where the chain ends: with 0xFFFF, with or without a length, or with the registers. */
function* readHeader(address: number, isFirst: boolean): ModbusConversation<Result<{ id: number; length: number } | undefined>> {
  const pair = yield* readRegisters(address, HEADER_REGISTERS);
  if (pair.ok) {
    const id = wordAt(pair.value, 0);
    return accept(id === END ? undefined : { id, length: wordAt(pair.value, 1) });
  }
  if (pair.code !== 'DEVICE_EXCEPTION') return pair;
  const single = yield* readRegisters(address, 1);
  if (single.ok && wordAt(single.value, 0) === END) return accept(undefined);
  if (isFirst || single.ok) return pair;
  // Devices without end marker: the chain is whole where the model before is there to its last register.
  const last = yield* readRegisters(address - 1, 1);
  return last.ok ? accept(undefined) : pair;
}

function* readUnit(address: number, length: number, countMax: number | undefined): ModbusConversation<Result<SunSpecUnit>> {
  const registers = yield* readRegisters(address, length, countMax === undefined ? {} : { countMax });
  if (!registers.ok) return registers;
  const common = decodeSunSpecModel(COMMON, registers.value);
  if (!common.ok) return common;
  const say = (name: string) => textOf(pointValue(common.value, name));
  return accept({ manufacturer: say('Mn'), model: say('Md'), options: say('Opt'), version: say('Vr'), serial: say('SN') });
}

function isExpected(id: number, length: number): boolean {
  const table = findModelTable(id);
  const last = table?.points.at(-1);
  return last !== undefined && table?.groups === undefined && last[1] + last[3] - HEADER_REGISTERS === length;
}

/**
 * How far the model behind a common model stands from where it should: makers disagree whether the common model's pad
 * register counts, and some say 65 or 66 and send the other. Only a header whose id and length both fit moves it.
 */
function* findShift(address: number): ModbusConversation<Result<-1 | 0 | 1>> {
  const around = yield* readRegisters(address - 1, 4);
  if (!around.ok) return around.code === 'DEVICE_EXCEPTION' ? accept(0) : around;
  const [before, at, after, next] = [0, 1, 2, 3].map((index) => wordAt(around.value, index)) as [number, number, number, number];
  if (isExpected(before, at)) return accept(-1);
  return accept(isExpected(after, next) ? 1 : 0);
}

/** Where a header can't be one: what `walkSunSpec` refuses. */
function checkHeader(id: number, length: number, address: number, base: number, count: number): Result<undefined> {
  const where = `SunSpec chain at ${base}: model ${id} of length ${length} at ${address}`;
  if (id === 0 || length === 0) return refuse('FRAME_MALFORMED', `${where}: an id and a length expected, or 0xFFFF at the end`);
  const end = address + HEADER_REGISTERS + length;
  if (end >= ADDRESSES || end - base > CHAIN_MAX)
    return refuse('FRAME_OVERLONG', `${where}: an end before ${Math.min(ADDRESSES, base + CHAIN_MAX)} expected`);
  if (count >= MODELS_MAX) return refuse('FRAME_OVERLONG', `${where}: at most ${MODELS_MAX} models expected`);
  return accept(undefined);
}

/**
 * Finds `SunS` and follows the chain of models to its end, reading headers and the common models only
 * (SunSpec Device Information Model Specification 1.1, §6). Models without a table are listed and passed over.
 * @returns the chain; FORMAT_UNSUPPORTED where no base address has the mark, FRAME_MALFORMED for a header that can't be
 *   one, FRAME_OVERLONG for a chain that leaves the address space or its bounds, or the device's refusal.
 */
export function* walkSunSpec(options: SunSpecWalkOptions = {}): ModbusConversation<Result<SunSpecDevice>> {
  const base = yield* findBase(options.bases ?? BASES);
  if (!base.ok) return base;
  const units: SunSpecUnit[] = [];
  const models: SunSpecModelAddress[] = [];
  for (let address = base.value + MARK.length / 2; ; ) {
    let header = yield* readHeader(address, models.length === 0);
    if (!header.ok) return header;
    if (models.at(-1)?.id === COMMON && findModelTable(header.value?.id ?? END) === undefined) {
      const shift = yield* findShift(address);
      if (!shift.ok) return shift;
      if (shift.value !== 0) {
        address += shift.value;
        header = yield* readHeader(address, false);
        if (!header.ok) return header;
      }
    }
    if (header.value === undefined) break;
    const { id, length } = header.value;
    const checked = checkHeader(id, length, address, base.value, models.length);
    if (!checked.ok) return checked;
    if (id === COMMON) {
      const unit = yield* readUnit(address + HEADER_REGISTERS, length, options.countMax);
      if (!unit.ok) return unit;
      units.push(unit.value);
    }
    models.push({
      id,
      address,
      length,
      isKnown: findModelTable(id) !== undefined,
      unit: units.length === 0 ? undefined : units.length - 1,
    });
    address += HEADER_REGISTERS + length;
  }
  if (models.length === 0) return refuse('FRAME_MALFORMED', `SunSpec chain at ${base.value}: a model behind 'SunS' expected, got the end`);
  return accept({ base: base.value, units, models, countMax: options.countMax });
}

/** Reads one whole model of the chain and decodes it. */
export function* readSunSpecModel(device: SunSpecDevice, model: SunSpecModelAddress): ModbusConversation<Result<SunSpecGroup>> {
  const registers = yield* readModelBlock(device, model, HEADER_REGISTERS + model.length);
  return registers.ok ? decodeSunSpecModel(model.id, registers.value) : registers;
}

/** Reads, of each kind of model wanted, the first that a unit has. @param purpose names the read in the refusal */
export function* readUnitModels(
  device: SunSpecDevice,
  wanted: ReadonlySet<number>,
  options: { readonly unit: number; readonly purpose: string },
): ModbusConversation<Result<ReadonlyMap<number, SunSpecGroup>>> {
  const { unit, purpose } = options;
  const groups = new Map<number, SunSpecGroup>();
  for (const model of device.models) {
    if (!wanted.has(model.id) || (model.unit ?? 0) !== unit || groups.has(model.id)) continue;
    const group = yield* readSunSpecModel(device, model);
    if (!group.ok) return group;
    groups.set(model.id, group.value);
  }
  if (groups.size > 0) return accept(groups);
  const got = device.models.map(({ id }) => id).join(', ');
  return refuse('FORMAT_UNSUPPORTED', `SunSpec ${purpose}: one of models ${[...wanted].join(', ')} in unit ${unit} expected, got ${got}`);
}

/**
 * Reads a model from its header to `count` registers on and gives what stands behind the header. The header goes along,
 * so that a chain that has moved since the walk (a new firmware) is not read as if it had not.
 */
export function* readModelBlock(device: SunSpecDevice, model: SunSpecModelAddress, count: number): ModbusConversation<Result<Uint8Array>> {
  const borders = findModelTable(model.id)?.points.map(([, offset]) => offset) ?? [];
  const { countMax } = device;
  const wanted = Math.min(count, HEADER_REGISTERS + model.length);
  const registers = yield* readRegisters(model.address, wanted, countMax === undefined ? { borders } : { borders, countMax });
  if (!registers.ok) return registers;
  const [id, length] = [wordAt(registers.value, 0), wordAt(registers.value, 1)];
  if (id !== model.id || length !== model.length)
    return refuse(
      'FRAME_MALFORMED',
      `SunSpec: model ${model.id} of length ${model.length} at ${model.address} expected, got ${id} of ${length}: the chain has moved, walk it again`,
    );
  return accept(registers.value.subarray(2 * HEADER_REGISTERS));
}
