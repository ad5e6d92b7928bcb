import type { Reading } from './reading.ts';

/** What one telegram, readout or polling cycle of a meter says, before anybody has vouched for it. */
export interface MeterReport {
  /** `time` is undefined where the meter tells none, or one of a clock never set. */
  readonly reading: Omit<Reading, 'time'> & { readonly time: bigint | undefined };
  /** How the meter names itself: equipment identifier, server id, station address; undefined where it does not. */
  readonly meterSerial: string | undefined;
  /** False where importWh is 0 because the meter has no such register (a generator's). */
  readonly importIsPresent: boolean;
  /** False where exportWh is 0 because the meter has no such register. */
  readonly exportIsPresent: boolean;
  /** False where powerW is 0 because the meter does not measure it. */
  readonly powerIsPresent: boolean;
  /** What guards the bytes on their way from the meter. */
  readonly integrity: 'none' | 'checksum' | 'crc' | 'authenticated';
}
