import { encodeMbusName, encodeMbusRecords, encodeMbusTelegram, type MbusMeterName } from '../encode/index.ts';
import { gridFrequencyMhz, gridVoltageMv } from '../models/index.ts';
import { type AnswerFault, answerFaults, lowerRegisters, spoil } from './answer-faults.ts';
import { createDevice, type Device, type DeviceOptions, type Responder, type Wire } from './device.ts';

export interface MbusMeterOptions extends DeviceOptions {
  /** Primary, 0 to 250. */
  readonly address: number;
  /** 12345678, JGS, 1 where absent. */
  readonly name?: MbusMeterName;
  /** How the maker writes its records; plain where absent. */
  readonly style?: 'plain' | 'abb';
  /** Measurements come in a telegram of their own, which has to be asked for. */
  readonly splits?: boolean;
  /** The level converter lets the host hear itself. */
  readonly echoes?: boolean;
  /** Asked before each answer with data; scenario faults come first. */
  readonly nextFault?: () => AnswerFault | undefined;
}

/** Later than any host waits: 330 bit times and 50 ms are allowed. */
const LATE_MS = 1_500;
const REQUEST_MAX_LENGTH = 64;
const ACKNOWLEDGE = Uint8Array.of(0xe5);
const [SND_NKE, SND_UD, REQ_UD2] = [0x40, 0x53, 0x5b] as const;
const FRAME_COUNT = 0x20;
const SELECT = 0x52;
/** 253 whoever is selected, 254 and 255 everybody; nobody answers 255. */
const [SELECTED, ANYBODY, EVERYBODY] = [253, 254, 255] as const;
/** Within the first register of a telegram. */
const FLIPPED_AT = 24;
const DEFAULT_NAME: MbusMeterName = { id: '12345678', manufacturer: 'JGS', version: 1 };

interface Request {
  readonly control: number;
  readonly address: number;
  /** CI and what follows, of a long frame. */
  readonly data: Uint8Array;
}

/** Whole requests among the bytes, in order, and what follows them. */
function findRequests(bytes: Buffer): { requests: Request[]; rest: Buffer } {
  const requests: Request[] = [];
  let begun = 0;
  for (let at = 0; at < bytes.length; ) {
    const [start, length = 0] = bytes.subarray(at);
    const isLong = start === 0x68;
    const size = isLong ? length + 6 : 5;
    const frame = bytes.subarray(at, at + size);
    const body = isLong ? frame.subarray(4, -2) : frame.subarray(1, -2);
    const isWhole = frame.length === size && frame.at(-1) === 0x16 && body.reduce((sum, byte) => (sum + byte) & 0xff, 0) === frame.at(-2);
    if ((isLong || start === 0x10) && isWhole) {
      requests.push({ control: body[0] ?? 0, address: body[1] ?? 0, data: body.subarray(2) });
      at += size;
      begun = at;
    } else at += 1;
  }
  return { requests, rest: bytes.subarray(begun) };
}

/** F leaves a digit of the number open, FF a whole byte of the rest: EN 13757-7, 8.4. */
function isMeant(asked: Uint8Array, own: Uint8Array): boolean {
  return own.every((byte, at) => {
    const wanted = asked[at] ?? 0;
    if (at >= 4) return wanted === 0xff || wanted === byte;
    return [0xf0, 0x0f].every((digit) => (wanted & digit) === digit || (wanted & digit) === (byte & digit));
  });
}

/** A wired M-Bus meter: it acknowledges a reset and its selection, and answers with its data, once more where the count bit did not turn. */
export function createMbusMeter(options: MbusMeterOptions): Device {
  const { description, pty, seed, address, name = DEFAULT_NAME, style = 'plain', splits = false } = options;
  const ownName = encodeMbusName(name);
  const faults: AnswerFault[] = [];
  let pending = Buffer.alloc(0);
  let isSelected = false;
  let access = 0;
  /** What is sent next, and the count bit that the last one was asked with. */
  let telegram = 0;
  let lastBit: number | undefined;
  let previous: Uint8Array | undefined;

  const readData: (now: Parameters<Responder['onData']>[1], fault: AnswerFault | undefined) => Uint8Array = (
    { timeMs, registers },
    fault,
  ) => {
    const reading = {
      ...registers,
      voltageMv: gridVoltageMv(seed, description.id, timeMs),
      frequencyMhz: gridFrequencyMhz(seed, timeMs),
    };
    const { energy, measurements } = encodeMbusRecords(fault === 'register-down' ? lowerRegisters(reading) : reading, style);
    access += 1;
    if (!splits) return encodeMbusTelegram(address, name, [...energy, ...measurements], { access });
    return encodeMbusTelegram(address, name, telegram === 0 ? energy : measurements, { access, isFollowed: telegram === 0 });
  };

  const responder: Responder = {
    onData(bytes, now) {
      const { requests, rest } = findRequests(Buffer.concat([pending, bytes]));
      pending = Buffer.from(rest.subarray(-REQUEST_MAX_LENGTH));
      const replies: Uint8Array[] = options.echoes === true ? [bytes] : [];
      for (const { control, address: asked, data } of requests) {
        const isReset = control === SND_NKE;
        if (asked === SELECTED && control === SND_UD && data[0] === SELECT) {
          isSelected = isMeant(data.subarray(1, 9), ownName);
          if (isSelected) replies.push(ACKNOWLEDGE);
          continue;
        }
        if (isReset && (asked === SELECTED || asked === EVERYBODY)) isSelected = false;
        if (asked === EVERYBODY || (asked !== address && asked !== ANYBODY && !(asked === SELECTED && isSelected))) continue;
        if (isReset) {
          telegram = 0;
          lastBit = undefined;
          replies.push(ACKNOWLEDGE);
          continue;
        }
        if ((control & ~FRAME_COUNT) !== REQ_UD2) continue;
        const bit = control & FRAME_COUNT;
        const isRepeated = bit === lastBit && previous !== undefined;
        if (!isRepeated && lastBit !== undefined) telegram = splits ? 1 - telegram : 0;
        lastBit = bit;
        const fault = faults.shift() ?? options.nextFault?.();
        const before = previous;
        const whole = isRepeated && before !== undefined ? before : readData(now, fault);
        previous = whole;
        if (fault === 'error-reply') continue;
        const sent = fault === 'replay' ? (before ?? whole) : whole;
        const reply = spoil(sent, fault, { seed, timeMs: now.timeMs, flippedAt: FLIPPED_AT, checkAt: sent.length - 2 });
        if (fault === 'late') setTimeout(() => pty.write(reply), LATE_MS).unref();
        else replies.push(reply);
      }
      return replies;
    },
  };
  const wire: Wire = {
    frames(_timeMs, counter, _registers, scenarioFaults) {
      faults.push(...answerFaults(description.id, scenarioFaults));
      return { frames: [], counter };
    },
  };
  return createDevice(options, wire, undefined, responder);
}
