import { addEvenParity, type D0Reading, encodeD0Block, encodeD0Identification, guardD0Block } from '../encode/index.ts';
import { gridFrequencyMhz, gridVoltageMv, type Registers } from '../models/index.ts';
import { type AnswerFault, answerFaults, lowerRegisters, spoil } from './answer-faults.ts';
import { createDevice, type Device, type DeviceOptions, type Responder, type Wire } from './device.ts';

export interface D0MeterOptions extends DeviceOptions {
  /** `5` where absent: mode C at 9600 baud. Letters A to I are mode B, others mode A. */
  readonly letter?: string;
  /** A meter of mode D: each reading is pushed, nothing is answered. */
  readonly pushes?: boolean;
  /** Device address it answers to, besides none; the device's id where absent. */
  readonly address?: string;
  /** Seven bits and a parity bit in eight, as a port of 8N1 sees a line of 7E1. */
  readonly showsParity?: boolean;
  /** The optical head hears what the host sends. */
  readonly echoes?: boolean;
  /** Asked before each answer; scenario faults come first. */
  readonly nextFault?: () => AnswerFault | undefined;
}

/** The reaction time of the standard, 200 ms, after the last character is over: IEC 62056-21 6.3.13. */
const REACTION_MS = 200;
const START_BAUD = 300;
const BITS_PER_BYTE = 10;
/** Later than any host waits: it waits 1.5 s. */
const LATE_MS = 2_500;
const REQUEST = /\/\?([0-9A-Za-z ]*)!\r\n/;
/** ACK, protocol 0, speed, 0 for data. */
const ACKNOWLEDGEMENT = /[^ -~]0[0-9]0\r\n/;
const NAK = Uint8Array.of(0x15);
const IDENTIFICATION = 'SIM-D0';

/**
 * A meter with an optical port (IEC 62056-21): identification when asked, then its data message, after `ACK 0 Z 0` where
 * its letter says mode C. A pty has no speed, so the time that the host's characters take at 300 baud is waited for.
 */
export function createD0Meter(options: D0MeterOptions): Device {
  const { description, pty, seed, letter = '5', address = description.id } = options;
  const faults: AnswerFault[] = [];
  let pending = '';
  let isAwaitingAcknowledgement = false;
  let fault: AnswerFault | undefined;
  let previous: Uint8Array | undefined;

  const onWire = (bytes: Uint8Array) => (options.showsParity === true ? addEvenParity(bytes) : bytes);
  const readingAt = (timeMs: number, registers: Registers): D0Reading => ({
    serial: description.id,
    time: BigInt(Math.floor(timeMs / 1000)),
    importWh: registers.importWh,
    exportWh: registers.exportWh,
    powerW: registers.powerW,
    voltageMv: gridVoltageMv(seed, description.id, timeMs),
    frequencyMhz: gridFrequencyMhz(seed, timeMs),
  });
  const dataMessage = (timeMs: number, registers: Registers, of: AnswerFault | undefined): Uint8Array => {
    const reading = readingAt(timeMs, registers);
    const block = encodeD0Block(of === 'register-down' ? lowerRegisters(reading) : reading);
    const message =
      options.pushes === true
        ? Buffer.concat([encodeD0Identification(letter, IDENTIFICATION), Buffer.from('\r\n'), block])
        : guardD0Block(block);
    const whole = onWire(message);
    const sent = of === 'replay' ? (previous ?? whole) : whole;
    previous = whole;
    // Digits of the import register: what is metered is what must not be mistaken.
    const flippedAt = Buffer.from(message).indexOf('\n1.8.0(', 'latin1') + 10;
    return spoil(sent, of, { seed, timeMs, flippedAt, checkAt: sent.length - 1 });
  };
  const later = (bytes: Uint8Array, ms: number) => void setTimeout(() => pty.write(bytes), ms).unref();

  const responder: Responder = {
    onData(bytes, { timeMs, registers }) {
      if (options.pushes === true) return [];
      const echo = options.echoes === true ? [bytes] : [];
      pending = (pending + Buffer.from(bytes.map((byte) => byte & 0x7f)).toString('latin1')).slice(-128);
      const lineMs = REACTION_MS + (bytes.length * BITS_PER_BYTE * 1000) / START_BAUD;
      const request = REQUEST.exec(pending);
      if (request !== null) {
        pending = '';
        if (request[1] !== '' && request[1] !== address) return echo;
        fault = faults.shift() ?? options.nextFault?.();
        if (fault === 'silence') return echo;
        if (fault === 'error-reply') {
          later(onWire(NAK), lineMs);
          return echo;
        }
        isAwaitingAcknowledgement = /[0-9]/.test(letter);
        later(onWire(encodeD0Identification(letter, IDENTIFICATION)), fault === 'late' ? LATE_MS : lineMs);
        // The host of a meter of mode B changes its speed between the two.
        if (!isAwaitingAcknowledgement) later(dataMessage(timeMs, registers, fault), 2 * lineMs);
        return echo;
      }
      if (ACKNOWLEDGEMENT.test(pending) && isAwaitingAcknowledgement) {
        pending = '';
        isAwaitingAcknowledgement = false;
        later(dataMessage(timeMs, registers, fault), lineMs);
      }
      return echo;
    },
  };
  const wire: Wire = {
    frames(timeMs, counter, registers, scenarioFaults) {
      const ours = answerFaults(description.id, scenarioFaults);
      if (options.pushes !== true) {
        faults.push(...ours);
        return { frames: [], counter };
      }
      const wrong = [...ours, options.nextFault?.()].filter((one) => one !== undefined).map((one) => dataMessage(timeMs, registers, one));
      return { frames: [...wrong, dataMessage(timeMs, registers, undefined)], counter };
    },
  };
  return createDevice(options, wire, undefined, responder);
}
