/** encode: a meter's own encoders, written against docs/wire.md, DSMR and hardware/devices, never against the gateway's code. Pure; imports keys' type and tables of @joulegate/protos. */
export * from './bsm.ts';
export * from './crc16.ts';
export * from './d0.ts';
export * from './dlt645.ts';
export * from './edl40.ts';
export * from './mbus.ts';
export * from './native.ts';
export * from './ocmf.ts';
export * from './p1.ts';
export * from './register-image.ts';
export * from './signing-key.ts';
export * from './sml.ts';
export type { SmlCrc } from './sml-elements.ts';
export * from './sunspec.ts';
export type { SunSpecValues } from './sunspec-points.ts';
