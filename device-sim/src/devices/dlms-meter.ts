import {
  type DlmsLayout,
  encodeDlmsCipher,
  encodeDlmsNotification,
  encodeHdlcFrames,
  encodeMbusFrames,
  systemTitleOf,
} from '../encode/index.ts';
import { gridVoltageMv } from '../models/index.ts';
import { lowerRegisters } from './answer-faults.ts';
import { createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

/** What goes wrong with one notification, besides what a scenario knows. */
export type DlmsFault =
  | 'wrong-key' // the true reading under another key, before it; needs a key
  | 'lost-segment'; // all but the last frame of the notification, before it; needs a list that does not fit one

export interface DlmsMeterOptions extends DeviceOptions {
  readonly link: 'hdlc' | 'mbus';
  readonly layout: DlmsLayout;
  /** GUEK, 16 bytes; nothing is encrypted where absent. */
  readonly key?: Uint8Array;
  /** AK, 16 bytes; encrypted without a tag where absent. */
  readonly authenticationKey?: Uint8Array;
  /** Asked once per reading; scenario faults come first. */
  readonly nextFault?: () => DlmsFault | undefined;
}

/** What Iskraemeco's AM550 puts into one segment. */
const NAMED_INFORMATION_MAX = 128;
const OVERLONG_BYTES = 16_384;
const TRUNCATED_AT = 60;
const FLIPPED_AT = 50;
const U32 = 0x1_0000_0000n;

/** A smart meter's customer interface in DLMS: one data notification per reading, encrypted where it has a key; no commands. */
export function createDlmsMeter(options: DlmsMeterOptions): Device {
  const { description, seed, link, layout, key, authenticationKey } = options;
  const systemTitle = systemTitleOf(description.id);
  let previous: Uint8Array | undefined;
  const wire: Wire = {
    frames(timeMs, counter, registers, faults) {
      const framesOf = ({ importWh, exportWh } = registers, cipherKey = key): readonly Uint8Array[] => {
        const plain = encodeDlmsNotification(
          {
            serial: description.id,
            time: BigInt(Math.floor(timeMs / 1000)),
            importWh,
            exportWh,
            powerW: registers.powerW,
            voltageMv: gridVoltageMv(seed, description.id, timeMs),
          },
          layout,
        );
        const apdu =
          cipherKey === undefined
            ? plain
            : encodeDlmsCipher(plain, { key: cipherKey, authenticationKey, systemTitle, counter: Number(counter % U32) });
        return link === 'mbus' ? encodeMbusFrames(apdu) : encodeHdlcFrames(apdu, layout === 'named' ? NAMED_INFORMATION_MAX : undefined);
      };
      const message = (...of: Parameters<typeof framesOf>): Uint8Array => Buffer.concat(framesOf(...of));
      const before: Uint8Array[] = [];
      const after: Uint8Array[] = [];
      for (const { kind } of faults) {
        switch (kind) {
          case 'register-down':
            before.push(message({ ...registers, ...lowerRegisters(registers) }));
            break;
          case 'bit-flip':
            before.push(flipBit(message(), FLIPPED_AT));
            break;
          case 'truncated':
            before.push(message().subarray(0, TRUNCATED_AT));
            break;
          case 'overlong':
            before.push(Buffer.concat([message().subarray(0, TRUNCATED_AT), Buffer.alloc(OVERLONG_BYTES, 0x06)]));
            break;
          case 'noise':
            before.push(noiseBytes(seed, timeMs, 200));
            break;
          case 'replay':
            after.push(previous ?? message());
            break;
          case 'forged-reading':
          case 'wrong-domain':
            throw new Error(`device ${description.id}: a DLMS meter signs nothing, so there is no ${kind}`);
          case 'silence':
            break;
        }
      }
      const own = options.nextFault?.();
      if (own === 'wrong-key') {
        if (key === undefined) throw new Error(`device ${description.id}: a DLMS meter without a key has no wrong one`);
        before.push(
          message(
            registers,
            key.map((byte) => byte ^ 0xff),
          ),
        );
      }
      if (own === 'lost-segment') {
        const frames = framesOf();
        if (frames.length < 2) throw new Error(`device ${description.id}: a notification in one frame loses no segment`);
        before.push(Buffer.concat(frames.slice(0, -1)));
      }
      previous = message();
      return { frames: [...before, previous, ...after], counter };
    },
  };
  return createDevice(options, wire);
}
