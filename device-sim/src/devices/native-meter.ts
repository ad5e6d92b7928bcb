import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  answerCommand,
  encodePayload,
  encodeReadingLine,
  encodeSignedReading,
  type NativeReading,
  signPayload,
  signReading,
} from '../encode/index.ts';
import { type MeterKey, type MeterKeys, onlyKey } from '../keys.ts';
import { gridFrequencyMhz, gridVoltageMv } from '../models/index.ts';
import { answerLines, createDevice, type Device, type DeviceOptions, type Wire } from './device.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

/** What a forger adds to the export register. */
const FORGED_WH = 10_000n;
/** More than any unit here meters between two readings, or the register would not be seen to fall. */
const LOST_WH = 100_000n;
const OVERLONG_CHARACTERS = 600;
const TRUNCATED_AT = 90;

const MODEL = 'JG-SIM';
const reduce = (wh: bigint) => (wh > LOST_WH ? wh - LOST_WH : 0n);

/** How many keys a meter has had before its present one, as it survives a restart. */
function loadGeneration(file: string | undefined): number {
  return file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { generation: number }).generation : 0;
}

/**
 * The keys of a meter that makes another when it is asked to: `keyAt(0)` names it. Which one signs is kept beside its state,
 * written before it says so.
 */
export function createMeterKeys(keyAt: (generation: number) => MeterKey, stateFile?: string): MeterKeys {
  const file = stateFile === undefined ? undefined : `${stateFile}.key`;
  let generation = loadGeneration(file);
  let present = keyAt(generation);
  let next: MeterKey | undefined;
  return {
    get present() {
      return present;
    },
    get next() {
      next ??= keyAt(generation + 1);
      return next;
    },
    takeNext() {
      if (file !== undefined) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, JSON.stringify({ generation: generation + 1 }));
        renameSync(`${file}.new`, file);
      }
      generation += 1;
      present = keyAt(generation);
      next = undefined;
    },
  };
}

/**
 * A meter that signs its readings itself, on a serial line of `$JG1` lines: docs/wire.md, section 1.
 * @param key its first, which names it
 * @param keys where it may take another; default that one for life
 */
export function createNativeMeter(options: DeviceOptions, key: MeterKey, keys: MeterKeys = onlyKey(key)): Device {
  const { description, domain, seed } = options;
  const sign = (reading: NativeReading) => encodeReadingLine(signReading(reading, keys.present));
  let previousLine: Uint8Array | undefined;
  let previousSignature: Uint8Array = new Uint8Array(65);

  const wire: Wire = {
    frames(timeMs, firstCounter, registers, faults) {
      let counter = firstCounter;
      const reading = (): NativeReading => ({
        domain,
        counter,
        time: BigInt(timeMs / 1000),
        importWh: registers.importWh,
        exportWh: registers.exportWh,
        powerW: registers.powerW,
        voltageMv: gridVoltageMv(seed, description.id, timeMs),
        frequencyMhz: gridFrequencyMhz(seed, timeMs),
        status: 0,
      });
      const before: Uint8Array[] = [];
      const after: Uint8Array[] = [];
      for (const { kind } of faults) {
        switch (kind) {
          case 'forged-reading': {
            const forged = encodePayload({ ...reading(), exportWh: registers.exportWh + FORGED_WH });
            before.push(encodeReadingLine(encodeSignedReading(forged, previousSignature)));
            break;
          }
          case 'wrong-domain':
            before.push(sign({ ...reading(), domain: domain ^ 1n }));
            break;
          case 'register-down':
            // Under a counter of its own: two payloads under one counter would be another crime, equivocation.
            before.push(sign({ ...reading(), importWh: reduce(registers.importWh), exportWh: reduce(registers.exportWh) }));
            counter += 1n;
            break;
          case 'bit-flip':
            // On the wire, after the CRC was made.
            before.push(flipBit(sign(reading()), 40));
            break;
          case 'truncated':
            before.push(Buffer.concat([sign(reading()).subarray(0, TRUNCATED_AT), Buffer.from('\r\n')]));
            break;
          case 'overlong':
            before.push(Buffer.from(`$JG1,${'A'.repeat(OVERLONG_CHARACTERS)}*0000\r\n`));
            break;
          case 'noise':
            before.push(Buffer.concat([noiseBytes(seed, timeMs, 200), Buffer.from('\r\n')]));
            break;
          case 'replay':
            after.push(previousLine ?? sign(reading()));
            break;
          case 'silence':
            break;
        }
      }
      const payload = encodePayload(reading());
      previousSignature = signPayload(payload, keys.present);
      const line = encodeReadingLine(encodeSignedReading(payload, previousSignature));
      previousLine = line;
      return { frames: [...before, line, ...after], counter };
    },
  };
  return createDevice(
    options,
    wire,
    key,
    answerLines((line) => answerCommand(line, keys, MODEL, description.id)),
  );
}
