import { ERROR_CODES } from '@joulegate/protos';
import type { DeviceId, ErrorCode } from '../domain/index.ts';

export interface DeviceTally {
  accepted: number;
  refused: number;
  /** Unix milliseconds of the last accepted reading. */
  lastAt: number | undefined;
}

/** Counts what was taken and refused, in all and per device; the health topic shows it. */
export interface Tally {
  readonly counters: Readonly<Partial<Record<ErrorCode, number>>>;
  readonly perDevice: Readonly<Record<string, DeviceTally>>;
  count(code: ErrorCode, times?: number): void;
  /** A code that came over the wire; one that we don't know counts as CONTRACT_REVERTED. */
  countForeign(code: string): void;
  refuse(device: DeviceId, code: ErrorCode): void;
  accept(device: DeviceId, readings: number, at: number): void;
}

export function createTally(): Tally {
  const counters: Partial<Record<ErrorCode, number>> = {};
  const perDevice: Record<string, DeviceTally> = {};
  const ofDevice = (device: DeviceId) => (perDevice[device] ??= { accepted: 0, refused: 0, lastAt: undefined });
  const count = (code: ErrorCode, times = 1) => {
    counters[code] = (counters[code] ?? 0) + times;
  };
  return {
    counters,
    perDevice,
    count,
    countForeign: (code) => count(ERROR_CODES.find((known) => known === code) ?? 'CONTRACT_REVERTED'),
    refuse(device, code) {
      count(code);
      ofDevice(device).refused += 1;
    },
    accept(device, readings, at) {
      const tally = ofDevice(device);
      tally.accepted += readings;
      tally.lastAt = at;
    },
  };
}
