import * as v from 'valibot';
import { NUMBER_TYPES, widthOf } from './register-value.ts';

const text = v.pipe(v.string('text expected'), v.regex(/^\S(.*\S)?$/, 'text without space around it expected'));
const url = v.pipe(v.string('an address expected'), v.regex(/^https?:\/\/\S+$/, 'http:// or https:// expected'));
const flag = v.boolean('true or false expected');
const oneOf = <const T extends readonly (string | number)[]>(options: T) => v.picklist(options, `one of ${options.join(', ')} expected`);
const whole = (min: number, max: number) => {
  const message = `an integer of ${min} to ${max} expected`;
  return v.pipe(
    v.number(message),
    v.check((n) => Number.isInteger(n) && n >= min && n <= max, message),
  );
};
const listOf = <T extends v.GenericSchema>(item: T, max: number) =>
  v.pipe(
    v.array(item, 'a list expected'),
    v.minLength(1, 'a list that is not empty expected'),
    v.maxLength(max, `at most ${max} expected`),
  );
const setOf = <T extends v.GenericSchema>(item: T) =>
  v.pipe(
    listOf(item, 100),
    v.check((list) => new Set(list).size === list.length, 'a list without repetition expected'),
  );

const number = oneOf(NUMBER_TYPES);
const order = v.optional(oneOf(['big', 'little']));
const scale = v.pipe(
  v.string('decimal text in quotes expected, such as "0.01"'),
  v.regex(/^-?(0|[1-9]\d{0,11})(\.\d{1,12})?$/, 'decimal text expected, such as "0.01"'),
  v.regex(/[1-9]/, 'a scale other than zero expected'),
);
const words = v.pipe(
  v.string('hex words in quotes expected'),
  v.regex(/^[0-9a-f]{4}( [0-9a-f]{4}){0,3}$/i, 'hex words expected, such as "8000 0000"'),
);

const place = { function: oneOf([3, 4]), address: whole(0, 0xffff), register: v.optional(text), wordOrder: order, byteOrder: order };
const read = { ...place, notImplemented: v.optional(setOf(words)), optional: v.optional(flag) };

interface Sized {
  readonly type: string;
  readonly address: number;
  readonly length?: number | undefined;
  readonly notImplemented?: readonly string[] | undefined;
}
/** Registers that a value takes. */
export function countOf(entry: Sized): number {
  const type = NUMBER_TYPES.find((known) => known === entry.type);
  return type === undefined ? (entry.length ?? 1) : widthOf(type) / 16;
}
/** What no single key can say of an entry. A check narrows a schema's output to what it looks at, so the type is said here. */
const sound = <T extends v.GenericSchema<unknown, Sized>>(entry: T): v.GenericSchema<unknown, v.InferOutput<T>> =>
  v.pipe(
    entry as v.GenericSchema<unknown, Sized>,
    v.check((it) => it.address + countOf(it) <= 0x10000, 'registers below 65536 expected'),
    v.check(
      (it) => (it.notImplemented ?? []).every((hex) => hex.split(' ').length === countOf(it)),
      'in notImplemented as many words expected as the type has registers',
    ),
  ) as v.GenericSchema<unknown, v.InferOutput<T>>;

