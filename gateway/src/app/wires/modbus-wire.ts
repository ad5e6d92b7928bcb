import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  type BsmDevice,
  findBsm,
  parseRegisterMap,
  pollRegisterMap,
  pollSunSpec,
  type RegisterMap,
  readBsmKey,
  readBsmSnapshot,
  readSettings,
  readStorageCharge,
  type SunSpecDevice,
  walkSunSpec,
  writeBsmMetadata,
} from '../../decode/index.ts';
import { JoulegateError, type MeterReport, type ModbusConversation, type Result } from '../../domain/index.ts';
import type { DeviceAddress } from '../../transport/index.ts';
import type { DeviceConfig } from '../config/config-schema.ts';
import type { BusLease, ModbusBuses } from './modbus-buses.ts';
import type { Wire, WireSinks } from './wire.ts';

/** Register maps that come with the gateway; as deep from the source as from the built file. */
export const MAP_DIR: string = fileURLToPath(new URL('../../../../hardware/devices', import.meta.url));

/**
 * @param name of a file in hardware/devices without its ending, or the path of another
 * @throws JoulegateError CONFIG_INVALID naming the file and what of it is wrong.
 */
export function loadRegisterMap(name: string, directory: string): RegisterMap {
  const isPath = /\.ya?ml$/.test(name);
  const path = !isPath ? join(MAP_DIR, `${name.replace(/[^a-z0-9-]/g, '')}.yaml`) : isAbsolute(name) ? name : resolve(directory, name);
  let value: unknown;
  try {
    value = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const place = isPath ? path : `hardware/devices/${name}.yaml`;
    throw new JoulegateError('CONFIG_INVALID', `register map ${place}: ${(cause as Error).message}`, { cause });
  }
  const map = parseRegisterMap(value);
  if (!map.ok) throw new JoulegateError('CONFIG_INVALID', `register map ${name}: ${map.message}`);
  return map.value;
}

/** Meta3: the other two name the contract and the charging station in the field. */
const OWNER_METADATA = 2;

/** What a polled device is asked for in one cycle. */
export type Poll = () => ModbusConversation<Result<void>>;

/** One cycle of a device with a register map. */
export function pollMap(map: RegisterMap, isTcp: boolean, onReport: (report: Result<MeterReport>) => void): Poll {
  return function* () {
    const report = yield* pollRegisterMap(map, isTcp ? 'none' : 'crc');
    onReport(report);
    return report.ok ? { ok: true, value: undefined } : report;
  };
}

/** An installer may set a device anew. */
const SETTINGS_EVERY_CYCLES = 360;

/**
 * One cycle of a SunSpec device; its chain is walked at first and after each failure that a changed chain may explain. Its
 * settings are read with the chain and again from time to time; a device that tells none is polled all the same.
 */
export function pollChain(
  isTcp: boolean,
  { onReport, onSettings, onCharge }: Pick<WireSinks, 'onReport' | 'onSettings' | 'onCharge'>,
  options: {
    /** Whether what a storage holds is of use. */
    readonly tellsCharge: boolean;
    /** Phase voltage of the grid, which trip settings are shares of. */
    readonly nominalVoltageMv: number | undefined;
  },
): Poll {
  const { nominalVoltageMv } = options;
  let device: SunSpecDevice | undefined;
  let { tellsCharge } = options;
  let cycles = 0;
  return function* () {
    if (device === undefined) {
      const walked = yield* walkSunSpec();
      if (!walked.ok) {
        onReport(walked);
        return walked;
      }
      device = walked.value;
      cycles = 0;
    }
    if (cycles++ % SETTINGS_EVERY_CYCLES === 0) {
      const settings = yield* readSettings(device, nominalVoltageMv === undefined ? {} : { nominalVoltageMv });
      if (settings.ok) onSettings(settings.value);
    }
    const report = yield* pollSunSpec(device, { integrity: isTcp ? 'none' : 'crc' });
    onReport(report);
    if (report.ok && tellsCharge) {
      const charge = yield* readStorageCharge(device);
      if (charge.ok) onCharge(charge.value);
      // Its registers tell the charge then, by way of the configuration.
      else if (charge.code === 'FORMAT_UNSUPPORTED') tellsCharge = false;
    }
    if (report.ok) return { ok: true, value: undefined };
    if (report.code === 'FRAME_MALFORMED' || report.code === 'DEVICE_EXCEPTION') device = undefined;
    return report;
  };
}

