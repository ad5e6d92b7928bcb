import { connectSunSpec, type SunSpecDevice, sunSpecStatus, walkSunSpec } from '../../decode/index.ts';
import { accept, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';
import type { DeviceAddress } from '../../transport/index.ts';
import type { OutputConfig } from '../config/config-output.ts';
import type { DeviceConfig } from '../config/config-schema.ts';
import { openGpioFiles } from './gpio-files.ts';
import { openGpioTools } from './gpio-tools.ts';
import type { ModbusBuses } from './modbus-buses.ts';

/** A contact that can be switched and asked; both resolve always. */
export interface OutputDriver {
  switchTo(isClosed: boolean): Promise<Result<unknown>>;
  /** As the feedback says, which is not what was written. */
  read(): Promise<Result<boolean>>;
  close(): Promise<void>;
}

type CoilConfig = Extract<OutputConfig, { kind: 'modbus-coil' }>;

function* writeCoil({ coil, closedValue }: CoilConfig, isClosed: boolean): ModbusConversation<Result<unknown>> {
  return yield { type: 'write-coil', address: coil, on: isClosed === closedValue };
}

function* readFeedback({ feedback }: CoilConfig): ModbusConversation<Result<boolean>> {
  const { type, address, closedValue } = feedback;
  const bits = yield { type: 'read-bits', functionCode: type === 'input' ? 2 : 1, address, count: 1 };
  return bits.ok ? accept((((bits.value[0] ?? 0) & 1) === 1) === closedValue) : bits;
}

/** Keeps the device's models until a request fails: a chain that moved must not be written by its old addresses. */
function sunSpecConversations() {
  let device: SunSpecDevice | undefined;
  function* withDevice<T>(then: (device: SunSpecDevice) => ModbusConversation<Result<T>>): ModbusConversation<Result<T>> {
    if (device === undefined) {
      const walked = yield* walkSunSpec();
      if (!walked.ok) return walked;
      device = walked.value;
    }
    const outcome = yield* then(device);
    if (!outcome.ok) device = undefined;
    return outcome;
  }
  return {
    switchTo: (isClosed: boolean) => withDevice((found) => connectSunSpec(found, isClosed)),
    read: () =>
      withDevice(function* (found): ModbusConversation<Result<boolean>> {
        const status = yield* sunSpecStatus(found);
        if (!status.ok) return status;
        const { isConnected } = status.value;
        return isConnected === undefined
          ? refuse('FORMAT_UNSUPPORTED', 'SunSpec output: ConnSt of model 701 or the states of 122 expected, got neither')
          : accept(isConnected);
      }),
  };
}

function openGpio({ folder, chip, line, closedValue, feedback }: Extract<OutputConfig, { kind: 'gpio' }>): OutputDriver {
  const lines =
    folder === undefined
      ? openGpioTools({ chip, line, openLevel: !closedValue }, { chip: feedback.chip ?? chip, line: feedback.line })
      : openGpioFiles(folder, line, feedback.line);
  return {
    switchTo: (isClosed) => lines.set(isClosed === closedValue),
    async read() {
      const level = await lines.get();
      return level.ok ? accept(level.value === feedback.closedValue) : level;
    },
    close: () => lines.close(),
  };
}

/** Opens what the configuration says the verdict switches; a bus that others use is shared. */
export function openOutputDriver(config: OutputConfig, device: DeviceConfig, buses: ModbusBuses): OutputDriver {
  if (config.kind === 'gpio') return openGpio(config);
  if (config.kind === 'modbus-coil') {
    const bus = buses.lease(config.transport as DeviceAddress);
    return {
      switchTo: (isClosed) => bus.run(config.unitId, writeCoil(config, isClosed)),
      read: () => bus.run(config.unitId, readFeedback(config)),
      close: () => bus.release(),
    };
  }
  const bus = buses.lease(device.transport as DeviceAddress);
  const unitId = device.sunspec?.unitId ?? 1;
  const { switchTo, read } = sunSpecConversations();
  return {
    switchTo: (isClosed) => bus.run(unitId, switchTo(isClosed)),
    read: () => bus.run(unitId, read()),
    close: () => bus.release(),
  };
}
