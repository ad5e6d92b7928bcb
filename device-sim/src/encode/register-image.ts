/** A number of a register map, as its file writes it: hardware/devices/README.md. */
interface MapEntry {
  readonly function: 3 | 4;
  readonly address: number;
  readonly type: string;
  readonly length?: number;
  readonly scale?: string;
  readonly scaleRegisters?: readonly (MapEntry & { readonly as: 'ratio' | 'exponent' })[];
  readonly unit?: string;
  readonly sign?: 'import-positive' | 'export-positive';
  readonly format?: 'decimal' | 'hex';
  readonly wordOrder?: 'big' | 'little';
  readonly byteOrder?: 'big' | 'little';
}
type Entries = MapEntry | readonly MapEntry[];

/** What the simulator reads of a register map file. */
export interface RegisterMapFile {
  readonly wordOrder?: 'big' | 'little';
  readonly byteOrder?: 'big' | 'little';
  readonly readings: {
    readonly importWh?: Entries;
    readonly exportWh?: Entries;
    readonly powerW?: Entries;
    readonly voltageMv?: Entries;
    readonly frequencyMhz?: MapEntry;
    readonly meterSerial?: Entries;
    readonly time?: MapEntry;
  };
}

/** What goes on at the device's terminals. */
export interface PhysicalState {
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** Positive is import. */
  readonly powerW: bigint;
  /** Of each phase. */
  readonly voltageMv: bigint;
  readonly frequencyMhz: bigint;
  /** One part per entry of the map. */
  readonly serial: readonly string[];
  /** Unix seconds. */
  readonly time: bigint;
  /** What the scale registers hold: ratios (1 unless told) and exponents (0 unless told), as they stand in the register. */
  readonly ratio?: bigint;
  readonly exponent?: bigint;
}

/** Words by function and address. */
export class RegisterImage {
  readonly #words = new Map<number, number>();

  /** Puts words, given in hex as they stand on the wire, from `address` on. */
  put(functionCode: 3 | 4, address: number, hex: string): void {
    for (const [offset, word] of (hex.replaceAll(' ', '').match(/.{4}/g) ?? []).entries())
      this.#words.set(functionCode * 0x10000 + address + offset, Number.parseInt(word, 16));
  }

