import type { PowerModel } from './power.ts';

const WMS_PER_WH = 3_600_000n;

/** A meter's two registers, integrated exactly: power in whole W times time in whole ms, no float ever added up. */
export interface Registers {
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** W at the last step. */
  readonly powerW: number;
}

export interface RegisterState {
  readonly importWms: bigint;
  readonly exportWms: bigint;
  readonly timeMs: number;
}

/**
 * Advances to a time. Power is sampled on the grid of multiples of stepMs and holds until the next, so the registers
 * at a time do not depend on how often one looked before. Pure.
 */
export function advanceRegisters(state: RegisterState, toMs: number, model: PowerModel, stepMs: number): RegisterState {
  let { importWms, exportWms, timeMs } = state;
  while (timeMs < toMs) {
    const sampleMs = Math.floor(timeMs / stepMs) * stepMs;
    const nextMs = Math.min(sampleMs + stepMs, toMs);
    const energyWms = BigInt(model(sampleMs)) * BigInt(nextMs - timeMs);
    if (energyWms > 0n) importWms += energyWms;
    else exportWms -= energyWms;
    timeMs = nextMs;
  }
  return { importWms, exportWms, timeMs };
}

export function readRegisters(state: RegisterState, model: PowerModel): Registers {
  return { importWh: state.importWms / WMS_PER_WH, exportWh: state.exportWms / WMS_PER_WH, powerW: model(state.timeMs) };
}

export function startRegisters(timeMs: number, importWh: bigint, exportWh: bigint): RegisterState {
  return { importWms: importWh * WMS_PER_WH, exportWms: exportWh * WMS_PER_WH, timeMs };
}
