import {
  deriveSigningKey,
  encodeOcmfPayload,
  encodeOcmfRecord,
  type OcmfOptions,
  type SigningKey,
  signOcmfRecord,
} from '../encode/index.ts';
import type { Registers } from '../models/index.ts';
import { lowerRegisters } from './answer-faults.ts';
import { createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

/** What goes wrong with one record, besides what a scenario knows. */
export type OcmfFault =
  | 'tampered-value' // another import register under the signature of the true one, before it
  | 'wrong-key' // the true reading, signed by another meter's key, before it
  | 'frozen'; // the registers of the record before, well signed, in place of the true ones

export interface OcmfMeterOptions extends DeviceOptions, OcmfOptions {
  /** One of P-256, derived from the scenario's seed and the id, where absent. */
  readonly signingKey?: SigningKey;
  /** The first ID; none where absent. */
  readonly identification?: string;
  /** Central European winter time where absent. */
  readonly offsetMinutes?: number;
  /** Asked once per reading; scenario faults come first. */
  readonly nextFault?: () => OcmfFault | undefined;
}

export interface OcmfMeter extends Device {
  readonly signingKey: SigningKey;
  /** Puts another text into ID, from the next reading on: an owner's address, for instance. */
  identify(text: string): void;
}

/** What a forger adds. */
const FORGED_WH = 10_000n;
const OVERLONG_CHARACTERS = 100_000;
const CENTRAL_EUROPE_MINUTES = 60;

/**
 * A charging station's meter on a serial line: one OCMF record per reading and line, both registers signed, no commands.
 * Its counter is the pagination of transactions.
 */
export function createOcmfMeter(options: OcmfMeterOptions): OcmfMeter {
  const { description, seed, offsetMinutes = CENTRAL_EUROPE_MINUTES } = options;
  const signingKey = options.signingKey ?? deriveSigningKey('P-256', description.keySeed, description.id);
  const othersKey = deriveSigningKey(signingKey.curve, description.keySeed, `${description.id}, another`);
  let identification = options.identification ?? '';
  let previousLine: Uint8Array | undefined;
  let previousRegisters: Registers | undefined;
  const lineOf = (record: Uint8Array): Uint8Array => Buffer.concat([record, Buffer.from('\r\n')]);

  const wire: Wire = {
    frames(timeMs, firstCounter, registers, faults) {
      let counter = firstCounter;
      const own = options.nextFault?.();
      const metered = own === 'frozen' ? (previousRegisters ?? registers) : registers;
      const readingOf = ({ importWh, exportWh }: Pick<Registers, 'importWh' | 'exportWh'>) => ({
        serial: description.id,
        pagination: counter,
        timeMs,
        offsetMinutes,
        importWh,
        exportWh,
        identification,
      });
      const signed = (key: SigningKey, of: Pick<Registers, 'importWh' | 'exportWh'> = metered): Uint8Array =>
        lineOf(signOcmfRecord(readingOf(of), key, options));
      const tampered = (change: Partial<Registers>): Uint8Array => {
        const signature = signingKey.sign(Buffer.from(encodeOcmfPayload(readingOf(metered))));
        return lineOf(encodeOcmfRecord(encodeOcmfPayload(readingOf({ ...metered, ...change })), signingKey.curve, signature, options));
      };
      const before: Uint8Array[] = [];
      const after: Uint8Array[] = [];
      for (const { kind } of faults) {
        switch (kind) {
          case 'forged-reading':
            before.push(tampered({ exportWh: metered.exportWh + FORGED_WH }));
            break;
          case 'register-down':
            // Under a counter of its own: two payloads under one counter would be another crime, equivocation.
            before.push(signed(signingKey, lowerRegisters(metered)));
            counter += 1n;
            break;
          case 'bit-flip': {
            const line = signed(signingKey);
            before.push(flipBit(line, Buffer.from(line).indexOf('"RV":') + 5));
            break;
          }
          case 'truncated':
            before.push(lineOf(signed(signingKey).subarray(0, 200)));
            break;
          case 'overlong':
            before.push(lineOf(Buffer.from(`OCMF|{"ID":"${'A'.repeat(OVERLONG_CHARACTERS)}`)));
            break;
          case 'noise':
            before.push(lineOf(noiseBytes(seed, timeMs, 200)));
            break;
          case 'replay':
            after.push(previousLine ?? signed(signingKey));
            break;
          case 'wrong-domain':
            throw new Error(`device ${description.id}: an OCMF record names no market, so there is no ${kind}`);
          case 'silence':
            break;
        }
      }
      if (own === 'tampered-value') before.push(tampered({ importWh: metered.importWh + FORGED_WH }));
      if (own === 'wrong-key') before.push(signed(othersKey));
      const line = signed(signingKey);
      previousLine = line;
      previousRegisters = metered;
      return { frames: [...before, line, ...after], counter };
    },
  };
  return Object.assign(createDevice(options, wire), {
    signingKey,
    identify: (text: string) => {
      identification = text;
    },
  });
}
