import * as v from 'valibot';
import { accept, type Result, refuse } from '../../domain/index.ts';
import { type Fraction, fractionOf, ONE, times } from './fraction.ts';
import { countOf, mapSchema } from './map-schema.ts';
import type { ByteOrder, NumberType, ValueForm } from './register-value.ts';

/** Where one value stands. */
export interface Place extends ValueForm {
  readonly functionCode: 3 | 4;
  /** 0-based, as on the wire. */
  readonly address: number;
  readonly count: number;
  /** The manual's own number; undefined where the map has none. */
  readonly register: string | undefined;
  readonly optional: boolean;
}
export interface NumberPlace extends Place {
  readonly type: NumberType;
}
export interface ScaleRegister extends NumberPlace {
  readonly as: 'ratio' | 'exponent';
  readonly factor: Fraction;
}
export interface ScaledPlace extends NumberPlace {
  /** What the number is multiplied with to be Wh, W (positive is import), mV or mHz. */
  readonly factor: Fraction;
  readonly scaleRegisters: readonly ScaleRegister[];
  readonly neverZero: boolean;
}
export interface SerialPlace extends Place {
  readonly hex: boolean;
}

/** A device's register map, checked, with every default in place. What each key means: hardware/devices/README.md. */
export interface RegisterMap {
  readonly maker: string;
  readonly model: string;
  readonly also: readonly string[];
  readonly role: 'meter' | 'inverter' | 'hybrid' | 'battery';
  readonly point: 'terminals' | 'grid';
  readonly protocol: readonly ('rtu' | 'tcp')[];
  readonly defaults: {
    readonly baudRate: number | undefined;
    readonly parity: 'none' | 'even' | 'odd' | undefined;
    readonly stopBits: 1 | 2 | undefined;
    readonly unitId: number;
    readonly tcpPort: number;
    readonly pauseMs: number;
  };
  readonly blocks: { readonly maxRegisters: number; readonly maxGap: number };
  /** False where an energy register may fall in ordinary use. */
  readonly energyIsMonotonic: boolean;
  readonly importWh: readonly ScaledPlace[];
  readonly exportWh: readonly ScaledPlace[];
  readonly powerW: readonly ScaledPlace[];
  readonly voltageMv: readonly ScaledPlace[];
  readonly frequencyMhz: readonly ScaledPlace[];
  readonly meterSerial: readonly SerialPlace[];
  readonly time: readonly NumberPlace[];
}

type Written = v.InferOutput<typeof mapSchema>;
interface WrittenPlace {
  readonly function: 3 | 4;
  readonly address: number;
  readonly register?: string | undefined;
  readonly type: NumberType | 'string';
  readonly length?: number | undefined;
  readonly wordOrder?: ByteOrder | undefined;
  readonly byteOrder?: ByteOrder | undefined;
  readonly notImplemented?: readonly string[] | undefined;
  readonly optional?: boolean | undefined;
}
interface WrittenNumber extends WrittenPlace {
  readonly type: NumberType;
  readonly scale?: string | undefined;
}
interface WrittenScaled extends WrittenNumber {
  readonly scaleRegisters?: readonly (WrittenNumber & { readonly as: 'ratio' | 'exponent' })[] | undefined;
  readonly unit: string;
  readonly sign?: 'import-positive' | 'export-positive' | undefined;
  readonly neverZero?: boolean | undefined;
}
type Orders = Pick<ValueForm, 'wordOrder' | 'byteOrder'>;

const UNITS: Readonly<Record<string, Fraction>> = {
  Wh: fractionOf('1'),
  kWh: fractionOf('1000'),
  MWh: fractionOf('1000000'),
  W: fractionOf('1'),
  kW: fractionOf('1000'),
  mV: fractionOf('1'),
  V: fractionOf('1000'),
  mHz: fractionOf('1'),
  Hz: fractionOf('1000'),
};
const MINUS_ONE = fractionOf('-1');

/**
 * Checks a register map and puts every default in place.
 * @param value a file of hardware/devices, parsed: plain objects, lists, text and numbers
 * @returns CONFIG_INVALID with the key's path, what was expected and what stands there.
 */
