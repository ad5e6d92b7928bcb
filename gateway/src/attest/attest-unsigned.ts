import { accept, type MeterState, type Reading, type Result, refuse } from '../domain/index.ts';
import { checkRate, checkRegisters, checkTime, type TimeReference } from './plausibility.ts';

/** What must be remembered of an unsigned meter; a MeterState will do. */
export type UnsignedState = Pick<MeterState, 'time' | 'importWh' | 'exportWh'>;

export interface AttestUnsignedOptions extends TimeReference {
  /** Nameplate or main fuse; undefined skips the rate. */
  readonly maxPowerW: bigint | undefined;
}

/** What a failed read of a 32- or 64-bit register looks like in Wh, or in kWh made Wh. */
const SENTINELS_32 = [0xffff_ffffn, 0x7fff_ffffn, 0x8000_0000n];
const SENTINELS = new Set([
  ...SENTINELS_32,
  ...SENTINELS_32.map((raw) => raw * 1000n),
  0xffff_ffff_ffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0x8000_0000_0000_0000n,
]);
const POWER_SENTINELS = new Set([0x7fff_ffff, -0x8000_0000]);
/** Phase voltages of low and medium voltage inverters stay below; grids of 16⅔ Hz railways have other meters. */
const MAX_VOLTAGE_MV = 1_500_000;
const MIN_FREQUENCY_MHZ = 40_000;
const MAX_FREQUENCY_MHZ = 70_000;

/**
 * Holds a reading that nobody signed against what its meter said before, so that a bad read never becomes energy: the
 * gateway signs only what passes. Nothing here proves anything; that is what the attestation class says.
 * @returns the reading, VALUE_INVALID (sentinel, false zero), REGISTER_DECREASED, TIME_IMPLAUSIBLE or RATE_IMPLAUSIBLE.
 */
export function attestUnsigned(reading: Reading, state: UnsignedState | undefined, options: AttestUnsignedOptions): Result<Reading> {
  const values = checkReadValues(reading);
  if (!values.ok) return values;
  if (state !== undefined) {
    const zeros = checkZeros(reading, state);
    if (!zeros.ok) return zeros;
    const registers = checkRegisters(reading, state);
    if (!registers.ok) return registers;
  }
  const time = checkTime(reading, state, options);
  if (!time.ok) return time;
  if (state !== undefined && options.maxPowerW !== undefined) {
    const rate = checkRate(reading, state, options.maxPowerW);
    if (!rate.ok) return rate;
  }
  return accept(reading);
}

/** What no meter means, whatever it said before: sentinels, and measurements outside any low or medium voltage grid. */
export function checkReadValues(reading: Reading): Result<Reading> {
  for (const [name, value] of [['import', reading.importWh] as const, ['export', reading.exportWh] as const]) {
    if (SENTINELS.has(value)) return refuse('VALUE_INVALID', `${name}: a count of Wh expected, got the sentinel ${value}`);
    if (value < 0n) return refuse('VALUE_INVALID', `${name}: at least 0 Wh expected, got ${value}`);
  }
  if (POWER_SENTINELS.has(reading.powerW))
    return refuse('VALUE_INVALID', `power: a number of W expected, got the sentinel ${reading.powerW}`);
  if (reading.voltageMv > MAX_VOLTAGE_MV)
    return refuse('VALUE_INVALID', `voltage: at most ${MAX_VOLTAGE_MV} mV expected, got ${reading.voltageMv}`);
  const { frequencyMhz } = reading;
  if (frequencyMhz !== 0 && (frequencyMhz < MIN_FREQUENCY_MHZ || frequencyMhz > MAX_FREQUENCY_MHZ)) {
    return refuse(
      'VALUE_INVALID',
      `frequency: ${MIN_FREQUENCY_MHZ} to ${MAX_FREQUENCY_MHZ} mHz, or 0 for none, expected, got ${frequencyMhz}`,
    );
  }
  return accept(reading);
}

/** Inverters answer 0 while they boot or sleep; a register that was not 0 never is again. */
function checkZeros(reading: Reading, state: UnsignedState): Result<Reading> {
  if (reading.importWh === 0n && state.importWh !== 0n)
    return refuse('VALUE_INVALID', `import: at least ${state.importWh} Wh expected, got a false zero`);
  if (reading.exportWh === 0n && state.exportWh !== 0n)
    return refuse('VALUE_INVALID', `export: at least ${state.exportWh} Wh expected, got a false zero`);
  return accept(reading);
}
