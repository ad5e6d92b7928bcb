/** devices: what stands behind each pseudo-terminal. A device keeps its own registers, counter and key, and speaks its wire. May import encode, models, pty, keys and the scenario's types. */
export { type Device, type DeviceOptions, readState, type TruthReading } from './device.ts';
export { createNativeMeter } from './native-meter.ts';
export { createP1Meter } from './p1-meter.ts';
export { type ReplayOptions, replayFile } from './replay.ts';
