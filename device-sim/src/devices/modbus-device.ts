import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  createBsmImage,
  createSunSpecImage,
  deriveSigningKey,
  encodeRegisterImage,
  type RegisterMapFile,
  type SigningKey,
} from '../encode/index.ts';
import { EXCEPTION, type ModbusFault, type ModbusUnit } from '../modbus/index.ts';
import { gridFrequencyMhz, gridVoltageMv, type Registers } from '../models/index.ts';
import type { FaultKind } from '../scenario/index.ts';
import { createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';

/** A slave on a bus or behind a TCP port: its registers are the device's at the last reading. */
export interface ModbusDevice {
  readonly device: Device;
  readonly unitId: number;
  readonly unit: ModbusUnit;
  /** Of a device that signs. */
  readonly signingKey?: SigningKey;
  nextFault(): ModbusFault | undefined;
}

interface Moment {
  readonly timeMs: number;
  readonly registers: Registers;
}

const MAP_FOLDER = fileURLToPath(new URL('../../../hardware/devices/', import.meta.url));
const RATED_POWER_W = 10_000;
const BSM_SERIAL = '001SIM0000000042';
/** Faults of one snapshot that the meter itself makes, not its wire. */
const BSM_FAULTS = ['replay', 'tampered-value', 'wrong-key'] as const;
type BsmFault = (typeof BSM_FAULTS)[number];
const isBsmFault = (kind: FaultKind): kind is BsmFault => BSM_FAULTS.some((one) => one === kind);

/** Parts of a serial that this map's registers can show, made of the device's seed. */
function serialParts(map: RegisterMapFile): string[] {
  const entries = map.readings.meterSerial === undefined ? [] : [map.readings.meterSerial].flat();
  return entries.map(({ type, length = 1, format }) => {
    if (type === 'string') return 'JG1234567890'.slice(0, 2 * length);
    const registers = Number(type.replace(/\D+/g, '')) / 16;
    const digits = type.startsWith('bcd') || format === 'hex' ? 4 * registers : registers === 1 ? 4 : 8;
    return '1234567812345678'.slice(0, digits);
  });
}

function mapUnit(options: DeviceOptions, now: () => Moment): ModbusUnit {
  const name = String(options.description.options['map']);
  const path = /\.ya?ml$/.test(name) ? name : `${MAP_FOLDER}${name}.yaml`;
  const map = parse(readFileSync(path, 'utf8'), { version: '1.2' }) as RegisterMapFile;
  const serial = serialParts(map);
  return {
    read(functionCode, address, count) {
      const { timeMs, registers } = now();
      const state = (powerW: bigint) => ({
        importWh: registers.importWh,
        exportWh: registers.exportWh,
        powerW,
        voltageMv: BigInt(gridVoltageMv(options.seed, options.description.id, timeMs)),
        frequencyMhz: BigInt(gridFrequencyMhz(options.seed, timeMs)),
        serial,
        time: BigInt(Math.floor(timeMs / 1000)),
      });
      try {
        return encodeRegisterImage(map, state(BigInt(registers.powerW))).read(functionCode, address, count);
      } catch (error) {
        // A device whose register has no sign shows no power in the direction that it does not know.
        if (error instanceof RangeError) return encodeRegisterImage(map, state(0n)).read(functionCode, address, count);
        throw error;
      }
    },
  };
}

/** Empty at the start; what came in loses its share, what went out leaves whole. */
function chargePercent({ battery, importWh, exportWh }: DeviceOptions['description'], registers: Registers): number {
  if (battery === undefined) return 0;
  const stored = (Number(registers.importWh - importWh) * battery.efficiencyPercent) / 100 - Number(registers.exportWh - exportWh);
  return (100 * Math.min(battery.capacityWh, Math.max(0, stored))) / battery.capacityWh;
}

function sunSpecUnit(options: DeviceOptions, now: () => Moment): ModbusUnit & { readonly isConnected: boolean } {
  const { description, seed } = options;
  const ratedPowerW = Number(description.options['ratedPowerW'] ?? RATED_POWER_W);
  const { battery } = description;
  const models = battery
    ? [{ id: 701 }, { id: 702 }, { id: 802 }]
    : description.options['isMeter'] === true
      ? [{ id: 203 }]
      : description.options['isDer'] === true
        ? [{ id: 701 }, { id: 702 }, { id: 703 }, { id: 707 }, { id: 708 }, { id: 709 }, { id: 710 }]
        : [{ id: 103 }, { id: 120 }, { id: 121 }, { id: 122 }, { id: 123 }, { id: 160, repeats: 2 }];
  const values = () => {
    const { timeMs, registers } = now();
    return {
      ...registers,
      voltageMv: gridVoltageMv(seed, description.id, timeMs),
      frequencyMhz: gridFrequencyMhz(seed, timeMs),
      ratedPowerW,
      ...(battery && { ratedStorageWh: battery.capacityWh, stateOfCharge: chargePercent(description, registers) }),
    };
  };
  const common = { manufacturer: 'Joulegate', model: 'JG-SIM', serial: description.id, version: '1.0' };
  const image = createSunSpecImage({ base: 40_000, common, models }, values());
  return {
    get isConnected() {
      return image.isConnected;
    },
    read(functionCode, address, count) {
      if (functionCode !== 3) return EXCEPTION.illegalFunction;
      image.update(values());
      const words = image.read(address, count);
      if (words === undefined) return EXCEPTION.illegalAddress;
      const bytes = Buffer.alloc(2 * count);
      for (const [i, word] of words.entries()) bytes.writeUInt16BE(word, 2 * i);
      return bytes;
    },
    write(address, registers) {
      const words = Array.from({ length: registers.length / 2 }, (_, i) => ((registers[2 * i] ?? 0) << 8) | (registers[2 * i + 1] ?? 0));
      return image.write(address, words) ? undefined : EXCEPTION.illegalAddress;
    },
  };
}

/** Makes the device of a scenario whose wire is modbus, sunspec or bsm; the bus or server it hangs on is the fleet's. */
export function createModbusDevice(options: DeviceOptions): ModbusDevice {
  const { description } = options;
  let moment: Moment | undefined;
  let sunSpec: ReturnType<typeof sunSpecUnit> | undefined;
  const faults: ModbusFault[] = [];
  const meterFaults: BsmFault[] = [];
  const wire: Wire = {
    frames(timeMs, counter, registers, scenarioFaults) {
      moment = { timeMs, registers };
      for (const { kind } of scenarioFaults) {
        if (kind === 'silence') continue;
        if (description.wire === 'bsm' && isBsmFault(kind)) meterFaults.push(kind);
        else faults.push(kind as ModbusFault);
      }
      return { frames: [], counter };
    },
  };
  // A disconnected device neither delivers nor takes, and its registers stand.
  const model = (timeMs: number) => (sunSpec?.isConnected === false ? 0 : description.model(timeMs));
  const device = createDevice({ ...options, description: { ...description, model } }, wire);
  const now = (): Moment => {
    const { importWh, exportWh } = device.last ?? description;
    return moment ?? { timeMs: device.lastTimeMs ?? options.startMs, registers: { importWh, exportWh, powerW: 0 } };
  };
  const common = {
    device,
    unitId: Number(description.options['unitId'] ?? 1),
    nextFault: () => (device.isSilent ? 'silence' : faults.shift()),
  };
  if (description.wire === 'bsm') {
    const signingKey = deriveSigningKey('P-256', description.keySeed, description.id);
    const unit = createBsmImage({
      serial: BSM_SERIAL,
      key: signingKey,
      othersKey: deriveSigningKey('P-256', description.keySeed, `${description.id}, another`),
      nextFault: () => meterFaults.shift(),
      readValues: () => {
        const { timeMs, registers } = now();
        return {
          time: BigInt(Math.floor(timeMs / 1000)),
          importWh: registers.importWh,
          powerW: registers.powerW,
          operatingSeconds: Math.floor((timeMs - options.startMs) / 1000),
        };
      },
    });
    return { ...common, unit, signingKey };
  }
  if (description.wire === 'modbus') return { ...common, unit: mapUnit(options, now) };
  sunSpec = sunSpecUnit(options, now);
  return { ...common, unit: sunSpec };
}
