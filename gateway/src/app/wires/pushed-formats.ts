import { decodeD0, decodeDlmsHdlc, decodeDlmsMbus, decodeEncryptedP1, decodeP1, decodeSml } from '../../decode/index.ts';
import type { MeterReport, Result } from '../../domain/index.ts';
import {
  createD0Framer,
  createGloFramer,
  createHdlcFramer,
  createMbusFramer,
  createP1Framer,
  createSmlFramer,
  type Framer,
} from '../../framing/index.ts';

/** Keys of a meter whose telegrams are encrypted: 16 bytes each. */
export interface TelegramKeys {
  /** GUEK, the global unicast encryption key. */
  readonly key?: Uint8Array;
  /** AK, the authentication key. */
  readonly authenticationKey?: Uint8Array;
}

/** A format that a meter pushes of its own accord: how it is cut out of a stream, and what a frame says. */
export interface PushedFormat {
  /** `format` of the configuration. */
  readonly format: 'p1' | 'sml' | 'd0' | 'dlms';
  /** What else the configuration needs to say. */
  readonly config: Readonly<Record<string, unknown>>;
  createFramer(): Framer;
  decode(frame: Uint8Array): Result<MeterReport>;
}

/** Meters in the field send telegrams of up to about 4 KB. */
const MAX_LENGTH = 8192;

/** Every pushed format, the likelier first: whoever looks at a stream tries them all. */
export function pushedFormats(keys: TelegramKeys = {}): readonly PushedFormat[] {
  return [
    { format: 'p1', config: {}, createFramer: () => createP1Framer({ maxLength: MAX_LENGTH }), decode: (frame) => decodeP1(frame) },
    { format: 'sml', config: {}, createFramer: () => createSmlFramer({ maxLength: MAX_LENGTH }), decode: decodeSml },
    {
      format: 'd0',
      config: { d0: { mode: 'D' } },
      createFramer: () => createD0Framer({ maxLength: MAX_LENGTH }),
      decode: (frame) => decodeD0(frame),
    },
    {
      format: 'dlms',
      config: { dlms: { link: 'hdlc' } },
      createFramer: () => createHdlcFramer({ maxLength: MAX_LENGTH }),
      decode: (frame) => decodeDlmsHdlc(frame, keys),
    },
    {
      format: 'dlms',
      config: { dlms: { link: 'mbus' } },
      createFramer: () => createMbusFramer({ maxLength: MAX_LENGTH, joined: true }),
      decode: (frame) => decodeDlmsMbus(frame, keys),
    },
    // After the links that carry such telegrams too, in frames that check them.
    {
      format: 'p1',
      config: { p1: { key: '<file:GUEK>' } },
      createFramer: () => createGloFramer({ maxLength: MAX_LENGTH }),
      decode: (frame) => decodeEncryptedP1(frame, keys),
    },
  ];
}

export interface Recognised {
  readonly pushed: PushedFormat;
  /** Of each frame, in order. */
  readonly reports: readonly Result<MeterReport>[];
}

/** Formats are alike: what is well framed and yet tells no value is another's. */
const tells = (report: Result<MeterReport>): boolean =>
  report.ok && (report.value.importIsPresent || report.value.exportIsPresent || report.value.powerIsPresent);

/** The format most of whose frames in these bytes tell a value. @returns undefined where no frame of any does. */
export function recognisePushed(bytes: Uint8Array, keys: TelegramKeys = {}): Recognised | undefined {
  let best: (Recognised & { readonly good: number }) | undefined;
  for (const pushed of pushedFormats(keys)) {
    const reports = pushed
      .createFramer()
      .push(bytes)
      .frames.map((frame) => pushed.decode(frame));
    const good = reports.filter(tells).length;
    if (good > (best?.good ?? 0)) best = { pushed, reports, good };
  }
  return best;
}

/** The format that these bytes are in where their keys are missing. */
export function recogniseEncrypted(bytes: Uint8Array): PushedFormat | undefined {
  return pushedFormats().find((pushed) =>
    pushed
      .createFramer()
      .push(bytes)
      .frames.some((frame) => {
        const report = pushed.decode(frame);
        return !report.ok && report.code === 'DECRYPTION_FAILED';
      }),
  );
}