/** One cycle of a BSM meter: a snapshot of the present, signed by it. Its models and its key are found at first. */
export function pollBsm(sinks: Pick<WireSinks, 'onForeign' | 'onForeignKey' | 'refuse'>): {
  readonly poll: Poll;
  name(text: string): ModbusConversation<Result<unknown>>;
} {
  let device: BsmDevice | undefined;
  function* find(): ModbusConversation<Result<BsmDevice>> {
    if (device !== undefined) return { ok: true, value: device };
    const found = yield* findBsm();
    if (!found.ok) return found;
    const key = yield* readBsmKey(found.value);
    if (!key.ok) return key;
    sinks.onForeignKey(key.value);
    device = found.value;
    return found;
  }
  return {
    poll: function* () {
      const found = yield* find();
      const image = found.ok ? yield* readBsmSnapshot(found.value) : found;
      if (!image.ok) {
        sinks.refuse(image);
        return image;
      }
      sinks.onForeign('bsm', image.value);
      return { ok: true, value: undefined };
    },
    name: function* (text) {
      const found = yield* find();
      return found.ok ? yield* writeBsmMetadata(found.value, OWNER_METADATA, text) : found;
    },
  };
}

export interface PolledWire extends Wire {
  /** Runs a conversation of its own between two cycles. */
  run<T>(conversation: ModbusConversation<T>): Promise<T>;
}

/**
 * Polls one slave on a bus that others may share. A device that has not answered well for `silenceSeconds` is silent; the
 * bus itself reopens what it must.
 */
export function createModbusWire(
  config: Pick<DeviceConfig, 'transport' | 'pollSeconds' | 'silenceSeconds'>,
  unitId: number,
  poll: Poll,
  buses: ModbusBuses,
  sinks: Pick<WireSinks, 'onState' | 'warn'>,
): PolledWire {
  const pollMs = config.pollSeconds * 1000;
  const silenceMs = Math.max(config.silenceSeconds * 1000, 3 * pollMs);
  let lease: BusLease | undefined;
  let timer: NodeJS.Timeout | undefined;
  let cycle: Promise<void> = Promise.resolve();
  let isPaused = false;
  let isClosed = false;
  let state: 'closed' | 'open' | 'silent' = 'closed';
  let wellAt = performance.now();

  const move = (next: 'open' | 'silent' | 'closed', detail: string) => {
    if (next === state) return;
    state = next;
    sinks.onState(next, detail);
  };

  const runCycle = async (bus: BusLease) => {
    const begun = performance.now();
    if (!isPaused) {
      const outcome = await bus.run(unitId, poll());
      if (isClosed) return;
      if (outcome.ok) {
        wellAt = performance.now();
        move('open', `${bus.label}, unit ${unitId}`);
      } else if (performance.now() - wellAt > silenceMs) move('silent', `${bus.label}, unit ${unitId}: ${outcome.message}`);
    }
    if (!isClosed) timer = setTimeout(start, Math.max(0, pollMs - (performance.now() - begun)));
  };
  const start = () => {
    const bus = lease;
    if (bus === undefined || isClosed) return;
    cycle = runCycle(bus).catch((cause: unknown) => {
      sinks.warn(`${bus.label}, unit ${unitId}: ${String(cause)}`);
      if (!isClosed) timer = setTimeout(start, pollMs);
    });
  };

  return {
    async open() {
      lease = buses.lease(config.transport as DeviceAddress);
      wellAt = performance.now();
      start();
    },
    async run(conversation) {
      if (lease === undefined) throw new JoulegateError('TRANSPORT_FAILED', 'the bus is not open');
      return lease.run(unitId, conversation);
    },
    write: () => Promise.reject(new JoulegateError('TRANSPORT_FAILED', 'a Modbus slave is asked, not written to')),
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      wellAt = performance.now();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await lease?.release();
      await cycle;
    },
  };
}
