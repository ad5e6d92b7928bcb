import { encodeEncryptedP1Telegram, encodeP1Telegram, systemTitleOf } from '../encode/index.ts';
import { gridVoltageMv } from '../models/index.ts';
import { createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

/** What goes wrong with one telegram, besides what a scenario knows: the true reading under another key, before it. */
export type P1Fault = 'wrong-key';

export interface P1MeterOptions extends DeviceOptions {
  /** GUEK, 16 bytes, as Luxembourg's meters have one; nothing is encrypted where absent. */
  readonly key?: Uint8Array;
  /** AK, 16 bytes; Luxembourg's, known to all, where absent. */
  readonly authenticationKey?: Uint8Array;
  /** Asked once per reading of a meter with a key; scenario faults come first. */
  readonly nextFault?: () => P1Fault | undefined;
}

/** More than any unit here meters between two readings, or the register would not be seen to fall. */
const LOST_WH = 100_000n;
const OVERLONG_BYTES = 16_384;
const TRUNCATED_AT = 150;
/** Within the digits of the first register's line of our telegram. */
const FLIPPED_AT = 120;
const reduce = (wh: bigint) => (wh > LOST_WH ? wh - LOST_WH : 0n);

const U32 = 0x1_0000_0000n;
/** DB, a system title, and a length that nothing on this wire has. */
const OVERLONG_HEAD = Buffer.concat([Buffer.of(0xdb, 0x08), Buffer.from('JGSOVERL'), Buffer.of(0x82, 0xff, 0xff, 0x30)]);

/** An unsigned smart meter's customer port: one DSMR 5 telegram per period, encrypted where it has a key, no commands. */
export function createP1Meter(options: P1MeterOptions): Device {
  const { description, seed, key, authenticationKey } = options;
  const systemTitle = systemTitleOf(description.id);
  let previous: Uint8Array | undefined;
  const wire: Wire = {
    frames(timeMs, counter, registers, faults) {
      const telegram = (importWh = registers.importWh, exportWh = registers.exportWh, cipherKey = key) => {
        const reading = {
          serial: description.id,
          time: BigInt(timeMs / 1000),
          importWh,
          exportWh,
          powerW: registers.powerW,
          voltageMv: gridVoltageMv(seed, description.id, timeMs),
        };
        if (cipherKey === undefined) return encodeP1Telegram(reading);
        return encodeEncryptedP1Telegram(reading, { key: cipherKey, authenticationKey, systemTitle, counter: Number(counter % U32) });
      };
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
            before.push(
              Buffer.concat([
                key === undefined ? Buffer.from('/JGS5\\2SIMULATED-P1\r\n\r\n') : OVERLONG_HEAD,
                Buffer.alloc(OVERLONG_BYTES, '1-0:1.8.1(0)\r\n'),
              ]),
            );
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
      const own = key === undefined ? undefined : options.nextFault?.();
      if (own === 'wrong-key')
        before.push(
          telegram(
            registers.importWh,
            registers.exportWh,
            key?.map((byte) => byte ^ 0xff),
          ),
        );
      previous = telegram();
      return { frames: [...before, previous, ...after], counter };
    },
  };
  return createDevice(options, wire);
}