  /** `count` registers, two bytes each, most significant first; registers that nobody put are zero. */
  read(functionCode: 3 | 4, address: number, count: number): Uint8Array {
    const bytes = Buffer.alloc(2 * count);
    for (let i = 0; i < count; i += 1) bytes.writeUInt16BE(this.#words.get(functionCode * 0x10000 + address + i) ?? 0, 2 * i);
    return bytes;
  }
}

/** Numerator and denominator. */
type Ratio = readonly [bigint, bigint];
const PER_UNIT: Readonly<Record<string, bigint>> = { kWh: 1000n, MWh: 1_000_000n, kW: 1000n, V: 1000n, Hz: 1000n };

function ratioOf(decimal: string): Ratio {
  const places = decimal.includes('.') ? decimal.length - decimal.indexOf('.') - 1 : 0;
  return [BigInt(decimal.replace('.', '')), 10n ** BigInt(places)];
}

const times = (a: Ratio, b: Ratio): Ratio => [a[0] * b[0], a[1] * b[1]];
const listOf = (entries: Entries | undefined): readonly MapEntry[] =>
  entries === undefined ? [] : Array.isArray(entries) ? entries : [entries as MapEntry];

/** Wh, W, mV or mHz of one count of the register. */
function stepOf(entry: MapEntry, state: PhysicalState): Ratio {
  let step = times(ratioOf(entry.scale ?? '1'), [PER_UNIT[entry.unit ?? ''] ?? 1n, 1n]);
  for (const register of entry.scaleRegisters ?? []) {
    const exponent = state.exponent ?? 0n;
    const power: Ratio = exponent < 0n ? [1n, 10n ** -exponent] : [10n ** exponent, 1n];
    step = times(step, register.as === 'exponent' ? power : times([state.ratio ?? 1n, 1n], ratioOf(register.scale ?? '1')));
  }
  return step;
}

const widthOf = (entry: MapEntry): number => (entry.type === 'string' ? 16 * (entry.length ?? 1) : Number(entry.type.replace(/\D+/, '')));

/** Bytes with the most significant first become the words of the wire, in hex. */
function wordsOf(bytes: Buffer, entry: MapEntry, map: RegisterMapFile): string {
  const words = bytes.toString('hex').match(/.{4}/g) ?? [];
  if ((entry.wordOrder ?? map.wordOrder) === 'little' && entry.type !== 'string') words.reverse();
  if ((entry.byteOrder ?? map.byteOrder) !== 'little') return words.join('');
  return words.map((word) => word.slice(2) + word.slice(0, 2)).join('');
}

/** A count in the register's type; `value` is a fraction, which floats keep and integers lose. */
function encodeNumber([numerator, denominator]: Ratio, entry: MapEntry): Buffer {
  const width = widthOf(entry);
  const bytes = Buffer.alloc(width / 8);
  if (entry.type === 'f32') bytes.writeFloatBE(Number(numerator) / Number(denominator));
  else if (entry.type === 'f64') bytes.writeDoubleBE(Number(numerator) / Number(denominator));
  else {
    const count = numerator / denominator;
    const bcd = entry.type.startsWith('bcd');
    const limit = bcd ? 10n ** BigInt(width / 4) : 1n << BigInt(entry.type.startsWith('s') ? width - 1 : width);
    if (count >= limit || count < (entry.type.startsWith('s') ? -limit : 0n))
      throw new RangeError(`a ${entry.type} at 0x${entry.address.toString(16)} cannot show ${count}`);
    const digits = bcd ? count.toString() : BigInt.asUintN(width, count).toString(16);
    bytes.write(digits.padStart(width / 4, '0'), 'hex');
  }
  return bytes;
}

function encodeText(text: string, entry: MapEntry): Buffer {
  if (entry.type !== 'string') return encodeNumber([BigInt(entry.format === 'hex' ? `0x${text}` : text), 1n], entry);
  const bytes = Buffer.alloc(widthOf(entry) / 8);
  if (bytes.write(text, 'latin1') < text.length) throw new RangeError(`${text} does not fit ${bytes.length} characters`);
  return bytes;
}

/**
 * One quantity over its registers: the coarser ones take what they can show whole, equal ones share, the rest stays zero.
 * A register against the flow shows nothing.
 */
function shares(value: bigint, entries: readonly MapEntry[], state: PhysicalState): readonly Ratio[] {
  const steps = entries.map((entry) => stepOf(entry, state));
  const signs = entries.map(
    (entry) => (entry.sign === 'export-positive' ? -1n : 1n) * ((steps[entries.indexOf(entry)]?.[0] ?? 1n) < 0n ? -1n : 1n),
  );
  const bothWays = signs.includes(1n) && signs.includes(-1n);
  const takes = signs.map((sign) => !bothWays || (value < 0n ? sign < 0n : sign > 0n));
  const sizes = steps.map(([n, d]): Ratio => [n < 0n ? -n : n, d]);
  const order = entries.map((_, i) => i).filter((i) => takes[i] === true);
  const compare = (a: Ratio, b: Ratio) => (a[0] * b[1] === b[0] * a[1] ? 0 : a[0] * b[1] > b[0] * a[1] ? -1 : 1);
  order.sort((a, b) => compare(sizes[a] as Ratio, sizes[b] as Ratio));
  const out: Ratio[] = entries.map(() => [0n, 1n]);
  let rest: Ratio = [value < 0n ? -value : value, 1n];
  for (let at = 0; at < order.length; ) {
    const size = sizes[order[at] as number] as Ratio;
    const peers = order.slice(at).filter((i) => compare(sizes[i] as Ratio, size) === 0);
    const isLast = at + peers.length === order.length;
    const counts: Ratio = [rest[0] * size[1], rest[1] * size[0]];
    const whole = counts[0] / counts[1];
    const each = whole / BigInt(peers.length);
    for (const [n, i] of peers.entries()) {
      const own: Ratio =
        n > 0
          ? [each, 1n]
          : isLast
            ? [counts[0] - each * BigInt(peers.length - 1) * counts[1], counts[1]]
            : [whole - each * BigInt(peers.length - 1), 1n];
      const sign = (signs[i] ?? 1n) * (value < 0n ? -1n : 1n);
      out[i] = [sign * own[0], own[1]];
    }
    rest = [rest[0] * size[1] - whole * size[0] * rest[1], rest[1] * size[1]];
    at += peers.length;
  }
  return out;
}

/**
 * A device's registers as its map describes them, from what goes on at its terminals: integers cut to the register's
 * resolution, floats as IEEE 754 gives them. Written against hardware/devices/README.md, never against the gateway's code.
 * @throws RangeError where a register cannot show the value, such as a negative power in an unsigned one.
 */
export function encodeRegisterImage(map: RegisterMapFile, state: PhysicalState): RegisterImage {
  const image = new RegisterImage();
  const put = (entry: MapEntry, bytes: Buffer) => image.put(entry.function, entry.address, wordsOf(bytes, entry, map));
  const { readings } = map;
  for (const [value, entries] of [
    [state.importWh, listOf(readings.importWh)],
    [state.exportWh, listOf(readings.exportWh)],
    [state.powerW, listOf(readings.powerW)],
    ...listOf(readings.voltageMv).map((entry) => [state.voltageMv, [entry]] as const),
    [state.frequencyMhz, listOf(readings.frequencyMhz)],
  ] as const) {
    const counts = shares(value, entries, state);
    for (const [i, entry] of entries.entries()) {
      put(entry, encodeNumber(counts[i] as Ratio, entry));
      for (const register of entry.scaleRegisters ?? [])
        put(register, encodeNumber([register.as === 'ratio' ? (state.ratio ?? 1n) : (state.exponent ?? 0n), 1n], register));
    }
  }
  for (const [i, entry] of listOf(readings.meterSerial).entries()) put(entry, encodeText(state.serial[i] ?? '', entry));
  if (readings.time !== undefined) put(readings.time, encodeNumber([state.time, 1n], readings.time));
  return image;
}