const scaleRegister = sound(
  v.pipe(
    v.strictObject({ as: oneOf(['ratio', 'exponent']), ...place, type: number, scale: v.optional(scale) }),
    v.check((register) => register.as === 'ratio' || register.scale === undefined, 'an exponent without scale expected'),
  ),
);
const scaled = {
  ...read,
  type: number,
  scale: v.optional(scale),
  scaleRegisters: v.optional(listOf(scaleRegister, 4)),
  phase: v.optional(oneOf(['L1', 'L2', 'L3'])),
  neverZero: v.optional(flag),
};
const energy = sound(v.strictObject({ ...scaled, unit: oneOf(['Wh', 'kWh', 'MWh']), monotonic: v.optional(flag) }));
const power = sound(v.strictObject({ ...scaled, unit: oneOf(['W', 'kW']), sign: oneOf(['import-positive', 'export-positive']) }));
const voltage = sound(v.strictObject({ ...scaled, unit: oneOf(['V', 'mV']) }));
const frequency = sound(v.strictObject({ ...scaled, unit: oneOf(['Hz', 'mHz']) }));
const time = sound(v.strictObject({ ...read, type: oneOf(['u32', 'u64']), unit: oneOf(['s']) }));
const serial = sound(
  v.pipe(
    v.strictObject({
      ...read,
      type: oneOf(['u16', 'u32', 'u64', 'bcd16', 'bcd32', 'bcd64', 'string']),
      length: v.optional(whole(1, 32)),
      format: v.optional(oneOf(['decimal', 'hex'])),
    }),
    v.check((entry) => (entry.type === 'string') === (entry.length !== undefined), 'a length for a string, and for nothing else, expected'),
  ),
);
/** One entry is a list of one. */
const entries = <T extends v.GenericSchema>(entry: T, max: number) =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value: unknown) => (Array.isArray(value) ? value : [value])),
      listOf(entry, max),
    ),
  );
const integer = v.pipe(
  v.number('an integer expected'),
  v.check((n) => Number.isSafeInteger(n), 'an integer expected'),
);
const natural = v.pipe(
  integer,
  v.check((n) => n >= 0, 'zero or more expected'),
);
const isNotEmpty = (it: object): boolean => Object.keys(it).length > 0;

/** What a register map file may say: hardware/devices/schema.json says the same, and a test holds them to it. */
export const mapSchema = v.strictObject({
  maker: text,
  model: text,
  also: v.optional(setOf(text)),
  manual: v.strictObject({ title: text, pages: text, url: v.optional(url) }),
  crossChecks: v.optional(listOf(text, 100)),
  protocol: setOf(oneOf(['rtu', 'tcp'])),
  defaults: v.strictObject({
    baudRate: v.optional(oneOf([1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200])),
    parity: v.optional(oneOf(['none', 'even', 'odd'])),
    stopBits: v.optional(oneOf([1, 2])),
    unitId: whole(0, 255),
    tcpPort: v.optional(whole(1, 0xffff)),
    pauseMs: v.optional(whole(0, 10_000)),
  }),
  role: oneOf(['meter', 'inverter', 'hybrid', 'battery']),
  point: v.optional(oneOf(['terminals', 'grid'])),
  blocks: v.optional(v.strictObject({ maxRegisters: v.optional(whole(4, 125)), maxGap: v.optional(whole(0, 121)) })),
  wordOrder: order,
  byteOrder: order,
  readings: v.pipe(
    v.strictObject({
      importWh: entries(energy, 12),
      exportWh: entries(energy, 12),
      powerW: entries(power, 12),
      voltageMv: entries(voltage, 3),
      frequencyMhz: v.optional(frequency),
      meterSerial: entries(serial, 4),
      time: v.optional(time),
    }),
    v.check((readings) => readings.importWh !== undefined || readings.exportWh !== undefined, 'importWh or exportWh expected'),
  ),
  workarounds: v.optional(
    listOf(v.strictObject({ id: v.pipe(text, v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case expected')), why: text, source: text }), 100),
  ),
  vectors: listOf(
    v.strictObject({
      source: text,
      kind: oneOf(['dump', 'example', 'derived']),
      registers: v.pipe(
        v.record(
          v.pipe(v.string(), v.regex(/^[34]:0x[0-9a-f]{4}$/i, 'function and address expected, such as 4:0x0034')),
          v.pipe(v.string('hex words in quotes expected'), v.regex(/^[0-9a-f]{4}( [0-9a-f]{4})*$/i, 'hex words expected')),
        ),
        v.check((it) => isNotEmpty(it), 'at least one key expected'),
      ),
      expected: v.pipe(
        v.strictObject({
          importWh: v.optional(natural),
          exportWh: v.optional(natural),
          powerW: v.optional(integer),
          voltageMv: v.optional(natural),
          frequencyMhz: v.optional(natural),
          meterSerial: v.optional(text),
          time: v.optional(natural),
        }),
        v.check((it) => isNotEmpty(it), 'at least one key expected'),
      ),
    }),
    100,
  ),
});