export function parseRegisterMap(value: unknown): Result<RegisterMap> {
  const checked = v.safeParse(mapSchema, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    const path = v.getDotPath(issue) ?? '(the map)';
    // What valibot says of a key itself is in its own words.
    const keyed = issue.expected === 'never' ? 'no such key' : issue.expected === 'Object' ? 'keys and values' : 'a value';
    const message = issue.message.startsWith('Invalid') ? `${keyed} expected` : issue.message;
    return refuse('CONFIG_INVALID', `${path}: ${message}, got ${issue.received}`);
  }
  const map = build(checked.output);
  const widest = Math.max(...placesOf(map).map((place) => place.count));
  if (widest > map.blocks.maxRegisters)
    return refuse('CONFIG_INVALID', `blocks.maxRegisters: ${widest} or more expected for the widest value, got ${map.blocks.maxRegisters}`);
  return accept(map);
}

function build(written: Written): RegisterMap {
  const { readings, defaults, blocks } = written;
  const orders = { wordOrder: written.wordOrder ?? 'big', byteOrder: written.byteOrder ?? 'big' } as const;
  const scaled = (list: readonly WrittenScaled[] | undefined) => (list ?? []).map((entry) => buildScaled(entry, orders));
  return {
    maker: written.maker,
    model: written.model,
    also: written.also ?? [],
    role: written.role,
    point: written.point ?? 'terminals',
    protocol: written.protocol,
    defaults: {
      baudRate: defaults.baudRate,
      parity: defaults.parity,
      stopBits: defaults.stopBits,
      unitId: defaults.unitId,
      tcpPort: defaults.tcpPort ?? 502,
      pauseMs: defaults.pauseMs ?? 0,
    },
    blocks: { maxRegisters: blocks?.maxRegisters ?? 125, maxGap: blocks?.maxGap ?? 0 },
    energyIsMonotonic: [...(readings.importWh ?? []), ...(readings.exportWh ?? [])].every((entry) => entry.monotonic !== false),
    importWh: scaled(readings.importWh),
    exportWh: scaled(readings.exportWh),
    powerW: scaled(readings.powerW),
    voltageMv: scaled(readings.voltageMv),
    frequencyMhz: scaled(readings.frequencyMhz === undefined ? [] : [readings.frequencyMhz]),
    meterSerial: (readings.meterSerial ?? []).map((entry) => ({ ...buildPlace(entry, orders), hex: entry.format === 'hex' })),
    time: readings.time === undefined ? [] : [{ ...buildPlace(readings.time, orders), type: readings.time.type }],
  };
}

function buildPlace<const T extends WrittenPlace>(written: T, orders: Orders): Place & { readonly type: T['type'] } {
  return {
    functionCode: written.function,
    address: written.address,
    count: countOf(written),
    register: written.register,
    type: written.type,
    wordOrder: written.wordOrder ?? orders.wordOrder,
    byteOrder: written.byteOrder ?? orders.byteOrder,
    notImplemented: (written.notImplemented ?? []).map((words) => words.replaceAll(' ', '').toLowerCase()),
    optional: written.optional ?? false,
  };
}

function buildScaled(written: WrittenScaled, orders: Orders): ScaledPlace {
  const magnitude = times(fractionOf(written.scale ?? '1'), UNITS[written.unit] ?? ONE);
  return {
    ...buildPlace(written, orders),
    factor: written.sign === 'export-positive' ? times(magnitude, MINUS_ONE) : magnitude,
    scaleRegisters: (written.scaleRegisters ?? []).map((register) => ({
      ...buildPlace(register, orders),
      as: register.as,
      factor: fractionOf(register.scale ?? '1'),
    })),
    neverZero: written.neverZero ?? false,
  };
}

/** Every place that the map reads; a scale register is as optional as what it scales. */
export function placesOf(map: RegisterMap): readonly Place[] {
  const scaled = [...map.importWh, ...map.exportWh, ...map.powerW, ...map.voltageMv, ...map.frequencyMhz];
  const scales = scaled.flatMap((place) => place.scaleRegisters.map((register) => ({ ...register, optional: place.optional })));
  return [...scaled, ...scales, ...map.meterSerial, ...map.time];
}
