import { encodeDlt645Frame, listDlt645Items } from '../encode/index.ts';
import { gridFrequencyMhz, gridVoltageMv } from '../models/index.ts';
import { type AnswerFault, answerFaults, lowerRegisters, spoil } from './answer-faults.ts';
import { createDevice, type Device, type DeviceOptions, type Responder, type Wire } from './device.ts';

export interface Dlt645MeterOptions extends DeviceOptions {
  /** Twelve digits as printed. */
  readonly address: string;
  readonly version: '2007' | '1997';
  /** The bus is of two wires: the host hears itself. */
  readonly echoes?: boolean;
  /** Items that this meter has not. */
  readonly lacks?: readonly string[];
  /** Asked before each answer; scenario faults come first. */
  readonly nextFault?: () => AnswerFault | undefined;
}

/** Later than any host waits: the standard gives the meter 500 ms. */
const LATE_MS = 1_500;
const REQUEST_MAX_LENGTH = 64;
const READ = { '1997': 0x01, '2007': 0x11 } as const;
const READ_ADDRESS = 0x13;
const NO_SUCH_DATA = '02';
const NOT_AUTHORISED = '04';
/** Start, address, start, control, length before the data; after the wake-up bytes of our own frames. */
const DATA_AT = 14;

interface Request {
  readonly address: string;
  readonly control: number;
  /** Highest byte first; empty where there is none. */
  readonly identifier: string;
}

/** The last whole request among the bytes, and what follows it. */
function findRequest(bytes: Buffer): { request: Request | undefined; rest: Buffer } {
  for (let start = bytes.indexOf(0x68); start >= 0; start = bytes.indexOf(0x68, start + 1)) {
    const end = start + 12 + (bytes[start + 9] ?? Number.POSITIVE_INFINITY);
    if (bytes[start + 7] !== 0x68 || bytes.length < end || bytes[end - 1] !== 0x16) continue;
    const frame = bytes.subarray(start, end);
    const sum = frame.subarray(0, -2).reduce((total, byte) => (total + byte) & 0xff, 0);
    if (sum !== frame.at(-2)) continue;
    const identifier = Buffer.from(frame.subarray(10, -2).map((byte) => (byte - 0x33) & 0xff)).reverse();
    const address = Buffer.from(frame.subarray(1, 7)).reverse().toString('hex');
    return {
      request: { address, control: frame[8] ?? 0, identifier: identifier.toString('hex').toUpperCase() },
      rest: bytes.subarray(end),
    };
  }
  return { request: undefined, rest: bytes };
}

/** Digits that the request leaves open are A: DL/T 645-2007 5.2.2. */
function isMeant(asked: string, own: string): boolean {
  return [...asked].every((digit, at) => digit === 'a' || digit === own[at]);
}

/** A meter on RS-485 that speaks DL/T 645: it answers reads of what it has, and refuses others with an error reply. */
export function createDlt645Meter(options: Dlt645MeterOptions): Device {
  const { description, pty, seed, address, version } = options;
  const faults: AnswerFault[] = [];
  let pending = Buffer.alloc(0);
  let previous: Uint8Array | undefined;

  const responder: Responder = {
    onData(bytes, { timeMs, registers }) {
      const { request, rest } = findRequest(Buffer.concat([pending, bytes]));
      pending = Buffer.from(rest.subarray(-REQUEST_MAX_LENGTH));
      const echo = options.echoes === true ? [bytes] : [];
      if (request === undefined || !isMeant(request.address, address)) return echo;
      const isAddressRead = request.control === READ_ADDRESS && version === '2007';
      if (!isAddressRead && request.control !== READ[version]) return echo;
      const fault = faults.shift() ?? options.nextFault?.();
      const reading = {
        time: BigInt(Math.floor(timeMs / 1000)),
        ...registers,
        voltageMv: gridVoltageMv(seed, description.id, timeMs),
        frequencyMhz: gridFrequencyMhz(seed, timeMs),
      };
      const items = listDlt645Items(version, address, fault === 'register-down' ? lowerRegisters(reading) : reading);
      const value = options.lacks?.includes(request.identifier) ? undefined : items[request.identifier];
      const refuse = (word: string) => encodeDlt645Frame(address, request.control | 0xc0, word);
      const answer = () => {
        if (fault === 'error-reply') return refuse(NOT_AUTHORISED);
        if (isAddressRead) return encodeDlt645Frame(address, request.control | 0x80, address);
        if (value === undefined) return refuse(NO_SUCH_DATA);
        return encodeDlt645Frame(address, request.control | 0x80, request.identifier, value);
      };
      const whole = answer();
      const sent = fault === 'replay' ? (previous ?? whole) : whole;
      previous = whole;
      const reply = spoil(sent, fault, { seed, timeMs, flippedAt: Math.min(DATA_AT + 4, sent.length - 3), checkAt: sent.length - 2 });
      if (fault !== 'late') return [...echo, reply];
      setTimeout(() => pty.write(reply), LATE_MS).unref();
      return echo;
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
