import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeRegisterImage, type PhysicalState, type RegisterImage, type RegisterMapFile } from '@joulegate/device-sim';
import { parse } from 'yaml';
import { parseRegisterMap, pollRegisterMap, type RegisterMap } from '../../gateway/src/decode/index.ts';
import { accept, type MeterReport, type ModbusRequest, type Result } from '../../gateway/src/domain/index.ts';

export const FOLDER = fileURLToPath(new URL('../../hardware/devices/', import.meta.url));
export const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

export type Quantity = 'importWh' | 'exportWh' | 'powerW' | 'voltageMv' | 'frequencyMhz' | 'meterSerial' | 'time';
export interface Entry {
  readonly function: 3 | 4;
  readonly address: number;
  readonly type: string;
  readonly length?: number;
  readonly scaleRegisters?: readonly (Entry & { as: string })[];
  readonly format?: string;
  readonly notImplemented?: readonly string[];
  readonly wordOrder?: string;
  readonly byteOrder?: string;
  readonly optional?: boolean;
  readonly neverZero?: boolean;
}
export interface DeviceFile extends RegisterMapFile {
  readonly maker: string;
  readonly model: string;
  readonly also?: readonly string[];
  readonly role: string;
  readonly vectors: readonly { source: string; registers: Record<string, string>; expected: Record<string, number | string> }[];
}

export const load = (name: string): DeviceFile => parse(readFileSync(FOLDER + name, 'utf8'), { version: '1.2' }) as DeviceFile;
export const entriesOf = (file: DeviceFile, quantity: Quantity): readonly Entry[] => {
  const entries = file.readings[quantity] as Entry | readonly Entry[] | undefined;
  return entries === undefined ? [] : Array.isArray(entries) ? entries : [entries as Entry];
};
export const registersOf = (entry: Entry) => (entry.type === 'string' ? (entry.length ?? 1) : Number(entry.type.replace(/\D+/, '')) / 16);
export const mapOf = (file: DeviceFile): RegisterMap => {
  const map = parseRegisterMap(file);
  if (!map.ok) throw new Error(map.message);
  return map.value;
};

/** Runs one polling cycle against an image; `answer` may put something else in a request's place. */
export function poll(
  file: DeviceFile,
  image: RegisterImage,
  answer: (request: ModbusRequest) => Result<Uint8Array> | undefined = () => undefined,
): Result<MeterReport> {
  const conversation = pollRegisterMap(mapOf(file));
  let step = conversation.next();
  while (step.done !== true) {
    const request = step.value;
    const usual = request.type === 'read' ? image.read(request.functionCode, request.address, request.count) : new Uint8Array();
    step = conversation.next(answer(request) ?? accept(usual));
  }
  return step.value;
}

/** Parts that a device of this map could carry, and what the gateway is to make of them. */
function serialFor(file: DeviceFile): { parts: string[]; whole: string | undefined } {
  const parts = entriesOf(file, 'meterSerial').map((entry) => {
    if (entry.type === 'string') return 'JG1234567890'.slice(0, 2 * registersOf(entry));
    const digits = entry.type.startsWith('bcd') || entry.format === 'hex' ? 4 * registersOf(entry) : registersOf(entry) === 1 ? 4 : 8;
    return '1234567812345678'.slice(0, digits);
  });
  return { parts, whole: parts.length === 0 ? undefined : parts.join('') };
}

/** In steps that every resolution can show: 1 MWh, 1 kW, 1 V, 1 Hz. */
export function stateFor(file: DeviceFile, powerW: bigint): PhysicalState {
  return {
    importWh: 12_000_000n,
    exportWh: 34_000_000n,
    powerW,
    voltageMv: 231_000n,
    frequencyMhz: 50_000n,
    serial: serialFor(file).parts,
    time: 1_753_000_000n,
  };
}

export function expectedOf(file: DeviceFile, state: PhysicalState): object {
  const has = (quantity: Quantity) => entriesOf(file, quantity).length > 0;
  return {
    reading: {
      time: has('time') ? state.time : undefined,
      importWh: has('importWh') ? state.importWh : 0n,
      exportWh: has('exportWh') ? state.exportWh : 0n,
      powerW: has('powerW') ? Number(state.powerW) : 0,
      voltageMv: has('voltageMv') ? Number(state.voltageMv) : 0,
      frequencyMhz: has('frequencyMhz') ? Number(state.frequencyMhz) : 0,
      status: 0,
    },
    meterSerial: serialFor(file).whole,
    importIsPresent: has('importWh'),
    exportIsPresent: has('exportWh'),
    powerIsPresent: has('powerW'),
    integrity: 'none',
  };
}

/** Powers that the device can show, of those asked for. */
export function powersOf(file: DeviceFile): bigint[] {
  return [6000n, -3000n, 0n].filter((powerW) => {
    try {
      encodeRegisterImage(file, stateFor(file, powerW));
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
}
