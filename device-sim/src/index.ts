/**
 * @joulegate/device-sim: meters and inverters that a gateway can't tell from hardware — real pseudo-terminals, own keys,
 * own encoders. Shares the tables of @joulegate/protos, never gateway code; only demo/ knows @joulegate/chain.
 */
export type { TruthReading } from './devices/device.ts';
export { type NativeReading, encodeLine, encodePayload, encodeReadingLine, encodeSignedReading, signPayload, signReading } from './encode/native.ts';
export { encodeP1Telegram, type P1Reading } from './encode/p1.ts';
export { type Fleet, type FleetDevice, type FleetOptions, startFleet } from './fleet.ts';
export { createMeterKey, deriveMeterKey, type MeterKey } from './keys.ts';
export { openPty, type Pty } from './pty/index.ts';
export { loadScenario, parseScenario, type Scenario, ScenarioError } from './scenario/index.ts';
