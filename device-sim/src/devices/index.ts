/** devices: what stands behind each pseudo-terminal. A device keeps its own registers, counter and key, and speaks its wire. May import encode, models, pty, keys and the scenario's types. */
export type { AnswerFault } from './answer-faults.ts';
export { createD0Meter, type D0MeterOptions } from './d0-meter.ts';
export { type Device, type DeviceOptions, readState, type TruthReading } from './device.ts';
export { createDlmsMeter, type DlmsFault, type DlmsMeterOptions } from './dlms-meter.ts';
export { createDlt645Meter, type Dlt645MeterOptions } from './dlt645-meter.ts';
export { createMbusMeter, type MbusMeterOptions } from './mbus-meter.ts';
export { createModbusDevice, type ModbusDevice } from './modbus-device.ts';
export { createMeterKeys, createNativeMeter } from './native-meter.ts';
export { createOcmfMeter, type OcmfFault, type OcmfMeter, type OcmfMeterOptions } from './ocmf-meter.ts';
export { createP1Meter, type P1Fault, type P1MeterOptions } from './p1-meter.ts';
export { createRelay, type Relay } from './relay.ts';
export { type ReplayOptions, replayFile } from './replay.ts';
export { createSmlMeter, type SmlMeterOptions } from './sml-meter.ts';
