import { encodeP1Telegram } from '../encode/index.ts';
import { gridVoltageMv } from '../models/index.ts';
import { createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

/** More than any unit here meters between two readings, or the register would not be seen to fall. */
const LOST_WH = 100_000n;
const OVERLONG_BYTES = 16_384;
const TRUNCATED_AT = 150;
/** Within the digits of the first register's line of our telegram. */
const FLIPPED_AT = 120;
const reduce = (wh: bigint) => (wh > LOST_WH ? wh - LOST_WH : 0n);

/** An unsigned smart meter's customer port: one DSMR 5 telegram per period, no commands. */
export function createP1Meter(options: DeviceOptions): Device {
  const { description, seed } = options;
  let previous: Uint8Array | undefined;
  const wire: Wire = {
    frames(timeMs, counter, registers, faults) {
      const telegram = (importWh = registers.importWh, exportWh = registers.exportWh) =>
        encodeP1Telegram({
          serial: description.id,
          time: BigInt(timeMs / 1000),
          importWh,
          exportWh,
          powerW: registers.powerW,
          voltageMv: gridVoltageMv(seed, description.id, timeMs),
        });
      const before: Uint8Array[] = [];
      const after: Uint8Array[] = [];
      for (const { kind } of faults) {
        switch (kind) {
          case 'register-down':
            before.push(telegram(reduce(registers.importWh), reduce(registers.exportWh)));
            break;
          case 'bit-flip':
            before.push(flipBit(telegram(), FLIPPED_AT));
            break;
          case 'truncated':
            before.push(telegram().subarray(0, TRUNCATED_AT));
            break;
          case 'overlong':
            before.push(Buffer.concat([Buffer.from('/JGS5\\2SIMULATED-P1\r\n\r\n'), Buffer.alloc(OVERLONG_BYTES, '1-0:1.8.1(0)\r\n')]));
            break;
          case 'noise':
            before.push(noiseBytes(seed, timeMs, 200));
            break;
          case 'replay':
            after.push(previous ?? telegram());
            break;
          case 'forged-reading':
          case 'wrong-domain':
            throw new Error(`device ${description.id}: a P1 meter signs nothing, so there is no ${kind}`);
          case 'silence':
            break;
        }
      }
      previous = telegram();
      return { frames: [...before, previous, ...after], counter };
    },
  };
  return createDevice(options, wire);
}
