import { createHash } from 'node:crypto';
import { type Edl40Key, encodeEdl40Frame, encodeSmlFrame, type SmlCrc } from '../encode/index.ts';
import { gridVoltageMv } from '../models/index.ts';
import { createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

export interface SmlMeterOptions extends DeviceOptions {
  /** DIN 43863-5, as on the nameplate; one of the maker JGS made from the id where absent. */
  readonly serial?: string;
  /** Kermit as Holley's meters; X-25 where absent. */
  readonly crc?: SmlCrc;
  /** Whether the meter tells a clock's time; only a seconds index where absent or false. */
  readonly tellsTime?: boolean;
  /** A meter of a charging station: its lists hold the import register alone, signed by this key. */
  readonly edl40Key?: Edl40Key;
}

/** More than any unit here meters between two readings, or the register would not be seen to fall. */
const LOST_WH = 100_000n;
const OVERLONG_BYTES = 16_384;
const TRUNCATED_AT = 150;
/** Within the registers of a frame. */
const FLIPPED_AT = 140;
const LOGBOOK_INDEX = 7;
const CONTRACT_ID = Buffer.from('DE*JGS*C12345678');
const FACTORY_NUMBERS = 100_000_000;

const reduce = (wh: bigint) => (wh > LOST_WH ? wh - LOST_WH : 0n);

function serialOf(id: string): string {
  const number = createHash('sha256').update(id).digest().readUInt32BE(0) % FACTORY_NUMBERS;
  return `1JGS00${String(number).padStart(8, '0')}`;
}

/** A German meter's optical port: one SML frame per period, no commands. It signs nothing but as an EDL40 meter. */
export function createSmlMeter(options: SmlMeterOptions): Device {
  const { description, seed, startMs, serial = serialOf(description.id), crc = 'x25', edl40Key } = options;
  let previous: Uint8Array | undefined;
  const wire: Wire = {
    frames(timeMs, counter, registers, faults) {
      const time = BigInt(Math.floor(timeMs / 1000));
      // Seconds since the meter was switched on; it runs on through a restart of the simulation.
      const secondsIndex = Math.max(0, Math.floor((timeMs - startMs) / 1000));
      const frame = (importWh = registers.importWh, exportWh = registers.exportWh): Uint8Array =>
        edl40Key === undefined
          ? encodeSmlFrame(
              {
                serial,
                secondsIndex,
                time: options.tellsTime === true ? time : undefined,
                importWh,
                exportWh,
                powerW: registers.powerW,
                voltageMv: gridVoltageMv(seed, description.id, timeMs),
              },
              { crc },
            )
          : encodeEdl40Frame(
              {
                serial,
                secondsIndex,
                time,
                offsetMinutes: 60,
                seasonMinutes: 0,
                importWh,
                pagination: Number(counter),
                logbookIndex: LOGBOOK_INDEX,
                contractId: CONTRACT_ID,
                contractTime: BigInt(Math.floor(startMs / 1000)),
              },
              edl40Key,
              { crc },
            );
      const before: Uint8Array[] = [];
      const after: Uint8Array[] = [];
      for (const { kind } of faults) {
        switch (kind) {
          case 'register-down':
            before.push(frame(reduce(registers.importWh), reduce(registers.exportWh)));
            break;
          case 'bit-flip':
            before.push(flipBit(frame(), FLIPPED_AT));
            break;
          case 'truncated':
            before.push(frame().subarray(0, TRUNCATED_AT));
            break;
          case 'overlong':
            before.push(Buffer.concat([frame().subarray(0, TRUNCATED_AT), Buffer.alloc(OVERLONG_BYTES, 0x76)]));
            break;
          case 'noise':
            before.push(noiseBytes(seed, timeMs, 200));
            break;
          case 'replay':
            after.push(previous ?? frame());
            break;
          case 'forged-reading':
          case 'wrong-domain':
            throw new Error(`device ${description.id}: an SML meter signs for no market, so there is no ${kind}`);
          case 'silence':
            break;
        }
      }
      previous = frame();
      return { frames: [...before, previous, ...after], counter };
    },
  };
  return createDevice(options, wire);
}
