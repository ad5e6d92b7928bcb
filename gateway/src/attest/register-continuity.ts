import type { Reading } from '../domain/index.ts';
import { isWithinRate } from './plausibility.ts';

/** What is added to a meter's registers so that they never fall on chain: past rollovers, and the meters before this one. */
export interface RegisterOffsets {
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

export const NO_OFFSETS: RegisterOffsets = { importWh: 0n, exportWh: 0n };

/**
 * Where registers begin again at 0, in Wh: meters with five to eight digits of kWh on their display (EN 50470-1, 5.11,
 * asks for at least 4,000 h of maximum power before one does), and counters of 32 bits in Wh, 10 Wh, 100 Wh and kWh.
 */
const MODULI = [
  ...[100_000n, 1_000_000n, 10_000_000n, 100_000_000n].map((kWh) => kWh * 1000n),
  ...[1n, 10n, 100n, 1000n].map((unitWh) => unitWh << 32n),
];

export interface ContinuedReading {
  /** With the offsets added. */
  readonly reading: Reading;
  readonly offsets: RegisterOffsets;
  /** Names of the registers that began again. */
  readonly rolledOver: readonly ('import' | 'export')[];
}

/**
 * Carries a meter's registers on past their last digit. A register that fell has rolled over where the way up to a known
 * end and on from 0 is no more than the nameplate allows in the time; anything else is left as it is, to be refused as a
 * register that decreased.
 * @param reading as the meter says it
 * @param prior the last reading accepted, with its offsets added
 */
export function continueRegisters(
  reading: Reading,
  prior: Pick<Reading, 'time' | 'importWh' | 'exportWh'> | undefined,
  offsets: RegisterOffsets,
  maxPowerW: bigint,
): ContinuedReading {
  const rolledOver: ('import' | 'export')[] = [];
  const follow = (name: 'import' | 'export', got: bigint, before: bigint | undefined, offset: bigint): bigint => {
    if (before === undefined || prior === undefined || got + offset >= before) return offset;
    const last = before - offset;
    const modulus = MODULI.find((end) => last < end && isWithinRate(end - last + got, reading.time - prior.time, maxPowerW));
    if (modulus === undefined) return offset;
    rolledOver.push(name);
    return offset + modulus;
  };
  const next: RegisterOffsets = {
    importWh: follow('import', reading.importWh, prior?.importWh, offsets.importWh),
    exportWh: follow('export', reading.exportWh, prior?.exportWh, offsets.exportWh),
  };
  return { reading: addOffsets(reading, next), offsets: next, rolledOver };
}

/** Offsets under which another meter's registers go on exactly where the last accepted reading of the one before it stood. */
export function exchangeOffsets(reading: Reading, prior: Pick<Reading, 'importWh' | 'exportWh'> | undefined): RegisterOffsets {
  if (prior === undefined) return NO_OFFSETS;
  return { importWh: prior.importWh - reading.importWh, exportWh: prior.exportWh - reading.exportWh };
}

export function addOffsets(reading: Reading, offsets: RegisterOffsets): Reading {
  return { ...reading, importWh: reading.importWh + offsets.importWh, exportWh: reading.exportWh + offsets.exportWh };
}
