/**
 * @joulegate/device-sim: meters and inverters that a gateway can't tell from hardware — real pseudo-terminals, own keys,
 * own encoders. Shares the tables of @joulegate/protos, never gateway code; only demo/ knows @joulegate/chain.
 */
export { createSimClock, type SimClock } from './clock.ts';
export {
  createDlmsMeter,
  createOcmfMeter,
  createP1Meter,
  type Device,
  type DeviceOptions,
  type DlmsFault,
  type DlmsMeterOptions,
  type OcmfMeter,
  type OcmfMeterOptions,
  type P1Fault,
  type P1MeterOptions,
  type ReplayOptions,
  replayFile,
  type TruthReading,
} from './devices/index.ts';
export {
  type BsmImage,
  type BsmImageOptions,
  createBsmImage,
  createSigningKey,
  deriveSigningKey,
  encodeLine,
  encodeP1Telegram,
  encodePayload,
  encodeReadingLine,
  encodeRegisterImage,
  encodeSignedReading,
  type NativeReading,
  type P1Reading,
  type PhysicalState,
  RegisterImage,
  type RegisterMapFile,
  type SigningKey,
  signPayload,
  signReading,
} from './encode/index.ts';
export { type Fleet, type FleetDevice, type FleetOptions, formatTruth, readResumeMs, startFleet } from './fleet.ts';
export { createMeterKey, createRandomMeterKey, deriveMeterKey, type MeterKey } from './keys.ts';
export { type Load, type LoadOptions, type LoadResult, prepareLoad } from './load.ts';
export {
  attachRtuSlaves,
  MODBUS_FAULTS,
  type ModbusFault,
  type ModbusTcpOptions,
  type ModbusTcpServer,
  type ModbusUnit,
  memoryUnit,
  type RtuSlaveOptions,
  startModbusTcpServer,
} from './modbus/index.ts';
export { openPty, type Pty, type PtyOptions } from './pty/index.ts';
export {
  type Fault,
  type FaultKind,
  listScenarios,
  loadScenario,
  parseScenario,
  SCENARIO_DIR,
  type Scenario,
  type ScenarioDevice,
  ScenarioError,
} from './scenario/index.ts';
